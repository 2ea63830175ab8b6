"""The slip that goes with a copy: onto the hold shelf, or on its way to another branch. As little of anybody as serves.

A slip for the shelf says of the person what the library's rules say: the end of their number, or their initials. One
that travels says nothing of anybody: the scan where it arrives does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fpdf import FPDF

from app.station.printing.pages import INK, new_pages, write_line
from app.words import Words

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 80.0, 100.0, 5.0
ROOM_MM = WIDTH_MM - 2 * MARGIN_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSlip:
    """What a slip says.

    Attributes:
        to: What is read from afar: for whom it lies here, or where it goes.
        cause: "shelf", "hold" or "home".
        until: The last day on the hold shelf.
        origin: The branch where the slip is printed.
    """

    to: str
    cause: str
    title: str
    barcode: str
    origin: str
    until: date | None = None


def route_slip(slip: RouteSlip, *, library: str, words: Words, made_at: datetime) -> bytes:
    """Return the page."""
    heading = words(f"route-slip.{slip.cause}")
    with new_pages(heading, words.language, made_at, (WIDTH_MM, HEIGHT_MM)) as page:
        page.add_page()
        _say(page, library, top=6, size=9, muted=True)
        _say(page, heading, top=13, size=12, bold=True)
        _say(page, slip.to, top=24, size=26, size_min=11, bold=True)
        if slip.until is not None:
            _say(page, words("route-slip.until", until=slip.until), top=38, size=12)
        page.set_draw_color(*INK)
        page.line(MARGIN_MM, 48, WIDTH_MM - MARGIN_MM, 48)
        _say(page, slip.title, top=52, size=11, size_min=8)
        _say(page, slip.barcode, top=60, size=11)
        _say(page, words("route-slip.from", branch=slip.origin, day=made_at.date()), top=88, size=8, muted=True)
        return bytes(page.output())


def _say(
    page: FPDF, text: str, *, top: float, size: float, size_min: float = 7, bold: bool = False, muted: bool = False
) -> None:
    write_line(page, text, left=MARGIN_MM, top=top, width=ROOM_MM, size=size, size_min=size_min, bold=bold, muted=muted)
