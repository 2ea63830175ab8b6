"""What happened between a person and the library, newest first: every fact about them that stands, but for loans."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.database import Database
from app.db.persons import RECORDS
from app.rules.identity import CODE_KINDS, masked_code

LINES_MAX = 300
"""More than anybody reads; what is older stays in the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One thing that happened.

    Attributes:
        what: The table of the fact.
        kind: A code that says which of several it was: the channel, the document, the step; "" for no choice.
        said: A name, a number or a version that goes with it; one that holds a personal code is masked.
        at_ms: By the clock of the desk, Unix milliseconds.
        branch: Its code: a table has no room for its name.
        staff: Who did it.
    """

    what: str
    kind: str
    said: str
    at_ms: int
    branch: str
    staff: str


_NAME = "trim(coalesce(g.given, '') || ' ' || coalesce(g.family, ''))"

_OF_PERSON = RECORDS.format("?1")

_FACTS = f"""
SELECT id, 'registration' AS what, channel AS kind, '' AS said, '' AS number_kind, staff, branch, at_ms
    FROM registration WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'identity_check', document, subject, '', staff, branch, at_ms
    FROM identity_check WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'rules_acceptance', means, version, '', staff, branch, at_ms
    FROM rules_acceptance WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'contact_confirmation', '', changed, '', staff, branch, at_ms
    FROM contact_confirmation WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'visit', shown, '', '', staff, branch, at_ms
    FROM visit WHERE patron IN {_OF_PERSON}
UNION ALL SELECT g.id, 'guarantee', g.means, {_NAME}, '', g.staff, g.branch, g.at_ms
    FROM guarantee g WHERE g.patron IN {_OF_PERSON}
UNION ALL SELECT e.id, 'guarantee_end', e.cause, {_NAME}, '', e.staff, e.branch, e.at_ms
    FROM guarantee_end e JOIN guarantee g ON g.id = e.guarantee WHERE g.patron IN {_OF_PERSON}
UNION ALL SELECT id, 'card_order', kind, number, '', staff, branch, at_ms
    FROM card_order WHERE patron IN {_OF_PERSON}
UNION ALL SELECT s.id, 'card_step', s.step, o.number, '', s.staff, s.branch, s.at_ms
    FROM card_step s JOIN card_order o ON o.id = s.card_order WHERE o.patron IN {_OF_PERSON}
UNION ALL SELECT r.id, 'card_report', r.standing, i.value, i.kind, r.staff, r.branch, r.at_ms
    FROM card_report r JOIN identifier i ON i.id = r.identifier WHERE i.patron IN {_OF_PERSON}
UNION ALL SELECT id, 'form_destruction', form_kind, '', '', staff, branch, at_ms
    FROM form_destruction WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'end_of_use', '', '', '', staff, branch, at_ms
    FROM end_of_use WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'erasure', cause, '', '', staff, branch, at_ms
    FROM erasure WHERE patron IN {_OF_PERSON}
UNION ALL SELECT id, 'same_person', '', '', '', staff, branch, at_ms
    FROM same_person WHERE patron IN {_OF_PERSON} OR other IN {_OF_PERSON}
UNION ALL SELECT id, 'viewing', substr(why || ' ', 1, instr(why || ' ', ' ') - 1),
    trim(substr(why || ' ', instr(why || ' ', ' '))), '', staff, branch, at_ms
    FROM viewing WHERE ?3 AND patron IN {_OF_PERSON}
"""

_LOG = f"""
SELECT f.what, f.kind, f.said, f.number_kind, f.at_ms, b.code, s.name FROM ({_FACTS}) f
LEFT JOIN branch b ON b.id = f.branch LEFT JOIN staff s ON s.id = f.staff
WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = f.id) ORDER BY f.at_ms DESC, f.id DESC LIMIT ?2
"""


def person_log(
    database: Database, patron: int, *, viewings: bool = False, most: int = LINES_MAX
) -> tuple[LogLine, ...]:
    """Return what happened, by whichever record of the person, newest first.

    Args:
        viewings: Whether who looked at the record is told, too (R-32).
    """
    return tuple(
        LogLine(
            what=what,
            kind=kind or "",
            said=masked_code(said or "") if number_kind in CODE_KINDS else said or "",
            at_ms=at_ms or 0,
            branch=branch or "",
            staff=staff or "",
        )
        for what, kind, said, number_kind, at_ms, branch, staff in database.connection.execute(
            _LOG, (patron, most, viewings)
        )
    )
