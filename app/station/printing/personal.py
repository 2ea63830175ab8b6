"""All that is kept about somebody, on paper, in their language (R-33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from app.db.queries.personal import Section
from app.station.printing.documents import Document, new_document
from app.words import Words

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "kind": ("number",),
    "document": ("document",),
    "shown": ("number", "document"),
    "category": ("category",),
    "form_kind": ("form.kind",),
    "means": ("promise",),
}
"""Where the words of a column's codes are."""


def personal_pages(sections: Sequence[Section], *, name: str, library: str, words: Words, made_at: datetime) -> bytes:
    """Return the pages."""
    title = words("personal.title")
    with new_document(f"{title}: {name}", words.language, made_at, f"{library} · {title} · {name}") as sheet:
        sheet.title(title)
        sheet.text(f"{name} · {library} · {words('personal.made', moment=words.moment(made_at))}", muted=True)
        sheet.text(words("personal.rights"))
        for section in sections:
            _section(sheet, section, words)
        if not sections:
            sheet.text(words("personal.nothing"))
        return bytes(sheet.page.output())


def _section(sheet: Document, section: Section, words: Words) -> None:
    """Write the rows of a table as labels and values, with a gap between two rows."""
    heading = words(f"table.{section.table}")
    sheet.heading(f"{heading[:1].upper()}{heading[1:]} ({len(section.rows)})")
    for row in section.rows:
        sheet.pairs(list(_pairs(row, words)))
        sheet.top += 2.5


def _pairs(row: Mapping[str, str | int], words: Words) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column not in {"id", "patron"}:
            yield words(f"field.{column}"), _said(column, value, words)


def _said(column: str, value: str | int, words: Words) -> str:
    """Return a value as its words say it, where it is a code that has words."""
    if column.endswith("_ms"):
        return words.moment(datetime.fromisoformat(str(value)))
    if column.endswith("_on") or column == "on_day":
        return words.day(date.fromisoformat(str(value)))
    if column == "why":
        what, _, reason = str(value).partition(" ")
        return f"{words(f'viewing.{what}')} {reason}".rstrip()
    codes = (f"{family}.{value}" for family in FAMILIES.get(column, ()))
    return next((words(code) for code in codes if words.knows(code)), str(value))
