"""The network as this desk knows it: who was heard of when, what is on its way, and what is not as it should be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.db.queries.network import WorkstationShown, desk_names, workstations
from app.desk.outcome import Touched
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.news import Reported, SyncNews
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.trouble import error_line
from app.words import Words

AHEAD_MS = 600_000
"""A clock that showed a time so far ahead when it was heard of is wrong; one behind may have been long on its way."""
SILENT_MS = 3 * 86_400_000
"""A workstation that was not heard of for so long is told apart: perhaps its PC is off, perhaps its folder is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkstationRow:
    """A workstation as a line."""

    key: str
    branch: str
    workstation: str
    heard: str
    waiting: str
    clock: str
    rows: str
    version: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """What the screen shows.

    Attributes:
        sending: What of this desk is not in the folder yet, in a sentence.
        today: The date to be confirmed, in words; "" where none is asked for.
    """

    rows: tuple[WorkstationRow, ...] = ()
    notes: tuple[Note, ...] = ()
    sending: str = ""
    today: str = ""


class NetworkPresenter(Showing[NetworkState]):
    """Shows how the desks stand with each other."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(NetworkState())
        self._service, self._words, self._stage = service, words, stage

    def refresh(self) -> None:
        news, words = self._service.news, self._words
        waiting = words("network.sending", count=news.waiting) if news.waiting else words("network.sent")
        self.change(
            rows=tuple(self._row(one, news) for one in workstations(self._service.database)),
            notes=self._notes(news),
            sending=waiting,
            today=words.day(self._service.today()) if news.asks_for_date else "",
        )

    def forget(self) -> None:
        """Nothing of a patron is in sight here."""

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.NETWORK, Touched.BRANCH} & set(kinds):
            self.refresh()

    def confirm_date(self) -> None:
        """Take this PC's date for right."""
        if self.state.today:
            self._service.confirm_date(done=self._confirmed, failed=self._stage.trouble)

    def _confirmed(self) -> None:
        self._stage.say(Line(tone=Tone.OK, text=self._words("network.date-confirmed")))
        self._service.look_now()

    # What is shown.

    def _notes(self, news: SyncNews) -> tuple[Note, ...]:
        trouble = []
        if news.trouble is not None:
            said = error_line(self._words, news.trouble)
            trouble = [Note(tone=Tone.ATTENTION, text=said.text, hint=said.todo)]
        desks = desk_names(self._service.database) if news.problems else {}
        return (*trouble, *(problem_note(self._words, problem, desks) for problem in news.problems))

    def _row(self, one: WorkstationShown, news: SyncNews) -> WorkstationRow:
        words = self._words
        if one.is_own:
            heard, tone = words("network.here"), Tone.OK
        elif one.heard_ms is None:
            heard, tone = words("network.never"), Tone.PLAIN
        else:
            silent = self._service.now_ms() - one.heard_ms > SILENT_MS
            heard, tone = words.moment(self._service.local(one.heard_ms)), Tone.ATTENTION if silent else Tone.PLAIN
        if one.rows_agree is False:
            tone = Tone.ATTENTION
        waiting = news.waiting if one.is_own else one.waiting
        return WorkstationRow(
            key=str(one.replica),
            branch=one.branch,
            workstation=one.name,
            heard=heard,
            waiting=str(waiting) if waiting else "",
            clock=self._clock(one),
            rows=self._rows(one),
            version=self._service.version if one.is_own else one.version,
            tone=tone,
        )

    def _rows(self, one: WorkstationShown) -> str:
        if one.rows_agree is None:
            return ""
        return self._words("network.rows-agree") if one.rows_agree else self._words("network.rows-differ")

    def _clock(self, one: WorkstationShown) -> str:
        if one.heard_ms is None or one.seen_ms is None or one.heard_ms - one.seen_ms <= AHEAD_MS:
            return ""
        minutes = (one.heard_ms - one.seen_ms) // 60_000
        return self._words("network.ahead", hours=minutes // 60, minutes=minutes % 60)


def problem_note(words: Words, problem: Reported, desks: Mapping[int, str]) -> Note:
    """Tell of a problem of the last round, and what to do next; desks go by their names."""
    figures = {"replica": problem.replica, "detail": problem.detail, **problem.figures}
    desk = {"desk": desks[problem.replica]} if problem.replica in desks else {}
    sentence, hint = words.problem(problem.code, {**figures, **desk})
    return Note(tone=Tone.ATTENTION, text=sentence, hint=hint)
