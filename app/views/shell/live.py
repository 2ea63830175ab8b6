"""The workstation behind the window: deeds go to the data worker, answers come back on the Tk thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.db.database import Database, open_for_reading
from app.db.drafts import Draft, drafts
from app.db.queries.network import OwnPlace, own_place
from app.desk.accounts import AccountIssued, PinSet
from app.desk.found import Acting
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.paper_letters import LetterBegun
from app.settings import Mailbox, Sender, Server, SettingsFile
from app.station.beside import StationBeside
from app.station.clock import confirm_date
from app.station.home import Home
from app.station.inbox import Confirmed, Imported, confirm_form, import_forms, set_aside_form
from app.station.letter_copies import letters_of_forms
from app.station.station import Station
from app.station.worker import DataWorker
from app.station.world import World
from app.views.presenters.news import PostNews, SyncNews
from app.views.presenters.service import (
    BlankOrder,
    CardSheets,
    Confirmation,
    DataHanded,
    Deed,
    DraftShown,
    Failed,
    FormEntered,
    FormsRead,
    ReceiptPrinted,
    ReportOrder,
)
from app.views.shell import mailing
from app.views.shell.handing import (
    hand_data,
    hand_out,
    hand_receipt,
    leave,
    print_act,
    print_blank,
    print_letter,
    print_route_slip,
    print_sheets,
    send_account,
    set_pin,
)
from app.views.shell.tasks import Tasks
from app.words import Words

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True, kw_only=True)
class LiveService:
    """Fills the port `Service`.

    Attributes:
        reading: A connection that cannot write, for the Tk thread alone.
        publish: Called with what a deed touched, after whoever asked for it was answered.
        deed_done: Tells the sync thread that there is something to send.
        look_now: Asks for a round with the shared folder, and with mail servers and the forms folder, at once.
    """

    home: Home
    world: World
    words: Words
    worker: DataWorker
    tasks: Tasks
    reading: Database
    publish: Callable[[Collection[Touched]], None]
    deed_done: Callable[[], None]
    look_now: Callable[[], None]
    acting: Acting | None = None
    news: SyncNews = field(default_factory=SyncNews)
    post: PostNews = field(default_factory=PostNews)
    _place: OwnPlace | None = field(default=None)

    # Where and when.

    @property
    def database(self) -> Database:
        return self.reading

    @property
    def settings(self) -> SettingsFile:
        return self.home.settings

    @property
    def version(self) -> str:
        return self.world.version

    @property
    def place(self) -> OwnPlace | None:
        if self._place is None:
            self._place = own_place(self.reading)
        return self._place

    def look_at_place(self) -> None:
        """Read anew where this workstation stands: its branch may have another name now."""
        self._place = None

    def now_ms(self) -> int:
        return self.world.clock.wall_ms()

    def local(self, unix_ms: int) -> datetime:
        zone = ZoneInfo(self.place.time_zone) if self.place else UTC
        return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(zone)

    def today(self) -> date:
        return self.local(self.now_ms()).date()

    # Who.

    def sign_out(self) -> None:
        self.acting = None
        self.worker.submit(leave)

    # Deeds.

    def do(self, deed: Deed[R], *, done: Callable[[Outcome[R]], None], failed: Failed) -> None:
        self._ask(lambda station: station.do(deed), partial(self._done, done), failed)

    def _done(self, done: Callable[[Outcome[R]], None], outcome: Outcome[R]) -> None:
        done(outcome)
        if isinstance(outcome, Done):
            self.deed_done()
            self.publish(outcome.touched)

    def _ask(self, job: Callable[[Station], T], done: Callable[[T], None], failed: Failed) -> None:
        self.tasks.follow(self.worker.submit(job), done=done, failed=failed)

    def confirm_date(self, *, done: Callable[[], None], failed: Failed) -> None:
        self._ask(lambda station: confirm_date(station, station.today()), lambda _: done(), failed)

    # What takes long to read.

    def read(self, query: Callable[[Database], T], *, done: Callable[[T], None], failed: Failed) -> None:
        self.tasks.run(partial(_read_elsewhere, self.home.database, query), done=done, failed=failed)

    # Forms.

    def drafts(self) -> Sequence[DraftShown]:
        return waiting_forms(self.reading)

    def read_forms(self, paths: Sequence[Path], *, done: Callable[[FormsRead], None], failed: Failed) -> None:
        """Read them beside the data worker: a slow file must not keep a deed waiting."""
        self.tasks.run(partial(self._read_beside, paths), done=lambda imported: done(_read(imported)), failed=failed)

    def _read_beside(self, paths: Sequence[Path]) -> Imported:
        station = StationBeside.beside(self.home, self.world, self.worker)
        try:
            return _read_forms(station, paths)
        finally:
            station.reading.close()

    def confirm_form(
        self, confirmation: Confirmation, *, done: Callable[[Outcome[FormEntered]], None], failed: Failed
    ) -> None:
        def answered(outcome: Outcome[FormEntered]) -> None:
            self._done(done, outcome)
            self.publish(frozenset({Touched.FORM}))

        self._ask(lambda station: _confirm(station, confirmation), answered, failed)

    def set_aside_form(self, draft: int, *, done: Callable[[bool], None], failed: Failed) -> None:
        def answered(destroyed: bool) -> None:  # noqa: FBT001  # What the station answers.
            done(destroyed)
            self.publish(frozenset({Touched.FORM}))

        self._ask(lambda station: set_aside_form(station, draft), answered, failed)

    # Where letters leave and forms come in.

    def keep_sender(
        self, server: Sender, *, password: str, done: Callable[[Outcome[Server]], None], failed: Failed
    ) -> None:
        self._ask(lambda station: mailing.keep_sender(station, server, password), self._then_looked(done), failed)

    def keep_mailbox(
        self, server: Mailbox, *, password: str, done: Callable[[Outcome[Server]], None], failed: Failed
    ) -> None:
        self._ask(lambda station: mailing.keep_mailbox(station, server, password), self._then_looked(done), failed)

    def drop_server(self, which: str, *, done: Callable[[Outcome[Server]], None], failed: Failed) -> None:
        dropped = mailing.drop_sender if which == "sender" else mailing.drop_mailbox
        self._ask(dropped, self._then_looked(done), failed)

    def letters_of_forms(self) -> int:
        return letters_of_forms(self.home)

    def keep_forms_folder(self, folder: Path | None, *, done: Callable[[Outcome[str]], None], failed: Failed) -> None:
        self._ask(lambda station: mailing.keep_folder(station, folder), self._then_looked(done), failed)

    def _then_looked(self, done: Callable[[Outcome[R]], None]) -> Callable[[Outcome[R]], None]:
        """What was set is used at once."""

        def answered(outcome: Outcome[R]) -> None:
            self._done(done, outcome)
            if isinstance(outcome, Done):
                self.look_now()

        return answered

    def try_server(self, which: str, *, done: Callable[[None], None], failed: Failed) -> None:
        """Try it on a thread of its own: a server may take its time."""
        tried = mailing.try_sender if which == "sender" else mailing.try_mailbox
        self.tasks.run(partial(tried, self.home, self.world, self.worker), done=done, failed=failed)

    # What is handed to people.

    def hand_out_account(
        self,
        patron: str,
        *,
        again: bool,
        slip: Path,
        done: Callable[[Outcome[AccountIssued]], None],
        failed: Failed,
    ) -> None:
        self._ask(
            lambda station: hand_out(station, patron, slip, self.words, again=again),
            partial(self._done, done),
            failed,
        )

    def mail_account(
        self, patron: str, *, again: bool, done: Callable[[Outcome[AccountIssued]], None], failed: Failed
    ) -> None:
        self._ask(lambda station: send_account(station, patron, again=again), partial(self._done, done), failed)

    def choose_pin(self, patron: str, *, pin: str, done: Callable[[Outcome[PinSet]], None], failed: Failed) -> None:
        self._ask(lambda station: set_pin(station, patron, pin), partial(self._done, done), failed)

    def print_receipt(
        self, patron: str, *, kind: str, path: Path, done: Callable[[Outcome[ReceiptPrinted]], None], failed: Failed
    ) -> None:
        self._ask(
            lambda station: hand_receipt(station, patron, path, self.words, kind=kind),
            partial(self._done, done),
            failed,
        )

    def print_cards(
        self, orders: Sequence[str], *, path: Path, done: Callable[[Outcome[CardSheets]], None], failed: Failed
    ) -> None:
        self._ask(lambda station: print_sheets(station, orders, path, self.words), done, failed)

    def print_slip(self, item: str, *, path: Path, done: Callable[[Outcome[Path]], None], failed: Failed) -> None:
        self._ask(lambda station: print_route_slip(station, item, path, self.words), done, failed)

    def print_act(self, act: str, *, path: Path, done: Callable[[Outcome[Path]], None], failed: Failed) -> None:
        self._ask(lambda station: print_act(station, act, path, self.words), done, failed)

    def print_exclusion_letter(
        self, patron: str, *, path: Path, done: Callable[[Outcome[LetterBegun]], None], failed: Failed
    ) -> None:
        self._ask(lambda station: print_letter(station, patron, path), partial(self._done, done), failed)

    def hand_out_data(
        self, patron: str, *, path: Path, language: str, done: Callable[[Outcome[DataHanded]], None], failed: Failed
    ) -> None:
        words = Words(language)
        self._ask(lambda station: hand_data(station, patron, path, words), partial(self._done, done), failed)

    def write_blank(self, order: BlankOrder, *, done: Callable[[Path], None], failed: Failed) -> None:
        self._ask(lambda station: print_blank(station, order), done, failed)

    # Reports.

    def write_report(self, order: ReportOrder, *, done: Callable[[int], None], failed: Failed) -> None:
        """Write it on a thread of its own: a long report must not keep a deed waiting."""
        self.tasks.run(partial(self._write, order), done=done, failed=failed)

    def _write(self, order: ReportOrder) -> int:
        from exports.registry import write_report  # noqa: PLC0415  # openpyxl takes a fifth of a second.

        database = open_for_reading(self.home.database)
        try:
            place = own_place(database)
            written = write_report(
                order.name,
                order.path,
                database=database,
                words=self.words,
                first=order.first,
                last=order.last,
                today=self.today_elsewhere(place),
                now_ms=self.now_ms(),
                zone=place.time_zone if place else "UTC",
                branch=order.branch,
            )
        finally:
            database.close()
        return written.rows

    def today_elsewhere(self, place: OwnPlace | None) -> date:
        """Return the day without the connection of the Tk thread."""
        zone = ZoneInfo(place.time_zone) if place else UTC
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC).astimezone(zone).date()


def _read_elsewhere(path: Path, query: Callable[[Database], T]) -> T:
    database = open_for_reading(path)
    try:
        return query(database)
    finally:
        database.close()


def waiting_forms(database: Database) -> list[DraftShown]:
    """The forms a person has something to do with; one whose file only waits for its other forms is done."""
    return [_shown(draft) for draft in drafts(database) if draft.patron is None or not draft.beside]


def _shown(draft: Draft) -> DraftShown:
    return DraftShown(
        draft=draft.id,
        path=draft.path,
        application=draft.application,
        to_destroy=draft.patron is not None,
    )


def _read_forms(station: Station, paths: Sequence[Path]) -> Imported:
    from app.forms.reading import form_reader  # noqa: PLC0415  # lxml is needed for this alone.

    return import_forms(station, paths, form_reader(station.home.trust))


def _read(imported: Imported) -> FormsRead:
    return FormsRead(
        drafts=tuple(draft.id for draft in imported.drafts),
        refused=tuple((one.path.name, one.error) for one in imported.refused),
    )


def _confirm(station: Station, confirmation: Confirmation) -> Outcome[FormEntered]:
    outcome: Outcome[Confirmed] = confirm_form(
        station,
        confirmation.draft,
        changes=confirmation.fields,
        card_number=confirmation.card,
        keep=confirmation.keep,
        known=confirmation.known,
        override=confirmation.override,
        reason=confirmation.reason,
    )
    if isinstance(outcome, Refused):
        return outcome
    record = outcome.record
    return Done(
        record=FormEntered(
            registered=record.registered,
            destroyed=record.destroyed,
            kept=record.kept,
            beside=record.beside,
            known=bool(confirmation.known),
        ),
        touched=outcome.touched,
        notices=outcome.notices,
    )
