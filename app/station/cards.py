"""Printing the cards that people asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.cards import ordered_card
from app.db.queries.cards import card_orders
from app.desk.outcome import Refused
from app.files import write_whole
from app.rules.blocks import Why, block
from app.rules.cards import OrderStanding
from app.station.printing.cards import Card, cards_pdf
from app.station.station import Station
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsPrinted:
    """The file to be printed, and the orders whose cards are in it."""

    path: Path
    orders: tuple[int, ...]


def print_cards(
    station: Station, scans: Sequence[str], *, path: Path, sheets: bool, words: Words
) -> CardsPrinted | Refused:
    """Write a PDF of the cards that are to be made: of these orders, or of all.

    Raises:
        NotForBarcode: A number cannot be a barcode on a card.
        FileNotWritten: The file cannot be written.
    """
    found = [_wanted(station, scan) for scan in scans] if scans else _to_make(station)
    unknown = [block(Why.ORDER_UNKNOWN, scan=scan) for scan, one in zip(scans, found, strict=False) if one is None]
    cards = {order: card for order, card in filter(None, found) if card.number}
    if not cards and not unknown:
        unknown = [block(Why.NOTHING_TO_PRINT)]
    if blocks := (*station.not_permitted("register"), *unknown):
        return Refused(blocks=blocks)
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC)
    local = made_at.astimezone(ZoneInfo(station.place().time_zone))
    library = station.roster().name
    write_whole(path, cards_pdf(list(cards.values()), library=library, words=words, made_at=local, sheets=sheets))
    return CardsPrinted(path=path, orders=tuple(cards))


def _to_make(station: Station) -> list[tuple[int, Card] | None]:
    return [
        (one.order, Card(name=one.name, number=one.number, kind=one.kind))
        for one in card_orders(station.reading, station.today())
        if one.standing is OrderStanding.TO_MAKE
    ]


def _wanted(station: Station, scan: str) -> tuple[int, Card] | None:
    """Return a card that was asked for; one that was printed before may be printed again."""
    found = ordered_card(station.reading.connection, scan)
    if found is None:
        return None
    return found.order, Card(name=found.patron_name, number=found.number, kind=found.kind)
