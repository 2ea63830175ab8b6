"""What is settled with a person while they stand at the desk: contact data confirmed, a document seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from app.db.queries.settings import policy_in_force
from app.desk.amending import confirm_contact, take_given_up
from app.desk.identity import identify
from app.desk.outcome import Done
from app.rules.identity import is_minor
from app.rules.relation import Identity
from app.views.presenters.desk_board import DeskBoard
from app.views.presenters.line import Line, Tone
from app.views.presenters.person_asking import document_question
from app.views.presenters.question import Answer, Asking, QuestionState, deed
from app.views.presenters.service import Deed


class DeskPerson:
    """Two questions that come up before anything is lent, each with one key."""

    def __init__(self, board: DeskBoard) -> None:
        self._board = board
        self._words, self._service = board.words, board.service
        self.asking = Asking(board.service, board.words, board.stage)
        self.asking.show = self._show

    @property
    def _scan(self) -> str:
        """Return `#` and the id: which number was scanned does not matter here."""
        patron = self._board.state.patron
        return f"#{patron.patron}" if patron else ""

    def _show(self, asked: QuestionState) -> None:
        """Show what is asked in the place of what was refused: the question is the way on."""
        refusal = None if asked.question else self._board.state.refusal
        self._board.change(asked=asked, refusal=refusal)

    def may_confirm(self) -> bool:
        patron = self._board.state.patron
        return patron is not None and patron.contact_due and self._is_free()

    def confirm_contact(self) -> None:
        """Note that nothing has changed, and that of two writings what stands is right (L-16, L-41, C-11)."""
        if self.may_confirm():
            scan = self._scan

            def say(outcome: Done[Any]) -> str:
                return self._words("cli.patron.confirm.done", name=outcome.record.name)

            act = deed(self._service, lambda _: partial(confirm_contact, patron=scan))
            self.asking.do(act, partial(self._told, say))

    def may_take(self) -> bool:
        patron = self._board.state.patron
        return patron is not None and patron.changed_twice and self._is_free()

    def take_given_up(self) -> None:
        """Note that what another desk had written is right, and not what stands (C-11)."""
        if self.may_take():
            scan = self._scan

            def say(outcome: Done[Any]) -> str:
                fields = ", ".join(self._words(f"field.{name}") for name in outcome.record.changed)
                return self._words("cli.patron.amend.done", name=outcome.record.name, fields=fields)

            act = deed(self._service, lambda _: partial(take_given_up, patron=scan))
            self.asking.do(act, partial(self._told, say))

    def may_note(self) -> bool:
        patron = self._board.state.patron
        return patron is not None and patron.identity_due and self._is_free()

    def _is_free(self) -> bool:
        """Tell whether nothing is asked, nothing on its way, and nothing to be read first."""
        asked = self.asking.state
        return asked.question is None and not asked.busy and self._board.state.pop_up is None

    def note_document(self) -> None:
        """Ask which document is shown; from then on they are known in every library (L-21)."""
        shown = self._board.find_patron(self._scan) if self.may_note() else None
        if shown is None or shown.identity is Identity.SEEN:
            return
        place, today, scan = self._service.place, self._service.today(), self._scan
        policy = policy_in_force(self._service.database, today, place.branch if place else 0)
        minor = is_minor(shown.birth_on, today, policy.number("guarantee_until_years"))

        def make(answer: Answer) -> Deed[Any]:
            return partial(identify, patron=scan, document=answer["document"])

        def say(outcome: Done[Any]) -> str:
            kind = self._words(f"document.{outcome.record.document}")
            return self._words("cli.patron.identify.done", name=outcome.record.name, document=kind)

        question = document_question(policy, self._words, minor=minor)
        self.asking.ask(question, deed(self._service, make), partial(self._told, say))

    def _told(self, say: Callable[[Done[Any]], str], outcome: Done[Any]) -> None:
        self._board.tell(Line(tone=Tone.OK, text=say(outcome)))
