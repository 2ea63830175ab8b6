"""Box keys that move on: announced in heads, used for the next epoch, and followed by a younger one."""

import itertools

import pytest

from app.sync.announced import announced_box_keys, has_read
from app.sync.entries import Admitted, Rejoined, Rekeyed, Renamed
from app.sync.heads import Head, slot_of, write_head
from app.sync.keys import Keys, next_seed
from app.sync.layout import log_folder
from app.sync.registrar import rekeying
from app.sync.roster import Named, read_roster
from tests.sim.membership import MembershipTown
from tests.sync.making import keys
from tests.sync.rosters import (
    FOUNDER,
    KEYS,
    NETWORK_KEYS,
    NEW_KEY,
    NORTH,
    SOUTH,
    STRANGER,
    member,
    new_key,
    read,
    recovered,
    then,
    town,
)


@pytest.fixture
def network(tmp_path):
    made = MembershipTown(3, tmp_path, branches=4, clocks_lie=False)
    made.share.calm = True
    made.settle()
    yield made
    made.close()


def rounds(*branches):
    return [branch.replica.round(once=True) for branch in branches]


def begin_epoch(network, at=0):
    """Start an epoch, sealed for what the folder announces at this moment."""
    branch = network.branches[at]

    def entry(roster):
        return rekeying(
            roster, network.chance.randbytes, announced_box_keys(branch.folder, roster, branch.replica.keys)
        )

    return network.sign_at(branch, entry)


def test_one_box_key_follows_from_another_and_does_not_lead_back():
    first = KEYS[NORTH]
    second = Keys(structs_with_seed(first, next_seed(first.secrets.box_seed)))

    assert list(itertools.islice(first.box_keys(), 1, 4)) == list(itertools.islice(second.box_keys(), 3))
    assert first.box_key_after(first.box_key) == second.box_key
    assert bytes(first.box_for({second.box_key}).public_key) == second.box_key
    assert second.box_for({first.box_key}) is None
    assert second.box_key_after(first.box_key) is None


def structs_with_seed(of, seed):
    return type(of.secrets)(sign_seed=of.secrets.sign_seed, box_seed=seed, network_keys=of.secrets.network_keys)


def test_an_epoch_is_sealed_for_what_was_announced_and_the_member_moves_on():
    younger = KEYS[NORTH].box_key_after(KEYS[NORTH].box_key)
    entries = then(town(), Rekeyed(key=new_key(town(), announced={NORTH: younger})))

    roster = read(*entries, by=NORTH)

    assert roster.network_keys == {**NETWORK_KEYS, 2: NEW_KEY}
    assert {number: one.box_key for number, one in roster.members.items()} == {
        FOUNDER: KEYS[FOUNDER].box_key, NORTH: younger, SOUTH: KEYS[SOUTH].box_key}  # fmt: skip
    assert roster.named == {FOUNDER: Named(1, 1), NORTH: Named(4, 2), SOUTH: Named(3, 1)}


def test_secrets_from_before_many_epochs_open_the_last():
    """A home that was restored from a backup is no stranger, however many epochs began since."""
    entries = town()
    for number in range(2, 9):
        younger = KEYS[NORTH].box_key_after(read(*entries).members[NORTH].box_key)
        key = new_key(entries, key=bytes([number]) * 32, announced={NORTH: younger})
        entries = then(entries, Rekeyed(key=key))

    assert read(*entries, by=NORTH).network_keys[8] == bytes([8]) * 32


def test_whose_box_keys_are_gone_does_not_open_what_was_sealed_for_them():
    entries = then(town(), Rekeyed(key=new_key(town())))
    later = structs_with_seed(KEYS[NORTH], next_seed(KEYS[NORTH].secrets.box_seed))

    assert 2 not in read_roster(entries, Keys(later)).network_keys


def test_new_keys_of_a_member_are_named_anew():
    entries = then(town(), Rejoined(member=member(NORTH, keys(b"y")), invitation=b""))

    assert read(*entries).named[NORTH] == Named(4, 1)
    assert read(*recovered(entries, SOUTH)).named[SOUTH] == Named(3, 1)
    assert read(*recovered(entries, SOUTH, keys(b"z"))).named[SOUTH] == Named(5, 1)


def test_a_head_knows_an_entry_of_this_very_roster():
    roster, other = read(*town()), read(*then(town()[:2], Admitted(member=member(STRANGER), invitation=b"")))

    def head(length, link):
        return Head(incarnation=1, counter=1, wall_ms=0, sequence=0, link=bytes(16), roster=(length, link))

    assert has_read(head(3, roster.links[2]), roster, 3)
    assert has_read(head(3, roster.links[2]), roster, 1)
    assert not has_read(head(2, roster.links[1]), roster, 3)
    assert not has_read(head(3, other.links[2]), roster, 3)
    assert not has_read(head(9, roster.links[2]), roster, 3)
    assert not has_read(head(0, b""), roster, 1)


def test_every_epoch_is_sealed_for_younger_keys(network):
    named = []
    for _ in range(3):
        roster = begin_epoch(network)
        named.append({number: one.box_key for number, one in roster.members.items()})
        rounds(*network.branches, *network.branches)

    assert all(not set(one.values()) & set(other.values()) for one, other in itertools.combinations(named, 2))
    assert {branch.replica.keys.epoch for branch in network.branches} == {4}
    assert {keys_of(branch) for branch in network.branches} == {keys_of(network.branches[0])}


def keys_of(branch):
    return tuple(sorted(branch.replica.keys.network_keys.items()))


def test_a_desk_that_was_away_during_epochs_gets_in(network):
    *others, away = network.branches
    for _ in range(3):
        begin_epoch(network)
        rounds(*others)

    rounds(away)

    assert keys_of(away) == keys_of(others[0])
    assert network.roster_at(others[0]).named[away.number].epoch == 2  # What it had announced was used once.


def test_a_head_from_before_the_epoch_announces_nothing_for_the_next(network):
    founder = network.branches[0]
    roster = begin_epoch(network)

    rounds(founder)
    announced = announced_box_keys(founder.folder, roster, founder.replica.keys)

    assert set(announced) == {founder.number}


def test_what_a_former_signing_key_announces_is_not_used(network):
    founder, thief, *_ = network.branches
    fresh = keys(b"y")
    entry = Rejoined(member=member(thief.number, fresh), invitation=b"")
    network.sign_at(founder, lambda _: entry)
    roster = network.sign_at(founder, lambda _: Renamed(name="Town"))

    log = thief.store.standing().log
    head = Head(incarnation=log.incarnation, counter=98, wall_ms=0, sequence=0, link=bytes(16),
                roster=(roster.length, roster.link), box_key=b"b" * 32)  # fmt: skip
    data = write_head(head, thief.replica.keys.writing(thief.number, network.chance.randbytes))
    network.share.write(f"{log_folder(log)}/{slot_of(98)}", data, thief.number)

    assert thief.number not in announced_box_keys(founder.folder, roster, founder.replica.keys)
