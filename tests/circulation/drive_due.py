"""Plays cases about due days."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.desk.outcome import Done
from app.desk.renew import renew
from tests.circulation.stage import answer, close, lend, move_to, set_rules, somebody_with_a_copy
from tests.making import Desk


def due_day(
    desk: Desk,
    *,
    lent_on: str = "2041-02-09",
    days: int,
    closed: tuple[str, ...] = (),
    weekdays: str = "0",
    card_until: str = "",
) -> dict[str, Any]:
    """A copy is lent."""
    move_to(desk, lent_on)
    set_rules(desk, {"loan_days.fiction": days})
    close(desk, *closed, weekdays=weekdays)
    card = somebody_with_a_copy(desk, card_until)
    return {"due": lend(desk, patron=card).due_on.isoformat()}


def renewed_day(
    desk: Desk,
    *,
    lent_on: str = "2041-02-08",
    lent_until: str = "2041-02-10",
    renewed_on: str = "2041-02-09",
    days: int,
    closed: tuple[str, ...] = (),
    weekdays: str = "0",
) -> dict[str, Any]:
    """A loan that is due soon is renewed, from the day of its renewal."""
    move_to(desk, lent_on)
    set_rules(desk, {"loan_days.fiction": days})
    close(desk, *closed, weekdays=weekdays)
    somebody_with_a_copy(desk)
    lend(desk, due=date.fromisoformat(lent_until))
    move_to(desk, renewed_on)
    outcome = desk.do(renew, item="I1")
    return {"due": outcome.record.due_on.isoformat()} if isinstance(outcome, Done) else answer(outcome)
