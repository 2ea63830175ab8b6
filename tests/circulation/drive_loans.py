"""Plays cases about whether something is lent, and whether a loan is renewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.desk.checkout import check_out
from app.desk.in_house import use_in_house
from app.desk.numbers import add_number
from app.desk.outcome import Done
from app.desk.renew import renew
from app.rules.blocks import Why
from tests.circulation.stage import answer, close, in_days, lend, set_rules, somebody_with_a_copy, take_back, told
from tests.making import Desk


def borrow_another(
    desk: Desk, *, has: int = 0, overdue: int = 0, rules: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Somebody with loans asks for one copy more."""
    desk.patron("P1")
    for number in range(has + overdue):
        desk.item(f"H{number}", title=f"T{number}")
        lend(desk, f"H{number}", due=in_days(desk, 2 if number < overdue else 30))
    desk.pass_days(5)
    desk.item("I1")
    set_rules(desk, dict(rules or {}))
    return _asked(desk)


def _asked(desk: Desk) -> dict[str, Any]:
    outcome = desk.do(check_out, patron="P1", item="I1")
    if isinstance(outcome, Done):
        return {"lent": True, "told": told(outcome)}
    [stopped] = outcome.blocks
    with_reason = desk.do(check_out, patron="P1", item="I1", override={stopped.why}, reason="jautāts vadītājai")
    figures = {name: value for name, value in stopped.figures if name in {"count", "max", "on", "scan"}}
    return {"lent": False, "why": stopped.why.value, **figures, "with a reason": isinstance(with_reason, Done)}


def use_here_and_borrow(desk: Desk, *, has: int, rules: Mapping[str, str]) -> dict[str, Any]:
    """Somebody who may have so many loans has them, reads another copy in the house, and asks for it."""
    desk.patron("P1")
    for number in range(has):
        desk.item(f"H{number}", title=f"T{number}")
        lend(desk, f"H{number}")
    desk.item("I1")
    set_rules(desk, dict(rules))
    used = answer(desk.do(use_in_house, item="I1"))
    return {"used here": used["done"], "lent": answer(desk.do(check_out, patron="P1", item="I1")).get("why", "yes")}


def borrow_until_the_limit(desk: Desk, *, copies: int, rules: Mapping[str, str]) -> dict[str, Any]:
    """Somebody without loans asks for copies, one after another."""
    set_rules(desk, dict(rules))
    desk.patron("P1")
    lent = []
    for number in range(copies):
        desk.item(f"I{number}", title=f"T{number}")
        lent.append(isinstance(desk.do(check_out, patron="P1", item=f"I{number}"), Done))
    return {"lent": tuple(lent)}


def borrow_after_the_return(desk: Desk, *, rules: Mapping[str, str]) -> dict[str, Any]:
    """Somebody with an overdue copy asks for another, brings the first back, and asks again."""
    desk.patron("P1")
    desk.item("H1")
    desk.item("I1", title="T1")
    lend(desk, "H1", due=in_days(desk, 2))
    desk.pass_days(5)
    set_rules(desk, dict(rules))
    before = answer(desk.do(check_out, patron="P1", item="I1"))
    take_back(desk, "H1")
    return {"before": before["why"], "after": answer(desk.do(check_out, patron="P1", item="I1"))["done"]}


def scans_nothing(desk: Desk, *, scans: tuple[str, ...]) -> dict[str, Any]:
    """Something that is no copy is scanned for somebody."""
    desk.patron("P1")
    return {"why": tuple(answer(desk.do(check_out, patron="P1", item=scan))["why"][0] for scan in scans)}


def borrow_with_a_card(desk: Desk, *, until: str | int, rules: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Somebody shows a card that is good until a day, or for so many days."""
    card = somebody_with_a_copy(desk, until if isinstance(until, str) else in_days(desk, until))
    set_rules(desk, dict(rules or {}))
    outcome = desk.do(check_out, patron=card, item="I1")
    return {"lent": isinstance(outcome, Done), "told": tuple(told(outcome))}


def borrow_without_a_guarantor(desk: Desk, *, birth_on: str) -> dict[str, Any]:
    """Somebody who was registered without a guarantor asks for a copy on 2 March 2026."""
    born = date.fromisoformat(birth_on)
    desk.patron("P1", birth_on=born, override={Why.GUARANTEE_MISSING}, reason="māte nāks rīt")
    desk.item("I1")
    return answer(desk.do(check_out, patron="P1", item="I1"))


def borrow_with_an_age_limit(desk: Desk, *, from_years: int, birth_on: str = "") -> dict[str, Any]:
    """Somebody asks for a copy of a title with an age limit on 2 March 2026."""
    desk.patron("P1", birth_on=date.fromisoformat(birth_on) if birth_on else None)
    desk.item("I1", age_min=from_years)
    return answer(desk.do(check_out, patron="P1", item="I1"))


def renew_once(
    desk: Desk,
    *,
    due: int = 30,
    after: int = 5,
    days: int = 30,
    rules: Mapping[str, str] | None = None,
    other_overdue: bool = False,
) -> dict[str, Any]:
    """A loan is renewed some days after it was made."""
    somebody_with_a_copy(desk)
    close(desk)
    set_rules(desk, {"loan_days.fiction": days, **(rules or {})})
    lend(desk, due=in_days(desk, due))
    if other_overdue:
        desk.item("H1", title="T1")
        lend(desk, "H1", due=in_days(desk, 1))
    desk.pass_days(after)
    return answer(desk.do(renew, item="I1"))


def renew_with_an_expired_card(desk: Desk, *, rules: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A loan is renewed after the card's last day; then another copy is asked for with it."""
    somebody_with_a_copy(desk)
    desk.done(add_number, patron="P1", number="C1", kind="other_library_card", valid_until=in_days(desk, 3))
    lend(desk, patron="C1")
    desk.item("I2", title="T2")
    set_rules(desk, dict(rules or {}))
    desk.pass_days(5)
    renewed = isinstance(desk.do(renew, item="I1"), Done)
    return {"renewed": renewed, "then lent": answer(desk.do(check_out, patron="C1", item="I2")).get("why", "yes")}
