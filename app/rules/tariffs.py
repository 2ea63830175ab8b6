"""What being late costs, by the house rules in force: nothing, so much a copy and day, or by steps (D-15 to D-17).

A tariff is data with the day from which it holds; the day on which a loan ended, or was renewed, decides which (C-21).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.rules.identity import age_on
from app.rules.policy import Policy

NONE, PER_ITEM_DAY, STEPPED = "none", "per_item_day", "stepped"

TARIFF_KEYS = (
    "late_fee",
    "late_steps",
    "late_child_until_years",
    "late_day_minor",
    "late_from_day",
    "late_cap_minor",
    "late_exempt",
    "handling_fee_minor",
    "told_amounts_bind",
)
"""The settings of a tariff. Those of the network alone count: a fee is one, wherever its copies came back."""


class Step(NamedTuple):
    """From so many days on, a grown-up owes one amount and a child another."""

    from_day: int
    adult_minor: int
    child_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What being late costs.

    Attributes:
        way: How it is counted: NONE, PER_ITEM_DAY or STEPPED.
        child_until_years: Who is younger on the due day pays as a child; 0 for nobody.
        day_minor, from_day, cap_minor: A copy and day, from which late day on, and at most (0 for no end).
        exempt: Categories that never pay for being late.
        told_binds: An amount that a receipt told stands where the tariff asks for more now.
    """

    way: str = NONE
    steps: tuple[Step, ...] = ()
    child_until_years: int = 0
    day_minor: int = 0
    from_day: int = 1
    cap_minor: int = 0
    exempt: frozenset[str] = frozenset()
    handling_minor: int = 0
    told_binds: bool = True

    @property
    def is_by_group(self) -> bool:
        """One fee for all that was due on one day and came back on one, whatever the number of copies."""
        return self.way == STEPPED

    def late_minor(self, days: int, *, is_child: bool) -> int:
        """Return what so many late days cost."""
        if self.way == PER_ITEM_DAY:
            counted = max(0, days - max(1, self.from_day) + 1) * self.day_minor
            return min(counted, self.cap_minor) if self.cap_minor else counted
        reached = [step for step in self.steps if step.from_day <= days] if self.way == STEPPED else []
        return (reached[-1].child_minor if is_child else reached[-1].adult_minor) if reached else 0


class Payer(NamedTuple):
    """What bears on what somebody owes."""

    birth_on: date | None = None
    category: str = ""


def late_fee_minor(tariff: Tariff, payer: Payer, due_on: date, days: int) -> int:
    """Return what somebody owes who is so many days late with what was due on a day."""
    if days <= 0 or payer.category in tariff.exempt:
        return 0
    return tariff.late_minor(days, is_child=_is_child(tariff, payer, due_on))


def _is_child(tariff: Tariff, payer: Payer, due_on: date) -> bool:
    """Tell by the age on the due day; of somebody without a birth date by the category."""
    if payer.birth_on is None:
        return payer.category == "child"
    return age_on(payer.birth_on, due_on) < tariff.child_until_years


def tariff_of(policy: Policy) -> Tariff:
    """Return the tariff of the house rules in force."""
    return Tariff(
        way=policy.text("late_fee") or NONE,
        steps=parse_steps(policy.text("late_steps")),
        child_until_years=policy.number("late_child_until_years"),
        day_minor=policy.number("late_day_minor"),
        from_day=policy.number("late_from_day"),
        cap_minor=policy.number("late_cap_minor"),
        exempt=frozenset(policy.text("late_exempt").split()),
        handling_minor=policy.number("handling_fee_minor"),
        told_binds=policy.text("told_amounts_bind") != "0",
    )


def parse_steps(text: str) -> tuple[Step, ...]:
    """Read steps as a setting has them, `1:2000:1000`: from which day, adult, child; what is none is left out."""
    return tuple(sorted(read_steps(text)))


def read_steps(text: str) -> Iterator[Step]:
    """Yield the steps of a text as they come, those that can be read."""
    for numbers in (part.split(":") for part in text.split()):
        if len(numbers) == 3 and all(map(str.isdecimal, numbers)):
            yield Step(*map(int, numbers))
