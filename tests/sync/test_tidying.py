"""What keepers take away of logs whose owner does not do it, in particular situations."""

import pytest

from app.sync.layout import log_folder, replica_folder
from app.sync.registrar import expulsion, retirement, sign
from app.sync.roster_reading import extend_roster
from app.sync.segments import parse_name
from tests.sync import test_keeping as keeping
from tests.sync.test_keeping import away, calm, check_equal, newcomer, rounds, verified_checkpoint
from tests.sync.test_replica import knows, register

town = keeping.town


def signed(town, make):
    founder = town.branches[0]
    roster = extend_roster(founder.store, founder.folder, founder.replica.keys, town.random.randbytes)
    sign(founder.folder, roster, make(roster), keys=founder.keys, random=town.random.randbytes, own=founder.number)


def lying(town, branch):
    """Return what lies in the folder of a branch."""
    return sorted(path for path in town.share.sizes() if path.startswith(replica_folder(branch.number)))


def segments_of(town, branch):
    return [path for path in lying(town, branch) if path.endswith(".seg")]


@pytest.fixture
def retired(town):
    """A branch that has worked and was taken out of use; the others have read all of it."""
    old = town.branches.pop()
    patron = register(town, old, "Kalns")
    old.replica.round(once=True)
    rounds(town)
    signed(town, lambda roster: retirement(roster, old.number))
    assert segments_of(town, old)
    yield old, patron
    old.database.close()


def test_the_folder_of_a_retired_desk_empties(town, retired):
    old, patron = retired
    verified_checkpoint(town)
    rounds(town)

    assert lying(town, old) == []
    told = {problem.code for branch in town.branches for problem in branch.replica.round(once=True).problems}
    assert told == set()
    came = newcomer(town)
    rounds(town)
    assert knows(came, patron)
    check_equal(town)


def test_heads_go_last(town, retired):
    """The power fails after every file that goes: what is left tells still what its log held."""
    old, _ = retired
    verified_checkpoint(town)
    for branch in town.branches[1:]:
        branch.replica.round(once=True)
    went, deleted = [], town.branches[0].folder.deleted
    town.branches[0].folder.deleted = lambda path: (went.append(path), deleted(path))
    rounds(town)

    mine = [path.rpartition("/")[2] for path in went if path.startswith(replica_folder(old.number))]

    assert [parse_name(name) is None for name in mine] == sorted(parse_name(name) is None for name in mine)
    assert {"head-a.bin", "head-b.bin"} & set(mine)


def test_nothing_goes_that_no_checkpoint_holds(town, retired):
    old, _ = retired
    before = lying(town, old)

    rounds(town, 3)

    assert lying(town, old) == before


def test_nothing_goes_that_somebody_has_not_acknowledged(town, retired):
    old, _ = retired
    slow = town.branches[2]
    verified_checkpoint(town)
    received = slow.replica.reader.acceptance.acknowledged
    log = old.store.standing().log
    for branch in town.branches:
        head = branch.replica.reader.watched.get(slow.store.standing().log)
        if head is not None:
            kept = tuple(entry for entry in head.head.received if entry.log != log)
            head.head = type(head.head)(**{**_fields(head.head), "received": kept})
    assert received() == ()

    for branch in town.branches[:2]:
        branch.replica.round()

    assert segments_of(town, old)


def _fields(head):
    return {name: getattr(head, name) for name in head.__struct_fields__}


def test_only_keepers_tidy_the_folders_of_others(town, retired):
    old, _ = retired
    for branch in town.branches:
        branch.replica.keeping.is_keeper = lambda *_: False
    verified_checkpoint(town)

    rounds(town, 3)

    assert segments_of(town, old)


def test_of_who_is_away_the_segments_go_and_it_comes_back(town):
    east = town.branches[3]
    register(town, east, "Kalns")
    east.replica.round(once=True)
    rounds(town)
    assert segments_of(town, east)

    own = away(town, east)
    assert segments_of(town, east) == []
    assert lying(town, east)
    rounds(town, 3)

    assert all(knows(branch, own) for branch in town.branches)
    check_equal(town)


def test_what_an_expelled_desk_left_behind_goes(town):
    founder, thief = town.branches[0], town.branches.pop()
    patron = register(town, thief, "Kalns")
    thief.replica.round(once=True)
    rounds(town)
    signed(town, lambda roster: expulsion(roster, thief.number, town.random.randbytes))
    rounds(town)

    founder.store.noted_ms("checkpoint-wanted", 0)
    rounds(town, 3)

    assert lying(town, thief) == []
    assert all(knows(branch, patron) for branch in town.branches)
    thief.database.close()


def test_a_desk_clears_a_log_that_a_restored_backup_has_forgotten(town):
    north = town.branches[0]
    backup = north.back_up()
    register(town, north, "Kalns")
    rounds(town)
    forgotten = None
    for _ in range(2):  # The second time it has forgotten the log that it opened after the first.
        north.mark.kept = None
        north.restore(backup)
        calm(north)
        register(town, north, "Liepa")
        rounds(town)
        forgotten = forgotten or north.store.standing().log
    town.now_ms += 5 * 3_600_000
    for branch in town.branches:
        register(town, branch, "There")
    rounds(town)
    assert forgotten not in north.store.own_logs()

    verified_checkpoint(town)
    rounds(town, 3)

    left = [path for path in town.share.sizes() if path.startswith(log_folder(forgotten))]
    assert left == []
    check_equal(town)
