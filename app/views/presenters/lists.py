"""What the library has to ask or to do: cards on their way, and people to be asked for something, to work through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from app.db import finding
from app.db.queries.asking import AskedOne, contact_round, majority, unaccepted, unguaranteed, unverified
from app.db.queries.cards import CardOrderShown, card_orders
from app.db.queries.network import branches
from app.db.queries.settings import policy_in_force
from app.desk.cards import CardMoved, make_card
from app.desk.outcome import Outcome, Refused, Touched
from app.rules.cards import OrderStanding
from app.rules.policy import Policy
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.views.presenters.service import CardSheets, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words

ROWS_MAX = 500
"""More is for a report, not for the screen."""
MAJORITY_DAYS = 30


class ListKind(StrEnum):
    """The lists, in their order: `lists.<kind>` words their tabs, `lists.<kind>.hint` says what they are for."""

    CARDS = "cards"
    CONTACT = "contact"
    IDENTITY = "identity"
    RULES = "rules"
    GUARANTORS = "guarantors"
    MAJORITY = "majority"


class Which(StrEnum):
    """Which cards: `lists.which.<which>` words them."""

    OPEN = "open"
    TO_MAKE = "to_make"
    LATE = "late"
    READY = "ready"


TABS: Mapping[ListKind, Tab] = {
    ListKind.CARDS: Tab.CARDS,
    ListKind.CONTACT: Tab.CONTACT,
    ListKind.IDENTITY: Tab.CONTACT,
    ListKind.RULES: Tab.CONTACT,
    ListKind.GUARANTORS: Tab.GUARDIANS,
    ListKind.MAJORITY: Tab.CONTACT,
}
"""Where on somebody's page that is settled for which they stand on a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsState:
    """What is shown.

    Attributes:
        branch: The code of one branch; "" for all.
        headline: How many there are, and how far the library has come.
        chosen: The key of the row in question; "" for none.
        orders: Of the cards in sight, those to be printed.
    """

    kind: ListKind = ListKind.CARDS
    which: Which = Which.OPEN
    branch: str = ""
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    chosen: str = ""
    orders: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    written: Path | None = None
    busy: bool = False


