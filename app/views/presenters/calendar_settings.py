"""The closed days of a year on the screen: single ones, those of every year, national holidays; closing and opening."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from app.db.queries.calendar import (
    ClosedShown,
    branch_calendar,
    closed_days,
    closing,
    hours_from,
    national_days,
    will_move,
)
from app.db.queries.network import BranchShown, branches
from app.desk.opening import close_days, open_again
from app.desk.outcome import Done, Refused, Touched
from app.rules.blocks import Why, block
from app.rules.calendar import in_year
from app.rules.hours import closed_weekdays
from app.views.presenters.line import Line, Tone
from app.views.presenters.question import Answer, Answered, Asked, Asking, Kind, Question, QuestionState, deed
from app.views.presenters.service import Failed, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.words import Words

YEARS_AHEAD = 3
HERE, EVERYWHERE = "here", "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """A line of the table. `closed_day` is None for a national holiday, which nobody has written."""

    key: str
    closed_day: int | None
    days: str
    weekday: str
    reason: str
    where: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarState:
    """What is shown.

    Attributes:
        hours: Hours of opening and closed weekdays, in a sentence.
        may_open: Whether the chosen line can be taken back.
    """

    year: int = 0
    years: tuple[int, ...] = ()
    hours: str = ""
    rows: tuple[ClosedRow, ...] = ()
    chosen: str = ""
    may_open: bool = False
    asked: QuestionState = field(default_factory=QuestionState)


class CalendarPresenter(Showing[CalendarState]):
    """Shows when this branch is closed in a year; closes days and opens them again."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(CalendarState())
        self._service, self._words, self._stage = service, words, stage
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda state: self.change(asked=state)

    # What is shown.

    def refresh(self) -> None:
        """Read the closed days of the year that is chosen; at first of this one."""
        this = self._service.today().year
        year, branch = self.state.year or this, self._branch()
        found = [
            (one.first if not one.yearly else in_year(one.first, max(year, one.first.year)), one)
            for one in closed_days(self._service.database, date(year, 1, 1), branch.branch if branch else None)
        ]
        written = [self._row(first, one) for first, one in found if year in {first.year, one.last.year}]
        calendar = branch_calendar(self._service.database, branch.branch if branch else None, date(year, 1, 1))
        holidays = [self._holiday(day, name) for day, name in national_days(calendar, year).items()]
        rows = tuple(row for _, row in sorted([*written, *holidays], key=lambda found: (found[0], found[1].key)))
        chosen = self.state.chosen if any(row.key == self.state.chosen for row in rows) else ""
        years = tuple(range(this - 1, this + YEARS_AHEAD))
        self.change(year=year, years=years, rows=rows, hours=self._hours(branch))
        self.choose(chosen)

    def _branch(self) -> BranchShown | None:
        own = self._service.place
        return next((one for one in branches(self._service.database) if own and one.branch == own.branch), None)

    def _row(self, first: date, one: ClosedShown) -> tuple[date, ClosedRow]:
        words, last = self._words, first + (one.last - one.first)
        return first, ClosedRow(
            key=str(one.closed_day),
            closed_day=one.closed_day,
            days=words.day(first) if first == last else f"{words.day(first)} – {words.day(last)}",
            weekday=words.weekday(first.isoweekday()) if first == last else "",
            reason=one.reason,
            where=words("calendar.here") if one.branch else words("calendar.everywhere"),
            again=words("calendar.yearly") if one.yearly else "",
        )

    def _holiday(self, day: date, name: str) -> tuple[date, ClosedRow]:
        words = self._words
        return day, ClosedRow(
            key=day.isoformat(),
            closed_day=None,
            days=words.day(day),
            weekday=words.weekday(day.isoweekday()),
            reason=name,
            where=words("calendar.everywhere"),
            again=words("calendar.holiday"),
        )

    def _hours(self, branch: BranchShown | None) -> str:
        """Return the hours of opening and the closed weekdays of today, in a sentence."""
        if branch is None:
            return ""
        words = self._words
        hours = hours_from(self._service.database, branch.branch, self._service.today())[0].hours
        closed = ", ".join(map(words.weekday, sorted(closed_weekdays(hours))))
        said = (words.hours(hours), words("calendar.closed-on", weekdays=closed) if closed else "")
        return " · ".join(filter(None, said))

    def choose_year(self, year: int) -> None:
        self.change(year=year)
        self.refresh()

    def choose(self, key: str) -> None:
        """Choose a line; only what somebody has written can be taken back."""
        found = next((row for row in self.state.rows if row.key == key), None)
        self.change(chosen=key, may_open=found is not None and found.closed_day is not None)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.SETTING, Touched.BRANCH} & set(kinds) and self.state.year:
            self.refresh()

    def forget(self) -> None:
        """Let go of what is being typed."""
        self.asking.close()

    # Closing.

    def ask_to_close(self) -> None:
        words = self._words
        where = {HERE: words("calendar.here"), EVERYWHERE: words("calendar.everywhere")}
        often = {"no": words("calendar.once"), "yes": words("calendar.yearly")}
        fields = (
            Asked(name="from", label=words("calendar.first"), kind=Kind.DAY),
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
        """Say how many due days move before anything is written."""
        first = answer.day("from")
        if first is None:
            done(Refused(blocks=(block(Why.FIELD_MISSING, field="from"),)))
            return
        last = answer.day("until") or first
        if last < first:
            done(Refused(blocks=(block(Why.FIELD_INVALID, field="until"),)))
            return
        self._confirm(answer, first, last)

    def _confirm(self, answer: Answer, first: date, last: date) -> None:
        words, everywhere, own = self._words, answer["where"] == EVERYWHERE, self._service.place
        branch = None if everywhere or own is None else own.branch
        due = will_move(self._service.database, branch, closing(first, last, yearly=answer["yearly"] == "yes"))
        question = Question(
            title=words("calendar.sure", first=first, last=last),
            hint=words("calendar.moves", count=due),
            confirm=words("calendar.close.do"),
        )
        make = partial(
            close_days,
            first=first,
            last=last,
            reason=answer["reason"],
            everywhere=everywhere,
            yearly=answer["yearly"] == "yes",
        )
        self.asking.ask(question, deed(self._service, lambda _: make), partial(self._done, "cli.closed.add.done"))

    def ask_to_open(self) -> None:
        """Ask whether closed days are to be taken back."""
        found = next((row for row in self.state.rows if row.key == self.state.chosen), None)
        if found is None or found.closed_day is None:
            return
        words = self._words
        question = Question(
            title=words("calendar.open", days=found.days),
            hint=words("calendar.open.hint"),
            confirm=words("calendar.open.do"),
        )
        make = partial(open_again, closed_day=found.closed_day)
        self.asking.ask(question, deed(self._service, lambda _: make), partial(self._done, "cli.closed.cancel.done"))

    def _done(self, code: str, done: Done[Any]) -> None:
        self.refresh()
        record = done.record
        self._stage.say(Line(tone=Tone.OK, text=self._words(code, first=record.first, last=record.last)))
