"""Reports: looked at on the screen, then written as an Excel file."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from app.db.database import Database
from app.db.queries.entry import to_enter
from app.db.queries.forms import forms_not_destroyed
from app.db.queries.network import branches
from app.db.queries.reports import day_sheet, overdue
from app.desk.outcome import Touched
from app.rules.blocks import Why, block
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.service import ReportOrder, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words

DAY_SHEET, OVERDUE = "day-sheet", "overdue"
NOT_ENTERED, NOT_DESTROYED = "not-entered", "forms-not-destroyed"
ROWS_MAX = 500
"""More is for the file, not for the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A report on the screen. `numbers` are the places of columns that are counts."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = frozenset()
    all: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsState:
    """What is asked for, and what it shows.

    Attributes:
        period: Whether the report is of a period, or of this day.
        written: The file that was written last, to be opened.
    """

    name: str = DAY_SHEET
    first: date
    last: date
    branch: str = ""
    period: bool = True
    preview: Preview = Preview()
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    written: Path | None = None
    busy: bool = False


class ReportsPresenter(Showing[ReportsState]):
    """Shows reports and writes them."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        today = service.today()
        super().__init__(ReportsState(first=today.replace(day=1), last=today))
        self._service, self._words, self._stage = service, words, stage

    @property
    def names(self) -> Mapping[str, str]:
        return {name: self._words(f"report.{name}.title") for name in PREVIEWS}

    @property
    def branches(self) -> Mapping[str, str]:
        every = {"": self._words("report.all-branches")}
        return every | {one.code: one.name for one in branches(self._service.database)}

    # What is asked for.

    def choose(self, name: str) -> None:
        self.change(name=name, period=name == DAY_SHEET, written=None)
        self.refresh()

    def set_branch(self, code: str) -> None:
        self.change(branch=code, written=None)
        self.refresh()

    def set_period(self, first: str, last: str) -> None:
        """Take a period as typed."""
        complaints, days = {}, {}
        for name, text in (("first", first), ("last", last)):
            try:
                days[name] = read_day(text)
            except NoDay:
                days[name] = None
            if days[name] is None:
                complaints[name] = self._words("patrons.no-day")
        begin, end = days["first"], days["last"]
        if begin and end and end < begin:
            complaints["last"] = self._words("reports.ends-early")
        self.change(complaints=complaints, written=None)
        if begin and end and not complaints:
            self.change(first=begin, last=end)
            self.refresh()

    def take_period(self, name: str) -> None:
        """Take one of the periods that are asked for most."""
        first, last = PERIODS[name](self._service.today())
        self.change(first=first, last=last, complaints={}, written=None)
        self.refresh()

    # What it shows.

    def refresh(self) -> None:
        self.change(preview=PREVIEWS[self.state.name](self, self._service.database))

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.LOAN, Touched.PATRON, Touched.BRANCH, Touched.FORM} & set(kinds):
            self.refresh()

    def day_sheet(self, database: Database) -> Preview:
        state, words = self.state, self._words
        days = day_sheet(database, first=state.first, last=state.last, branch=state.branch)
        names = ("day", "branch", "loans", "renewals", "returns", "registrations")
        rows = tuple(
            (words.day(one.on), one.branch, *map(str, (one.loans, one.renewals, one.returns, one.registrations)))
            for one in days[:ROWS_MAX]
        )
        columns = tuple(words(f"column.{name}") for name in names)
        return Preview(columns=columns, rows=rows, numbers=frozenset({2, 3, 4, 5}), all=len(days))

    def overdue(self, database: Database) -> Preview:
        words = self._words
        loans = overdue(database, today=self._service.today(), branch=self.state.branch)
        names = ("days-overdue", "name", "phone", "title", "barcode", "due", "branch-lent")
        rows = tuple(
            (str(one.days), one.name, one.phone, one.title, one.barcode, words.day(one.due_on), one.branch)
            for one in loans[:ROWS_MAX]
        )
        columns = tuple(words(f"column.{name}") for name in names)
        return Preview(columns=columns, rows=rows, numbers=frozenset({0}), all=len(loans))

    def not_entered(self, database: Database) -> Preview:
        """Show who is to be entered; a personal code is in the file alone."""
        words, found = self._words, to_enter(database, self.state.branch)
        names = ("patron-number", "name", "birth", "branch", "registered")
        rows = tuple(
            (one.number, f"{one.given} {one.family}".strip(), self._day(one.birth_on), one.branch,
             self._day(one.registered_on))
            for one in found[:ROWS_MAX]
        )  # fmt: skip
        return Preview(columns=tuple(words(f"column.{name}") for name in names), rows=rows, all=len(found))

    def not_destroyed(self, database: Database) -> Preview:
        words, found = self._words, forms_not_destroyed(database, self._service.today(), self.state.branch)
        names = ("days-open", "form", "standing", "patron", "received", "entered-by", "branch")
        rows = tuple(
            (str(one.days), words(f"form.kind.{one.kind}"), words(f"form.standing.{one.standing}"), one.name,
             self._day(one.received_on), one.entered_by, one.branch)
            for one in found[:ROWS_MAX]
        )  # fmt: skip
        columns = tuple(words(f"column.{name}") for name in names)
        return Preview(columns=columns, rows=rows, numbers=frozenset({0}), all=len(found))

    def _day(self, day: date | None) -> str:
        return self._words.day(day) if day else ""

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self.change(preview=replace(self.state.preview, rows=(), all=0), notes=(), written=None)

    # Writing.

    def file_name(self) -> str:
        """Return a name to offer: what, and of which days."""
        state = self.state
        days = f"{state.first}_{state.last}" if state.period else f"{self._service.today()}"
        return " ".join(filter(None, (self.names[state.name], state.branch, days))) + ".xlsx"

    def write(self, path: Path) -> None:
        """Write the report, as asked for, to a file."""
        acting, state = self._service.acting, self.state
        if acting is None or "reports" not in acting.permissions:
            missing = (block(Why.NOT_PERMITTED, permission="reports"),)
            self.change(notes=block_notes(self._words, missing, acting))
            return
        today = self._service.today()
        first, last = (state.first, state.last) if state.period else (today, today)
        order = ReportOrder(name=state.name, path=path, first=first, last=last, branch=state.branch)
        self.change(busy=True, notes=(), written=None)
        self._service.write_report(order, done=partial(self._written, path), failed=self._failed)

    def _written(self, path: Path, rows: int) -> None:
        self.change(busy=False, written=path)
        self._stage.say(Line(tone=Tone.OK, text=self._words("reports.written", file=path.name, count=rows)))

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)

    def open_written(self) -> None:
        if self.state.written is not None:
            self._stage.open_file(self.state.written)


PREVIEWS: Mapping[str, Callable[[ReportsPresenter, Database], Preview]] = {
    DAY_SHEET: ReportsPresenter.day_sheet,
    OVERDUE: ReportsPresenter.overdue,
    NOT_ENTERED: ReportsPresenter.not_entered,
    NOT_DESTROYED: ReportsPresenter.not_destroyed,
}
"""Every report of `exports.registry` has its preview here; a test compares them."""


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


PERIODS: Mapping[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda day: (day, day),
    "week": _week,
    "month": _month,
    "last-month": lambda day: _month(day.replace(day=1) - timedelta(days=1)),
    "year": lambda day: (day.replace(month=1, day=1), day.replace(month=12, day=31)),
}
