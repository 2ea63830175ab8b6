"""What presenters ask of the workstation behind the window.

The real one stands in the shell and answers on the Tk thread a moment later; the one in the tests answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from app.db.database import Database
from app.db.queries.network import OwnPlace
from app.desk.accounts import AccountIssued, PinSet
from app.desk.applications import Application
from app.desk.found import Acting
from app.desk.outcome import Outcome
from app.desk.paper_letters import LetterBegun
from app.desk.patrons import Registered
from app.desk.ports import Work
from app.errors import LibraryError
from app.settings import Mailbox, Sender, Server, SettingsFile
from app.views.presenters.news import PostNews, SyncNews

T = TypeVar("T")
R = TypeVar("R")

Deed = Callable[[Work], Outcome[R]]
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """A form that was imported and waits for a second look.

    Attributes:
        to_destroy: Whether its patron is registered and only the form is left to destroy.
    """

    draft: int
    path: Path
    application: Application
    to_destroy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsRead:
    """What came of reading files.

    Attributes:
        refused: Names of files that are no forms, each with the reason.
    """

    drafts: tuple[int, ...]
    refused: tuple[tuple[str, LibraryError], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A draft as a person has confirmed it.

    Attributes:
        known: What finds somebody who is registered already, for whom it is entered; "" for somebody new.
    """

    draft: int
    fields: Mapping[str, str]
    card: str = ""
    keep: bool = False
    known: str = ""
    override: Collection[str] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntered:
    """A form that has become a patron.

    Attributes:
        known: It was entered for somebody who was one already.
        beside: How many other forms of its file are still to be done before the file is destroyed.
    """

    registered: Registered
    destroyed: bool
    kept: bool
    beside: int
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOrder:
    """A report to be written.

    Attributes:
        branch: The code of one branch; "" for all.
    """

    name: str
    path: Path
    first: date
    last: date
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSheets:
    """Cards that were written to a PDF; `count` is how many."""

    path: Path
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinted:
    """A receipt that was written to a PDF."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataHanded:
    """All that is kept about somebody, in a file; `count` is of entries."""

    path: Path
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankOrder:
    """A blank form to be written: its kind, the language it speaks, and its file."""

    kind: str
    language: str
    path: Path


class Service(Protocol):
    """The workstation. `done` and `failed` are called on the thread of whoever asked."""

    @property
    def database(self) -> Database:
        """A connection that cannot write."""

    @property
    def settings(self) -> SettingsFile: ...

    @property
    def acting(self) -> Acting | None:
        """Who is signed in; None for nobody."""

    @property
    def place(self) -> OwnPlace | None:
        """Where this workstation stands; None until its rows have arrived."""

    @property
    def version(self) -> str: ...

    @property
    def news(self) -> SyncNews:
        """How this desk stands with the shared folder."""

    @property
    def post(self) -> PostNews:
        """How letters and forms fare that the desk sends and takes in by itself."""

    def now_ms(self) -> int:
        """Return what the clock at the desk says, Unix milliseconds."""

    def local(self, unix_ms: int) -> datetime:
        """Return an instant as the clocks of the branch show it."""

    def today(self) -> date:
        """Return the day at the branch."""

    def sign_out(self) -> None: ...

    def do(self, deed: Deed[R], *, done: Callable[[Outcome[R]], None], failed: Failed) -> None:
        """Carry out a deed as the one who is signed in; what it touched is published after `done`."""

    def read(self, query: Callable[[Database], T], *, done: Callable[[T], None], failed: Failed) -> None:
        """Read what takes too long for a window, on a thread and a connection of its own."""

    def look_now(self) -> None:
        """Ask for a round with the shared folder at once."""

    def confirm_date(self, *, done: Callable[[], None], failed: Failed) -> None:
        """Take this PC's date for right: whoever looks at it says so."""

    def drafts(self) -> Sequence[DraftShown]: ...

    def read_forms(self, paths: Sequence[Path], *, done: Callable[[FormsRead], None], failed: Failed) -> None: ...

    def confirm_form(
        self, confirmation: Confirmation, *, done: Callable[[Outcome[FormEntered]], None], failed: Failed
    ) -> None: ...

    def set_aside_form(self, draft: int, *, done: Callable[[bool], None], failed: Failed) -> None:
        """Put a draft aside: it becomes nobody; `done` receives whether its file was destroyed with it."""

    def write_report(self, order: ReportOrder, *, done: Callable[[int], None], failed: Failed) -> None:
        """Write a report; `done` receives the number of its rows."""

    def keep_sender(
        self, server: Sender, *, password: str, done: Callable[[Outcome[Server]], None], failed: Failed
    ) -> None:
        """Keep which server takes letters from this PC; an empty password leaves the one that is kept for it."""

    def keep_mailbox(
        self, server: Mailbox, *, password: str, done: Callable[[Outcome[Server]], None], failed: Failed
    ) -> None:
        """Keep which mailbox this PC fetches forms from; as above."""

    def drop_server(self, which: str, *, done: Callable[[Outcome[Server]], None], failed: Failed) -> None:
        """Keep no "sender" or no "mailbox" any more, nor its password."""

    def letters_of_forms(self) -> int:
        """Return how many letters in the mailbox are of forms that came from it."""

    def keep_forms_folder(self, folder: Path | None, *, done: Callable[[Outcome[str]], None], failed: Failed) -> None:
        """Keep which folder is watched for forms; None for none."""

    def try_server(self, which: str, *, done: Callable[[None], None], failed: Failed) -> None:
        """Try the line to the "sender" or to the "mailbox"; `failed` receives what is wrong with it."""

    def hand_out_account(
        self,
        patron: str,
        *,
        again: bool,
        slip: Path,
        done: Callable[[Outcome[AccountIssued]], None],
        failed: Failed,
    ) -> None:
        """Give somebody an account, or a new password (`again`), on a slip; nothing else ever holds the password."""

    def mail_account(
        self, patron: str, *, again: bool, done: Callable[[Outcome[AccountIssued]], None], failed: Failed
    ) -> None:
        """Give somebody an account, or a new password (`again`), by e-mail: it is drawn as the letter leaves."""

    def choose_pin(self, patron: str, *, pin: str, done: Callable[[Outcome[PinSet]], None], failed: Failed) -> None:
        """Give somebody the PIN that they chose."""

    def print_receipt(
        self, patron: str, *, kind: str, path: Path, done: Callable[[Outcome[ReceiptPrinted]], None], failed: Failed
    ) -> None:
        """Write a receipt for what was done for somebody today to a PDF."""

    def print_cards(
        self, orders: Sequence[str], *, path: Path, done: Callable[[Outcome[CardSheets]], None], failed: Failed
    ) -> None:
        """Write the cards of these orders to a PDF, ten on a sheet."""

    def print_slip(self, item: str, *, path: Path, done: Callable[[Outcome[Path]], None], failed: Failed) -> None:
        """Write the slip of a copy that lies ready for somebody, or is on its way."""

    def print_act(self, act: str, *, path: Path, done: Callable[[Outcome[Path]], None], failed: Failed) -> None:
        """Write an act of the stock book to a PDF."""

    def print_exclusion_letter(
        self, patron: str, *, path: Path, done: Callable[[Outcome[LetterBegun]], None], failed: Failed
    ) -> None:
        """Write the written notice of somebody's exclusion to a PDF, in their language."""

    def hand_out_data(
        self, patron: str, *, path: Path, language: str, done: Callable[[Outcome[DataHanded]], None], failed: Failed
    ) -> None:
        """Write all that is kept about somebody to a file, PDF or JSON by its name, in a language (R-33)."""

    def write_blank(self, order: BlankOrder, *, done: Callable[[Path], None], failed: Failed) -> None:
        """Write a blank form; `done` receives its file."""
