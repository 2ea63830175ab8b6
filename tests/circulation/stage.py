"""What the drivers have in common: a day, the rules of a case, closed days, somebody and a copy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.network import change_setting
from app.desk.numbers import add_number
from app.desk.opening import change_hours, close_days
from app.desk.outcome import Done, Outcome
from tests.making import Desk

CODE = "MAZ"
"""The branch at which the desks of tests stand."""


def move_to(desk: Desk, day: str | date) -> None:
    """Let it be noon of a day."""
    given = date.fromisoformat(day) if isinstance(day, str) else day
    desk.now_ms = int(datetime(given.year, given.month, given.day, 10, tzinfo=UTC).timestamp() * 1000)


def today(desk: Desk) -> date:
    return datetime.fromtimestamp(desk.now_ms / 1000, UTC).date()


def in_days(desk: Desk, days: int) -> date:
    return today(desk) + timedelta(days=days)


def set_rules(desk: Desk, rules: dict[str, Any], *, everywhere: bool = True) -> None:
    """Change house rules as a manager does; a rule that the program does not know is refused."""
    for key, value in rules.items():
        desk.done(change_setting, key=key, value=str(value), everywhere=everywhere)


def close(desk: Desk, *days: str | date, weekdays: str = "0") -> None:
    """Close the branch on some days, and on some weekdays every week: "0" for none."""
    desk.done(change_hours, closed_weekdays=weekdays)
    for day in days:
        one = date.fromisoformat(day) if isinstance(day, str) else day
        desk.done(close_days, first=one, last=one)


def somebody_with_a_copy(desk: Desk, card_until: str | date = "", price: int | None = None) -> str:
    """Register P1 and take I1 into stock; return what P1 shows: the card, or one that is good until a day."""
    desk.patron("P1")
    desk.item("I1", price_minor=price)
    if not card_until:
        return "P1"
    until = date.fromisoformat(card_until) if isinstance(card_until, str) else card_until
    desk.done(add_number, patron="P1", number="C1", kind="other_library_card", valid_until=until)
    return "C1"


def lend(desk: Desk, barcode: str = "I1", patron: str = "P1", **given: Any) -> Any:
    """Lend a copy whatever is told meanwhile; a refusal is a fault of the case."""
    return desk.done(check_out, patron=patron, item=barcode, **given)


def take_back(desk: Desk, barcode: str = "I1", **given: Any) -> Any:
    return desk.done(check_in, item=barcode, **given)


def answer(outcome: Outcome[Any]) -> dict[str, Any]:
    """Tell whether a deed was done, and every code that it was refused with."""
    if isinstance(outcome, Done):
        return {"done": True}
    return {"done": False, "why": [block.why.value for block in outcome.blocks]}


def told(outcome: Outcome[Any]) -> list[str]:
    """Return the codes that were told besides."""
    assert isinstance(outcome, Done), outcome
    return [notice.why.value for notice in outcome.notices]
