"""The stock: titles found, their copies, and taking a new copy in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from app.db.queries.settings import policy_in_force
from app.db.queries.stock import CopyShown, TitleFound, copies_of, find_titles, show_item
from app.desk.items import Added, add_item
from app.desk.outcome import Outcome, Refused, Touched
from app.rules.blocks import Why
from app.rules.policy import Policy
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words

FIELDS = ("barcode", "title", "author", "isbn", "material", "call_number", "price")
COPIES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRow:
    title: int
    name: str
    author: str
    copies: str
    on_loan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    barcode: str
    branch: str
    material: str
    status: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """What the stock shows.

    Attributes:
        chosen: The title whose copies are in sight; None for none.
        complaints: By the name of a field: what is wrong with it.
    """

    text: str = ""
    titles: tuple[TitleRow, ...] = ()
    chosen: int | None = None
    copies: tuple[CopyRow, ...] = ()
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    busy: bool = False


class StockPresenter(Showing[StockState]):
    """Finds titles, shows their copies, adds a copy."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(StockState())
        self._service, self._words, self._stage = service, words, stage

    # Finding.

    def find(self, text: str) -> None:
        """Show the titles in which every word begins a word, or the one whose copy has this barcode."""
        found = find_titles(self._service.database, text)
        item = None if found else show_item(self._service.database, text) if text.strip() else None
        if item is not None:
            found = find_titles(self._service.database, f"{item.title} {item.author}")
        self.change(text=text, titles=tuple(self._row(one) for one in found))
        chosen = self.state.chosen
        if len(found) == 1:
            self.choose(found[0].title)
        elif chosen not in {one.title for one in found}:
            self.change(chosen=None, copies=())

    def choose(self, title: int) -> None:
        """Show the copies of a title."""
        copies = copies_of(self._service.database, title, most=COPIES_MAX)
        self.change(chosen=title, copies=tuple(self._copy(one) for one in copies))

    def open_title(self, title: int, name: str) -> None:
        """Show one title that was found elsewhere."""
        self.find(name)
        if title in {row.title for row in self.state.titles}:
            self.choose(title)

    # Adding.

    @property
    def materials(self) -> Mapping[str, str]:
        return {name: self._words(f"material.{name}") for name in self._policy().materials}

    @property
    def usual_material(self) -> str:
        return self._policy().text("material")

    @property
    def currency(self) -> str:
        return self._policy().text("currency")

    def _policy(self) -> Policy:
        place = self._service.place
        return policy_in_force(self._service.database, self._service.today(), place.branch if place else 0)

    def add(self, values: Mapping[str, str], *, lendable: bool) -> None:
        """Take a copy into stock."""
        if self.state.busy:
            return
        try:
            price_minor = minor_of(values.get("price", ""))
        except NoPrice:
            self.change(complaints={"price": self._words("stock.no-price")})
            return
        self.change(busy=True, complaints={}, notes=())
        deed = partial(
            add_item,
            barcode=values.get("barcode", ""),
            title=values.get("title", ""),
            author=values.get("author", ""),
            isbn=values.get("isbn", "").strip(),
            material=values.get("material", ""),
            price_minor=price_minor,
            call_number=values.get("call_number", ""),
            lendable=lendable,
        )
        self._service.do(deed, done=self._added, failed=self._failed)

    def _added(self, outcome: Outcome[Added]) -> None:
        if isinstance(outcome, Refused):
            at_fields = {_field_of(found.why, dict(found.figures)): found for found in outcome.blocks}
            complaints = {name: self._words.block(found) for name, found in at_fields.items() if name}
            rest = [found for found in outcome.blocks if not _field_of(found.why, dict(found.figures))]
            notes = block_notes(self._words, rest, self._service.acting)
            self.change(busy=False, complaints=complaints, notes=notes)
            self._stage.say(Line(tone=Tone.REFUSED, text=self._words.block(outcome.blocks[0])))
            return
        self._stage.say(Line(tone=Tone.OK, text=self._words("stock.added", barcode=outcome.record.barcode)))
        item = show_item(self._service.database, outcome.record.barcode)
        self.open_title(outcome.record.title, item.title if item else "")
        self.change(busy=False)

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if not {Touched.ITEM, Touched.LOAN} & set(kinds):
            return
        if self.state.text:
            found = find_titles(self._service.database, self.state.text)
            self.change(titles=tuple(self._row(one) for one in found))
        if self.state.chosen is not None:
            self.choose(self.state.chosen)

    def _row(self, found: TitleFound) -> TitleRow:
        return TitleRow(
            title=found.title,
            name=found.name,
            author=found.author,
            copies=str(found.copies),
            on_loan=str(found.on_loan) if found.on_loan else "",
        )

    def _copy(self, copy: CopyShown) -> CopyRow:
        """Who has a copy is the desk's to know, not the shelf list's."""
        status = self._words("item.on_shelf")
        if copy.due_on is not None:
            status = self._words("stock.due", due=copy.due_on)
        elif not copy.lendable:
            status = self._words("stock.not-for-loan")
        late = copy.due_on is not None and copy.due_on < self._service.today()
        return CopyRow(
            barcode=copy.barcode,
            branch=copy.branch,
            material=self._words(f"material.{copy.material}") if copy.material else "",
            status=status,
            tone=Tone.REFUSED if late else Tone.PLAIN,
        )


class NoPrice(ValueError):
    """The text is no price."""


_PRICE = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")


def minor_of(text: str) -> int | None:
    """Return a price in minor units; None for none.

    Raises:
        NoPrice: It is none.
    """
    said = "".join(text.split())
    if not said:
        return None
    found = _PRICE.fullmatch(said)
    if found is None:
        raise NoPrice(text)
    whole, part = found.groups()
    return int(whole) * 100 + int((part or "").ljust(2, "0"))


def _field_of(why: Why, figures: Mapping[str, object]) -> str:
    if why is Why.BARCODE_TAKEN:
        return "barcode"
    return str(figures.get("field", ""))
