"""How an epoch ends: the roster stays readable, and nothing else of it does."""

import pytest
from msgspec import structs

from app.sync.announced import announced_box_keys
from app.sync.entries import Admitted, Rekeyed, Renamed
from app.sync.errors import DeskExpelled, Malformed
from app.sync.invitations import open_welcome
from app.sync.keeping import Keeping
from app.sync.keys import Keys, roster_key
from app.sync.layout import log_folder
from app.sync.membership import welcome_member
from app.sync.registrar import expulsion, sign
from app.sync.roster import read_roster
from app.sync.roster_reading import extend_roster
from tests.contracts.memory_folder import MemoryFolder
from tests.sim.branch import Crash
from tests.sim.world import HOUR_MS, World
from tests.sync.ending import (
    dressed,
    epochs_lying,
    erase,
    hours,
    kept_copy,
    opened,
    rounds,
    thiefs_keys,
)
from tests.sync.rosters import (
    FOUNDER,
    KEYS,
    NETWORK_KEYS,
    NEW_KEY,
    RECOVERY,
    SOUTH,
    STRANGER,
    member,
    new_key,
    read,
    then,
    town,
)
from tests.sync.test_keeping import check_equal
from tests.sync.test_replica import knows, register


def later():
    """A town in its second epoch, with an entry of each."""
    return then(town(), Renamed(name="One"), Rekeyed(key=new_key(town())), Renamed(name="Two"))


def without_the_first(number):
    """The keys of a member that has destroyed the network key of the first epoch."""
    kept = KEYS[number].knowing({2: NEW_KEY}, {1: roster_key(NETWORK_KEYS[1])})
    return Keys(structs.replace(kept.secrets, box_seed=b"?" * 32))


def test_the_roster_is_read_without_the_network_keys_of_former_epochs():
    roster = read_roster(later(), without_the_first(SOUTH))

    assert (roster.name, roster.epoch, roster.length) == ("Two", 2, 6)
    assert roster.network_keys == {2: NEW_KEY}
    assert roster.former_roster_keys == {1: roster_key(NETWORK_KEYS[1])}


def test_what_opens_the_roster_opens_nothing_else():
    assert roster_key(NEW_KEY) != NEW_KEY
    with pytest.raises(Malformed):
        read_roster(later(), KEYS[SOUTH].knowing({1: roster_key(NETWORK_KEYS[1])}, {}))


def test_a_key_of_another_roster_is_not_taken_for_this_ones():
    """Two rosters that disagree have each begun an epoch; a desk that has the other key must not write under it."""
    entries = then(town(), Rekeyed(key=new_key(town())))

    roster = read(*entries, by=STRANGER, network_keys={**NETWORK_KEYS, 2: b"3" * 32})

    assert (roster.epoch, roster.network_keys) == (2, NETWORK_KEYS)


def test_a_newcomer_is_given_what_opens_the_roster_of_former_epochs():
    folder, founder = MemoryFolder(), without_the_first(FOUNDER)
    entries = then(later(), Admitted(member=member(STRANGER), invitation=b""))
    roster = read_roster(entries, founder)

    welcome_member(folder, roster, roster.members[STRANGER], founder)

    [data] = folder.files.values()
    welcome = open_welcome(data, KEYS[STRANGER].box)
    assert (welcome.network_keys, welcome.roster_keys) == ({2: NEW_KEY}, {1: roster_key(NETWORK_KEYS[1])})
    newcomer = KEYS[STRANGER].knowing(welcome.network_keys, welcome.roster_keys)
    assert read_roster(entries, newcomer).members[STRANGER] == member(STRANGER)


def test_the_sheet_opens_the_roster_from_its_first_entry_on():
    sheet = RECOVERY.knowing({}, {1: roster_key(NETWORK_KEYS[1])})

    roster = read_roster(later(), sheet)

    assert (roster.name, roster.network_keys[2]) == ("Two", NEW_KEY)


# In a town.


@pytest.fixture
def network(tmp_path):
    """Four branches that have read everything, one more to come."""
    world = World(3, tmp_path, branches=4, newcomers=1, clocks_lie=False, replica=dressed)
    world.share.calm = True
    hours(world, 4)
    yield world
    world.close()


def epoch(branch):
    return branch.replica.keys.epoch


@pytest.fixture
def erased(network):
    """The same after an erasure, with a copy of the folder from before it."""
    patron = register(network, network.branches[1], "Kalns")
    rounds(network, 2)
    copy = kept_copy(network)
    erase(network, network.branches[2], patron)
    return network, patron, copy


def test_a_new_epoch_begins_when_an_erasure_has_reached_everybody(erased):
    network, *_ = erased
    assert {epoch(branch) for branch in network.branches} == {1}

    hours(network, 5)

    assert {epoch(branch) for branch in network.branches} == {2}
    roster = read_roster(network.branches[0].store.roster(), network.branches[0].keys)
    assert roster.erased == {1: 0, 2: 1}
    hours(network, 30)
    assert {epoch(branch) for branch in network.branches} == {2}


