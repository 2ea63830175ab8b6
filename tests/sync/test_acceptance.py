"""What is taken of the log of an expelled desk, in particular situations; the simulated town has the others."""

import pytest

from app.sync.errors import DeskExpelled
from app.sync.layout import log_folder
from app.sync.positions import LogId
from app.sync.problems import ROSTERS_DIFFER
from app.sync.registrar import retirement
from app.sync.segments import outside_of
from tests.sim.membership import MembershipTown
from tests.sync.test_replica import files_of, knows, register


@pytest.fixture
def town(tmp_path):
    made = MembershipTown(3, tmp_path, branches=5)
    made.share.calm = True
    for branch in made.branches:
        branch.replica.rows_max = lambda: 2
    made.settle()
    yield made
    made.close()


def rounds(*branches):
    return [branch.replica.round(once=True) for branch in branches]


def test_what_nobody_acknowledged_is_not_taken(town):
    founder, thief, *rest = town.branches
    town.expel(founder, thief)
    patron = register(town, thief, "Zaglis")

    town.thieve(thief)
    rounds(founder, *rest)

    assert not any(knows(branch, patron) for branch in (founder, *rest))


def test_what_one_had_acknowledged_all_take_and_nothing_after(town):
    founder, thief, reader, *rest = town.branches
    before = [register(town, thief, name) for name in ("Kalns", "Liepa", "Ozols")]
    thief.replica.round(once=True)
    rounds(reader)
    after = register(town, thief, "Zaglis")
    thief.replica.round(once=True)
    town.expel(founder, thief)

    for _ in range(2):
        rounds(founder, *rest)

    assert all(knows(branch, patron) for branch in (founder, *rest) for patron in before)
    assert not any(knows(branch, after) for branch in (founder, *rest))


def test_an_acceptance_rises_when_another_had_read_more(town):
    founder, thief, slow, *_ = town.branches
    patron = register(town, thief, "Kalns")
    thief.replica.round(once=True)
    town.expel(founder, thief)
    rounds(founder)
    assert not knows(founder, patron)

    names = slow.folder.names
    slow.folder.names = lambda path: [n for n in names(path) if path != "roster" or n <= "000005.bin"]
    rounds(slow)  # Has not read the expulsion yet.
    slow.folder.names = names
    rounds(slow, founder)

    assert knows(slow, patron)
    assert knows(founder, patron)


def test_a_thief_cannot_put_something_else_in_the_place_of_what_was_acknowledged(town):
    founder, thief, reader, *_ = town.branches
    patron = register(town, thief, "Kalns")
    copy = thief.back_up()
    thief.replica.round(once=True)
    rounds(reader)
    [*_, path] = files_of(town, thief)
    town.expel(founder, thief)

    thief.restore(copy)
    forged = register(town, thief, "Zaglis")
    del town.share.files[path]
    thief.replica.keys = thief.keys
    thief.replica._publish()
    rounds(founder, reader)

    assert not knows(founder, patron)  # It is not there any more, and a checkpoint has to bring it.
    assert not knows(founder, forged)
    assert not knows(reader, forged)


def test_both_sides_of_a_fork_that_were_acknowledged_are_taken(town):
    founder, thief, north, south, *_ = town.branches
    copy, patrons = thief.back_up(), []
    for reader in (north, south):
        thief.restore(copy)
        patrons.append(register(town, thief, f"N{reader.number}"))
        thief.replica.keys = thief.keys
        thief.replica._publish()
        for path in files_of(town, thief, ".bin"):
            del town.share.files[path]
        write_head(town, thief)
        rounds(reader)
    town.expel(founder, thief)

    for _ in range(4):
        rounds(founder, north, south)

    known = [[knows(branch, patron) for patron in patrons] for branch in (founder, north, south)]
    assert known == [[True, True]] * 3


def write_head(town, branch):
    roster = town.roster_at(branch)
    branch.replica._told = None
    branch.replica._write_head(roster, branch.store.cursors(), acknowledge=True)


def test_a_thief_says_nothing_to_anybody(town):
    """Neither a fork of another's log nor damage nor a position that was never written moves the rest."""
    founder, thief, north, *_ = town.branches
    town.expel(founder, thief)
    rounds(founder, north)
    before = {branch.number: branch.store.standing().log for branch in (founder, north)}

    thief.replica.reader.forks = {LogId(*log) for log in before.values()}
    town.thieve(thief)
    rounds(founder, north)

    assert {branch.number: branch.store.standing().log for branch in (founder, north)} == before


def test_an_expelled_desk_that_is_honest_stops(town):
    founder, thief, *_ = town.branches
    names = thief.folder.names
    town.expel(founder, thief)
    thief.folder.names = names
    register(town, thief, "Kalns")

    with pytest.raises(DeskExpelled):
        thief.replica.round()

    assert thief.store.waiting() > 0


def test_what_was_sealed_and_not_yet_in_the_folder_is_sealed_anew(town):
    founder, thief, north, *_ = town.branches
    patron = register(town, north, "Kalns")
    north.store.seal(north.replica._write_segment)
    [sealed] = north.store.unwritten()
    assert outside_of(sealed.data).epoch == 1
    town.expel(founder, thief)

    rounds(north, founder)

    anew = north.store.own_segment(sealed.log, sealed.name.last)
    assert (anew.name, outside_of(anew.data).epoch) == (sealed.name, 2)
    assert town.share.files[f"{log_folder(sealed.log)}/{sealed.name.file}"][-1].data == anew.data
    assert knows(founder, patron)
    assert 2 not in thief.replica.keys.network_keys


@pytest.mark.parametrize("meanwhile", ["goes on", "starts again"])
def test_what_was_written_under_the_key_of_a_roster_that_lost_is_sealed_anew(town, meanwhile):
    """Two registrars, each with its own second epoch: those who followed the one that lost are read all the same."""
    founder, thief, north, south, east = town.branches
    names = south.folder.names
    south.folder.names = lambda path: [n for n in names(path) if path != "roster" or n <= "000005.bin"]
    town.expel(founder, thief)
    rounds(founder, north)
    patron = register(town, north, "Kalns")
    rounds(north, founder)

    town.recover(south)
    south.folder.names = names
    rounds(south)
    town.stolen.remove(thief)
    town.expel_at(south, thief)
    if meanwhile == "starts again":
        for branch in (founder, north):
            branch.restart()
    said = rounds(south, founder, north, south, founder, east, south)

    assert {branch.replica.keys.network_keys[2] for branch in (founder, north, south, east)} == {
        south.replica.keys.network_keys[2]
    }
    assert all(knows(branch, patron) for branch in (founder, south, east))
    assert ROSTERS_DIFFER in {problem.code for done in said for problem in done.problems}


def test_a_retired_desk_is_read_and_not_waited_for(town):
    founder, old, north, *_ = town.branches
    patron = register(town, old, "Kalns")
    town.sign_at(founder, lambda roster: retirement(roster, old.number))

    rounds(old, north, founder)

    assert knows(north, patron)
    assert old.number not in town.roster_at(north).remaining
