"""What an open desk does by itself besides reading and writing the shared folder: letters out, forms in.

One thread, one errand after another. A server that is out of reach is no news at a desk: it is tried again later, and
later, and one quiet line says so until it answers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from app.db.queries.network import own_place
from app.db.queries.settings import policy_in_force
from app.desk.applications import FormReader
from app.desk.outcome import Touched
from app.errors import LibraryError
from app.station.beside import StationBeside
from app.station.home import Home
from app.station.worker import DataWorker
from app.station.world import World

LOG = logging.getLogger(__name__)

PAUSE_FIRST_MS = 60_000
PAUSE_MAX_MS = 3_600_000
"""After each failure the pause is doubled, up to an hour."""
FOLDER_PAUSE_MAX_MS = 300_000
"""A folder that is gone is looked for more often: a share comes back by itself, and a look costs next to nothing."""
NOT_YET_MS = 5_000
"""So soon it is looked again whether what the others did has been read: before that no letter leaves."""
WAIT_MAX_MS = 30_000
"""How long the thread sleeps at most: another program of this home may have changed the settings."""


class Errand(StrEnum):
    """The errands, in the order in which they are done."""

    FOLDER = "folder"
    MAILBOX = "mailbox"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUnread:
    """A file, or a letter by its subject, that is no form we can read; it stays where it was."""

    name: str
    error: LibraryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of one turn.

    Attributes:
        wrote: Whether there is something that the others are to hear of.
        forms: How many drafts were made.
        trouble: Why it ended early.
        again_ms: When it is due again; None for as often as the rules of the library say.
    """

    touched: frozenset[Touched] = frozenset()
    wrote: bool = False
    forms: int = 0
    unread: tuple[FileUnread, ...] = ()
    trouble: LibraryError | None = None
    again_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandNews:
    """How the errands stand.

    Attributes:
        troubles: What stands in the way of which, as of its last turn.
        brought: What came of the turn that has just ended.
    """

    errand: Errand
    troubles: dict[Errand, LibraryError]
    brought: Brought


class ErrandTurns(Protocol):
    """One turn of each."""

    def look(self) -> Brought: ...

    def fetch(self) -> Brought: ...

    def send(self, may_go_on: Callable[[], bool]) -> Brought: ...

    def stop(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class Errands:
    """Runs errands until it is stopped.

    Attributes:
        is_current: Tells whether what the others did has been read since the desk was opened.
        deed_done: Called when something was written that the others are to hear of.
        tell: Called on this thread with what is new.
        make_reader: Makes what reads a form.
        wait: Waits on an event for so many seconds; a test waits for nothing.
    """

    home: Home
    world: World
    worker: DataWorker
    is_current: Callable[[], bool]
    deed_done: Callable[[], None]
    tell: Callable[[ErrandNews], None]
    make_reader: Callable[[], FormReader]
    wait: Callable[[threading.Event, float], object] = field(default=threading.Event.wait)
    ended: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _letters: threading.Lock = field(default_factory=threading.Lock)
    _letter_in_hand: bool = False
    _away: bool = False
    _asked: bool = False
    _heard: bool = False
    _due: dict[Errand, int] = field(default_factory=dict)
    _failures: dict[Errand, int] = field(default_factory=dict)
    _troubles: dict[Errand, LibraryError] = field(default_factory=dict)

    # From other threads.

    def look_now(self) -> None:
        """Ask for every errand at once, whatever failed before."""
        self._asked = True
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def may_be_left(self) -> bool:
        """Tell whether the program may end: it waits for a letter in hand, not for a server that does not answer."""
        with self._letters:
            return self.ended.is_set() or (self._away and not self._letter_in_hand)

    def _hear(self) -> None:
        self._heard = True
        self._wake.set()

    # On this thread.

    def run(self) -> None:
        """Run until stopped; this is the body of the thread."""
        try:
            self.worker.call(lambda _: None)  # The station is open, or it is told here why it is not.
            station = StationBeside.beside(self.home, self.world, self.worker)
            turns = self._turns(station)
            try:
                while not self._stop.is_set():
                    self.step(station, turns)
            finally:
                turns.stop()
                station.reading.close()
        finally:
            self.ended.set()

    def _turns(self, station: StationBeside) -> ErrandTurns:
        from app.station.errand_turns import Turns  # noqa: PLC0415  # Mail and its cryptography: not before the window.

        return Turns(station=station, make_reader=self.make_reader, heard=self._hear)

    def step(self, station: StationBeside, turns: ErrandTurns) -> None:
        """Do what is due, then wait until something may be."""
        self._wake.clear()
        if self._asked:
            self._asked = False
            self._due.clear()
            self._failures.clear()
        if self._heard:
            self._heard = False
            self._due.pop(Errand.FOLDER, None)
        if own_place(station.reading) is not None:  # Before its rows have arrived a desk knows no rules.
            for errand in Errand:
                if not self._stop.is_set() and self._now() >= self._due.get(errand, 0):
                    self._go(errand, station, turns)
        soonest = min(self._due.values(), default=self._now() + WAIT_MAX_MS)
        self.wait(self._wake, min(max(soonest - self._now(), 0), WAIT_MAX_MS) / 1000)

    def _go(self, errand: Errand, station: StationBeside, turns: ErrandTurns) -> None:
        if errand is Errand.POST and not self.is_current():
            self._due[errand] = self._now() + NOT_YET_MS
            return
        brought = self._turn(errand, turns)
        if brought.trouble is None:
            self._failures.pop(errand, None)
            pause_ms = self._pause_ms(station) if brought.again_ms is None else brought.again_ms
        else:
            LOG.info("errand %s failed: %s", errand, brought.trouble.code)
            failures = self._failures.get(errand, 0)
            self._failures[errand] = failures + 1
            most_ms = FOLDER_PAUSE_MAX_MS if errand is Errand.FOLDER else PAUSE_MAX_MS
            pause_ms = min(PAUSE_FIRST_MS << min(failures, 10), most_ms)
        self._due[errand] = self._now() + pause_ms
        self._tell(errand, brought)

    def _turn(self, errand: Errand, turns: ErrandTurns) -> Brought:
        self._away = True
        try:
            match errand:
                case Errand.FOLDER:
                    return turns.look()
                case Errand.MAILBOX:
                    return turns.fetch()
                case Errand.POST:
                    return turns.send(self._may_go_on)
        except LibraryError as error:
            return Brought(trouble=error)
        finally:
            with self._letters:
                self._away = self._letter_in_hand = False

    def _may_go_on(self) -> bool:
        """Take the next letter in hand, unless the program ends."""
        with self._letters:
            self._letter_in_hand = not self._stop.is_set()
            return self._letter_in_hand

    def _tell(self, errand: Errand, brought: Brought) -> None:
        before = self._troubles.get(errand)
        self._troubles = {one: error for one, error in self._troubles.items() if one is not errand}
        if brought.trouble is not None:
            self._troubles[errand] = brought.trouble
        if brought.wrote:
            self.deed_done()
        if before is not brought.trouble or brought != replace(Brought(), again_ms=brought.again_ms):
            self.tell(ErrandNews(errand=errand, troubles=dict(self._troubles), brought=brought))

    def _pause_ms(self, station: StationBeside) -> int:
        place = station.place()
        minutes = policy_in_force(station.reading, station.today(), place.branch).number("post_minutes")
        return max(minutes, 1) * 60_000

    def _now(self) -> int:
        return self.world.clock.monotonic_ms()
