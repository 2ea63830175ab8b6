"""Opening the window: threads, service, root, shell; and how all of it ends again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from app.db.database import open_for_reading
from app.desk.outcome import Touched
from app.errors import LibraryError
from app.station.home import Home
from app.station.joining import is_training
from app.station.station import Station, World
from app.station.syncer import Syncer, SyncStatus
from app.station.worker import DataWorker
from app.views.presenters.shell import SyncNews
from app.views.shell.closing import Closing, Stoppable
from app.views.shell.garbage import Garbage
from app.views.shell.geometry import place_window
from app.views.shell.live import LiveService
from app.views.shell.shell import Around, Shell
from app.views.shell.sound import Sound
from app.views.shell.tasks import Tasks
from app.views.shell.touching import touched_by
from app.views.widgets import fonts
from app.views.widgets.fields import forgive_the_wheel
from app.views.widgets.palette import register_theme, theme_name
from app.views.widgets.styles import build_styles
from app.words import Words

Spawn = Callable[[Callable[[], None]], None]

PREPARE_MS = 150
"""So soon after the door is shown, what is behind it is built."""


@dataclass(slots=True, kw_only=True)
class OpenDesk:
    """An open window, and what runs beside it."""

    root: ttk.App
    shell: Shell
    tasks: Tasks
    worker: DataWorker
    syncer: Syncer
    closing: Closing


def make_root(*, dark: bool, scaling: float | None = None) -> ttk.App:
    """Return an empty window in our theme; Tk shows it when it is served first.

    Args:
        scaling: Device pixels for a point; None for those of the screen.
    """
    register_theme()
    root = ttk.App(theme=theme_name(dark=dark), scaling=scaling)
    fonts.define_fonts()
    root.style.on_theme_change(build_styles)
    forgive_the_wheel(root)
    return root


def open_window(
    home: Home,
    world: World,
    words: Words,
    *,
    spawn: Spawn,
    open_file: Callable[[Path], None],
    scaling: float | None = None,
) -> OpenDesk:
    """Open the desk of a home; the caller serves Tk.

    Args:
        spawn: Runs something on a thread of its own.
        scaling: Device pixels for a point; None for those of the screen.

    Raises:
        NoNetwork: The home belongs to none.
    """
    worker = DataWorker(lambda: Station.open(home, world), spawn)
    settings = home.settings.load()
    root = make_root(dark=settings.dark, scaling=scaling)
    tasks = Tasks(root.after, spawn=spawn)
    desk: list[Shell] = []

    def publish(touched: Collection[Touched]) -> None:
        desk[0].publish(touched)

    def tell(status: SyncStatus, tables: frozenset[str]) -> None:
        """Called on the sync thread: the news goes through the bridge."""
        tasks.post(partial(_heard, desk[0], service, status, touched_by(tables)))

    syncer = Syncer(worker=worker, clock=world.clock, share=Path(settings.share), tell=tell)
    service = LiveService(
        home=home,
        world=world,
        words=words,
        worker=worker,
        tasks=tasks,
        reading=open_for_reading(home.database),
        publish=publish,
        deed_done=syncer.deed_done,
        look_now=syncer.look_now,
    )
    sound = Sound(bell=root.bell, after=root.after, spawn=spawn, wanted=lambda: home.settings.load().sound)
    training = _is_training(worker)
    shell = Shell(root, service, words, Around(sound=sound, open_file=open_file, log=home.log, training=training))
    desk.append(shell)
    root.report_callback_exception = partial(_tell_surprise, shell)
    place_window(root, settings.window)
    ended, garbage = _start(syncer, tasks, shell), Garbage(root.after)
    steps = (
        Stoppable(name="sync", stop=syncer.stop, ended=ended.is_set),  # First: to its end it asks the data worker.
        Stoppable(name="data worker", stop=worker.stop, ended=worker.stopped.is_set),
    )
    closing = _closing(root, service, steps, garbage)
    tasks.deliver()
    root.after(PREPARE_MS, partial(_prepare, shell, garbage))
    return OpenDesk(root=root, shell=shell, tasks=tasks, worker=worker, syncer=syncer, closing=closing)


def _tell_surprise(shell: Shell, _kind: object, error: BaseException, _trace: object) -> None:
    """Take in what a callback of Tk's raised; what is no `Exception` ends the program, as it is meant to."""
    if not isinstance(error, Exception):
        raise error
    shell.trouble(error)


def _is_training(worker: DataWorker) -> bool:
    try:
        return worker.call(is_training)
    except LibraryError:  # Not admitted yet, or without its keys: told where it matters.
        return False


def _heard(shell: Shell, service: LiveService, status: SyncStatus, touched: Collection[Touched]) -> None:
    contact = service.local(status.contact_ms) if status.contact_ms is not None else None
    news = SyncNews(contact=contact, waiting=status.waiting, trouble=status.trouble, busy=status.busy)
    shell.heard(news, touched)


def _start(syncer: Syncer, tasks: Tasks, shell: Shell) -> threading.Event:
    """Start the sync thread; return what tells that it has ended. What it could not tell itself is told here."""
    ended = threading.Event()

    def died(error: Exception) -> None:
        ended.set()
        shell.trouble(error)

    tasks.run(syncer.run, done=lambda _: ended.set(), failed=died)
    return ended


def _prepare(shell: Shell, garbage: Garbage) -> None:
    shell.prepare()
    garbage.settle()


def _closing(root: ttk.App, service: LiveService, steps: Sequence[Stoppable], garbage: Garbage) -> Closing:
    """Return how the window ends, and have its close button begin it."""

    def leave() -> None:
        """Cancel what is planned by Tcl's own word: `after_cancel` would take commands from widgets that need them."""
        service.reading.close()
        root.update_idletasks()
        for job in root.tk.splitlist(root.tk.call("after", "info")):
            root.tk.call("after", "cancel", job)
        root.style.clear_image_cache()
        root.destroy()
        garbage.stop()

    closing = Closing(
        after=root.after,
        now_ms=service.world.clock.monotonic_ms,
        steps=steps,
        leave=leave,
    )

    def close() -> bool:
        service.settings.change(window=root.geometry())
        root.withdraw()
        closing.begin()
        return False  # Not yet: the window goes when the threads have.

    root.on_close(close)
    return closing
