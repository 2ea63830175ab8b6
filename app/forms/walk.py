"""Walk a part of the file and set out what a person sees: lines, tables, text boxes, in the order of the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element as Element

from app.forms.controls import Control, describe
from app.forms.folding import tidy
from app.forms.inline import Scribe
from app.forms.markup import attribute, branch, child, children, name
from app.forms.sheet import Block, Cell, Frame, Line, Slot, Table, TextBox, lines_of, text_of

WRAPPERS = frozenset({"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent"})
CONTENTS_LIST = "Table of Contents"


def blocks_of(parent: Element | None) -> tuple[Block, ...]:
    """The blocks of a body, a cell, a header or a text box."""
    story = _Story()
    if parent is not None:
        story.read(parent)
    return story.finish()


class _Story:
    """Collects blocks; lines go through one scribe, because a field may run on over several paragraphs."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._scribe = Scribe()

    def read(self, parent: Element) -> None:
        for element in parent:
            self._block(element)

    def finish(self) -> tuple[Block, ...]:
        self._add()
        return tuple(self._blocks)

    def _add(self, *blocks: Block) -> None:
        self._blocks.extend(self._scribe.finish())
        self._blocks.extend(blocks)

    def _block(self, element: Element) -> None:
        match name(element):
            case "w:p":
                self._paragraph(element)
            case "w:tbl":
                self._add(Table(rows=tuple(_rows(element))))
            case "w:sdt":
                self._add(*framed(describe(element), blocks_of(_content(element))))
            case "w:altChunk":
                self._add(_sealed("altChunk", attribute(element, "r:id")))
            case "mc:AlternateContent":
                self._read_branch(element)
            case wrapper if wrapper in WRAPPERS:
                self.read(element)
            case _:
                pass

    def _paragraph(self, paragraph: Element) -> None:
        self._scribe.paragraph(paragraph)
        floats, self._scribe.floats = self._scribe.floats, []
        if floats:
            self._add(*(TextBox(blocks=blocks_of(content)) for content in floats))

    def _read_branch(self, alternatives: Element) -> None:
        chosen = branch(alternatives)
        if chosen is not None:
            self.read(chosen)


def framed(control: Control, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What a control around whole lines or cells amounts to: a slot, a frame of lines, or just its contents."""
    if control.slot.checked is not None or control.untouched:
        return (Line(pieces=(control.slot,)),)
    if control.border or not all(isinstance(block, Line) and not block.slots for block in blocks):
        return blocks
    slot = replace(control.slot, value=tidy(text_of(blocks)))
    return (Frame(slot=slot, lines=tuple(lines_of(blocks))),)


def _content(sdt: Element) -> Element | None:
    gallery = child(child(child(sdt, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery")
    if gallery is not None and attribute(gallery, "w:val") == CONTENTS_LIST:
        return None  # Its dotted lines would look like blanks.
    return child(sdt, "w:sdtContent")


def _sealed(label: str, value: str) -> Line:
    """Something we cannot look into is shown as being there, so that nobody believes the form was all."""
    return Line(pieces=(Slot(names=(label,), origin="sealed", value=value or label),))


def _rows(parent: Element) -> Iterator[tuple[Cell, ...]]:
    for element in parent:
        match name(element):
            case "w:tr":
                if child(child(element, "w:trPr"), "w:del") is None:
                    yield tuple(_cells(element))
            case "w:sdt":
                yield from _controlled_rows(element)
            case wrapper if wrapper in WRAPPERS:
                yield from _rows(element)
            case _:
                pass


def _controlled_rows(sdt: Element) -> Iterator[tuple[Cell, ...]]:
    content = child(sdt, "w:sdtContent")
    if content is not None and not describe(sdt).untouched:
        yield from _rows(content)


def _cells(row: Element) -> Iterator[Cell]:
    """The cells of a row with the columns they begin at; a merged cell is as wide as it says."""
    before = child(child(row, "w:trPr"), "w:gridBefore")
    column = _count(before)
    for properties, blocks in _cell_blocks(row):
        if child(properties, "w:cellDel") is None:
            yield Cell(column=column, blocks=blocks, continued=_is_continued(properties))
        column += max(1, _count(child(properties, "w:gridSpan")))


def _cell_blocks(parent: Element) -> Iterator[tuple[Element | None, tuple[Block, ...]]]:
    for element in parent:
        match name(element):
            case "w:tc":
                yield child(element, "w:tcPr"), blocks_of(element)
            case "w:sdt":
                yield from _controlled_cells(element)
            case wrapper if wrapper in WRAPPERS:
                yield from _cell_blocks(element)
            case _:
                pass


def _controlled_cells(sdt: Element) -> Iterator[tuple[Element | None, tuple[Block, ...]]]:
    """Cells that stand inside a control; around a single cell, the control is that cell's value."""
    content = child(sdt, "w:sdtContent")
    cells = list(_cell_blocks(content)) if content is not None else []
    if len(cells) != 1:
        yield from cells
        return
    [(properties, blocks)] = cells
    yield properties, framed(describe(sdt), blocks)


def _is_continued(properties: Element | None) -> bool:
    for direction in ("w:vMerge", "w:hMerge"):
        for merge in children(properties, direction) if properties is not None else ():
            if attribute(merge, "w:val") != "restart":
                return True
    return False


def _count(element: Element | None) -> int:
    number = attribute(element, "w:val") if element is not None else ""
    return min(int(number), 64) if number.isdecimal() else 0
