"""Library cards as a PDF: single ones of the size of a bank card, or ten on a sheet that is cut along its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fpdf import FPDF

from app.station.printing.barcode import draw_code128
from app.station.printing.pages import new_pages, text_width, write_line
from app.words import Words

WIDTH_MM, HEIGHT_MM = 85.6, 53.98
"""ID-1, the size of a bank card (ISO/IEC 7810)."""
MARGIN_MM = 6.0
A4_WIDTH_MM, A4_HEIGHT_MM = 210.0, 297.0
COLUMNS, ROWS = 2, 5
LEFT_MM = (A4_WIDTH_MM - COLUMNS * WIDTH_MM) / 2
TOP_MM = (A4_HEIGHT_MM - ROWS * HEIGHT_MM) / 2
MARK_MM, MARK_AWAY_MM = 5.0, 2.0
NAME_PT, NAME_PT_MIN = 14, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on a card: whose it is, its number, and nothing else about the person."""

    name: str
    number: str
    kind: str


def cards_pdf(cards: Sequence[Card], *, library: str, words: Words, made_at: datetime, sheets: bool) -> bytes:
    """Return the pages: a card a page, or ten on a sheet of A4.

    Raises:
        NotForBarcode: A number cannot be a barcode on a card.
    """
    title = words("card.print.title", library=library)
    with new_pages(title, words.language, made_at, "A4" if sheets else (HEIGHT_MM, WIDTH_MM)) as page:
        for place, card in enumerate(cards):
            left, top = _next_place(page, place, sheets=sheets)
            _draw(page, card, (library, words(f"number.{card.kind}")), left=left, top=top)
        return bytes(page.output())


def _next_place(page: FPDF, place: int, *, sheets: bool) -> tuple[float, float]:
    """Begin a new page where one is full; return the corner of the next card."""
    if not sheets:
        page.add_page(orientation="L")
        return 0.0, 0.0
    row, column = divmod(place % (COLUMNS * ROWS), COLUMNS)
    if row == column == 0:
        page.add_page()
        _cut_marks(page)
    return LEFT_MM + column * WIDTH_MM, TOP_MM + row * HEIGHT_MM


def _cut_marks(page: FPDF) -> None:
    """Draw, outside the cards, where the paper is cut."""
    page.set_draw_color(0)
    page.set_line_width(0.1)
    right, bottom = LEFT_MM + COLUMNS * WIDTH_MM, TOP_MM + ROWS * HEIGHT_MM
    for column in range(COLUMNS + 1):
        x = LEFT_MM + column * WIDTH_MM
        page.line(x, TOP_MM - MARK_AWAY_MM - MARK_MM, x, TOP_MM - MARK_AWAY_MM)
        page.line(x, bottom + MARK_AWAY_MM, x, bottom + MARK_AWAY_MM + MARK_MM)
    for row in range(ROWS + 1):
        y = TOP_MM + row * HEIGHT_MM
        page.line(LEFT_MM - MARK_AWAY_MM - MARK_MM, y, LEFT_MM - MARK_AWAY_MM, y)
        page.line(right + MARK_AWAY_MM, y, right + MARK_AWAY_MM + MARK_MM, y)


def _draw(page: FPDF, card: Card, heading: tuple[str, str], *, left: float, top: float) -> None:
    inner, width = left + MARGIN_MM, WIDTH_MM - 2 * MARGIN_MM
    write_line(page, heading[0], left=inner, top=top + 5, width=width, size=9, size_min=7, bold=True)
    write_line(page, heading[1], left=inner, top=top + 9.2, width=width, size=7, muted=True)
    lines = in_two(card.name) if text_width(page, card.name, size=NAME_PT_MIN, bold=True) > width else (card.name,)
    below = top + (17 if len(lines) == 1 else 15)
    for line in lines:
        below += write_line(page, line, left=inner, top=below, width=width, size=NAME_PT / len(lines) + 1,
                            size_min=8, bold=True)  # fmt: skip
    draw_code128(page, card.number, left=left, top=top + 28.5, width=WIDTH_MM, height=13.5)
    shown = in_groups(card.number)
    write_line(page, shown, left=inner, top=top + 43.6, width=width, size=9.5, size_min=7, align="C")


def in_two(name: str) -> tuple[str, ...]:
    """Part a long name at the space nearest to its middle."""
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if not spaces:
        return (name,)
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return name[:middle], name[middle + 1 :]


GROUP_DIGITS = 4


def in_groups(number: str) -> str:
    """Return a long number of digits in groups that can be read aloud; another as it is."""
    if not number.isdecimal() or len(number) <= 2 * GROUP_DIGITS:
        return number
    return " ".join(number[place : place + GROUP_DIGITS] for place in range(0, len(number), GROUP_DIGITS))
