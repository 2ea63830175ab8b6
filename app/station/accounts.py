"""Handing out accounts and setting PINs at a workstation: the one place where a password or PIN is in the open."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.db import accounts, finding
from app.db.borrowers import borrower
from app.db.queries.settings import settings_in_force
from app.desk.accounts import AccountIssued, PinSet, issue_account, issue_account_by_mail, set_pin
from app.desk.outcome import Outcome, Refused
from app.rules.accounts import is_guessed_at_once, is_pin
from app.rules.blocks import Why, block
from app.station.passwords import verifier_of
from app.station.station import Station
from app.sync.invitations import new_passphrase


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedAccount:
    """What somebody signs in with, this once: nothing keeps the password, and nobody can ask for it again.

    Attributes:
        site: Where it is good.
        also: Where else; "" for nowhere (L-29).
    """

    patron: int
    name: str
    username: str
    password: str = field(repr=False)
    site: str
    also: str


def hand_out_account(
    station: Station, *, patron: str, username: str = "", again: bool = False
) -> HandedAccount | Refused:
    """Give somebody an account, or a new password for it (`again`); return what they are to be told, once.

    It is for a slip, or for a message; whoever gets it passes it on and forgets it.
    """
    password = new_passphrase(station.world.random)
    outcome = station.do(issue_account, patron=patron, verifier=verifier_of(password), username=username, again=again)
    if isinstance(outcome, Refused):
        return outcome
    rules = _rules(station)
    return HandedAccount(
        patron=outcome.record.patron,
        name=outcome.record.name,
        username=outcome.record.username,
        password=password,
        site=rules.get("account_site", ""),
        also=rules.get("account_also", ""),
    )


def mail_account(station: Station, *, patron: str, username: str = "", again: bool = False) -> Outcome[AccountIssued]:
    """Give somebody an account, or a new password, by letter: nobody at this desk gets to know it."""
    unknown = verifier_of(new_passphrase(station.world.random))
    return station.do(issue_account_by_mail, patron=patron, verifier=unknown, username=username, again=again)


def choose_pin(station: Station, *, patron: str, pin: str) -> Outcome[PinSet]:
    """Set the PIN that somebody typed at the desk; it is kept nowhere and shown nowhere."""
    digits = int(_rules(station).get("pin_digits", "0"))
    if digits and not is_pin(pin, digits):
        return Refused(blocks=(*station.not_permitted("register"), block(Why.PIN_DIGITS, count=digits)))
    connection = station.reading.connection
    owner = finding.row_number(patron) or finding.number_owner(connection, patron) or 0
    if digits and is_guessed_at_once(pin, [one.value for one in finding.numbers_of(connection, owner)]):
        return Refused(blocks=(*station.not_permitted("register"), block(Why.PIN_GUESSABLE)))
    return station.do(set_pin, patron=patron, verifier=verifier_of(pin))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStanding:
    """What somebody can sign in with.

    Attributes:
        pin: "set", "missing" (registered, but no self-service yet, D-02), or "unused" where the library has none.
    """

    username: str
    must_change: bool
    account_ms: int | None
    pin: str
    pin_ms: int | None


def sign_in_standing(station: Station, patron: str) -> SignInStanding | Refused:
    """Return how it stands with somebody's account and PIN."""
    zone = station.place().time_zone
    found = borrower(station.reading.connection, patron, station.today(), zone)
    if found is None:
        return Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=patron),))
    held = accounts.account(station.reading.connection, found.patron)
    used = _rules(station).get("pin_digits", "0") != "0"
    return SignInStanding(
        username=held.username,
        must_change=held.must_change,
        account_ms=held.account_ms,
        pin=("set" if held.pin_ms else "missing") if used else "unused",
        pin_ms=held.pin_ms,
    )


def _rules(station: Station) -> dict[str, str]:
    return settings_in_force(station.reading, station.today(), station.acting.branch)
