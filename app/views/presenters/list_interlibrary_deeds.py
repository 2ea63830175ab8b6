"""The steps of a loan from another library: asked for, ordered, received, given back; refused, or given up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.desk.interlibrary import (
    IllMoved,
    cancel_ill,
    order_ill,
    receive_ill,
    refuse_ill,
    request_ill,
    return_ill,
)
from app.desk.outcome import Done, Outcome
from app.rules.interlibrary import SCOPES, IllStanding
from app.views.presenters.copy_fields import copy_label, price_minor
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import Here, ListDeed
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words


def _said(words: Words, outcome: Done[IllMoved]) -> str:
    done = outcome.record
    return words("lists.ill.done", title=done.title, standing=words(f"ill.standing.{done.standing}"))


def _standing(here: Here) -> IllStanding | None:
    return here.one.standing if here.one is not None else None


def _question(words: Words, code: str, here: Here, *fields: Asked) -> Question:
    return Question(
        title=words(f"lists.ill.{code}", title=here.one.title),
        confirm=words(f"command.ill-{code}"),
        hint=words("lists.ill.for", patron=here.one.patron_name) if here.one.patron_name else "",
        fields=fields,
    )


def _order(doing: ListDoing, here: Here) -> None:
    words = doing.words
    partner = Asked(name="partner", label=words("ill.partner"), value=here.one.partner)
    doing.ask(
        _question(words, "order", here, partner),
        lambda answer: partial(order_ill, request=here.chosen, partner=answer["partner"]),
        partial(_said, words),
    )


def _receive(doing: ListDoing, here: Here) -> None:
    words, currency = doing.words, here.read.whole
    fields = (
        Asked(name="barcode", label=copy_label(words, "barcode")),
        Asked(name="due_on", label=words("lists.ill.back-by"), kind=Kind.DAY),
        Asked(name="partner", label=words("ill.partner"), value=here.one.partner),
        Asked(name="number", label=words("ill.number")),
        Asked(name="amount_minor", label=words("lists.ill.price", currency=currency), kind=Kind.AMOUNT),
    )

    def make(answer: Answer) -> Deed[IllMoved]:
        return partial(
            receive_ill,
            request=here.chosen,
            barcode=answer["barcode"],
            due_on=answer.day("due_on"),
            partner=answer["partner"],
            number=answer["number"],
            price_minor=price_minor(answer, "amount_minor"),
        )

    doing.ask(_question(words, "receive", here, *fields), make, partial(_said, words))


def _plain(deed: Callable[..., Outcome[IllMoved]], code: str) -> Callable[[ListDoing, Here], None]:
    """Return what asks whether a step was taken that needs nothing told."""

    def begin(doing: ListDoing, here: Here) -> None:
        question = _question(doing.words, code, here)
        doing.ask(question, lambda _: partial(deed, request=here.chosen), partial(_said, doing.words))

    return begin


def _request(doing: ListDoing, _: Here) -> None:
    words = doing.words
    question = Question(
        title=words("lists.ill.request-new"),
        confirm=words("command.ill-request"),
        fields=(
            Asked(name="patron", label=words("lists.payments.patron")),
            Asked(name="title", label=copy_label(words, "title")),
            Asked(name="author", label=copy_label(words, "author")),
            Asked(name="isbn", label=copy_label(words, "isbn")),
            Asked(
                name="scope",
                label=words("ill.scope"),
                kind=Kind.LIST,
                value=SCOPES[0],
                options={scope: words(f"ill.scope.{scope}") for scope in SCOPES},
            ),
            Asked(name="note", label=words("lists.ill.note")),
        ),
    )
    doing.ask(question, _make_request, partial(_said, words))


def _make_request(answer: Answer) -> Deed[IllMoved]:
    return partial(
        request_ill,
        patron=answer["patron"],
        title=answer["title"],
        author=answer["author"],
        isbn=answer["isbn"],
        scope=answer["scope"],
        note=answer["note"],
    )


ORDER = ListDeed(
    id="ill-order",
    key="F8",
    icon="send",
    may=lambda here: here.one is not None and here.one.standing.may_be_ordered,
    begin=_order,
)
RECEIVE = ListDeed(
    id="ill-receive",
    key="F9",
    icon="box-arrow-in-down",
    may=lambda here: here.one is not None and here.one.standing.waits,
    begin=_receive,
)
GIVE_BACK = ListDeed(
    id="ill-return",
    key="F8",
    icon="box-arrow-up",
    may=lambda here: _standing(here) is IllStanding.RECEIVED,
    begin=_plain(return_ill, "return"),
)
REFUSE = ListDeed(
    id="ill-refuse",
    key="F6",
    icon="x-lg",
    may=lambda here: _standing(here) is IllStanding.ORDERED,
    begin=_plain(refuse_ill, "refuse"),
)
CANCEL = ListDeed(
    id="ill-cancel",
    key="Delete",
    icon="trash",
    may=lambda here: here.one is not None and here.one.standing.waits,
    begin=_plain(cancel_ill, "cancel"),
)
REQUEST = ListDeed(id="ill-request", key="Control-n", icon="plus-lg", may=lambda _: True, begin=_request)
