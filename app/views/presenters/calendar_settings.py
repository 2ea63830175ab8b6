"""When a branch is closed, on the screen: a month of days, a year of closed ones; closing, opening, and undoing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.db.queries.calendar import (
    Change,
    ClosedShown,
    branch_calendar,
    closed_days,
    closing,
    hours_from,
    reopening,
    will_move,
)
from app.db.queries.network import BranchShown
from app.desk.opening import close_days, open_again
from app.desk.outcome import Done, Refused, Touched
from app.rules.blocks import Why, block
from app.rules.calendar import Calendar
from app.rules.hours import closed_weekdays
from app.views.presenters.line import Line, Tone
from app.views.presenters.month import DayCell, DayKind, cells, closed_on, days_of, kind_of, months_on, years_on
from app.views.presenters.question import Answer, Answered, Asked, Kind, Question, QuestionState, deed
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.settings_tab import TabPresenter
from app.views.presenters.stage import Stage
from app.views.presenters.year import ClosedRow, rows_of, span_of
from app.words import Words

YEARS_BACK, YEARS_AHEAD = 1, 3
HERE, EVERYWHERE = "here", "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarState:
    """What is shown.

    Attributes:
        branch: The code of the branch that it is about, one of `options`.
        hours: Hours of opening and closed weekdays, in a sentence.
        day: The day that is chosen; what may be said of it stands in `told`.
        may_open: Whether somebody has closed the day, so that it can be taken back.
    """

    branch: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    hours: str = ""
    day: date | None = None
    month: str = ""
    cells: tuple[DayCell, ...] = ()
    told: str = ""
    rows: tuple[ClosedRow, ...] = ()
    may_open: bool = False
    may_undo: bool = False
    asked: QuestionState = field(default_factory=QuestionState)


class CalendarPresenter(TabPresenter[CalendarState]):
    """Shows when a branch is closed; closes days and opens them again."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(CalendarState(), service, words, stage)
        self._closed: list[ClosedShown] = []
        self._back: list[int | ClosedShown] = []  # What was closed, by its row; what was opened, as it was.

    # What is shown.

    def refresh(self) -> None:
        """Read the month and the year of the day that is chosen; at first that is today, of this branch."""
        today, branch = self._service.today(), self._branch(self.state.branch)
        if branch is None:
            return
        day = self.state.day or today
        since = min(days_of(day)[0], date(day.year, 1, 1))
        self._closed = closed_days(self._service.database, since, branch.branch)
        calendar = branch_calendar(self._service.database, branch.branch, since)
        self.change(
            branch=branch.code,
            options={one.code: one.name for one in self._branches()},
            hours=self._hours(branch),
            day=day,
            month=self._words.month(day),
            cells=tuple(cells(day, today, calendar, self._closed)),
            told=self._told(day, calendar),
            rows=rows_of(day.year, calendar, self._closed, self._words),
            may_open=bool(closed_on(day, self._closed)),
            may_undo=bool(self._back),
        )

    def _hours(self, branch: BranchShown) -> str:
        words = self._words
        hours = hours_from(self._service.database, branch.branch, self._service.today())[0].hours
        closed = ", ".join(map(words.weekday, sorted(closed_weekdays(hours))))
        said = (words.hours(hours), words("calendar.closed-on", weekdays=closed) if closed else "")
        return " · ".join(filter(None, said))

    def _told(self, day: date, calendar: Calendar) -> str:
        """Return what is to be said of a day: whether it is open, why not, where, and how often."""
        words, (kind, text) = self._words, kind_of(day, calendar, self._closed)
        written = closed_on(day, self._closed)[:1]
        more = [span_of(one, day.year, self._words) for one in written if one.first != one.last]
        more += [words("calendar.yearly") for one in written if one.yearly]
        more += [words("calendar.everywhere") for one in written if not one.branch]
        said = ", ".join(filter(None, (text, *more)))
        return f"{words.long_day(day)}: {words(f'calendar.kind.{kind}')}{f' ({said})' if said else ''}"

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.SETTING, Touched.BRANCH} & set(kinds) and self.state.day:
            self.refresh()

    # Going from day to day.

    def choose_branch(self, code: str) -> None:
        self._back.clear()
        self.change(branch=code)
        self.refresh()

    def choose(self, day: date) -> None:
        """Choose a day; the years are those that anybody plans, and the last one."""
        this = self._service.today().year
        if this - YEARS_BACK <= day.year <= this + YEARS_AHEAD:
            self.change(day=day)
            self.refresh()

    def step(self, *, days: int = 0, months: int = 0, years: int = 0) -> None:
        if self.state.day is not None:
            self.choose(years_on(months_on(self.state.day + timedelta(days=days), months), years))

    def to_today(self) -> None:
        self.choose(self._service.today())

    # Closing.

    def toggle(self) -> None:
        """Close the day that is chosen, or open it again; ask first where due days move."""
        day = self.state.day
        if day is None:
            return
        kind = next((cell.kind for cell in self.state.cells if cell.day == day), DayKind.OPEN)
        if kind is DayKind.CLOSED:
            self.ask_to_open()
        elif kind is DayKind.OPEN:
            self._close(day, day, {})
        else:
            text = self._words(f"calendar.kept-by.{kind}")
            self._stage.say(Line(tone=Tone.ATTENTION, text=text))

    def ask_to_close(self) -> None:
        words, day = self._words, self.state.day
        if day is None:
            return
        where = {HERE: self.state.options.get(self.state.branch, ""), EVERYWHERE: words("calendar.everywhere")}
        often = {"no": words("calendar.once"), "yes": words("calendar.yearly")}
        fields = (
            Asked(name="from", label=words("calendar.first"), kind=Kind.DAY, value=f"{day:%d.%m.%Y}"),
            Asked(name="until", label=words("calendar.last"), kind=Kind.DAY),
            Asked(name="reason", label=words("calendar.reason")),
            Asked(name="where", label=words("calendar.where"), kind=Kind.LIST, value=HERE, options=where),
            Asked(name="yearly", label=words("calendar.often"), kind=Kind.LIST, value="no", options=often),
        )
        question = Question(
            title=words("calendar.close"),
            confirm=words("rules.go-on"),
            fields=fields,
            hint=words("calendar.close.hint"),
        )
        self.asking.ask(question, self._checked, lambda _: None)

    def _checked(self, answer: Answer, done: Answered, _: Failed) -> None:
        first = answer.day("from")
        if first is None:
            done(Refused(blocks=(block(Why.FIELD_MISSING, field="from"),)))
            return
        last = answer.day("until") or first
        if last < first:
            done(Refused(blocks=(block(Why.FIELD_INVALID, field="until"),)))
            return
        self._close(first, last, answer.values, always=True)

    def _close(self, first: date, last: date, given: Mapping[str, str], *, always: bool = False) -> None:
        everywhere, yearly = given.get("where") == EVERYWHERE, given.get("yearly") == "yes"
        make = partial(
            close_days,
            first=first,
            last=last,
            reason=given.get("reason", ""),
            branch=self.state.branch,
            everywhere=everywhere,
            yearly=yearly,
        )
        moving = self._moving(closing(first, last, yearly=yearly), everywhere=everywhere)
        question = Question(
            title=self._words("calendar.sure", first=first, last=last),
            hint=self._words("calendar.moves", count=moving),
            confirm=self._words("calendar.close.do"),
        )
        self._sure(question if moving or always else None, make, self._was_closed)

    def _moving(self, change: Change, *, everywhere: bool) -> int:
        branch = self._branch(self.state.branch)
        return will_move(self._service.database, None if everywhere or branch is None else branch.branch, change)

    def ask_to_open(self) -> None:
        """Take back what has closed the day; ask first where that is more than this day, or due days move."""
        found = closed_on(self.state.day, self._closed) if self.state.day else []
        if not found or self.state.day is None:
            return
        one, words = found[0], self._words
        moving = self._moving(reopening(one), everywhere=not one.branch)
        days = ", ".join(filter(None, (span_of(one, self.state.day.year, words), one.reason)))
        question = Question(
            title=words("calendar.open", days=days),
            hint=f"{words('calendar.moves', count=moving)} {words('calendar.open.hint')}",
            confirm=words("calendar.open.do"),
        )
        is_small = one.first == one.last and one.branch and not one.yearly and not moving
        make = partial(open_again, closed_day=one.closed_day)
        self._sure(None if is_small else question, make, partial(self._was_opened, one))

    def _sure(self, question: Question | None, make: Deed[Any], done: Any) -> None:
        act = deed(self._service, lambda _: make)
        if question is None:
            self.asking.do(act, done)
        else:
            self.asking.ask(question, act, done)

    def _was_closed(self, done: Done[Any]) -> None:
        self._back.append(done.record.closed_day)
        self._told_done("cli.closed.add.done", done)

    def _was_opened(self, one: ClosedShown, done: Done[Any]) -> None:
        self._back.append(one)
        self._told_done("cli.closed.cancel.done", done)

    def _told_done(self, code: str, done: Done[Any]) -> None:
        self.refresh()
        self._say(self._words(code, first=done.record.first, last=done.record.last))

    def undo(self) -> None:
        """Take back the last closing or opening that was done here."""
        if not self._back:
            return
        last = self._back.pop()
        make = partial(open_again, closed_day=last) if isinstance(last, int) else _closed_anew(last)
        self.asking.do(deed(self._service, lambda _: make), partial(self._was_undone, last))

    def _was_undone(self, last: int | ClosedShown, done: Done[Any]) -> None:
        if not isinstance(last, int):  # What is closed anew is another row: what closed it first is undone by that one.
            rows = {last.closed_day: done.record.closed_day}
            self._back = [rows.get(one, one) if isinstance(one, int) else one for one in self._back]
        self._told_done("calendar.undone", done)

    def forget(self) -> None:
        super().forget()
        self._back.clear()


def _closed_anew(one: ClosedShown) -> Deed[Any]:
    return partial(
        close_days,
        first=one.first,
        last=one.last,
        reason=one.reason,
        branch=one.branch,
        everywhere=not one.branch,
        yearly=one.yearly,
    )
