"""What the registrar may say of members, what follows from it, and what is refused though it is rightly signed."""

from dataclasses import replace
from random import Random

import msgspec
import pytest
from nacl.public import PrivateKey

from app.sync.entries import (
    Admitted,
    Expelled,
    HandedOver,
    Keeping,
    Member,
    Rejoined,
    Rekeyed,
    Renamed,
    Retired,
    encode_entry,
)
from app.sync.envelope import close
from app.sync.errors import FormatTooNew, Malformed
from app.sync.roster import _FIELDS, FILE_MAX, MAGIC, following, in_roster, new_key_for, place_of, write_entry
from app.sync.ticks import REPLICA_MAX
from tests.sync.making import keys, same_bytes
from tests.sync.rosters import (
    FOUNDER,
    KEYS,
    NETWORK_KEYS,
    NEW_KEY,
    NORTH,
    RECOVERY,
    SOUTH,
    STRANGER,
    founding,
    member,
    new_key,
    read,
    recovered,
    then,
    town,
)


def expelled(entries, number=NORTH, **options):
    return then(entries, Expelled(number=number, key=new_key(entries, without=number)), **options)


def test_who_is_expelled_is_no_longer_among_those_that_remain():
    roster = read(*expelled(town()))

    assert roster.remaining == {FOUNDER, SOUTH}
    assert roster.expelled == {NORTH}
    assert roster.verify_key(NORTH) == KEYS[NORTH].sign_key


def test_an_expulsion_brings_a_new_key_to_the_rest_and_to_the_recovery_key():
    entries = expelled(town())

    assert read(*entries, by=SOUTH).network_keys == {**NETWORK_KEYS, 2: NEW_KEY}
    assert read(*entries, of=RECOVERY).network_keys[2] == NEW_KEY


def test_whoever_is_expelled_reads_that_and_nothing_after():
    entries = expelled(town())
    later = then(entries, Renamed(name="Other"))

    roster = read(*entries, by=NORTH)

    assert (roster.expelled, roster.epoch, 2 in roster.network_keys) == ({NORTH}, 2, False)
    with pytest.raises(Malformed):
        read(*later, by=NORTH)
    assert read(*later, by=SOUTH).name == "Other"


def test_a_newcomer_has_the_new_key_from_its_welcome():
    entries = then(expelled(town()), Admitted(member=member(STRANGER), invitation=b""))

    roster = read(*entries, by=STRANGER, network_keys={**NETWORK_KEYS, 2: NEW_KEY})

    assert roster.network_keys == {**NETWORK_KEYS, 2: NEW_KEY}


@pytest.mark.parametrize("leaving", [0, NORTH])
def test_the_largest_network_there_can_be_begins_an_epoch(leaving):
    """Sealed keys and the keys they are sealed for cannot be compressed."""
    random = Random(1)
    members = {
        number: Member(number=number, sign_key=random.randbytes(32), box_key=bytes(PrivateKey(random.randbytes(32)).public_key))
        for number in range(1, REPLICA_MAX + 1)
    }  # fmt: skip
    largest = replace(read(*town()), members={**members, **read(*town()).members})
    key = new_key_for(largest, NEW_KEY, without=leaving)
    entry = Expelled(number=leaving, key=key) if leaving else Rekeyed(key=key)

    data = write_entry(entry, after=largest, writing=KEYS[FOUNDER].writing(FOUNDER, same_bytes))

    assert len(data) <= FILE_MAX
    assert len(key.members) == REPLICA_MAX - bool(leaving)
    assert following(largest, data, KEYS[SOUTH]).network_keys[2] == NEW_KEY


def test_a_new_epoch_needs_nobody_to_go():
    entries = then(town(), Rekeyed(key=new_key(town())))

    assert {read(*entries, by=number).network_keys[2] for number in (FOUNDER, NORTH, SOUTH)} == {NEW_KEY}


def test_an_epoch_is_one_more_and_for_all_that_remain():
    wrong_epoch = msgspec.structs.replace(new_key(town(), without=NORTH), epoch=7)
    one_left_out = new_key(town(), without=SOUTH)
    thief_not_left_out = new_key(town())

    for key in (wrong_epoch, one_left_out, thief_not_left_out):
        with pytest.raises(Malformed):
            read(*then(town(), Expelled(number=NORTH, key=key)))