def test_without_an_erasure_no_epoch_begins(network):
    hours(network, 6)

    assert {epoch(branch) for branch in network.branches} == {1}


def test_no_epoch_begins_before_everybody_has_read_of_the_erasure(erased):
    network, *_ = erased
    slow = network.branches[3]
    rounds(network, 3, without=[slow])
    assert {epoch(branch) for branch in network.branches} == {1}

    hours(network, 3)

    assert {epoch(branch) for branch in network.branches} == {2}


def test_no_epoch_begins_where_no_second_member_has_verified_a_checkpoint_of_it(erased, monkeypatch):
    network, *_ = erased
    with monkeypatch.context() as patched:
        patched.setattr(Keeping, "_verify", lambda *_: None)
        hours(network, 3)
        assert {epoch(branch) for branch in network.branches} == {1}

    hours(network, 3)

    assert {epoch(branch) for branch in network.branches} == {2}


def test_a_clock_that_disagrees_begins_no_epoch(erased):
    network, *_ = erased
    network.branches[0].clock.offset_ms = HOUR_MS
    hours(network, 3)
    assert {epoch(branch) for branch in network.branches} == {1}


def test_the_kept_copy_of_a_folder_is_dead(erased):
    """With all that all desks have after it, and with the rosters of then and of now, nothing of it opens."""
    network, patron, copy = erased
    assert opened(copy, thiefs_keys(network, copy))

    hours(network, 8)

    assert all(branch.vault.kept.network_keys.keys() == {2} for branch in network.branches)
    assert epochs_lying(network) == {2}
    assert {data[:4] for data in copy.values()} >= {b"LSEG", b"LHED", b"LCKP", b"LCOK"}
    assert opened(copy, thiefs_keys(network, copy)) == []
    assert opened(kept_copy(network), thiefs_keys(network, copy))
    assert not any(knows(branch, patron) for branch in network.branches)
    rounds(network, 2)
    check_equal(network)


def test_it_dies_again_with_every_erasure(erased):
    network, _, first = erased
    hours(network, 8)
    second = kept_copy(network)
    patron = register(network, network.branches[0], "Liepa")
    rounds(network, 2)
    erase(network, network.branches[0], patron)

    hours(network, 8)

    assert all(branch.vault.kept.network_keys.keys() == {3} for branch in network.branches)
    for copy in (first, second):
        assert opened(copy, thiefs_keys(network, copy)) == []
    rounds(network, 2)
    check_equal(network)


def test_a_desk_starts_again_with_what_is_left(erased):
    network, *_ = erased
    hours(network, 8)
    for branch in network.branches:
        branch.restart()
        dressed(branch)
    patron = register(network, network.branches[1], "Liepa")

    hours(network, 2)

    assert all(knows(branch, patron) for branch in network.branches)
    assert {epoch(branch) for branch in network.branches} == {2}


def test_a_desk_whose_vault_cannot_be_written_destroys_nothing(erased):
    network, _, copy = erased
    south = network.branches[1]
    south.replica.keeping.vault = None

    hours(network, 8)

    assert south.vault.kept is None
    assert opened(copy, thiefs_keys(network, copy))
    assert opened(copy, network_keys_of_others(network, south, copy)) == []


def network_keys_of_others(network, one, copy):
    network.branches.remove(one)
    found = thiefs_keys(network, copy)
    network.branches.append(one)
    return found


def test_a_desk_that_was_away_gets_in_and_what_it_did_is_read(erased):
    network, _, copy = erased
    away = network.branches[3]
    own = register(network, away, "Away")
    away.store.seal(away.replica._write_segment)
    hours(network, 14, without=[away])
    here = [branch for branch in network.branches if branch is not away]
    assert all(branch.vault.kept.network_keys.keys() == {2} for branch in here)

    hours(network, 3)

    assert all(knows(branch, own) for branch in network.branches)
    rounds(network, 2)
    check_equal(network)
    hours(network, 6)
    assert opened(copy, thiefs_keys(network, copy)) == []


def test_who_was_away_for_two_epochs_brings_a_further_one(erased):
    """Its box key opened the second and the third: while it has that, a copy from the second is not dead."""
    network, *_ = erased
    away = network.branches[3]
    hours(network, 12, without=[away])
    patron = register(network, network.branches[0], "Liepa")
    hours(network, 1, without=[away])
    copy = kept_copy(network)
    erase(network, network.branches[0], patron)
    hours(network, 8, without=[away])
    here = [branch for branch in network.branches if branch is not away]
    assert all(branch.vault.kept.network_keys.keys() == {3} for branch in here)

    hours(network, 1)
    assert opened(copy, thiefs_keys(network, copy))
    hours(network, 8)

    assert {epoch(branch) for branch in network.branches} == {4}
    assert opened(copy, thiefs_keys(network, copy)) == []


