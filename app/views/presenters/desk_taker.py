"""Who takes along what is lent now: asked once for a patron, and noted with each of their loans (see `proxies`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.db.queries.people import PatronShown, show_patron
from app.db.queries.proxies import proxies_of
from app.desk.outcome import Done, Refused
from app.rules.blocks import Why, block
from app.views.presenters.desk_board import DeskBoard
from app.views.presenters.line import Line, Tone
from app.views.presenters.question import Answer, Answered, Asked, Asking, Kind, Question
from app.views.presenters.service import Failed

THEMSELVES = "-"
"""Chosen where the patron takes everything along after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taker:
    scan: str
    name: str


class DeskTaker:
    """Asks who stands at the desk in the place of the patron in sight."""

    def __init__(self, board: DeskBoard, asking: Asking) -> None:
        self._board, self._asking = board, asking
        self._words, self._service = board.words, board.service

    def may_ask(self) -> bool:
        asked, state = self._asking.state, self._board.state
        return state.patron is not None and asked.question is None and not asked.busy and state.pop_up is None

    def ask(self) -> None:
        """Ask for one of those who may, or for the number of anybody else."""
        patron = self._board.state.patron
        shown = self._board.find_patron(f"#{patron.patron}") if patron and self.may_ask() else None
        if shown is None:
            return
        allowed, words = self._allowed(shown), self._words
        number = Asked(name="number", label=words("desk.taker.number"))
        listed = Asked(
            name="who",
            label=words("desk.taker.who"),
            kind=Kind.LIST,
            value=self._board.state.taker or next(iter(allowed), THEMSELVES),
            options={**allowed, THEMSELVES: words("desk.taker.themselves", name=shown.name)},
        )
        question = Question(
            title=words("desk.taker", name=shown.name),
            confirm=words("desk.taker.confirm"),
            hint=words("desk.taker.hint"),
            fields=(listed, number) if allowed or self._board.state.taker else (number,),
        )
        self._asking.ask(question, self._find, self._found)

    def _allowed(self, shown: PatronShown) -> Mapping[str, str]:
        """Return who may act for somebody, by their numbers: whom they let, and of an institution whoever borrows."""
        given = proxies_of(self._service.database, shown.patron, self._service.today()).given
        contacts = (one for one in shown.relation.contacts if one.may_borrow)
        return {
            **{one.holder_number: one.holder_name for one in given},
            **{f"#{one.contact}": one.name for one in contacts},
        }

    def _find(self, answer: Answer, done: Answered, _: Failed) -> None:
        typed, chosen = answer["number"], answer["who"]
        question = self._asking.state.question
        listed = question.fields[0].options if question else {}
        if not typed and chosen in {"", THEMSELVES}:
            done(Done(record=_Taker(scan="", name=""), touched=frozenset()))
        elif not typed:
            done(Done(record=_Taker(scan=chosen, name=listed[chosen]), touched=frozenset()))
        else:
            place = self._service.place
            branch = place.branch if place else 0
            found = show_patron(self._service.database, typed, today=self._service.today(), branch=branch)
            taker = _Taker(scan=typed, name=found.name) if found else None
            unknown = block(Why.UNKNOWN_SCAN, scan=self._board.discreet(typed))
            done(Done(record=taker, touched=frozenset()) if taker else Refused(blocks=(unknown,)))

    def _found(self, outcome: Done[Any]) -> None:
        taker, patron = outcome.record, self._board.state.patron
        if patron is None:
            return
        self._board.change(taker=taker.scan, taker_name=taker.name, patron=replace(patron, taker=taker.name))
        code = "desk.taker.now" if taker.name else "desk.taker.nobody"
        said = self._words(code, name=taker.name or patron.name)
        self._board.tell(Line(tone=Tone.OK, text=said))
