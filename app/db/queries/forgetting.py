"""Whom the library is to forget: proposed, to be proposed, or with something still to settle, and why (L-13, L-14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def to_forget(
    database: Database, policy: Policy, *, today: date, now_ms: int, zone: str, branch: str = ""
) -> list[ToForget]:
    """Return everybody who is proposed or could be, those first of whom something is to be done here.

    Args:
        branch: The code of the branch where they are at home; "" for all.
    """
    proposed = erasures(database, now_ms)
    found = [
        *_unproposed(database, _due(database, policy, today, zone), UNUSED, zone),
        *_unproposed(database, leaving_patrons(database.connection), REQUEST, zone),
        *_unproposed(database, _with_loans(database, proposed), REQUEST, zone),
        *(_proposed(database, one, zone) for one in proposed),
    ]
    homes = dict(database.connection.execute(_HOMES, (branch,)).fetchall()) if branch else {}
    return [one for one in found if not branch or one.patron in homes]


_HOMES = "SELECT p.id, b.code FROM patron p JOIN branch b ON b.id = p.home_branch WHERE b.code = ?"


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
    named = {one.patron for one in proposed}
    return [patron for (patron,) in database.connection.execute(_OPEN_WISHES) if patron not in named]


_HOME = "SELECT b.name FROM patron p JOIN branch b ON b.id = p.home_branch WHERE p.id = ?"
_LOANS = f"SELECT count(*) FROM open_loan WHERE patron IN {RECORDS.format('?1')}"


def _unproposed(database: Database, records: Iterable[int], cause: str, zone: str) -> Iterator[ToForget]:
    """Yield each person once, however many records they have."""
    connection = database.connection
    for patron in dict.fromkeys(lead_of(connection, record) for record in records):
        person = finding.forgettable(connection, patron)
        yield ToForget(
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
