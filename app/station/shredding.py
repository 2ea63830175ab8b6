"""Destroying a file with everything on this PC that is the same form: copies, and what a program left beside it.

A file is overwritten, loses its name (which often is somebody's) and is removed. What a solid-state disk, a file system
that copies on writing or a folder that a cloud keeps may still hold is beyond any program: docs/rules.md says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

FILES_MAX = 20_000
"""So many files of one folder are looked at: a folder of temporary files may be a dump."""


def shred(path: Path) -> None:
    """Overwrite a file, take its name from it and remove it; one that is gone already is destroyed.

    A link goes with the file that it leads to.

    Raises:
        OSError: Another program holds it, or it may not be removed.
    """
    if path.is_symlink():
        target = path.resolve()
        if target.exists():
            shred(target)
        path.unlink(missing_ok=True)
        return
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    _nameless(path).unlink()


def _nameless(path: Path) -> Path:
    """Rename a file to a name that says nothing, where that can be done."""
    bare = path.with_name(f"{hashlib.blake2b(os.fsencode(path.name), digest_size=8).hexdigest()}.gone")
    try:
        return path.rename(bare)
    except OSError:
        return path


def other_copies(path: Path, digest: bytes, folders: Iterable[Path]) -> list[Path]:
    """Return what else is the same form, in its own folder and in others: the same bytes, whatever they are called.

    Args:
        digest: Of the file at `path`, which need not be there any more.
    """
    own = path.parent
    places = dict.fromkeys((own, *(folder for folder in folders if folder != own)))
    same = (one for place in places for one in _files(place, path.suffix) if one != path and _is_same(one, digest))
    return list(dict.fromkeys((*same, *_left_beside(path))))


def _files(folder: Path, suffix: str) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:  # A folder that cannot be listed shows no copies.
        for entry, _ in zip(entries, range(FILES_MAX), strict=False):
            if entry.name.casefold().endswith(suffix.casefold()) and entry.is_file():
                yield folder / entry.name


def _is_same(path: Path, digest: bytes) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _left_beside(path: Path) -> list[Path]:
    """Return what Word and LibreOffice leave beside a document: owner and lock files, and older versions of it."""
    name, stem = path.name, path.stem
    wanted = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#", f"{name}.bak", f"{name}~",
              f"Backup of {stem}.wbk", f"AutoRecovery save of {stem}.asd")  # fmt: skip
    return [found for one in dict.fromkeys(wanted) if (found := path.with_name(one)).is_file()]


def digest_of(path: Path) -> bytes:
    """Return the digest of a file's contents.

    Raises:
        OSError: It cannot be read.
    """
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
