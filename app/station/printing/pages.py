"""Pages with the program's own typefaces, and texts that are fitted into them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "DejaVu Sans"
INK, MUTED = (29, 39, 53), (91, 107, 126)
POINTS_PER_MM = 72 / 25.4


@contextmanager
def new_pages(title: str, language: str, made_at: datetime, size: tuple[float, float] | str) -> Iterator[FPDF]:
    """Give a document without margins, of pages of a size in millimetres, or of one that has a name."""
    fonts = files("app.station") / "fonts"
    with as_file(fonts / "DejaVuSans.ttf") as regular, as_file(fonts / "DejaVuSans-Bold.ttf") as bold:
        page = FPDF(unit="mm", format=size)
        page.set_creation_date(made_at)
        page.set_lang(language)
        page.set_title(title)
        page.set_margins(0, 0, 0)
        page.c_margin = 0
        page.set_auto_page_break(auto=False)
        page.add_font(FAMILY, fname=regular)
        page.add_font(FAMILY, style="B", fname=bold)
        try:
            yield page
        finally:
            _close_fonts(page)


def _close_fonts(page: FPDF) -> None:
    """A document that is given up, for a number that has no bars, leaves its typefaces open."""
    for font in page.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()


def write_line(
    page: FPDF,
    text: str,
    *,
    left: float,
    top: float,
    width: float,
    size: float,
    size_min: float = 0,
    bold: bool = False,
    muted: bool = False,
    align: str = "L",
    family: str = FAMILY,
) -> float:
    """Write one line, smaller where it is too long for its place, and cut where even that is; return its height.

    Args:
        size, size_min: In points; without the second it is only cut.
    """
    page.set_text_color(*(MUTED if muted else INK))
    page.set_font(family, "B" if bold else "", size)
    fitted = _fitted(page, text, width, size_min or size)
    height = page.font_size_pt / POINTS_PER_MM * 1.25
    page.set_xy(left, top)
    page.cell(width, height, fitted, align=align)
    return height


def text_width(page: FPDF, text: str, *, size: float, bold: bool = False) -> float:
    """Return how wide a line is, in millimetres, at a size in points."""
    page.set_font(FAMILY, "B" if bold else "", size)
    return float(page.get_string_width(text))


def _fitted(page: FPDF, text: str, width: float, size_min: float) -> str:
    while page.get_string_width(text) > width and page.font_size_pt - 0.5 >= size_min:
        page.set_font_size(page.font_size_pt - 0.5)
    while len(text) > 1 and page.get_string_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text
