"""Building a desk's rows anew from the folder, beside those it has: from the newest verified checkpoint and the logs.

What this desk itself has sealed and nobody may have read yet comes from its own kept bytes; what it has not even sealed
comes from its rows, at the last moment. Only what the folder gives in full takes the place of the rows: where a part of
some log is lacking that this desk holds, everything stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.sync.checkpoints import Manifest
from app.sync.errors import FormatTooNew, Malformed, RebuildIncomplete
from app.sync.layout import CHECKPOINTS
from app.sync.loading import Loading
from app.sync.past import opened
from app.sync.ports import Slice, Store
from app.sync.positions import BEGINNING, Cursor, LogId
from app.sync.ranges import Key
from app.sync.reader import Reader
from app.sync.roster import Roster
from app.sync.survey import Survey
from app.sync.verified import Verified, checkpoint_file

ROWS_AT_ONCE = 20_000


class Building(Protocol):
    """The desk's rows being built anew, aside."""

    def begin(self, manifest: Manifest | None) -> Store:
        """Begin with the image that was received, or with nothing; return the store to merge into."""

    def close(self) -> None:
        """Let go of what lies aside."""

    def finish(self) -> list[Key]:
        """Add what this desk has not sealed, and put in one transaction what is right in the place of what differs.

        Returns:
            Where rows differed.

        Raises:
            RebuildIncomplete: The folder lacks something that this desk holds; nothing was changed.
        """


class Rebuilt(NamedTuple):
    """What was done: the file of the checkpoint it began with, "" for none; and where rows were put right."""

    checkpoint: str
    differed: list[Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilding:
    """Rebuilds one desk.

    Attributes:
        reader: Has looked at the folder, thoroughly.
    """

    loading: Loading
    building: Building
    reader: Reader
    roster: Roster

    def rebuild(self) -> Rebuilt:
        """Build the rows anew and put right what differs.

        Checkpoints that count need not hold one another: of a log whose segments are gone an older one may hold more.

        Raises:
            RebuildIncomplete: The folder lacks something that this desk holds; nothing was changed.
        """
        refused: RebuildIncomplete | None = None
        for begin_with in (*reversed(self._standing()), None):
            try:
                return self._built(begin_with)
            except (Malformed, FormatTooNew):
                continue
            except RebuildIncomplete as error:
                refused = refused or error
        assert refused is not None, "with no checkpoint there is nothing malformed"
        raise refused

    def _standing(self) -> list[Verified]:
        survey = Survey(self.loading.folder)
        survey.look(self.roster, self.loading.keys)
        return survey.verified()

    def _built(self, begin_with: Verified | None) -> Rebuilt:
        try:
            aside = self.building.begin(self._received(begin_with) if begin_with else None)
            for piece in self._own(aside.cursors()):
                aside.merge([piece], limit=self.loading.limit)
            for pieces in self.reader.slices(
                self.roster, self.loading.keys, aside.cursors(), rows_max=lambda: ROWS_AT_ONCE, impatient=True
            ):
                aside.merge(pieces, limit=self.loading.limit)
            file = f"{CHECKPOINTS}/{checkpoint_file(begin_with.tick)}" if begin_with else ""
            return Rebuilt(file, self.building.finish())
        finally:
            self.building.close()
            self.loading.images.discard()

    def _received(self, one: Verified) -> Manifest:
        """Receive a checkpoint that counts.

        Raises:
            Malformed: It is not whole, or not what was vouched for.
            FormatTooNew: A newer version of the program wrote it.
        """
        reading = self.loading.receive(one.tick, self.roster)
        if reading.hash != one.hash:
            raise Malformed(part="checkpoint")
        return one.manifest

    def _own(self, cursors: Mapping[LogId, Cursor]) -> Iterator[Slice]:
        """Yield what this desk has sealed since; it still keeps all that is in no checkpoint.

        Raises:
            RebuildIncomplete: The checkpoint is older than the last that this desk relied on.
        """
        store = self.loading.store
        own = store.standing().log
        at = cursors.get(own, BEGINNING).at
        for sealed in store.own_segments(own, at.sequence):
            sealings = opened(sealed, self.loading.keys).after(at)
            if sealings is None:
                raise RebuildIncomplete(replicas=str(own.replica))
            for changes, at in sealings:
                yield Slice(own, changes, Cursor(at))
