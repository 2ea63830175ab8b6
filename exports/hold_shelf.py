"""R-5, the hold shelf: what lies ready for whom, until when, whether they were told, and what is to be cleared."""

from __future__ import annotations

from app.db.queries.hold_shelf import TO_CLEAR, hold_shelf
from app.db.queries.holds import HoldShown
from app.db.queries.notices import last_notice
from app.rules.letters import HOLD_READY
from exports.report import Occasion, Report, branch_id, rules_of, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "hold-shelf"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.branch"), width=22),
        Column(heading=words("column.patron-number"), width=15),
        Column(heading=words("column.name"), width=24),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("column.barcode"), width=15),
        Column(heading=words("column.ready-since"), kind="day", width=13),
        Column(heading=words("column.ready-until"), kind="day", width=13),
        Column(heading=words("column.notified"), width=30),
        Column(heading=words("column.to-do"), width=22),
    )
    at = branch_id(occasion)
    found = hold_shelf(occasion.database, today=occasion.today, branch=rules_of(occasion), at=at)
    return table_sheet(occasion, NAME, columns, [_row(occasion, one) for one in found], of_a_period=False)


def _row(occasion: Occasion, one: HoldShown) -> tuple[Value, ...]:
    words = occasion.words
    return (
        one.pickup,
        one.patron_number,
        one.patron_name,
        one.title,
        one.barcode,
        one.ready_on,
        one.ready_until,
        _notified(occasion, one),
        words("holds.to-clear") if one.stage in TO_CLEAR else words("holds.to-keep"),
    )


def _notified(occasion: Occasion, one: HoldShown) -> str:
    told = last_notice(occasion.database, one.patron, HOLD_READY, since_ms=one.ready_ms)
    if told is None:
        return ""
    words = occasion.words
    return f"{words(f'notice.channel.{told.channel}')} · {words(f'notice.standing.{told.standing}')}"


REPORT = Report(name=NAME, rule="R-5", sheet=_sheet)
