"""An invented town: two libraries, their readers and books, and a few weeks at the desk. Nobody in it is real."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.db.drafts import keep_drafts
from app.db.migrations import SCHEMA
from app.desk.applications import Application, FieldProblem, Unread
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ids import BranchId
from app.desk.items import add_item
from app.desk.network import Place
from app.desk.outcome import Done, Outcome, Refused
from app.desk.patrons import Contact, register_patron, report_card
from app.desk.ports import Work
from app.desk.promises import Guarantor
from app.desk.records import Branch, Item, Loan, Workstation
from app.station.founding import Founder, create_network
from app.station.home import Home
from app.station.station import Station
from app.station.vault import FileVault
from app.station.world import World
from app.sync.ports import Heard
from app.sync.positions import LogId
from app.views.screenshots.people import TOWNS, Person, Town

R = TypeVar("R")

FAR_REPLICA = 7
LOGIN, PASSWORD = "inga", "tikai-macibam"
TODAY = "2026-11-21T14:32:00"


@dataclass(slots=True)
class PlayedClock:
    """A clock that is set by hand, so that weeks pass in a moment."""

    zone: str
    unix_ms: int = 0

    def set(self, moment: str) -> None:
        self.unix_ms = int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(self.zone)).timestamp() * 1000)

    def wall_ms(self) -> int:
        return self.unix_ms

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


def played_world(town: Town, *, at: str = "2026-09-01T09:00:00") -> World:
    """Return a world whose clock and chance are the same every time."""
    drawn = count()

    def chance(size: int) -> bytes:
        return hashlib.shake_128(f"{town.language} {next(drawn)}".encode()).digest(size)

    clock = PlayedClock(town.zone)
    clock.set(at)
    return World(
        clock=clock,
        random=chance,
        pause=time.sleep,
        vault=lambda home: FileVault(path=home.keys, random=chance),
        version="0.1.0",
    )


def found_town(folder: Path, language: str) -> tuple[Home, World]:
    """Found a training network in this folder, and live in it for a while."""
    town = TOWNS[language]
    home, world = Home(folder / "home"), played_world(town)
    (folder / "share").mkdir(parents=True)
    create_network(
        home,
        world,
        share=folder / "share",
        name=town.network,
        profile=town.profile,
        place=Place(branch_code=town.code, branch_name=town.branch, workstation=town.workstation),
        founder=Founder(login=LOGIN, name=town.librarian, password=PASSWORD),
        training=True,
    )
    station = Station.open(home, world)
    try:
        live(station.signed_in(LOGIN, PASSWORD), town)
        import_form(station, town, folder)
    finally:
        station.close()
    home.settings.change(last_login=LOGIN)
    return home, world


def live(station: Station, town: Town) -> None:
    """Fill shelves and registers, lend and take back, and have two desks act without knowing of each other."""
    elsewhere = BranchId(_done(station.do(_open_branch, town.other_code, town.other_branch, town.zone)))
    far = replace(station, acting=replace(station.acting, branch=elsewhere))
    for place, (title, author) in enumerate(town.books):
        at = far if place in town.elsewhere else station
        _done(at.do(add_item, barcode=town.barcode(place), title=title, author=author, material=town.material))
    for person in town.people:
        _register(station, person)
    for moment, card, books in town.loans:
        _at(station, moment)
        for place in books:
            _done(station.do(check_out, patron=card, item=town.barcode(place)))
    _at(station, "2026-11-20T16:10:00")
    lent, reader = town.lent_twice
    _done(station.do(check_out, patron=town.people[0].card, item=town.barcode(lent)))
    _at(station, "2026-11-20T16:40:00")
    _done(far.do(_lend_unaware, town.barcode(lent), reader))
    _done(far.do(_label_again, town.barcode(town.labelled_twice), elsewhere, town.material))
    _done(station.do(report_card, number=town.lost_card, standing="lost"))
    _hear_of(station, town, elsewhere)
    _at(station, "2026-11-21T10:05:00")
    for place in town.returned:
        _done(station.do(check_in, item=town.barcode(place)))
    _at(station, TODAY)


def _hear_of(station: Station, town: Town, branch: BranchId) -> None:
    """Have another workstation, of which something is still on its way."""
    _done(station.do(_seat, branch, town.workstation))
    wall_ms = station.world.clock.wall_ms()
    told = Heard(LogId(FAR_REPLICA, 1), 9, wall_ms + 90 * 60_000, wall_ms, 14, SCHEMA, station.world.version, False)
    station.store().note_heard([told])


def _seat(work: Work, branch: BranchId, name: str) -> Outcome[int]:
    seated = Workstation(replica=FAR_REPLICA, branch=branch, name=name)
    return Done(record=work.add(seated), touched=frozenset())


def _at(station: Station, moment: str) -> None:
    clock = station.world.clock
    assert isinstance(clock, PlayedClock), "the town has its own clock"
    clock.set(moment)
    station.store().confirm_clock(clock.wall_ms())


def _done(outcome: Outcome[R]) -> R:
    """Return what came of it; nothing in this town is refused."""
    assert not isinstance(outcome, Refused), outcome
    return outcome.record


def _register(station: Station, person: Person) -> None:
    guarantor = None
    if person.guarantor:
        given, _, family = person.guarantor.rpartition(" ")
        guarantor = Guarantor(given=given, family=family, phone=person.phone)
    deed = partial(
        register_patron,
        given=person.given,
        family=person.family,
        birth_on=person.birth_on,
        code=person.code,
        card=person.card,
        contact=Contact(phone=person.phone, email=person.email, **person.address),
        guarantor=guarantor,
    )
    _done(station.do(deed))


def _open_branch(work: Work, code: str, name: str, zone: str) -> Outcome[int]:
    return Done(record=work.add(Branch(code=code, name=name, time_zone=zone, closed_weekdays="7")), touched=frozenset())


def _lend_unaware(work: Work, barcode: str, card: str) -> Outcome[int]:
    """Lend as another desk does that has not heard of the loan here."""
    borrower, copy = work.borrower(card), work.copy(barcode)
    assert borrower, "everybody is of this town"
    assert copy, "and so is every book"
    loan = Loan(patron=borrower.patron, item=copy.item, due_on=work.today.replace(month=12))
    return Done(record=work.add(loan), touched=frozenset())


def _label_again(work: Work, barcode: str, branch: BranchId, material: str) -> Outcome[int]:
    copy = work.copy(barcode)
    assert copy, "it is of this town"
    title = work.title_like(title=copy.title, author=copy.author, isbn="")
    assert title, "a copy has a title"
    item = Item(title=title, barcode=barcode, home_branch=branch, material=material)
    return Done(record=work.add(item), touched=frozenset())


def import_form(station: Station, town: Town, folder: Path) -> None:
    """Lay a form on the desk, as if it had been read from a file."""
    for name, application in _applications(town):
        path = folder / name
        path.write_bytes(name.encode())
        digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
        keep_drafts(station.database, path, digest, station.world.clock.wall_ms(), [application])


def _applications(town: Town) -> Sequence[tuple[str, Application]]:
    return [
        (
            form.file,
            Application(
                kind=form.kind,
                language=town.language,
                fields=form.fields,
                sources=form.sources,
                unread=tuple(Unread(label=label, value=value) for label, value in form.unread),
                written=form.written,
                problems=tuple(FieldProblem(field=name, code=code, value=said) for name, code, said in form.problems),
            ),
        )
        for form in town.forms
    ]
