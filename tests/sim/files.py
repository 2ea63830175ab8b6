"""Writings by path, found by folder at once: with a thousand branches a listing cannot walk through all there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Written:
    """One writing of a file: who wrote it, and for each other branch when it is there, torn before that.

    No data is the file taken away.
    """

    data: bytes | None
    writer: int
    torn_ms: dict[int, int]
    there_ms: dict[int, int]
    at_ms: int = 0


class Files(dict[str, list[Written]]):
    """The writings of each file, oldest first, in the order in which the files were first written."""

    def __init__(self, files: Mapping[str, list[Written]] | None = None) -> None:
        super().__init__()
        self._below: dict[str, dict[str, None]] = {}
        self._spelt: dict[str, str] = {}
        for path, writings in (files or {}).items():
            self[path] = writings

    def __setitem__(self, path: str, writings: list[Written]) -> None:
        super().__setitem__(path, writings)
        self._spelt[path.casefold()] = path
        for folder in _folders(path):
            self._below.setdefault(folder, {})[path] = None

    def __delitem__(self, path: str) -> None:
        super().__delitem__(path)
        self._spelt.pop(path.casefold(), None)
        for folder in _folders(path):
            del self._below[folder][path]

    def take_away(self, path: str) -> bool:
        """Take a file away as if it had never been there; return whether it was."""
        if path in self:
            del self[path]
            return True
        return False

    def below(self, folder: str) -> list[str]:
        """Return the paths of all files in a folder and in the folders in it."""
        return list(self._below.get(folder, ()))

    def spelt(self, path: str) -> str:
        """Return the path as it was written first, where the case of letters makes no difference."""
        return self._spelt.get(path.casefold(), path)


def _folders(path: str) -> Iterator[str]:
    *folders, _ = path.split("/")
    return accumulate(folders, lambda above, name: f"{above}/{name}")