def test_a_key_that_was_sealed_badly_is_not_had():
    bad = msgspec.structs.replace(new_key(town(), without=NORTH), members={FOUNDER: b"?", SOUTH: b"?"})

    roster = read(*then(town(), Expelled(number=NORTH, key=bad)))

    assert (roster.epoch, 2 in roster.network_keys) == (2, False)


def test_the_registrar_hands_over():
    entries = then(town(), HandedOver(registrar=NORTH))

    assert read(*entries).registrar == NORTH
    assert read(*then(entries, Renamed(name="Other"), by=NORTH)).name == "Other"
    with pytest.raises(Malformed):
        read(*then(entries, Renamed(name="Other"), by=FOUNDER))


@pytest.mark.parametrize("number", [STRANGER, NORTH])
def test_nobody_hands_over_to_one_who_does_not_remain(number):
    with pytest.raises(Malformed):
        read(*then(then(town(), Retired(number=NORTH)), HandedOver(registrar=number)))


def test_the_recovery_key_appoints_a_registrar_in_a_new_term():
    roster = read(*recovered(town(), SOUTH))

    assert (roster.registrar, roster.term) == (SOUTH, 2)
    assert read(*then(recovered(town(), SOUTH), Renamed(name="Other"), by=SOUTH)).name == "Other"


def test_the_recovery_key_may_give_the_registrar_new_keys():
    fresh = keys(b"y")
    entries = recovered(town(), SOUTH, fresh)

    roster = read(*entries)

    assert roster.members[SOUTH] == member(SOUTH, fresh)
    assert roster.verify_key(SOUTH) == fresh.sign_key + KEYS[SOUTH].sign_key
    assert read(*then(entries, Renamed(name="Other"), by=SOUTH, of=fresh)).name == "Other"
    with pytest.raises(Malformed):
        read(*then(entries, Renamed(name="Other"), by=SOUTH))


def test_the_recovery_key_does_nothing_but_appoint():
    with pytest.raises(Malformed):
        read(*then(town(), Renamed(name="Other"), by=0, of=RECOVERY))


def test_nobody_appoints_without_the_recovery_key():
    from app.sync.entries import Recovered

    entry = Recovered(registrar=member(SOUTH))

    for number, of in ((0, KEYS[SOUTH]), (FOUNDER, KEYS[FOUNDER])):
        with pytest.raises(Malformed):
            read(*then(town(), entry, by=number, of=of))


def test_who_retires_is_waited_for_no_longer_and_its_log_stays_readable():
    roster = read(*then(town(), Retired(number=NORTH)))

    assert (roster.remaining, roster.retired) == ({FOUNDER, SOUTH}, {NORTH})
    assert roster.verify_key(NORTH) == KEYS[NORTH].sign_key


def test_who_lost_its_keys_rejoins_under_its_number():
    fresh = keys(b"y")
    roster = read(*then(town(), Retired(number=NORTH), Rejoined(member=member(NORTH, fresh), invitation=b"")))

    assert roster.members[NORTH].sign_key == fresh.sign_key
    assert roster.verify_key(NORTH) == fresh.sign_key + KEYS[NORTH].sign_key
    assert roster.remaining == {FOUNDER, NORTH, SOUTH}


def test_keepers_and_names_come_and_go():
    entries = then(town(), Keeping(number=NORTH, keeper=True), Keeping(number=FOUNDER, keeper=False))

    assert read(*town()).keepers == {FOUNDER}
    assert read(*entries).keepers == {NORTH}
    assert read(*then(entries, Retired(number=NORTH))).keepers == frozenset()
    assert read(*then(town(), Renamed(name="Jaunais"))).name == "Jaunais"


def of_the_expelled(entries):
    return new_key(entries, without=NORTH)


