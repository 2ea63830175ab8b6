"""Reports: looked at on the screen, then written as an Excel file."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from app.db.queries.network import branches
from app.desk.outcome import Touched
from app.rules.blocks import Why, block
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.looking import Looking, Preview
from app.views.presenters.previews import DAY_SHEET, OF_A_PERIOD, PREVIEWS
from app.views.presenters.service import ReportOrder, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words


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
    preview: Preview = field(default_factory=Preview)
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
        self.change(name=name, period=name in OF_A_PERIOD, written=None)
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
        state, service = self.state, self._service
        looking = Looking(
            service.database,
            self._words,
            first=state.first,
            last=state.last,
            today=service.today(),
            branch=state.branch,
        )
        self.change(preview=PREVIEWS[state.name](looking))

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.LOAN, Touched.PATRON, Touched.BRANCH, Touched.FORM} & set(kinds):
            self.refresh()

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
