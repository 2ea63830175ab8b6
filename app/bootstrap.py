"""The one assembling place: the clock, chance, files, threads and windows of the program come from here alone."""

from __future__ import annotations

import locale
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.errors import EnvironmentTrouble, LibraryError
from app.station.home import Home
from app.station.world import World
from app.words import Words

if TYPE_CHECKING:
    from types import TracebackType

    from app.station.vault import Backend, StationVault
    from app.sync.ports import Clock

LOG = logging.getLogger(__name__)

PROGRAM = "Lete"


class SystemClock:
    """The clocks of this PC."""

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A wall clock that stands still, for training: a year can be played in a minute."""

    unix_ms: int

    @classmethod
    def at(cls, moment: datetime) -> FixedClock:
        """Return the clock that shows `moment`, which is local time where it names no zone."""
        return cls(int(moment.timestamp() * 1000))

    def wall_ms(self) -> int:
        return self.unix_ms

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


def default_home() -> Home:
    """Return the home of this user: in the local part of the profile, never the one that roams."""
    return Home(Path(platformdirs.user_data_dir(PROGRAM, appauthor=False, roaming=False)))


def make_world(clock: Clock | None = None, *, key_passphrase: str = "") -> World:
    """Return what a workstation needs from outside."""
    return World(
        clock=clock or SystemClock(),
        random=os.urandom,
        pause=time.sleep,
        vault=lambda home: _vault(home, key_passphrase),
        version=program_version(),
        scratch=(Path(platformdirs.user_downloads_dir()), Path(tempfile.gettempdir())),
    )


def program_version() -> str:
    return version("lete")


def _vault(home: Home, passphrase: str) -> StationVault:
    from app.station.vault import choose_vault  # noqa: PLC0415  # Keys are needed after the window is shown.

    backend = None if home.keys.exists() or passphrase else _keyring()
    return choose_vault(home.keys, passphrase=passphrase, random=os.urandom, backend=backend)


def _keyring() -> Backend | None:
    """Return the keyring of the operating system, or None where it has none."""
    import keyring  # noqa: PLC0415  # An eighth of a second that only a first start needs.

    backend = keyring.get_keyring()
    return backend if backend.priority > 0 else None


def in_thread(work: Callable[[], None]) -> None:
    """Run something beside the window; the program does not wait for it to end."""
    threading.Thread(target=work, daemon=True).start()


def set_up_log(home: Home) -> Path:
    """Write the log beside the database, or before there is one where this system keeps logs; return its path.

    It never holds a secret, and stays small.
    """
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415  # Half of logging that only this needs.

    path = home.log
    if not home.path.is_dir():
        path = Path(platformdirs.user_log_dir(PROGRAM, appauthor=False)) / home.log.name
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1 << 20, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, RotatingFileHandler)]:
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path


def system_language() -> str:
    """Return what the system speaks to its user, lv_LV for instance; "" where the environment alone tells."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # For this alone.

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


def has_display() -> bool:
    """Tell whether a window can be opened."""
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY"))


class NoDisplay(EnvironmentTrouble):
    """There is no screen to open a window on."""

    code = "desk.no-display"


def open_desk(home: Home, world: World, words: Words) -> None:
    """Open the window and serve it until it is closed.

    Raises:
        NoDisplay: There is no screen.
        NoNetwork: The home belongs to no network.
        LibraryError: It could not be opened; the window has told so, and was closed since.
    """
    if not has_display():
        raise NoDisplay
    from app.views.shell.opening import open_window  # noqa: PLC0415  # Tk is needed for the window alone.

    _log_surprises()
    try:
        desk = open_window(home, world, words, spawn=in_thread, open_file=open_with_system)
    except LibraryError as error:
        if sys.stderr is None:  # Started by an icon: what the command says is read by nobody.
            from app.views.shell.shut import show_why  # noqa: PLC0415  # As above.

            show_why(words, error)
        raise
    desk.root.mainloop()
    if desk.failure is not None:
        raise desk.failure


def open_with_system(path: Path) -> None:
    """Open a file with the program that the PC has for it; the window does not wait."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # A file that the program has written, or that a librarian chose.
    else:
        subprocess.Popen(["/usr/bin/env", "xdg-open", str(path)])  # noqa: S603  # As above, and no shell.


def _log_surprises() -> None:
    """Let what no callback caught reach the log: beside a window nobody reads stderr."""

    def log(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        LOG.error("surprise", exc_info=(kind, error or kind(), trace))

    sys.excepthook = log
    threading.excepthook = lambda found: log(found.exc_type, found.exc_value, found.exc_traceback)
