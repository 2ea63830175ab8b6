"""Whom the library is to forget: proposed, to be proposed, or with something still to settle, and why (L-13, L-14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.database import Database
from app.db.erasing import WISHED, leaving_patrons, unused_patrons, used_last
from app.db.persons import RECORDS, lead_of, records_of
from app.db.queries.retention import ErasureShown, Standing, erasures
from app.db.relations import ended_on
from app.rules.policy import Policy
from app.rules.retention import counted_uses, years_before
from app.sync.ticks import make_tick, unix_ms_of

REQUEST, UNUSED = "request", "unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToForget:
    """Somebody who is to be forgotten.

    Attributes:
        number, name: "" once it is done.
        cause: "request", or "unused" for years.
        since: The day of the wish to stop, or of the last use; None for an erasure that was asked for at once.
        loans: How many copies are to come back first.
        erasure: The proposal; None for somebody who is not proposed yet.
    """

    patron: int
    number: str
    name: str
    branch: str
    cause: str
    since: date | None
    loans: int
    erasure: ErasureShown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Whom the library is to forget.

    Attributes:
        people: Those first of whom something is to be done here; no more than were asked for.
        due: How many are to be proposed; whoever has several records is one.
        waiting: How many are proposed; the same.
    """

    people: list[ToForget]
    due: int
    waiting: int


def to_forget(
    database: Database, policy: Policy, *, today: date, now_ms: int, zone: str, branch: str = "", most: int
) -> Forgetting:
    """Return who is proposed or could be.

    Args:
        branch: The code of the branch where they are at home; "" for all.
        most: Of so many all is told; after years there may be thousands.
    """
    homes = {id_ for (id_,) in database.connection.execute(_HOMES, (branch,))} if branch else None
    at_home = (one for one in erasures(database, now_ms) if homes is None or one.patron in homes)
    proposed = _by_person(database, at_home)
    ready = [(record, UNUSED) for record in _due(database, policy, today, zone)]
    ready += [(record, REQUEST) for record in leaving_patrons(database.connection)]
    due = _people(database, ready, homes)
    with_loans = _people(database, ((record, REQUEST) for record in _with_loans(database, proposed)), homes)
    asked = [*due.items(), *with_loans.items()][:most]
    people = [_unproposed(database, patron, cause, zone) for patron, cause in asked]
    people += [_proposed(database, one, zone) for one in proposed[: most - len(people)]]
    waiting = sum(one.standing is not Standing.DONE for one in proposed)
    return Forgetting(people=people, due=len(due), waiting=waiting)


def _people(database: Database, records: Iterable[tuple[int, str]], homes: Collection[int] | None) -> dict[int, str]:
    """Return each person once, however many records they have, with the cause."""
    leading = ((lead_of(database.connection, record), cause) for record, cause in records)
    return {patron: cause for patron, cause in leading if homes is None or patron in homes}


def _by_person(database: Database, found: Iterable[ErasureShown]) -> list[ErasureShown]:
    """Return one proposal for each person: of somebody's several, the one that waits for most."""
    chosen: dict[int, ErasureShown] = {}
    for one in found:
        lead = lead_of(database.connection, one.patron)
        before = chosen.setdefault(lead, one)
        if len(one.waits_for) > len(before.waits_for):
            chosen[lead] = one
    return list(chosen.values())


_HOMES = "SELECT p.id FROM patron p JOIN branch b ON b.id = p.home_branch WHERE b.code = ?"


def _due(database: Database, policy: Policy, today: date, zone: str) -> list[int]:
    """Return who has used no library for as many years as the rules name; nobody where they name none."""
    years, (uses, unknown) = policy.number("unused_years"), counted_uses(policy.text("uses_counted"))
    if not years or unknown:
        return []
    begin = datetime.combine(years_before(today, years), time(), ZoneInfo(zone)).astimezone(UTC)
    return unused_patrons(database.connection, make_tick(int(begin.timestamp() * 1000), 0), uses)


_OPEN_WISHES = f"""
SELECT p.id FROM patron p WHERE EXISTS ({WISHED.format("p.id")})
AND EXISTS (SELECT 1 FROM open_loan o WHERE o.patron IN {RECORDS.format("p.id")}) ORDER BY p.id
"""


def _with_loans(database: Database, proposed: Iterable[ErasureShown]) -> list[int]:
    """Return who wishes to stop, and has something at home; whoever is proposed all the same is shown as such."""
    named = {lead_of(database.connection, one.patron) for one in proposed}
    found = (patron for (patron,) in database.connection.execute(_OPEN_WISHES))
    return [patron for patron in found if lead_of(database.connection, patron) not in named]


_HOME = "SELECT b.name FROM patron p JOIN branch b ON b.id = p.home_branch WHERE p.id = ?"
_LOANS = f"SELECT count(*) FROM open_loan WHERE patron IN {RECORDS.format('?1')}"


def _unproposed(database: Database, patron: int, cause: str, zone: str) -> ToForget:
    connection = database.connection
    person = finding.forgettable(connection, patron)
    return ToForget(
        patron=patron,
        number=person.number,
        name=person.name,
        branch=finding.one(connection, _HOME, patron) or "",
        cause=cause,
        since=_since(database, patron, cause, zone),
        loans=finding.one(connection, _LOANS, patron),
    )


def _proposed(database: Database, shown: ErasureShown, zone: str) -> ToForget:
    done = shown.standing is Standing.DONE
    return ToForget(
        patron=shown.patron,
        number=shown.number,
        name=shown.name,
        branch=shown.branch,
        cause=shown.cause,
        since=None if done else _since(database, shown.patron, shown.cause, zone),
        loans=shown.loans,
        erasure=shown,
    )


def _since(database: Database, patron: int, cause: str, zone: str) -> date | None:
    if cause == REQUEST:
        return ended_on(database.connection, patron)
    tick = used_last(database.connection, patron)
    return finding.day_of(unix_ms_of(tick), zone) if tick is not None else None


def erasure_of(database: Database, patron: int, now_ms: int) -> ErasureShown | None:
    """Return the proposal to erase somebody, by whichever record, or None."""
    records = records_of(database.connection, patron)
    named = f"SELECT 1 FROM erasure WHERE patron IN ({', '.join('?' * len(records))})"
    if finding.one(database.connection, named, *records) is None:  # As of nearly everybody.
        return None
    return next((one for one in erasures(database, now_ms) if one.patron in records), None)
