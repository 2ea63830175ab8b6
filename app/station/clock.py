"""The date asked of a librarian, where this PC's clock is far from the last known and nobody confirms it."""

from __future__ import annotations

from datetime import date

from app.errors import Rejected
from app.station.station import Station


class OtherDate(Rejected):
    """The librarian says another date than the PC's clock."""

    code = "clock.other-date"


def confirm_date(station: Station, day: date) -> None:
    """Take the PC's clock for right, because a librarian has said what day it is.

    Raises:
        OtherDate: The clock shows another day: it is to be set first.
    """
    shown = station.today()
    if day != shown:
        raise OtherDate(shown=shown.isoformat(), said=day.isoformat())
    station.store().confirm_clock(station.world.clock.wall_ms())
