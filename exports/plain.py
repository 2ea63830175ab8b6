"""A report as a CSV file, for a program that takes no workbook: headings, then the rows, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

from app.files import write_whole
from exports.workbook import STARTS_A_FORMULA, Sheet, Value

DELIMITER = ";"
"""What Excel expects where the comma parts decimals, as in Latvia and Denmark."""


def write_csv(sheet: Sheet, path: Path) -> None:
    """Write the table of a sheet in UTF-8, with the mark by which Excel knows it.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    said = io.StringIO(newline="")
    writer = csv.writer(said, delimiter=DELIMITER)
    writer.writerow([column.heading for column in sheet.columns])
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    write_whole(path, said.getvalue().encode("utf-8-sig"))


def _plain(value: Value) -> str:
    """Return a value as text; one that a spreadsheet would take for a formula begins with an apostrophe."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    said = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{said}" if isinstance(value, str) and value.startswith(STARTS_A_FORMULA) else said
