"""Checkpoints that nobody opens any more: those of a roster that lost, and those of authors who are gone."""

import pytest

from app.sync.announced import announced_box_keys
from app.sync.keeping import WANTED
from app.sync.layout import ROSTER
from app.sync.problems import UNREADABLE_CHECKPOINT
from app.sync.registrar import keeping, rekeying
from app.sync.unreadable import Unreadable
from tests.sim.membership import MembershipTown
from tests.sync.ending import CADENCE, dressed, hours, rounds
from tests.sync.test_keeping import names


@pytest.fixture
def town(tmp_path):
    """Four branches; the founder has begun an epoch, and a recovery has not seen that.

    In that epoch it has written a checkpoint, and vouched for another's.
    """
    world = MembershipTown(3, tmp_path, branches=4, members_change=False, clocks_lie=False, replica=dressed)
    world.share.calm = True
    hours(world, 2)
    north, _, west, east = world.branches
    write(east)
    listed, seen = west.folder.names, west.folder.names(ROSTER)
    west.folder.names = lambda path: seen if path == ROSTER else listed(path)
    begin_epoch(world, north)
    world.checkpoint = write(north)
    world.lost = {world.checkpoint, *names(world, ".ok")}
    assert len(world.lost) == 2
    world.recover(west)
    west.folder.names = listed
    north.restart()  # What it has read under the key that is lost now, it no longer remembers.
    dressed(north)
    yield world
    world.close()


def begin_epoch(town, branch):
    announced = announced_box_keys(branch.folder, town.roster_at(branch), branch.replica.keys)
    town.sign_at(branch, lambda roster: rekeying(roster, town.chance.randbytes, announced))


def write(branch):
    branch.store.noted_ms(WANTED, 0)
    return branch.replica.round(once=True).checkpoint


def write_and_verify(town):
    """Let another than the author of the lost one write; everybody is seen to be there."""
    town.now_ms += 60_000
    written = write(town.branches[-1])
    rounds(town, 2)
    assert written in names(town, ".ckpt")


def told(town):
    """Return what is told after so many looks that whatever cannot be read is named."""
    for _ in range(5):
        codes = {problem.code for branch in town.branches for problem in branch.replica.round(once=True).problems}
    return codes


def standing(town):
    """Return what still stands of it."""
    return town.lost.intersection(names(town, ".ckpt") + names(town, ".ok"))


def test_its_author_takes_away_what_stands_under_the_key_of_a_roster_that_lost(town):
    north, _, west, _ = town.branches
    begin_epoch(town, west)
    rounds(town)
    assert town.roster_at(north).registrar == west.number
    assert standing(town) == town.lost
    assert UNREADABLE_CHECKPOINT in told(town)

    write_and_verify(town)

    assert standing(town) == set()
    assert UNREADABLE_CHECKPOINT not in told(town)


def test_keys_of_former_epochs_are_destroyed_after_that(town):
    _, _, west, _ = town.branches
    begin_epoch(town, west)
    rounds(town)
    begin_epoch(town, west)
    rounds(town)

    write_and_verify(town)
    hours(town, 6)

    assert [set(branch.replica.keys.network_keys) for branch in town.branches] == [{3}] * 4


def test_nothing_goes_before_a_younger_one_counts(town, monkeypatch):
    monkeypatch.setattr("app.sync.keeping.Keeping._verify", lambda *_: None)
    begin_epoch(town, town.branches[2])
    rounds(town)

    write(town.branches[-1])
    hours(town, 6)

    assert standing(town) == town.lost


def test_what_may_be_of_an_epoch_that_is_not_read_yet_stays_for_a_while(town):
    """The roster that won has not begun a second epoch: an author put back from a backup would see the same."""
    rounds(town)
    write_and_verify(town)
    assert town.checkpoint in standing(town)

    town.now_ms += CADENCE.active_ms
    hours(town, 2)
    write_and_verify(town)

    assert standing(town) == set()


def test_keepers_take_away_what_an_author_left_who_is_no_member_any_more(town):
    north, _, west, _ = town.branches
    begin_epoch(town, west)
    rounds(town)
    town.sign_at(west, lambda roster: town.expulsion(west, roster, north.number))
    town.branches.remove(north)
    town.stolen.append(north)
    write_and_verify(town)
    assert town.checkpoint in standing(town)  # It may be by somebody whom the roster has not told yet.

    hours(town, 5)
    write_and_verify(town)

    assert standing(town) == set()


def test_of_a_member_that_is_there_no_keeper_takes_anything_away(town, monkeypatch):
    """Its author is to see to it, however long that takes."""
    north, _, west, _ = town.branches
    begin_epoch(town, west)
    rounds(town)
    town.sign_at(west, lambda roster: keeping(roster, west.number, keeper=True))
    files = Unreadable.files
    monkeypatch.setattr(Unreadable, "files", lambda self: () if self.own == north.number else files(self))

    hours(town, 6)
    write_and_verify(town)
    assert town.checkpoint in standing(town)

    monkeypatch.undo()
    hours(town, 1)
    assert standing(town) == set()
