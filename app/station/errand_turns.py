"""One turn of each errand of an open desk: what came of it, and what stood in its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.desk.applications import FormReader
from app.desk.outcome import Refused, Touched
from app.notices.imap import imap_line
from app.notices.smtp import smtp_line
from app.station.beside import StationBeside
from app.station.errands import Brought, FileUnread
from app.station.forms_folder import (
    SCAN_MS,
    STILL_MS,
    FormsFolder,
    FormsFolderMissing,
    FormsFolderNotSet,
    chosen_folder,
)
from app.station.inbox import Imported
from app.station.mailbox import Fetched, MailboxNotSet, OpenMailbox, fetch_forms
from app.station.post import MailBusy, NotTheMailDesk, OpenLine, PostRound, send_waiting
from app.station.station import NOBODY
from app.station.watching import Watch

SENT = frozenset({Touched.PATRON, Touched.TASK})
FORMS = "forms"
BY_ITSELF = replace(NOBODY, permissions=frozenset({FORMS}))
"""Acts when letters are fetched: it is the deed of nobody at the window."""
BUSY_MS = 30_000
"""So soon it is tried again where another program of this home sends or fetches, or nobody may enter forms now."""


@dataclass(slots=True, kw_only=True)
class Turns:
    """The errands, each as one turn.

    Attributes:
        make_reader: Makes what reads a form, when there is one for the first time.
        heard: Called, on a thread of watchdog's, when something was written into the forms folder.
    """

    station: StationBeside
    make_reader: Callable[[], FormReader]
    heard: Callable[[], None]
    open_line: OpenLine = smtp_line
    open_mailbox: OpenMailbox = imap_line
    _reader: FormReader | None = None
    _folder: FormsFolder | None = None
    _watch: Watch | None = None

    # Letters out.

    def send(self, may_go_on: Callable[[], bool]) -> Brought:
        """Send what waits for this desk. What the others did must have been read before."""
        try:
            return _sent(send_waiting(self.station, self.open_line, may_go_on=may_go_on))
        except NotTheMailDesk:
            return Brought()
        except MailBusy:
            return Brought(again_ms=BUSY_MS)

    # Forms in.

    def fetch(self) -> Brought:
        """Fetch forms from the mailbox, while somebody is signed in who may enter them."""
        if self._is_barred():
            return Brought(again_ms=BUSY_MS)
        try:
            done = fetch_forms(replace(self.station, acting=BY_ITSELF), self._read, self.open_mailbox)
        except MailboxNotSet:
            return Brought()
        except MailBusy:
            return Brought(again_ms=BUSY_MS)
        assert not isinstance(done, Refused), "the program may take in what somebody is there to look at"
        return _fetched(done)

    def look(self) -> Brought:
        """Look into the forms folder, while somebody is signed in who may enter forms."""
        try:
            root = chosen_folder(self.station)
        except FormsFolderNotSet:
            self.stop()
            return Brought(again_ms=SCAN_MS)
        if self._is_barred():
            return Brought(again_ms=SCAN_MS)
        if self._folder is None or self._watch is None or self._folder.root != root:
            self.stop()
            self._folder = FormsFolder(station=self.station, root=root, read=self._read)
            self._watch = Watch(root=root, tell=self.heard)
        try:
            found = self._folder.look()
        except FormsFolderMissing:
            self._watch.stop()
            raise
        self._watch.check(found=bool(found.drafts))
        return _found(found, again_ms=STILL_MS if self._folder.unsettled else SCAN_MS)

    def stop(self) -> None:
        """Let go of the folder."""
        if self._watch is not None:
            self._watch.stop()
        self._watch = self._folder = None

    def _is_barred(self) -> bool:
        """Tell whether whoever is signed in may not enter forms, or nobody is."""
        return bool(self.station.worker.call(lambda station: station.not_permitted(FORMS)))

    @property
    def _read(self) -> FormReader:
        if self._reader is None:
            self._reader = self.make_reader()
        return self._reader


def _sent(done: PostRound) -> Brought:
    return Brought(
        touched=SENT if done.by_standing else frozenset(), wrote=bool(done.by_standing), trouble=done.trouble
    )


def _fetched(done: Fetched) -> Brought:
    return Brought(
        touched=(frozenset({Touched.FORM}) if done.drafts else frozenset()) | (SENT if done.came_back else frozenset()),
        wrote=bool(done.came_back),
        forms=len(done.drafts),
        unread=tuple(FileUnread(name=one.subject, error=one.error) for one in done.passed_over),
    )


def _found(found: Imported, *, again_ms: int) -> Brought:
    return Brought(
        touched=frozenset({Touched.FORM}) if found.drafts else frozenset(),
        forms=len(found.drafts),
        unread=tuple(FileUnread(name=one.path.name, error=one.error) for one in found.refused),
        again_ms=again_ms,
    )
