"""A founded workstation."""

import pytest

from tests.station.making import StandingClock, founded, make_world, opened


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def world(clock):
    return make_world(clock)


@pytest.fixture
def home(tmp_path, world):
    return founded(tmp_path, world)


@pytest.fixture
def station(home, world):
    made = opened(home, world)
    yield made
    made.close()
