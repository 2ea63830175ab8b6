"""The deeds about what is kept of a person: stopping, being forgotten, being handed one's data, parting records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.desk.ending import end_use, resume_use
from app.desk.erasures import propose_erasure, withdraw_erasure
from app.desk.outcome import Done, Refused
from app.desk.persons import part_patrons
from app.rules.blocks import Why, block
from app.views.presenters import person_asking as asked
from app.views.presenters.person_doing import Begun, Doing
from app.views.presenters.question import Answer, Answered
from app.views.presenters.service import Deed, Failed, Service
from app.views.presenters.stage import Stage
from app.words import Words


class DataDeeds:
    """Begins the deeds of the tab of data."""

    def __init__(self, service: Service, words: Words, stage: Stage, doing: Doing) -> None:
        self._service, self._words, self._stage, self._doing = service, words, stage, doing

    def end_use(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            return partial(
                end_use,
                patron=of.read.scan,
                on_day=answer.day("on_day"),
                means=answer["means"],
                erase=answer["erase"] == "yes",
            )

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            said = self._words("cli.patron.end-use.done", name=record.name, day=record.on_day)
            return " ".join(filter(None, (said, self._words("person.done.erase") if record.proposal else "")))

        self._doing.ask(asked.end_question(of.read, self._words), make, say)

    def use_again(self, of: Begun) -> None:
        def say(outcome: Done[Any]) -> str:
            return self._words("cli.patron.use-again.done", name=outcome.record.name)

        question = asked.sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(question, lambda _: partial(resume_use, patron=of.read.scan), say)

    def erase(self, of: Begun) -> None:
        def make(answer: Answer) -> Deed[Any]:
            if not answer["reason"]:
                return lambda _: Refused(blocks=(block(Why.FIELD_MISSING, field="reason"),))
            return partial(propose_erasure, patron=of.read.scan, reason=answer["reason"])

        question = asked.erase_question(of.read, self._words)
        self._doing.ask(question, make, lambda _: self._words("person.done.erase"))

    def withdraw(self, of: Begun) -> None:
        if of.read.erasure is not None:
            question = asked.sure_question(of.offer, of.read.shown.name, self._words)
            made = partial(withdraw_erasure, proposal=of.read.erasure.proposal)
            self._doing.ask(question, lambda _: made, lambda _: self._words("cli.retention.withdraw.done"))

    def hand_out(self, of: Begun) -> None:
        """Write all that is kept, in the language of the person; what is to be read is opened."""
        if of.path is None:
            return
        path, language = of.path, of.read.shown.language or self._words.language

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.hand_out_data(of.read.scan, path=path, language=language, done=done, failed=failed)

        def say(outcome: Done[Any]) -> str:
            record = outcome.record
            if path.suffix.casefold() == ".pdf":
                self._stage.open_file(record.path)
            return self._words("cli.patron.data.done", name=record.name, count=record.count, file=record.path.name)

        self._doing.act(act, say)

    def part(self, of: Begun) -> None:
        merge = of.row
        question = asked.sure_question(of.offer, of.read.shown.name, self._words)
        self._doing.ask(
            question,
            lambda _: partial(part_patrons, merge=merge),
            lambda _: self._words("cli.patron.part.done"),
        )


DATA_BEGINNINGS: Mapping[str, Callable[[DataDeeds, Begun], None]] = {
    "end-use": DataDeeds.end_use,
    "use-again": DataDeeds.use_again,
    "erase": DataDeeds.erase,
    "withdraw-erasure": DataDeeds.withdraw,
    "hand-out-data": DataDeeds.hand_out,
    "data-file": DataDeeds.hand_out,
    "part-records": DataDeeds.part,
}
"""How each offer of the tab begins."""
