"""What a letter tells of what somebody has: what is soon due, or what is late, a line each (D-13)."""

from __future__ import annotations

from collections.abc import Mapping

from app.db.queries.liable import liable_for_loan
from app.db.queries.reminding import LoanInLetter, loans_in_letter
from app.db.queries.settings import policy_in_force
from app.rules.guarantees import AnswersAs
from app.rules.letters import RECALL
from app.rules.reminding import OpenDue, overdue, soon_due
from app.station.station import Station
from app.words import Words


def told_of_loans(station: Station, patron: int, kind: str, words: Words) -> Mapping[str, str]:
    """Return the values of a reminder or a recall."""
    told = _told(station, patron, kind)
    answers = (liable_for_loan(station.reading, one.loan, station.today()) for one in told)
    names = dict.fromkeys(one.name for one in answers if one and one.role is AnswersAs.GUARANTOR)
    return {"loans": "\n".join(_line(one, words) for one in told), "guarantor": ", ".join(names)}


def _told(station: Station, patron: int, kind: str) -> list[LoanInLetter]:
    today, loans = station.today(), loans_in_letter(station.reading, patron)
    due = [OpenDue(loan=one.loan, due_on=one.due_on) for one in loans]
    days = policy_in_force(station.reading, today, station.acting.branch).number("reminder_days")
    told = overdue(due, today) if kind == RECALL else soon_due(due, today, days) or due
    wanted = {one.loan for one in told}
    return [one for one in loans if one.loan in wanted]


def _line(one: LoanInLetter, words: Words) -> str:
    return words("letter.loan", title=one.title, due=one.due_on, branch=one.branch)
