"""Plays cases about fees, about restrictions, and about lost copies that come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.db.money import account_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.circulation import Restriction
from app.desk.money import charge_fee, pay_fees, waive_fee
from app.desk.outcome import Done, Outcome
from app.desk.ports import Work
from app.desk.renew import renew
from app.desk.reports import report_copy
from app.rules.exclusion import MISUSE
from app.rules.fees import Account, Fee
from tests.circulation.stage import answer, in_days, lend, move_to, set_rules, somebody_with_a_copy, take_back
from tests.making import Desk


def returned_late(
    desk: Desk,
    *,
    days: int,
    rules: dict[str, Any],
    counted: int | None = None,
    waived: bool = False,
    price: int | None = None,
) -> dict[str, Any]:
    """A copy comes back so many days after its due day."""
    _lent_for_two_days(desk, rules, price)
    due = in_days(desk, 2)
    desk.pass_days(2 + days)
    take_back(desk, on=None if counted is None else due + timedelta(days=counted))
    if waived:
        [fee] = account(desk).fees
        desk.done(waive_fee, patron="P1", fee=fee.key, reason="slimnīcā")
    return _owed(desk)


def lent_for(desk: Desk, *, loan_days: int, after: int, rules: dict[str, Any]) -> dict[str, Any]:
    """A loan of some days comes back so many days after it was made."""
    set_rules(desk, {**rules, "loan_days.fiction": loan_days})
    somebody_with_a_copy(desk)
    lend(desk)
    desk.pass_days(after)
    take_back(desk)
    return _owed(desk)


def renewed_late(desk: Desk, *, days: int, rules: dict[str, Any]) -> dict[str, Any]:
    """A loan is renewed so many days after its due day, and comes back in time."""
    _lent_for_two_days(desk, rules)
    desk.pass_days(2 + days)
    desk.done(renew, item="I1")
    renewed = _owed(desk)
    desk.pass_days(5)
    take_back(desk)
    return {"renewed": renewed, "returned": _owed(desk)}


def lost_and_back(
    desk: Desk, *, price: int = 0, days: int = 0, paid: int = 0, rules: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A copy that is lent is said to be lost and its price asked for; then it comes back."""
    _lent_for_two_days(desk, rules or {})
    desk.pass_days(2 + days)
    desk.done(report_copy, item="I1", kind="lost", price_minor=price)
    asked = account(desk).balance_minor
    if paid:
        desk.done(pay_fees, patron="P1", amount_minor=paid, means="cash")
    outcome = desk.do(check_in, item="I1")
    return {
        "asked": asked,
        "taken": isinstance(outcome, Done),
        "told": tuple(todo.code for todo in outcome.record.todo),
        **_owed(desk),
    }


def borrow_owing(desk: Desk, *, owes: int, limit: int, rules: dict[str, Any] | None = None) -> dict[str, Any]:
    """Somebody who owes an amount asks for a copy."""
    somebody_with_a_copy(desk)
    _owing(desk, owes)
    set_rules(desk, {"debt_limit_minor": limit, **(rules or {})})
    normally = answer(desk.do(check_out, patron="P1", item="I1"))
    override = set(normally.get("why", ()))
    with_reason = desk.do(check_out, patron="P1", item="I1", override=override, reason="nomaksās rīt")
    return {"normally": normally.get("why", "lent"), "with a reason": answer(with_reason)["done"]}


def restricted(desk: Desk, *, until: tuple[str, ...], on: str = "", deed: str = "lend") -> dict[str, Any]:
    """Somebody who was shut out of lending, perhaps by two desks, asks for a copy, or for more time, some day."""
    somebody_with_a_copy(desk)
    lend(desk)
    desk.item("I2", title="T2")
    for day in until:
        end = date.fromisoformat(day) if day else None
        desk.done(_shut_out, patron="P1", until=end)
    if on:
        move_to(desk, on)
    outcome = desk.do(renew, item="I1") if deed == "renew" else desk.do(check_out, patron="P1", item="I2")
    if isinstance(outcome, Done):
        return {"done": True}
    reasons = desk.value("SELECT group_concat(reason, ', ') FROM restriction")
    ends = tuple(str(dict(one.figures).get("until", "none")) for one in outcome.blocks)
    return {"done": False, "why": [one.why.value for one in outcome.blocks], "ends": ends, "notes": reasons}


def _shut_out(work: Work, *, patron: str, until: date | None) -> Outcome[int]:
    """Write what `restrict` writes, though another restriction stands: another desk did not know of that."""
    borrower = work.borrower(patron)
    assert borrower is not None
    reason = "note" if until is None else f"note of {until}"
    row = Restriction(patron=borrower.patron, kind=MISUSE, from_on=work.today, until_on=until, reason=reason)
    return Done(record=work.add(row), touched=frozenset())


def account(desk: Desk) -> Account:
    """Return P1's account."""
    patron = desk.value("SELECT patron FROM identifier WHERE value = 'P1'")
    return account_of(desk.connection, patron)


def _lent_for_two_days(desk: Desk, rules: dict[str, Any], price: int | None = None) -> None:
    set_rules(desk, rules)
    somebody_with_a_copy(desk, price=price)
    lend(desk, due=in_days(desk, 2))


def _owing(desk: Desk, amount_minor: int) -> None:
    desk.done(charge_fee, patron="P1", kind="other", amount_minor=amount_minor)


def _owed(desk: Desk) -> dict[str, Any]:
    found = account(desk)
    return {"fees": tuple(_line(fee) for fee in found.fees if fee.amount_minor), "balance": found.balance_minor}


def _line(fee: Fee) -> str:
    return f"{fee.kind} {fee.amount_minor}"
