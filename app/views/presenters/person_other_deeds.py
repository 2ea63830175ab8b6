"""Deeds of a person's page about others and about change: who may act for them, another name, death, home service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.desk.changes import change_name, note_death
from app.desk.home_service import serve_at_home
from app.desk.outcome import Done
from app.desk.proxies import allow_proxy, end_proxy
from app.views.presenters import person_asking as asked
from app.views.presenters.copy_reports import report_question, reported, reporting
from app.views.presenters.days import written_day
from app.views.presenters.person_doing import Begun, Doing
from app.views.presenters.person_tabs import PersonRead
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words


class OtherDeeds:
    """Begins these deeds."""

    def __init__(self, words: Words, doing: Doing) -> None:
        self._words, self._doing = words, doing

    def change_name(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                change_name,
                patron=of.read.scan,
                document=answer["document"],
                given=answer["given"],
                family=answer["family"],
            )

        def say(outcome: Done[Any]) -> str:
            return self._words("cli.patron.rename.done", name=outcome.record.name, former=outcome.record.former)

        self._doing.ask(name_question(of.read, self._words), make, say)

    def note_death(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(note_death, patron=of.read.scan, on_day=answer.day("died_on"))

        def say(outcome: Done[Any]) -> str:
            return self._words("cli.patron.died.done", name=outcome.record.name, day=outcome.record.on_day)

        self._doing.ask(death_question(of.read, self._words), make, say)

    def report_copy(self, of: Begun) -> None:
        loan, currency = of.read.loan(of.chosen), of.read.policy.text("currency")
        if loan is not None:
            question = report_question(loan.title, currency, self._words)
            self._doing.ask(question, reporting(loan.barcode), partial(reported, currency, self._words))

    def serve(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(serve_at_home, patron=of.read.scan, note=answer["home_service_note"])

        def say(outcome: Done[Any]) -> str:
            return self._words("cli.home-service.set.done", name=outcome.record.name)

        self._doing.ask(home_question(self._words), make, say)

    def serve_no_more(self, of: Begun) -> None:
        def say(outcome: Done[Any]) -> str:
            return self._words("cli.home-service.end.done", name=outcome.record.name)

        self._doing.do(lambda _: partial(serve_at_home, patron=of.read.scan, served=False), say)

    def allow(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            until = answer.day("until")
            return partial(allow_proxy, patron=of.read.scan, proxy=answer["proxy"], until_on=until)

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            return self._words("cli.proxy.allow.done", name=record.holder_name, patron=record.patron_name)

        self._doing.ask(proxy_question(self._words), make, say)

    def end(self, of: Begun) -> None:
        proxy = of.row

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            return self._words("cli.proxy.end.done", name=record.holder_name, patron=record.patron_name)

        self._doing.do(lambda _: partial(end_proxy, proxy=proxy), say)


def name_question(read: PersonRead, words: Words) -> Question:
    """Ask for the new name, and which document is shown."""
    document = asked.document_question(read.policy, words, minor=read.minor).fields
    names = (("given", read.shown.given), ("family", read.shown.family))
    return Question(
        title=words("person.do.change-name"),
        confirm=words("person.confirm.change-name"),
        hint=words("person.change-name.hint"),
        fields=(*(Asked(name=name, label=asked.label(name, words), value=value) for name, value in names), *document),
    )


def death_question(read: PersonRead, words: Words) -> Question:
    return Question(
        title=f"{words('person.do.note-death')}: {read.shown.name}",
        confirm=words("person.confirm.note-death"),
        hint=words("person.note-death.hint"),
        fields=(
            Asked(name="died_on", label=asked.label("died_on", words), kind=Kind.DAY, value=written_day(read.today)),
        ),
    )


def home_question(words: Words) -> Question:
    return Question(
        title=words("person.do.serve-at-home"),
        confirm=words("person.confirm.serve-at-home"),
        hint=words("person.serve-at-home.hint"),
        fields=(Asked(name="home_service_note", label=asked.label("home_service_note", words)),),
    )


def proxy_question(words: Words) -> Question:
    """Ask whose card it is, by scanning it, and until when they may act."""
    return Question(
        title=words("person.do.allow-proxy"),
        confirm=words("person.confirm.allow-proxy"),
        hint=words("person.allow-proxy.hint"),
        fields=(
            Asked(name="proxy", label=words("person.proxy.number")),
            Asked(name="until", label=asked.label("until", words), kind=Kind.DAY),
        ),
    )


OTHER_BEGINNINGS: Mapping[str, Callable[[OtherDeeds, Begun], None]] = {
    "change-name": OtherDeeds.change_name,
    "note-death": OtherDeeds.note_death,
    "serve-at-home": OtherDeeds.serve,
    "serve-no-more": OtherDeeds.serve_no_more,
    "allow-proxy": OtherDeeds.allow,
    "end-proxy": OtherDeeds.end,
    "report-copy": OtherDeeds.report_copy,
}
"""How each offer begins."""
