"""Blank forms: which a network has, what each asks, and writing one as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.queries.settings import settings_in_force
from app.errors import Misuse
from app.files import write_whole
from app.station.blank_plans import Sheet, sheets
from app.station.printing.blanks import blank_form
from app.station.station import Station
from app.words import Words


class BlankUnknown(Misuse):
    """The network has no form of this kind."""

    code = "forms.blank-unknown"


def blanks_of(station: Station) -> Mapping[str, Sheet]:
    """Return the forms of the network that a station belongs to."""
    rules = settings_in_force(station.reading, station.today(), station.place().branch)
    return sheets(rules.get("country", ""))


def write_blank(station: Station, kind: str, path: Path, words: Words) -> Path:
    """Write a blank form in the language of the words; it says whose library it is.

    Raises:
        BlankUnknown: The network has no form of this kind.
        FileNotWritten: The file cannot be written.
    """
    found = blanks_of(station)
    if kind not in found:
        raise BlankUnknown(form=kind, forms=", ".join(found))
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC)
    local = made_at.astimezone(ZoneInfo(station.place().time_zone))
    write_whole(path, blank_form(found[kind], library=station.roster().name, words=words, made_at=local))
    return path
