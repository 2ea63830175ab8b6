"""Whom the library has something to ask: lists to work through, of the whole network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.db import finding
from app.db.database import Database
from app.db.persons import FILLED, IS_LEAD, LEAD, RECORDS
from app.db.relations import promises
from app.rules.identity import is_minor
from app.rules.policy import Policy
from app.rules.relation import (
    Acceptance,
    Identity,
    contact_is_due,
    identity_of,
    majority_on,
    own_acceptance_due_on,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOne:
    """Somebody on a list. `on_day` is what the list is ordered by; None where nobody knows it."""

    patron: int
    number: str
    name: str
    birth_on: date | None
    phone: str
    email: str
    branch: str
    on_day: date | None


_PATRONS = f"""
SELECT p.id, p.given, p.family, {FILLED.format("p", "birth_on")}, {FILLED.format("p", "phone")},
    {FILLED.format("p", "email")}, b.name FROM patron p
LEFT JOIN branch b ON b.id = p.home_branch
WHERE (?1 = '' OR b.code = ?1) AND {IS_LEAD.format("p.id")} AND {FILLED.format("p", "died_on")} IS NULL AND NOT EXISTS (
    SELECT 1 FROM end_of_use e WHERE e.patron IN {RECORDS.format("p.id")}
    AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id)
) ORDER BY p.id
"""
"""Everybody who uses the library, or one branch: nobody writes to the dead, or to those who wished to stop."""


def _asked(database: Database, days: Mapping[int, date | None], branch: str) -> list[AskedOne]:
    """Return those who have a day in `days`, in its order, those without a day first."""
    found = [
        AskedOne(
            patron=id_,
            number=finding.patron_number(database.connection, id_),
            name=f"{given or ''} {family or ''}".strip(),
            birth_on=finding.day_or_none(birth_on),
            phone=phone or "",
            email=email or "",
            branch=branch or "",
            on_day=days[id_],
        )
        for id_, given, family, birth_on, phone, email, branch in database.connection.execute(_PATRONS, (branch,))
        if id_ in days
    ]
    return sorted(found, key=lambda one: (one.on_day or date.min, one.name.casefold()))


_BIRTHS = f"""
SELECT id, birth FROM (SELECT p.id, {FILLED.format("p", "birth_on")} AS birth FROM patron p
WHERE {IS_LEAD.format("p.id")}) WHERE birth <> ''
"""


def _births(database: Database) -> Iterator[tuple[int, date]]:
    rows = database.connection.execute(_BIRTHS)
    yield from ((id_, date.fromisoformat(birth_on)) for id_, birth_on in rows)


def majority(database: Database, policy: Policy, today: date, *, within_days: int, branch: str = "") -> list[AskedOne]:
    """Return who turns of age within so many days, or has, and has not taken on the rules themselves (L-42)."""
    years, last = policy.number("guarantee_until_years"), today + timedelta(days=within_days)
    accepted = _accepted(database)
    promised = {
        patron for (patron,) in database.connection.execute(f"SELECT {LEAD.format('guarantee.patron')} FROM guarantee")
    }
    due = {
        id_: own_acceptance_due_on(accepted.get(id_, []), birth_on, years, promised=id_ in promised)
        for id_, birth_on in _births(database)
    }
    return _asked(database, {id_: day for id_, day in due.items() if day is not None and day <= last}, branch)


_ACCEPTED = f"""
SELECT {LEAD.format("rules_acceptance.patron")}, version, on_day FROM rules_acceptance WHERE patron > 0
"""


def _accepted(database: Database) -> Mapping[int, list[Acceptance]]:
    found: dict[int, list[Acceptance]] = defaultdict(list)
    rows = database.connection.execute(_ACCEPTED)
    for patron, version, on_day in rows:
        found[patron].append(Acceptance(version=version or "", on_day=date.fromisoformat(on_day)))
    return found


def unguaranteed(database: Database, policy: Policy, today: date, zone: str, branch: str = "") -> list[AskedOne]:
    """Return the minors for whom nobody answers, with the day on which they come of age (D-04)."""
    years = policy.number("guarantee_until_years")
    minors = {id_: birth_on for id_, birth_on in _births(database) if is_minor(birth_on, today, years)}
    without = {
        id_: majority_on(birth_on, years)
        for id_, birth_on in minors.items()
        if not any(one.holds(today) for one in promises(database.connection, id_, zone))
    }
    return _asked(database, dict(without), branch)


_LEADING = f"SELECT p.id FROM patron p WHERE {IS_LEAD.format('p.id')}"


def unaccepted(database: Database, policy: Policy, today: date, branch: str = "") -> list[AskedOne]:
    """Return who has not taken on the version of the rules in force, with the day on which they took on the last one.

    Who is to take them on anew for having come of age stands on that list (L-42), not on this one.
    """
    version = policy.text("rules_version")
    if not version:
        return []
    accepted, coming = _accepted(database), {one.patron for one in majority(database, policy, today, within_days=0)}
    missing: dict[int, date | None] = {}
    for (id_,) in database.connection.execute(_LEADING).fetchall():
        made = accepted.get(id_, [])
        if id_ not in coming and all(one.version != version for one in made):
            missing[id_] = max((one.on_day for one in made), default=None)
    return _asked(database, missing, branch)


_UNVERIFIED = f"""
SELECT {LEAD.format("r.patron")} AS lead, group_concat(r.channel, ' '), min(r.at_ms) FROM registration r
WHERE r.patron > 0 AND NOT EXISTS (
    SELECT 1 FROM identity_check c WHERE c.patron IN {RECORDS.format("r.patron")} AND c.subject = 'patron'
) GROUP BY lead
"""


def unverified(database: Database, zone: str, branch: str = "") -> list[AskedOne]:
    """Return whose document is yet to be seen, with the day of registration (L-21)."""
    days = {
        patron: finding.day_of(at_ms or 0, zone)
        for patron, channels, at_ms in database.connection.execute(_UNVERIFIED)
        if identity_of((channels or "").split(), seen=False) is Identity.TO_BE_CHECKED
    }
    return _asked(database, dict(days), branch)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRound:
    """How far the round of asking after contact data has come (L-16).

    Attributes:
        missing: Who is yet to be asked, those asked longest ago first.
        done: How many are not.
    """

    missing: list[AskedOne]
    done: int

    @property
    def share(self) -> int:
        """Of those done, in hundredths; 100 where there is nobody to ask."""
        everybody = self.done + len(self.missing)
        return 100 * self.done // everybody if everybody else 100


_CONTACTED = f"""
SELECT {LEAD.format("f.patron")} AS lead, max(f.at_ms) FROM (
    SELECT patron, at_ms FROM registration UNION ALL SELECT patron, at_ms FROM contact_confirmation
) f WHERE f.patron > 0 GROUP BY lead
"""


def contact_round(database: Database, policy: Policy, today: date, zone: str, branch: str = "") -> ContactRound:
    """Return whose contact data are due to be asked after, and how many are done."""
    contacted = {
        patron: finding.day_of(at_ms, zone)
        for patron, at_ms in database.connection.execute(_CONTACTED)
        if at_ms is not None
    }
    everybody = [id_ for id_, *_ in database.connection.execute(_PATRONS, (branch,))]
    after = policy.number("contact_after_days")
    due = {id_: contacted.get(id_) for id_ in everybody if contact_is_due(contacted.get(id_), today, after)}
    return ContactRound(missing=_asked(database, due, branch), done=len(everybody) - len(due))
