"""Justified time: what the time is, as far as several clocks agree. A single PC's clock may be hours or years wrong.

Pure. Readings are those of the clocks on the walls, not ticks; what has been merged or published already is a floor,
for time does not go back behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.sync.ticks import EPOCH_MS, READING_MAX_MS, REPLICA_MAX, SEQUENCE_MAX, make_tick, unix_ms_of

MINUTE_MS = 60_000
DAY_MS = 86_400_000

TOLERANCE_MS = 10 * MINUTE_MS
"""Clocks that are no further apart do not disagree."""
FRESH_MS = 60 * MINUTE_MS
"""A head counts as a witness for so long after it was seen to change."""
FAR_MS = 10 * DAY_MS
"""A clock further than this from the last tick is believed only when others or a librarian confirm it."""
WITNESSES_MIN = 2


class Sighting(NamedTuple):
    """Another desk's clock, as its head told it. `seen_ms` and `after_ms` are by the clock that only goes on.

    A file may be days on its way, so a head that is seen says only that the clock shows at least so much by now.
    One that acknowledges something of this desk was written after that was published: it says at most how much.

    Attributes:
        wall_ms: What the clock showed when the head was written, Unix milliseconds.
        seen_ms: When the head was seen to change.
        after_ms: When this desk published the last thing that the head acknowledges; None for nothing of late.
    """

    wall_ms: int
    seen_ms: int
    after_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Justified:
    """What the time is.

    Attributes:
        now_ms: Justified time, Unix milliseconds.
        clocks_ms: What the clocks say, whatever is known.
        known_ms: What the greatest tick merged or published says; 0 for none.
        own_ms: What this PC's clock says.
        witnesses: How many other desks' clocks were seen to go within the hour.
        latest_ms: What the time is at most, by those who answered this desk; its own clock where nobody did.
    """

    now_ms: int
    clocks_ms: int
    known_ms: int
    own_ms: int
    witnesses: int
    latest_ms: int

    @property
    def disagrees(self) -> bool:
        """Whether this PC's clock is wrong, as far as the others can tell; a slow cable alone makes nobody wrong.

        What is known may be ahead of a right clock by the tolerance that let it leave, and by that between two clocks.
        """
        behind_ms = max(self.clocks_ms, self.known_ms - TOLERANCE_MS) - self.own_ms
        return max(behind_ms, self.own_ms - self.latest_ms) > TOLERANCE_MS

    @property
    def is_witnessed(self) -> bool:
        return self.witnesses >= WITNESSES_MIN

    @property
    def leaving_limit(self) -> int:
        """The greatest tick that may leave this desk: clocks a few minutes apart are no fault.

        Behind what is known already it may be by a little only. With the whole tolerance each desk would add its own to
        what the one before it had let go.
        """
        return _limit(max(self.clocks_ms + TOLERANCE_MS, self.known_ms + MINUTE_MS))

    @property
    def arriving_limit(self) -> int:
        """The greatest tick that is merged on arrival.

        Files that are long on their way must not hold what others write, so this PC's own clock counts as long as
        nobody has contradicted it.
        """
        own_ms = self.own_ms if self.own_ms <= self.latest_ms + TOLERANCE_MS else 0
        return _limit(max(self.now_ms, own_ms) + TOLERANCE_MS)


def justify(own_ms: int, sightings: Iterable[Sighting], *, monotonic_ms: int, known: int) -> Justified:
    """Return the lower median of the clocks, never earlier than the greatest tick merged or published (0: none).

    This PC's own clock does not count when it is behind that tick by more than the tolerance.
    """
    fresh = [seen for seen in sightings if monotonic_ms - seen.seen_ms <= FRESH_MS]
    least = [seen.wall_ms + monotonic_ms - seen.seen_ms for seen in fresh]
    most = [seen.wall_ms + monotonic_ms - seen.after_ms for seen in fresh if seen.after_ms is not None]
    known_ms = unix_ms_of(known) if known else 0
    readings = [*least, own_ms] if own_ms >= known_ms - TOLERANCE_MS else least
    clocks_ms = _lower_median(readings or [own_ms])
    return Justified(
        now_ms=max(clocks_ms, known_ms),
        clocks_ms=clocks_ms,
        known_ms=known_ms,
        own_ms=own_ms,
        witnesses=len(fresh),
        latest_ms=max(_lower_median([*most, own_ms]), known_ms),
    )


def _limit(until_ms: int) -> int:
    return make_tick(min(until_ms, EPOCH_MS + READING_MAX_MS), REPLICA_MAX, SEQUENCE_MAX)


def _lower_median(readings: Sequence[int]) -> int:
    return sorted(readings)[(len(readings) - 1) // 2]


def is_far(own_ms: int, *, last: int, confirmed_ms: int | None) -> bool:
    """Tell whether a clock is too far from the last tick to be believed: after a holiday, or with a dead battery.

    Args:
        last: The last tick drawn or merged; 0 for none, which doubts nothing.
        confirmed_ms: What the clock said when others or a librarian confirmed it last.
    """
    if not last or abs(own_ms - unix_ms_of(last)) <= FAR_MS:
        return False
    return confirmed_ms is None or abs(own_ms - confirmed_ms) > FAR_MS
