"""Who looks like the person being entered: shown while somebody types, and answered with one key (L-41)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.db.queries.persons import look_alikes
from app.db.queries.settings import policy_in_force
from app.desk.found import Alike
from app.desk.patrons import Contact
from app.rules.blocks import Block, Why
from app.rules.likeness import STRONG
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import Note, Tone
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.words import Words

LOOKED_AT = ("given", "family", "birth", "code", "phone")
"""The fields by which people are compared."""
ROWS_MAX = 3
"""Each has a digit, and a form has little room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRow:
    """Somebody who is registered already.

    Attributes:
        key: The digit that says, with Alt, that it is this one.
        about: What tells one of this name from another.
    """

    key: str
    scan: str
    name: str
    about: str
    likeness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeState:
    """What is shown.

    Attributes:
        note: What it is about; None while nobody is alike.
        asks: It is to be answered before anybody is registered; namesakes are only told.
    """

    rows: tuple[AlikeRow, ...] = ()
    note: Note | None = None
    asks: bool = False


class AlikePresenter(Showing[AlikeState]):
    """Looks for who is alike, and remembers who was said to be somebody else."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(AlikeState())
        self._service, self._words, self._stage = service, words, stage
        self._values: Mapping[str, str] = {}
        self._found: tuple[Alike, ...] = ()
        self._others: frozenset[int] = frozenset()

    def begin(self) -> None:
        """Begin with another person: nothing is known of them, and nothing was answered."""
        self._values, self._found, self._others = {}, (), frozenset()
        self.change(rows=(), note=None, asks=False)

    def look(self, values: Mapping[str, str]) -> None:
        """Show who looks like somebody of whom so much is typed."""
        self._values = {name: " ".join(value.split()) for name, value in values.items()}
        self._found = self._alike()
        self._show()

    def _alike(self) -> tuple[Alike, ...]:
        """Return who is alike; nobody while there is only a name, for many have the same one."""
        values = {name: self._values.get(name, "") for name in LOOKED_AT}
        birth_on = _day_or_none(values["birth"])
        named = values["given"] or values["family"]
        if not (values["code"] or (named and (birth_on or values["phone"]))):
            return ()
        database, place = self._service.database, self._service.place
        policy = policy_in_force(database, self._service.today(), place.branch if place else 0)
        return look_alikes(
            database,
            given=values["given"],
            family=values["family"],
            birth_on=birth_on,
            phone=values["phone"],
            code=values["code"],
            country=policy.text("country"),
        )

    def _show(self) -> None:
        open_ = [one for one in self._found if one.patron not in self._others]
        asks = any(one.likeness in STRONG for one in open_)
        rows = tuple(self._row(place, one) for place, one in enumerate(open_[:ROWS_MAX], start=1))
        more = len(open_) - len(rows)
        note = Note(
            tone=Tone.ATTENTION if asks else Tone.PLAIN,
            text=self._words("alike.asked" if asks else "alike.namesakes"),
            hint=self._words("alike.more", count=more) if more else "",
        )
        self.change(rows=rows, note=note if rows else None, asks=asks)

    def _row(self, place: int, one: Alike) -> AlikeRow:
        words = self._words
        number = words("desk.no-card") if one.number.startswith("#") else words("desk.card", number=one.number)
        born = words("person.born", on=one.birth_on) if one.birth_on else ""
        return AlikeRow(
            key=str(place),
            scan=f"#{one.patron}",
            name=one.name,
            about="   ·   ".join(filter(None, (born, number, one.branch))),
            likeness=words(f"likeness.{one.likeness}"),
        )

    # What is answered.

    def may_be(self, key: str) -> bool:
        return bool(self.scan_of(key))

    def scan_of(self, key: str) -> str:
        """Return what finds this one; "" where the digit is nobody's."""
        return next((row.scan for row in self.state.rows if row.key == key), "")

    def this_one(self, key: str) -> None:
        """Go to the page of this one, to confirm the contact data in place of registering: as told here."""
        if scan := self.scan_of(key):
            told = {name: self._values[name] for name in Contact.__dataclass_fields__ if self._values.get(name)}
            self._stage.open_known(scan, told)

    def another(self) -> None:
        """Say that it is none of these."""
        self._others |= {one.patron for one in self._found}
        self._show()

    def settled(self) -> tuple[frozenset[str], str]:
        """Return which block is answered, and the reason; none while somebody has not been answered for."""
        asked = {one.patron for one in self._found if one.likeness in STRONG}
        if not asked or not asked <= self._others:
            return frozenset(), ""
        return frozenset({Why.LOOKS_ALIKE.value}), self._words("alike.reason")

    def not_asked_here(self, blocks: Iterable[Block]) -> list[Block]:
        """Return the blocks without what is asked here already."""
        return [found for found in blocks if not (found.why is Why.LOOKS_ALIKE and self.state.asks)]


def with_answer(codes: Collection[str], reason: str, settled: tuple[frozenset[str], str]) -> tuple[frozenset[str], str]:
    """Return what is overridden, and why, with what was answered about people who are alike."""
    answered, why = settled
    return frozenset(codes) | answered, " ".join(filter(None, (reason.strip(), why)))


def _day_or_none(text: str) -> date | None:
    try:
        return read_day(text)
    except NoDay:
        return None
