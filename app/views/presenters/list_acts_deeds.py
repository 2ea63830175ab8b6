"""What is done with the stock book by keys: an act is opened, copies are put on it and taken off, and it is printed."""

from __future__ import annotations

from functools import partial

from app.desk.outcome import Done
from app.desk.stock_book import Entered, Opened, open_act, put_on_act, renumber_act, take_off_act
from app.rules.stock_book import CAUSES
from app.views.presenters.copy_fields import asked_price, copy_label, price_minor
from app.views.presenters.days import written_day
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import Here, ListDeed
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words


def _chosen(here: Here) -> bool:
    return here.one is not None


def _act(here: Here) -> str:
    """Return the act in question: the one that was opened, or the one that is chosen."""
    return here.asked.inside or here.chosen


# Acts.


def open_deed(kind: str, key: str) -> ListDeed:
    """Return the deed that opens an act of a kind."""
    return ListDeed(id=f"open-{kind}", key=key, icon="plus-lg", may=lambda _: True, begin=partial(_open, kind))


def _open(kind: str, doing: ListDoing, _: Here) -> None:
    words, causes = doing.words, CAUSES[kind]
    question = Question(
        title=words(f"lists.acts.open.{kind}"),
        confirm=words(f"command.open-{kind}"),
        hint=words("lists.acts.open.hint"),
        fields=(
            Asked(
                name="cause",
                label=words("stock-book.cause"),
                kind=Kind.LIST,
                value=causes[0],
                options={cause: words(f"act.cause.{cause}") for cause in causes},
            ),
            Asked(name="source", label=words("stock-book.source")),
            Asked(name="basis", label=words("stock-book.basis")),
            Asked(name="on_day", label=words("act.day"), kind=Kind.DAY, value=written_day(doing.service.today())),
            Asked(name="number", label=words("act.number")),
        ),
    )

    def make(answer: Answer) -> Deed[Opened]:
        return partial(
            open_act,
            kind=kind,
            cause=answer["cause"],
            source=answer["source"],
            basis=answer["basis"],
            on_day=answer.day("on_day"),
            number=answer["number"],
        )

    doing.ask(question, make, partial(_numbered, doing, "cli.act.open.done"))


def renumber_deed(key: str) -> ListDeed:
    """Return the deed that gives the chosen act another number."""
    return ListDeed(id="renumber-act", key=key, icon="123", may=_chosen, begin=_renumber)


def _renumber(doing: ListDoing, here: Here) -> None:
    words = doing.words
    question = Question(
        title=words("lists.acts.renumber", number=here.one.number),
        confirm=words("command.renumber-act"),
        hint=words("lists.acts.renumber.hint"),
        fields=(Asked(name="number", label=words("act.number")),),
    )
    doing.ask(
        question,
        lambda answer: partial(renumber_act, act=here.chosen, number=answer["number"]),
        partial(_numbered, doing, "cli.act.renumber.done"),
    )


def _numbered(doing: ListDoing, code: str, outcome: Done[Opened]) -> str:
    doing.wanted = f"#{outcome.record.act}"
    return doing.words(code, number=outcome.record.number)


def _print(doing: ListDoing, here: Here) -> None:
    if here.path is not None:
        write = partial(doing.service.print_act, _act(here))
        doing.write(write, here.path, lambda done: doing.words("lists.acts.printed", file=done.record.name))


def _file(words: Words, here: Here) -> str:
    return f"{words('lists.acts.file')} {_act(here).removeprefix('#')}.pdf"


PRINT = ListDeed(
    id="print-act",
    key="Control-p",
    icon="printer",
    may=lambda here: bool(_act(here)),
    begin=_print,
    file=_file,
)


# Copies on an act.


def _put(doing: ListDoing, here: Here) -> None:
    """Ask for a copy, and for the next one after it: a box is emptied by scanning."""
    words, act = doing.words, here.asked.inside
    question = Question(
        title=words("lists.acts.put"),
        confirm=words("command.put-on-act"),
        hint=words("lists.acts.put.hint"),
        fields=(Asked(name="item", label=copy_label(words, "barcode")), asked_price(words, here.read.whole)),
    )

    def say(outcome: Done[Entered]) -> str:
        record = outcome.record
        doing.wanted = f"#{record.item}"
        _put(doing, here)
        return words("cli.act.put.done", title=record.title, number=record.number)

    doing.ask(
        question,
        lambda answer: partial(put_on_act, act=act, item=answer["item"], price_minor=price_minor(answer)),
        say,
    )


def _take_off(doing: ListDoing, here: Here) -> None:
    words, act = doing.words, here.asked.inside
    question = Question(
        title=words("lists.acts.take-off", title=here.one.title),
        confirm=words("command.take-off-act"),
        hint=words("lists.acts.take-off.hint"),
    )
    doing.ask(
        question,
        lambda _: partial(take_off_act, act=act, items=[here.chosen]),
        lambda done: words("cli.act.take-off.done", count=len(done.record)),
    )


LINE_DEEDS = (
    ListDeed(id="put-on-act", key="F8", icon="upc-scan", may=lambda _: True, begin=_put),
    ListDeed(id="take-off-act", key="F9", icon="x-lg", may=_chosen, begin=_take_off),
)
