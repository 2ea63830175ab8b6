"""A person's relation to the library for an answer: promises, checks, notes, contact persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.declaration import ADDRESS
from app.db.persons import RECORDS, columns_of
from app.db.relations import ended_on, promises
from app.rules.guarantees import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkShown:
    """A note about somebody; `warning` pops up."""

    remark: int
    body: str
    warning: bool
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPersonShown:
    """Who speaks for an institution."""

    contact: int
    name: str
    duty: str
    phone: str
    email: str
    may_borrow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckShown:
    """A document that was seen: of the patron or the guarantor, when and where."""

    document: str
    subject: str
    on_day: date
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitShown:
    """The last time that somebody came, and what they showed."""

    shown: str
    on_day: date
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationShown:
    """What `patron show` says of a person's relation to the library, besides loans and blocks.

    Attributes:
        ended_on: From when on the person wishes not to use the library any more.
    """

    promises: tuple[Promise, ...]
    checks: tuple[CheckShown, ...]
    last_visit: VisitShown | None
    remarks: tuple[RemarkShown, ...]
    contacts: tuple[ContactPersonShown, ...]
    ended_on: date | None = None


NO_RELATION = RelationShown(promises=(), checks=(), last_visit=None, remarks=(), contacts=())


def show_relation(database: Database, patron: int, *, today: date, zone: str) -> RelationShown:
    """Return somebody's relation to the library as it stands today."""
    return RelationShown(
        promises=promises(database.connection, patron, zone),
        checks=_checks(database, patron, zone),
        last_visit=_last_visit(database, patron, zone),
        remarks=remarks_of(database, patron, today),
        contacts=contacts_of(database, patron),
        ended_on=ended_on(database.connection, patron),
    )


_CHECKS = f"""
SELECT c.document, c.subject, c.at_ms, b.name FROM identity_check c LEFT JOIN branch b ON b.id = c.branch
WHERE c.patron IN {RECORDS.format("?1")} ORDER BY c.id
"""


def _checks(database: Database, patron: int, zone: str) -> tuple[CheckShown, ...]:
    return tuple(
        CheckShown(
            document=document or "",
            subject=subject or "",
            on_day=finding.day_of(at_ms or 0, zone),
            branch=branch or "",
        )
        for document, subject, at_ms, branch in database.connection.execute(_CHECKS, (patron,))
    )


_LAST_VISIT = f"""
SELECT v.shown, v.at_ms, b.name FROM visit v LEFT JOIN branch b ON b.id = v.branch
WHERE v.patron IN {RECORDS.format("?1")} AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = v.id)
ORDER BY v.at_ms DESC, v.id DESC LIMIT 1
"""


def _last_visit(database: Database, patron: int, zone: str) -> VisitShown | None:
    row = database.connection.execute(_LAST_VISIT, (patron,)).fetchone()
    if row is None:
        return None
    shown, at_ms, branch = row
    return VisitShown(shown=shown or "", on_day=finding.day_of(at_ms or 0, zone), branch=branch or "")


_REMARKS = f"""
SELECT id, body, kind, until_on FROM remark
WHERE patron IN {RECORDS.format("?1")} AND body <> '' AND coalesce(ended, 0) = 0
AND (until_on IS NULL OR until_on >= ?2) ORDER BY kind <> 'warning', id
"""


def remarks_of(database: Database, patron: int, today: date) -> tuple[RemarkShown, ...]:
    """Return the notes about somebody that are not ended, warnings first."""
    return tuple(
        RemarkShown(remark=id_, body=body, warning=kind == "warning", until_on=finding.day_or_none(until_on))
        for id_, body, kind, until_on in database.connection.execute(_REMARKS, (patron, today.isoformat()))
    )


_CONTACTS = f"""
SELECT id, given, family, duty, phone, email, may_borrow FROM contact_person
WHERE patron IN {RECORDS.format("?1")} AND coalesce(active, 1) = 1 ORDER BY id
"""


def contacts_of(database: Database, patron: int) -> tuple[ContactPersonShown, ...]:
    """Return who speaks for an institution."""
    return tuple(
        ContactPersonShown(
            contact=id_,
            name=f"{given or ''} {family or ''}".strip(),
            duty=duty or "",
            phone=phone or "",
            email=email or "",
            may_borrow=may_borrow != 0,
        )
        for id_, given, family, duty, phone, email, may_borrow in database.connection.execute(_CONTACTS, (patron,))
    )


SECRET = ("account_verifier", "pin_verifier")


def written_about(database: Database, patron: int) -> Mapping[str, str]:
    """Return what is written about somebody, by column, to be amended; no verifier, and no protected address."""
    columns = columns_of(database.connection, patron)
    hidden = (*SECRET, *((*ADDRESS, "care_of") if columns.get("address_protected") else ()))
    return {name: str(value) for name, value in columns.items() if value is not None and name not in hidden}
