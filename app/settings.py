"""What one PC remembers for itself, beside its database: where the shared folder is, the language, the window.

A small JSON file, written aside and renamed. One that cannot be understood is set aside, never overwritten unseen.
Windows lets nobody rename onto a file that somebody reads at that moment, be it a thread of ours or a virus scanner.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TypeVar

import msgspec

LOG = logging.getLogger(__name__)

PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4)
"""How long a program is waited for that holds the file."""

_TURN = RLock()
"""One thread at a time: of two that change something neither loses what the other wrote."""

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


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file, and how it is read and written.

    Attributes:
        pause: Waits so many seconds while another program holds the file; tests give one that does not.
    """

    path: Path
    pause: Callable[[float], object] = time.sleep

    def load(self) -> Settings:
        """Return what is written; what is usual where there is nothing, or nothing that can be read."""
        try:
            return self._read()
        except OSError as error:
            LOG.warning("settings cannot be read: %s", error)
            return Settings()

    def save(self, settings: Settings) -> None:
        with _TURN:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside = self.path.with_suffix(".new")
            aside.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
            self._patiently(lambda: aside.replace(self.path))

    def change(self, **changes: str | bool | Server | None) -> Settings:
        """Change some of them and keep the rest: what cannot be read now is not overwritten.

        Raises:
            OSError: The file is held, or there are no rights to it.
        """
        with _TURN:
            settings = msgspec.structs.replace(self._read(), **changes)
            self.save(settings)
            return settings

    def _read(self) -> Settings:
        with _TURN:
            try:
                return msgspec.json.decode(self._patiently(self.path.read_bytes), type=Settings)
            except FileNotFoundError:
                return Settings()
            except msgspec.DecodeError as error:
                LOG.warning("settings cannot be understood and are set aside: %s", error)
                self._set_aside()
                return Settings()

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
