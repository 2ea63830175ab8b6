"""A receipt on paper of a till's width, as long as it has to be; on other paper it stands in the corner."""

from __future__ import annotations

from fpdf import FPDF

from app.db.queries.receipts import ReceiptLineShown, ReceiptShown
from app.station.printing.pages import FAMILY, INK, MUTED, new_pages
from app.words import Words

WIDTH_MM, MARGIN_MM = 80.0, 5.0
ROOM_MM = WIDTH_MM - 2 * MARGIN_MM
TITLE_PT, TEXT_PT, SMALL_PT = 11.0, 9.0, 7.5
TALL_MM = 4_000.0
"""On a page so long everything is written once to see how long it is."""


def receipt_pdf(receipt: ReceiptShown, *, library: str, note: str, currency: str, words: Words) -> bytes:
    """Return the pages.

    Args:
        note: What the library has printed below each receipt (D-22); "" for nothing.
    """
    wanted = _Wanted(receipt, library, note, currency, words)
    height, _ = _printed(wanted, TALL_MM)
    return _printed(wanted, max(height, WIDTH_MM))[1]


class _Wanted:
    """What is to be printed."""

    def __init__(self, receipt: ReceiptShown, library: str, note: str, currency: str, words: Words) -> None:
        self.receipt, self.library, self.note, self.currency, self.words = receipt, library, note, currency, words


def _printed(wanted: _Wanted, height: float) -> tuple[float, bytes]:
    receipt, words = wanted.receipt, wanted.words
    title = words(f"receipt.title.{receipt.kind}")
    with new_pages(f"{title} {receipt.number}", words.language, receipt.at, (WIDTH_MM, height)) as page:
        page.add_page()
        page.set_xy(MARGIN_MM, 6)
        _say(page, wanted.library, size=TITLE_PT, bold=True)
        _say(page, receipt.branch, muted=True)
        page.ln(2)
        _say(page, title, size=TITLE_PT, bold=True)
        _say(page, words("receipt.number", number=receipt.number))
        _say(page, words.moment(receipt.at))
        _say(page, receipt.patron_name)
        _rule(page)
        for line in receipt.lines:
            _line(page, wanted, line)
        _total(page, wanted)
        for name in receipt.liable:
            _say(page, words("receipt.liable", name=name))
        _rule(page)
        _say(page, wanted.note, size=SMALL_PT)
        _say(page, words("receipt.keep"), size=SMALL_PT, muted=True)
        return page.get_y() + 6, bytes(page.output())


def _line(page: FPDF, wanted: _Wanted, line: ReceiptLineShown) -> None:
    words, receipt = wanted.words, wanted.receipt
    _say(page, line.title or words(f"receipt.what.{line.kind or line.what}"), bold=True)
    _say(page, line.barcode, size=SMALL_PT, muted=True)
    if line.promised_on is not None:
        _say(page, words("receipt.due", day=line.promised_on))
    if line.returned_on is not None:
        late = line.days_late > 0
        code = "receipt.returned.late" if late else "receipt.returned"
        _say(page, words(code, day=line.returned_on, count=line.days_late))
    if line.amount_minor is not None:
        amount = words.money(line.amount_minor, wanted.currency)
        _say(page, amount if line.kind else words("receipt.late-fee", amount=amount))
    if line.undone:
        _say(page, words("receipt.undone"))
    page.ln(1.5 if receipt.lines else 0)


def _total(page: FPDF, wanted: _Wanted) -> None:
    total = wanted.receipt.total_minor
    if total is not None:
        _say(page, wanted.words("receipt.total", amount=wanted.words.money(total, wanted.currency)), bold=True)


def _say(page: FPDF, text: str, *, size: float = TEXT_PT, bold: bool = False, muted: bool = False) -> None:
    """Write a text over as many lines as it takes; nothing for none."""
    if not text:
        return
    page.set_font(FAMILY, "B" if bold else "", size)
    page.set_text_color(*(MUTED if muted else INK))
    page.set_x(MARGIN_MM)
    page.multi_cell(ROOM_MM, size * 0.48, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _rule(page: FPDF) -> None:
    page.ln(1.5)
    page.set_draw_color(*INK)
    page.set_line_width(0.2)
    page.line(MARGIN_MM, page.get_y(), WIDTH_MM - MARGIN_MM, page.get_y())
    page.ln(2)
