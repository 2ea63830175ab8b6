"""What is done at the desk beside lending: copies reported or used here, the book drop, slips, counts, receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from app.db.counts import counting_now
from app.db.queries.settings import policy_in_force
from app.db.requests import waiting
from app.desk.counting import COUNTED, count
from app.desk.in_house import use_in_house
from app.desk.outcome import Done, Outcome, Refused
from app.desk.paper import lend_on_paper, return_on_paper
from app.desk.ports_copies import Request
from app.desk.quick import lend_quick
from app.desk.requests import CAUSES, ask_renewal, grant_renewal, refuse_renewal
from app.rules.policy import Policy
from app.rules.receipts import LOAN, RETURN
from app.views.presenters.copy_reports import report_question, reported, reporting
from app.views.presenters.days import written_day
from app.views.presenters.desk_board import DeskBoard
from app.views.presenters.desk_state import Mode
from app.views.presenters.line import Line, Tone
from app.views.presenters.question import Answer, Asked, Asking, Kind, Question, deed
from app.views.presenters.service import Deed

ACCEPT = "accept"
OUT, BACK = "lent", "returned"

Say = Callable[[Done[Any]], str]


class DeskExtras:
    """Deeds with a question or with one key, told in the line below the field."""

    def __init__(self, board: DeskBoard, asking: Asking) -> None:
        self._board, self._asking = board, asking
        self._words, self._service = board.words, board.service
        self._paper: dict[str, str] = {}

    def is_free(self) -> bool:
        """Tell whether nothing is asked, nothing on its way, and nothing to be read first."""
        asked = self._asking.state
        return asked.question is None and not asked.busy and self._board.state.pop_up is None

    @property
    def _policy(self) -> Policy:
        place = self._service.place
        return policy_in_force(self._service.database, self._service.today(), place.branch if place else 0)

    # A copy in hand.

    def may_report(self) -> bool:
        return self._board.state.item is not None and self.is_free()

    def report(self) -> None:
        """Ask what is said of the copy that was scanned: lost, claimed returned, missing, found, damaged."""
        item = self._board.state.item
        if item is None or not self.may_report():
            return
        currency, words = self._policy.text("currency"), self._words
        act = deed(self._service, reporting(item.barcode))
        said = partial(self._told, partial(reported, currency, words))
        self._asking.ask(report_question(item.title, currency, words), act, said)

    def use_here(self) -> None:
        """Note that the copy that was scanned was used in the house."""
        item = self._board.state.item
        if item is not None and self.may_report():

            def say(outcome: Done[Any]) -> str:
                return self._words("desk.used-here", title=outcome.record.title, count=outcome.record.count)

            self._do(partial(use_in_house, item=item.barcode), say)

    # A copy that nobody knows.

    def may_lend_quick(self) -> bool:
        return self._board.state.patron is not None and self._board.state.mode is Mode.CHECK_OUT and self.is_free()

    def lend_quick(self) -> None:
        """Ask for the title of a copy that is not in stock, and lend it."""
        patron = self._board.state.patron
        if patron is None or not self.may_lend_quick():
            return
        words, policy = self._words, self._policy
        question = Question(
            title=words("desk.quick"),
            confirm=words("desk.quick.confirm"),
            hint=words("desk.quick.hint"),
            fields=(
                Asked(name="barcode", label=words("stock.field.barcode"), value=self._board.unknown),
                Asked(name="title", label=words("stock.field.title")),
                self._one_of("material", "material", policy.materials, value=policy.text("material")),
            ),
        )

        def make(answer: Answer) -> Deed[Any]:
            return partial(
                lend_quick,
                patron=patron.scan,
                barcode=answer["barcode"],
                title=answer["title"],
                material=answer["material"],
                override=answer.codes,
                reason=answer.reason,
                shown=self._board.what_was_shown(),
            )

        def say(outcome: Done[Any]) -> str:
            lent = outcome.record
            return words("desk.lent", title=lent.title, patron=lent.patron_name, due=lent.due_on)

        self._asking.ask(question, deed(self._service, make), partial(self._told, say))

    # A pile from the book drop.

    def begin_drop(self) -> None:
        """Ask for the day that counts for a whole pile."""
        if not self.is_free():
            return
        yesterday = self._service.today() - timedelta(days=1)
        question = Question(
            title=self._words("desk.drop"),
            confirm=self._words("desk.drop.confirm"),
            hint=self._words("desk.drop.hint"),
            fields=(
                Asked(
                    name="on",
                    label=self._words("desk.drop.day"),
                    kind=Kind.DAY,
                    value=written_day(yesterday),
                ),
            ),
        )

        def act(answer: Answer, done: Any, _: Any) -> None:
            day = answer.day("on")
            if day is not None and day <= self._service.today():
                self._board.clear()  # The pile is nobody's: it would come back beside the loans of whoever was here.
                self._board.change(mode=Mode.RETURN, drop_on=day)
                done(Done(record=day, touched=frozenset()))
            else:
                done(Done(record=None, touched=frozenset()))

        self._asking.ask(question, act, partial(self._told, self._dropping))

    def _dropping(self, outcome: Done[Any]) -> str:
        if outcome.record is None:
            return self._words("desk.drop.no-day")
        return self._words("desk.drop.begun", day=outcome.record)

    # Slips of paper.

    def enter_slip(self) -> None:
        """Ask what stands on a slip; the day and the patron stay for the next one."""
        if not self.is_free():
            return
        words = self._words
        question = Question(
            title=words("desk.paper"),
            confirm=words("desk.paper.confirm"),
            fields=(
                self._one_of("what", "desk.paper", (OUT, BACK), value=self._paper.get("what", OUT)),
                Asked(
                    name="lent_on", label=words("desk.drop.day"), kind=Kind.DAY, value=self._paper.get("lent_on", "")
                ),
                Asked(name="patron", label=words("desk.paper.patron"), value=self._paper.get("patron", "")),
                Asked(name="item", label=words("stock.field.barcode")),
                Asked(name="slip", label=words("desk.paper.slip"), value=self._paper.get("slip", "")),
            ),
        )

        def make(answer: Answer) -> Deed[Any]:
            self._paper = {name: answer[name] for name in ("what", "lent_on", "patron", "slip")}
            day = answer.day("lent_on") or self._service.today()
            if answer["what"] == BACK:
                return partial(return_on_paper, item=answer["item"], on=day)
            return partial(lend_on_paper, patron=answer["patron"], item=answer["item"], on=day, slip=answer["slip"])

        self._asking.ask(question, deed(self._service, make), self._entered)

    def _entered(self, outcome: Done[Any]) -> None:
        """The next slip follows at once."""
        record, words = outcome.record, self._words
        day = getattr(record, "lent_on", None)
        if day is None:
            said = words("paper.returned", title=record.title, patron=record.patron_name, day=record.on)
        else:
            code = "paper.lent.over" if record.is_over else "paper.lent"
            said = words(code, title=record.title, patron=record.patron_name, day=day, due=record.due_on)
        self._board.tell(Line(tone=Tone.OK, text=said))
        self.enter_slip()

    # Requests for more time.

    def answer_request(self) -> None:
        """Ask what is said to the request for more time that waits longest here."""
        place = self._service.place
        found = waiting(self._service.database.connection, branch=place.branch if place else None)
        if not found:
            self._board.tell(Line(tone=Tone.OK, text=self._words("renewal.list.none")))
        elif self.is_free():
            self._ask_request(found[0], len(found))

    def _ask_request(self, request: Request, count_: int) -> None:
        words = self._words
        answers = {
            ACCEPT: words("desk.request.accept"),
            **{cause: words("desk.request.refuse", cause=words(f"renewal.cause.{cause}")) for cause in CAUSES},
        }
        question = Question(
            title=words("desk.request", count=count_),
            confirm=words("desk.request.confirm"),
            hint=words("renewal.asked", title=request.title, patron=request.patron_name, due=request.due_on),
            fields=(Asked(name="answer", label=words("desk.request.answer"), kind=Kind.LIST, value=ACCEPT,
                          options=answers),),
        )  # fmt: skip

        def make(answer: Answer) -> Deed[Any]:
            if answer["answer"] == ACCEPT:
                return partial(grant_renewal, request=request.request, override=answer.codes, reason=answer.reason)
            return partial(refuse_renewal, request=request.request, cause=answer["answer"])

        self._asking.ask(question, deed(self._service, make), partial(self._told, self._answered))

    def _answered(self, outcome: Done[Any]) -> str:
        done, words = outcome.record, self._words
        if done.due_on is None:
            cause = words(f"renewal.cause.{done.cause}")
            return words("renewal.refused", title=done.title, patron=done.patron_name, cause=cause)
        return words("desk.renewed", title=done.title, patron=done.patron_name, due=done.due_on)

    def may_ask(self) -> bool:
        item = self._board.state.item
        return item is not None and bool(item.holder) and self.is_free()

    def ask_renewal(self) -> None:
        """Write down that whoever has the copy in sight asks for more time: somebody is on the telephone."""
        item = self._board.state.item
        if item is not None and self.may_ask():

            def say(outcome: Done[Any]) -> str:
                asked = outcome.record
                return self._words("renewal.asked", title=asked.title, patron=asked.patron_name, due=asked.due_on)

            self._do(partial(ask_renewal, item=item.barcode), say)

    # Counting.

    def count(self, place: int) -> None:
        """Count something, by its place in the order of the keys."""
        kind = COUNTED[place]

        def say(_: Done[Any]) -> str:
            today = counting_now(self._service.database.connection, self._service.today()).get(kind, 0)
            return self._words("count.today", kind=self._words(f"count.kind.{kind}"), count=today)

        self._do(partial(count, kind=kind), say)

    # Receipts.

    def receipt_of(self, *, returned: bool) -> str:
        """Return whom a receipt is for; "" for nobody. Where copies are taken back, it is whoever had the last one."""
        state = self._board.state
        in_sight = f"#{state.patron.patron}" if state.patron else ""
        if not returned:
            return in_sight
        return state.returner or in_sight if state.mode is Mode.RETURN else in_sight or state.returner

    def may_print_loans(self) -> bool:
        returning = self._board.state.mode is Mode.RETURN
        return not returning and bool(self.receipt_of(returned=False)) and self.is_free()

    def may_print_return(self) -> bool:
        return bool(self.receipt_of(returned=True)) and self.is_free()

    def may_print_this_return(self) -> bool:
        """Where a slip goes with the copy that came back last, the key prints that."""
        state = self._board.state
        return state.mode is Mode.RETURN and not state.slip and self.may_print_return()

    def receipt_name(self) -> str:
        return f"{self._words('desk.receipt.file')}.pdf"

    def print_receipt(self, path: Path, *, returned: bool) -> None:
        """Print a receipt for what was lent, or taken back, for the person in sight today."""

        def done(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Refused):
                self._board.tell(Line(tone=Tone.REFUSED, text=self._words.block(outcome.blocks[0])))
            else:
                said = self._words("receipt.print.done", number=outcome.record.number, file=path)
                self._board.tell(Line(tone=Tone.OK, text=said))
                self._board.stage.open_file(path)

        kind = RETURN if returned else LOAN
        self._service.print_receipt(
            self.receipt_of(returned=returned), kind=kind, path=path, done=done, failed=self._board.stage.trouble
        )

    # All of them.

    def _one_of(self, name: str, family: str, codes: tuple[str, ...], *, value: str = "") -> Asked:
        kind = Kind.CHOICE if len(codes) < 4 else Kind.LIST
        label = self._words(f"desk.label.{name}")
        options = {code: self._words(f"{family}.{code}") for code in codes}
        return Asked(name=name, label=label, kind=kind, value=value or codes[0], options=options)

    def _do(self, made: Deed[Any], say: Say) -> None:
        def done(outcome: Outcome[Any]) -> None:
            if isinstance(outcome, Refused):
                self._board.tell(Line(tone=Tone.REFUSED, text=self._words.block(outcome.blocks[0])))
            else:
                self._told(say, outcome)

        self._service.do(made, done=done, failed=self._board.stage.trouble)

    def _told(self, say: Say, outcome: Done[Any]) -> None:
        notices = " ".join(self._words.block(notice) for notice in outcome.notices)
        self._board.tell(Line(tone=Tone.ATTENTION if notices else Tone.OK, text=say(outcome), todo=notices))
