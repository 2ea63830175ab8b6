"""A mailbox that letters with forms come to: reading a letter without marking it, filing it, and taking it away."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderCreateError,
    MailboxFolderSelectError,
    MailboxLoginError,
)
from imap_tools.utils import encode_folder

from app.notices.errors import FolderMissing, NotEncrypted, ServerUnreachable, SignInRefused
from app.notices.lines import TIMEOUT_S, check_security, reaching, tls
from app.settings import Mailbox

SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
OK = "OK"


@contextmanager
def imap_line(server: Mailbox, password: str, timeout_s: float = TIMEOUT_S) -> Iterator[ImapLine]:
    """Open a line to the mailbox, encrypted and signed in, with its folder chosen.

    Raises:
        ServerUnreachable: The server does not answer as one, or breaks off.
        ServerUntrusted: Its certificate is not to be trusted.
        NotEncrypted: It offers no encryption.
        SignInRefused: It does not take user and password.
        FolderMissing: The mailbox has no such folder.
        PasswordInTheOpen: The line is to be open, and there is a password.
    """
    check_security(server)
    trust = tls(server)
    with reaching(server), _connected(server, trust, timeout_s) as box:
        try:
            _secure(box, server, trust)
            _sign_in(box, server, password)
            line = ImapLine(box=box, server=server, abilities=_abilities(box))
            line.choose(server.folder)
            yield line
        except (imaplib.IMAP4.error, ImapToolsError) as error:
            raise ServerUnreachable(host=server.host, port=server.port) from error


@contextmanager
def _connected(server: Mailbox, trust: SSLContext, timeout_s: float) -> Iterator[BaseMailBox]:
    try:
        if server.security == "tls":
            box: BaseMailBox = MailBox(server.host, server.port, timeout_s, ssl_context=trust)
        else:
            box = MailBoxUnencrypted(server.host, server.port, timeout_s)
    except imaplib.IMAP4.error as error:
        raise ServerUnreachable(host=server.host, port=server.port) from error
    try:
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):  # All that was asked for is done by now.
            box.logout()
        with suppress(OSError):  # The server may have closed the line first.
            box.client.shutdown()


def _secure(box: BaseMailBox, server: Mailbox, trust: SSLContext) -> None:
    """Turn the line into an encrypted one, where it is not yet and is to be."""
    if server.security == "starttls":
        if "STARTTLS" not in box.client.capabilities:
            raise NotEncrypted(host=server.host)
        box.client.starttls(trust)


def _sign_in(box: BaseMailBox, server: Mailbox, password: str) -> None:
    plain = server.user.isascii() and password.isascii()
    try:
        (box.login if plain else box.login_utf8)(server.user, password, None)
    except imaplib.IMAP4.abort:
        raise
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        raise SignInRefused(host=server.host, user=server.user) from error


def _abilities(box: BaseMailBox) -> frozenset[str]:
    """Return what the server can do for one who has signed in; before, many say less."""
    _, said = box.client.capability()
    return frozenset(said[-1].decode("ascii", "replace").upper().split()) if said and said[-1] else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapLine:
    """An open line, with one folder chosen at a time."""

    box: BaseMailBox
    server: Mailbox
    abilities: frozenset[str]

    def choose(self, folder: str) -> None:
        """Go to a folder.

        Raises:
            FolderMissing: There is none of this name.
        """
        try:
            self.box.folder.set(folder)
        except MailboxFolderSelectError as error:
            raise FolderMissing(folder=folder) from error

    def make(self, folder: str) -> None:
        """Make a folder where there is none.

        Raises:
            FolderMissing: It may not be made.
        """
        if not self.box.folder.exists(folder):
            try:
                self.box.folder.create(folder)
            except MailboxFolderCreateError as error:
                raise FolderMissing(folder=folder) from error

    def validity(self, folder: str) -> str:
        """Return what the numbers of a folder are good for: with another, they name other letters."""
        return str(self.box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])

    def numbers(self, message_id: str = "") -> list[str]:
        """Return the numbers of the letters in the folder: of all, or of those with an id."""
        if not message_id:
            return self.box.uids()
        quoted = message_id.replace("\\", "\\\\").replace('"', '\\"')
        return self.box.uids(f'HEADER Message-ID "{quoted}"')

    def size(self, number: str) -> int:
        """Return how long the server says that a letter is, in bytes; 0 where it does not say."""
        parts = self._fetched(number, "(RFC822.SIZE)")
        found = SIZE.search(b" ".join(part for part in parts if isinstance(part, bytes)))
        return int(found[1]) if found else 0

    def letter(self, number: str) -> bytes:
        """Return a letter as it came, unmarked; b"" where it has gone meanwhile."""
        parts = (part for part in self._fetched(number, "(BODY.PEEK[])") if isinstance(part, tuple))
        return next((bytes(part[1]) for part in parts), b"")

    def _fetched(self, number: str, what: str) -> list[Any]:
        said, parts = self.box.client.uid("FETCH", number, what)
        self._expect(said)
        return list(parts)

    def file(self, number: str, folder: str) -> None:
        """Move a letter to another folder: in one step where the server can."""
        if "MOVE" in self.abilities:
            said, _ = self.box.client.uid("MOVE", number, encode_folder(folder).decode("ascii"))
            self._expect(said)
            return
        self.box.copy(number, folder)
        self.remove(number)

    def remove(self, number: str) -> None:
        """Take a letter away for good, and no other that somebody has marked to go."""
        said, _ = self.box.client.uid("STORE", number, "+FLAGS", r"(\Deleted)")
        self._expect(said)
        if "UIDPLUS" in self.abilities:
            said, _ = self.box.client.uid("EXPUNGE", number)
            self._expect(said)
        else:
            self.box.expunge()

    def _expect(self, said: str) -> None:
        if said != OK:
            raise ServerUnreachable(host=self.server.host, port=self.server.port)
