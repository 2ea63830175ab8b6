"""Read the blocks of a sheet in their order into headings, labels with values, and groups of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.forms.events import Boxes, Entry, Event, Heading
from app.forms.flow import Flow
from app.forms.lines import Lines
from app.forms.rows import Rows
from app.forms.sheet import Block, Frame, Line, Table, TextBox, text_of
from app.forms.tables import Tables
from app.forms.vocabulary import Vocabulary

BOX_CHARS_MAX = 200


class Layout:
    """Reads blocks with one vocabulary; cells and text boxes come back here with blocks of their own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lines = Lines(vocabulary)
        self._tables = Tables(vocabulary, Rows(self._lines, self.read))

    def read(self, blocks: Iterable[Block]) -> Iterator[Event]:
        """Every event of the blocks."""
        lines: list[Line] = []
        for block in blocks:
            match block:
                case Line():
                    lines.extend([block] if block.slots or block.text.strip() else [])
                case Frame():
                    lines.extend(self._unframed(block))
                case TextBox() if (labelled := self._labelled(lines, block)) is not None:
                    yield from (*self._flow(lines[:-1]), labelled)
                    lines = []
                case _:
                    yield from self._flow(lines)
                    lines = []
                    yield from self._other(block)
        yield from self._flow(lines)

    def marked(self, blocks: Iterable[Block]) -> Iterator[Event]:
        """Only what the file itself marks as filled in: a header's print is the library's, not the applicant's."""
        for event in self.read(blocks):
            if isinstance(event, Boxes) or (isinstance(event, Entry) and event.origin is not None):
                yield event

    def _flow(self, lines: Iterable[Line]) -> Iterator[Event]:
        yield from Flow(self._lines).read(lines)

    def _other(self, block: Block) -> Iterator[Event]:
        if isinstance(block, Table):
            yield from self._tables.read(block)
        elif isinstance(block, TextBox):
            yield from self._text_box(block)

    def _unframed(self, frame: Frame) -> tuple[Line, ...]:
        """A control around lines: a border if labels we know stand inside, otherwise one value."""
        named = any(self._vocabulary.meaning_of_name(name) for name in frame.slot.names)
        inside = Flow(self._lines).read(frame.lines) if len(frame.lines) > 1 and not named else ()
        if any(isinstance(event, Entry) and event.meaning is not None for event in inside):
            return frame.lines
        return (Line(pieces=(frame.slot,)),)

    def _labelled(self, lines: Sequence[Line], box: TextBox) -> Entry | None:
        """What stands in a box right behind a lone label with a colon, if it can be what the label asks for."""
        labels = self._lines.parse(lines[-1]).labels if lines else ()
        value = " ".join(text_of(box.blocks).split())
        told = len(labels) == 1 and labels[0].colon and self._lines.can_be(labels[0], value)
        if not told or self._says_something(value):
            return None
        return Entry(label=labels[0].text, value=value, meaning=labels[0].meaning)

    def _text_box(self, box: TextBox) -> Iterator[Event]:
        """The lines of the box; a short text nobody explains is shown, it may be typed in."""
        events = list(self.read(box.blocks))
        yield from events
        text = " ".join(text_of(box.blocks).split())
        silent = all(isinstance(event, Heading) for event in events) and not self._says_something(text)
        if silent and 0 < len(text) <= BOX_CHARS_MAX:
            yield Entry(label="", value=text, sure=False)

    def _says_something(self, text: str) -> bool:
        said = self._vocabulary.section(text) or self._vocabulary.meaning(text)
        return bool(said) or self._vocabulary.kind(text) != "unknown"
