"""Opening the window: the door first, then what is behind it; and how all of it ends again.

Whoever starts the program waits for the door. So this module imports only what the door needs; the data worker's own
thread imports the rest and opens the station, while a name and a password are being typed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from app.errors import LibraryError
from app.station.home import Home
from app.station.worker import DataWorker, Urgency
from app.station.world import World
from app.views.shell.closing import Closing, Stoppable
from app.views.shell.door import Door, Doorbell
from app.views.shell.garbage import Garbage
from app.views.shell.geometry import place_of, place_window
from app.views.shell.sound import Sound
from app.views.shell.tasks import Tasks
from app.views.shell.troubles import Troubles
from app.views.widgets import fonts
from app.views.widgets.basics import press_with_space
from app.views.widgets.fields import forgive_the_wheel
from app.views.widgets.palette import register_theme, theme_name
from app.views.widgets.styles import build_door_styles, build_styles
from app.words import Words

if TYPE_CHECKING:  # Behind the door.
    from app.station.station import Station
    from app.station.syncer import Syncer
    from app.views.shell.inside import Inside
    from app.views.shell.shell import Shell

Spawn = Callable[[Callable[[], None]], None]

OPEN_MS = 20
"""So soon after the door is laid out the station is opened: imports must not hold up what is drawn first."""
PREPARE_MS = 150
"""So soon after the station is open, the first screen is built."""


@dataclass(slots=True, kw_only=True)
class OpenDesk:
    """An open window, and what runs beside it.

    Attributes:
        open_file: Opens a file with the program that the PC has for it.
        inside: What is behind the door; None until the station is open.
        failure: Why the station could not be opened.
    """

    root: ttk.App
    home: Home
    world: World
    words: Words
    worker: DataWorker
    tasks: Tasks
    sound: Sound
    troubles: Troubles
    door: Door
    closing: Closing
    garbage: Garbage
    open_file: Callable[[Path], None]
    inside: Inside | None = None
    failure: Exception | None = None

    @property
    def shell(self) -> Shell:
        assert self.inside is not None, "the station is not open yet"
        return self.inside.shell

    @property
    def syncer(self) -> Syncer:
        assert self.inside is not None, "the station is not open yet"
        return self.inside.syncer


def make_root(
    *, dark: bool, scaling: float | None = None, styles: Callable[[ttk.Style], None] = build_styles
) -> ttk.App:
    """Return an empty window in our theme; Tk shows it when it is served first.

    Args:
        scaling: Device pixels for a point; None for those of the screen.
        styles: Builds the styles that are needed at first.
    """
    register_theme()
    root = ttk.App(theme=theme_name(dark=dark), scaling=scaling)
    fonts.define_fonts()
    root.style.on_theme_change(styles)
    forgive_the_wheel(root)
    press_with_space(root)
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
    """Show the door of a home, and have the rest opened; the caller serves Tk.

    A home that cannot be opened is told in the window, and left in `failure`.

    Args:
        spawn: Runs something on a thread of its own.
        scaling: Device pixels for a point; None for those of the screen.

    Raises:
        NoNetwork: The home belongs to none.
    """
    home.check_network()
    settings = home.settings.load()
    root = make_root(dark=settings.dark, scaling=scaling, styles=build_door_styles)
    place_window(root, settings.window)
    tasks = Tasks(root.after, spawn=spawn)
    worker = DataWorker(partial(_open_station, home, world), partial(_when_laid_out, root, spawn))
    sound = Sound(bell=root.bell, after=root.after, spawn=spawn, wanted=lambda: home.settings.load().sound)
    troubles = Troubles(words, clock=world.clock, sound=sound, log=home.log)
    root.report_callback_exception = partial(_tell_surprise, troubles)
    desk = OpenDesk(
        root=root,
        home=home,
        world=world,
        words=words,
        worker=worker,
        tasks=tasks,
        sound=sound,
        troubles=troubles,
        door=Door(root, words, Doorbell(settings=home.settings, worker=worker, tasks=tasks), troubles),
        closing=Closing(after=root.after, now_ms=world.clock.monotonic_ms),
        garbage=Garbage(root.after),
        open_file=open_file,
    )
    _close_well(desk)
    desk.door.show()
    tasks.follow(worker.submit(partial(_look, words)), done=partial(_opened, desk), failed=partial(_shut, desk))
    tasks.deliver()
    return desk


def _when_laid_out(root: ttk.App, spawn: Spawn, work: Callable[[], None]) -> None:
    """Begin beside the window when the door is laid out, which is when Tk is idle first, and has time to be drawn."""
    root.after_idle(lambda: root.after(OPEN_MS, spawn, work))


def _tell_surprise(troubles: Troubles, _kind: object, error: BaseException, _trace: object) -> None:
    """Take in what a callback of Tk's raised; what is no `Exception` ends the program, as it is meant to."""
    if not isinstance(error, Exception):
        raise error
    troubles.tell(error)


