"""Handing out an account on paper: the slip is the only place where its password stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.files import write_whole
from app.station.accounts import HandedAccount
from app.station.printing.slips import account_slip
from app.station.station import Station
from app.words import Words


def write_slip(station: Station, handed: HandedAccount, path: Path, words: Words) -> None:
    """Write the slip of an account as a PDF.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC)
    local = made_at.astimezone(ZoneInfo(station.place().time_zone))
    write_whole(path, account_slip(handed, library=station.roster().name, words=words, made_at=local))
