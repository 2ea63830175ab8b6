"""A town whose desks act without knowing of each other, heard of in both orders."""

import pytest

from tests.circulation.meeting import ORDERS, Town
from tests.sim.world import World


@pytest.fixture(params=ORDERS)
def town(request, tmp_path):
    world = World(9, tmp_path, branches=3, clocks_lie=False)
    world.share.calm = True
    world.settle()
    yield Town(world, request.param)
    world.close()
