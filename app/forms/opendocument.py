"""Read an OpenDocument text: the same lines, tables and places to fill in, walked in their own markup."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from app.desk.applications import Application
from app.forms.container import Container
from app.forms.errors import Damaged, Macros, PasswordProtected
from app.forms.filling import application
from app.forms.layout import Layout
from app.forms.markup import attribute, child, name, parse
from app.forms.odf_fields import Drawn, drawn_of
from app.forms.odf_lines import Scribe
from app.forms.sheet import Block, Cell, Table, TextBox
from app.forms.wording import vocabulary

TEXTS = frozenset({b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template"})
CONTENT = "content.xml"
WRAPPERS = frozenset(
    {
        "text:section",
        "text:list",
        "text:list-item",
        "text:list-header",
        "text:numbered-paragraph",
        "loext:content-control",
    }
)
ROW_GROUPS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
COLUMNS_MAX = 64
ROWS_REPEATED_MAX = 64


def is_open_document(container: Container) -> bool:
    return "mimetype" in container and container.read("mimetype").strip() in TEXTS


def read_open_document(container: Container) -> tuple[Application, ...]:
    """Read the one form that an OpenDocument text is.

    Raises:
        FormRefused: It needs a password, carries a program, or is broken.
    """
    _refuse_locked(container)
    if CONTENT not in container:
        raise Damaged
    document = parse(container.read(CONTENT))
    body = child(child(document, "office:body"), "office:text")
    blocks = blocks_of(body, drawn_of(document, body))
    return (application(Layout(vocabulary()).read(blocks), vocabulary()),)


def _refuse_locked(container: Container) -> None:
    manifest = container.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in container else b""
    if b"encryption-data" in manifest:
        raise PasswordProtected
    if any(part.startswith(("basic/", "scripts/")) and not part.endswith("-lc.xml") for part in container.parts):
        raise Macros


def blocks_of(parent: Element | None, drawn: Drawn) -> tuple[Block, ...]:
    """The blocks of the body, a cell or a text box."""
    story = _Story(drawn)
    if parent is not None:
        story.read(parent)
    return story.finish()


class _Story:
    """Collects blocks; lines go through one scribe, because a field may run on over several paragraphs."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._blocks: list[Block] = []
        self._scribe = Scribe(drawn)

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
            case "text:p" | "text:h":
                self._scribe.paragraph(element)
                floats, self._scribe.floats = self._scribe.floats, []
                if floats:
                    self._add(*(TextBox(blocks=blocks_of(each, self._drawn)) for each in floats))
            case "table:table":
                self._add(Table(rows=tuple(_rows(element, self._drawn))))
            case "draw:frame" | "draw:custom-shape" | "draw:control":
                self._scribe.float(element)
                floats, self._scribe.floats = self._scribe.floats, []
                self._add(*(TextBox(blocks=blocks_of(each, self._drawn)) for each in floats))
            case wrapper if wrapper in WRAPPERS:
                self.read(element)
            case _:
                pass  # Declarations, indexes, and what was deleted and is still tracked.


def _rows(parent: Element, drawn: Drawn) -> Iterator[tuple[Cell, ...]]:
    for element in parent:
        if name(element) == "table:table-row":
            row = tuple(_cells(element, drawn))
            for _ in range(min(_count(element, "table:number-rows-repeated"), ROWS_REPEATED_MAX)):
                yield row
        elif name(element) in ROW_GROUPS:
            yield from _rows(element, drawn)


def _cells(row: Element, drawn: Drawn) -> Iterator[Cell]:
    """The cells of a row with the columns they begin at; one that is covered from above is only continued."""
    column = wide = 0
    for element in row:
        covered = name(element) == "table:covered-table-cell"
        if not covered and name(element) != "table:table-cell":
            continue
        blocks = blocks_of(element, drawn)
        for _ in range(_count(element, "table:number-columns-repeated")):
            if column >= COLUMNS_MAX:
                return
            if not covered or column >= wide:
                yield Cell(column=column, blocks=blocks, continued=covered)
            if not covered:
                wide = column + _count(element, "table:number-columns-spanned")
            column += 1


def _count(element: Element, key: str) -> int:
    number = attribute(element, key)
    return max(1, min(int(number), COLUMNS_MAX)) if number.isascii() and number.isdecimal() and len(number) < 8 else 1
