"""What a house rule may say where not every word means something: a slip of the keys is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.rules.blocks import Severity
from app.rules.tariffs import NONE, PER_ITEM_DAY, STEPPED, read_steps

BLOCKS = "block."
"""What the names of rules that say how much a block weighs begin with."""

_WEIGHT = re.compile(rf"({Severity.HARD}|{Severity.INFORMATION}|{Severity.OVERRIDE} [a-z][a-z.-]*)")


class Form(NamedTuple):
    """How a value is written: one of some words, or several of them; `like` shows it."""

    words: frozenset[str]
    several: bool
    like: str


_FORMS: Mapping[str, Form] = {
    "late_fee": Form(
        frozenset({NONE, PER_ITEM_DAY, STEPPED}), several=False, like=f"{NONE}, {PER_ITEM_DAY}, {STEPPED}"
    ),
    "payment_means": Form(frozenset({"cash", "card", "municipality"}), several=True, like="cash card municipality"),
    "queue_order": Form(frozenset({"network", "branch"}), several=False, like="network, branch"),
    "hold_slip_names": Form(frozenset({"number", "initials"}), several=False, like="number, initials"),
    "card_numbers": Form(frozenset({"own", "printed"}), several=False, like="own, printed"),
}

STEPS_LIKE = "1:2000:1000 8:6000:3000"
WEIGHT_LIKE = "hard, information, override override.limit"


def meant_like(key: str, value: str) -> str:
    """Return how a value of this rule is written, where this one is not; "" where it is, or where any text is good."""
    if key.startswith(BLOCKS):
        return "" if _WEIGHT.fullmatch(value) else WEIGHT_LIKE
    if key == "recall_days":
        return "" if all(one.isdecimal() and int(one) for one in value.split()) else "1 14 30"
    if key == "late_steps":
        return "" if _is_steps(value) else STEPS_LIKE
    form = _FORMS.get(key)
    if form is None:
        return ""
    said = value.split() if form.several else [value]
    return "" if said and form.words.issuperset(said) else form.like


def _is_steps(value: str) -> bool:
    """Tell whether all steps can be read, and each begins on a day of its own."""
    days = [step.from_day for step in read_steps(value)]
    return len(days) == len(value.split()) == len(set(days)) and 0 not in days
