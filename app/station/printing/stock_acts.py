"""An act of the stock book on paper: which copies come or leave, what they are worth, and lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.db.queries.stock_book import ActShown, LineShown
from app.station.printing.documents import TableColumn, new_document
from app.words import Words


def stock_act(
    act: ActShown, lines: Sequence[LineShown], *, library: str, currency: str, words: Words, made_at: datetime
) -> bytes:
    """Return the pages."""
    title = f"{words(f'act.kind.{act.kind}')} {act.number}"
    with new_document(title, words.language, made_at, f"{library} · {title}") as sheet:
        sheet.title(title)
        sheet.text(f"{library} · {act.branch}", muted=True)
        sheet.pairs(
            [
                (words("act.day"), words.day(act.on_day)),
                (words("stock-book.cause"), words(f"act.cause.{act.cause}")),
                (words("stock-book.source"), act.source or "–"),
                (words("stock-book.basis"), act.basis or "–"),
            ]
        )
        sheet.table(_columns(words), [_row(one, words, currency) for one in lines])
        value = words.money(act.value_minor, currency)
        sheet.text(words("stock-book.total", count=act.count, value=value))
        sheet.signature(words("act.signed", name=act.staff))
        sheet.signature(words("act.approved"))
        return bytes(sheet.page.output())


def _columns(words: Words) -> list[TableColumn]:
    return [
        TableColumn(heading=words("column.barcode"), share=2.4),
        TableColumn(heading=words("column.title"), share=5),
        TableColumn(heading=words("stock-book.author"), share=3.2),
        TableColumn(heading=words("stock-book.price"), share=1.8, align="R"),
    ]


def _row(one: LineShown, words: Words, currency: str) -> tuple[str, ...]:
    return (one.barcode, one.title, one.author, words.money(one.price_minor, currency))
