"""What is handed to people on paper, or typed by them at the desk; on the data worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.desk.accounts import AccountIssued, PinSet
from app.desk.counting import write_counts
from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.paper_letters import LetterBegun
from app.errors import LibraryError
from app.station.station import NOBODY, Station
from app.views.presenters.service import BlankOrder, CardSheets, DataHanded, ReceiptPrinted
from app.words import Words


def leave(station: Station) -> Station:
    """Write what was counted while somebody was here, and let nobody be signed in, whatever became of the counts."""
    if station.acting.staff:
        with suppress(LibraryError):
            station.do(write_counts)
    return replace(station, acting=NOBODY)


def hand_out(station: Station, patron: str, path: Path, words: Words, *, again: bool) -> Outcome[AccountIssued]:
    """Hand out an account on a slip."""
    from app.station.accounts import hand_out_account  # noqa: PLC0415  # Pages are heavy, and rarely needed.
    from app.station.slips import write_slip  # noqa: PLC0415  # As above.

    handed = hand_out_account(station, patron=patron, again=again)
    if isinstance(handed, Refused):
        return handed
    write_slip(station, handed, path, words)
    record = AccountIssued(patron=PatronId(handed.patron), name=handed.name, username=handed.username)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def send_account(station: Station, patron: str, *, again: bool) -> Outcome[AccountIssued]:
    """Have an account told in a letter."""
    from app.station.accounts import mail_account  # noqa: PLC0415  # As above.

    return mail_account(station, patron=patron, again=again)


def set_pin(station: Station, patron: str, pin: str) -> Outcome[PinSet]:
    """Give somebody the PIN that they chose."""
    from app.station.accounts import choose_pin  # noqa: PLC0415  # As above.

    return choose_pin(station, patron=patron, pin=pin)


def print_blank(station: Station, order: BlankOrder) -> Path:
    """Write a blank form in the language that it is to speak."""
    from app.station.blanks import write_blank  # noqa: PLC0415  # As above.

    return write_blank(station, order.kind, order.path, Words(order.language))


def hand_receipt(station: Station, patron: str, path: Path, words: Words, *, kind: str) -> Outcome[ReceiptPrinted]:
    """Write a receipt for what was done for somebody today."""
    from app.station.receipts import print_receipt  # noqa: PLC0415  # As above.

    printed = print_receipt(station, patron=patron, kind=kind, path=path, words=words)
    if isinstance(printed, Refused):
        return printed
    return Done(record=ReceiptPrinted(number=printed.number), touched=frozenset({Touched.LOAN}))


def print_sheets(station: Station, orders: Sequence[str], path: Path, words: Words) -> Outcome[CardSheets]:
    """Write cards to a PDF, ten on a sheet."""
    from app.station.cards import print_cards  # noqa: PLC0415  # As above.

    printed = print_cards(station, orders, path=path, sheets=True, words=words)
    if isinstance(printed, Refused):
        return printed
    return Done(record=CardSheets(path=printed.path, count=len(printed.orders)), touched=frozenset())


def print_route_slip(station: Station, item: str, path: Path, words: Words) -> Outcome[Path]:
    """Write the slip that goes with a copy."""
    from app.station import route_slips  # noqa: PLC0415  # As above.

    printed = route_slips.print_route_slip(station, item, path, words)
    return printed if isinstance(printed, Refused) else Done(record=printed, touched=frozenset())


def print_act(station: Station, act: str, path: Path, words: Words) -> Outcome[Path]:
    """Write an act of the stock book."""
    from app.station import stock_acts  # noqa: PLC0415  # As above.

    printed = stock_acts.print_stock_act(station, act=act, path=path, words=words)
    return printed if isinstance(printed, Refused) else Done(record=path, touched=frozenset())


def print_letter(station: Station, patron: str, path: Path) -> Outcome[LetterBegun]:
    """Write the written notice of somebody's exclusion."""
    from app.station.paper_letters import print_exclusion_letter  # noqa: PLC0415  # As above.

    printed = print_exclusion_letter(station, patron=patron, path=path)
    return printed if isinstance(printed, Refused) else Done(record=printed, touched=frozenset({Touched.PATRON}))


def hand_data(station: Station, patron: str, path: Path, words: Words) -> Outcome[DataHanded]:
    """Write all that is kept about somebody to a file."""
    from app.station.personal import hand_out_data  # noqa: PLC0415  # As above.

    handed = hand_out_data(station, patron=patron, path=path, words=words)
    if isinstance(handed, Refused):
        return handed
    count = sum(len(section.rows) for section in handed.sections)
    record = DataHanded(path=handed.path, name=handed.name, count=count)
    return Done(record=record, touched=frozenset({Touched.PATRON}))
