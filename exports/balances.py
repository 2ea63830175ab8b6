"""Who owes what, for the system of a municipality that collects it (D-19, docs/exports.md)."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from app.db.database import Database
from app.db.queries.debtors import debtors
from app.db.queries.settings import policy_in_force
from app.files import write_whole
from app.rules.amounts import plain_amount
from app.rules.payments import reference_of
from exports.plain import DELIMITER
from exports.workbook import STARTS_A_FORMULA

HEADINGS = ("reference", "patron", "name", "amount", "currency", "owed_since")


def write_balances(path: Path, database: Database, *, today: date) -> int:
    """Write the balance of everybody alive that is owed, each with its reference; return how many.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    currency = policy_in_force(database, today, 0).text("currency")
    said = io.StringIO(newline="")
    writer = csv.writer(said, delimiter=DELIMITER)
    writer.writerow(HEADINGS)
    owing = [one for one in debtors(database, today=today) if one.balance_minor > 0 and not one.died]
    for one in owing:
        since = one.oldest_on.isoformat() if one.oldest_on else ""
        name = f"'{one.name}" if one.name.startswith(STARTS_A_FORMULA) else one.name
        row = (reference_of(one.patron), one.number, name, plain_amount(one.balance_minor), currency, since)
        writer.writerow(row)
    write_whole(path, said.getvalue().encode("utf-8-sig"))
    return len(owing)
