"""The shared folder as a directory: a share, or what a Syncthing, OneDrive or Nextcloud keeps alike on every PC."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.sync.errors import FolderFull, FolderReadOnly, FolderUnreachable, SyncTrouble
from app.sync.ports import Random

ROOT = "lete-1"
"""All files of this format lie below this name; another format gets another."""

PART_BYTES = 1 << 20
"""So much of a large file is read at a time."""

PAUSES_S = (0.02, 0.05, 0.1, 0.3, 0.8)
"""How long to wait, time after time, for another program (a virus scanner, a sync client) to let go of a file."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}

_FULL_ON_WINDOWS = {39, 112, 1295}
"""Disk full, twice, and quota exceeded: Python gives some of them the number of another error."""
_HELD_ON_WINDOWS = {32, 33}
"""Sharing and lock violation: Python calls them, too, a missing permission."""

_NOT_THERE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
"""A stranger's folder may bear a file's name, and a stranger's file a folder's."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFolder:
    """Fills the port `Folder` with a real directory.

    Attributes:
        root: The directory `lete-1` itself.
        random: Names for files being written: one for each call, never one for each process.
        pause: Waits so many seconds while another program holds a file.
    """

    root: Path
    random: Random
    pause: Callable[[float], None]

    @classmethod
    def in_share(cls, share: Path, *, random: Random, pause: Callable[[float], None]) -> DirectoryFolder:
        return cls(root=share / ROOT, random=random, pause=pause)

    def found(self) -> None:
        """Make the directory for a new network.

        Raises:
            FolderUnreachable: The share itself is not there.
        """
        if not self.root.parent.is_dir():
            raise FolderUnreachable(folder=str(self.root.parent))
        self._writing(lambda: self.root.mkdir(exist_ok=True))

    def names(self, path: str) -> list[str]:
        try:
            return self._patiently(lambda: sorted(os.listdir(self.root / path)))  # noqa: PTH208  # Names, no paths.
        except _NOT_THERE:
            self._check_reachable()
            return []
        except OSError as error:
            if (self.root / path).is_file():
                return []  # A stranger's file under the name of a folder, as some systems word it.
            raise FolderUnreachable(folder=str(self.root)) from error

    def read(self, path: str, *, bytes_max: int) -> bytes | None:
        try:
            return self._patiently(lambda: _read(f"{self.root}/{path}", bytes_max))
        except _NOT_THERE:
            self._check_reachable()
            return None
        except PermissionError:
            return None  # Still held by another program: not there yet.
        except OSError as error:
            raise FolderUnreachable(folder=str(self.root)) from error

    def read_start(self, path: str, count: int) -> bytes:
        try:
            return self._patiently(lambda: _read_start(self.root / path, count))
        except _NOT_THERE:
            self._check_reachable()
            return b""
        except PermissionError:
            return b""  # Still held by another program: not there yet.
        except OSError as error:
            raise FolderUnreachable(folder=str(self.root)) from error

    def write_new(self, path: str, data: bytes) -> None:
        self._check_reachable()
        self._writing(lambda: self._write_aside(self.root / path, (data,)))

    def replace(self, path: str, data: bytes) -> None:
        self.write_new(path, data)

    def write_stream(self, path: str, parts: Iterable[bytes]) -> None:
        self._check_reachable()
        self._writing(lambda: self._write_aside(self.root / path, parts))

    def read_stream(self, path: str) -> Iterator[bytes]:
        try:
            with self._patiently(lambda: (self.root / path).open("rb", buffering=0)) as file:
                while part := file.read(PART_BYTES):
                    yield part
        except FileNotFoundError:
            self._check_reachable()
        except PermissionError:
            return  # Still held by another program: not there yet.
        except OSError as error:
            raise FolderUnreachable(folder=str(self.root)) from error

    def delete(self, path: str) -> None:
        self._check_reachable()
        self._writing(lambda: self._patiently(lambda: (self.root / path).unlink(missing_ok=True)))

    def _check_reachable(self) -> None:
        """A share that is not mounted looks like an empty or missing directory: unreachable, never deleted."""
        try:
            there = self.root.is_dir()
        except OSError as error:
            raise FolderUnreachable(folder=str(self.root)) from error
        if not there:
            raise FolderUnreachable(folder=str(self.root))

    def _write_aside(self, path: Path, parts: Iterable[bytes]) -> None:
        self._make(path.parent)
        aside = path.with_name(f"{path.name}.{self.random(8).hex()}.tmp")
        try:
            with aside.open("xb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            self._patiently(lambda: aside.replace(path))
        except BaseException:
            with suppress(OSError):  # Where the share has gone, that is what must be told.
                aside.unlink(missing_ok=True)
            raise
        _sync_directory(path.parent)

    def _make(self, path: Path) -> None:
        """Make a folder below the root, never the root itself: it would lie where the share is mounted later."""
        for folder in [*reversed(path.relative_to(self.root).parents), path.relative_to(self.root)][1:]:
            (self.root / folder).mkdir(exist_ok=True)

    def _writing(self, write: Callable[[], object]) -> None:
        try:
            write()
        except OSError as error:
            raise _write_trouble(error, self.root) from error

    def _patiently(self, act: Callable[[], _T]) -> _T:
        """Do something that Windows refuses while another program has the file open, again and again."""
        for pause_s in PAUSES_S:
            try:
                return act()
            except PermissionError:
                self.pause(pause_s)
        return act()


def _read(path: str, bytes_max: int) -> bytes | None:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # An idle round does this for every replica.
        if os.fstat(file.fileno()).st_size > bytes_max:
            return None
        data = file.readall()
    return data if len(data) <= bytes_max else None


def _read_start(path: Path, count: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        return file.read(count) or b""


def _write_trouble(error: OSError, root: Path) -> SyncTrouble:
    on_windows = getattr(error, "winerror", None)
    if error.errno in _FULL or on_windows in _FULL_ON_WINDOWS:
        return FolderFull(folder=str(root))
    if error.errno in _FORBIDDEN and on_windows not in _HELD_ON_WINDOWS:
        return FolderReadOnly(folder=str(root))
    return FolderUnreachable(folder=str(root))


def _sync_directory(path: Path) -> None:
    """Make a rename last through a power cut; Windows and many shares have no such call and need none."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
