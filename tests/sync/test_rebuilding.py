"""Rebuilding a desk from the folder: what differs is put right, what it did itself stays, and nothing is done by halves."""

import pytest

from app.db.log.capture import capture_off
from app.desk.patrons import register_patron
from app.sync.errors import RebuildIncomplete
from app.sync.pace import ROWS_AT_EASE
from app.sync.ranges import RANGE_BITS, Key
from tests.sim.branch import HOUR_MS, Crash
from tests.sim.rot import rebuild, rebuild_alone
from tests.sim.world import World


@pytest.fixture(params=[True])
def town(tmp_path, request):
    world = World(3, tmp_path, branches=3, clocks_lie=False, keeps=request.param)
    world.share.calm = True
    for branch in world.branches:
        branch.replica.rows_max = lambda: ROWS_AT_EASE
    world.settle()
    yield world
    world.close()


def register(town, branch, name):
    return branch.do(town.acting, lambda work: register_patron(work, given="Ā", family=name)).record.patron


def damage(branch):
    """Alter, lose and invent rows; return where."""
    with branch.database.writing() as connection, capture_off(connection):
        (first,) = connection.execute("SELECT min(id) FROM patron").fetchone()
        connection.execute("UPDATE patron SET given = 'X' WHERE id = ?", (first,))
        connection.execute("DELETE FROM title WHERE id = (SELECT min(id) FROM title)")
        connection.execute("INSERT INTO loan (id, item) SELECT max(id) + 1, min(id) FROM item")
    return [Key(table, first >> RANGE_BITS) for table in ("loan", "patron", "title")]


def rows(branch):
    return branch.digest()


def test_what_differs_is_put_right(town):
    north, south, _ = town.branches
    damaged = damage(north)

    rebuilt = rebuild(north)

    assert rebuilt.checkpoint.startswith("checkpoints/")
    assert rebuilt.differed == damaged
    assert rows(north) == rows(south)
    town.settle()
    town.check()


@pytest.mark.parametrize("town", [False], indirect=True)
def test_without_a_checkpoint_the_logs_are_enough(town):
    north, south, _ = town.branches
    damaged = damage(north)

    rebuilt = rebuild(north)

    assert (rebuilt.checkpoint, rebuilt.differed) == ("", damaged)
    assert rows(north) == rows(south)


def test_a_sound_desk_stays_as_it_is(town):
    before = rows(town.branches[0])

    assert rebuild(town.branches[0]).differed == []
    assert rows(town.branches[0]) == before


def test_what_else_the_connection_was_asked_does_not_lock_it_out(town):
    """A BEGIN IMMEDIATE prepared while another file is attached locks that, too."""
    north, south, _ = town.branches
    damage(north)
    north.replica.round(once=True)
    for number in range(200):  # More statements than a connection remembers.
        north.database.connection.execute(f"SELECT {number}").fetchall()

    rebuild_alone(north)

    assert rows(north) == rows(south)


def test_what_the_desk_did_itself_and_nobody_has_seen_is_not_lost(town):
    north, south, _ = town.branches
    damage(north)
    north.folder.write_new = lambda *_: None  # What it seals does not reach the folder,
    sealed = register(town, north, "Sealed")
    north.store.seal(north.replica._write_segment)
    waiting = register(town, north, "Waiting")  # and the rest is not even sealed.

    rebuild_alone(north)

    known = {id_ for (id_,) in north.database.connection.execute("SELECT id FROM patron")}
    assert {sealed, waiting} <= known
    assert north.store.waiting() > 0
    north.restart()
    del north.folder.write_new
    town.settle()
    town.check()
    assert {sealed, waiting} <= {id_ for (id_,) in south.database.connection.execute("SELECT id FROM patron")}


def test_where_the_folder_lacks_something_nothing_is_changed(town):
    north, south, _ = town.branches
    register(town, south, "Lost")
    south.replica.round(once=True)
    north.replica.round(once=True)
    log = south.store.standing().log
    (name, *_) = reversed(south.store.own_names(log))
    [path] = [path for path in town.share.files if path.endswith(name.file)]
    damage(north)
    before = rows(north)
    del town.share.files[path]

    with pytest.raises(RebuildIncomplete) as raised:
        rebuild(north)

    assert raised.value.figures == {"replicas": str(south.number)}
    assert rows(north) == before


def test_a_power_cut_leaves_the_old_rows_or_the_right_ones(town):
    north, south, _ = town.branches
    damage(north)
    old, right = rows(north), rows(south)
    seen = []

    for steps in range(60):
        north.crash_in = steps
        try:
            rebuild(north)
        except Crash:
            north.restart()
            north.replica.rows_max = lambda: ROWS_AT_EASE
        else:
            break
        seen.append(rows(north))

    assert set(seen) == {old, right}
    assert seen == sorted(seen, key=[old, right].index)
    assert north.crash_in is not None
    assert rows(north) == right


def test_the_digests_are_made_anew_and_nothing_is_told_any_more(town):
    north, *_ = town.branches
    damage(north)
    town.now_ms += 2 * HOUR_MS
    north.replica.round(once=True)
    assert north.replica.round(once=True).problems

    rebuild(north)
    north.restart()

    assert north.row_check.differences() == []
    assert [problem for problem in north.replica.round(once=True).problems if problem.table] == []
