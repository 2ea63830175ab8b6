"""R-11, the record of destruction: how many forms of each kind were destroyed, when, where and by whom; of nobody."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.forms import forms_destroyed
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet

NAME = "destruction-record"
LINE = "_" * 30
"""To sign on."""


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.day"), kind="day", width=14),
        Column(heading=words("column.branch"), width=30),
        Column(heading=words("column.form"), width=30),
        Column(heading=words("column.medium"), width=14),
        Column(heading=words("column.destroyed-by"), width=26),
        Column(heading=words("column.count"), kind="number", width=11),
    )
    found = forms_destroyed(occasion.database, first=occasion.first, last=occasion.last, branch=occasion.branch)
    rows = [
        (one.on, one.branch, words(f"form.kind.{one.kind}"), medium(occasion, one.file_kind), one.by, one.count)
        for one in found
    ]
    closing = (
        words("act.total", count=sum(one.count for one in found)),
        words("act.signed", name=LINE),
        f"{words('act.approved')} {LINE}",
    )
    return replace(table_sheet(occasion, NAME, columns, rows), closing=closing if rows else ())


def medium(occasion: Occasion, kind: str) -> str:
    """Return what a form was: paper, or the ending of its file."""
    return occasion.words("form.medium.paper") if kind == "paper" else kind


REPORT = Report(name=NAME, rule="R-11", sheet=_sheet)
