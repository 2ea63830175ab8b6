"""Fills the port `StockBook`: acts of the stock book, and the copies on them. Undone acts and lines are none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.db import finding
from app.db.tasks import open_tasks
from app.db.undone import LIVE
from app.desk.found import Acting
from app.desk.ids import FactId, ItemId
from app.desk.ports_stock_book import HeldAct, HeldLine
from app.rules.reconcile import VerdictKind

ACT_STANDS, LINE_STANDS = LIVE.format("a"), LIVE.format("l")

_ACTS = (
    "SELECT a.id, a.kind, a.number, a.on_day, a.cause, a.source, a.basis FROM stock_act a"
    f" WHERE {ACT_STANDS} AND a.on_day IS NOT NULL AND {{0}}"
)

_LINES = f"""
SELECT l.id, a.id, a.kind, a.number, l.price_minor FROM stock_act_line l JOIN stock_act a ON a.id = l.stock_act
WHERE l.item = ? AND {ACT_STANDS} AND {LINE_STANDS} ORDER BY l.id
"""


@dataclass(frozen=True, slots=True)
class KnownStockBook:
    """Fills the port over one connection."""

    connection: sqlite3.Connection
    acting: Acting

    def act(self, scan: str) -> HeldAct | None:
        row = finding.row_number(scan)
        if row is not None:
            return next(self._acts("a.id = ?", row), None)
        return next(self._acts("upper(a.number) = ? ORDER BY a.id", scan.strip().upper()), None)

    def _acts(self, where: str, value: object) -> Iterator[HeldAct]:
        for act, kind, number, on_day, cause, source, basis in self.connection.execute(_ACTS.format(where), (value,)):
            day = finding.day_or_none(on_day)
            if day is not None:
                yield HeldAct(
                    act=FactId(act),
                    kind=kind or "",
                    number=number or "",
                    on_day=day,
                    cause=cause or "",
                    source=source or "",
                    basis=basis or "",
                )

    def numbers(self) -> tuple[str, ...]:
        query = f"SELECT a.number FROM stock_act a WHERE {ACT_STANDS} AND a.number <> ''"
        return tuple(number for (number,) in self.connection.execute(query))

    def branch_code(self) -> str:
        return finding.one(self.connection, "SELECT code FROM branch WHERE id = ?", self.acting.branch) or ""

    def lines_of(self, item: ItemId) -> tuple[HeldLine, ...]:
        return tuple(
            HeldLine(line=FactId(line), act=FactId(act), kind=kind or "", number=number or "", price_minor=price or 0)
            for line, act, kind, number, price in self.connection.execute(_LINES, (item,))
        )

    def lines_on(self, act: FactId) -> tuple[tuple[FactId, ItemId, int], ...]:
        query = (
            "SELECT l.id, l.item, l.price_minor FROM stock_act_line l"
            f" WHERE l.stock_act = ? AND l.item IS NOT NULL AND {LINE_STANDS} ORDER BY l.id"
        )
        return tuple(
            (FactId(line), ItemId(item), price or 0) for line, item, price in self.connection.execute(query, (act,))
        )

    def acts_of_task(self, task: str) -> tuple[FactId, ...]:
        twice = (one for one in open_tasks(self.connection) if one.kind is VerdictKind.ACT_NUMBER_TWICE)
        found = next((one.facts for one in twice if one.name == task), ())
        return tuple(map(FactId, found))
