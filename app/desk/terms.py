"""Writing the terms of lending: a value, from which day it holds, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.ids import BranchId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Setting
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.terms import BY_GROUP, CLOSING, DAYS, NEXT_OPENING, OF_THE_PERSON, TERMS, YES_NO, TermKey

NUMBER_MAX = 3_650
"""Ten years of days; a larger number is a slip of the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSet:
    """A row of the rules. `value` is "" for one that is withdrawn."""

    key: TermKey
    branch: BranchId | None
    value: str
    from_on: date


def set_term(
    work: Work,
    *,
    term: str,
    value: str,
    subject: str = "",
    category: str = "",
    department: str = "",
    branch: str = "",
    from_on: date | None = None,
) -> Outcome[TermSet]:
    """Write a term of lending from a day on; what is open stays due as it was promised.

    Args:
        value: "" withdraws the row for just this: the next in order decides again.
        subject: A material, or a group for `group_max`; "" for all.
        branch: The code of the one branch for which it holds; "" for all.
    """
    key = TermKey(term, subject.strip(), category.strip(), " ".join(department.split()))
    where, since, value = work.branch_with_code(branch) if branch else None, from_on or work.today, value.strip()
    blocks = (*not_permitted(work, "settings"), *_out_of_scope(work, key), *wrong_value(term, value))
    if branch and where is None:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="branch"))
    if since < work.today:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="from_on"))
    if not value and all((row.key, row.branch) != (key, where) for row in work.terms.rows()):
        blocks = (*blocks, block(Why.FIELD_MISSING, field="value"))
    if blocks:
        return Refused(blocks=blocks)
    work.add(Setting(key=key.text, branch=where, from_on=since, value=value))
    record = TermSet(key=key, branch=where, value=value, from_on=since)
    return Done(record=record, touched=frozenset({Touched.SETTING}))


def _out_of_scope(work: Work, key: TermKey) -> Iterator[Block]:
    """Yield the blocks for what no copy and nobody could ever be, and for what this term does not depend on."""
    if key.name not in TERMS:
        yield block(Why.FIELD_INVALID, field="term")
        return
    known = work.terms.groups() if key.name == BY_GROUP else work.policy.materials
    if key.subject and (key.subject not in known or key.name == OF_THE_PERSON):
        yield block(Why.FIELD_INVALID, field="material")
    if key.name == BY_GROUP and not key.subject:
        yield block(Why.FIELD_MISSING, field="material")
    if key.category and key.category not in work.policy.categories:
        yield block(Why.FIELD_INVALID, field="category")
    if key.department and (key.name == OF_THE_PERSON or set(key.department) & set(";=")):
        yield block(Why.FIELD_INVALID, field="department")


def wrong_value(term: str, value: str) -> Iterator[Block]:
    """Yield the block for what cannot be the value of a term; "" withdraws one."""
    kind = TERMS.get(term)
    if not value or kind is None:
        return
    words = {DAYS: {CLOSING, NEXT_OPENING}, YES_NO: {"0", "1"}}.get(kind, set())
    least = 1 if kind == DAYS else 0
    is_number = kind != YES_NO and value.isdecimal() and least <= int(value) <= NUMBER_MAX
    if value not in words and not is_number:
        yield block(Why.FIELD_INVALID, field="value")
