"""The deeds about a person's money: paying, charging, waiving, giving back, taking back, excluding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.desk.exclusion import lift, restrict
from app.desk.money import charge_fee, pay_fees, refund, take_back_entry, waive_fee
from app.desk.outcome import Done
from app.rules.amounts import parse_amount
from app.rules.exclusion import DEBT, MISUSE
from app.views.presenters import person_money as asked
from app.views.presenters.person_asking import sure_question
from app.views.presenters.person_doing import Begun, Doing
from app.views.presenters.question import Answer, Answered
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.stage import Stage
from app.words import Words


class MoneyDeeds:
    """Begins the deeds of the tab of fees."""

    def __init__(self, service: Service, words: Words, stage: Stage, doing: Doing) -> None:
        self._service, self._words, self._stage, self._doing = service, words, stage, doing

    def pay(self, of: Begun) -> None:
        """Take a payment: for the fee that is chosen alone, or for all that is owed."""
        fee = asked.chosen_fee(of.read, of.chosen) if of.offer.id == "pay-fee" else None
        minor = fee.fee.open_minor if fee else of.read.money.account.balance_minor

        def make(answer: Answer) -> Deed[Any]:
            return partial(
                pay_fees,
                patron=of.read.scan,
                amount_minor=_amount(answer),
                means=answer["payment_means"],
                fees=[fee.fee.key] if fee else (),
            )

        self._doing.ask(asked.pay_question(of.read, self._words, minor=minor), make, partial(self._said, "money.paid"))

    def charge(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                charge_fee,
                patron=of.read.scan,
                kind=answer["fee_kind"],
                amount_minor=_amount(answer),
                note=answer["note"],
            )

        self._doing.ask(asked.charge_question(self._words), make, partial(self._said, "money.charged"))

    def waive(self, of: Begun) -> None:
        fee, in_kind = asked.chosen_fee(of.read, of.chosen), of.offer.id == "replace"
        if fee is None:
            return
        key = fee.fee.key

        def make(answer: Answer) -> Deed[Any]:
            return partial(
                waive_fee,
                patron=of.read.scan,
                fee=key,
                amount_minor=_amount(answer),
                reason=answer["reason"],
                in_kind=in_kind,
            )

        question = asked.waive_question(self._words, minor=fee.fee.open_minor, in_kind=in_kind)
        self._doing.ask(question, make, partial(self._said, "money.replaced" if in_kind else "money.waived"))

    def refund(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                refund,
                patron=of.read.scan,
                amount_minor=_amount(answer),
                means=answer["payment_means"],
                reason=answer["reason"],
            )

        self._doing.ask(asked.refund_question(of.read, self._words), make, partial(self._said, "money.refunded"))

    def take_back(self, of: Begun) -> None:
        entry = of.chosen.rpartition(":")[2]
        question = sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(
            question, lambda _: partial(take_back_entry, entry=entry), partial(self._said, "money.taken-back")
        )

    def exclude(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                restrict, patron=of.read.scan, kind=MISUSE, reason=answer["reason"], until=answer.day("until")
            )

        self._doing.ask(asked.exclude_question(self._words), make, self._excluded)

    def notify(self, of: Begun) -> None:
        """Note that the person was told in writing of the exclusion to come."""
        question = sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(question, lambda _: partial(restrict, patron=of.read.scan, kind=DEBT), self._excluded)

    def print_letter(self, of: Begun) -> None:
        """Print the written notice of the exclusion to come."""
        if of.path is None:
            return
        path = of.path

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.print_exclusion_letter(of.read.scan, path=path, done=done, failed=failed)

        def say(outcome: Done[Any]) -> str:
            self._stage.open_file(path)
            return self._words("cli.notice.print.done", name=outcome.record.name, file=path.name)

        self._doing.act(act, say)

    def lift(self, of: Begun) -> None:
        question = sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(
            question,
            lambda _: partial(lift, patron=of.read.scan),
            lambda outcome: self._words("cli.lift.done", name=outcome.record.name),
        )

    def _excluded(self, outcome: Done[Any]) -> str:
        record = outcome.record
        amount = self._words.money(record.amount_minor, record.currency)
        if record.kind == DEBT:
            return self._words("cli.restrict.debt", name=record.name, on=record.from_on, amount=amount)
        return self._words("cli.restrict.done", name=record.name, on=record.from_on)

    def _said(self, code: str, outcome: Done[Any]) -> str:
        record = outcome.record
        return self._words(code, name=record.name, amount=self._words.money(record.amount_minor, record.currency))


def _amount(answer: Answer) -> int:
    """Return what was typed; 0 for no amount, which no deed takes."""
    return parse_amount(answer["amount"]) or 0


MONEY_BEGINNINGS: Mapping[str, Callable[[MoneyDeeds, Begun], None]] = {
    "pay": MoneyDeeds.pay,
    "pay-fee": MoneyDeeds.pay,
    "charge": MoneyDeeds.charge,
    "waive": MoneyDeeds.waive,
    "replace": MoneyDeeds.waive,
    "refund": MoneyDeeds.refund,
    "take-back-entry": MoneyDeeds.take_back,
    "notify-debt": MoneyDeeds.notify,
    "exclude": MoneyDeeds.exclude,
    "lift": MoneyDeeds.lift,
    "exclusion-letter": MoneyDeeds.print_letter,
}
"""How each offer of the tab begins."""
