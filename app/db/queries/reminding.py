"""Who is to be reminded, and who is to be asked to bring back what is late (D-13), with what they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.db import finding
from app.db.copies import CLAIMED
from app.db.database import Database
from app.db.notices import notices_of
from app.db.persons import FILLED, LEAD
from app.rules.letters import RECALL, REMINDER
from app.rules.policy import Policy
from app.rules.reminding import OpenDue, is_to_be_recalled, is_to_be_reminded, steps_of

_WITH_THEM = f"""(NOT ({CLAIMED.format("o.loan")}) AND NOT EXISTS (
    SELECT 1 FROM copy_report c WHERE c.loan = o.loan AND c.kind = 'lost'
    AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = c.id)))"""
"""Nobody is asked for what they say to have returned, or lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """To whom each kind of letter goes today: records that lead."""

    reminders: tuple[int, ...]
    recalls: tuple[int, ...]


_OPEN = f"""
SELECT {LEAD.format("o.patron")} AS lead, o.loan, o.due_on FROM open_loan o
JOIN patron p ON p.id = {LEAD.format("o.patron")}
WHERE o.due_on <= ?1 AND o.patron IS NOT NULL AND {FILLED.format("p", "died_on")} IS NULL AND {_WITH_THEM}
AND ?2 IN ('', (SELECT b.code FROM branch b WHERE b.id = o.branch))
"""


def due_letters(database: Database, policy: Policy, today: date, zone: str, branch: str = "") -> Due:
    """Return to whom letters about what they have are due, of loans of one branch or of all."""
    days, steps = policy.number("reminder_days"), steps_of(policy.text("recall_days"))
    rows = database.connection.execute(_OPEN, ((today + timedelta(days=days)).isoformat(), branch)).fetchall()
    by_person: dict[int, list[OpenDue]] = defaultdict(list)
    for lead, loan, due_on in rows:
        by_person[lead].append(OpenDue(loan=loan, due_on=date.fromisoformat(due_on)))
    reminders, recalls = [], []
    for person, loans in sorted(by_person.items()):
        told = _told_on(database, person, zone)
        if is_to_be_reminded(loans, told[REMINDER], today, days):
            reminders.append(person)
        if is_to_be_recalled(loans, told[RECALL], today, steps):
            recalls.append(person)
    return Due(reminders=tuple(reminders), recalls=tuple(recalls))


def _told_on(database: Database, person: int, zone: str) -> Mapping[str, list[date]]:
    told: dict[str, list[date]] = {REMINDER: [], RECALL: []}
    for one in notices_of(database.connection, person):
        if one.kind in told and one.standing.counts:
            told[one.kind].append(finding.day_of(one.at_ms, zone))
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanInLetter:
    """A loan as a letter tells it."""

    loan: int
    title: str
    branch: str
    due_on: date


_OF_PERSON = f"""
SELECT o.loan, t.title, b.name, o.due_on FROM open_loan o LEFT JOIN item i ON i.id = o.item
LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = o.branch
WHERE {LEAD.format("o.patron")} = {LEAD.format("?1")} AND {_WITH_THEM} ORDER BY o.due_on, t.title, o.loan
"""


def loans_in_letter(database: Database, patron: int) -> list[LoanInLetter]:
    """Return what somebody has, first due first, but for what they say to have returned or lost."""
    rows = database.connection.execute(_OF_PERSON, (patron,))
    return [
        LoanInLetter(loan=loan, title=title or "", branch=branch or "", due_on=date.fromisoformat(due_on))
        for loan, title, branch, due_on in rows
    ]
