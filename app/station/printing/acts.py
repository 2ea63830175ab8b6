"""The record of destroyed forms (R-11): how many of each kind, when, by whom, and lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.db.queries.forms import Destroyed
from app.station.printing.documents import TableColumn, new_document
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ActHead:
    """What an act is of: the library, one of its branches ("" for all), and the days."""

    library: str
    branch: str
    first: date
    last: date
    made_by: str


def destruction_act(destroyed: Sequence[Destroyed], head: ActHead, *, words: Words, made_at: datetime) -> bytes:
    """Return the pages; nobody's name but those of staff is on them."""
    title = words("act.title")
    period = f"{words.day(head.first)} – {words.day(head.last)}" if head.first != head.last else words.day(head.first)
    with new_document(title, words.language, made_at, f"{head.library} · {title} · {period}") as sheet:
        sheet.title(title)
        sheet.text(f"{head.library} · {head.branch or words('report.all-branches')}", muted=True)
        sheet.pairs(
            [
                (words("act.number"), "________________"),
                (words("act.day"), words.day(made_at.date())),
                (words("act.period"), period),
            ]
        )
        sheet.text(words("act.stated"))
        sheet.table(_columns(words), [_row(one, words) for one in destroyed])
        sheet.text(words("act.total", count=sum(one.count for one in destroyed)))
        sheet.signature(words("act.signed", name=head.made_by))
        sheet.signature(words("act.approved"))
        return bytes(sheet.page.output())


def _columns(words: Words) -> list[TableColumn]:
    return [
        TableColumn(heading=words("column.day"), share=2.2),
        TableColumn(heading=words("column.branch"), share=3.4),
        TableColumn(heading=words("column.form"), share=3.6),
        TableColumn(heading=words("column.medium"), share=1.8),
        TableColumn(heading=words("column.destroyed-by"), share=3),
        TableColumn(heading=words("column.count"), share=1.4, align="R"),
    ]


def _row(one: Destroyed, words: Words) -> tuple[str, ...]:
    medium = words(f"form.medium.{one.file_kind}") if one.file_kind == "paper" else one.file_kind
    return (words.day(one.on), one.branch, words(f"form.kind.{one.kind}"), medium, one.by, str(one.count))
