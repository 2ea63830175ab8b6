"""What no merge takes from a person, nor gives: what they may not do, a document that was seen, somebody's promise."""

from __future__ import annotations

import sqlite3
from datetime import date

from app.db import finding
from app.db.money import MoneyRules
from app.db.persons import lead_of
from app.db.relations import relation
from app.db.restrictions import bans_of, exclusions_of
from app.desk.promises import REPLACED
from app.rules.identity import is_minor
from app.rules.relation import Identity
from tests.sim.lending_chance import LIVE, YEARS


def check_people(connection: sqlite3.Connection, today: date) -> None:
    """Hold a desk to what must be true of people."""
    check_restrictions(connection, today)
    check_cards(connection)
    check_relations(connection, today)
    check_promises(connection)


def check_restrictions(connection: sqlite3.Connection, today: date) -> None:
    """An exclusion for misuse, and a ban, stand until their day, or until somebody has lifted them (I-11)."""
    standing = connection.execute(
        "SELECT r.id, r.patron FROM restriction r WHERE r.kind <> 'debt' AND r.patron IS NOT NULL"
        f" AND {LIVE.format('r')}"
        " AND r.from_on <= ?1 AND coalesce(r.until_on, '9999') >= ?1 AND NOT EXISTS ("
        f" SELECT 1 FROM restriction_end e WHERE e.restriction = r.id AND {LIVE.format('e')})",
        (today.isoformat(),),
    ).fetchall()
    rules = MoneyRules(connection)
    for restriction, patron in standing:
        lead = lead_of(connection, patron)
        found = (*exclusions_of(connection, lead, today, rules), *bans_of(connection, lead, today))
        assert restriction in {one.fact for one in found}, f"restriction {restriction} was lost"


def check_cards(connection: sqlite3.Connection) -> None:
    """A card that was last said to be lost or stolen opens nothing, unless somebody has written otherwise since (I-11).

    A manager who refuses a writing that was held writes what stood before.
    """
    found = connection.execute(
        "SELECT i.id FROM identifier i JOIN card_report r ON r.id = ("
        f" SELECT max(x.id) FROM card_report x WHERE x.identifier = i.id AND {LIVE.format('x')})"
        " WHERE r.standing <> 'active' AND i.standing = 'active' AND NOT EXISTS ("
        " SELECT 1 FROM clock c WHERE c.tbl = 'identifier' AND c.row = i.id AND c.unit = 'standing' AND c.tick > r.id)"
    ).fetchall()
    assert found == [], f"cards that were blocked are good: {found}"


def check_relations(connection: sqlite3.Connection, today: date) -> None:
    """Whose document was seen is known everywhere (I-10), and who wished to stop or has died borrows nothing (I-11)."""
    seen = "SELECT patron FROM identity_check WHERE subject = 'patron' AND patron IS NOT NULL"
    ended = (
        f"SELECT patron FROM end_of_use e WHERE patron IS NOT NULL AND {LIVE.format('e')}"
        " UNION SELECT id FROM patron WHERE died_on <> ''"
    )
    for (patron,) in connection.execute(seen).fetchall():
        found = relation(connection, lead_of(connection, patron), today, finding.DEFAULT_ZONE)
        assert found.identity is Identity.SEEN, f"{patron}: a document was seen, and nobody knows"
    for (patron,) in connection.execute(ended).fetchall():
        found = relation(connection, lead_of(connection, patron), today, finding.DEFAULT_ZONE)
        assert found.ended, f"{patron} has ended, and may borrow"


_LENT_TO_MINORS = f"""
SELECT l.id, l.at_ms, b.time_zone, p.id, p.birth_on FROM loan l JOIN patron p ON p.id = l.patron
LEFT JOIN branch b ON b.id = l.branch
WHERE p.birth_on <> '' AND l.lent_on IS NULL AND coalesce(l.overrides, '') NOT LIKE '%GUARANTEE_MISSING%'
AND NOT EXISTS (SELECT 1 FROM same_person s WHERE p.id IN (s.patron, s.other)) AND {LIVE.format("l")}
"""
"""Loans that nobody has made knowing that a promise lacked: neither with a reason, nor from paper.

What was lent while two records were one may have been lent on the promise in the other.
"""

_PROMISED = f"""
SELECT (
    SELECT min(e.on_day) FROM guarantee_end e WHERE e.guarantee = g.id AND e.cause IS NOT '{REPLACED}'
) FROM guarantee g WHERE g.patron = ? AND g.id < ?
"""
"""Until when promises hold that came before a loan: before it by their ticks, for two desks may differ in their days.

One that was replaced goes on in the next: whoever lends at a clock that is days ahead need not have heard of it yet.
"""


def check_promises(connection: sqlite3.Connection) -> None:
    """For whoever was a minor on the day of a loan somebody had promised to answer, and still did on that day (I-12)."""
    for loan, at_ms, zone, patron, birth_on in connection.execute(_LENT_TO_MINORS).fetchall():
        lent_on = finding.day_of(at_ms, zone or finding.DEFAULT_ZONE)
        if is_minor(date.fromisoformat(birth_on), lent_on, YEARS):
            ends = connection.execute(_PROMISED, (patron, loan)).fetchall()
            holds = any(end is None or lent_on <= date.fromisoformat(end) for (end,) in ends)
            assert holds, f"loan {loan}: lent to a minor for whom nobody answers"