def test_what_an_away_desk_had_published_and_nobody_read_is_written_anew(erased):
    """Its segment lies in the folder under a key that all others have destroyed meanwhile."""
    network, *_ = erased
    away = network.branches[3]
    own = register(network, away, "Away")
    away.replica.round(once=True)
    hidden = [path for path in network.share.files if log_folder(away.store.standing().log) in path][-3:]
    for branch in network.branches:
        if branch is not away:
            names, read = branch.folder.names, branch.folder.read
            branch.folder.names = lambda path, n=names: [one for one in n(path) if f"{path}/{one}" not in hidden]
            branch.folder.read = lambda path, bytes_max, r=read: (
                None if path in hidden else r(path, bytes_max=bytes_max)
            )
    hours(network, 14, without=[away])
    here = [branch for branch in network.branches if branch is not away]
    assert all(branch.vault.kept.network_keys.keys() == {2} for branch in here)
    for branch in here:
        del branch.folder.names, branch.folder.read
    told = {problem.code for branch in here for problem in branch.replica.round(once=True).problems}
    assert told == set()

    hours(network, 4)

    assert all(knows(branch, own) for branch in network.branches)
    rounds(network, 2)
    check_equal(network)


def test_a_newcomer_is_one_of_them_after_keys_were_destroyed(erased):
    network, *_ = erased
    hours(network, 8)

    network._newcomer(network.branches[0])
    came = network.branches[-1]
    came.replica.round(once=True)
    own = register(network, came, "Liepa")
    hours(network, 3)

    assert all(knows(branch, own) for branch in network.branches)
    assert came.vault.kept.network_keys.keys() == {max(came.vault.kept.network_keys)}
    rounds(network, 2)
    check_equal(network)


def test_an_expulsion_ends_an_epoch_as_well(network):
    founder, thief = network.branches[0], network.branches.pop()
    copy = kept_copy(network)
    announced = announced_box_keys(founder.folder, roster_of(founder), founder.replica.keys)
    entry = expulsion(roster_of(founder), thief.number, network.random.randbytes, announced)
    sign(founder.folder, roster_of(founder), entry, keys=founder.keys, random=network.random.randbytes,
         own=founder.number)  # fmt: skip

    hours(network, 10)

    assert all(branch.vault.kept.network_keys.keys() == {2} for branch in network.branches)
    assert opened(copy, thiefs_keys(network, copy)) == []
    with pytest.raises(DeskExpelled):
        thief.replica.round(once=True)
    assert read_roster(thief.store.roster(), thief.keys).network_keys.keys() == {1}
    thief.database.close()


def roster_of(branch):
    return extend_roster(branch.store, branch.folder, branch.replica.keys, branch.random.randbytes)


def test_whoever_has_the_sheet_and_a_kept_copy_reads_it(erased):
    """The limit: the recovery key opens the keys of all epochs, as long as the roster lasts."""
    sheet = RECOVERY.knowing({}, {1: roster_key(NETWORK_KEYS[1])})

    assert read_roster(later(), sheet).network_keys[2] == NEW_KEY


@pytest.mark.parametrize("after", range(0, 60, 3))
def test_the_power_may_fail_at_any_step(erased, after):
    """At every desk in turn, so many writes after it began: nothing is lost, and the copy dies all the same."""
    network, _, copy = erased
    patron = register(network, network.branches[1], "Ozols")
    for turn in range(9):
        network.now_ms += HOUR_MS
        for place, branch in enumerate(network.branches):
            register(network, branch, "There")
            branch.crash_in = after if turn % 4 == place else None
            try:
                branch.replica.round(once=True)
            except Crash:
                branch.restart()
                dressed(branch)
            branch.crash_in = None
            branch.replica.round(once=True)
    hours(network, 4)

    assert all(branch.vault.kept.network_keys.keys() == {2} for branch in network.branches)
    assert opened(copy, thiefs_keys(network, copy)) == []
    assert all(knows(branch, patron) for branch in network.branches)
    rounds(network, 2)
    check_equal(network)


def test_a_database_from_before_its_keys_were_destroyed(erased):
    """The home was restored and the system's keyring was not: what it cannot open any more, others have."""
    network, *_ = erased
    north = network.branches[1]
    register(network, north, "Ozols")
    north.replica.round(once=True)
    backup = north.back_up()
    hours(network, 8)
    kept = north.vault.kept
    assert kept.network_keys.keys() == {2}

    north.restore(backup)
    dressed(north)
    own = register(network, north, "Liepa")
    hours(network, 3)

    assert all(knows(branch, own) for branch in network.branches)
    rounds(network, 2)
    check_equal(network)
