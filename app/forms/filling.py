"""Weigh the values of a sheet against each other and fill the fields; whatever is not filed is shown.

Where two values want one field, the better founded stays, then the first. A value that fills several fields, a name
or an address, is taken whole or not at all: half of one address and half of another is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.desk.applications import FIELDS, Application, FieldProblem, Unread
from app.forms.events import Event
from app.forms.problems import TWICE
from app.forms.ticks import gathered
from app.forms.understanding import Reading, Understanding
from app.forms.vocabulary import Vocabulary


def application(events: Iterable[Event], vocabulary: Vocabulary) -> Application:
    """Understand the events of a whole sheet as an application."""
    understood = Understanding(tuple(gathered(events, vocabulary)), vocabulary)
    weighed = _Weighed(tuple(understood.readings()))
    return Application(
        kind=understood.kind,
        language=understood.language,
        fields=_in_order(weighed.fields),
        sources=_in_order(weighed.sources),
        written=_in_order(weighed.written),
        unread=tuple(weighed.unread()),
        problems=tuple(weighed.problems()),
    )


class _Weighed:
    """The readings, each either filed or beaten to its field by another."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.fields: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self._readings = readings
        self._beaten: dict[int, str] = {}
        for order in sorted(range(len(readings)), key=lambda order: (readings[order].rank, order)):
            self._file(order)

    def unread(self) -> Iterable[Unread]:
        for order, reading in enumerate(self._readings):
            shown = reading.value if order in self._beaten else reading.rest
            if shown:
                yield Unread(label=reading.label, value=shown)

    def problems(self) -> Iterable[FieldProblem]:
        for order, reading in enumerate(self._readings):
            yield from reading.problems
            if order in self._beaten:
                yield FieldProblem(field=self._beaten[order], code=TWICE, value=reading.value)

    def _file(self, order: int) -> None:
        reading = self._readings[order]
        taken = (field for field, value in reading.fields.items() if self._differs(field, value))
        beaten = next(taken, "")
        if beaten:
            self._beaten[order] = beaten
            return
        for field, value in reading.fields.items():
            self.fields.setdefault(field, value)
            self.sources.setdefault(field, reading.label)
            self.written.setdefault(field, reading.value)

    def _differs(self, field: str, value: str) -> bool:
        """Whether the field already says something else; spaces and capitals make no difference."""
        return field in self.fields and _bare(self.fields[field]) != _bare(value)


def _bare(value: str) -> str:
    return "".join(value.split()).casefold()


def _in_order(values: dict[str, str]) -> dict[str, str]:
    return {field: values[field] for field in FIELDS if field in values}
