"""Patrons: found by name or number, and one of them looked at. Registering is next door, and so is a person's page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.people import NumberShown, PatronFound, PatronShown, find_patrons, show_patron
from app.desk.outcome import Touched
from app.views.presenters.line import Note
from app.views.presenters.looking_up import scan_of
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import warning_notes
from app.words import Words

ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronRow:
    """One line of what was found."""

    scan: str
    number: str
    name: str
    birth: str
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """A number that acts as a card. `standing` is "" for one that is good."""

    value: str
    kind: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronDetails:
    """A patron in full. `facts` are pairs of a label and what it says."""

    scan: str
    name: str
    initials: str
    category: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[NumberRow, ...]
    warnings: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronsState:
    text: str = ""
    rows: tuple[PatronRow, ...] = ()
    details: PatronDetails | None = None


class PatronsPresenter(Showing[PatronsState]):
    """Finds patrons and shows one in full."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(PatronsState())
        self._service, self._words, self._stage = service, words, stage

    def find(self, text: str) -> None:
        """Show the patrons in whose names or numbers every word begins a word."""
        rows = self._rows(text)
        if not rows and text.strip() and self._details(text) is not None:
            rows = self._by_number(text)
        self.change(text=text, rows=rows)
        self.look_at(rows[0].scan if len(rows) == 1 else "")

    def _by_number(self, text: str) -> tuple[PatronRow, ...]:
        """A personal code is found whole or not at all, and is not shown in the line that it finds."""
        shown = self._read(text)
        if shown is None:
            return ()
        found = PatronFound(
            patron=shown.patron, number=shown.number, name=shown.name, birth_on=shown.birth_on, branch=shown.branch
        )
        return (self._row(found, found.number),)

    def _rows(self, text: str) -> tuple[PatronRow, ...]:
        found = find_patrons(self._service.database, text)
        return tuple(self._row(one, scan_of(one, found)) for one in found)

    def look_at(self, scan: str) -> None:
        """Show one patron in full; "" for none."""
        self.change(details=self._details(scan) if scan else None)

    def forget(self) -> None:
        """Put everything away: nobody stays in sight."""
        self.change(text="", rows=(), details=None)

    def open_at_desk(self) -> None:
        if self.state.details is not None:
            self._stage.open_patron(self.state.details.scan)

    def touched(self, kinds: Collection[Touched]) -> None:
        if Touched.PATRON not in kinds:
            return
        if self.state.text:
            self.change(rows=self._rows(self.state.text) or self.state.rows)
        if self.state.details is not None:
            self.look_at(self.state.details.scan)

    def _read(self, scan: str) -> PatronShown | None:
        place = self._service.place
        branch = place.branch if place else 0
        return show_patron(self._service.database, scan, today=self._service.today(), branch=branch)

    def _row(self, found: PatronFound, scan: str) -> PatronRow:
        return PatronRow(
            scan=scan,
            number=self._words("desk.no-card") if found.number.startswith("#") else found.number,
            name=found.name,
            birth=self._words.day(found.birth_on) if found.birth_on else "",
            branch=found.branch,
        )

    def _details(self, scan: str) -> PatronDetails | None:
        shown, words = self._read(scan), self._words
        if shown is None:
            return None
        facts = (
            ("patrons.birth", words.day(shown.birth_on) if shown.birth_on else ""),
            ("column.phone", shown.phone),
            ("column.email", shown.email),
            ("patrons.address", shown.address),
            ("column.guarantor", shown.guarantor),
            ("patrons.home", shown.branch),
            ("patrons.loans", words("desk.loans.count", count=len(shown.loans))),
        )
        return PatronDetails(
            scan=shown.number,
            name=shown.name,
            initials=(shown.given[:1] + shown.family[:1]).upper(),
            category=words(f"category.{shown.category}") if shown.category else "",
            facts=tuple((words(code), said) for code, said in facts if said),
            numbers=tuple(map(self._number, shown.numbers)),
            warnings=warning_notes(words, shown.blocks),
        )

    def _number(self, number: NumberShown) -> NumberRow:
        good = number.standing == ACTIVE
        return NumberRow(
            value=number.value,
            kind=self._words(f"number.{number.kind}"),
            standing="" if good else self._words(f"patrons.standing.{number.standing}"),
        )
