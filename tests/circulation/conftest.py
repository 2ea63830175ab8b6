"""Towns whose desks act without knowing of each other, heard of in both orders."""

import pytest

from tests.circulation.meeting import ORDERS, Town
from tests.sim.world import World


class DanishWorld(World):
    profile = "hjorring"


def opened(world, order):
    world.share.calm = True
    world.settle()
    return Town(world, order)


@pytest.fixture(params=ORDERS)
def town(request, tmp_path):
    world = World(9, tmp_path, branches=3, clocks_lie=False)
    yield opened(world, request.param)
    world.close()


@pytest.fixture(params=ORDERS)
def danish_town(request, tmp_path):
    """Late returns cost by steps here, and there is a limit of debt."""
    world = DanishWorld(9, tmp_path, branches=3, clocks_lie=False)
    yield opened(world, request.param)
    world.close()
