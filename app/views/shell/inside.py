"""What is behind the door: the service, the threads for the shared folder and for post and forms, the shell.

The data worker's thread imports this module while the door is shown already; the window's own thread then finds
everything there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.db.database import open_for_reading
from app.desk.applications import FormReader
from app.desk.outcome import Touched
from app.errors import LibraryError
from app.station.errands import ErrandNews, Errands
from app.station.home import Home
from app.station.joining import is_training
from app.station.station import Station
from app.station.syncer import Syncer, SyncStatus
from app.sync.problems import DATE_DOUBTFUL
from app.views.presenters.news import PostNews, Reported, SyncNews
from app.views.screens.registry import SCREENS, import_screen
from app.views.shell.live import LiveService
from app.views.shell.shell import Around, Shell
from app.views.shell.touching import touched_by
from app.views.widgets.styles import build_inner_styles
from app.words import Words

if TYPE_CHECKING:
    from app.views.shell.opening import OpenDesk


UNREAD_MAX = 20
"""So many files that could not be read are remembered while the window is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What is behind the door.

    Attributes:
        sync_ended: Whether the sync thread has ended.
        errands: What sends letters and takes forms in.
    """

    service: LiveService
    syncer: Syncer
    shell: Shell
    sync_ended: threading.Event
    errands: Errands


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
    errands = _errands(desk, syncer, lambda news: desk.tasks.post(partial(_heard_of_post, shells[0], news)))
    service = LiveService(
        home=desk.home,
        world=desk.world,
        words=desk.words,
        worker=desk.worker,
        tasks=desk.tasks,
        reading=open_for_reading(desk.home.database),
        publish=publish,
        deed_done=syncer.deed_done,
        look_now=partial(_look_everywhere, syncer, errands),
    )
    shells.append(Shell(desk.root, service, desk.words, _around(desk, training=training)))
    if training:
        desk.door.mark_training()
    ended = _start(syncer.run, desk)
    _start(errands.run, desk)
    return Inside(service=service, syncer=syncer, shell=shells[0], sync_ended=ended, errands=errands)


def _errands(desk: OpenDesk, syncer: Syncer, tell: Callable[[ErrandNews], None]) -> Errands:
    """Make what sends letters and takes forms in; no letter leaves before the shared folder has been read."""
    return Errands(
        home=desk.home,
        world=desk.world,
        worker=desk.worker,
        is_current=lambda: syncer.status.contact_ms is not None and syncer.status.trouble is None,
        deed_done=syncer.deed_done,
        tell=tell,
        make_reader=partial(_make_reader, desk.home),
    )


def _make_reader(home: Home) -> FormReader:
    from app.forms.reading import form_reader  # noqa: PLC0415  # lxml is needed where forms come in, and nowhere else.

    return form_reader(home.trust)


def _look_everywhere(syncer: Syncer, errands: Errands) -> None:
    syncer.look_now()
    errands.look_now()


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


def _heard_of_post(shell: Shell, news: ErrandNews) -> None:
    brought = news.brought
    unread = (*((one.name, one.error) for one in brought.unread), *shell.service.post.unread)
    post = PostNews(
        troubles={errand.value: error for errand, error in news.troubles.items()}, unread=unread[:UNREAD_MAX]
    )
    shell.heard_of_post(post, {*brought.touched, *({Touched.FORM} if brought.unread else ())})


def _start(run: Callable[[], None], desk: OpenDesk) -> threading.Event:
    """Start a thread; return what tells that it has ended. What it could not tell itself is told here."""
    ended = threading.Event()

    def died(error: Exception) -> None:
        ended.set()
        desk.troubles.tell(error)

    desk.tasks.run(run, done=lambda _: ended.set(), failed=died)
    return ended
