"""Printing the record of destroyed forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.queries.forms import Destroyed, forms_destroyed
from app.db.queries.network import branches
from app.desk.form_life import PERMISSION
from app.desk.outcome import Refused
from app.files import write_whole
from app.rules.blocks import Why, block
from app.station.printing.acts import ActHead, destruction_act
from app.station.station import Station
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPrinted:
    """The file to be printed, and what is recorded in it."""

    path: Path
    destroyed: tuple[Destroyed, ...]


def print_act(
    station: Station, *, first: date, last: date, branch: str, path: Path, words: Words
) -> ActPrinted | Refused:
    """Write a PDF of what was destroyed from one day to another (R-11): at one branch, by its code, or at all.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    names = {one.code: one.name for one in branches(station.reading)}
    wrong = [block(Why.FIELD_INVALID, field="branch")] if branch and branch not in names else []
    wrong += [block(Why.FIELD_INVALID, field="until")] if last < first else []
    if blocks := (*station.not_permitted(PERMISSION), *wrong):
        return Refused(blocks=blocks)
    destroyed = tuple(forms_destroyed(station.reading, first=first, last=last, branch=branch))
    head = ActHead(
        library=station.roster().name,
        branch=names.get(branch, ""),
        first=first,
        last=last,
        made_by=station.acting.name,
    )
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC)
    local = made_at.astimezone(ZoneInfo(station.place().time_zone))
    write_whole(path, destruction_act(destroyed, head, words=words, made_at=local))
    return ActPrinted(path=path, destroyed=destroyed)
