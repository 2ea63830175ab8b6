"""Payments that another system has taken and nobody was found for: somebody says whose each is (D-19)."""

from __future__ import annotations

from functools import partial

from app.db.database import Database
from app.db.queries.debtors import PaymentShown, unmatched_payments
from app.db.queries.settings import policy_in_force
from app.desk.money import PERMISSION
from app.desk.outcome import Done, Touched
from app.desk.payments import PaymentRead, match_payment
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import (
    ROWS_MAX,
    Group,
    Here,
    ListAsked,
    ListDeed,
    Listing,
    ListKind,
    ListRead,
    WorkList,
)
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import Asked, Question
from app.words import Words


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="on", heading=words("person.on"), most=120),
        TabColumn(id="amount", heading=words("column.amount"), most=130),
        TabColumn(id="payment", heading=words("lists.payments.payment"), weight=2),
        TabColumn(id="reference", heading=words("lists.payments.reference"), weight=2),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    currency = policy_in_force(database, asked.today, asked.here).text("currency")
    found = unmatched_payments(database)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, currency, words) for one in shown),
        count=len(found),
        headline=words("lists.payments.count", count=len(found)),
        found={one.payment: one for one in shown},
        whole=currency,
    )


def _row(one: PaymentShown, currency: str, words: Words) -> TabRow:
    cells = (words.day(one.on_day), words.money(one.amount_minor, currency), one.payment, one.reference)
    return TabRow(key=one.payment, cells=cells)


def _match(doing: ListDoing, here: Here) -> None:
    words, one, currency = doing.words, here.one, here.read.whole
    question = Question(
        title=words("lists.payments.match", amount=words.money(one.amount_minor, currency)),
        confirm=words("command.match-payment"),
        hint=words("lists.payments.match.hint", payment=one.payment, reference=one.reference),
        fields=(Asked(name="patron", label=words("lists.payments.patron")),),
    )

    def say(outcome: Done[PaymentRead]) -> str:
        record = outcome.record
        amount = words.money(record.amount_minor, currency)
        return words("payments.matched", payment=record.payment, amount=amount, name=record.name)

    doing.ask(question, lambda answer: partial(match_payment, payment=one.payment, patron=answer["patron"]), say)


PAYMENTS = WorkList(
    kind=ListKind.PAYMENTS,
    group=Group.MONEY,
    by_branch=False,
    permission=PERMISSION,
    touched=frozenset({Touched.MONEY, Touched.SETTING}),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(
                id="match-payment",
                key="F8",
                icon="person-check",
                may=lambda here: here.one is not None,
                begin=_match,
            ),
        ),
    ),
)
