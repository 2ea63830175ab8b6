"""Understand check boxes: "yes" and "no" under a question, or one box beside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.desk.applications import FieldProblem
from app.forms.events import Boxes, Choice, Event, Heading
from app.forms.evidence import Evidence
from app.forms.problems import BOTH_BOXES
from app.forms.vocabulary import Meaning, Vocabulary

TICKED, UNTICKED = "☒", "☐"
ANSWERS_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What one box, or a pair of them, says; without fields it is only shown."""

    label: str
    value: str
    names: tuple[str, ...] = ()
    named: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()


class Ticks:
    def __init__(self, evidence: Evidence, vocabulary: Vocabulary) -> None:
        self._evidence = evidence
        self._vocabulary = vocabulary

    def read(self, boxes: Boxes) -> Iterator[Tick]:
        named = self._evidence.named_wish(boxes.choices)
        wish = named or self._vocabulary.wish(boxes.question)
        answers = [self._vocabulary.answer(choice.label) for choice in boxes.choices]
        if wish is not None and None not in answers:
            yield from self._answered(boxes, wish, [bool(answer) for answer in answers], named=named is not None)
        else:
            yield from (self._single(boxes, choice) for choice in boxes.choices)

    def _answered(self, boxes: Boxes, wish: Meaning, answers: list[bool], *, named: bool) -> Iterator[Tick]:
        """Boxes for "yes" and for "no": one kind must be ticked and not the other."""
        said = {answer for answer, choice in zip(answers, boxes.choices, strict=True) if choice.checked}
        if len(said) == 1:
            value = "yes" if said.pop() else "no"
            yield Tick(label=boxes.question, value=TICKED, named=named, fields={wish.base: value})
            return
        problem = FieldProblem(field=wish.base, code=BOTH_BOXES, value=TICKED)
        for number, choice in enumerate(boxes.choices):
            told = (problem,) if said and number == 0 else ()
            yield replace(_shown(boxes.question, choice), problems=told)

    def _single(self, boxes: Boxes, choice: Choice) -> Tick:
        """A box beside its own words; the question helps to understand them only if it asks for this box alone."""
        words = f"{boxes.question} {choice.label}" if len(boxes.choices) == 1 else choice.label
        named = self._evidence.named_wish([choice])
        wish = named or self._vocabulary.wish(words)
        fields = {wish.base: "yes" if choice.checked else "no"} if wish is not None else {}
        return replace(_shown(boxes.question, choice), named=named is not None, fields=fields)


def gathered(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[Event]:
    """The events with boxes for "yes" and "no" on lines of their own put under the line that asks."""
    last: Event | None = None
    for event in events:
        if isinstance(event, Boxes) and not event.question and _only_answers(event, vocabulary):
            if isinstance(last, Boxes) and len(last.choices) < ANSWERS_MAX and _only_answers(last, vocabulary):
                last = replace(last, choices=(*last.choices, *event.choices))
                continue
            event = replace(event, question=last.text) if isinstance(last, Heading) else event
        if last is not None:
            yield last
        last = event
    if last is not None:
        yield last


def _only_answers(boxes: Boxes, vocabulary: Vocabulary) -> bool:
    return all(vocabulary.answer(choice.label) is not None for choice in boxes.choices)


def _shown(question: str, choice: Choice) -> Tick:
    label = ": ".join(filter(None, (question.rstrip(" :"), choice.label)))
    return Tick(label=label, value=TICKED if choice.checked else UNTICKED, names=choice.names)
