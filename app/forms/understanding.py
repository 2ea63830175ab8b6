"""Understand each value of a sheet in its order: which field it is for, whose, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.desk.applications import FieldProblem
from app.forms.claims import claim
from app.forms.events import Boxes, Entry, Event, Heading
from app.forms.evidence import Evidence
from app.forms.letterhead import print_of_library
from app.forms.problems import WHOSE
from app.forms.roles import UNTOLD, Roles, fields_of
from app.forms.ticks import Ticks
from app.forms.vocabulary import GUARANTOR, Meaning, Vocabulary

CONTROL, LEGACY, PLACE, TEXT = range(4)
"""How well founded a value is: named by a control, by a form field, printed beside a place to fill in, just text."""


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


class Understanding:
    """Follows the events of a sheet from the top, because a heading holds for what stands below it."""

    def __init__(self, events: Sequence[Event], vocabulary: Vocabulary) -> None:
        self._events = events
        self._vocabulary = vocabulary
        self._evidence = Evidence(events, vocabulary)
        self._ticks = Ticks(self._evidence, vocabulary)
        self.kind = self._evidence.kind()
        self.language = self._evidence.language()
        self._roles = Roles(self.kind, guarantor_told=self._evidence.tells_guarantor())
        self._print = print_of_library(events, self._evidence, vocabulary)

    def readings(self) -> Iterator[Reading]:
        for at, event in enumerate(self._events):
            match event:
                case Heading():
                    self._roles.enter(self._evidence.section(event))
                case Entry():
                    yield from self._entry(replace(event, sure=event.sure and at not in self._print))
                case Boxes():
                    yield from self._boxes(event)

    def _entry(self, entry: Entry) -> Iterator[Reading]:
        named = self._evidence.named(entry)
        filed = (named or self._evidence.printed(entry)) if entry.sure else None
        if named is not None and entry.meaning is not None and not entry.meaning.role and self._roles.in_guarantors:
            filed = replace(
                named, role=named.role if named.role == GUARANTOR else ""
            )  # Both are asked for an "E-mail".
        role = self._roles.of(filed, printed=named is None) if filed is not None else ""
        value = " ".join(entry.value.split())
        if not value or self._vocabulary.is_prompt(value):
            return
        rank = self._rank(entry, named=named is not None)
        shown = Reading(label=_label(entry.label, entry.names), value=value, rank=rank, rest=value)
        yield self._claimed(shown, entry, filed, role) if filed is not None else shown

    def _rank(self, entry: Entry, *, named: bool) -> int:
        if named:
            return CONTROL if entry.origin == "control" else LEGACY
        return TEXT if entry.bare else PLACE

    def _claimed(self, shown: Reading, entry: Entry, meaning: Meaning, role: str) -> Reading:
        claimed = claim(meaning, entry, self._vocabulary)
        fields = fields_of(role, claimed.fields, said=bool(meaning.role))
        problems = (
            *_unreadable(claimed.problem, role, shown.value),
            *_ownerless(claimed.fields, role, shown.value),
        )
        return replace(
            shown,
            fields={name: claimed.fields[base] for base, name in fields.items()},
            rest=claimed.rest if len(fields) == len(claimed.fields) else shown.value,
            problems=problems,
        )

    def _boxes(self, boxes: Boxes) -> Iterator[Reading]:
        for tick in self._ticks.read(boxes):
            yield Reading(
                label=_label(tick.label, tick.names),
                value=tick.value,
                rank=CONTROL if tick.named else PLACE,
                fields=tick.fields,
                rest="" if tick.fields else tick.value,
                problems=tick.problems,
            )


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
