"""Who is a member, and who may say so."""

import pytest

from app.sync.errors import Malformed
from app.sync.roster import Admitted, Founded, Member, entry_hash, read_roster, write_entry
from tests.sync.making import keys, same_bytes

FOUNDER, NEWCOMER, STRANGER = 34, 7, 99
KEYS = {FOUNDER: keys(b"f"), NEWCOMER: keys(b"n"), STRANGER: keys(b"s")}


def member(number):
    return Member(number=number, sign_key=KEYS[number].sign_key, box_key=KEYS[number].box_key)


def writing(number):
    return KEYS[number].writing(number, same_bytes)


def founding():
    founded = Founded(
        name="Town",
        profile="valmiera",
        training=True,
        registrar=member(FOUNDER),
        recovery_sign=b"",
        recovery_box=b"",
        sealed_keys={},
    )
    return write_entry(founded, after=None, writing=writing(FOUNDER))


def admission(after, number=NEWCOMER, by=FOUNDER):
    return write_entry(Admitted(member=member(number), invitation=b"i"), after=after, writing=writing(by))


def read(*entries):
    return read_roster(entries, KEYS[FOUNDER])


def test_a_network_is_named_by_its_founding():
    roster = read(founding())

    assert roster.network == entry_hash(founding())
    assert (roster.registrar, set(roster.members), roster.length) == (FOUNDER, {FOUNDER}, 1)


def test_the_registrar_admits():
    entries = [founding(), admission(read(founding()))]

    roster = read(*entries)

    assert set(roster.members) == {FOUNDER, NEWCOMER}
    assert roster.verify_key(NEWCOMER) == KEYS[NEWCOMER].sign_key
    assert roster.links == tuple(map(entry_hash, entries))


def test_nobody_else_admits():
    forged = admission(read(founding()), number=STRANGER, by=NEWCOMER)

    with pytest.raises(Malformed):
        read(founding(), forged)


def test_nobody_signs_in_the_registrars_number_without_its_key():
    roster = read(founding())
    impostor = KEYS[STRANGER].writing(FOUNDER, same_bytes)
    forged = write_entry(Admitted(member=member(STRANGER), invitation=b""), after=roster, writing=impostor)

    with pytest.raises(Malformed):
        read(founding(), forged)


def test_an_entry_follows_the_one_before_it():
    first = read(founding())
    second = admission(first)
    third = admission(read(founding(), second), number=STRANGER)

    with pytest.raises(Malformed):
        read(founding(), third)
    with pytest.raises(Malformed):
        read(founding(), second, second)


def test_a_number_is_given_once():
    entries = [founding(), admission(read(founding()))]

    with pytest.raises(Malformed):
        read(*entries, admission(read(*entries)))


def test_a_network_is_founded_once():
    with pytest.raises(Malformed):
        read(founding(), founding())
    with pytest.raises(Malformed):
        read(admission(read(founding())))
    with pytest.raises(Malformed):
        read()


def test_a_founding_is_signed_by_the_key_it_names():
    founded = Founded(
        name="Town", profile="valmiera", training=True, registrar=member(FOUNDER), recovery_sign=b"",
        recovery_box=b"", sealed_keys={},
    )  # fmt: skip
    forged = write_entry(founded, after=None, writing=KEYS[STRANGER].writing(FOUNDER, same_bytes))

    with pytest.raises(Malformed):
        read(forged)


def test_whoever_is_no_member_proves_nothing():
    with pytest.raises(Malformed):
        read(founding()).verify_key(STRANGER)
