"""How an epoch ends: the roster stays readable, and nothing else of it does."""

import pytest
from msgspec import structs

from app.sync.entries import Admitted, Rekeyed, Renamed
from app.sync.errors import Malformed
from app.sync.invitations import open_welcome
from app.sync.keys import Keys, roster_key
from app.sync.membership import welcome_member
from app.sync.roster import read_roster
from tests.contracts.memory_folder import MemoryFolder
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
