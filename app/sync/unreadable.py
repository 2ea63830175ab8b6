"""Checkpoints, and words about them, that nobody opens any more.

They stand under a key that went with a roster that lost, or are by somebody whom the winning roster does not know, or
never arrived whole. They count for nothing; but each is told as unreadable again and again, and keeps keys of former
epochs from being destroyed. None goes before a younger one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.sync.checkpoints import read_front
from app.sync.errors import FormatTooNew, Malformed
from app.sync.keys import Keys
from app.sync.layout import CHECKPOINTS
from app.sync.roster import Roster
from app.sync.survey import Survey, verify_keys
from app.sync.ticks import replica_of, unix_ms_of
from app.sync.verified import FILE_MAX, parse_checkpoint, parse_ok, read_ok

ANOTHER_KEY = "contents"
"""What is said of a file that its author has signed, and that the roster's key of its epoch does not open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Finds those that are to go.

    Attributes:
        survey: Has looked at what stands in the folder.
        own: The number of this desk.
        is_left: Tells whose files this desk looks after as a keeper: of members that are gone or away, of strangers.
        apart_ms: Where nothing is proved, a file goes when one that counts is so much younger.
    """

    survey: Survey
    roster: Roster
    keys: Keys
    own: int
    is_left: Callable[[int], bool]
    apart_ms: int

    def files(self) -> Iterator[str]:
        """Yield the files that go: of this desk at once where another roster's key is proved, else after a while."""
        counting = (one.tick for one in self.survey.verified() if self.survey.epoch(one.tick) == self.roster.epoch)
        newest = max(counting, default=0)
        for file in sorted(self.survey.epochs.keys() - set(self.survey.former)):
            tick, author = _named(file)
            if tick >= newest or not (author == self.own or self.is_left(author)):
                continue
            is_old = unix_ms_of(newest) - unix_ms_of(tick) >= self.apart_ms
            why = self._why(file)
            if why and (is_old or (author == self.own and why == ANOTHER_KEY)):
                yield f"{CHECKPOINTS}/{file}"

    def _why(self, file: str) -> str:
        """Return why a file cannot be opened; "" where it can, or by a newer version of the program."""
        tick, word = parse_checkpoint(file), parse_ok(file)
        if word in self.survey.oks or (tick and self.survey.vector(tick, self.roster, self.keys) is not None):
            return ""
        known, path = verify_keys(self.roster), f"{CHECKPOINTS}/{file}"
        try:
            if tick:
                read_front(self.survey.folder.read_stream(path), tick, known, self.keys.network_keys)
            if word:
                data = self.survey.folder.read(path, bytes_max=FILE_MAX)
                read_ok(data or b"", word, known, self.keys.network_keys)
        except Malformed as error:
            return str(error.figures["part"])
        except FormatTooNew:
            return ""
        return ""


def _named(file: str) -> tuple[int, int]:
    """Return the tick in a file's name, and who wrote the file."""
    if (word := parse_ok(file)) is not None:
        return word.tick, word.verifier
    tick = parse_checkpoint(file) or 0
    return tick, replica_of(tick)
