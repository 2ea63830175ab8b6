"""Printing an act of the stock book."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.queries.settings import policy_in_force
from app.db.queries.stock_book import ActShown, act_by_number, lines_of_act
from app.desk.outcome import Refused
from app.files import write_whole
from app.rules.blocks import Why, block
from app.station.printing.stock_acts import stock_act
from app.station.station import Station
from app.words import Words


def print_stock_act(station: Station, *, act: str, path: Path, words: Words) -> ActShown | Refused:
    """Write an act as a PDF.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    found = act_by_number(station.reading, act)
    blocks = station.not_permitted("stock")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.ACT_UNKNOWN, number=act)))
    if blocks:
        return Refused(blocks=tuple(blocks))
    place = station.place()
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).astimezone(ZoneInfo(place.time_zone))
    pages = stock_act(
        found,
        lines_of_act(station.reading, found.act),
        library=station.roster().name,
        currency=policy_in_force(station.reading, station.today(), place.branch).text("currency"),
        words=words,
        made_at=made_at,
    )
    write_whole(path, pages)
    return found
