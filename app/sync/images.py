"""What the engine needs of the database to write, verify and load checkpoints: images of it, lying aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.sync.changes import Changes
from app.sync.checkpoints import Manifest, Vector
from app.sync.ports import Merged, Slice
from app.sync.positions import LogId


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An image just taken; it lies aside until it is discarded.

    Attributes:
        pieces: The image in pieces of a chunk each.
    """

    manifest: Manifest
    image_bytes: int
    pieces: Iterator[bytes]


class Comparison(Protocol):
    """A received image beside a snapshot of this desk's own rows, which go on changing meanwhile.

    Attributes:
        vector: How far the snapshot holds each log.
    """

    @property
    def vector(self) -> Vector: ...

    def merge(self, slices: Sequence[Slice]) -> Merged:
        """Merge changes into the image aside."""

    def differences(self) -> list[str]:
        """Return the tables in which image and snapshot differ."""

    def holds(self) -> bool:
        """Tell whether either of them holds writings until their time comes, or is to read again."""

    def close(self) -> None: ...


class Images(Protocol):
    """Images of the desk's database. One is taken and one received at a time; both lie beside the database."""

    def take(self, wall_ms: int) -> Taken | None:
        """Take an image; None while anything is unpublished or half merged."""

    def receive(self, pieces: Iterable[bytes]) -> None:
        """Put an image aside, as it comes."""

    def adopt(self, manifest: Manifest) -> bool:
        """Make a received image this desk's own in one transaction; False where the desk has rows already."""

    def lacking(self, manifest: Manifest, rows_max: Callable[[], int]) -> Iterator[Changes]:
        """Yield what a received image holds and this desk does not, about so many changes at a time."""

    def compare(self, manifest: Manifest, limit: int, beyond: Collection[LogId] = ()) -> Comparison | None:
        """Open a received image for comparison; None while anything of this desk is unsealed or half merged.

        Args:
            limit: Writings of units beyond this tick are held.
            beyond: Logs of which the image holds what nobody can read any more: what bears their numbers is believed.
        """

    def discard(self) -> None:
        """Take away whatever lies aside."""
