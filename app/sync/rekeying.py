"""A new epoch of the network key after persons were erased, begun by the registrar's desk by itself.

What was written before holds them: in segments, in checkpoints, and in every copy of the folder that somebody keeps.
It dies with the network key that it is under, so a new one has to begin first. It begins when all that are waited for
have read of the erasure and a verified checkpoint holds it, so that nothing of those persons is written any more, and
when each of them has announced a box key that opens none of the epochs before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from app.sync.announced import announced_box_keys
from app.sync.heads import Head, Received
from app.sync.keys import Keys
from app.sync.packing import Count
from app.sync.ports import Folder, Random, Store
from app.sync.positions import LogId, Position
from app.sync.registrar import rekeying, sign
from app.sync.roster import Roster, entry_hash
from app.sync.verified import Verified, covers

SEEN = "erasures-seen"
"""How many persons the registrar's desk knew to be erased, and how far it had read each log when it first did."""


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    erased: Count
    vector: tuple[Received, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Seen).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekeying:
    """Begins an epoch where one is due.

    Attributes:
        present: The newest head of each other member that is waited for; None for one whose head cannot be read now.
        forked: Logs of which two contents were seen: nobody can say that all have read the same of them.
    """

    store: Store
    folder: Folder
    keys: Keys
    random: Random
    roster: Roster
    present: Mapping[int, Head | None]
    forked: Collection[LogId]

    def is_wanted(self) -> bool:
        """Tell whether persons were erased since the last epoch began that nobody's box key leads back behind."""
        waited_for = [self.roster.registrar, *self.present]
        since = min(self.roster.named[number].epoch for number in waited_for)
        return self.store.erased() > self.roster.erased[since]

    def is_seen_first(self) -> bool:
        """Note how far this desk has read when it first knows of an erasure; tell whether that was just now."""
        erased = self.store.erased()
        kept = self.store.kept_note(SEEN)
        if self.store.waiting() or (kept is not None and _decode(kept).erased == erased):
            return False
        vector = tuple(Received(*log, *position) for log, position in sorted(self._read_so_far()))
        self.store.keep_note(SEEN, _encode(_Seen(erased=erased, vector=vector)))
        return True

    def _read_so_far(self) -> Iterator[tuple[LogId, Position]]:
        standing = self.store.standing()
        yield standing.log, standing.end
        for log, cursor in self.store.cursors().items():
            if log != standing.log and log.replica not in self.roster.expelled and log not in self.forked:
                yield log, cursor.at

    def begin(self, verified: Collection[Verified]) -> bool:
        """Begin an epoch where all is ready for it; tell whether one has begun."""
        kept = self.store.kept_note(SEEN)
        if kept is None or entry_hash(self.store.roster()[-1]) != self.roster.link:
            return False
        seen = _decode(kept)
        vector = {entry.log: entry.position for entry in seen.vector if entry.log not in self.forked}
        if not any(covers(one.manifest.positions(), vector) for one in verified):
            return False
        if not all(head is not None and _has_read(number, head, vector) for number, head in self.present.items()):
            return False
        announced = announced_box_keys(self.folder, self.roster, self.keys)
        if not announced.keys() >= {self.roster.registrar, *self.present}:
            return False
        entry = rekeying(self.roster, self.random, announced, erased=seen.erased)
        own = self.roster.registrar
        sign(self.folder, self.roster, entry, keys=self.keys, random=self.random, own=own, store=self.store)
        return True


def _has_read(number: int, head: Head, vector: Mapping[LogId, Position]) -> bool:
    received = {entry.log: entry.sequence for entry in sorted(head.received, key=lambda entry: entry.sequence)}
    return all(received.get(log, 0) >= position.sequence for log, position in vector.items() if log.replica != number)