WRONG = {
    "expelling the registrar": lambda e: Expelled(number=FOUNDER, key=new_key(e, without=FOUNDER)),
    "expelling a stranger": lambda e: Expelled(number=STRANGER, key=new_key(e, without=STRANGER)),
    "retiring the registrar": lambda e: Retired(number=FOUNDER),
    "retiring a stranger": lambda e: Retired(number=STRANGER),
    "handing over to a stranger": lambda e: HandedOver(registrar=STRANGER),
    "a keeper who is a stranger": lambda e: Keeping(number=STRANGER, keeper=True),
    "a stranger who rejoins": lambda e: Rejoined(member=member(STRANGER), invitation=b""),
    "a registrar who rejoins": lambda e: Rejoined(member=member(FOUNDER, keys(b"y")), invitation=b""),
    "a member admitted again": lambda e: Admitted(member=member(NORTH), invitation=b""),
    "a number beyond all": lambda e: Admitted(member=member(4096, KEYS[STRANGER]), invitation=b""),
}


@pytest.mark.parametrize("entry", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_though_the_registrar_signed_it(entry):
    with pytest.raises(Malformed):
        read(*then(town(), entry(town())))


AFTER_EXPULSION = {
    "expelled twice": lambda e: Expelled(number=NORTH, key=new_key(e, without=NORTH)),
    "retired": lambda e: Retired(number=NORTH),
    "rejoined": lambda e: Rejoined(member=member(NORTH, keys(b"y")), invitation=b""),
    "made registrar": lambda e: HandedOver(registrar=NORTH),
    "made keeper": lambda e: Keeping(number=NORTH, keeper=True),
}


@pytest.mark.parametrize("entry", AFTER_EXPULSION.values(), ids=AFTER_EXPULSION)
def test_who_was_expelled_does_not_come_back_under_its_number(entry):
    entries = expelled(town())

    with pytest.raises(Malformed):
        read(*then(entries, entry(entries)))


def test_who_was_expelled_is_not_appointed_either():
    with pytest.raises(Malformed):
        read(*recovered(expelled(town()), NORTH))


@pytest.mark.parametrize("kind", ["expel", "retire", "hand-over", "rename"])
def test_only_the_registrar_says_anything(kind):
    said = {
        "expel": Expelled(number=SOUTH, key=new_key(town(), without=SOUTH)),
        "retire": Retired(number=SOUTH),
        "hand-over": HandedOver(registrar=NORTH),
        "rename": Renamed(name="Mine"),
    }[kind]

    for forged in (then(town(), said, by=NORTH), then(town(), said, by=FOUNDER, of=KEYS[NORTH])):
        with pytest.raises(Malformed):
            read(*forged)


def entry_saying(contents):
    roster = read(*town())
    fields = _FIELDS.pack(roster.length + 1, roster.term, roster.link)
    return close(MAGIC, fields, msgspec.msgpack.encode(contents), in_roster(KEYS[FOUNDER].writing(FOUNDER, same_bytes)))


def test_a_kind_of_a_newer_version_is_not_passed_over():
    with pytest.raises(FormatTooNew):
        read(*town(), entry_saying({"kind": "merge-networks", "number": 7}))


def test_a_field_of_a_newer_version_is_passed_over():
    assert read(*town(), entry_saying({"kind": "rename", "name": "Other", "since": 7})).name == "Other"


@pytest.mark.parametrize("contents", [7, {}, {"kind": 7}, {"kind": "rename"}, {"kind": "retire", "number": "x"}])
def test_what_says_nothing_is_malformed(contents):
    with pytest.raises(Malformed):
        read(*town(), entry_saying(contents))


def test_an_entry_tells_its_place_in_the_open():
    entries = recovered(town(), SOUTH)

    assert place_of(entries[-1]) == (4, 2, read(*town()).link)
    assert encode_entry(Renamed(name="x")) == msgspec.msgpack.encode({"kind": "rename", "name": "x"})


def test_of_two_chains_the_higher_term_wins_then_the_longer_then_the_smaller_hash():
    short, long = read(founding()), read(*town())
    recovery = read(*recovered([founding()], FOUNDER))
    other = replace(long, link=bytes(16))

    assert max([short, long, recovery], key=lambda roster: roster.rank) is recovery
    assert max([long, short], key=lambda roster: roster.rank) is long
    assert max([long, other], key=lambda roster: roster.rank) is other
