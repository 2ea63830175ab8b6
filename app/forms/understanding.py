"""Understand the events of a sheet: what sheet it is, in which language, and what each value is and whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from app.desk.applications import FieldProblem, FormKind
from app.forms.claims import claim
from app.forms.events import Boxes, Choice, Entry, Event, Heading
from app.forms.roles import SHARED, UNTOLD, Roles, fields_of
from app.forms.vocabulary import GUARANTOR, OTHER, SIGNER, Meaning, Vocabulary

WHOSE = "field.whose"
BOTH_BOXES = "field.both-boxes"
KINDS: tuple[FormKind, ...] = ("guarantee", "consent", "adult")
ANSWERS_MAX = 6
TICKED = {True: "☒", False: "☐"}

CONTROL, LEGACY, PLACE, TEXT = range(4)
"""How well founded a value is: named by a control, by a form field, printed beside a place, or just text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value with everything found out about it, before it is weighed against the others.

    Attributes:
        fields: What it would fill.
        rest: What of it fits nowhere.
    """

    label: str
    value: str
    rank: int = PLACE
    fields: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    kind: FormKind
    language: str
    readings: tuple[Reading, ...]


def understand(events: Sequence[Event], vocabulary: Vocabulary) -> Understood:
    reader = _Reader(events, vocabulary)
    return Understood(kind=reader.kind, language=reader.language(), readings=tuple(reader.readings()))


class _Reader:
    def __init__(self, events: Sequence[Event], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._events = tuple(_gathered(events, vocabulary))
        self.kind = self._kind()
        self._roles = Roles(self.kind, guarantor_told=self._is_guarantor_told())

    def readings(self) -> Iterator[Reading]:
        for event in self._events:
            match event:
                case Heading():
                    self._roles.enter(self._section(event))
                case Entry():
                    yield from self._entry(event)
                case Boxes():
                    yield from self._boxes(event)

    def language(self) -> str:
        """The language of most labels; none if two are equally many."""
        counted = Counter(language for meaning in self._meanings() for language in meaning.languages)
        titles = (self._vocabulary.title_language(event.text) for event in self._headings())
        counted.update(filter(None, titles))
        best = counted.most_common(2)
        decided = best and (len(best) == 1 or best[0][1] > best[1][1])
        return best[0][0] if decided else ""

    def _kind(self) -> FormKind:
        """What the title says; lines before the first field count first, for a section may be called the same."""
        above = takewhile(lambda event: not self._is_known(event), self._events)
        first = self._kind_of(event for event in above if isinstance(event, Heading))
        return first if first != "unknown" else self._kind_of(self._headings())

    def _kind_of(self, headings: Iterable[Heading]) -> FormKind:
        kinds = {self._vocabulary.kind(heading.text) for heading in headings}
        return next((kind for kind in KINDS if kind in kinds), "unknown")

    def _headings(self) -> Iterator[Heading]:
        return (event for event in self._events if isinstance(event, Heading))

    def _is_known(self, event: Event) -> bool:
        return isinstance(event, Entry) and self._meaning(event)[0] is not None

    def _meanings(self) -> Iterator[Meaning]:
        for event in self._events:
            meaning = None
            if isinstance(event, Entry):
                meaning, _ = self._meaning(event)
            elif isinstance(event, Boxes):
                meaning, _ = self._wish(event.choices, f"{event.question} {event.choices[0].label}")
            if meaning is not None:
                yield meaning

    def _is_guarantor_told(self) -> bool:
        said = any(meaning.role in {GUARANTOR, SIGNER} for meaning in self._meanings())
        return said or any(self._section(heading) == GUARANTOR for heading in self._headings())

    def _section(self, heading: Heading) -> str:
        titled = self._vocabulary.kind(heading.text) != "unknown"
        return "" if titled else self._vocabulary.section(heading.text)

    def _meaning(self, entry: Entry) -> tuple[Meaning | None, int]:
        """What the value is, and how well founded that is; the file's own name before the printed label."""
        for name in entry.names:
            named = self._vocabulary.meaning_of_name(name)
            if named is not None and named.base != OTHER:
                return named, CONTROL if entry.origin == "control" else LEGACY
        rank = TEXT if entry.bare else PLACE
        if entry.meaning is None and self._vocabulary.answer(entry.value) is not None:
            return self._vocabulary.wish(entry.label), rank
        return entry.meaning, rank

    def _entry(self, entry: Entry) -> Iterator[Reading]:
        meaning, rank = self._meaning(entry)
        role = self._roles.of(meaning, printed=rank > LEGACY) if meaning is not None and entry.sure else ""
        value = " ".join(entry.value.split())
        if not value or self._vocabulary.is_prompt(value):
            return
        shown = Reading(label=_label(entry.label, entry.names), value=value, rank=rank, rest=value)
        if meaning is None or not entry.sure:
            yield shown
        else:
            yield self._claimed(shown, entry, meaning, role)

    def _claimed(self, shown: Reading, entry: Entry, meaning: Meaning, role: str) -> Reading:
        claimed = claim(meaning, entry, self._vocabulary)
        fields = fields_of(role, claimed.fields, said=bool(meaning.role))
        rest = claimed.rest if len(fields) == len(claimed.fields) else shown.value
        problems = (*_unreadable(claimed.problem, role, shown.value), *_ownerless(claimed.fields, role, shown.value))
        filed = {field: claimed.fields[base] for base, field in fields.items()}
        return replace(shown, fields=filed, rest=rest, problems=problems)

    def _boxes(self, boxes: Boxes) -> Iterator[Reading]:
        answers = [self._vocabulary.answer(choice.label) for choice in boxes.choices]
        wish, rank = self._wish(boxes.choices, boxes.question)
        if wish and None not in answers:
            yield from self._answered(boxes, wish.base, rank, [bool(answer) for answer in answers])
            return
        alone = len(boxes.choices) == 1
        for choice in boxes.choices:
            wish, rank = self._wish((choice,), f"{boxes.question} {choice.label}" if alone else choice.label)
            yield self._ticked(boxes.question, choice, wish.base if wish else "", rank)

    def _wish(self, choices: Iterable[Choice], words: str) -> tuple[Meaning | None, int]:
        """Which field the boxes are for, by their names or by the words beside them."""
        for name in (name for choice in choices for name in choice.names):
            named = self._vocabulary.meaning_of_name(name)
            if named is not None and named.base in SHARED:
                return named, CONTROL
        return self._vocabulary.wish(words), PLACE

    def _answered(self, boxes: Boxes, base: str, rank: int, answers: Sequence[bool]) -> Iterator[Reading]:
        """Two boxes, for "yes" and for "no": one must be ticked and not the other."""
        said = {answer for answer, choice in zip(answers, boxes.choices, strict=True) if choice.checked}
        if len(said) == 1:
            value = "yes" if said.pop() else "no"
            yield Reading(label=_label(boxes.question, ()), value=TICKED[True], rank=rank, fields={base: value})
            return
        problem = FieldProblem(field=base, code=BOTH_BOXES, value=TICKED[True])
        for number, choice in enumerate(boxes.choices):
            shown = self._ticked(boxes.question, choice, "", rank)
            yield replace(shown, problems=(problem,)) if said and number == 0 else shown

    def _ticked(self, question: str, choice: Choice, base: str, rank: int) -> Reading:
        value = TICKED[choice.checked]
        label = _label(": ".join(filter(None, (question, choice.label))), choice.names)
        if not base:
            return Reading(label=label, value=value, rest=value)
        return Reading(label=label, value=value, rank=rank, fields={base: "yes" if choice.checked else "no"})


def _gathered(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[Event]:
    """Boxes for "yes" and "no" that stand on lines of their own, under the line that asks."""
    last: Event | None = None
    for event in events:
        if isinstance(event, Boxes) and not event.question and _only_answers(event, vocabulary):
            few = isinstance(last, Boxes) and len(last.choices) < ANSWERS_MAX
            if isinstance(last, Boxes) and few and _only_answers(last, vocabulary):
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


def _label(printed: str, names: Sequence[str]) -> str:
    """The printed label; where there is none, what the file calls the place, the alias before the tag."""
    return " ".join(printed.split()) or (names[-1] if names else "")


def _unreadable(problem: tuple[str, str], role: str, value: str) -> Iterator[FieldProblem]:
    base, code = problem
    for wanted in fields_of(role, [base] if base else [], said=True).values():
        yield FieldProblem(field=wanted, code=code, value=value)


def _ownerless(bases: Iterable[str], role: str, value: str) -> Iterator[FieldProblem]:
    """On a sheet for two people that does not say whose it is, the value might be either's."""
    first = next(iter(bases), "")
    if role == UNTOLD and first and first != "school":
        yield FieldProblem(field=first, code=WHOSE, value=value)
