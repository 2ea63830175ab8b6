"""Which forms a country's libraries have, and what each asks; the files are in `app/profiles/blanks`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to write in; `share` is its part of the width of its row."""

    field: str
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a form under its heading."""

    heading: str
    rows: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a form asks: places to write in, and boxes to tick."""

    kind: str
    parts: tuple[Part, ...]
    ticks: tuple[str, ...]


@cache
def sheets(country: str) -> Mapping[str, Sheet]:
    """Return the forms of a country, by their kinds; none where it has none."""
    file = resources.files("app.profiles").joinpath("blanks", f"{country}.toml")
    said = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {kind: _sheet(kind, sheet) for kind, sheet in said.items()}


def _sheet(kind: str, said: Mapping[str, object]) -> Sheet:
    parts, ticks = said["parts"], said["ticks"]
    assert isinstance(parts, list)  # These files are ours, and a test reads each.
    assert isinstance(ticks, list)
    rows = ((part["heading"], tuple(_row(row) for row in part["rows"])) for part in parts)
    return Sheet(kind=kind, parts=tuple(Part(heading=heading, rows=each) for heading, each in rows), ticks=tuple(ticks))


def _row(text: str) -> tuple[Place, ...]:
    """Read "street:3 house" as two places, the first three times as wide."""
    said = (word.partition(":") for word in text.split())
    return tuple(Place(field=field, share=int(share or 1)) for field, _, share in said)
