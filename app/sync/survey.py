"""What stands in `checkpoints/`: which are verified, what they cover, and which are made superfluous by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.sync.checkpoints import Manifest, Vector, read_front
from app.sync.envelope import START_BYTES, epoch_of
from app.sync.errors import FormatTooNew, Malformed
from app.sync.keys import Keys
from app.sync.layout import CHECKPOINTS
from app.sync.ports import Folder
from app.sync.roster import Roster
from app.sync.verified import FILE_MAX, OkName, Verified, checkpoint_file, parse_checkpoint, parse_ok, read_ok


@dataclass(slots=True)
class Survey:
    """What was found; only what is new is read again.

    Attributes:
        standing: The ticks of the checkpoints whose files are there.
        oks: The words of second members, by name, whether their checkpoint is still there or not.
        former: Files under network keys that this desk has destroyed: they count for nothing any more.
        epochs: The epoch of each checkpoint and of each word that stands in the folder, by file.
    """

    folder: Folder
    standing: set[int] = field(default_factory=set)
    oks: dict[OkName, Verified] = field(default_factory=dict)
    former: list[str] = field(default_factory=list)
    epochs: dict[str, int] = field(default_factory=dict)
    _manifests: dict[int, Manifest] = field(default_factory=dict)

    def look(self, roster: Roster, keys: Keys) -> None:
        found = [name for name in self.folder.names(CHECKPOINTS) if parse_checkpoint(name) or parse_ok(name)]
        self.epochs = {name: self.epochs.get(name) or self._epoch(name) for name in found}
        oldest = min(keys.network_keys)
        self.former = [name for name in found if 0 < self.epochs[name] < oldest]
        names = [name for name in found if name not in self.former]
        self.standing = {tick for name in names if (tick := parse_checkpoint(name))}
        present = {ok for name in names if (ok := parse_ok(name))}
        self.oks = {name: verified for name, verified in self.oks.items() if name in present}
        for name in sorted(present - self.oks.keys()):
            data = self.folder.read(f"{CHECKPOINTS}/{name.file}", bytes_max=FILE_MAX)
            try:
                self.oks[name] = read_ok(data or b"", name, verify_keys(roster), keys.network_keys)
            except (Malformed, FormatTooNew):
                continue  # Not there yet, or nobody's whose word counts.

    def _epoch(self, name: str) -> int:
        return epoch_of(self.folder.read_start(f"{CHECKPOINTS}/{name}", START_BYTES))

    def epoch(self, tick: int) -> int:
        """Return the epoch of a checkpoint that stands in the folder; 0 where it is not there whole."""
        return self.epochs.get(checkpoint_file(tick), 0)

    def verified(self) -> list[Verified]:
        """Return the checkpoints that count, oldest first."""
        found = {verified.tick: verified for name, verified in self.oks.items() if name.tick in self.standing}
        return [found[tick] for tick in sorted(found)]

    def vectors(self) -> list[Vector]:
        """Return what the checkpoints that count stand for."""
        return [verified.manifest.positions() for verified in self.verified()]

    def unverified(self) -> list[int]:
        """Return the checkpoints that nobody has vouched for yet, newest first."""
        return sorted(self.standing - {name.tick for name in self.oks}, reverse=True)

    def manifest(self, tick: int, roster: Roster, keys: Keys) -> Manifest | None:
        """Return what a second member or a checkpoint's own front says of it; None where it is not whole."""
        for name, verified in self.oks.items():
            if name.tick == tick:
                return verified.manifest
        if tick not in self._manifests:
            parts = self.folder.read_stream(f"{CHECKPOINTS}/{checkpoint_file(tick)}")
            try:
                front = read_front(parts, tick, verify_keys(roster), keys.network_keys)
            except (Malformed, FormatTooNew):
                return None
            self._manifests[tick] = front.manifest
        return self._manifests[tick]

    def vector(self, tick: int, roster: Roster, keys: Keys) -> Vector | None:
        """Return what a checkpoint stands for; None where it is not whole."""
        manifest = self.manifest(tick, roster, keys)
        return manifest.positions() if manifest else None

    def superfluous(self, roster: Roster, keys: Keys) -> Iterator[str]:
        """Yield the files that a verified checkpoint makes superfluous, words before what they vouch for.

        A crash in between leaves an unverified checkpoint, which goes the next time. Those of an epoch whose key is
        destroyed nobody opens any more, but one who was away since, and finds what took their place.
        """
        verified = self.verified()
        yield from (f"{CHECKPOINTS}/{name}" for name in (self.former if verified else ()))
        for tick in sorted(self.standing | {name.tick for name in self.oks}):
            vector = self.vector(tick, roster, keys)
            if vector is not None and any(one.dominates(tick, vector) for one in verified):
                yield from (f"{CHECKPOINTS}/{name.file}" for name in sorted(self.oks) if name.tick == tick)
                yield f"{CHECKPOINTS}/{checkpoint_file(tick)}"


def verify_keys(roster: Roster) -> Mapping[int, bytes]:
    """Return whose word counts: everybody's but that of desks that were expelled."""
    return {number: roster.verify_key(number) for number in roster.members if number not in roster.expelled}
