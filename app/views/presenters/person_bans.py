"""Bans from the premises on a person's page: those that stand, among the notes, and the deeds about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from app.db.queries.bans import BanShown
from app.desk.bans import PERMISSION, ban, lift_ban
from app.desk.outcome import Done
from app.views.presenters.line import Tone
from app.views.presenters.person_asking import label, sure_question
from app.views.presenters.person_doing import Begun, Doing
from app.views.presenters.person_state import TabRow, TabShown
from app.views.presenters.person_tabs import BAN, PersonRead, notes_tab
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words

HERE, EVERYWHERE = "here", "everywhere"


def notes_and_bans(read: PersonRead, words: Words) -> TabShown:
    """Return the tab of notes, with the bans that stand before them."""
    tab = notes_tab(read, words)
    return replace(tab, rows=(*_rows(read, words), *tab.rows))


def _rows(read: PersonRead, words: Words) -> Iterator[TabRow]:
    """Yield the bans that stand; why, only to those who may ban."""
    for one in read.bans:
        where = ", ".join(one.places) or words("ban.everywhere")
        yield TabRow(
            key=f"{BAN}:{one.ban.fact}",
            cells=(words("person.ban"), " · ".join(filter(None, (where, _why(one, read)))), _until(one, words)),
            tone=Tone.REFUSED,
        )


def _why(one: BanShown, read: PersonRead) -> str:
    return one.reason if PERMISSION in read.permissions else ""


def _until(one: BanShown, words: Words) -> str:
    return words.day(one.ban.until_on) if one.ban.until_on else words("ban.for-good")


def ban_question(words: Words) -> Question:
    """Ask until when somebody may not come in, where, and why."""
    return Question(
        title=words("person.do.ban"),
        confirm=words("person.confirm.ban"),
        hint=words("person.ban.hint"),
        fields=(
            Asked(name="reason", label=label("reason", words)),
            Asked(name="until", label=label("until", words), kind=Kind.DAY),
            Asked(
                name="place",
                label=label("place", words),
                kind=Kind.CHOICE,
                value=HERE,
                options={HERE: words("ban.here"), EVERYWHERE: words("ban.everywhere")},
            ),
        ),
    )


class BanDeeds:
    """Begins the deeds about bans."""

    def __init__(self, words: Words, doing: Doing) -> None:
        self._words, self._doing = words, doing

    def ban(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            everywhere = answer["place"] == EVERYWHERE
            return partial(
                ban, patron=of.read.scan, reason=answer["reason"], until=answer.day("until"), everywhere=everywhere
            )

        self._doing.ask(ban_question(self._words), make, self._banned)

    def _banned(self, outcome: Done[Any]) -> str:
        record = outcome.record
        if record.until_on is None:
            return self._words("cli.ban.set.for-good", name=record.name)
        return self._words("cli.ban.set.done", name=record.name, until=record.until_on)

    def lift(self, of: Begun) -> None:
        question = sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(
            question,
            lambda _: partial(lift_ban, patron=of.read.scan),
            lambda outcome: self._words("cli.ban.lift.done", name=outcome.record.name),
        )


BAN_BEGINNINGS: Mapping[str, Callable[[BanDeeds, Begun], None]] = {"ban": BanDeeds.ban, "lift-ban": BanDeeds.lift}
"""How each of these offers begins."""
