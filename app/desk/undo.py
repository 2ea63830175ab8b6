"""Undoing the last deed at this workstation, with all that it wrote. Undo is a fact that names the fact it undoes."""

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

UNDONE = (
    "loan",
    "renewal_answer",
    "renewal",
    "settlement",
    "closing",
    "copy_report",
    "hold",
    "charge",
    "restriction",
    "restriction_end",
    "restriction_place",
    "in_house_use",
    "hold_step",
    "transfer",
    "transfer_end",
    "renewal_request",
    "tally",
    "event",
)
"""The facts of which a deed that can be undone consists, by their tables. It is called by the first of them that it
wrote: a loan that ended another and collected a hold is a loan."""

ALONGSIDE = ("visit", "taking")
"""What such a deed notes beside, and what goes with it: a card scanned by mistake is no visit of its owner. Whoever is
there all the same is noted with their next loan."""

TOUCHED = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON, Touched.HOLD, Touched.MONEY, Touched.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A deed that is as if it had not been.

    Attributes:
        deed: What it was, of `UNDONE`.
        item: The copy it was about; None for none, as for a payment.
    """

    deed: str
    fact: FactId
    item: ItemId | None
    barcode: str
    title: str
    patron_name: str


def undo(work: Work) -> Outcome[Undone]:
    """Undo the last deed at this workstation that still stands; again, and the one before it goes."""
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
    return Done(record=undone, touched=TOUCHED)
