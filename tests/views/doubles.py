"""What presenters are given in tests: a workstation that answers at once, and a window that only remembers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.desk.outcome import Done
from app.errors import LibraryError
from app.station.clock import confirm_date
from app.station.inbox import set_aside_form
from app.station.letter_copies import letters_of_forms
from app.station.station import Station
from app.views.presenters.news import PostNews, SyncNews
from app.views.presenters.service import FormEntered, FormsRead
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
from app.views.shell.live import _confirm, _read, _read_forms, waiting_forms
from app.views.shell.mailing import drop_mailbox, drop_sender, keep_folder, keep_mailbox, keep_sender
from app.words import Words


@dataclass
class DirectService:
    """Fills the port `Service` on the thread of the test.

    Attributes:
        held: With `holding`, answers wait here until a test lets them go: the desk is busy meanwhile.
    """

    station: Station
    settings: object
    listeners: list = field(default_factory=list)
    looked: int = 0
    fails: Exception | None = None
    holding: bool = False
    held: list = field(default_factory=list)
    written: list = field(default_factory=list)
    version: str = "test"
    news: SyncNews = field(default_factory=SyncNews)
    post: PostNews = field(default_factory=PostNews)
    confirmed: int = 0
    tried: list = field(default_factory=list)
    acting: object = None

    @property
    def database(self):
        return self.station.reading

    @property
    def place(self):
        return self.station.place()

    def now_ms(self):
        return self.station.world.clock.wall_ms()

    def local(self, unix_ms):
        return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(ZoneInfo(self.place.time_zone))

    def today(self):
        return self.station.today()

    def sign_in(self, login, password, *, done, failed):
        try:
            self.station = self.station.signed_in(login, password)
        except LibraryError as error:
            failed(error)
            return
        self.acting = self.station.acting
        done(self.acting)

    def sign_out(self):
        self.acting = None
        self.station = leave(self.station)

    def do(self, deed, *, done, failed):
        def answer():
            if self.fails is not None:
                failed(self.fails)
                return
            outcome = self.station.do(deed)
            done(outcome)
            if isinstance(outcome, Done):
                self._publish(outcome.touched)

        if self.holding:
            self.held.append(answer)
        else:
            answer()

    def read(self, query, *, done, failed):
        def answer():
            try:
                found = query(self.database)
            except LibraryError as error:
                failed(error)
            else:
                done(found)

        if self.holding:
            self.held.append(answer)
        else:
            answer()

    def let_go(self):
        """Answer what was held."""
        while self.held:
            self.held.pop(0)()

    def _publish(self, touched):
        for listener in self.listeners:
            listener(touched)

    def look_now(self):
        self.looked += 1

    def confirm_date(self, *, done, failed):
        confirm_date(self.station, self.station.today())
        self.confirmed += 1
        done()

    def drafts(self):
        return waiting_forms(self.station.reading)

    def read_forms(self, paths, *, done, failed):
        read: FormsRead = _read(_read_forms(self.station, paths))
        done(read)

    def confirm_form(self, confirmation, *, done, failed):
        try:
            outcome = _confirm(self.station, confirmation)
        except LibraryError as error:
            failed(error)
            return
        assert not isinstance(outcome, Done) or isinstance(outcome.record, FormEntered)
        done(outcome)

    def set_aside_form(self, draft, *, done, failed):
        try:
            destroyed = set_aside_form(self.station, draft)
        except LibraryError as error:
            failed(error)
            return
        done(destroyed)

    def write_report(self, order, *, done, failed):
        if self.fails is not None:
            failed(self.fails)
            return
        self.written.append(order)
        done(7)

    def keep_sender(self, server, *, password, done, failed):
        self._try(lambda: keep_sender(self.station, server, password), done, failed)

    def keep_mailbox(self, server, *, password, done, failed):
        self._try(lambda: keep_mailbox(self.station, server, password), done, failed)

    def drop_server(self, which, *, done, failed):
        self._try(lambda: {"sender": drop_sender, "mailbox": drop_mailbox}[which](self.station), done, failed)

    def letters_of_forms(self):
        return letters_of_forms(self.station.home)

    def keep_forms_folder(self, folder, *, done, failed):
        self._try(lambda: keep_folder(self.station, folder), done, failed)

    def _try(self, act, done, failed):
        try:
            outcome = act()
        except LibraryError as error:
            failed(error)
            return
        self._answered(outcome, done)

    def try_server(self, which, *, done, failed):
        self.tried.append(which)
        if self.fails is not None:
            failed(self.fails)
        else:
            done(None)

    def hand_out_account(self, patron, *, again, slip, done, failed):
        self._answered(hand_out(self.station, patron, slip, Words("en"), again=again), done)

    def mail_account(self, patron, *, again, done, failed):
        self._answered(send_account(self.station, patron, again=again), done)

    def choose_pin(self, patron, *, pin, done, failed):
        self._answered(set_pin(self.station, patron, pin), done)

    def print_receipt(self, patron, *, kind, path, done, failed):
        self._answered(hand_receipt(self.station, patron, path, Words("en"), kind=kind), done)

    def print_cards(self, orders, *, path, done, failed):
        done(print_sheets(self.station, orders, path, Words("en")))

    def print_slip(self, item, *, path, done, failed):
        self._answered(print_route_slip(self.station, item, path, Words("en")), done)

    def print_act(self, act, *, path, done, failed):
        self._answered(print_act(self.station, act, path, Words("en")), done)

    def print_exclusion_letter(self, patron, *, path, done, failed):
        self._answered(print_letter(self.station, patron, path), done)

    def hand_out_data(self, patron, *, path, language, done, failed):
        self._answered(hand_data(self.station, patron, path, Words(language)), done)

    def write_blank(self, order, *, done, failed):
        try:
            done(print_blank(self.station, order))
        except LibraryError as error:
            failed(error)

    def _answered(self, outcome, done):
        done(outcome)
        if isinstance(outcome, Done):
            self._publish(outcome.touched)

    def may(self, *permissions):
        """Give whoever is signed in these permissions alone."""
        self.acting = replace(self.acting, permissions=frozenset(permissions))
        self.station = replace(self.station, acting=self.acting)


@dataclass
class RememberingStage:
    """Fills the port `Stage`."""

    said: list = field(default_factory=list)
    troubles: list = field(default_factory=list)
    went: list = field(default_factory=list)
    entered: list = field(default_factory=list)

    def say(self, line):
        self.said.append(line)

    def trouble(self, error):
        self.troubles.append(error)

    def open_patron(self, scan):
        self.went.append(("patron", scan))

    def open_details(self, scan, tab=None):
        self.went.append(("details", scan) if tab is None else ("details", scan, tab))

    def open_known(self, scan, told):
        self.went.append(("known", scan, dict(told)))

    def open_title(self, title, name):
        self.went.append(("title", name))

    def open_registration(self):
        self.went.append(("registration",))

    def enter(self, acting):
        self.entered.append(acting)

    def open_file(self, path):
        self.went.append(("file", path))
