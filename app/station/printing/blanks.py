"""A blank form on one page of A4: what it asks is printed, and each place can be filled in on the screen.

A place bears the program's own name of its field, so that a form that comes back is read without a doubt.
"""

from __future__ import annotations

import io
from datetime import datetime

from fpdf import FPDF

from app.station.blank_plans import Part, Place, Sheet
from app.station.printing.documents import MARGIN_MM, WIDTH_MM
from app.station.printing.fillable import Area, with_fields
from app.station.printing.pages import FAMILY, INK, MUTED, new_pages, write_line
from app.words import Words

TOP_MM, FOOT_MM = 16.0, 283.0
GAP_MM, LABEL_MM, PLACE_MM, ROW_MM = 4.0, 4.4, 7.4, 14.2
TICK_MM, LINE_MM = 4.2, 4.6
TEXT_PT, LABEL_PT = 9.0, 8.0
DAYS = frozenset({"birth"})


def blank_form(sheet: Sheet, *, library: str, words: Words, made_at: datetime) -> bytes:
    """Return the page."""
    title = words(f"blank.{sheet.kind}.title")
    with new_pages(title, words.language, made_at, "A4") as page:
        page.add_page()
        writer = _Writer(page, words, sheet.kind)
        writer.head(title, library)
        for part in sheet.parts:
            writer.part(part)
        for tick in sheet.ticks:
            writer.tick(tick)
        writer.foot()
        printed = bytes(page.output())
    return with_fields(io.BytesIO(printed), writer.areas, language=words.language)


class _Writer:
    """Writes a page from its top to its foot, and keeps where something can be filled in."""

    def __init__(self, page: FPDF, words: Words, kind: str) -> None:
        self.areas: list[Area] = []
        self._page, self._words, self._kind = page, words, kind
        self._top = TOP_MM

    def head(self, title: str, library: str) -> None:
        self._line(library, size=TEXT_PT, muted=True)
        self._line(title, size=16, bold=True)
        self._top += 0.5
        self._text(self._words("blank.how"), muted=True)

    def part(self, part: Part) -> None:
        self._top += 2.5
        self._line(self._words(f"blank.part.{part.heading}"), size=11, bold=True)
        self._top += 1
        for row in part.rows:
            self._row(row)

    def tick(self, field: str) -> None:
        """A box with the sentence that it says yes to."""
        self._top += 2.5
        said = self._words(f"blank.{self._kind}.{field}")
        self._box(MARGIN_MM, self._top, TICK_MM, TICK_MM)
        self.areas.append(
            Area(name=field, label=said, left=MARGIN_MM, top=self._top, width=TICK_MM, height=TICK_MM, is_box=True)
        )
        self._text(said, left=MARGIN_MM + TICK_MM + 2.5)

    def foot(self) -> None:
        self._top += 11
        half = WIDTH_MM / 2
        self._page.set_draw_color(*INK)
        self._page.set_line_width(0.2)
        for number, code in enumerate(("blank.day", "blank.signature")):
            left = MARGIN_MM + number * half
            self._page.line(left, self._top, left + half - GAP_MM, self._top)
            write_line(self._page, self._words(code), left=left, top=self._top + 1, width=half - GAP_MM, size=LABEL_PT,
                       muted=True)  # fmt: skip
        self._top += 8
        self._text(self._words("blank.after"), muted=True)
        assert self._top < FOOT_MM, "a form is one page"  # The profiles ship with the program, and a test prints each.

    def _row(self, row: tuple[Place, ...]) -> None:
        whole = sum(place.share for place in row)
        room, left = WIDTH_MM - GAP_MM * (len(row) - 1), MARGIN_MM
        for place in row:
            width = room * place.share / whole
            self._place(place.field, left, width)
            left += width + GAP_MM
        self._top += ROW_MM

    def _place(self, field: str, left: float, width: float) -> None:
        said = self._words(f"field.{field}")
        label = said[:1].upper() + said[1:]
        hint = f" ({self._words('blank.day.hint')})" if field in DAYS else ""
        write_line(self._page, label + hint, left=left, top=self._top, width=width, size=LABEL_PT, size_min=6,
                   muted=True)  # fmt: skip
        top = self._top + LABEL_MM
        self._box(left, top, width, PLACE_MM)
        self.areas.append(Area(name=field, label=label, left=left, top=top, width=width, height=PLACE_MM))

    def _box(self, left: float, top: float, width: float, height: float) -> None:
        self._page.set_draw_color(*MUTED)
        self._page.set_line_width(0.15)
        self._page.rect(left, top, width, height)

    def _line(self, text: str, *, size: float, bold: bool = False, muted: bool = False) -> None:
        self._top += write_line(self._page, text, left=MARGIN_MM, top=self._top, width=WIDTH_MM, size=size, size_min=8,
                                bold=bold, muted=muted)  # fmt: skip

    def _text(self, text: str, *, left: float = MARGIN_MM, muted: bool = False) -> None:
        """Write a paragraph, over as many lines as it takes."""
        self._page.set_font(FAMILY, "", TEXT_PT)
        self._page.set_text_color(*(MUTED if muted else INK))
        self._page.set_xy(left, self._top)
        self._page.multi_cell(MARGIN_MM + WIDTH_MM - left, LINE_MM, text, align="L")
        self._top = self._page.get_y() + 0.8
