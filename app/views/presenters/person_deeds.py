"""The deeds of a person's page: what is asked, what is done, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.db.queries.relations import written_about
from app.desk.amending import amend_patron, confirm_contact
from app.desk.cards import cancel_card, hand_over_card, make_card, order_card
from app.desk.identity import GUARANTOR, PATRON, identify
from app.desk.institutions import add_contact_person, end_contact_person
from app.desk.notices import ask_again, ask_notice, cancel_notice
from app.desk.numbers import add_number, remove_number
from app.desk.outcome import Done, Refused
from app.desk.patrons import report_card
from app.desk.promises import Guarantor, accept_rules, guarantee
from app.desk.visits import add_remark, end_remark
from app.rules.blocks import Why, block
from app.views.presenters import person_asking as asked
from app.views.presenters.person_bans import BAN_BEGINNINGS, BanDeeds
from app.views.presenters.person_data_deeds import DATA_BEGINNINGS, DataDeeds
from app.views.presenters.person_doing import Begun, Doing, Make
from app.views.presenters.person_holds import HOLD_BEGINNINGS, HoldDeeds
from app.views.presenters.person_messages import KIND, kind_name, message_question
from app.views.presenters.person_money_deeds import MONEY_BEGINNINGS, MoneyDeeds
from app.views.presenters.person_other_deeds import OTHER_BEGINNINGS, OtherDeeds
from app.views.presenters.question import Answer, Answered, Asking
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.stage import Stage
from app.words import Words


class PersonDeeds:
    """Begins the deed that an offer names, for whoever the page shows."""

    def __init__(self, service: Service, words: Words, stage: Stage, asking: Asking) -> None:
        self._service, self._words, self._stage, self._asking = service, words, stage, asking
        doing = Doing(service, words, stage, asking)
        self._ask, self._do, self._told = doing.ask, doing.do, doing.told
        self._money = MoneyDeeds(service, words, stage, doing)
        self._bans = BanDeeds(words, doing)
        self._data = DataDeeds(service, words, stage, doing)
        self._holds = HoldDeeds(service, words, doing)
        self._others = OtherDeeds(words, doing)

    def start(self, of: Begun) -> None:
        """Ask what is to be asked, or do it at once."""
        if of.offer.id in DATA_BEGINNINGS:
            DATA_BEGINNINGS[of.offer.id](self._data, of)
        elif of.offer.id in HOLD_BEGINNINGS:
            HOLD_BEGINNINGS[of.offer.id](self._holds, of)
        elif of.offer.id in OTHER_BEGINNINGS:
            OTHER_BEGINNINGS[of.offer.id](self._others, of)
        elif of.offer.id in BAN_BEGINNINGS:
            BAN_BEGINNINGS[of.offer.id](self._bans, of)
        elif of.offer.id in MONEY_BEGINNINGS:
            MONEY_BEGINNINGS[of.offer.id](self._money, of)
        else:
            BEGINNINGS[of.offer.id](self, of)

    def _done(self, code: str, outcome: Done[Any]) -> str:
        """Return a sentence that is made of what came of it."""
        record = outcome.record
        return self._words(code, **{name: getattr(record, name) for name in record.__dataclass_fields__})

    # Cards and numbers.

    def order_card(self, of: Begun) -> None:
        number = of.read.number(of.chosen)

        def make(answer: Answer) -> Deed[Any]:
            old = of.number if number is not None and number.kind == answer["card_kind"] else ""
            return partial(order_card, patron=of.read.scan, kind=answer["card_kind"], replaces=old,
                           override=answer.codes, reason=answer.reason)  # fmt: skip

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            return self._words("card.order.done", name=record.name, due=record.due_on)

        self._ask(asked.order_question(of.read, self._words), make, say)

    def bind_number(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                add_number,
                patron=of.read.scan,
                number=answer["number"],
                kind=answer["card_kind"],
                issuer=answer["issuer"],
                valid_until=answer.day("valid_until"),
                override=answer.codes,
                reason=answer.reason,
            )

        self._ask(asked.number_question(of.read, self._words), make, partial(self._done, "person.done.bind-number"))

    def report_card(self, of: Begun) -> None:
        scan = of.number

        def make(answer: Answer) -> Deed[Any]:
            return partial(report_card, number=scan, standing=answer["standing"])

        self._ask(asked.report_question(of.read, of.chosen, self._words), make, self._standing)

    def card_found(self, of: Begun) -> None:
        scan = of.number

        def make(answer: Answer) -> Deed[Any]:
            return partial(report_card, number=scan, standing="active", override=answer.codes, reason=answer.reason)

        self._do(make, self._standing)

    def _standing(self, outcome: Done[Any]) -> str:
        return self._words(f"card.{outcome.record.standing}", number=outcome.record.number)

    def remove_number(self, of: Begun) -> None:
        number, scan = of.read.number(of.chosen), of.number
        question = asked.sure_question(of.offer, number.value if number else "", self._words)
        self._ask(
            question,
            lambda _: partial(remove_number, number=scan),
            partial(self._done, "person.done.remove-number"),
        )

    def card_made(self, of: Begun) -> None:
        card = of.order
        self._do(lambda _: partial(make_card, card=card), self._moved)

    def hand_over(self, of: Begun) -> None:
        card = of.order

        def make(answer: Answer) -> Deed[Any]:
            return partial(hand_over_card, card=card, number=answer["number"])

        self._ask(asked.hand_over_question(of.read, of.chosen, self._words), make, self._moved)

    def cancel_order(self, of: Begun) -> None:
        card = of.order
        question = asked.sure_question(of.offer, of.read.shown.name, self._words)
        self._ask(question, lambda _: partial(cancel_card, card=card), self._moved)

    def _moved(self, outcome: Done[Any]) -> str:
        record = outcome.record
        said = self._words(f"card.order.{record.standing}.done", name=record.name, number=record.number)
        old = self._words("card.order.retired", number=record.replaces) if record.replaces else ""
        return " ".join(filter(None, (said, old)))

    # Signing in.

    def hand_out(self, of: Begun) -> None:
        """Hand out a username and a password on a slip; the password is nowhere else."""
        if of.path is None:
            return
        slip, again = of.path, of.offer.id == "reset-account"

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.hand_out_account(of.read.scan, again=again, slip=slip, done=done, failed=failed)

        def say(outcome: Done[Any]) -> str:
            self._stage.open_file(slip)
            return self._words("person.done.account", name=outcome.record.name, username=outcome.record.username)

        self._asking.do(act, partial(self._told, say))

    def mail_account(self, of: Begun) -> None:
        """Have a username and a password sent by mail; the password is drawn when the letter leaves."""
        again = of.offer.id == "mail-account-again"

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.mail_account(of.read.scan, again=again, done=done, failed=failed)

        question = asked.sure_question(of.offer, of.read.shown.name, self._words)
        self._asking.ask(question, act, partial(self._told, partial(self._done, "cli.account.issue.by-mail")))

    def set_pin(self, of: Begun) -> None:
        def act(answer: Answer, done: Answered, failed: Failed) -> None:
            if answer["pin"] != answer["pin_again"]:
                done(Refused(blocks=(block(Why.FIELD_INVALID, field="pin_again"),)))
            else:
                self._service.choose_pin(of.read.scan, pin=answer["pin"], done=done, failed=failed)

        told = partial(self._told, lambda outcome: self._words("cli.pin.set.done", name=outcome.record.name))
        self._asking.ask(asked.pin_question(of.read, self._words), act, told)

    # Contact and identity.

    def confirm_contact(self, of: Begun) -> None:
        self._do(lambda _: partial(confirm_contact, patron=of.read.scan), self._confirmed)

    def change_contact(self, of: Begun) -> None:
        written = written_about(self._service.database, of.read.shown.patron)

        def make(answer: Answer) -> Deed[Any]:
            return partial(confirm_contact, patron=of.read.scan, changes=_different(answer.values, written))

        self._ask(asked.contact_question(of.read, written, self._words, told=of.told), make, self._confirmed)

    def _confirmed(self, outcome: Done[Any]) -> str:
        said = self._words("cli.patron.confirm.done", name=outcome.record.name)
        return " ".join(filter(None, (said, self._fields(outcome))))

    def _fields(self, outcome: Done[Any]) -> str:
        fields = ", ".join(self._words(f"field.{name}") for name in outcome.record.changed)
        return self._words("person.done.changed", fields=fields) if fields else ""

    def note_document(self, of: Begun) -> None:
        subject = GUARANTOR if of.offer.id == "guarantor-document" else PATRON

        def make(answer: Answer) -> Deed[Any]:
            return partial(identify, patron=of.read.scan, document=answer["document"], subject=subject)

        def say(outcome: Done[Any]) -> str:
            kind = self._words(f"document.{outcome.record.document}")
            return self._words("cli.patron.identify.done", name=outcome.record.name, document=kind)

        self._ask(asked.document_question(of.read.policy, self._words, minor=of.read.minor, subject=subject), make, say)

    def accept_rules(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(accept_rules, patron=of.read.scan, means=answer["accepted"])

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            said = self._words("cli.patron.accept-rules.done", name=record.name, version=record.version)
            return " ".join(filter(None, (said, self._words("cli.patron.accept-rules.ended") if record.ended else "")))

        self._ask(asked.rules_question(of.read, self._words), make, say)

    def change_person(self, of: Begun) -> None:
        written = dict(written_about(self._service.database, of.read.shown.patron))
        written["address_protected"] = "yes" if of.read.shown.address_protected else "no"

        def make(answer: Answer) -> Deed[Any]:
            days = {name: answer.day(name) for name in asked.DAYS if name in answer.values}
            values = {**answer.values, **{name: day.isoformat() if day else "" for name, day in days.items()}}
            code = values.pop("code", "")
            changes = _different(values, written)
            return partial(amend_patron, patron=of.read.scan, changes=changes, code=code,
                           override=answer.codes, reason=answer.reason)  # fmt: skip

        def say(outcome: Done[Any]) -> str:
            said = self._fields(outcome) or self._words("cli.patron.amend.same", name=outcome.record.name)
            return f"{of.read.shown.name}: {said}" if outcome.record.changed else said

        self._ask(asked.person_question(of.read, written, self._words), make, say)

    # Who answers, who speaks, and notes.

    def add_guarantor(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            guarantor = Guarantor(
                given=answer["guarantor_given"],
                family=answer["guarantor_family"],
                code=answer["guarantor_code"],
                birth_on=answer.day("guarantor_birth"),
                phone=answer["guarantor_phone"],
                email=answer["guarantor_email"],
                means=answer["guarantee_means"],
                document=answer["guarantor_document"],
            )
            return partial(guarantee, patron=of.read.scan, guarantor=guarantor)

        question = asked.guarantor_question(of.read, self._words)
        self._ask(question, make, partial(self._done, "cli.patron.guarantee.done"))

    def add_contact(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                add_contact_person,
                patron=of.read.scan,
                given=answer["given"],
                family=answer["family"],
                duty=answer["duty"],
                phone=answer["phone"],
                email=answer["email"],
                may_borrow=answer["borrows"] == "yes",
            )

        self._ask(asked.speaker_question(self._words), make, partial(self._done, "person.done.add-contact"))

    def end_contact(self, of: Begun) -> None:
        contact = of.row
        name = next((one.name for one in of.read.shown.relation.contacts if one.contact == contact), "")
        question = asked.sure_question(of.offer, name, self._words)
        make: Make = lambda _: partial(end_contact_person, contact=contact)  # noqa: E731  # One line, and a type.
        self._ask(question, make, lambda _: self._words("person.done.end-contact", name=name))

    def add_remark(self, of: Begun) -> None:
        warning = of.offer.id == "add-warning"

        def make(answer: Answer) -> Deed[Any]:
            until = answer.day("until")
            return partial(add_remark, patron=of.read.scan, body=answer["body"], warning=warning, until_on=until)

        done = f"person.done.{of.offer.id}"
        self._ask(asked.remark_question(self._words, warning=warning), make, lambda _: self._words(done))

    def end_remark(self, of: Begun) -> None:
        remark = of.row
        self._do(lambda _: partial(end_remark, remark=remark), lambda _: self._words("person.done.end-remark"))

    # Messages.

    def write_message(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(ask_notice, patron=of.read.scan, kind=answer[KIND])

        self._ask(message_question(of.read, self._words), make, self._message)

    def send_again(self, of: Begun) -> None:
        notice = str(of.row)
        self._do(lambda _: partial(ask_again, notice=notice), self._message)

    def cancel_message(self, of: Begun) -> None:
        notice = str(of.row)
        self._do(lambda _: partial(cancel_notice, notice=notice), self._message)

    def _message(self, outcome: Done[Any]) -> str:
        record = outcome.record
        return f"{kind_name(record.kind, self._words)}: {self._words(f'notice.standing.{record.standing}')}."


BEGINNINGS: Mapping[str, Callable[[PersonDeeds, Begun], None]] = {
    "order-card": PersonDeeds.order_card,
    "bind-number": PersonDeeds.bind_number,
    "report-card": PersonDeeds.report_card,
    "card-found": PersonDeeds.card_found,
    "remove-number": PersonDeeds.remove_number,
    "card-made": PersonDeeds.card_made,
    "hand-over": PersonDeeds.hand_over,
    "cancel-order": PersonDeeds.cancel_order,
    "issue-account": PersonDeeds.hand_out,
    "reset-account": PersonDeeds.hand_out,
    "set-pin": PersonDeeds.set_pin,
    "confirm-contact": PersonDeeds.confirm_contact,
    "change-contact": PersonDeeds.change_contact,
    "note-document": PersonDeeds.note_document,
    "accept-rules": PersonDeeds.accept_rules,
    "change-person": PersonDeeds.change_person,
    "add-guarantor": PersonDeeds.add_guarantor,
    "guarantor-document": PersonDeeds.note_document,
    "add-contact": PersonDeeds.add_contact,
    "end-contact": PersonDeeds.end_contact,
    "add-note": PersonDeeds.add_remark,
    "add-warning": PersonDeeds.add_remark,
    "end-remark": PersonDeeds.end_remark,
    "write-message": PersonDeeds.write_message,
    "send-again": PersonDeeds.send_again,
    "cancel-message": PersonDeeds.cancel_message,
    "mail-account": PersonDeeds.mail_account,
    "mail-account-again": PersonDeeds.mail_account,
}
"""How each offer begins, but for those about data and money; a test compares them with the offers there are."""


def _different(values: Mapping[str, str], written: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed that is not what is written; what is not shown, and left empty, stays."""
    return {name: value for name, value in values.items() if value != written.get(name, "")}
