"""R-35, the stock book: what stood in the stock, what came and left by which act, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.db.queries.settings import policy_in_force
from app.db.queries.stock_book import ActShown, acts, stock_over
from app.rules.stock_book import Sum
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "stock-book"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    currency = policy_in_force(occasion.database, occasion.today, 0).text("currency")
    columns = (
        Column(heading=words("column.day"), kind="day", width=13),
        Column(heading=words("stock-book.entry"), width=24),
        Column(heading=words("stock-book.number"), width=18),
        Column(heading=words("stock-book.cause"), width=20),
        Column(heading=words("stock-book.source"), width=28),
        Column(heading=words("stock-book.basis"), width=22),
        Column(heading=words("column.branch"), width=24),
        Column(heading=words("stock-book.count"), kind="number", width=12),
        Column(heading=words("stock-book.value", currency=currency), kind="amount", width=15),
    )
    return table_sheet(occasion, NAME, columns, list(_rows(occasion)))


def _rows(occasion: Occasion) -> Iterator[tuple[Value, ...]]:
    words, first, last = occasion.words, occasion.first, occasion.last
    found = stock_over(occasion.database, first=first, last=last, zone=occasion.zone, branch=occasion.branch)
    yield _total(first, words("stock-book.start"), found.start)
    for act in acts(occasion.database, first=first, last=last):
        if act.act in found.acts:
            yield _of_act(occasion, act, found.acts[act.act])
    if found.without_act.count:
        yield _total(last, words("stock-book.without-act"), found.without_act)
    yield _total(last, words("stock-book.end"), found.end)


def _total(day: Value, said: str, total: Sum) -> tuple[Value, ...]:
    return (day, said, "", "", "", "", "", total.count, Decimal(total.value_minor).scaleb(-2))


def _of_act(occasion: Occasion, act: ActShown, moved: Sum) -> tuple[Value, ...]:
    words = occasion.words
    return (
        act.on_day,
        words(f"act.kind.{act.kind}"),
        act.number,
        words(f"act.cause.{act.cause}"),
        act.source,
        act.basis,
        act.branch,
        moved.count,
        Decimal(moved.value_minor).scaleb(-2),
    )


REPORT = Report(name=NAME, rule="R-35", sheet=_sheet)