class ListsPresenter(Showing[ListsState]):
    """Shows the lists; a card is noted as made here, the rest is settled on somebody's page."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(ListsState())
        self._service, self._words, self._stage = service, words, stage
        self._cards: Mapping[str, CardOrderShown] = {}
        self._scans: Mapping[str, str] = {}

    @property
    def tabs(self) -> Sequence[tuple[str, str]]:
        return [(kind.value, self._words(f"lists.{kind}")) for kind in ListKind]

    @property
    def choices(self) -> Mapping[str, str]:
        return {which.value: self._words(f"lists.which.{which}") for which in Which}

    @property
    def branches(self) -> Mapping[str, str]:
        every = {"": self._words("report.all-branches")}
        return every | {one.code: one.name for one in branches(self._service.database)}

    # What is asked for.

    def choose_kind(self, kind: ListKind) -> None:
        self.state = replace(self.state, kind=kind, chosen="", notes=(), written=None)
        self.refresh()

    def step_kind(self, step: int) -> None:
        """Go to the next list, or the one before; after the last comes the first."""
        kinds = list(ListKind)
        self.choose_kind(kinds[(kinds.index(self.state.kind) + step) % len(kinds)])

    def choose_which(self, which: Which) -> None:
        self.state = replace(self.state, which=which, chosen="", written=None)
        self.refresh()

    def choose_branch(self, code: str) -> None:
        self.state = replace(self.state, branch=code, chosen="", written=None)
        self.refresh()

    def choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.change(chosen=key)

    # What it shows.

    def refresh(self) -> None:
        """Read the list in sight anew."""
        if self.state.kind is ListKind.CARDS:
            self._show_cards()
        else:
            self._show_people()

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.PATRON, Touched.SETTING, Touched.BRANCH} & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self._cards, self._scans = {}, {}
        self.change(rows=(), headline="", chosen="", orders=(), notes=(), written=None)

    def _show_cards(self) -> None:
        words, state = self._words, self.state
        name = self.branches[state.branch] if state.branch else ""
        found = [
            one
            for one in card_orders(self._service.database, self._service.today())
            if WANTED[state.which](one) and (not name or one.branch == name)
        ]
        self._cards = {str(one.order): one for one in found}
        self._scans = {str(one.order): one.patron_number for one in found}
        columns = (
            TabColumn(id="name", heading=words("column.name"), weight=2),
            TabColumn(id="kind", heading=words("person.kind"), weight=1),
            TabColumn(id="number", heading=words("person.number"), most=170),
            TabColumn(id="ordered", heading=words("lists.ordered"), most=110),
            TabColumn(id="due", heading=words("lists.due"), most=110),
            TabColumn(id="standing", heading=words("column.status"), most=180),
            TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
        )
        late = sum(bool(one.days_late) for one in found)
        count = words("lists.cards.count", count=len(found))
        self._lay_out(
            columns,
            [self._card(one) for one in found],
            " · ".join(filter(None, (count, words("lists.cards.late", count=late) if late else ""))),
            orders=tuple(str(one.order) for one in found if one.standing is OrderStanding.TO_MAKE and one.number),
        )

    def _card(self, one: CardOrderShown) -> TabRow:
        words = self._words
        late = words("card.list.late", count=one.days_late) if one.days_late else ""
        tone = Tone.REFUSED if late else Tone.OK if one.standing is OrderStanding.READY else Tone.PLAIN
        return TabRow(
            key=str(one.order),
            cells=(
                one.name,
                words(f"number.{one.kind}"),
                one.number or words("person.order.blank"),
                words.day(one.ordered_on),
                words.day(one.due_on),
                late or words(f"card.order.{one.standing}"),
                one.branch,
            ),
            tone=tone,
        )

    def _show_people(self) -> None:
        words, kind = self._words, self.state.kind
        found, headline = self._people()
        self._cards, self._scans = {}, {str(one.patron): f"#{one.patron}" for one in found}
        columns = (
            TabColumn(id="name", heading=words("column.name"), weight=2),
            TabColumn(id="number", heading=words("column.patron-number"), most=150),
            TabColumn(id="birth", heading=words("patrons.birth"), most=110),
            TabColumn(id="on", heading=words(f"lists.{kind}.on"), most=120),
            TabColumn(id="phone", heading=words("column.phone"), most=130),
            TabColumn(id="email", heading=words("column.email"), weight=2, optional=True),
            TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
        )
        self._lay_out(columns, [self._person(one) for one in found[:ROWS_MAX]], headline)

    def _people(self) -> tuple[list[AskedOne], str]:
        service, state = self._service, self.state
        database, today = service.database, service.today()
        place = service.place.branch if service.place else 0
        policy = policy_in_force(database, today, place)
        zone = service.place.time_zone if service.place else finding.DEFAULT_ZONE
        if state.kind is ListKind.CONTACT:
            asked = contact_round(database, policy, today, zone, state.branch)
            everybody = asked.done + len(asked.missing)
            said = self._words("lists.contact.share", done=asked.done, all=everybody, share=asked.share)
            return asked.missing, said
        found = self._found(policy, zone)
        return found, self._words("lists.people.count", count=len(found))

    def _found(self, policy: Policy, zone: str) -> list[AskedOne]:
        database, today, branch = self._service.database, self._service.today(), self.state.branch
        if self.state.kind is ListKind.IDENTITY:
            return unverified(database, zone, branch)
        if self.state.kind is ListKind.RULES:
            return unaccepted(database, policy, today, branch)
        if self.state.kind is ListKind.GUARANTORS:
            return unguaranteed(database, policy, today, zone, branch)
        return majority(database, policy, today, within_days=MAJORITY_DAYS, branch=branch)

    def _person(self, one: AskedOne) -> TabRow:
        words = self._words
        return TabRow(
            key=str(one.patron),
            cells=(
                one.name,
                words("desk.no-card") if one.number.startswith("#") else one.number,
                words.day(one.birth_on) if one.birth_on else "",
                words.day(one.on_day) if one.on_day else words("person.never"),
                one.phone,
                one.email,
                one.branch,
            ),
        )

    def _lay_out(
        self, columns: tuple[TabColumn, ...], rows: list[TabRow], headline: str, *, orders: tuple[str, ...] = ()
    ) -> None:
        keys = [row.key for row in rows]
        chosen = self.state.chosen if self.state.chosen in keys else next(iter(keys), "")
        self.change(columns=columns, rows=tuple(rows), headline=headline, chosen=chosen, orders=orders)

    # What is done.

    def may_open(self) -> bool:
        return self.state.chosen in self._scans

    def open_person(self) -> None:
        """Go to the page of the chosen one, where it is settled for what they stand here."""
        if self.may_open():
            self._stage.open_details(self._scans[self.state.chosen], TABS[self.state.kind])

    def may_make(self) -> bool:
        order = self._cards.get(self.state.chosen)
        return order is not None and order.standing is OrderStanding.TO_MAKE and not self.state.busy

    def make(self) -> None:
        """Note that the chosen card is made."""
        if self.may_make():
            self.change(busy=True, notes=())
            self._service.do(partial(make_card, card=self.state.chosen), done=self._made, failed=self._failed)

    def _made(self, outcome: Outcome[CardMoved]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome)
        else:
            self._stage.say(Line(tone=Tone.OK, text=self._words("card.order.ready.done", name=outcome.record.name)))

    def may_print(self) -> bool:
        return bool(self.state.orders) and not self.state.busy

    def file_name(self) -> str:
        """Return a name to offer for the sheets."""
        return f"{self._words('lists.cards.file')} {self._service.today()}.pdf"

    def print_cards(self, path: Path) -> None:
        """Write the cards that are to be made, ten on a sheet."""
        if self.may_print():
            self.change(busy=True, notes=(), written=None)
            self._service.print_cards(self.state.orders, path=path, done=self._printed, failed=self._failed)

    def _printed(self, outcome: Outcome[CardSheets]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome)
            return
        record = outcome.record
        self.change(written=record.path)
        text = self._words("card.print.done", count=record.count, file=record.path.name)
        self._stage.say(Line(tone=Tone.OK, text=text))
        self._stage.open_file(record.path)

    def _refused(self, refused: Refused) -> None:
        notes = block_notes(self._words, refused.blocks, self._service.acting)
        self.change(notes=notes)
        self._stage.say(Line(tone=Tone.REFUSED, text=notes[0].text))

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)


WANTED: Mapping[Which, Callable[[CardOrderShown], bool]] = {
    Which.OPEN: lambda one: one.standing.is_open,
    Which.TO_MAKE: lambda one: one.standing is OrderStanding.TO_MAKE,
    Which.LATE: lambda one: one.days_late > 0,
    Which.READY: lambda one: one.standing is OrderStanding.READY,
}
