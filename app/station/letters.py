"""The letters of this library: its own where it has written one, else the one that ships."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.db.cards import ordered_card
from app.db.database import Database
from app.db.holds import StoredHolds
from app.db.queries.notices import own_template, person_for_letter
from app.db.queries.settings import settings_in_force
from app.desk.found import HeldNotice
from app.desk.ids import PatronId
from app.desk.ports_holds import HeldHold
from app.rules.cards import OrderStanding
from app.rules.holds import may_be_collected
from app.rules.letters import ACCOUNT, CARD_READY, EXCLUSION, HOLD_READY, PLACEHOLDERS, RECALL, REMINDER, filled
from app.station.debts_in_letters import told_of_debt
from app.station.loans_in_letters import told_of_loans
from app.station.profiles import load_letters
from app.station.station import Station
from app.words import LANGUAGES, Words

OF_LOANS = frozenset({REMINDER, RECALL})
"""Letters that tell what somebody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """A letter with its placeholders in braces.

    Attributes:
        own: Whether the library has written it.
        placeholders: What it may name.
    """

    code: str
    language: str
    subject: str
    body: str
    own: bool
    placeholders: tuple[str, ...]


def letter_template(database: Database, code: str, language: str) -> LetterTemplate:
    """Return the letter of a kind that there is, in a language that there is."""
    own, shipped = own_template(database, code, language), load_letters(language)[code]
    return LetterTemplate(
        code=code,
        language=language,
        subject=own.subject if own else shipped["subject"],
        body=own.body if own else shipped["body"].strip(),
        own=own is not None,
        placeholders=PLACEHOLDERS[code],
    )


def letter_templates(database: Database) -> list[LetterTemplate]:
    """Return all letters, by kind and language."""
    return [letter_template(database, code, language) for code in PLACEHOLDERS for language in LANGUAGES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter in words: to whom, and what it says. A password may be in it: it is handed on and forgotten."""

    name: str
    subject: str
    body: str = field(repr=False)
    language: str


def written_letter(station: Station, notice: HeldNotice, *, library: str, password: str = "") -> Written:
    """Write a letter to somebody who is there, from what is known of them now."""
    language = notice.language if notice.language in LANGUAGES else next(iter(LANGUAGES))
    template = letter_template(station.reading, notice.kind, language)
    values = _values(station, notice, Words(language)) | {"library": library, "password": password}
    return Written(
        name=values["name"],
        subject=filled(template.subject, values),
        body=filled(template.body, values),
        language=language,
    )


def _values(station: Station, notice: HeldNotice, words: Words) -> dict[str, str]:
    person = person_for_letter(station.reading, notice.patron or 0)
    assert person is not None
    rules = settings_in_force(station.reading, station.today(), station.acting.branch)
    ended_on = person.guarantee_ended_on
    return {
        "name": f"{person.given} {person.family}".strip(),
        "given": person.given or person.family,
        "number": _card_number(station, notice) or person.number,
        "phone": person.phone,
        "email": person.email,
        "username": person.username,
        "account_site": rules.get("account_site", ""),
        # Who has no username cannot sign in elsewhere with the same.
        "account_also": rules.get("account_also", "") if person.username or notice.kind == ACCOUNT else "",
        "branch": person.branch,
        "branch_address": person.branch_address,
        "day": words.day(ended_on) if ended_on else "",
        "holds": _ready_holds(station, notice, words) if notice.kind == HOLD_READY else "",
        **(told_of_loans(station, notice.patron or 0, notice.kind, words) if notice.kind in OF_LOANS else {}),
        **(told_of_debt(station, notice.patron or 0, words) if notice.kind == EXCLUSION else {}),
    }


def _card_number(station: Station, notice: HeldNotice) -> str:
    """Return the number of the card that lies ready, which finds nobody yet."""
    if notice.kind != CARD_READY:
        return ""
    ordered = ordered_card(station.reading.connection, f"#{notice.patron}")
    return ordered.number if ordered is not None and ordered.standing is OrderStanding.READY else ""


def _ready_holds(station: Station, notice: HeldNotice, words: Words) -> str:
    """Return what lies ready for somebody, a line each, where each is to be collected and until when (B-3)."""
    holds = StoredHolds(station.reading.connection).of_patron(PatronId(notice.patron or 0))
    today = station.today()
    return "\n".join(_ready_line(one, words) for one in holds if may_be_collected(one.wanted, today))


def _ready_line(one: HeldHold, words: Words) -> str:
    until = one.wanted.ready_until
    code = "letter.hold.until" if until else "letter.hold"
    return words(code, title=one.title_name, branch=one.pickup_name, until=until)
