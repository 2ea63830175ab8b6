"""The table of patrons that a search has found."""

from __future__ import annotations

from app.views.presenters.patrons import PatronsState
from app.views.widgets.table import Column, DataTable, Row
from app.words import Words


def found_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(id="name", heading=words("column.name"), weight=3),
        Column(id="number", heading=words("column.patron-number"), most=150),
        Column(id="birth", heading=words("patrons.birth"), most=110),
        Column(id="branch", heading=words("patrons.home"), weight=2),
    )


def show_found(table: DataTable, words: Words, state: PatronsState) -> None:
    """Fill the table; an empty one says why it is."""
    searched = "patrons.none" if state.text.strip() else "patrons.search"
    table.empty.set(words(searched), words(f"{searched}.hint"))
    chosen = [row.scan for row in state.rows if state.details and row.scan == state.details.scan]
    rows = [Row(key=row.scan, cells=(row.name, row.number, row.birth, row.branch)) for row in state.rows]
    table.fill(rows, select=chosen)
