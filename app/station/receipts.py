"""Printing receipts: the fact first, then the file, then the note that it was printed."""

from __future__ import annotations

from pathlib import Path

from app.db.queries.receipts import ReceiptShown, find_receipt
from app.db.queries.settings import policy_in_force
from app.desk.ids import FactId
from app.desk.outcome import Refused
from app.desk.receipts import give_receipt, note_receipt
from app.files import write_whole
from app.rules.blocks import Why, block
from app.station.printing.receipts import receipt_pdf
from app.station.station import Station
from app.words import Words


def print_receipt(
    station: Station, *, patron: str = "", kind: str, number: str = "", path: Path, words: Words
) -> ReceiptShown | Refused:
    """Write a receipt as a PDF: for what was done for somebody today, or one that was given before.

    Args:
        number: Of the receipt to print again; "" for a new one.

    Raises:
        FileNotWritten: The file cannot be written; the receipt is given, and can be printed again.
    """
    if not number:
        given = station.do(give_receipt, patron=patron, kind=kind)
        if isinstance(given, Refused):
            return given
        number = given.record.number
    found = find_receipt(station.reading, number)
    if found is None:
        return Refused(blocks=(block(Why.RECEIPT_UNKNOWN, number=number),))
    policy = policy_in_force(station.reading, station.today(), station.place().branch)
    pages = receipt_pdf(
        found,
        library=station.roster().name,
        note=policy.text("receipt_note"),
        currency=policy.text("currency"),
        words=words,
    )
    write_whole(path, pages)
    noted = station.do(note_receipt, receipt=FactId(found.receipt))
    return noted if isinstance(noted, Refused) else found
