"""Doing what a person's page offers: what is asked, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.desk.outcome import Done
from app.views.presenters.line import Line, Tone
from app.views.presenters.person_state import Offer
from app.views.presenters.person_tabs import PersonRead, scan_of_number
from app.views.presenters.question import Act, Answer, Asking, Question, deed
from app.views.presenters.service import Deed, Service
from app.views.presenters.stage import Stage
from app.words import Words

Make = Callable[[Answer], Deed[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A deed that was begun.

    Attributes:
        chosen: The key of the row that it is about.
        path: The file that it writes, where the offer names one.
        told: What was told already, elsewhere, of what is asked; None where nobody was there to tell.
    """

    offer: Offer
    read: PersonRead
    chosen: str = ""
    path: Path | None = None
    told: Mapping[str, str] | None = None

    @property
    def number(self) -> str:
        """Return what deeds call the chosen number by; "" where none is chosen."""
        number = self.read.number(self.chosen)
        return scan_of_number(number) if number else ""

    @property
    def order(self) -> str:
        """Return what deeds call the chosen order by; "" where none is chosen."""
        order = self.read.order(self.chosen)
        return str(order.order) if order else ""

    @property
    def row(self) -> int:
        """Return the id of the chosen row."""
        return int(self.chosen.partition(":")[2])


class Doing:
    """Asks, does, and tells."""

    def __init__(self, service: Service, words: Words, stage: Stage, asking: Asking) -> None:
        self._service, self._words, self._stage, self._asking = service, words, stage, asking

    def ask(self, question: Question, make: Make, say: Callable[[Done[Any]], str]) -> None:
        """Ask, then do what is made of the answer; `say` words what came of it."""
        self._asking.ask(question, deed(self._service, make), partial(self.told, say))

    def do(self, make: Make, say: Callable[[Done[Any]], str]) -> None:
        """Do what needs no question."""
        self._asking.do(deed(self._service, make), partial(self.told, say))

    def act(self, act: Act, say: Callable[[Done[Any]], str]) -> None:
        """Do what needs no question, and is no deed alone."""
        self._asking.do(act, partial(self.told, say))

    def told(self, say: Callable[[Done[Any]], str], outcome: Done[Any]) -> None:
        doubts = " ".join(self._words.block(notice) for notice in outcome.notices)
        self._stage.say(Line(tone=Tone.ATTENTION if doubts else Tone.OK, text=say(outcome), todo=doubts))
