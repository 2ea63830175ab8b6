"""A shared folder in memory, as each branch sees it: files come late, torn, in any order, and heads go back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from app.sync.errors import FolderUnreachable

PART_BYTES = 10_000
MINUTE_MS = 60_000
LATE_MS_MAX = 40 * MINUTE_MS
TORN_MS_MAX = 10 * MINUTE_MS


@dataclass(frozen=True)
class Written:
    """One writing of a file: who wrote it, and for each other branch when it is there, torn before that.

    No data is the file taken away.
    """

    data: bytes | None
    writer: int
    torn_ms: dict[int, int]
    there_ms: dict[int, int]


@dataclass
class Share:
    """What lies in the folder. `calm` ends all mischief: everything is there, whole, for everybody."""

    random: Random
    now_ms: Callable[[], int]
    branches: list[int]
    files: dict[str, list[Written]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    calm: bool = False

    def write(self, path: str, data: bytes | None, writer: int) -> None:
        there = {branch: self.now_ms() + self._delay() for branch in self.branches if branch != writer}
        torn = {branch: when - self._tear() for branch, when in there.items()}
        self.files.setdefault(path, []).append(Written(data, writer, torn, there))

    def _delay(self) -> int:
        if self.random.random() < 0.5:
            return 0
        self.faults["late"] += 1
        return self.random.randrange(LATE_MS_MAX)

    def _tear(self) -> int:
        if self.random.random() < 0.8:
            return 0
        return self.random.randrange(TORN_MS_MAX)

    def seen(self, path: str, branch: int) -> bytes | None:
        """Return what a branch sees of a file now."""
        writings = self.files.get(path, [])
        if self.calm:
            return writings[-1].data if writings else None
        visible = [writing for writing in writings if self._reached(writing.torn_ms, writing, branch)]
        if not visible:
            return None
        if len(visible) > 1 and self.random.random() < 0.03:
            self.faults["repeated"] += 1
            return visible[-2].data
        latest = visible[-1]
        if latest.data is None:
            return None
        if not self._reached(latest.there_ms, latest, branch):
            self.faults["torn"] += 1
            return latest.data[: self.random.randrange(len(latest.data))]
        return latest.data

    def _reached(self, times: dict[int, int], writing: Written, branch: int) -> bool:
        return writing.writer == branch or times.get(branch, 0) <= self.now_ms()

    def names(self, path: str, branch: int) -> list[str]:
        depth = path.count("/") + 1
        found = set()
        for known in self.files:
            parts = known.split("/")
            below = len(parts) > depth and "/".join(parts[:depth]) == path
            if below and self.seen(known, branch) is not None and not self._omitted():
                found.add(parts[depth])
        return sorted(found)

    def delete(self, path: str, writer: int) -> None:
        """Take a file away; others see it for a while yet."""
        if self.seen(path, writer) is not None:
            self.write(path, None, writer)

    def sizes(self) -> dict[str, int]:
        """Return how large each file is that stands in the folder."""
        return {path: len(data) for path, [*_, last] in self.files.items() if (data := last.data) is not None}

    def _omitted(self) -> bool:
        if self.calm or self.random.random() > 0.01:
            return False
        self.faults["omitted"] += 1
        return True


@dataclass
class BranchFolder:
    """Fills the port `Folder` for one branch.

    Attributes:
        step: Called before and after every write: where a crash may happen.
        reachable: Whether the branch is on the network.
        wrote_head: Called with every head that is written.
        deleted: Called with every file that is taken away.
    """

    share: Share
    branch: int
    step: Callable[[str], None]
    wrote_head: Callable[[str, bytes], None]
    reachable: bool = True
    deleted: Callable[[str], None] = lambda _: None

    def names(self, path: str) -> list[str]:
        self._check()
        return self.share.names(path, self.branch)

    def read(self, path: str, *, bytes_max: int) -> bytes | None:
        self._check()
        data = self.share.seen(path, self.branch)
        return data if data is None or len(data) <= bytes_max else None

    def write_new(self, path: str, data: bytes) -> None:
        self._check()
        self.step("folder")
        self.share.write(path, data, self.branch)
        self.step("folder")

    def replace(self, path: str, data: bytes) -> None:
        self._check()
        self.step("folder")
        self.share.write(path, data, self.branch)
        self.wrote_head(path, data)
        self.step("folder")

    def write_stream(self, path: str, parts: Iterable[bytes]) -> None:
        self.write_new(path, b"".join(parts))

    def read_stream(self, path: str) -> Iterator[bytes]:
        self._check()
        data = self.share.seen(path, self.branch)
        for start in range(0, len(data or b""), PART_BYTES):
            yield (data or b"")[start : start + PART_BYTES]

    def delete(self, path: str) -> None:
        self._check()
        self.step("folder")
        self.deleted(path)
        self.share.delete(path, self.branch)
        self.step("folder")

    def _check(self) -> None:
        if not self.reachable and not self.share.calm:
            self.share.faults["unreachable"] += 1
            raise FolderUnreachable(folder="")
