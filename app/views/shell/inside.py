"""What is behind the door: the service, the sync thread, the shell.

The data worker's thread imports this module while the door is shown already; the window's own thread then finds
everything there.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.db.database import open_for_reading
from app.desk.outcome import Touched
from app.errors import LibraryError
from app.station.joining import is_training
from app.station.station import Station
from app.station.syncer import Syncer, SyncStatus
from app.sync.problems import DATE_DOUBTFUL
from app.views.presenters.news import Reported, SyncNews
from app.views.screens.registry import SCREENS, import_screen
from app.views.shell.live import LiveService
from app.views.shell.shell import Around, Shell
from app.views.shell.touching import touched_by
from app.views.widgets.styles import build_inner_styles
from app.words import Words

if TYPE_CHECKING:
    from app.views.shell.opening import OpenDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What is behind the door.

    Attributes:
        sync_ended: Whether the sync thread has ended.
    """

    service: LiveService
    syncer: Syncer
    shell: Shell
    sync_ended: threading.Event


def look_inside(station: Station, words: Words) -> bool:
    """Tell whether the network is for practice; on the data worker's thread, which warms what is needed next."""
    import_screen(SCREENS[0])
    words.long_day(station.today())  # The days of a language take a while when they are read first.
    try:
        return is_training(station)
    except LibraryError:  # Not admitted yet, or without its keys: told where it matters.
        return False


def go_inside(desk: OpenDesk, *, training: bool) -> Inside:
    """Make what is behind the door, and start the sync thread; on the thread of the window."""
    desk.root.style.on_theme_change(build_inner_styles)
    shells: list[Shell] = []

    def publish(touched: Collection[Touched]) -> None:
        shells[0].publish(touched)

    def tell(status: SyncStatus, tables: frozenset[str]) -> None:
        """Called on the sync thread: the news goes through the bridge."""
        desk.tasks.post(partial(_heard, shells[0], status, touched_by(tables)))

    share = Path(desk.home.settings.load().share)
    syncer = Syncer(worker=desk.worker, clock=desk.world.clock, share=share, tell=tell)
    service = LiveService(
        home=desk.home,
        world=desk.world,
        words=desk.words,
        worker=desk.worker,
        tasks=desk.tasks,
        reading=open_for_reading(desk.home.database),
        publish=publish,
        deed_done=syncer.deed_done,
        look_now=syncer.look_now,
    )
    shells.append(Shell(desk.root, service, desk.words, _around(desk, training=training)))
    if training:
        desk.door.mark_training()
    ended = _start(syncer, desk)
    return Inside(service=service, syncer=syncer, shell=shells[0], sync_ended=ended)


def _around(desk: OpenDesk, *, training: bool) -> Around:
    return Around(
        door=desk.door,
        troubles=desk.troubles,
        sound=desk.sound,
        open_file=desk.open_file,
        training=training,
    )


def _heard(shell: Shell, status: SyncStatus, touched: Collection[Touched]) -> None:
    contact = shell.service.local(status.contact_ms) if status.contact_ms is not None else None
    news = SyncNews(
        contact=contact,
        waiting=status.waiting,
        trouble=status.trouble,
        problems=tuple(
            Reported(code=one.code, replica=one.replica, detail=one.detail, figures=one.figures)
            for one in status.problems
        ),
        asks_for_date=any(one.code == DATE_DOUBTFUL for one in status.problems),
        busy=status.busy,
    )
    shell.heard(news, touched)


def _start(syncer: Syncer, desk: OpenDesk) -> threading.Event:
    """Start the sync thread; return what tells that it has ended. What it could not tell itself is told here."""
    ended = threading.Event()

    def died(error: Exception) -> None:
        ended.set()
        desk.troubles.tell(error)

    desk.tasks.run(syncer.run, done=lambda _: ended.set(), failed=died)
    return ended
