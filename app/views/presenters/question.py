"""What is asked before a deed: a few fields, with what is wrong beside each; and going on in spite of a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.desk.outcome import Done, Outcome, Refused
from app.rules.amounts import parse_amount
from app.rules.blocks import Block, Why, block
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import QUIET, Line, Note, Tone
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes, overridable
from app.words import Words

R = TypeVar("R")


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    """Money, as the language writes it; what is proposed is typed over."""
    HIDDEN = "hidden"
    """What nobody else may read."""
    LIST = "list"
    """One of many, from a list that opens."""
    CHOICE = "choice"
    """One of a few, all in sight: a digit takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field.

    Attributes:
        value: What stands in it at first.
        options: For a list or a choice, codes with their names.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        hint: What is good to know before answering.
        confirm: What the button says that does it.
    """

    title: str
    confirm: str
    fields: tuple[Asked, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was filled in. `codes` are blocks to be overridden, for `reason`."""

    values: Mapping[str, str]
    codes: Collection[str] = ()
    reason: str = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """Return a field as a day; None for an empty one. Whoever asked has made sure that it is one."""
        return read_day(self[name])


Answered = Callable[[Outcome[Any]], None]
Act = Callable[[Answer, Answered, Failed], None]
"""Does what was asked about, and tells how it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """What is open.

    Attributes:
        question: None while nothing is asked; `notes` may then say why something was refused.
        number: Grows with every question, so that the same one twice begins empty twice.
        complaints: By the name of a field: what is wrong with it.
        asking: Whether the reason for an override is being asked for.
    """

    question: Question | None = None
    number: int = 0
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    may_override: bool = False
    asking: bool = False
    complaint: str = ""
    busy: bool = False

    @property
    def is_open(self) -> bool:
        return self.question is not None or bool(self.notes)


class Asking(Showing[QuestionState]):
    """Asks, does what was asked about, and says beside each field what is wrong with it."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(QuestionState())
        self._service, self._words, self._stage = service, words, stage
        self._act: Act | None = None
        self._done: Callable[[Done[Any]], None] = lambda _: None
        self._answer = Answer(values={})
        self._codes: frozenset[str] = frozenset()
        self._said = False

    def ask(self, question: Question, act: Act, done: Callable[[Done[Any]], None]) -> None:
        """Open a question; `done` hears of what came of it."""
        self._begin(act, done)
        self.change(question=question, number=self.state.number + 1)

    def do(self, act: Act, done: Callable[[Done[Any]], None]) -> None:
        """Do something that needs no question; a refusal is shown as that of one."""
        self._begin(act, done)
        self._attempt(Answer(values={}))

    def _begin(self, act: Act, done: Callable[[Done[Any]], None]) -> None:
        self._act, self._done, self._codes = act, done, frozenset()
        self.state = QuestionState(number=self.state.number)

    def submit(self, values: Mapping[str, str]) -> None:
        """Do what was asked about, with these values."""
        question = self.state.question
        if question is None or self.state.busy:
            return
        hidden = {one.name for one in question.fields if one.kind is Kind.HIDDEN}
        kept = {name: value if name in hidden else " ".join(value.split()) for name, value in values.items()}
        wrong = {one.name: found for one in question.fields if (found := _unreadable(one.kind, kept.get(one.name, "")))}
        if wrong:
            self.change(complaints={name: self._words(code) for name, code in wrong.items()}, notes=())
        else:
            self._attempt(Answer(values=kept))

    def _attempt(self, answer: Answer) -> None:
        if self._act is None:
            return
        self._answer = answer
        self.change(busy=True, complaints={}, notes=(), complaint="")
        self._act(answer, self._answered, self._failed)

    def _answered(self, outcome: Outcome[Any]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome.blocks)
            return
        done = self._done
        self.close()
        done(outcome)

    def _refused(self, blocks: Collection[Block]) -> None:
        question, acting = self.state.question, self._service.acting
        names = {one.name for one in question.fields} if question else set[str]()
        at_fields = {_field_of(found): found for found in blocks if _field_of(found) in names}
        rest = [found for found in blocks if _field_of(found) not in names]
        self._codes = overridable(blocks, acting)
        self.change(
            complaints={name: self._words.block(found) for name, found in at_fields.items()},
            notes=block_notes(self._words, rest, acting),
            may_override=bool(rest) and {found.why.value for found in blocks} == self._codes,
            asking=False,
        )
        self._stage.say(Line(tone=Tone.REFUSED, text=self._words.block(next(iter(blocks)))))
        self._said = True

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)

    # Going on all the same, and going back.

    def ask_reason(self) -> None:
        if self.state.may_override:
            self.change(asking=True)

    def override(self, reason: str) -> None:
        """Do what was refused in spite of it, for a reason."""
        if not reason.strip():
            self.change(complaint=self._words.block(block(Why.REASON_MISSING)))
        elif not self.state.busy:
            self._attempt(replace(self._answer, codes=self._codes, reason=reason.strip()))

    def step_back(self) -> bool:
        """Close what is open, from the inside out; tell whether anything was."""
        was_open = self.state.is_open
        if self.state.asking:
            self.change(asking=False, complaint="")
        elif was_open:
            self.close()
        return was_open

    def close(self) -> None:
        """Let go of what is asked, of what was typed, and of what was said against it."""
        if self._said:
            self._stage.say(QUIET)
        self._said = False
        self._act, self._answer, self._codes = None, Answer(values={}), frozenset()
        self.state = QuestionState(number=self.state.number)
        self.show(self.state)


def deed(service: Service, made: Callable[[Answer], Deed[Any]]) -> Act:
    """Return what carries out the deed that is made of an answer."""

    def act(answer: Answer, done: Answered, failed: Failed) -> None:
        service.do(made(answer), done=done, failed=failed)

    return act


def _field_of(found: Block) -> str:
    """Return the field that a block names; a number that somebody has, or that looks like a code, is one, too."""
    if found.why in AT_NUMBER:
        return "number"
    return str(dict(found.figures).get("field", ""))


AT_NUMBER = frozenset({Why.NUMBER_TAKEN, Why.NUMBER_BOUND})


def _unreadable(kind: Kind, text: str) -> str:
    """Return the code of what is wrong with what was typed; "" for nothing."""
    if kind is Kind.AMOUNT:
        return "stock.no-price" if text.strip() and parse_amount(text) is None else ""
    return "patrons.no-day" if kind is Kind.DAY and not _is_day(text) else ""


def _is_day(text: str) -> bool:
    try:
        read_day(text)
    except NoDay:
        return False
    return True
