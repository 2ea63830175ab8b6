"""Watching the folder: a hint to look again, never more. What happened is found by the scan, which runs in any case."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchdog.events import FileClosedEvent, FileCreatedEvent, FileMovedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

LOG = logging.getLogger(__name__)

DEAF_AFTER = 3
"""So many finds in a row without a hint, and the watcher is taken to be deaf and made anew."""


class _Handler(FileSystemEventHandler):
    """Passes on that something was written; an exception here would end the watcher's thread."""

    def __init__(self, heard: Callable[[], None]) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, FileCreatedEvent | FileMovedEvent | FileClosedEvent):
            self._heard()


@dataclass(slots=True)
class Watch:
    """A watchdog observer that is started, checked and made anew.

    Attributes:
        root: The folder to watch, with all below it.
        tell: Called, on a thread of watchdog's, when something was written.
    """

    root: Path
    tell: Callable[[], None]
    _observer: Any = None
    _hinted: bool = False
    _unheard: int = 0

    def check(self, *, found: bool) -> None:
        """Look after the watcher at the end of a round that found something, or nothing."""
        self._unheard = self._unheard + 1 if found and not self._hinted else 0
        self._hinted = False
        if self._observer is None or not self._is_well() or self._unheard >= DEAF_AFTER:
            self._restart()

    def stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer = None

    def _is_well(self) -> bool:
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)

    def _heard(self) -> None:
        self._hinted = True
        self.tell()

    def _restart(self) -> None:
        self.stop()
        self._unheard = 0
        if not self.root.is_dir():
            return  # On Windows watchdog would wait for a folder that is not there, then give up with a riddle.
        observer = Observer()
        observer.schedule(_Handler(self._heard), str(self.root), recursive=True)
        try:
            observer.start()
        except (OSError, queue.Empty) as error:
            LOG.info("the folder cannot be watched; it is scanned instead: %s", error)
            return
        self._observer = observer
