"""The folder that forms are dropped into: what is new is read as drafts, once it is wholly written.

Whether a file is whole no system says, so it is looked at until two looks, some time apart, find it the same. Watchdog
only says when to look again; the scan finds what there is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.db.drafts import drafts
from app.desk.applications import FormReader
from app.errors import EnvironmentTrouble, Rejected
from app.station.inbox import Imported, digest_of_form, import_forms, is_form
from app.station.station import Station
from app.station.watching import Watch

STILL_MS = 2_000
"""A file that is the same for so long is taken to be whole."""
SCAN_MS = 30_000
"""The folder is looked at so often though nothing was heard: network folders lose hints."""


class FormsFolderMissing(EnvironmentTrouble):
    """The folder that is watched for forms is not there."""

    code = "form.folder-missing"


class FormsFolderNotSet(Rejected):
    """No folder is watched for forms on this PC."""

    code = "form.folder-not-set"


def choose_folder(station: Station, folder: Path) -> Path:
    """Keep which folder is watched for forms on this PC.

    Raises:
        FormsFolderMissing: There is no such folder.
    """
    if not folder.is_dir():
        raise FormsFolderMissing(folder=str(folder))
    station.home.settings.change(forms_folder=str(folder.absolute()))
    return folder.absolute()


def chosen_folder(station: Station) -> Path:
    """Return the folder that is watched.

    Raises:
        FormsFolderNotSet: None is chosen.
    """
    chosen = station.home.settings.load().forms_folder
    if not chosen:
        raise FormsFolderNotSet
    return Path(chosen)


def let_folder_go(station: Station) -> Path:
    """Watch no folder for forms any more; return the one that was watched. What lies in it stays there.

    Raises:
        FormsFolderNotSet: None is chosen.
    """
    folder = chosen_folder(station)
    station.home.settings.change(forms_folder="")
    return folder


class _Stamp(NamedTuple):
    """By what a file is taken to be the same."""

    bytes: int
    modified_ns: int


@dataclass(slots=True, kw_only=True)
class FormsFolder:
    """Looks into the folder, again and again.

    Attributes:
        unsettled: Whether something in it may still be being written.
    """

    station: Station
    root: Path
    read: FormReader
    unsettled: bool = False
    _first_seen: dict[Path, tuple[_Stamp, int]] = field(default_factory=dict)
    _done: dict[Path, _Stamp] = field(default_factory=dict)

    def look(self) -> Imported:
        """Read what has come and stood still since an earlier look.

        Raises:
            FormsFolderMissing: The folder is not there.
        """
        now_ms, settled, stamps = self.station.world.clock.monotonic_ms(), [], self._stamps()
        for path, stamp in stamps.items():
            if self._done.get(path) == stamp:
                continue
            before, since_ms = self._first_seen.get(path, (None, now_ms))
            if before != stamp:
                self._first_seen[path] = (stamp, now_ms)
            elif now_ms - since_ms >= STILL_MS and stamp.bytes:
                settled.append(path)
                self._done[path] = stamp
        self._first_seen = {path: kept for path, kept in self._first_seen.items() if path in stamps}
        self._done = {path: kept for path, kept in self._done.items() if path in stamps}
        self.unsettled = any(self._done.get(path) != stamp for path, stamp in stamps.items())
        return import_forms(self.station, [path for path in settled if not self._is_known(path)], self.read)

    def _stamps(self) -> dict[Path, _Stamp]:
        try:
            found = sorted(path for path in self.root.iterdir() if is_form(path))
        except OSError as error:
            raise FormsFolderMissing(folder=str(self.root)) from error
        stamps = {}
        for path in found:
            try:
                kept = path.stat()
            except OSError:
                continue  # It went while it was looked at.
            stamps[path.absolute()] = _Stamp(kept.st_size, kept.st_mtime_ns)
        return stamps

    def _is_known(self, path: Path) -> bool:
        """Tell whether a file lies here as drafts already, of a former run perhaps."""
        known = {draft.digest for draft in drafts(self.station.reading) if draft.path == path}
        return bool(known) and digest_of_form(path) in known


@dataclass(slots=True, kw_only=True)
class FolderWatcher:
    """Looks when something was heard, and now and then in any case.

    Attributes:
        tell: Called with what was found, where anything was.
        wait: Waits on an event for so many seconds; a test waits for nothing.
    """

    folder: FormsFolder
    tell: Callable[[Imported], None]
    wait: Callable[[threading.Event, float], object] = field(default=threading.Event.wait)
    _wake: threading.Event = field(default_factory=threading.Event)
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self._watch = Watch(root=self.folder.root, tell=self._wake.set)

    def step(self) -> None:
        """Look once, tell what was found, then wait until it is worth another look."""
        self._wake.clear()
        found = self.folder.look()
        if found.drafts or found.refused:
            self.tell(found)
        self._watch.check(found=bool(found.drafts))
        self.wait(self._wake, (STILL_MS if self.folder.unsettled else SCAN_MS) / 1000)

    def stop(self) -> None:
        self._watch.stop()
