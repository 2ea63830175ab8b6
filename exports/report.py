"""What every report is made with, and the sheet at its end: up to when each branch's data are known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.db.database import Database
from app.db.queries.network import UpTo, branches, data_up_to
from app.words import Words
from exports.workbook import Column, Sheet, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a report is made of and for.

    Attributes:
        database: A connection that cannot write.
        branch: The code of one branch; "" for all.
        now_ms: Unix milliseconds, by this PC's clock.
        zone: The time zone of the desk that makes it.
    """

    database: Database
    words: Words
    first: date
    last: date
    today: date
    branch: str
    branch_name: str
    now_ms: int
    zone: str

    def moment(self, unix_ms: int) -> datetime:
        """Return an instant as the wall clock shows it; Excel knows no time zones."""
        return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: its name on the command line, its number in the rules, and how its sheet is made."""

    name: str
    rule: str
    sheet: Callable[[Occasion], Sheet]


def money(minor: int) -> Decimal:
    """Return an amount as a cell has it."""
    return Decimal(minor).scaleb(-2)


def table_sheet(
    occasion: Occasion,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    of_a_period: bool = True,
) -> Sheet:
    """Return the main sheet of a report in the house look.

    Args:
        of_a_period: Whether it tells what happened from one day to another, or how things stand today.
    """
    words = occasion.words
    return Sheet(
        name=words(f"report.{name}.title"),
        title=words(f"report.{name}.title"),
        subtitle=" · ".join(_subtitle(occasion, of_a_period=of_a_period)),
        table=name.title().replace("-", ""),
        columns=columns,
        rows=rows,
        empty=words("report.empty"),
        total=words("report.total"),
        footer=f"{words(f'report.{name}.title')} · {occasion.branch_name or words('report.all-branches')}",
    )


def _subtitle(occasion: Occasion, *, of_a_period: bool) -> list[str]:
    words = occasion.words
    return [
        occasion.branch_name or words("report.all-branches"),
        _period(occasion) if of_a_period else words("report.as-of", day=words.day(occasion.today)),
        words("report.made", moment=words.moment(occasion.moment(occasion.now_ms))),
        _oldest(occasion),
    ]


def _period(occasion: Occasion) -> str:
    first, last = occasion.words.day(occasion.first), occasion.words.day(occasion.last)
    return first if first == last else f"{first} – {last}"


def _oldest(occasion: Occasion) -> str:
    """Say how old the oldest data are, and whose they are."""
    words, known = occasion.words, data_up_to(occasion.database, occasion.now_ms)
    silent = [one.branch for one in known if one.unix_ms is None]
    if silent:
        return words("report.never-heard", branches=", ".join(silent[:3]), count=len(silent))
    oldest = min(known, key=lambda one: one.unix_ms or 0, default=None)
    if oldest is None or oldest.unix_ms is None:
        return ""
    return words("report.up-to", moment=words.moment(occasion.moment(oldest.unix_ms)), branch=oldest.branch)


def branch_id(occasion: Occasion) -> int | None:
    """Return the branch that a report is about; None for all."""
    return next((one.branch for one in branches(occasion.database) if one.code == occasion.branch), None)


def rules_of(occasion: Occasion) -> int:
    """Return the branch whose house rules and days a report goes by: the one that it is about, else any."""
    found = branch_id(occasion)
    return found if found is not None else next((one.branch for one in branches(occasion.database)), 0)


def up_to_sheet(occasion: Occasion) -> Sheet:
    """Return the sheet that says up to when each branch's data are known here."""
    words = occasion.words
    rows = [_up_to_row(occasion, one) for one in data_up_to(occasion.database, occasion.now_ms)]
    return Sheet(
        name=words("report.data-up-to"),
        title=words("report.data-up-to"),
        subtitle=words("report.data-up-to.explained"),
        table="DataUpTo",
        columns=(
            Column(heading=words("column.branch"), width=36),
            Column(heading=words("report.data-up-to"), kind="moment", width=20),
        ),
        rows=rows,
        empty=words("report.empty"),
        footer=words("report.data-up-to"),
    )


def _up_to_row(occasion: Occasion, known: UpTo) -> tuple[Value, ...]:
    if known.unix_ms is None:
        return known.branch, occasion.words("report.never")
    return known.branch, occasion.moment(known.unix_ms)
