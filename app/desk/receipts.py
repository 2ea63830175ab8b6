"""Receipts: paper for somebody to keep (D-12, D-14). What it promises binds, so it is a fact before it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.circulation import Receipt, ReceiptLine, ReceiptStep
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block
from app.rules.receipts import KINDS, LOAN, receipt_number

PRINTED, FAILED = "printed", "failed"
_TOUCHED = frozenset({Touched.LOAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A receipt for what was done for somebody.

    Attributes:
        again: It was given before, and says what it said.
    """

    receipt: FactId
    number: str
    patron: PatronId
    patron_name: str
    lines: int
    again: bool = False


def give_receipt(work: Work, *, patron: str, kind: str = LOAN) -> Outcome[Given]:
    """Give somebody a receipt for all that was lent, taken back or paid here today; the last one where it says that.

    Args:
        kind: Of `app.rules.receipts.KINDS`.
    """
    borrower, permitted = work.borrower(patron), not_permitted(work, "lend")
    if borrower is None:
        return Refused(blocks=(*permitted, block(Why.UNKNOWN_SCAN, scan=patron)))
    if kind not in KINDS:
        return Refused(blocks=(*permitted, block(Why.FIELD_INVALID, field="kind")))
    facts = work.copies.of_today(borrower.patron, kind)
    if permitted or not facts:
        return Refused(blocks=permitted or (block(Why.NOTHING_FOR_RECEIPT),))
    before = work.copies.receipt_with(facts, kind)
    receipt = before or FactId(work.add(Receipt(patron=borrower.patron, kind=kind)))
    for one in () if before else facts:
        line = ReceiptLine(
            receipt=receipt,
            fact_table=one.table,
            fact=one.fact,
            promised_on=one.promised_on,
            amount_minor=one.amount_minor,
        )
        work.add(line)
    given = Given(
        receipt=receipt,
        number=receipt_number(receipt),
        patron=borrower.patron,
        patron_name=borrower.name,
        lines=len(facts),
        again=before is not None,
    )
    return Done(record=given, touched=_TOUCHED)


def note_receipt(work: Work, *, receipt: FactId, step: str = PRINTED) -> Outcome[FactId]:
    """Note what became of a receipt: "printed" or "failed"."""
    if blocks := not_permitted(work, "lend"):
        return Refused(blocks=blocks)
    work.add(ReceiptStep(receipt=receipt, step=step))
    return Done(record=receipt, touched=_TOUCHED)
