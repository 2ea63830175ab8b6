"""What somebody waits for and what lies ready for them, as their page shows it, and the deeds about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.db.queries.holds import HoldShown
from app.db.queries.network import branches
from app.desk.absence import note_absence
from app.desk.holds import cancel_hold, move_hold, resume_hold, suspend_hold
from app.desk.outcome import Done
from app.rules.holds import FOR_EVER, Stage
from app.views.presenters import person_asking as asked
from app.views.presenters.days import written_day
from app.views.presenters.line import Tone
from app.views.presenters.person_doing import Begun, Doing
from app.views.presenters.person_state import Fact, TabColumn, TabRow, TabShown
from app.views.presenters.person_tabs import HOLD, PersonRead
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed, Service
from app.words import Words

_TONES: Mapping[Stage, Tone] = {
    Stage.READY: Tone.OK,
    Stage.UNCOLLECTED: Tone.REFUSED,
    Stage.LAPSED: Tone.REFUSED,
    Stage.SUSPENDED: Tone.ATTENTION,
    Stage.ABSENT: Tone.ATTENTION,
}


def holds_tab(read: PersonRead, words: Words) -> TabShown:
    return TabShown(
        facts=_absence(read, words),
        columns=(
            TabColumn(id="title", heading=words("column.title"), weight=3),
            TabColumn(id="stage", heading=words("column.status"), most=240),
            TabColumn(id="place", heading=words("column.place"), most=80),
            TabColumn(id="pickup", heading=words("holds.pickup"), weight=1),
            TabColumn(id="placed", heading=words("column.placed"), most=110, optional=True),
            TabColumn(id="until", heading=words("person.holds.until"), most=110),
        ),
        rows=tuple(_row(one, words) for one in read.holds),
        empty=words("hold.list.none"),
        empty_hint=words("person.holds.hint"),
    )


def _absence(read: PersonRead, words: Words) -> tuple[Fact, ...]:
    first, last = read.absence
    if first is None and last is None:
        return ()
    said = " – ".join(words.day(day) if day else "…" for day in (first, last))
    return (Fact(label=words("person.absence"), said=said, tone=Tone.ATTENTION),)


def _row(one: HoldShown, words: Words) -> TabRow:
    until = one.ready_until or one.until_on
    place = f"{one.position} / {one.waiting}" if one.position else ""
    cells = (
        one.title,
        _stage(one, words),
        place,
        one.pickup,
        words.day(one.placed_on) if one.placed_on else "",
        words.day(until) if until else "",
    )
    return TabRow(key=f"{HOLD}:{one.hold}", cells=cells, tone=_TONES.get(one.stage, Tone.PLAIN))


def _stage(one: HoldShown, words: Words) -> str:
    said = words(f"hold.stage.{one.stage}")
    if one.stage is Stage.SUSPENDED and one.suspended_until not in {None, FOR_EVER}:
        return words("person.holds.suspended", stage=said, until=one.suspended_until)
    return said


class HoldDeeds:
    """Begins the deeds of the tab."""

    def __init__(self, service: Service, words: Words, doing: Doing) -> None:
        self._service, self._words, self._doing = service, words, doing

    def cancel(self, of: Begun) -> None:
        hold, title = str(of.row), self._title(of)
        question = asked.sure_question(of.offer, title, self._words)
        self._doing.ask(question, lambda _: partial(cancel_hold, hold=hold), self._said("holds.cancelled"))

    def move(self, of: Begun) -> None:
        options = {one.code: one.name for one in branches(self._service.database)}
        field = Asked(name="to", label=self._words("column.pickup"), kind=Kind.LIST, options=options,
                      value=next(iter(options), ""))  # fmt: skip
        self._put(of, field, lambda hold, answer: partial(move_hold, hold=hold, to=answer["to"]), "holds.moved")

    def suspend(self, of: Begun) -> None:
        field = Asked(name="until", label=self._words("person.holds.suspend-until"), kind=Kind.DAY)
        self._put(
            of,
            field,
            lambda hold, answer: partial(suspend_hold, hold=hold, until=answer.day("until")),
            "holds.suspended",
        )

    def resume(self, of: Begun) -> None:
        hold = str(of.row)
        self._doing.do(lambda _: partial(resume_hold, hold=hold), self._said("holds.resumed"))

    def absence(self, of: Begun) -> None:
        first, last = of.read.absence
        question = Question(
            title=of.offer.label,
            confirm=self._words("person.confirm.note-absence"),
            hint=self._words("person.absence.hint"),
            fields=tuple(
                Asked(
                    name=name,
                    label=self._words(f"person.{name}"),
                    kind=Kind.DAY,
                    value=written_day(day) if day else "",
                )
                for name, day in (("absent_from", first), ("absent_until", last))
            ),
        )

        def make(answer: Answer) -> Deed[Any]:
            return partial(
                note_absence,
                patron=of.read.scan,
                first=answer.day("absent_from"),
                last=answer.day("absent_until"),
            )

        self._doing.ask(question, make, lambda outcome: self._words("person.absence.done", name=outcome.record.name))

    def _put(self, of: Begun, field: Asked, make: Callable[[str, Answer], Deed[Any]], code: str) -> None:
        hold = str(of.row)
        question = Question(
            title=f"{of.offer.label}: {self._title(of)}",
            confirm=self._words(f"person.confirm.{of.offer.id}"),
            fields=(field,),
        )
        self._doing.ask(question, lambda answer: make(hold, answer), self._said(code))

    def _said(self, code: str) -> Callable[[Done[Any]], str]:
        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            return self._words(code, title=record.title, patron=record.patron_name, branch=record.pickup)

        return say

    def _title(self, of: Begun) -> str:
        return next((one.title for one in of.read.holds if one.hold == of.row), "")


HOLD_BEGINNINGS: Mapping[str, Callable[[HoldDeeds, Begun], None]] = {
    "cancel-hold": HoldDeeds.cancel,
    "move-hold": HoldDeeds.move,
    "suspend-hold": HoldDeeds.suspend,
    "resume-hold": HoldDeeds.resume,
    "note-absence": HoldDeeds.absence,
}
"""How each offer of the tab begins."""
