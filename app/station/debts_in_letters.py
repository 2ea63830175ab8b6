"""What a letter tells of a debt: how much for what, from which day nothing is lent, and who answers for a minor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.db.database import Database
from app.db.money import MoneyRules
from app.db.queries.liable import liable_for_loan
from app.db.queries.money import AccountShown, FeeShown, money_of
from app.db.restrictions import exclusions_of
from app.rules.exclusion import DEBT
from app.rules.guarantees import AnswersAs
from app.station.station import Station
from app.words import Words


def told_of_debt(station: Station, patron: int, words: Words) -> Mapping[str, str]:
    """Return the values of a letter about an exclusion for debt; "" for what there is nothing to say of."""
    database, today = station.reading, station.today()
    account = money_of(database, patron, today=today)
    rules = MoneyRules(database.connection)
    told = (one for one in exclusions_of(database.connection, patron, today, rules) if one.kind == DEBT)
    day = next((one.from_on for one in told), None)
    return {
        "owed": words.money(max(0, account.account.balance_minor), account.currency),
        "fees": "\n".join(_fees(account, words)),
        "day": words.day(day) if day else "",
        "guarantor": ", ".join(answering(database, account, today)),
    }


def _fees(account: AccountShown, words: Words) -> Iterator[str]:
    for one in account.fees:
        if one.fee.open_minor > 0:
            amount = words.money(one.fee.open_minor, account.currency)
            yield f"{words.day(one.fee.on_day)}: {_what(one, words)}, {amount}"


def _what(one: FeeShown, words: Words) -> str:
    late = words("fee.days-late", count=one.fee.days) if one.fee.days else ""
    return ", ".join(filter(None, (words(f"fee.{one.fee.kind}"), late, *one.titles)))


def answering(database: Database, account: AccountShown, today: date) -> tuple[str, ...]:
    """Return who promised to answer for the loans of which something is owed, each by its day (L-38, D-09)."""
    loans = sorted({loan for one in account.fees if one.fee.open_minor > 0 for loan in one.fee.loans})
    answers = (liable_for_loan(database, loan, today) for loan in loans)
    return tuple(dict.fromkeys(one.name for one in answers if one and one.role is AnswersAs.GUARANTOR))