# On the data worker's thread.


def _open_station(home: Home, world: World) -> Station:
    from app.station.station import Station  # noqa: PLC0415  # The database and all that it needs: after the door.

    return Station.open(home, world)


def _look(words: Words, station: Station) -> bool:
    from app.views.shell.inside import look_inside  # noqa: PLC0415  # Every screen and all that it needs: as above.

    return look_inside(station, words)


# Back on the thread of the window.


def _opened(desk: OpenDesk, training: bool) -> None:  # noqa: FBT001  # An answer, passed on as it is.
    from app.views.shell.inside import go_inside  # noqa: PLC0415  # Imported by the data worker meanwhile.

    if desk.closing.begun:
        return
    try:
        desk.inside = inside = go_inside(desk, training=training)
    except LibraryError as error:
        _shut(desk, error)
        return
    finally:
        if desk.inside is None:  # A mistake of ours: the funnel tells of it, and nobody is let in to nowhere.
            desk.door.shut()
    errands = inside.errands
    desk.closing.steps.insert(0, Stoppable(name="post", stop=errands.stop, ended=errands.may_be_left))
    desk.closing.steps.insert(1, Stoppable(name="sync", stop=inside.syncer.stop, ended=inside.sync_ended.is_set))
    desk.root.after(PREPARE_MS, partial(_prepare, desk, inside))


def _prepare(desk: OpenDesk, inside: Inside) -> None:
    inside.shell.prepare()
    desk.worker.submit(lambda station: station.look_ahead(), Urgency.MERGE)
    desk.root.after(PREPARE_MS, desk.garbage.settle)  # Not at one go: a key in between waits for half as long.


def _shut(desk: OpenDesk, error: Exception) -> None:
    """Tell why the station cannot be opened; whoever opened the window asks for it when it is closed."""
    desk.failure = error
    desk.door.shut()
    desk.troubles.tell(error)


# Closing.


def _stop(worker: DataWorker) -> None:
    """Let what was counted be written before the station is closed."""
    from app.views.shell.handing import leave  # noqa: PLC0415  # Not before the window is shown.

    worker.submit(leave)
    worker.stop()


def _close_well(desk: OpenDesk) -> None:
    """Let the close button stop what runs beside the window before it goes."""
    worker, root = desk.worker, desk.root
    desk.closing.steps.append(Stoppable(name="data worker", stop=partial(_stop, worker), ended=worker.stopped.is_set))
    desk.closing.leave = partial(_leave, desk)

    def close() -> bool:
        with suppress(OSError):  # That nobody can note where the window stood is no reason to keep it open.
            desk.home.settings.change(window=place_of(root))
        root.withdraw()
        desk.closing.begin()
        return False  # Not yet: the window goes when the threads have.

    root.on_close(close)


def _leave(desk: OpenDesk) -> None:
    """Cancel what is planned by Tcl's own word: `after_cancel` would take commands from widgets that need them."""
    root = desk.root
    if desk.inside is not None:
        desk.inside.service.reading.close()
    root.update_idletasks()
    for job in root.tk.splitlist(root.tk.call("after", "info")):
        root.tk.call("after", "cancel", job)
    root.style.clear_image_cache()
    root.destroy()
    desk.garbage.stop()
