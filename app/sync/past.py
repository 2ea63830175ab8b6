"""One's own past: was this desk restored from a backup, rolled back, or copied?

A desk opens a new incarnation, a log of its own, when its own head, an acknowledgement of another desk or the mark
beside its database shows a position of the present log that the database does not hold, or when a head names a fork
of that log. Four of five engines that were tried diverge for ever here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.sync.changes import Changes
from app.sync.checkpoints import Vector
from app.sync.errors import FormerEpoch
from app.sync.heads import Head
from app.sync.keys import Keys
from app.sync.ports import Mark, Sealed, Store
from app.sync.positions import START, LogId, Position
from app.sync.segments import Segment, SegmentName, read_segment

LEAP_MS_MAX = 600_000
"""A new incarnation leaps up to ten minutes ahead, so that no tick that was drawn and lost is drawn again."""


def is_restored(
    store: Store,
    keys: Keys,
    mark: Mark,
    own_head: Head | None,
    others: Iterable[Head],
    *,
    vouched: Iterable[Vector] = (),
    standing: Iterable[SegmentName] = (),
) -> bool:
    """Tell whether something shows a position of this desk's log that its database does not hold.

    Args:
        others: Other desks' heads that were not looked at before; what one showed once, the database holds since.
        vouched: What verified checkpoints hold.
        standing: The segments of the present log that stand in the folder: the power may have failed before their head.
    """
    log = store.standing().log
    if log in {fork for head in others for fork in map(LogId._make, head.forks)}:
        return True
    shown = [*_shown(store, log, mark, own_head, others), *(vector[log] for vector in vouched if log in vector)]
    shown += [name.end for name in standing]
    return not all(holds(store, keys, log, position) for position in shown)


def _shown(store: Store, log: LogId, mark: Mark, own_head: Head | None, others: Iterable[Head]) -> Iterator[Position]:
    if own_head is not None:
        yield own_head.position
    if (marked := mark.load()) is not None:
        yield marked[1] if marked[0] == log else _of_another_log(store, marked[0])
    for head in others:
        yield from (entry.position for entry in head.received if entry.log == log)


def _of_another_log(store: Store, marked: LogId) -> Position:
    """A mark of an own earlier log is only late; of a log the database never wrote, it shows a restored database."""
    return START if marked in store.own_logs() else Position(-1, b"")


def forget_log(mark: Mark, replica: int) -> None:
    """Note a log that no database ever wrote: the next round opens a new incarnation, as after a restored backup."""
    mark.save(LogId(replica, 0), START)


def holds(store: Store, keys: Keys, log: LogId, position: Position) -> bool:
    """Tell whether the database sealed this position of an own log with this very content.

    Of what has gone from it since, a verified checkpoint holds all and every active replica has acknowledged it.
    """
    if position == START:
        return True
    standing = store.standing()
    if log == standing.log and 0 < position.sequence <= standing.retired.sequence:
        return position.sequence < standing.retired.sequence or position == standing.retired
    sealed = store.own_segment(log, position.sequence)
    if sealed is None or sealed.name.end == position:
        return sealed is not None
    segment = _opened_still(sealed, keys)
    return segment is not None and segment.after(position) is not None


def opened(sealed: Sealed, keys: Keys) -> Segment:
    """Return an own segment from its kept bytes."""
    return read_segment(
        sealed.data, sealed.name, sealed.log, verify_key=keys.verify_key, network_keys=keys.network_keys
    )


def _opened_still(sealed: Sealed, keys: Keys) -> Segment | None:
    """Return an own segment; None where the database is from before its key was destroyed: then nobody lacks it."""
    try:
        return opened(sealed, keys)
    except FormerEpoch:
        return None


def unacknowledged(store: Store, keys: Keys, members: Iterable[int], heads: Mapping[LogId, Head]) -> Sequence[Changes]:
    """Return the changes of this desk's logs that not every other member has acknowledged."""
    found: list[Changes] = []
    own = store.standing().log.replica
    others = [number for number in members if number != own]
    for log in (log for log in store.own_logs() if log.replica == own):
        everywhere = min((_acknowledged(store, keys, log, number, heads) for number in others), default=0)
        for sealed in store.own_segments(log, everywhere):
            segment = _opened_still(sealed, keys)
            found += [sealing.changes for sealing in segment.sealings] if segment else []
    return found


def _acknowledged(store: Store, keys: Keys, log: LogId, member: int, heads: Mapping[LogId, Head]) -> int:
    """Return the sequence up to which a member has acknowledged a log under its present hashes.

    A member that was restored itself has heads of several incarnations; the one that acknowledges least counts,
    for publishing again what is known does no harm.
    """
    logs = [head for of, head in heads.items() if of.replica == member]
    return min((_held_of(store, keys, log, head) for head in logs), default=0)


def _held_of(store: Store, keys: Keys, log: LogId, head: Head) -> int:
    positions = (entry.position for entry in head.received if entry.log == log)
    return max((position.sequence for position in positions if holds(store, keys, log, position)), default=0)
