"""A person's money on their page: what is owed, what was entered, and what is asked before a deed about it."""

from __future__ import annotations

from collections.abc import Iterable

from app.db.queries.money import EntryShown, FeeShown
from app.desk.money import CHARGE_KINDS
from app.rules.blocks import Why
from app.views.presenters.line import Tone
from app.views.presenters.person_asking import label
from app.views.presenters.person_state import Fact, TabColumn, TabRow, TabShown
from app.views.presenters.person_tabs import FEE, MONEY_ENTRY, PersonRead
from app.views.presenters.question import Asked, Kind, Question
from app.words import Words


def fees_tab(read: PersonRead, words: Words) -> TabShown:
    """Return the ledger: fees that are open, then everything else, the newest first."""
    shown = read.money
    fees = sorted(shown.fees, key=lambda one: (one.fee.open_minor <= 0, -one.fee.on_day.toordinal()))
    return TabShown(
        facts=tuple(_facts(read, words)),
        columns=(
            TabColumn(id="on", heading=words("person.on"), most=110),
            TabColumn(id="what", heading=words("person.what"), weight=3),
            TabColumn(id="amount", heading=words("column.amount"), most=130),
            TabColumn(id="open", heading=words("column.open"), most=130),
            TabColumn(id="by", heading=words("person.by"), most=130, optional=True),
        ),
        rows=(
            *(_fee(one, shown.currency, words) for one in fees),
            *(_entry(one, shown.currency, words) for one in shown.entries if one.kind != "charge"),
        ),
        empty=words("money.nothing"),
    )


def _facts(read: PersonRead, words: Words) -> Iterable[Fact]:
    account, currency = read.money.account, read.money.currency
    owed = max(0, account.balance_minor)
    tone = Tone.ATTENTION if owed else Tone.PLAIN
    yield Fact(label=words("money.owed.label"), said=words.money(owed, currency), tone=tone)
    if account.credit_minor:
        credit = words.money(account.credit_minor, currency)
        yield Fact(label=words("money.credit.label"), said=credit, tone=Tone.ATTENTION)


def _fee(one: FeeShown, currency: str, words: Words) -> TabRow:
    fee = one.fee
    late = words("fee.days-late", count=fee.days) if fee.days else ""
    what = " · ".join(filter(None, (words(f"fee.{fee.kind}"), late, ", ".join(one.titles))))
    return TabRow(
        key=f"{FEE}:{fee.key}",
        cells=(
            words.day(fee.on_day),
            what[:1].upper() + what[1:],
            words.money(fee.amount_minor, currency),
            words.money(fee.open_minor, currency) if fee.open_minor else words("fee.settled"),
            "",
        ),
        tone=Tone.ATTENTION if fee.open_minor else Tone.PLAIN,
    )


def _entry(one: EntryShown, currency: str, words: Words) -> TabRow:
    means = words(f"payment_means.{one.means}") if one.means else ""
    what = " · ".join(filter(None, (words(f"entry.{one.kind}"), means, one.reference, one.why)))
    sign = "" if one.kind == "refund" else "−"
    amount = f"{sign}{words.money(one.amount_minor, currency)}"
    return TabRow(key=f"{MONEY_ENTRY}:{one.entry}", cells=(words.day(one.on_day), what, amount, "", one.staff))


def chosen_fee(read: PersonRead, chosen: str) -> FeeShown | None:
    """Return the fee that is chosen, where something of it is open."""
    key = chosen.removeprefix(f"{FEE}:")
    return next((one for one in read.money.fees if one.fee.key == key and one.fee.open_minor > 0), None)


def is_excluded(read: PersonRead) -> bool:
    return read.asks(Why.LOAN_EXCLUSION) or read.asks(Why.EXCLUSION_AHEAD)


# What is asked.


def _amount(words: Words, minor: int = 0) -> Asked:
    value = words.amount(minor) if minor else ""
    return Asked(name="amount", label=label("amount", words), kind=Kind.AMOUNT, value=value)


def _means(read: PersonRead, words: Words) -> Asked:
    options = {one: words(f"payment_means.{one}") for one in read.policy.text("payment_means").split()}
    value = next(iter(options), "")
    return Asked(
        name="payment_means", label=label("payment_means", words), kind=Kind.CHOICE, value=value, options=options
    )


def _reason(words: Words) -> Asked:
    return Asked(name="reason", label=label("reason", words))


def pay_question(read: PersonRead, words: Words, *, minor: int) -> Question:
    """Ask how much comes in, and how; all that is owed stands there already."""
    return Question(
        title=words("person.do.pay"),
        confirm=words("person.confirm.pay"),
        hint=words("person.pay.hint"),
        fields=(_amount(words, minor), _means(read, words)),
    )


def charge_question(words: Words) -> Question:
    options = {kind: words(f"fee.{kind}") for kind in CHARGE_KINDS}
    kinds = Asked(name="fee_kind", label=label("fee_kind", words), kind=Kind.LIST, value="other", options=options)
    return Question(
        title=words("person.do.charge"),
        confirm=words("person.confirm.charge"),
        fields=(kinds, _amount(words), Asked(name="note", label=label("note", words))),
    )


def waive_question(words: Words, *, minor: int, in_kind: bool) -> Question:
    """Ask how much is forgiven, and why."""
    deed = "replace" if in_kind else "waive"
    return Question(
        title=words(f"person.do.{deed}"),
        confirm=words(f"person.confirm.{deed}"),
        fields=(_amount(words, minor), _reason(words)),
    )


def refund_question(read: PersonRead, words: Words) -> Question:
    return Question(
        title=words("person.do.refund"),
        confirm=words("person.confirm.refund"),
        fields=(_amount(words, read.money.account.credit_minor), _means(read, words), _reason(words)),
    )


def exclude_question(words: Words) -> Question:
    """Ask why somebody may not borrow, and until when; a debt has its own notice."""
    return Question(
        title=words("person.do.exclude"),
        confirm=words("person.confirm.exclude"),
        hint=words("person.exclude.hint"),
        fields=(_reason(words), Asked(name="until", label=label("until", words), kind=Kind.DAY)),
    )
