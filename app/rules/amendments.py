"""The same data of somebody written anew at two desks that did not know of each other (C-11). Pure.

Of two writings the later one stands (`app/db/log/merging.py`). So that the other is not lost in silence, each writing
is a fact as well: what was written, and in the place of which one. One that nothing was written in place of is a leaf;
more leaves than one mean that nobody who wrote knew of all of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.blocks import Block, Why, told

ADDRESS = ("street", "house", "flat", "village", "parish", "municipality", "town", "postcode")
UNITS: Mapping[str, tuple[str, ...]] = {
    "phone": ("phone",),
    "email": ("email",),
    "address": ADDRESS,
    "care": ("care_of",),
    "school": ("school",),
}
"""What is asked after at the desk, by its unit, with the columns that are written together."""

NAMED_AS: Mapping[str, str] = {"care": "care_of"}
"""The field by whose name a unit goes, where it is not its own."""

HIDDEN = "•••"
"""Said in place of an address that is protected."""

Said = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A writing of a unit that nobody who wrote later knew of, or that nobody wrote after.

    Attributes:
        record: Whose, as it was written: a person may have several records.
        seen: Whether somebody at a desk was shown it, and answered.
    """

    fact: int
    record: int
    unit: str
    said: Said
    branch: str
    on: date
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """What somebody told the library, and what another desk wrote over without knowing of it."""

    leaf: Leaf
    stands: Said


def written(values: Mapping[str, str | int | None], unit: str) -> str:
    """Return what a unit says, to be kept in a fact: what is empty is left out."""
    kept = {name: str(values[name]) for name in UNITS[unit] if values.get(name)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_written(text: str) -> Said | None:
    """Read what `written` kept; None for what no desk wrote so."""
    try:
        read = json.loads(text)
    except ValueError:
        return None
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else None


def given_up(leaves: Sequence[Leaf], stands: Mapping[int, Mapping[str, str | int | None]]) -> Iterator[GivenUp]:
    """Yield what gave way and was shown to nobody, the oldest first.

    Args:
        stands: By record, what its columns say now.
    """
    of_unit: dict[tuple[int, str], list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        of_unit[leaf.record, leaf.unit].append(leaf)
    for (record, unit), several in of_unit.items():
        now = read_written(written(stands.get(record, {}), unit)) or {}
        if len(several) > 1:
            yield from (GivenUp(leaf=one, stands=now) for one in several if not one.seen and one.said != now)


def in_words(said: Said, unit: str) -> str:
    """Return what a unit says in one line; a dash for nothing."""
    return ", ".join(said[name] for name in UNITS[unit] if name in said) or "–"


def given_up_blocks(found: Collection[GivenUp], *, protected: bool) -> tuple[Block, ...]:
    """Return what is to be asked at the next visit, each with what stands and what gave way."""
    return tuple(_block(one, hidden=protected and one.leaf.unit == "address") for one in found)


def _block(one: GivenUp, *, hidden: bool) -> Block:
    unit = one.leaf.unit
    return told(
        Why.CHANGED_TWICE,
        field=NAMED_AS.get(unit, unit),
        stands=HIDDEN if hidden else in_words(one.stands, unit),
        given_up=HIDDEN if hidden else in_words(one.leaf.said, unit),
        branch=one.leaf.branch,
        on=one.leaf.on,
    )
