"""The mailbox as a source of forms: each letter goes through the one door, and its copies go when its forms have gone.

A letter with a form is written beside the database, read into drafts, and only then filed in the mailbox. When its
last form is confirmed, a note says so before the local copy is destroyed; by it the next round takes the letter out of
the mailbox. A letter without a form stays where it is, for a person to read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.db.drafts import Draft, drafts
from app.desk.applications import FormReader
from app.desk.ids import FactId
from app.desk.outcome import Refused
from app.desk.sending import note_bounced
from app.errors import LibraryError
from app.files import write_whole
from app.forms.container import FILE_BYTES_MAX
from app.forms.errors import TooLarge
from app.notices.bounces import Bounce, bounce_in
from app.notices.imap import ImapLine, imap_line
from app.notices.lines import check_security
from app.rules.blocks import Why, block
from app.settings import Mailbox
from app.station.inbox import import_forms
from app.station.letter_copies import GONE, LETTER, header, letters_left, name_of
from app.station.post import IMAP, MailNotSet, MailPasswordMissing, mail_password, posting, unusable
from app.station.shredding import shred
from app.station.station import Station

OpenMailbox = Callable[[Mailbox, str], AbstractContextManager[ImapLine]]

PASSED_OVER = "passed-over.json"
SUBJECT_CHARS_MAX = 120


class MailboxNotSet(MailNotSet):
    """This PC fetches forms from no mailbox."""

    code = "mailbox.not-set"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A letter that stays in the mailbox: why no form was found in it."""

    subject: str
    error: LibraryError


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What came of a round.

    Attributes:
        came_back: How many letters of ours were reported as not delivered.
        removed: How many letters left the mailbox because their forms were destroyed.
        left: How many are still to leave it.
    """

    drafts: list[Draft] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    came_back: int = 0
    removed: int = 0
    left: int = 0


def set_mailbox(station: Station, server: Mailbox, password: str) -> Mailbox | Refused:
    """Keep where forms come in by mail; the password goes where the keys are.

    Raises:
        PasswordInTheOpen: The line is to be open, and there is a password.
    """
    blocks = (*station.not_permitted("settings"), *unusable(server))
    for name, value in (("user", server.user), ("mail_folder", server.folder), ("mail_folder", server.taken)):
        if not value.strip():
            blocks = (*blocks, block(Why.FIELD_MISSING, field=name))
    if server.folder == server.taken:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="mail_folder"))
    if blocks:
        return Refused(blocks=blocks)
    check_security(server)
    station.world.vault(station.home).keep_password(*station.identity(), IMAP, password)
    station.home.settings.change(mailbox=server)
    return server


def let_mailbox_go(station: Station) -> Mailbox | Refused:
    """Fetch forms from no mailbox any more, and forget its password.

    Letters of forms that came from it are taken out of it no longer: `letters_of_forms` tells of how many.

    Raises:
        MailboxNotSet: None is set on this PC.
    """
    if blocks := station.not_permitted("settings"):
        return Refused(blocks=blocks)
    server = station.home.settings.load().mailbox
    if server is None:
        raise MailboxNotSet
    station.home.settings.change(mailbox=None)
    station.world.vault(station.home).forget_password(*station.identity(), IMAP)
    return server


def mailbox_of(station: Station) -> tuple[Mailbox, str]:
    """Return the mailbox and its password.

    Raises:
        MailboxNotSet: None is set on this PC.
        MailPasswordMissing: Its password is not kept.
    """
    server = station.home.settings.load().mailbox
    if server is None:
        raise MailboxNotSet
    password = mail_password(station, IMAP)
    if not password:
        raise MailPasswordMissing(user=server.user, host=server.host)
    return server, password


def fetch_forms(station: Station, read: FormReader, open_line: OpenMailbox = imap_line) -> Fetched | Refused:
    """Fetch the letters that came, read the forms in them as drafts, and take away those whose forms are destroyed.

    Raises:
        MailboxNotSet: No mailbox is set on this PC.
        MailBusy: Another program of this home is at it.
        LibraryError: The server cannot be reached, or does not let this PC in.
    """
    if blocks := station.not_permitted("forms"):
        return Refused(blocks=blocks)
    server, password = mailbox_of(station)
    with posting(station.home), open_line(server, password) as line:
        station.home.letters.mkdir(exist_ok=True)
        round_ = _Round(station=station, server=server, line=line, read=read)
        round_.clear()
        round_.fetch()
        round_.take_away()
        round_.done.left = letters_left(station.home)
        return round_.done


def _shred_if_free(path: Path) -> None:
    """Destroy a local copy; one that another program holds is left to the next round."""
    with suppress(OSError):
        shred(path)


@dataclass(slots=True, kw_only=True)
class _Round:
    station: Station
    server: Mailbox
    line: ImapLine
    read: FormReader
    done: Fetched = field(default_factory=Fetched)

    def clear(self) -> None:
        """Destroy local copies that no draft needs: of forms put aside, or of a round that broke off."""
        needed = {draft.path for draft in drafts(self.station.reading)}
        for path in self.station.home.letters.glob(f"*{LETTER}"):
            if path.absolute() not in needed:
                _shred_if_free(path)

    def fetch(self) -> None:
        validity, passed = self.line.validity(self.server.folder), self._passed()
        numbers = self.line.numbers()
        known = {number for number in passed.get(validity, ()) if number in numbers}
        gone = {path.stem for path in self.station.home.letters.glob(f"*{GONE}")}
        for number in numbers:
            if number not in known and self._taken(number, gone) is False:
                known.add(number)
                write_whole(self._passed_file, json.dumps({validity: sorted(known)}).encode())

    def _taken(self, number: str, gone: set[str]) -> bool:
        """Take a letter in; return whether it has left the folder."""
        if self.line.size(number) > FILE_BYTES_MAX:
            self.done.passed_over.append(PassedOver(subject="", error=TooLarge(name=f"#{number}")))
            return False
        data = self.line.letter(number)
        if name_of(data) in gone:  # The program stopped before the letter was filed; its forms are destroyed since.
            self.line.remove(number)
            self.done.removed += 1
            return True
        bounce = bounce_in(data)
        if bounce is not None and self._came_back(bounce):
            self.line.remove(number)
            return True
        return self._read_in(number, data)

    def _came_back(self, bounce: Bounce) -> bool:
        if bounce.network != self.station.identity()[0].hex()[:16]:
            return False
        outcome = self.station.do(note_bounced, notice=FactId(int(bounce.number)), of_address=bounce.of_address)
        self.done.came_back += not isinstance(outcome, Refused)
        return not isinstance(outcome, Refused)

    def _read_in(self, number: str, data: bytes) -> bool:
        path = self.station.home.letters / f"{name_of(data)}{LETTER}"
        write_whole(path, data)
        imported = import_forms(self.station, [path], self.read)
        if imported.refused:
            _shred_if_free(path)
            self.done.passed_over.append(
                PassedOver(subject=header(data, "Subject")[:SUBJECT_CHARS_MAX], error=imported.refused[0].error)
            )
            return False
        self.done.drafts += imported.drafts
        self.line.make(self.server.taken)
        self.line.file(number, self.server.taken)
        return True

    def take_away(self) -> None:
        """Take the letters out of the mailbox whose forms are destroyed."""
        notes = sorted(self.station.home.letters.glob(f"*{GONE}"))
        if not notes or not self.line.box.folder.exists(self.server.taken):
            for note in notes:
                note.unlink()
            return
        self.line.choose(self.server.taken)
        for note in notes:
            for number in self._copies(note):
                self.line.remove(number)
                self.done.removed += 1
            note.unlink()

    def _copies(self, note: Path) -> Iterator[str]:
        message_id = note.read_text(encoding="utf-8")
        for number in self.line.numbers(message_id):
            if message_id or name_of(self.line.letter(number)) == note.stem:
                yield number

    @property
    def _passed_file(self) -> Path:
        return self.station.home.letters / PASSED_OVER

    def _passed(self) -> dict[str, list[str]]:
        """Return the letters without a form that were told of, by number; to tell twice is no harm."""
        try:
            kept: dict[str, list[str]] = json.loads(self._passed_file.read_bytes())
        except (OSError, ValueError):
            return {}
        return kept
