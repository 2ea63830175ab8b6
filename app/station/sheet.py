"""The recovery sheet: a page to be printed, beside the text file.

The key stands in lines of groups that can be typed in again, locked under the passphrase; the passphrase itself is
never printed on it. The page is plain black on white in one fixed-width typeface, which tells 0 from O and 8 from B.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from fpdf import FPDF

from app.words import Words

FAMILY = "DejaVu Sans Mono"
LEFT_MM, TOP_MM, WIDTH_MM = 22, 22, 166
TITLE_PT, TEXT_PT, KEY_PT = 17, 10.5, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed.

    Attributes:
        network: The network's name for people.
        lines: The locked key, as the text file has it.
        file: The text file's name, for whoever still has it.
    """

    network: str
    lines: tuple[str, ...]
    file: str
    made_at: datetime


def write_sheet(path: Path, sheet: Sheet, words: Words) -> None:
    """Write the page."""
    with as_file(files("app.station") / "fonts" / "DejaVuSansMono.ttf") as font:
        page = _page(sheet, words, font)
        _head(page, sheet, words)
        _key(page, sheet)
        _what_to_do(page, words)
        path.write_bytes(bytes(page.output()))


def _page(sheet: Sheet, words: Words, font: Path) -> FPDF:
    page = FPDF(format="A4")
    page.set_creation_date(sheet.made_at)
    page.set_lang(words.language)
    page.set_title(words("sheet.title", network=sheet.network))
    page.set_margins(LEFT_MM, TOP_MM, LEFT_MM)
    page.set_auto_page_break(auto=False)
    page.add_font(FAMILY, fname=font)
    page.add_page()
    return page


def _head(page: FPDF, sheet: Sheet, words: Words) -> None:
    _say(page, words("sheet.title", network=sheet.network), size=TITLE_PT, after=4)
    _say(page, words("sheet.made", moment=words.moment(sheet.made_at), file=sheet.file), after=5)
    _say(page, words("sheet.what"), after=6)


def _key(page: FPDF, sheet: Sheet) -> None:
    page.set_font(FAMILY, size=KEY_PT)
    for line in sheet.lines:
        page.cell(WIDTH_MM, 8, line, border="B", new_x="LMARGIN", new_y="NEXT")
    page.ln(8)


def _what_to_do(page: FPDF, words: Words) -> None:
    _say(page, words("sheet.passphrase"), after=5)
    _say(page, words("sheet.how"), after=5)
    _say(page, words("sheet.keep"), after=0)


def _say(page: FPDF, text: str, *, size: float = TEXT_PT, after: float) -> None:
    page.set_font(FAMILY, size=size)
    page.multi_cell(WIDTH_MM, size * 0.52, text, align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(after)
