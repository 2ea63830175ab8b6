"""Undoing the last deed of lending at this workstation. Undo is a fact that names the fact it undoes."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.ids import FactId, ItemId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Undo
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block

HOURS = 24
"""What lies longer ago is not undone in passing: the paper has left the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A deed that is as if it had not been.

    Attributes:
        deed: What it was: loan, renewal or closing.
    """

    deed: str
    fact: FactId
    item: ItemId
    barcode: str
    title: str
    patron_name: str


def undo(work: Work) -> Outcome[Undone]:
    """Undo the last deed of lending at this workstation that still stands; again, and the one before it goes."""
    if blocks := not_permitted(work, "undo"):
        return Refused(blocks=blocks)
    doings = work.last_doings(work.now_ms - HOURS * 3_600_000)
    if not doings:
        return Refused(blocks=(block(Why.NOTHING_TO_UNDO),))
    for doing in doings:
        work.add(Undo(fact_table=doing.table, fact=doing.fact))
    main = doings[0]
    undone = Undone(
        deed=main.table,
        fact=main.fact,
        item=main.item,
        barcode=main.barcode,
        title=main.title,
        patron_name=main.patron_name,
    )
    return Done(record=undone, touched=frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON}))
