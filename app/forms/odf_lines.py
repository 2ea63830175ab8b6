"""Write the paragraphs of an OpenDocument text down as lines, with the places to fill in where they stand.

LibreOffice has four kinds of place: content controls, form controls drawn on the line, form fields that came from Word,
and the input fields of old. A field from Word may begin in one paragraph and end in another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from app.forms import glyphs
from app.forms.folding import tidy
from app.forms.inline import DRAWN_GAP
from app.forms.markup import attribute, name
from app.forms.odf_fields import Drawn, content_control, field_mark, input_field
from app.forms.sheet import Line, Piece, Slot

SPACES_MAX = 100
INLINE = frozenset({"text:span", "text:a", "text:meta", "text:ruby", "text:ruby-base", "text:meta-field"})
INPUTS = frozenset({"text:text-input", "text:drop-down", "text:placeholder"})
MARKS = frozenset({"field:fieldmark", "field:fieldmark-start", "field:fieldmark-end"})
FLOATS = frozenset({"draw:frame", "draw:custom-shape", "draw:control", "draw:g", "draw:a", "draw:rect"})
UNSEEN = frozenset(
    {"office:annotation", "office:annotation-end", "text:note", "text:ruby-text", "text:bookmark", "field:param"}
)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A form field of Word whose end has not come yet."""

    slot: Slot
    text: list[str] = field(default_factory=list)


class Scribe:
    """Takes down the paragraphs of one story; `floats` are the text boxes met."""

    def __init__(self, drawn: Drawn) -> None:
        self.floats: list[Element] = []
        self._drawn = drawn
        self._lines: list[Line] = []
        self._parts: list[str | Slot] = []
        self._open: list[_Open] = []
        self._tab = "\t"
        self._underlined = False

    def finish(self) -> tuple[Line, ...]:
        """The lines that are finished; what stands open ends here."""
        while self._open:
            self._close()
        if self._parts:
            self._end_line()
        lines, self._lines = tuple(self._lines), []
        return lines

    def paragraph(self, paragraph: Element) -> None:
        self._tab = "____ " if attribute(paragraph, "text:style-name") in self._drawn.led else "\t"
        self._read(paragraph)
        self._break()

    def float(self, element: Element) -> None:
        """A drawing: its text boxes stand beside the lines, a form control stands on the line."""
        if name(element) == "draw:control":
            slot = self._drawn.controls.get(attribute(element, "draw:control"))
            if slot is not None:
                self._parts.append(slot)
            return
        if name(element) == "draw:custom-shape":
            self.floats.append(element)
            return
        for inner in element:
            if name(inner) == "draw:text-box":
                self.floats.append(inner)
            elif name(inner) in FLOATS:
                self.float(inner)

    def _read(self, parent: Element) -> None:
        self._text(parent.text)
        for element in parent:
            self._inline(element)
            self._text(element.tail)

    def _inline(self, element: Element) -> None:
        match name(element):
            case "text:s":
                self._put(" " * _spaces(element))
            case "text:tab":
                self._put(self._tab)
            case "text:line-break":
                self._break()
            case "loext:content-control":
                self._control(element)
            case inline if inline in INLINE:
                self._styled(element)
            case drawing if drawing in FLOATS:
                self.float(element)
            case unseen if unseen in UNSEEN:
                pass
            case _:
                self._field(element)

    def _field(self, element: Element) -> None:
        kind = name(element)
        if kind in INPUTS:
            self._parts.append(input_field(element))
        elif kind in MARKS:
            self._mark(element)
        elif kind.startswith("text:"):
            self._read(element)  # A page number, a date, a reference: what it shows.

    def _styled(self, element: Element) -> None:
        before = self._underlined
        self._underlined = before or attribute(element, "text:style-name") in self._drawn.underlined
        self._read(element)
        self._underlined = before

    def _control(self, element: Element) -> None:
        slot, untouched = content_control(element)
        if slot.checked is not None or untouched:
            self._parts.append(slot)
            return
        aside = Scribe(self._drawn)
        aside._read(element)  # Another of its kind.
        lines = aside.finish()
        self.floats.extend(aside.floats)
        if any(line.slots for line in lines):
            self._parts.extend(piece for line in lines for piece in line.pieces)
        else:
            self._parts.append(replace(slot, value=tidy("\n".join(line.text for line in lines))))

    def _mark(self, element: Element) -> None:
        match name(element):
            case "field:fieldmark":
                slot = field_mark(element)
                if slot is not None:
                    self._parts.append(slot)
            case "field:fieldmark-start":
                self._open.append(_Open(slot=field_mark(element) or Slot(origin="legacy")))
            case _ if self._open:
                self._close()

    def _close(self) -> None:
        closed = self._open.pop()
        text = tidy("".join(closed.text))
        if self._open:
            self._open[-1].text.append(text)
        else:
            self._parts.append(replace(closed.slot, value=text))

    def _text(self, text: str | None) -> None:
        if text:
            self._put(" ".join(text.splitlines()) if "\n" in text else text)

    def _put(self, text: str) -> None:
        if self._open:
            self._open[-1].text.append(text)
        else:
            self._parts.append(DRAWN_GAP.sub("____", text) if self._underlined else text)

    def _break(self) -> None:
        if self._open:
            self._open[-1].text.append("\n")
        else:
            self._end_line()

    def _end_line(self) -> None:
        self._lines.append(Line(pieces=tuple(_pieces(self._parts))))
        self._parts = []


def _pieces(parts: list[str | Slot]) -> Iterator[Piece]:
    """Join neighbouring text, then part the drawn boxes from it."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            yield from glyphs.with_boxes(unicodedata.normalize("NFC", text))
            yield part
            text = ""
    yield from glyphs.with_boxes(unicodedata.normalize("NFC", text))


def _spaces(element: Element) -> int:
    count = attribute(element, "text:c")
    return min(int(count), SPACES_MAX) if count.isascii() and count.isdecimal() and len(count) < 8 else 1
