"""Documents of A4 pages: headings, lines, and tables whose rows go on over the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from fpdf import FPDF

from app.station.printing.pages import FAMILY, INK, MUTED, new_pages, write_line

A4_WIDTH_MM, A4_HEIGHT_MM = 210.0, 297.0
MARGIN_MM = 18.0
TOP_MM, BOTTOM_MM = 18.0, 22.0
WIDTH_MM = A4_WIDTH_MM - 2 * MARGIN_MM
GAP_MM = 3.0
LINE_MM, CELL_PT, HEAD_PT = 4.6, 9.0, 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table. `share` is its part of the width beside those of the others."""

    heading: str
    share: float
    align: str = "L"


@dataclass(slots=True)
class Document:
    """A document that is being written, from the top to the bottom.

    Attributes:
        footer: What stands at the foot of each page, before its number.
    """

    page: FPDF
    footer: str
    top: float = A4_HEIGHT_MM

    def title(self, text: str) -> None:
        self._need(14)
        self.top += write_line(self.page, text, left=MARGIN_MM, top=self.top, width=WIDTH_MM, size=16, size_min=11,
                               bold=True) + 1  # fmt: skip

    def heading(self, text: str) -> None:
        """Write the heading of a part, never as the last thing on a page."""
        self._need(24)
        self.top += 5
        self.top += write_line(self.page, text, left=MARGIN_MM, top=self.top, width=WIDTH_MM, size=11, bold=True) + 1.5

    def text(self, text: str, *, muted: bool = False, size: float = CELL_PT) -> None:
        """Write a paragraph."""
        high = LINE_MM * size / CELL_PT
        self._need(high)
        self.page.set_font(FAMILY, "", size)
        for line in self._lines(text, WIDTH_MM):
            self._need(high)
            self._cell(line, MARGIN_MM, self.top, WIDTH_MM, muted=muted, size=size)
            self.top += high
        self.top += 2

    def space(self, height: float) -> None:
        """Leave some room."""
        self._need(height)
        self.top += height

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write labels with their values beside them."""
        self._rows([TableColumn(heading="", share=3), TableColumn(heading="", share=7)], rows)

    def table(self, columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
        """Write a table; its headings stand again on every page."""
        self._need(18)
        self._headings(columns)
        self._rows(columns, rows, again=True)

    def signature(self, label: str) -> None:
        """Leave a line for somebody to sign on."""
        self._need(20)
        self.top += 14
        self.page.set_draw_color(*INK)
        self.page.set_line_width(0.2)
        self.page.line(MARGIN_MM, self.top, MARGIN_MM + 90, self.top)
        self._cell(label, MARGIN_MM, self.top + 1, WIDTH_MM, muted=True, size=HEAD_PT)
        self.top += LINE_MM + 1

    def _headings(self, columns: Sequence[TableColumn]) -> None:
        for column, left, width in _places(columns):
            write_line(self.page, column.heading, left=left, top=self.top, width=width, size=HEAD_PT, size_min=6,
                       muted=True, align=column.align)  # fmt: skip
        self.top += LINE_MM
        self._rule()

    def _rows(self, columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], *, again: bool = False) -> None:
        for row in rows:
            self.page.set_font(FAMILY, "", CELL_PT)
            places = list(_places(columns))
            cells = [self._lines(text, width) for text, (_, _, width) in zip(row, places, strict=True)]
            if self._need(LINE_MM * max(map(len, cells)) + 1) and again:
                self._headings(columns)
            for lines, (column, left, width) in zip(cells, places, strict=True):
                for place, line in enumerate(lines):
                    muted = not again and left == MARGIN_MM
                    self._cell(line, left, self.top + place * LINE_MM, width, align=column.align, muted=muted)
            self.top += LINE_MM * max(map(len, cells)) + 0.8
            if again:
                self._rule()

    def _lines(self, text: str, width: float) -> list[str]:
        """Return a text as the lines that it takes in a width."""
        found = self.page.multi_cell(width, LINE_MM, text, dry_run=True, output="LINES", align="L")
        assert isinstance(found, list)  # It is what was asked for.
        return found or [""]

    def _cell(self, text: str, left: float, top: float, width: float, *, align: str = "L", muted: bool = False,
              size: float = CELL_PT) -> None:  # fmt: skip
        self.page.set_text_color(*(MUTED if muted else INK))
        self.page.set_font(FAMILY, "", size)
        self.page.set_xy(left, top)
        self.page.cell(width, LINE_MM, text, align=align)

    def _rule(self) -> None:
        self.page.set_draw_color(205, 212, 221)
        self.page.set_line_width(0.1)
        self.page.line(MARGIN_MM, self.top, MARGIN_MM + WIDTH_MM, self.top)
        self.top += 0.8

    def _need(self, height: float) -> bool:
        """Begin a new page where so much has no place on this one; tell whether one was begun."""
        if self.top + height <= A4_HEIGHT_MM - BOTTOM_MM:
            return False
        self.page.add_page()
        self.top = TOP_MM
        foot = f"{self.footer} · {self.page.page_no()}"
        write_line(self.page, foot, left=MARGIN_MM, top=A4_HEIGHT_MM - 14, width=WIDTH_MM, size=7, muted=True)
        self.page.set_font(FAMILY, "", CELL_PT)
        return True


def _places(columns: Sequence[TableColumn]) -> Iterator[tuple[TableColumn, float, float]]:
    """Yield each column with its left edge and its width."""
    whole = sum(column.share for column in columns)
    room, left = WIDTH_MM - GAP_MM * (len(columns) - 1), MARGIN_MM
    for column in columns:
        width = room * column.share / whole
        yield column, left, width
        left += width + GAP_MM


@contextmanager
def new_document(title: str, language: str, made_at: datetime, footer: str) -> Iterator[Document]:
    """Give a document of A4 pages, with nothing on the first yet."""
    with new_pages(title, language, made_at, "A4") as page:
        yield Document(page=page, footer=footer)
