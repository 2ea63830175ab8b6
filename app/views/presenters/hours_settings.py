"""Hours of opening on the screen: those that hold at a branch, those that are to come, and writing others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from app.db.queries.calendar import HoursShown, hours_from, opening, will_move
from app.desk.opening import HoursSet, change_hours, withdraw_hours
from app.desk.outcome import Done, Refused, Touched
from app.rules.blocks import Block, Why, block
from app.rules.hours import WEEKDAYS, Spans, closed_weekdays, read_spans, write_hours
from app.views.presenters.days import written_day
from app.views.presenters.question import Answer, Answered, Asked, Kind, Question, QuestionState, deed
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.settings_tab import TabPresenter
from app.views.presenters.stage import Stage
from app.words import Words

FIRST = "first"
"""The key of the hours with which the branch began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """Hours with the day since when, or from which, they hold."""

    key: str
    since: str
    hours: str
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursState:
    """What is shown.

    Attributes:
        branch: The code of the branch that it is about, one of `options`.
        may_withdraw: Whether the chosen hours are still to come, or began today.
    """

    branch: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[HoursRow, ...] = ()
    chosen: str = ""
    may_withdraw: bool = False
    asked: QuestionState = field(default_factory=QuestionState)


class HoursPresenter(TabPresenter[HoursState]):
    """Shows when a branch opens; writes other hours from a day on once somebody has seen how many due days move."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(HoursState(), service, words, stage)
        self._found: dict[str, HoursShown] = {}

    # What is shown.

    def refresh(self) -> None:
        """Read the hours of the branch that is chosen; at first that is this one."""
        branch = self._branch(self.state.branch)
        if branch is None:
            return
        found = hours_from(self._service.database, branch.branch, self._service.today())
        self._found = {one.from_on.isoformat() if one.from_on else FIRST: one for one in found}
        options = {one.code: one.name for one in self._branches()}
        self.change(branch=branch.code, options=options, rows=tuple(map(self._row, self._found)))
        self.choose(self.state.chosen if self.state.chosen in self._found else next(iter(self._found)))

    def _row(self, key: str) -> HoursRow:
        one, words = self._found[key], self._words
        return HoursRow(
            key=key,
            since=words.day(one.from_on) if one.from_on else words("rules.profile"),
            hours=words.hours(one.hours) or words("hours.unsaid"),
            closed=self._closed(one.hours),
        )

    def _closed(self, hours: Mapping[int, Spans]) -> str:
        return ", ".join(map(self._words.weekday, sorted(closed_weekdays(hours))))

    def choose_branch(self, code: str) -> None:
        self.change(branch=code, chosen="")
        self.refresh()

    def choose(self, key: str) -> None:
        """Choose some hours; only those that do not hold since an earlier day can be taken back."""
        one = self._found.get(key)
        coming = one is not None and one.from_on is not None and one.from_on >= self._service.today()
        self.change(chosen=key, may_withdraw=coming)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.SETTING, Touched.BRANCH} & set(kinds) and self.state.rows:
            self.refresh()

    # Writing.

    def ask_change(self) -> None:
        """Ask for the times of each weekday, and from which day they hold."""
        one = self._found.get(self.state.chosen)
        if one is None:
            return
        words, today = self._words, self._service.today()
        since = max(one.from_on or today, today)
        days = (self._asked(one, day) for day in WEEKDAYS)
        question = Question(
            title=words("hours.change", branch=self.state.options[self.state.branch]),
            hint=words("hours.change.hint", open=words("hours.open")),
            confirm=words("rules.go-on"),
            fields=(Asked(name="from_on", label=words("rules.from"), kind=Kind.DAY, value=written_day(since)), *days),
        )
        self.asking.ask(question, self._checked, lambda _: None)

    def _asked(self, one: HoursShown, day: int) -> Asked:
        """Return the field of a weekday: its times, a word where nobody knows them, nothing where it is closed."""
        value = (", ".join(one.hours[day]) or self._words("hours.open")) if day in one.hours else ""
        return Asked(name=_field(day), label=_capital(self._words.weekday(day)), value=value)

    def _checked(self, answer: Answer, done: Answered, _: Failed) -> None:
        """Say what follows before anything is written; times that are none are refused beside their weekday."""
        since, today = answer.day("from_on") or self._service.today(), self._service.today()
        read = {day: self._read(answer[_field(day)]) for day in WEEKDAYS if answer[_field(day)]}
        wrong = [_field(day) for day, spans in read.items() if spans is None]
        blocks: list[Block] = [block(Why.FIELD_INVALID, field=name) for name in wrong]
        blocks += [block(Why.FIELD_INVALID, field="from_on")] if since < today else []
        blocks += [] if read else [block(Why.FIELD_MISSING, field=_field(1))]
        if blocks:
            done(Refused(blocks=tuple(blocks)))
            return
        self._confirm({day: spans for day, spans in read.items() if spans is not None}, since)

    def _read(self, text: str) -> Spans | None:
        return () if text.casefold() == self._words("hours.open").casefold() else read_spans(text)

    def _confirm(self, hours: Mapping[int, Spans], since: date) -> None:
        words, closed = self._words, self._closed(hours)
        said = [words.hours(hours), words("calendar.closed-on", weekdays=closed) if closed else ""]
        make = partial(change_hours, branch=self.state.branch, hours=write_hours(hours), from_on=since)
        self._sure(words("hours.sure", first=since), said, write_hours(hours), since, make)

    def ask_withdraw(self) -> None:
        """Ask whether hours that are to come are to be taken back."""
        one = self._found.get(self.state.chosen)
        if one is None or one.from_on is None or not self.state.may_withdraw:
            return
        make = partial(withdraw_hours, branch=self.state.branch, from_on=one.from_on)
        title = self._words("hours.withdraw", first=one.from_on)
        self._sure(title, [self._words.hours(one.hours)], "", one.from_on, make)

    def _sure(self, title: str, said: list[str], hours: str, since: date, make: Deed[HoursSet]) -> None:
        """Ask once more, with how many open loans will be due on another day."""
        words, branch = self._words, self._branch(self.state.branch)
        moving = will_move(self._service.database, branch.branch if branch else None, opening(hours, since))
        hint = " · ".join(filter(None, (*said, words("calendar.moves", count=moving))))
        question = Question(title=title, hint=hint, confirm=words("rules.write"))
        self.asking.ask(question, deed(self._service, lambda _: make), self._written)

    def _written(self, done: Done[Any]) -> None:
        self.change(chosen=done.record.from_on.isoformat())
        self.refresh()
        self._say(self._words("hours.written" if done.record.hours else "hours.withdrawn", first=done.record.from_on))


def _field(day: int) -> str:
    """Return the name of the field for the times of a weekday."""
    return f"hours_{day}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
