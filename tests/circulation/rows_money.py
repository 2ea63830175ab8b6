"""Cases about fees, days of grace, restrictions, and lost copies that come back."""

from __future__ import annotations

from tests.circulation.drive_money import lost_and_back, restricted, returned_late
from tests.circulation.row import Row, not_ours, played

BY_PRICE = "a fee is capped by an amount of the house rules, never by the price of the copy"
NO_RECALL = "nothing costs more for having been called back; who waits is told the new day"
PER_PERSON = "a cap holds for a loan; what is owed in all stops lending instead (`DEBT_OVER_LIMIT`)"
NOT_BEFORE = "a fee arises with the return or renewal: nothing is paid for it before, and it grows no more"
DAYS = "days are counted, never hours or minutes"
FROM_A_DAY = "days before the first that is charged (`late_from_day`) are never charged, however late it becomes"
NOT_BY_DAYS = "a late return costs a fee; no days without borrowing follow from days late"

A_DAY = {"late_fee": "per_item_day", "late_day_minor": 100}
"""1.00 a copy and day."""
LATER_END, EARLIER_END = "2088-06-10", "2086-06-10"
AT_ITS_END = {"late_fee": "stepped", "late_steps": "7:100:100 14:200:200 21:300:300"}
AT_ITS_BEGINNING = {"late_fee": "stepped", "late_steps": "1:100:100 8:200:200 15:300:300"}
"""1.00 a week."""

FINE: tuple[Row, ...] = (
    played("fine-01", "29 days late, an amount a day", returned_late, days=29, rules=A_DAY)(
        fees=("late 2900",), balance=2900
    ),
    not_ours("fine-02", "no more than the price of the copy", BY_PRICE),
    played(
        "fine-04",
        "a cap below the price of the copy",
        returned_late,
        days=29,
        price=500,
        rules={**A_DAY, "late_cap_minor": 300},
    )(fees=("late 300",), balance=300),
    not_ours("fine-05", "the lower of two caps: the price", BY_PRICE),
    played("fine-07", "an amount a week, at its end", returned_late, profile="hjorring", days=9, rules=AT_ITS_END)(
        fees=("late 100",), balance=100
    ),
    played(
        "fine-08",
        "an amount a week, at its beginning",
        returned_late,
        profile="hjorring",
        days=4,
        rules=AT_ITS_BEGINNING,
    )(fees=("late 100",), balance=100),
    not_ours("fine-10", "called back: another amount a day", NO_RECALL),
    not_ours("fine-11", "called back no more: the usual amount a day", NO_RECALL),
    not_ours(
        "fine-13",
        "of two branches' rules the home branch's",
        "a tariff is the network's: a fee is one, wherever it arises",
    ),
    played("fine-14", "ten days late today", returned_late, days=10, rules=A_DAY)(fees=("late 1000",), balance=1000),
    played("fine-16", "ten days late, of which five count", returned_late, days=10, counted=5, rules=A_DAY)(
        fees=("late 500",), balance=500
    ),
    played("fine-17", "forgiven at the desk", returned_late, days=10, counted=5, waived=True, rules=A_DAY)(
        fees=("late 500",), balance=0
    ),
    not_ours("fine-19", "paid, then returned as of an earlier day: the rest is credit", NOT_BEFORE),
    not_ours("fine-20", "paid in part, then returned as of the due day: that part is credit", NOT_BEFORE),
    not_ours(
        "fine-22", "lost, charged, and back: both are owed", "the price falls away when the copy comes back (C-17)"
    ),
    played("fine-23", "a fee of nothing is no fee", returned_late, days=0, rules=A_DAY)(fees=(), balance=0),
    not_ours("fine-25", "somebody owes the most already: the next fee is cut", PER_PERSON),
    not_ours("fine-26", "a day later it is still cut", PER_PERSON),
    not_ours("fine-28", "late again after a renewal: cut as well", PER_PERSON),
    not_ours("fine-29", "a fee that grows after it was paid", NOT_BEFORE),
    played("fine-31", "an amount a day, up to a cap", returned_late, days=15, rules={**A_DAY, "late_cap_minor": 1000})(
        fees=("late 1000",), balance=1000
    ),
    not_ours("fine-32", "called back: another amount and another cap", NO_RECALL),
)

GRACE: tuple[Row, ...] = (
    not_ours("grace-01", "later than the days of grace: every day counts", FROM_A_DAY),
    played(
        "grace-02", "within four days of grace: none counts", returned_late, days=3, rules={**A_DAY, "late_from_day": 5}
    )(fees=(), balance=0),
    not_ours("grace-04", "ten minutes late, twelve of grace", DAYS),
    not_ours("grace-05", "255 minutes late, four hours of grace", DAYS),
    not_ours("grace-07", "two weeks of grace, and a day more", FROM_A_DAY),
    not_ours("grace-08", "called back: no grace", NO_RECALL),
)

RESTRICTION: tuple[Row, ...] = (
    not_ours("restriction-01", "two days without borrowing for each day late", NOT_BY_DAYS),
    not_ours("restriction-02", "the same, ten at most", NOT_BY_DAYS),
    not_ours("restriction-04", "fifteen days for each week late, 333 at most", NOT_BY_DAYS),
    played(
        "restriction-05",
        "of two restrictions the later end counts",
        restricted,
        until=(LATER_END, EARLIER_END),
        on="2087-06-10",
    )(done=False, why=["LOAN_EXCLUSION"], ends=(LATER_END,), notes=f"note of {LATER_END}, note of {EARLIER_END}"),
    played("restriction-07", "a restriction that is over", restricted, until=("2026-03-02",), on="2026-03-03")(
        done=True
    ),
    played("restriction-08", "no restriction at all", restricted, until=())(done=True),
)

TAKEN = {"taken": True, "told": ("WAS_LOST",)}

RETURN: tuple[Row, ...] = (
    not_ours(
        "return-01", "a lost copy comes back: refused", "what lies on the desk is taken back, whatever was said of it"
    ),
    played("return-02", "a lost copy comes back", lost_and_back)(asked=0, **TAKEN, fees=(), balance=0),
    played("return-04", "its price was not paid", lost_and_back, price=9900)(asked=9900, **TAKEN, fees=(), balance=0),
    not_ours(
        "return-05", "its price was paid in part, and that part is kept", "what was paid of a price is credit (C-17)"
    ),
    played("return-07", "its price falls away, the late fee stays", lost_and_back, price=9900, days=10, rules=A_DAY)(
        asked=9900, **TAKEN, fees=("late 1000",), balance=1000
    ),
)

ROWS = (*FINE, *GRACE, *RESTRICTION, *RETURN)
