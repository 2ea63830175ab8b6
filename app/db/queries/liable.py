"""Who answers for a loan: for papers, and for whoever asks about one."""

from __future__ import annotations

from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.persons import columns_of, lead_of
from app.db.relations import promises
from app.rules.guarantees import Answerable, AnswersAs, answerable

_LOAN = """
SELECT l.patron, l.lent_on, l.at_ms, b.id, b.time_zone FROM loan l LEFT JOIN branch b ON b.id = l.branch WHERE l.id = ?
"""


def liable_for_loan(database: Database, loan: int, today: date) -> Answerable | None:
    """Return who answers for a loan; None for one of which nobody knows any more whose it was."""
    connection = database.connection
    row = connection.execute(_LOAN, (loan,)).fetchone()
    if row is None or row[0] is None:
        return None
    record, lent_on, at_ms, branch, said_zone = row
    patron, zone = lead_of(connection, record), said_zone or finding.DEFAULT_ZONE
    written, policy = columns_of(connection, patron), finding.policy(connection, today, branch or 0)
    role = AnswersAs.INSTITUTION if written.get("category") in policy.institutions else AnswersAs.BORROWER
    name = " ".join(str(written[part]) for part in ("given", "family") if written.get(part))
    birth_on = written.get("birth_on")
    return answerable(
        Answerable(role=role, name=name, phone=str(written.get("phone") or "")),
        promises(connection, patron, zone),
        finding.day_or_none(str(birth_on) if birth_on else None),
        finding.day_or_none(lent_on) or finding.day_of(at_ms or 0, zone),
        policy.number("guarantee_until_years"),
    )
