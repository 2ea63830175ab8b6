"""Handing somebody all that is kept about them (R-33): for a machine, or to be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db import borrowers
from app.db.queries.personal import Section, personal_data
from app.desk.outcome import Refused
from app.desk.viewing import DATA, note_viewing
from app.errors import Misuse
from app.files import write_whole
from app.rules.blocks import Why, block
from app.station.printing.personal import personal_pages
from app.station.station import Station
from app.words import Words

FORMAT = "lete-person-1"


class PersonalFileKind(Misuse):
    """The file is to be neither JSON nor PDF."""

    code = "personal.file-kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed out, and in which file."""

    path: Path
    patron: int
    number: str
    name: str
    sections: tuple[Section, ...]


def hand_out_data(station: Station, *, patron: str, path: Path, words: Words) -> Handed | Refused:
    """Write all that is kept about somebody to a file, JSON or PDF by its name, and note that it was handed out.

    Raises:
        PersonalFileKind: The file's name ends in neither.
        FileNotWritten: The file cannot be written.
    """
    if path.suffix.casefold() not in {".json", ".pdf"}:
        raise PersonalFileKind(file=path.name)
    zone = station.place().time_zone
    found = borrowers.borrower(station.reading.connection, patron, station.today(), zone)
    unknown = () if found else (block(Why.UNKNOWN_SCAN, scan=patron),)
    if (blocks := (*station.not_permitted("export"), *unknown)) or found is None:
        return Refused(blocks=blocks)
    station.do(note_viewing, patron=found.patron, what=DATA)
    sections = tuple(personal_data(station.reading, found.patron, zone))
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).astimezone(ZoneInfo(zone))
    library = station.roster().name
    if path.suffix.casefold() == ".pdf":
        data = personal_pages(sections, name=found.name, library=library, words=words, made_at=made_at)
    else:
        data = _json(sections, library=library, number=found.number, name=found.name, made_at=made_at)
    write_whole(path, data)
    return Handed(path=path, patron=found.patron, number=found.number, name=found.name, sections=sections)


def _json(sections: tuple[Section, ...], *, library: str, number: str, name: str, made_at: datetime) -> bytes:
    contents = {
        "format": FORMAT,
        "network": library,
        "made_at": made_at.isoformat(timespec="seconds"),
        "patron": number,
        "name": name,
        "data": {section.table: [dict(row) for row in section.rows] for section in sections},
    }
    return json.dumps(contents, ensure_ascii=False, indent=2).encode()
