"""A desk whose clock lies, among others; the simulated town has the mixtures."""

import pytest

from app.db.tasks import open_tasks
from app.desk.amending import amend_patron
from app.desk.patrons import register_patron
from app.desk.tasks import decide_task
from app.sync.pace import ROWS_AT_EASE
from app.sync.problems import CLOCK_DISAGREES, DATE_DOUBTFUL
from app.sync.ticks import unix_ms_of
from tests.sim.branch import HOUR_MS
from tests.sim.world import World

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def town(tmp_path):
    world = World(3, tmp_path, branches=4, clocks_lie=False)
    world.share.calm = True
    for branch in world.branches:
        branch.replica.rows_max = lambda: ROWS_AT_EASE
        branch.clock.offset_ms = 0
    world.settle()
    for branch in world.branches:
        branch.clock.offset_ms = 0
    yield world
    world.close()


def register(town, branch, name="Krūze"):
    return branch.do(town.acting, lambda work: register_patron(work, given="Ā", family=name)).record.patron


def knows(branch, name="Krūze"):
    found = branch.database.connection.execute("SELECT 1 FROM patron WHERE family = ?", (name,)).fetchone()
    return found is not None


def codes(done):
    return [problem.code for problem in done.problems]


def everybody_writes(town, *branches):
    for branch in branches or town.branches:
        register(town, branch, f"B{branch.number}")
        branch.replica.round(once=True)


def in_due_time(town, branch, day_ms):
    """Tell whether the last tick of a branch lies within an hour of where the sun stands."""
    return abs(unix_ms_of(branch.store.times().last) - town.now_ms - day_ms) < HOUR_MS


def test_clocks_a_few_minutes_apart_are_no_fault_at_all(tmp_path):
    """However late files come, nothing is held and nobody is told that a clock is wrong."""
    for seed in range(60, 64):
        (tmp_path / str(seed)).mkdir()
        told = []
        world = World(seed, tmp_path / str(seed), clocks_lie=False)
        for branch in world.branches:
            branch.replica = Telling(branch.replica, told)
        for _ in range(150):
            world.step()
        world.close()
        assert "writing held" not in world.faults
        assert not {CLOCK_DISAGREES, DATE_DOUBTFUL} & set(told)


class Telling:
    def __init__(self, replica, told):
        self._replica, self._told = replica, told

    def __getattr__(self, name):
        return getattr(self._replica, name)

    def round(self, **options):
        done = self._replica.round(**options)
        self._told.extend(codes(done))
        return done


def test_after_a_month_alone_the_date_is_asked_and_nothing_published(town):
    north = town.branches[0]
    north.clock.offset_ms = 30 * DAY_MS
    town.now_ms += 2 * HOUR_MS

    patron = register(town, north)
    done = north.replica.round(once=True)

    assert codes(done) == [DATE_DOUBTFUL]
    assert (done.published, done.waiting > 0) == (0, True)
    assert unix_ms_of(patron) < town.now_ms + HOUR_MS


def test_a_librarian_who_confirms_the_date_lets_it_go(town):
    north = town.branches[0]
    town.now_ms += 30 * DAY_MS
    register(town, north)
    north.replica.round(once=True)

    north.store.confirm_clock(north.clock.wall_ms())
    done = north.replica.round(once=True)

    assert DATE_DOUBTFUL not in codes(done)
    assert done.waiting == 0
    register(town, north, "Later")
    assert in_due_time(town, north, 0)


def test_what_others_write_confirms_the_date_as_well(town):
    north, *others = town.branches
    town.now_ms += 30 * DAY_MS
    north.replica.round(once=True)
    for branch in others:
        branch.store.confirm_clock(branch.clock.wall_ms())

    everybody_writes(town, *others)
    done = north.replica.round(once=True)

    register(town, north)
    assert codes(done) == []
    assert in_due_time(town, north, 0)


def test_a_clock_hours_ahead_stamps_nothing_that_leaves(town):
    north, south, *_ = town.branches
    north.clock.offset_ms = 5 * HOUR_MS
    register(town, north)
    everybody_writes(town, south)

    north.replica.round(once=True)
    south.replica.round(once=True)
    done = north.replica.round(once=True)

    assert codes(done) == [CLOCK_DISAGREES]
    assert knows(south)
    for branch in (north, south):
        assert unix_ms_of(branch.store.times().last) < town.now_ms + HOUR_MS


def test_a_clock_that_is_alone_is_believed(town):
    """Five hours ahead and nobody to say so: it leaves as it is, and what others do comes after it."""
    north, south, *_ = town.branches
    town.now_ms += 2 * HOUR_MS
    north.clock.offset_ms = 5 * HOUR_MS
    register(town, north)

    assert codes(north.replica.round(once=True)) == []
    south.replica.round(once=True)
    register(town, south, "Later")

    assert south.store.times().last > north.store.times().last


def test_a_clock_hours_behind_goes_on_from_what_is_known(town):
    north, south, *_ = town.branches
    north.clock.offset_ms = -5 * HOUR_MS
    everybody_writes(town, south)
    done = north.replica.round(once=True)

    register(town, north)

    assert CLOCK_DISAGREES in codes(done)
    assert in_due_time(town, north, 0)


def test_a_dead_battery_neither_stops_the_desk_nor_publishes(town):
    north = town.branches[0]
    town.now_ms += 2 * HOUR_MS
    north.clock.offset_ms = -6 * 365 * DAY_MS

    register(town, north)
    done = north.replica.round(once=True)

    assert codes(done) == [DATE_DOUBTFUL]
    assert unix_ms_of(north.store.times().last) > town.now_ms - DAY_MS


def test_a_writing_from_beyond_waits_for_a_manager_who_may_sit_anywhere(town):
    """It left while nobody was there to say that the clock was wrong, and no fact beside it moved the others' time."""
    north, south, west, east = town.branches
    town.now_ms += 2 * HOUR_MS
    north.clock.offset_ms = 9 * DAY_MS
    north.do(town.acting, lambda work: amend_patron(work, patron="C1", changes={"note": "Rūjiena"}))
    north.replica.round(once=True)
    everybody_writes(town, south, west, east)

    done = south.replica.round(once=True)
    [task] = open_tasks(south.database.connection)
    south.do(town.acting, lambda work: decide_task(work, task=task.name, choice="accepted"))
    north.clock.offset_ms = 0
    for branch in (*town.branches, *town.branches):
        branch.replica.round(once=True)

    assert done.held == 1
    for branch in town.branches:
        found = branch.database.connection.execute("SELECT 1 FROM patron WHERE note = 'Rūjiena'").fetchone()
        assert (found, branch.store.times().held) == ((1,), 0)
    town.check()
