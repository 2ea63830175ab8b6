"""A shared folder in memory, as each branch sees it: files come late, torn, in any order, and heads go back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from app.sync.errors import FolderUnreachable
from tests.sim.files import Files, Written
from tests.sim.troubles import Trouble

PART_BYTES = 10_000
MINUTE_MS = 60_000
LATE_MS_MAX = 40 * MINUTE_MS

ENVELOPES = (b"LSEG", b"LHED", b"LROS", b"LCKP", b"LCOK")
NONCE = slice(20, 44)
TORN_MS_MAX = 10 * MINUTE_MS


@dataclass
class Share:
    """What lies in the folder.

    Attributes:
        calm: Ends all mischief: everything is there, whole, for everybody.
        over: It will stay calm: what is written from now on is late for nobody.
        wait: Lets time pass.
        case_blind: Whether names that differ in case alone are one name, as on Windows.
        nonces: What was encrypted under each nonce.
        apart: Who is cut off from the others, and they from them, until `apart_until_ms`.
    """

    random: Random
    now_ms: Callable[[], int]
    branches: list[int]
    files: Files = field(default_factory=Files)
    wait: Callable[[int], None] = lambda _: None
    case_blind: bool = False
    nonces: dict[bytes, bytes] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    calm: bool = False
    over: bool = False
    apart: frozenset[int] = frozenset()
    apart_until_ms: int = 0

    def write(self, path: str, data: bytes | None, writer: int) -> None:
        path = self._as_kept(path)
        if writer and not path.endswith(".tmp"):
            self._check_nonce(data)
        others = [] if self.over else [branch for branch in self.branches if branch != writer]
        there = {branch: self._arrival_ms(writer, branch) for branch in others}
        torn = {branch: when - self._tear() for branch, when in there.items()}
        if path not in self.files:
            self.files[path] = []
        self.files[path].append(Written(data, writer, torn, there, self.now_ms()))

    def _as_kept(self, path: str) -> str:
        """Return the name under which a file stands, where the case of letters makes no difference."""
        return path if path in self.files or not self.case_blind else self.files.spelt(path)

    def _check_nonce(self, data: bytes | None) -> None:
        """Nothing is encrypted under one nonce twice; a file that is written again is the same to the last byte."""
        if data and data[:4] in ENVELOPES and len(data) > NONCE.stop:
            nonce, hashed = data[NONCE], hashlib.blake2b(data, digest_size=16).digest()
            whole = self.nonces.setdefault(nonce, hashed)
            assert whole == hashed, "one nonce, two contents"

    def _arrival_ms(self, writer: int, branch: int) -> int:
        arrival_ms = self.now_ms() + self._delay()
        is_cut = writer in self.branches and (writer in self.apart) != (branch in self.apart)
        return max(arrival_ms, self.apart_until_ms) if is_cut else arrival_ms

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
        writings = self.files.get(path) or self.files.get(self._as_kept(path), [])
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

    def names(self, path: str, branch: int, hides: Callable[[int], bool] = lambda _: False) -> list[str]:
        """Return what a branch finds listed in a folder.

        Args:
            hides: Tells whether a listing does not have what was written at that time.
        """
        start = f"{path}/"
        found = set()
        for known in self.files.below(path):
            name = known[len(start) :].partition("/")[0]
            if name in found or self.seen(known, branch) is None or self._omitted():
                continue
            if self.calm or not hides(self.files[known][-1].at_ms):
                found.add(name)
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
        wrote_head: Called with every head that is written.
        reachable: Whether the branch is on the network.
        trouble: What is wrong with the folder for this branch alone.
        deleted: Called with every file that is taken away.
    """

    share: Share
    branch: int
    step: Callable[[str], None]
    wrote_head: Callable[[str, bytes], None]
    reachable: bool = True
    trouble: Trouble = field(init=False)
    deleted: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        self.trouble = Trouble(self.share.random, self.share.faults, self.share.wait)

    def names(self, path: str) -> list[str]:
        self._check()
        if self.trouble.hides_everything():
            return []
        now_ms = self.share.now_ms()
        return self.share.names(path, self.branch, lambda at_ms: self.trouble.hides_name(at_ms, now_ms))

    def read(self, path: str, *, bytes_max: int) -> bytes | None:
        self._check()
        if self.trouble.hides_everything() or self.trouble.hides():
            return None
        data = self.share.seen(path, self.branch)
        return data if data is None or len(data) <= bytes_max else None

    def read_start(self, path: str, count: int) -> bytes:
        self._check()
        return (self.share.seen(path, self.branch) or b"")[:count]

    def write_new(self, path: str, data: bytes) -> None:
        self._write(path, data)

    def replace(self, path: str, data: bytes) -> None:
        self._write(path, data, then=lambda: self.wrote_head(path, data))

    def _write(self, path: str, data: bytes, then: Callable[[], None] = lambda: None) -> None:
        self._check()
        self.step("folder")

        def write() -> None:
            self.share.write(path, data, self.branch)
            then()

        aside = f"{path}.{self.share.random.getrandbits(64):016x}.tmp"
        self.trouble.write(write, lambda: self.share.write(aside, data[: len(data) // 2], self.branch))
        self.step("folder")

    def write_stream(self, path: str, parts: Iterable[bytes]) -> None:
        self.write_new(path, b"".join(parts))

    def read_stream(self, path: str) -> Iterator[bytes]:
        data = self.read(path, bytes_max=1 << 62)
        for start in range(0, len(data or b""), PART_BYTES):
            yield (data or b"")[start : start + PART_BYTES]

    def delete(self, path: str) -> None:
        self._check()
        self.step("folder")

        def delete() -> None:
            self.deleted(path)
            self.share.delete(path, self.branch)

        self.trouble.write(delete, lambda: None)
        self.step("folder")

    def _check(self) -> None:
        self.trouble.call()
        if not self.reachable and not self.share.calm:
            self.share.faults["unreachable"] += 1
            raise FolderUnreachable(folder="")
