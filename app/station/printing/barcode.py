"""Code 128, drawn as filled bars: sharp at any size, on any printer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from barcode.codex import Code128
from barcode.errors import BarcodeError
from fpdf import FPDF

from app.errors import Rejected

QUIET_MODULES = 10
"""White on either side, without which a scanner does not see where the bars begin."""
MODULE_MM_MIN, MODULE_MM_MAX = 0.19, 0.4
"""Narrower bars are not read from a card by a common scanner, wider ones need not be."""


class NotForBarcode(Rejected):
    """A number is too long for the place, or holds letters that no barcode has."""

    code = "card.not-for-barcode"


def draw_code128(page: FPDF, text: str, *, left: float, top: float, width: float, height: float) -> None:
    """Draw a number as bars, in the middle of a place of so many millimetres.

    Raises:
        NotForBarcode: It is too long for the place, or holds letters that no barcode has.
    """
    modules = _modules(text)
    module = min(MODULE_MM_MAX, width / (len(modules) + 2 * QUIET_MODULES))
    if module < MODULE_MM_MIN:
        raise NotForBarcode(number=text)
    first = left + (width - module * len(modules)) / 2
    page.set_fill_color(0)
    for place, count in _bars(modules):
        page.rect(first + place * module, top, count * module, height, style="F")


def _modules(text: str) -> str:
    """Return the modules of the symbol from the first bar to the last, 1 for black."""
    try:
        [symbol] = Code128(text).build()
    except BarcodeError as error:
        raise NotForBarcode(number=text) from error
    return str(symbol)


def _bars(modules: str) -> Iterator[tuple[int, int]]:
    """Yield where each bar begins and how many modules it is wide."""
    place = 0
    for black, run in groupby(modules):
        count = len(list(run))
        if black == "1":
            yield place, count
        place += count
