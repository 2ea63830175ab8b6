"""The slip on which somebody takes a username and a first password home: A6, one page, nothing else about them."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import as_file, files

from fpdf import FPDF

from app.station.accounts import HandedAccount
from app.station.printing.pages import FAMILY, INK, new_pages, write_line
from app.words import Words

WIDTH_MM, HEIGHT_MM = 105.0, 148.0
MARGIN_MM = 10.0
MONO = "DejaVu Sans Mono"
TEXT_PT, VALUE_PT, VALUE_PT_MIN = 9, 15, 8


def account_slip(handed: HandedAccount, *, library: str, words: Words, made_at: datetime) -> bytes:
    """Return the page."""
    mono = files("app.station") / "fonts" / "DejaVuSansMono.ttf"
    title = words("slip.title", library=library)
    with new_pages(title, words.language, made_at, (WIDTH_MM, HEIGHT_MM)) as page, as_file(mono) as font:
        page.add_font(MONO, fname=font)
        page.add_page()
        width = WIDTH_MM - 2 * MARGIN_MM
        write_line(page, library, left=MARGIN_MM, top=10, width=width, size=10, size_min=7, bold=True)
        write_line(page, handed.name, left=MARGIN_MM, top=15.5, width=width, size=9, muted=True)
        _field(page, words("slip.site"), handed.site, top=27)
        _field(page, words("slip.username"), handed.username, top=45)
        _field(page, words("slip.password"), handed.password, top=63)
        page.set_y(85)
        _say(page, words("slip.change"))
        if handed.also:
            _say(page, words("slip.also", site=handed.also))
        _say(page, words("slip.keep"))
        made = words("slip.made", day=made_at.date())
        write_line(page, made, left=MARGIN_MM, top=HEIGHT_MM - 14, width=width, size=7, muted=True)
        return bytes(page.output())


def _field(page: FPDF, label: str, value: str, *, top: float) -> None:
    """Write what is to be typed in letters that tell 0 from o and 1 from l."""
    width = WIDTH_MM - 2 * MARGIN_MM
    write_line(page, label, left=MARGIN_MM, top=top, width=width, size=8, muted=True)
    write_line(page, value, left=MARGIN_MM, top=top + 5, width=width, size=VALUE_PT, size_min=VALUE_PT_MIN, family=MONO)
    page.set_draw_color(*INK)
    page.set_line_width(0.2)
    page.line(MARGIN_MM, top + 12.5, WIDTH_MM - MARGIN_MM, top + 12.5)


def _say(page: FPDF, text: str) -> None:
    page.set_font(FAMILY, size=TEXT_PT)
    page.set_text_color(*INK)
    page.set_x(MARGIN_MM)
    page.multi_cell(WIDTH_MM - 2 * MARGIN_MM, TEXT_PT * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(2)
