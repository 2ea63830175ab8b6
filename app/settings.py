"""What one PC remembers for itself, beside its database: where the shared folder is, the language, the window.

A small JSON file, written aside and renamed. One that makes no sense is set aside, never overwritten unseen; one that
another program holds for a moment is waited for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TypeVar

import msgspec
from filelock import FileLock

from app.errors import EnvironmentTrouble

LOG = logging.getLogger(__name__)

_T = TypeVar("_T")


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server. The password stands where the keys do, never here.

    Attributes:
        security: "starttls" (encrypted after a greeting), "tls" (from the first byte) or "none".
        authority: A file with the certificate that the server's is to lead to; "" for those that the PC trusts.
    """

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    authority: str = ""


class Sender(Server, frozen=True, kw_only=True):
    """The server that takes letters, and the address that they are from."""

    address: str


class Mailbox(Server, frozen=True, kw_only=True):
    """The mailbox that forms come to, and the folder of it into which those go that were taken."""

    folder: str = "INBOX"
    taken: str = "Lete"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one PC.

    Attributes:
        share: The shared folder.
        language: lv, da or en; "" for the language of the profile.
        window: Its last place and size, as Tk writes them.
        dark: Whether the dark theme is on.
        sound: Whether a scan is heard.
        last_login: Who signed in last, to be offered again.
        sender: How letters leave from here; None where they do not.
        mailbox: Where forms come in by mail; None for nowhere.
        forms_folder: The folder that is watched for forms; "" for none.
    """

    share: str = ""
    language: str = ""
    window: str = ""
    dark: bool = False
    sound: bool = True
    last_login: str = ""
    sender: Sender | None = None
    mailbox: Mailbox | None = None
    forms_folder: str = ""


PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.3)
"""Windows refuses to read a file that is being renamed, and to rename onto one that is being read: it is tried anew."""


class SettingsNotKept(EnvironmentTrouble):
    """What this PC is to remember cannot be written: another program holds the file, or the disk is full."""

    code = "settings.not-kept"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file, and how it is read and written, by several threads and programs at once.

    Args:
        pause: Waits so many seconds.
    """

    path: Path
    pause: Callable[[float], object] = field(default_factory=lambda: Event().wait)

    def load(self) -> Settings:
        """Return what is remembered; nothing where it cannot be read, which is told in the log."""
        try:
            return self._read()
        except OSError as error:  # It is somebody else's for the moment, and whole: it stays where it is.
            LOG.warning("settings cannot be read: %s", error)
            return Settings()

    def change(self, **changes: str | bool | Server | None) -> Settings:
        """Change some of them and keep the rest.

        Raises:
            SettingsNotKept: They cannot be read or written; they are as they were.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock")):  # Another thread may be changing something else.
                settings = msgspec.structs.replace(self._read(), **changes)
                self._write(settings)
        except OSError as error:
            raise SettingsNotKept(file=str(self.path)) from error
        return settings

    def _read(self) -> Settings:
        try:
            return msgspec.json.decode(self._patiently(self.path.read_bytes), type=Settings)
        except FileNotFoundError:
            return Settings()
        except msgspec.DecodeError as error:
            LOG.warning("settings make no sense and are set aside: %s", error)
            self._set_aside()
            return Settings()

    def _write(self, settings: Settings) -> None:
        aside = self.path.with_suffix(".new")
        aside.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        self._patiently(lambda: aside.replace(self.path))

    def _patiently(self, act: Callable[[], _T]) -> _T:
        for pause_s in PAUSES_S:
            try:
                return act()
            except PermissionError:
                self.pause(pause_s)
        return act()

    def _set_aside(self) -> None:
        try:
            self.path.replace(self.path.with_suffix(".unreadable"))
        except OSError as error:
            LOG.warning("settings cannot be set aside: %s", error)
