"""What lost against a writing from ahead, which a manager's decision voids later, is read again."""

from types import SimpleNamespace

import pytest

from app.db.tasks import open_tasks
from app.desk.outcome import Done
from app.sync.keeping import WANTED
from app.sync.rereading import READ_AGAIN
from tests.sim.branch import HOUR_MS
from tests.sim.clocks import DAY_MS, decided
from tests.sim.world import World


@pytest.fixture
def town(tmp_path):
    """North wrote ahead, and East, whose clock is ahead too, believes it; South holds it, and refuses it."""
    town = World(1, tmp_path, branches=4, clocks_lie=False)
    town.share.calm = True
    north, east, south, west = town.branches
    for branch in town.branches:
        branch.clock.offset_ms = 9 * DAY_MS if branch in (north, east) else 0
    town.now_ms += 2 * HOUR_MS
    patron = south.database.connection.execute("SELECT min(id) FROM patron").fetchone()[0]
    amend(town, north, patron, "ahead")
    for branch in (north, south, east):
        branch.replica.round(once=True)
    town.now_ms += 1000
    [task] = open_tasks(south.database.connection)
    assert isinstance(south.do(town.acting, lambda work: decided(work, task.name, "refused")), Done)
    town.now_ms += 1000
    amend(town, west, patron, "later")
    yield SimpleNamespace(world=town, east=east, south=south, west=west, patron=patron)
    town.close()


def amend(town, branch, patron, phone):
    def deed(work):
        work.amend("patron", patron, phone=phone)
        return Done(record=0, touched=frozenset())

    branch.do(town.acting, deed)


def phone(town, branch):
    return branch.database.connection.execute("SELECT phone FROM patron WHERE id = ?", (town.patron,)).fetchone()[0]


def read_west_first(town):
    town.west.replica.round(once=True)
    town.east.replica.round(once=True)
    assert phone(town, town.east) == "ahead"
    town.south.replica.round(once=True)


def test_what_lost_against_it_takes_its_place(town):
    read_west_first(town)

    done = town.east.replica.round(once=True)

    assert phone(town, town.east) == "later"
    assert "patron" in done.tables
    assert not town.east.store.is_noted(READ_AGAIN)


def test_a_segment_that_is_not_there_is_waited_for(town):
    read_west_first(town)
    files = town.world.share.files
    [path] = [path for path in files if path.endswith(".seg") and f"/{town.west.number:04d}/" in path]
    aside = files.pop(path)

    town.east.replica.round(once=True)
    assert town.east.store.is_noted(READ_AGAIN)
    assert phone(town, town.east) != "later"
    files[path] = aside
    town.east.replica.round(once=True)

    assert not town.east.store.is_noted(READ_AGAIN)
    assert phone(town, town.east) == "later"


def test_who_is_to_read_again_writes_no_checkpoint(town):
    read_west_first(town)
    files = town.world.share.files
    [path] = [path for path in files if path.endswith(".seg") and f"/{town.west.number:04d}/" in path]
    aside = files.pop(path)
    town.east.store.noted_ms(WANTED, town.world.now_ms)

    assert town.east.replica.round(once=True).checkpoint == ""
    files[path] = aside
    assert town.east.replica.round(once=True).checkpoint != ""


def test_what_was_only_held_is_no_reason(town):
    town.south.replica.round(once=True)

    assert not town.south.store.is_noted(READ_AGAIN)
