"""The stock: titles found, their copies, what is said of one and told otherwise, and taking a new copy in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from app.db.queries.settings import policy_in_force
from app.db.queries.stock import CopyShown, ItemShown, TitleFound, copies_of, find_titles, show_item
from app.desk.items import Added, add_item
from app.desk.outcome import Outcome, Refused, Touched
from app.rules.amounts import parse_amount
from app.rules.blocks import Why
from app.rules.policy import Policy
from app.views.presenters.copy_fields import age_of
from app.views.presenters.copy_reports import report_question, reported, reporting
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.person_doing import Doing
from app.views.presenters.question import Asking, QuestionState
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.stock_amending import amend_question, amending
from app.views.presenters.telling import block_notes
from app.words import Words

FIELDS = (
    "barcode",
    "title",
    "author",
    "isbn",
    "material",
    "department",
    "call_number",
    "price",
    "age_min",
    "issue",
    "issued_on",
    "act",
)
COPIES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRow:
    title: int
    name: str
    author: str
    age: str
    copies: str
    on_loan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A copy. `key` is what deeds call it by."""

    key: str
    barcode: str
    branch: str
    department: str
    material: str
    issue: str
    status: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """What the stock shows.

    Attributes:
        chosen: The title whose copies are in sight; None for none.
        copy: The key of the copy in question; "" for none.
        complaints: By the name of a field: what is wrong with it.
    """

    text: str = ""
    titles: tuple[TitleRow, ...] = ()
    chosen: int | None = None
    copies: tuple[CopyRow, ...] = ()
    copy: str = ""
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    asked: QuestionState = field(default_factory=QuestionState)
    busy: bool = False


class StockPresenter(Showing[StockState]):
    """Finds titles, shows their copies, says something of one, adds one."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(StockState())
        self._service, self._words, self._stage = service, words, stage
        self._copies: Mapping[str, CopyShown] = {}
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda asked: self.change(asked=asked)
        self._doing = Doing(service, words, stage, self.asking)

    # Finding.

    def find(self, text: str) -> None:
        """Show the titles in which every word begins a word, or the one whose copy has this barcode."""
        found, item = self._found(text)
        self.change(text=text, titles=tuple(self._row(one) for one in found))
        chosen = self.state.chosen
        if len(found) == 1:
            self.choose(found[0].title)
        elif chosen not in {one.title for one in found}:
            self._copies = {}
            self.change(chosen=None, copies=(), copy="")
        if item is not None:
            self.choose_copy(f"#{item.item}")

    def _found(self, text: str) -> tuple[list[TitleFound], ItemShown | None]:
        """Return the titles, and the copy whose barcode the text is, where it is one."""
        found = find_titles(self._service.database, text)
        item = show_item(self._service.database, text) if text.strip() and not found else None
        return found if item is None else find_titles(self._service.database, f"{item.title} {item.author}"), item

    def choose(self, title: int) -> None:
        """Show the copies of a title."""
        shown = copies_of(self._service.database, title, most=COPIES_MAX)
        self._copies = {f"#{one.item}": one for one in shown}
        copy = self.state.copy if self.state.copy in self._copies else next(iter(self._copies), "")
        self.change(chosen=title, copies=tuple(self._copy(one) for one in shown), copy=copy)

    def choose_copy(self, key: str) -> None:
        if key in self._copies and key != self.state.copy:
            self.change(copy=key)

    def open_title(self, title: int, name: str) -> None:
        """Show one title that was found elsewhere."""
        self.find(name)
        if title in {row.title for row in self.state.titles}:
            self.choose(title)

    # A copy in sight.

    def may_change(self) -> bool:
        return self.state.copy in self._copies and not self.state.asked.is_open and not self.state.asked.busy

    def ask_change(self) -> None:
        """Ask what is to be told otherwise of the chosen copy, or of its title."""
        if not self.may_change():
            return
        copy, policy = self._copies[self.state.copy], self._policy()
        age = next((row.age for row in self.state.titles if row.title == self.state.chosen), "")
        question = amend_question(copy, age.removesuffix("+"), policy, self._words)
        self._doing.ask(
            question,
            amending(copy, question),
            lambda done: self._words("cli.item.amend.done", item=done.record.barcode),
        )

    def ask_report(self) -> None:
        """Ask what is said of the chosen copy: lost, claimed returned, missing, found, damaged, withdrawn."""
        if not self.may_change():
            return
        title = next((row.name for row in self.state.titles if row.title == self.state.chosen), "")
        currency = self.currency
        self._doing.ask(
            report_question(title, currency, self._words),
            reporting(self.state.copy),
            partial(reported, currency, self._words),
        )

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
        said = {name: values.get(name, "") for name in FIELDS}
        if complaints := self._unreadable(said):
            self.change(complaints=complaints)
            return
        self.change(busy=True, complaints={}, notes=())
        deed = partial(
            add_item,
            barcode=said["barcode"],
            title=said["title"],
            author=said["author"],
            isbn=said["isbn"].strip(),
            material=said["material"],
            price_minor=parse_amount(said["price"]),
            call_number=said["call_number"],
            lendable=lendable,
            department=said["department"],
            issue=said["issue"],
            issued_on=read_day(said["issued_on"]),
            age_min=age_of(said["age_min"]),
            act=said["act"].strip(),
        )
        self._service.do(deed, done=self._added, failed=self._failed)

    def _unreadable(self, said: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with what cannot be read at all."""
        complaints = {}
        if said["price"].strip() and parse_amount(said["price"]) is None:
            complaints["price"] = self._words("stock.no-price")
        try:
            read_day(said["issued_on"])
        except NoDay:
            complaints["issued_on"] = self._words("patrons.no-day")
        return complaints

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
        self.state = replace(self.state, copy=f"#{outcome.record.item}")
        self.change(busy=False)

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if not {Touched.ITEM, Touched.LOAN} & set(kinds):
            return
        if self.state.text:
            found, _ = self._found(self.state.text)
            self.change(titles=tuple(self._row(one) for one in found))
        if self.state.chosen is not None:
            self.choose(self.state.chosen)

    def _row(self, found: TitleFound) -> TitleRow:
        return TitleRow(
            title=found.title,
            name=found.name,
            author=found.author,
            age=f"{found.age_min}+" if found.age_min else "",
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
        said = [self._words(f"item.said.{one}") for one in (copy.place, copy.fitness) if one]
        late = copy.due_on is not None and copy.due_on < self._service.today()
        on = self._words.day(copy.issued_on) if copy.issued_on else ""
        return CopyRow(
            key=f"#{copy.item}",
            barcode=copy.barcode,
            branch=copy.branch,
            department=copy.department,
            material=self._words(f"material.{copy.material}") if copy.material else "",
            issue=" · ".join(filter(None, (copy.issue, on))),
            status=" · ".join((status, *said)) if copy.due_on is not None or not said else " · ".join(said),
            tone=Tone.REFUSED if late else Tone.ATTENTION if said else Tone.PLAIN,
        )


def _field_of(why: Why, figures: Mapping[str, object]) -> str:
    if why is Why.BARCODE_TAKEN:
        return "barcode"
    if why in {Why.ACT_UNKNOWN, Why.ON_ACT_ALREADY}:
        return "act"
    name = str(figures.get("field", ""))
    return "price" if name == "price_minor" else name
