"""What is said of a copy: the question, the deed and the sentence, at the desk, in the stock and on somebody's page."""

from __future__ import annotations

from functools import partial

from app.desk.outcome import Done
from app.desk.reports import Reported, report_copy
from app.rules.copies import REPORTS
from app.views.presenters.copy_fields import asked_price, price_minor
from app.views.presenters.person_doing import Make
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words


def report_question(title: str, currency: str, words: Words) -> Question:
    """Ask what is said of a copy: lost, claimed returned, missing, found, damaged."""
    return Question(
        title=words("desk.report", title=title),
        confirm=words("desk.report.confirm"),
        fields=(
            Asked(
                name="kind",
                label=words("desk.label.kind"),
                kind=Kind.LIST,
                value=REPORTS[0],
                options={one: words(f"copy.report.{one}") for one in REPORTS},
            ),
            asked_price(words, currency),
            Asked(name="on_day", label=words("copy.report.since"), kind=Kind.DAY),
            Asked(name="note", label=words("desk.report.note")),
        ),
    )


def reporting(item: str) -> Make:
    """Return what makes the deed of an answer, about the copy with this scanned number."""

    def make(answer: Answer) -> Deed[Reported]:
        return partial(
            report_copy,
            item=item,
            kind=answer["kind"],
            price_minor=price_minor(answer),
            note=answer["note"],
            on=answer.day("on_day"),
        )

    return make


def reported(currency: str, words: Words, outcome: Done[Reported]) -> str:
    """Tell what was said, and who is to pay for it."""
    record = outcome.record
    said = words(f"copy.report.{record.kind}.done", title=record.title)
    if record.price_minor is None:
        return said
    amount = words.money(record.price_minor, currency)
    return f"{said}. {words('copy.report.price', patron=record.patron_name, amount=amount)}"
