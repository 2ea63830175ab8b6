"""R-23, the messages: what was to be told to whom in a period, and what became of it; never what it said."""

from __future__ import annotations

from collections.abc import Iterator

from app.db.queries.notices import NoticeShown, notices_of_period
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "notices"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.created"), kind="moment", width=17),
        Column(heading=words("column.message"), width=36),
        Column(heading=words("column.channel"), width=11),
        Column(heading=words("column.patron-number"), width=14),
        Column(heading=words("column.name"), width=24),
        Column(heading=words("column.standing"), width=26),
        Column(heading=words("column.cause"), width=34),
        Column(heading=words("column.tries"), kind="number", width=10),
        Column(heading=words("column.last"), kind="moment", width=17),
        Column(heading=words("column.desk"), width=24),
    )
    return table_sheet(occasion, NAME, columns, list(_rows(occasion)))


def _rows(occasion: Occasion) -> Iterator[tuple[Value, ...]]:
    words = occasion.words
    found = notices_of_period(occasion.database, first=occasion.first, last=occasion.last, branch=occasion.branch)
    for _, one in found:
        yield (
            occasion.moment(one.created_ms),
            words(f"notice.kind.{one.kind}"),
            words(f"notice.channel.{one.channel}"),
            one.patron,
            one.name,
            words(f"notice.standing.{one.standing}"),
            cause(occasion, one),
            one.tries,
            occasion.moment(one.last_ms),
            one.desk,
        )


def cause(occasion: Occasion, one: NoticeShown) -> str:
    """Return why a message stands as it does, where that is known."""
    return occasion.words(f"notice.cause.{one.cause}") if one.cause else ""


REPORT = Report(name=NAME, rule="R-23", sheet=_sheet)
