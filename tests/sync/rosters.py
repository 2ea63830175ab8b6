"""Makers of rosters: a founder, members, a recovery key, and entries signed by whom a test likes."""

from app.sync.entries import Admitted, Founded, Member, Recovered
from app.sync.roster import NONE_ANNOUNCED, new_key_for, read_roster, write_entry
from tests.sync.making import keys, same_bytes

FOUNDER, NORTH, SOUTH, STRANGER = 34, 7, 8, 99
KEYS = {FOUNDER: keys(b"f"), NORTH: keys(b"n"), SOUTH: keys(b"s"), STRANGER: keys(b"x")}
RECOVERY = keys(b"r")
NETWORK_KEYS = KEYS[FOUNDER].network_keys
NEW_KEY = b"2" * 32


def member(number, of=None):
    made = of or KEYS[number]
    return Member(number=number, sign_key=made.sign_key, box_key=made.box_key)


def founding():
    founded = Founded(
        name="Town",
        profile="valmiera",
        training=True,
        registrar=member(FOUNDER),
        recovery_sign=RECOVERY.sign_key,
        recovery_box=RECOVERY.box_key,
        sealed_keys={},
    )
    return write_entry(founded, after=None, writing=KEYS[FOUNDER].writing(FOUNDER, same_bytes))


def read(*entries, by=FOUNDER, network_keys=NETWORK_KEYS, of=None):
    return read_roster(entries, (of or KEYS[by]).knowing(network_keys, {}))


def then(entries, *news, by=FOUNDER, of=None):
    """Return the entries with others behind them, signed by a member (or as that member with the keys `of`)."""
    entries = list(entries)
    for entry in news:
        roster = read(*entries)
        writing = (of or KEYS[by]).knowing(roster.network_keys, {}).writing(by, same_bytes)
        entries.append(write_entry(entry, after=roster, writing=writing))
    return entries


def recovered(entries, number, of=None):
    return then(entries, Recovered(registrar=member(number, of)), by=0, of=RECOVERY)


def new_key(entries, *, without=0, key=NEW_KEY, announced=NONE_ANNOUNCED):
    return new_key_for(read(*entries), key, announced, without=without)


def town():
    return then([founding()], *(Admitted(member=member(number), invitation=b"i") for number in (NORTH, SOUTH)))
