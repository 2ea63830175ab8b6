"""Founding the training network: a registrar's desk, two more branches, and a shared folder beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.demo.invented import BOOKS, BRANCHES, STREETS, people
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.network import Place
from app.desk.outcome import Refused
from app.desk.patrons import Contact, register_patron
from app.desk.promises import Guarantor
from app.station.founding import Founder, create_network
from app.station.home import Home
from app.station.inviting import admit_waiting, invite
from app.station.joining import join_network
from app.station.station import Station
from app.station.syncing import sync_once
from app.station.world import World

LOGIN = "anna"
PASSWORD = "anna"  # noqa: S105  # A network for practice, joined to nothing: the page that explains it says so.
STAFF_NAME = "Anna Apse"

PATRONS = 45
COPIES_OF_EACH = 3
LOANS = 60
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class PastClock:
    """A clock some days behind, so that there are loans of last month."""

    now_ms: int

    def wall_ms(self) -> int:
        return self.now_ms

    def monotonic_ms(self) -> int:
        return self.now_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Where the training network lies."""

    folder: Path

    @property
    def share(self) -> Path:
        return self.folder / "share"

    def home(self, code: str) -> Home:
        """Return the home of a branch's workstation, by the branch's code."""
        return Home(self.folder / code.lower())

    @property
    def is_founded(self) -> bool:
        return all(self.home(code).database.exists() for code, *_ in BRANCHES)


def found_training(folder: Path, world: World, say: Callable[[str], None]) -> Training:
    """Found the training network in a folder, or find the one that is there."""
    training = Training(folder=folder)
    if training.is_founded:
        return training
    training.share.mkdir(parents=True, exist_ok=True)
    before = _past(world, 41)
    _found(training, before)
    say("cli.demo.founded")
    for code, name, _ in BRANCHES[1:]:
        _join(training, before, code, name)
    say("cli.demo.joined")
    _fill(training, world)
    say("cli.demo.filled")
    for code, *_ in (*BRANCHES, BRANCHES[0]):
        with_station(training.home(code), world, sync_once)
    say("cli.demo.synced")
    return training


def _found(training: Training, world: World) -> None:
    code, name, _ = BRANCHES[0]
    create_network(
        training.home(code),
        world,
        share=training.share,
        name="Mācību tīkls",
        profile="valmiera",
        place=Place(branch_code=code, branch_name=name, workstation="1"),
        founder=Founder(login=LOGIN, name=STAFF_NAME, password=PASSWORD),
        training=True,
    )


T = TypeVar("T")


def with_station(home: Home, world: World, act: Callable[[Station], T]) -> T:
    """Open a workstation, act, and close it."""
    station = Station.open(home, world)
    try:
        return act(station)
    finally:
        station.close()


def signed_in(station: Station) -> Station:
    return station.signed_in(LOGIN, PASSWORD)


def _join(training: Training, world: World, code: str, name: str) -> None:
    """Invite a workstation, let it ask, admit it, and let it read everything."""
    first = training.home(BRANCHES[0][0])
    place = Place(branch_code=code, branch_name=name, workstation="1")
    invited = with_station(first, world, lambda station: invite(signed_in(station), place=place))
    assert not isinstance(invited, Refused)
    join_network(
        training.home(code),
        world,
        invitation=invited.data,
        passphrase=invited.passphrase,
        share=training.share,
    )
    with_station(first, world, lambda station: admit_waiting(signed_in(station), everybody=True))
    for home in (first, training.home(code)):
        with_station(home, world, sync_once)


def _fill(training: Training, world: World) -> None:
    """Register people, take books into stock and lend some of them, at the first two branches."""
    for number, (code, _, village) in enumerate(BRANCHES[:2]):
        home = training.home(code)
        _on_a_day(home, _past(world, 40), partial(_stock, branch=number, village=village))
        for part, days in enumerate((38, 12, 3)):
            _on_a_day(home, _past(world, days), partial(_lend, branch=number, part=part))


def _on_a_day(home: Home, world: World, act: Callable[[Station], None]) -> None:
    """Act on a day some time after the one before, which nobody doubts."""

    def acted(station: Station) -> None:
        station.store().confirm_clock(world.clock.wall_ms())
        act(station)

    with_station(home, world, acted)


def _past(world: World, days: int) -> World:
    return replace(world, clock=PastClock(world.clock.wall_ms() - days * DAY_MS))


def _stock(station: Station, *, branch: int, village: str) -> None:
    station = signed_in(station)
    today = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).date()
    for number, person in list(enumerate(people(PATRONS)))[branch::2]:
        adult = person.age >= 18
        station.do(
            register_patron,
            given=person.given,
            family=person.family,
            birth_on=date(today.year - person.age, 1 + number % 12, 1 + number % 28),
            card=card(number),
            contact=Contact(
                phone=f"2{6000000 + number * 7919 % 999999}",
                email=f"lasitajs{number}@example.lv" if adult else "",
                street=STREETS[number % len(STREETS)],
                house=str(1 + number % 40),
                village=village,
                postcode=f"LV-{4200 + branch * 20}",
            ),
            guarantor=None if adult else Guarantor(given="Ilze", family=person.family, phone="26111222"),
        )
    for number, book in enumerate(BOOKS):
        for copy in range(COPIES_OF_EACH):
            station.do(
                add_item,
                barcode=barcode(branch, number * COPIES_OF_EACH + copy),
                title=book.title,
                author=book.author,
                material=book.material,
            )


def card(number: int) -> str:
    """Return the card of an invented person."""
    return f"2000{number:04}"


def barcode(branch: int, number: int) -> str:
    """Return the barcode of an invented copy."""
    return f"LV-{branch + 1:02}{number:04}"


def _lend(station: Station, *, branch: int, part: int) -> None:
    """Lend a third of the loans, and take half of those before back: some of the first are overdue by now."""
    station = signed_in(station)
    for number in range(part, LOANS // len(BRANCHES[:2]), 3):
        patron = card((number * 5 + branch) % (PATRONS // 2) * 2 + branch)
        station.do(check_out, patron=patron, item=barcode(branch, number * 2))
        if part and number % 2:
            station.do(check_in, item=barcode(branch, (number - 1) * 2))
