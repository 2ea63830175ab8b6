"""What reports are made of. Facts that were undone do not count; what happened belongs to the day at its branch."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.counts import counted
from app.db.database import Database
from app.db.persons import FILLED, LEAD
from app.db.queries.network import BranchShown, branches
from app.db.relations import promises
from app.desk.counting import VISITS
from app.rules.guarantees import Promise, liable_for
from app.rules.identity import is_minor
from app.sync.ticks import make_tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day at one branch (R-1). `visits` are those of adults, of children, and in the account."""

    on: date
    branch: str
    loans: int
    renewals: int
    returns: int
    registrations: int
    in_house: int
    visits: tuple[int, ...]


COUNTED = ("loan", "renewal", "closing", "registration")

_COUNTED = """
SELECT f.branch, f.at_ms FROM {} f WHERE f.id >= ? AND f.at_ms >= ? AND f.at_ms < ? {}
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = f.id)
"""
"""A tick is never below the desk's clock, so the ids before the first day hold nothing of it."""

_BESIDE = {"loan": "AND f.lent_on IS NULL", "closing": "AND f.cause IS NOT 'lost' AND f.cause IS NOT 'paper'"}
"""What was on paper first belongs to its own day, and a lost copy that was settled has not come back."""

_PAPER = "SELECT f.branch, f.{} FROM {} f WHERE {} AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = f.id)"
_ON_PAPER = {
    "loan": _PAPER.format("lent_on", "loan", "f.lent_on BETWEEN ? AND ?"),
    "closing": _PAPER.format("on_day", "closing", "f.cause = 'paper' AND f.on_day BETWEEN ? AND ?"),
}


def day_sheet(database: Database, *, first: date, last: date, branch: str = "") -> list[Day]:
    """Return every day of the period at every branch where anything happened, or at one branch all of them.

    Args:
        branch: The code of one branch; "" for all.
    """
    chosen = [one for one in branches(database) if branch in {"", one.code}]
    counts = {table: _by_day(database, table, chosen, first, last) for table in COUNTED}
    by_hand = _by_hand(database, first, last)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [
        Day(
            on=day,
            branch=one.name,
            loans=counts["loan"][one.branch, day],
            renewals=counts["renewal"][one.branch, day],
            returns=counts["closing"][one.branch, day],
            registrations=counts["registration"][one.branch, day],
            in_house=by_hand[IN_HOUSE, one.branch, day],
            visits=tuple(by_hand[kind, one.branch, day] for kind in VISITS),
        )
        for day in days
        for one in chosen
        if branch
        or any(counts[table][one.branch, day] for table in COUNTED)
        or any(by_hand[kind, one.branch, day] for kind in (IN_HOUSE, *VISITS))
    ]


IN_HOUSE = "in_house"

_IN_HOUSE = """
SELECT branch, on_day, sum(count) FROM in_house_use f WHERE on_day BETWEEN ? AND ?
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = f.id) GROUP BY branch, on_day
"""


def _by_hand(database: Database, first: date, last: date) -> Counter[tuple[str, int, date]]:
    """Count what was counted by hand, by kind, branch and day."""
    found: Counter[tuple[str, int, date]] = Counter()
    for kind, on_day, _, branch, count in counted(database.connection, first, last):
        found[kind, branch, on_day] += count
    for branch, on, count in database.connection.execute(_IN_HOUSE, (first.isoformat(), last.isoformat())):
        found[IN_HOUSE, branch or 0, date.fromisoformat(on)] += count
    return found


Counts = Counter[tuple[int, date]]


def _by_day(database: Database, table: str, chosen: list[BranchShown], first: date, last: date) -> Counts:
    """Count facts by branch and local day."""
    starts = {one.branch: _starts(first, last, one.time_zone) for one in chosen}
    if not starts:
        return Counter()
    begin, end = min(known[0] for known in starts.values()), max(known[-1] for known in starts.values())
    query = _COUNTED.format(table, _BESIDE.get(table, ""))
    rows = database.connection.execute(query, (make_tick(begin, 0), begin, end))
    found: Counts = Counter()
    for branch, at_ms in rows:
        ahead = bisect_right(starts.get(branch, [end]), at_ms) - 1
        if branch in starts and 0 <= ahead <= (last - first).days:
            found[branch, first + timedelta(days=ahead)] += 1
    if table in _ON_PAPER:
        for branch, on in database.connection.execute(_ON_PAPER[table], (first.isoformat(), last.isoformat())):
            found[branch or 0, date.fromisoformat(on)] += 1
    return found


def _starts(first: date, last: date, zone: str) -> list[int]:
    """Return when each day of the period begins, and when the day after it does; Unix milliseconds."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 2)]
    midnights = [datetime.combine(day, time(), ZoneInfo(zone)) for day in days]
    return [int(midnight.astimezone(UTC).timestamp() * 1000) for midnight in midnights]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A loan that is overdue (R-2), with how to reach whoever answers for it."""

    days: int
    number: str
    name: str
    phone: str
    email: str
    guarantor: str
    guarantor_phone: str
    title: str
    barcode: str
    branch: str
    due_on: date


_OVERDUE = f"""
SELECT p.id, ({finding.NUMBER_OF_PATRON.format("p.id")}), p.given, p.family, {FILLED.format("p", "phone")},
    {FILLED.format("p", "email")}, {FILLED.format("p", "birth_on")},
    t.title, i.barcode, b.name, b.time_zone, o.lent_ms, o.due_on
FROM open_loan o LEFT JOIN patron p ON p.id = {LEAD.format("o.patron")} LEFT JOIN item i ON i.id = o.item
LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = o.branch
WHERE o.due_on < ? AND (? = '' OR b.code = ?) ORDER BY o.due_on, p.family, p.given, o.loan
"""


def overdue(database: Database, *, today: date, branch: str = "") -> list[Overdue]:
    """Return the loans that are overdue today, longest first; for what a minor borrowed, with who answers for it."""
    years = finding.policy(database.connection, today, 0).number("guarantee_until_years")
    rows = database.connection.execute(_OVERDUE, (today.isoformat(), branch, branch))
    return [
        Overdue(
            days=(today - date.fromisoformat(due_on)).days,
            number=number or (f"#{patron}" if patron else ""),
            name=" ".join(filter(None, (given, family))),
            phone=phone or "",
            email=email or "",
            guarantor=liable.name if liable else "",
            guarantor_phone=liable.phone if liable else "",
            title=title or "",
            barcode=barcode or "",
            branch=place or "",
            due_on=date.fromisoformat(due_on),
        )
        for patron, number, given, family, phone, email, birth_on, title, barcode, place, zone, lent_ms, due_on in rows
        for liable in [_liable(database, patron, finding.day_or_none(birth_on), (lent_ms, zone), years)]
    ]


def _liable(
    database: Database, patron: int | None, birth_on: date | None, lent: tuple[int, str | None], years: int
) -> Promise | None:
    """Return who promised to answer for a loan that was made when the borrower was a minor (L-42)."""
    lent_ms, zone = lent[0], lent[1] or finding.DEFAULT_ZONE
    lent_on = finding.day_of(lent_ms, zone)
    if patron is None or not is_minor(birth_on, lent_on, years):
        return None
    return liable_for(promises(database.connection, patron, zone), birth_on, lent_on, years)
