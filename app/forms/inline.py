"""Write paragraphs down as lines: runs joined, insertions kept, deletions left out, slots where they stand.

Word breaks a word into any number of runs, spreads one form field over five of them and may let a field begin in
one paragraph and end in the next. The scribe keeps all of that until a line is finished.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml.etree import _Element as Element

from app.forms import glyphs
from app.forms.controls import describe
from app.forms.folding import tidy
from app.forms.legacy import OpenField, slot_of
from app.forms.markup import attribute, branch, child, children, is_on, name
from app.forms.sheet import Line, Piece, Slot

DRAWN_GAP = re.compile(r"\t|[^\S\n]{2,}")
LEADERS = frozenset({"underscore", "dot", "hyphen", "heavy", "middleDot"})
WRAPPERS = frozenset(
    {"w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:bdo", "w:dir", "w:sdtContent"}
)

_Part = str | Slot | OpenField


class Scribe:
    """Takes down the paragraphs of one story; `lines` are what is finished, `floats` the text boxes met."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.floats: list[Element] = []
        self._parts: list[_Part] = []
        self._open: list[OpenField] = []
        self._tab = "\t"
        self._underlined = False

    def paragraph(self, paragraph: Element) -> None:
        properties = child(paragraph, "w:pPr")
        self._tab = "____ " if _has_leaders(properties) else "\t"
        self.read(paragraph)
        if child(child(properties, "w:rPr"), "w:del") is None:  # A deleted end lets the next one follow on.
            self.new_line()

    def read(self, parent: Element) -> None:
        for element in parent:
            self._inline(element)

    def put(self, slot: Slot) -> None:
        self._parts.append(slot)

    def new_line(self) -> None:
        """End the line, unless a form field is open: then the break belongs to its value."""
        form = self._form()
        if form is not None:
            form.text.append("\n")
            return
        self.lines.append(Line(pieces=tuple(_pieces(self._parts))))
        self._parts = []

    def finish(self) -> tuple[Line, ...]:
        """Everything taken down so far; a field that never ended ends here."""
        self._open.clear()
        if self._parts:
            self.new_line()
        lines, self.lines = self.lines, []
        return tuple(lines)

    def _inline(self, element: Element) -> None:
        match name(element):
            case "w:r":
                self._run(element)
            case "w:sdt":
                self._control(element)
            case "w:fldSimple":
                self._simple_field(element)
            case "mc:AlternateContent":
                self._read_branch(element, self.read)
            case wrapper if wrapper in WRAPPERS:
                self.read(element)
            case _:
                pass  # Properties, bookmarks, comments, and what was deleted or moved away.

    def _run(self, run: Element) -> None:
        properties = child(run, "w:rPr")
        if is_on(child(properties, "w:vanish")):
            return
        self._underlined = is_on(child(properties, "w:u"))
        self._marks(run)

    def _marks(self, run: Element) -> None:
        for mark in run:
            self._mark(mark)

    def _mark(self, mark: Element) -> None:
        match name(mark):
            case "w:t":
                self._text(mark.text or "")
            case "w:tab" | "w:ptab":
                self._text(self._tab)
            case "w:noBreakHyphen":
                self._text("-")
            case "w:sym":
                self._text(glyphs.symbol(attribute(mark, "w:font"), attribute(mark, "w:char")))
            case "w:br" | "w:cr":
                self.new_line()
            case "w:fldChar":
                self._field_mark(mark)
            case "w:instrText":
                self._instruct(mark.text or "")
            case "mc:AlternateContent":
                self._read_branch(mark, self._marks)
            case "w:drawing" | "w:pict" | "w:object":
                self._float(mark)
            case _:
                pass

    def _text(self, text: str) -> None:
        form = self._form()
        if form is not None:
            form.text.append(text)
        elif self._underlined:
            # White space that is underlined is a blank to write on, drawn without underscores.
            self._parts.append(DRAWN_GAP.sub("____", text))
        else:
            self._parts.append(text)

    def _field_mark(self, mark: Element) -> None:
        kind = attribute(mark, "w:fldCharType")
        if kind == "begin":
            self._begin(OpenField(data=child(mark, "w:ffData")))
        elif kind == "end" and self._open:
            self._open.pop()

    def _begin(self, opened: OpenField) -> None:
        self._open.append(opened)
        self._parts.append(opened)

    def _instruct(self, instruction: str) -> None:
        if self._open:
            self._open[-1].instruction += instruction

    def _form(self) -> OpenField | None:
        return next((opened for opened in reversed(self._open) if opened.is_form), None)

    def _simple_field(self, element: Element) -> None:
        self._begin(OpenField(data=None, instruction=attribute(element, "w:instr")))
        self.read(element)
        self._open.pop()

    def _control(self, sdt: Element) -> None:
        control = describe(sdt)
        if control.slot.checked is not None or control.untouched:
            self.put(control.slot)
            return
        lines = self._taken_aside(child(sdt, "w:sdtContent"))
        if control.border or any(line.slots for line in lines):
            self._follow(lines)
        else:
            self.put(replace(control.slot, value=tidy("\n".join(line.text for line in lines))))

    def _taken_aside(self, content: Element | None) -> tuple[Line, ...]:
        aside = Scribe()
        if content is not None:
            aside.read(content)
        self.floats.extend(aside.floats)
        return aside.finish()

    def _follow(self, lines: tuple[Line, ...]) -> None:
        for number, line in enumerate(lines):
            if number:
                self.new_line()
            self._parts.extend(line.pieces)

    def _read_branch(self, alternatives: Element, read: Callable[[Element], None]) -> None:
        chosen = branch(alternatives)
        if chosen is not None:
            read(chosen)

    def _float(self, element: Element) -> None:
        for found in floating(element):
            if name(found) == "w:txbxContent":
                self.floats.append(found)
            else:
                self.put(Slot(names=(attribute(found, "w:name"),), origin="sealed", value="ActiveX"))


def floating(element: Element) -> Iterator[Element]:
    """The text boxes, and the sealed controls, somewhere inside a drawing; each in one rendering only."""
    for inner in element:
        match name(inner):
            case "w:txbxContent" | "w:control":
                yield inner
            case "mc:AlternateContent":
                chosen = branch(inner)
                yield from floating(chosen) if chosen is not None else ()
            case _:
                yield from floating(inner)


def _has_leaders(properties: Element | None) -> bool:
    """Whether a tab on this paragraph draws a line of dots or underscores: then it is a blank."""
    stops = child(properties, "w:tabs")
    return stops is not None and any(attribute(stop, "w:leader") in LEADERS for stop in children(stops, "w:tab"))


def _pieces(parts: list[_Part]) -> Iterator[Piece]:
    """Join neighbouring text, then part the drawn boxes from it; fields that are no forms leave only text."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        elif isinstance(part, Slot) or part.is_form:
            yield from glyphs.with_boxes(unicodedata.normalize("NFC", text))
            yield part if isinstance(part, Slot) else _finished(part)
            text = ""
    yield from glyphs.with_boxes(unicodedata.normalize("NFC", text))


def _finished(form: OpenField) -> Slot:
    slot = slot_of(form)
    return replace(slot, value=tidy(slot.value))
