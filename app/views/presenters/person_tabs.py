"""What is known of a person, tab by tab: facts, and a table. Codes are masked, a protected address is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.db.queries.bans import BanShown
from app.db.queries.cards import CardOrderShown
from app.db.queries.holds import HoldShown
from app.db.queries.money import AccountShown
from app.db.queries.notices import Correspondence, NoticeShown
from app.db.queries.people import LoanShown, NumberShown, PatronShown
from app.db.queries.proxies import NO_PROXIES, ProxiesShown
from app.db.queries.retention import ErasureShown
from app.desk.found import HeldAccount
from app.rules.blocks import Why
from app.rules.cards import OrderStanding
from app.rules.guarantees import Promise
from app.rules.identity import CODE_KINDS, is_minor
from app.rules.policy import Policy
from app.rules.relation import Identity, majority_on
from app.views.presenters.line import Tone
from app.views.presenters.patron_panel import loan_row
from app.views.presenters.person_others import proxy_rows
from app.views.presenters.person_state import Fact, Tab, TabColumn, TabRow, TabShown
from app.words import LANGUAGES, Words

ORDER, NUMBER, CONTACT, REMARK, MERGE, MESSAGE = "order", "number", "contact", "remark", "merge", "message"
HOLD = "hold"
LOAN = "loan"
FEE, MONEY_ENTRY, BAN = "fee", "entry", "ban"
"""Kinds of rows that deeds are about; a key is the kind and an id."""
ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRead:
    """A person as read for the page.

    Attributes:
        scan: `#` and the id: numbers come and go while the page is open.
        orders: Those that are open.
        codes: Of branches, by name.
        letters: How they are written to, and what was written.
        money: What they owe, and what was settled.
        erasure: The proposal to erase them, by whichever record; None for none.
        permissions: Of whoever is signed in.
        absence: From and until when they are away.
        bans: From the premises, those that stand.
    """

    shown: PatronShown
    orders: tuple[CardOrderShown, ...]
    account: HeldAccount
    policy: Policy
    today: date
    codes: Mapping[str, str]
    letters: Correspondence
    money: AccountShown
    erasure: ErasureShown | None = None
    permissions: frozenset[str] = frozenset()
    holds: tuple[HoldShown, ...] = ()
    absence: tuple[date | None, date | None] = (None, None)
    proxies: ProxiesShown = NO_PROXIES
    bans: tuple[BanShown, ...] = ()

    @property
    def scan(self) -> str:
        return f"#{self.shown.patron}"

    @property
    def minor(self) -> bool:
        return is_minor(self.shown.birth_on, self.today, self.policy.number("guarantee_until_years"))

    @property
    def institution(self) -> bool:
        return self.shown.category in self.policy.institutions

    def asks(self, why: Why) -> bool:
        """Tell whether something is to be asked of the person."""
        return any(found.why is why for found in self.shown.blocks)

    def order(self, key: str) -> CardOrderShown | None:
        return next((one for one in self.orders if f"{ORDER}:{one.order}" == key), None)

    def message(self, key: str) -> NoticeShown | None:
        return next((one for one in self.letters.notices if f"{MESSAGE}:{one.notice}" == key), None)

    def hold(self, key: str) -> HoldShown | None:
        return next((one for one in self.holds if f"{HOLD}:{one.hold}" == key), None)

    def loan(self, key: str) -> LoanShown | None:
        return next((one for one in self.shown.loans if f"{LOAN}:{one.loan}" == key), None)

    def number(self, key: str) -> NumberShown | None:
        return next((one for one in self.shown.numbers if f"{NUMBER}:{one.identifier}" == key), None)


def scan_of_number(number: NumberShown) -> str:
    """Return what deeds call a number by: one that is masked, by its row."""
    return f"#{number.identifier}"


def loans_tab(read: PersonRead, words: Words) -> TabShown:
    loans, liable = read.shown.loans, read.shown.liable
    drawn = [loan_row(loan, words=words, today=read.today, fresh={}, codes=read.codes) for loan in loans]
    columns = [
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="barcode", heading=words("column.barcode"), most=120),
        TabColumn(id="due", heading=words("column.due"), most=110),
        TabColumn(id="state", heading=words("column.status"), most=170),
        TabColumn(id="branch", heading=words("desk.lent-at"), most=60, optional=True),
    ]
    if liable:
        columns.append(TabColumn(id="liable", heading=words("person.liable"), weight=1))
    return TabShown(
        columns=tuple(columns),
        rows=tuple(
            TabRow(
                key=f"{LOAN}:{row.loan}",
                cells=(row.title, row.barcode, row.due, row.state, row.branch)
                + ((liable.get(row.loan, ""),) if liable else ()),
                tone=row.tone,
            )
            for row in drawn
        ),
        empty=words("desk.no-loans"),
    )


# Cards and numbers.


def cards_tab(read: PersonRead, words: Words) -> TabShown:
    return TabShown(
        facts=tuple(_sign_in(read, words)),
        columns=(
            TabColumn(id="number", heading=words("person.number"), weight=2),
            TabColumn(id="kind", heading=words("person.kind"), weight=2),
            TabColumn(id="standing", heading=words("column.status"), most=200),
            TabColumn(id="more", heading=words("person.more"), weight=2),
        ),
        rows=(
            *(_order(one, words) for one in read.orders),
            *(_number(one, read, words) for one in read.shown.numbers),
            *(_external(number, words) for number in read.shown.external),
        ),
        empty=words("person.no-numbers"),
        empty_hint=words("person.no-numbers.hint"),
    )


def _sign_in(read: PersonRead, words: Words) -> Iterable[Fact]:
    """Yield what they sign in with, where the library has it at all; never a password or a PIN."""
    held = read.account
    if site := read.policy.text("account_site"):
        said = words("person.account.some", username=held.username, site=site) if held.username else ""
        again = words("person.account.first") if held.must_change and held.username else ""
        yield Fact(
            label=words("person.account"), said=" · ".join(filter(None, (said or words("person.account.none"), again)))
        )
    if read.policy.number("pin_digits"):
        state = "set" if held.pin_ms else "missing"
        tone = Tone.PLAIN if held.pin_ms else Tone.ATTENTION
        yield Fact(label=words("person.pin"), said=words(f"pin.{state}"), tone=tone)


def _order(order: CardOrderShown, words: Words) -> TabRow:
    late = words("card.list.late", count=order.days_late) if order.days_late else ""
    due = words("person.order.due", on=order.due_on) if order.standing is OrderStanding.TO_MAKE else ""
    return TabRow(
        key=f"{ORDER}:{order.order}",
        cells=(
            order.number or words("person.order.blank"),
            words(f"number.{order.kind}"),
            words("person.order", standing=words(f"card.order.{order.standing}")),
            late or due,
        ),
        tone=Tone.REFUSED if late else Tone.ATTENTION,
    )


def _number(number: NumberShown, read: PersonRead, words: Words) -> TabRow:
    good = number.standing == ACTIVE
    expired = number.valid_until is not None and number.valid_until < read.today
    until = words("number.valid-until", on=number.valid_until) if number.valid_until else ""
    return TabRow(
        key=f"{NUMBER}:{number.identifier}",
        cells=(
            number.value,
            words(f"number.{number.kind}"),
            words("person.good") if good else words(f"patrons.standing.{number.standing}"),
            " · ".join(filter(None, (number.issuer, until))),
        ),
        tone=Tone.REFUSED if not good else Tone.ATTENTION if expired else Tone.PLAIN,
    )


def _external(number: str, words: Words) -> TabRow:
    """A number of another system finds nobody at the desk, and no deed is about it."""
    kind = words("field.external_id")
    return TabRow(key=f"external:{number}", cells=(number, kind[:1].upper() + kind[1:], "", ""))


# Contact and identity.


def contact_tab(read: PersonRead, words: Words) -> TabShown:
    return TabShown(
        facts=tuple(one for one in _contact(read, words) if one.said),
        columns=(
            TabColumn(id="document", heading=words("person.document"), weight=2),
            TabColumn(id="subject", heading=words("person.subject"), weight=1),
            TabColumn(id="on", heading=words("person.on"), most=120),
            TabColumn(id="branch", heading=words("column.branch"), weight=2),
        ),
        rows=tuple(
            TabRow(
                key=f"check:{place}",
                cells=(
                    words(f"document.{one.document}"),
                    words(f"person.subject.{one.subject}"),
                    words.day(one.on_day),
                    one.branch,
                ),
            )
            for place, one in enumerate(read.shown.relation.checks)
        ),
        empty=words("person.no-checks"),
    )


def _contact(read: PersonRead, words: Words) -> Iterable[Fact]:
    shown = read.shown
    yield Fact(label=words("patrons.birth"), said=words.day(shown.birth_on) if shown.birth_on else "")
    yield Fact(label=words("column.phone"), said=shown.phone)
    yield Fact(label=words("column.email"), said=shown.email)
    address = words("patron.address-protected") if shown.address_protected else shown.address
    yield Fact(label=words("patrons.address"), said=address)
    yield Fact(label=words("column.school"), said=shown.school)
    yield Fact(label=words("person.language"), said=LANGUAGES.get(shown.language, ""))
    yield Fact(label=words("patrons.home"), said=shown.branch)
    if shown.home_service is not None:
        yield Fact(label=words("person.served"), said=shown.home_service or words("person.served.yes"))
    due = read.asks(Why.CONTACT_UNCONFIRMED)
    asked = words.day(shown.contact_on) if shown.contact_on else words("person.never")
    yield Fact(label=words("person.asked"), said=asked, tone=Tone.ATTENTION if due else Tone.PLAIN)
    if not read.institution:
        to_check = shown.identity is Identity.TO_BE_CHECKED
        tone = Tone.ATTENTION if to_check else Tone.PLAIN
        yield Fact(label=words("person.identity"), said=words(f"identity.{shown.identity}"), tone=tone)
    yield _rules(read, words)


def _rules(read: PersonRead, words: Words) -> Fact:
    due = read.asks(Why.RULES_NOT_ACCEPTED) or read.asks(Why.MAJORITY_REACHED)
    last = max(read.shown.accepted, key=lambda one: one.on_day, default=None)
    said = words("person.rules.accepted", version=last.version, on=last.on_day) if last else words("person.rules.none")
    return Fact(label=words("person.rules"), said=said, tone=Tone.ATTENTION if due else Tone.PLAIN)


# Who answers, and who speaks.


def guardians_tab(read: PersonRead, words: Words) -> TabShown:
    """Show who answers for a person; of an institution, who speaks and borrows for it."""
    return _contact_persons(read, words) if read.institution else _guarantors(read, words)


def _guarantors(read: PersonRead, words: Words) -> TabShown:
    years, birth_on = read.policy.number("guarantee_until_years"), read.shown.birth_on
    of_age = majority_on(birth_on, years) if birth_on else None
    facts = (Fact(label=words("person.of-age"), said=words.day(of_age)),) if of_age and read.minor else ()
    return TabShown(
        facts=facts,
        columns=(
            TabColumn(id="name", heading=words("column.name"), weight=2),
            TabColumn(id="phone", heading=words("column.phone"), most=130),
            TabColumn(id="means", heading=words("person.means"), weight=2),
            TabColumn(id="from", heading=words("person.from"), most=110),
            TabColumn(id="until", heading=words("person.until"), most=110),
        ),
        rows=(
            *(_promise(one, words) for one in reversed(read.shown.relation.promises)),
            *proxy_rows(read.proxies, words),
        ),
        empty=words("person.no-guarantors" if read.minor else "person.of-age-now"),
        empty_hint=words("person.no-guarantors.hint") if read.minor else "",
    )


def _promise(one: Promise, words: Words) -> TabRow:
    means = words(f"promise.{one.means}") if one.means else ""
    until = words.day(one.until_on) if one.until_on else ""
    return TabRow(key=f"promise:{one.guarantee}", cells=(one.name, one.phone, means, words.day(one.from_on), until))


def _contact_persons(read: PersonRead, words: Words) -> TabShown:
    return TabShown(
        columns=(
            TabColumn(id="name", heading=words("column.name"), weight=2),
            TabColumn(id="duty", heading=words("person.duty"), weight=1),
            TabColumn(id="phone", heading=words("column.phone"), most=130),
            TabColumn(id="email", heading=words("column.email"), weight=2),
            TabColumn(id="borrows", heading=words("person.borrows"), most=110),
        ),
        rows=tuple(
            TabRow(
                key=f"{CONTACT}:{one.contact}",
                cells=(
                    one.name,
                    one.duty,
                    one.phone,
                    one.email,
                    words("person.yes" if one.may_borrow else "person.no"),
                ),
            )
            for one in read.shown.relation.contacts
        ),
        empty=words("person.no-contacts"),
        empty_hint=words("person.no-contacts.hint"),
    )


# Notes.


def notes_tab(read: PersonRead, words: Words) -> TabShown:
    return TabShown(
        columns=(
            TabColumn(id="kind", heading=words("person.kind"), most=140),
            TabColumn(id="body", heading=words("person.text"), weight=1),
            TabColumn(id="until", heading=words("person.until"), most=110),
        ),
        rows=tuple(
            TabRow(
                key=f"{REMARK}:{one.remark}",
                cells=(
                    words("person.warning" if one.warning else "person.note"),
                    one.body,
                    words.day(one.until_on) if one.until_on else "",
                ),
                tone=Tone.ATTENTION if one.warning else Tone.PLAIN,
            )
            for one in read.shown.relation.remarks
        ),
        empty=words("person.no-notes"),
        empty_hint=words("person.no-notes.hint"),
    )


TAB_NAMES: Mapping[Tab, str] = {tab: f"person.tab.{tab}" for tab in Tab}


def tab_names(read: PersonRead, words: Words) -> tuple[tuple[Tab, str], ...]:
    """Return the tabs with their names, each with how much is under it where that is worth knowing."""
    relation = read.shown.relation
    counts = {
        Tab.LOANS: len(read.shown.loans),
        Tab.HOLDS: len(read.holds),
        Tab.FEES: len(read.money.account.open_fees),
        Tab.CARDS: sum(one.kind not in CODE_KINDS for one in read.shown.numbers) + len(read.orders),
        Tab.NOTES: len(relation.remarks) + len(read.bans),
        Tab.MESSAGES: len(read.letters.notices),
    }
    named = {**TAB_NAMES, **({Tab.GUARDIANS: "person.tab.contacts"} if read.institution else {})}
    return tuple((tab, _counted(words(code), counts.get(tab, 0))) for tab, code in named.items())


def _counted(name: str, count: int) -> str:
    return f"{name}  {count}" if count else name
