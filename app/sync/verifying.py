"""Verifying another member's checkpoint: load it aside, merge the log up to one's own positions, compare.

Nobody has to be quiet for it: the desk compares with a snapshot of its own rows, at whatever positions that stands, as
long as they hold all that the checkpoint does. Deeds and merges go on beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.sync.errors import Malformed
from app.sync.images import Comparison
from app.sync.layout import log_folder
from app.sync.loading import Loading
from app.sync.past import opened
from app.sync.ports import Slice
from app.sync.positions import START, Cursor, LogId, Position
from app.sync.roster import Roster
from app.sync.segments import FILE_MAX, Segment, parse_name, read_segment
from app.sync.verified import Verified, covers

ROWS_AT_ONCE = 20_000


class NotNow(Exception):
    """The checkpoint cannot be compared yet: a segment is not there, or something of this desk is not sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifying:
    """Compares one checkpoint with this desk.

    Attributes:
        beyond: Logs that the checkpoint holds further than this desk, and whose files are gone for good.
    """

    loading: Loading
    roster: Roster
    beyond: frozenset[LogId] = frozenset()

    def verify(self, tick: int) -> tuple[Verified, list[str]]:
        """Return what may be vouched for, and the tables in which it differs from this desk: none where it is right.

        Raises:
            NotNow: It cannot be compared yet.
            Malformed: The file is not whole.
            FormatTooNew: A newer version of the program wrote it.
        """
        try:
            reading = self.loading.receive(tick, self.roster)
            manifest = reading.front.manifest
            comparison = self.loading.images.compare(manifest, self.loading.limit, self.beyond)
            if comparison is None:
                raise NotNow
            try:
                self._bring_up(comparison, manifest.positions())
                differences = comparison.differences()
                if differences and comparison.holds():
                    raise NotNow  # What waits for its time at one desk may have come in at the other.
            finally:
                comparison.close()
        finally:
            self.loading.images.discard()
        return Verified(tick=tick, hash=reading.hash, manifest=manifest), differences

    def _bring_up(self, comparison: Comparison, held: dict[LogId, Position]) -> None:
        if not covers(comparison.vector, {log: at for log, at in held.items() if log not in self.beyond}):
            raise NotNow
        gathered: list[Slice] = []
        for log, end in sorted((log, end) for log, end in comparison.vector.items() if log not in self.beyond):
            for piece in self._slices(log, held.get(log, START), end):
                gathered.append(piece)
                if sum(len(one.changes) for one in gathered) >= ROWS_AT_ONCE:
                    comparison.merge(gathered)
                    gathered = []
        comparison.merge(gathered)

    def _slices(self, log: LogId, at: Position, end: Position) -> Iterator[Slice]:
        for segment in self._segments(log, at, end):
            sealings = segment.after(at)
            if sealings is None:
                raise NotNow  # Two contents at one position: whoever has merged both does not vouch for one.
            for sealing in sealings:
                at = sealing.end
                yield Slice(log, sealing.changes, Cursor(at))
                if at == end:
                    return
        if at != end:
            raise NotNow

    def _segments(self, log: LogId, at: Position, end: Position) -> Iterator[Segment]:
        """Yield the segments between two positions: of the own log from its kept bytes, of others from the folder."""
        loading = self.loading
        if at == end:
            return
        if log == loading.store.standing().log:
            for sealed in loading.store.own_segments(log, at.sequence):
                yield opened(sealed, loading.keys)
            return
        sequence = at.sequence
        for file in loading.folder.names(log_folder(log)):
            name = parse_name(file)
            if name is not None and name.covers(sequence + 1) and sequence < end.sequence:
                data = loading.folder.read(f"{log_folder(log)}/{file}", bytes_max=FILE_MAX)
                yield self._read(data or b"", file, log)
                sequence = name.last

    def _read(self, data: bytes, file: str, log: LogId) -> Segment:
        name = parse_name(file)
        try:
            if name is None:
                raise NotNow
            verify_key = self.roster.verify_key(log.replica)
            return read_segment(data, name, log, verify_key=verify_key, network_keys=self.loading.keys.network_keys)
        except Malformed as error:
            raise NotNow from error
