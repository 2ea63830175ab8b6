"""What the self-check needs of the database: digests kept by range, made anew where rows changed, proved in passing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.sync.checkpoints import Vector
from app.sync.ranges import Key


class Ranged(NamedTuple):
    """What is known of a range.

    Attributes:
        digest: `NOTHING` for one that has no rows any more; None where rows have changed since it was made.
        mark: The number of the last mark that touched it.
    """

    digest: bytes | None
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The digests as of one moment.

    Attributes:
        vector: How far the rows hold each log; None while they are not the whole truth.
        marks: How many marks had been made.
        is_clear: Nothing is held, nothing waits that this version cannot place, and nothing is to be read again.
        is_complete: Every range that has rows is there.
        whole: The digest over all ranges; None while that of one is not known.
        scrubbed_ms: When the last scrub ended, Unix milliseconds; None for never yet, and while one is under way.
    """

    vector: Vector | None
    marks: int
    is_clear: bool
    is_complete: bool
    scrubbed_ms: int | None
    ranges: Mapping[Key, Ranged]
    whole: bytes | None


class Difference(NamedTuple):
    """Rows that are not what they should be.

    Attributes:
        replica: The desk that was compared; this desk itself where its scrub found it.
        first, last: The ids between which they lie.
        wrong: The desk whose rows are wrong; 0 where that cannot be known.
    """

    replica: int
    table: str
    first: int
    last: int
    wrong: int


class RowCheck(Protocol):
    """Digests of the desk's rows. What reads is done on a snapshot, beside the deeds; what writes is short."""

    def refresh(self, entries_max: int) -> bool:
        """Make digests where rows have changed, of about so many rows; tell whether none is left to make."""

    def scrub(self, entries_max: int, now_ms: int) -> bool:
        """Prove so many rows by the digests kept of them, from where it stopped; tell whether it came to the end.

        A difference is noted, with this desk as the one that is wrong: rows have changed, and no deed or merge did it.
        """

    def kept(self) -> Kept: ...

    def differences(self) -> Sequence[Difference]:
        """Return what is noted as different."""

    def note(
        self, found: Collection[Difference], gone: Collection[Difference], compared: Collection[int], now_ms: int
    ) -> None:
        """Note what was found and what is found no more, and which desks were compared."""
