"""Messages and their templates, for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.notices import addressee, notice, notices_of, template_row
from app.db.persons import RECORDS
from app.db.queries.network import desk_names
from app.desk.found import Addressee, HeldNotice
from app.rules.notices import NoticeStanding, tries


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplate:
    """A letter as the library has written it."""

    subject: str
    body: str


def own_template(database: Database, code: str, language: str) -> OwnTemplate | None:
    """Return the library's own letter; None where it uses the one that ships."""
    row = template_row(database.connection, code, language)
    found = database.connection.execute("SELECT subject, body FROM template WHERE id = ?", (row,)).fetchone()
    if found is None or not found[1]:
        return None
    return OwnTemplate(subject=found[0] or "", body=found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForLetter:
    """What a letter may tell somebody of themselves. Never an address, a code or a note."""

    given: str
    family: str
    phone: str
    email: str
    number: str
    username: str
    branch: str
    branch_address: str
    guarantee_ended_on: date | None


_PERSON = f"""
SELECT p.given, p.family, p.phone, p.email, ({finding.NUMBER_OF_PATRON.format("p.id")}), p.username, b.name, b.address,
(
    SELECT max(e.on_day) FROM guarantee g JOIN guarantee_end e ON e.guarantee = g.id WHERE g.patron = p.id
) FROM patron p LEFT JOIN branch b ON b.id = p.home_branch WHERE p.id = ?
"""


def person_for_letter(database: Database, patron: int) -> PersonForLetter | None:
    """Return what a letter to somebody may tell; None for nobody."""
    row = database.connection.execute(_PERSON, (patron,)).fetchone()
    if row is None:
        return None
    *texts, ended_on = row
    given, family, phone, email, number, username, branch, address = (text or "" for text in texts)
    return PersonForLetter(
        given=given,
        family=family,
        phone=phone,
        email=email,
        number=number,
        username=username,
        branch=branch,
        branch_address=address,
        guarantee_ended_on=finding.day_or_none(ended_on),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeShown:
    """A message in a list.

    Attributes:
        patron: The number that answers call the person by; "" for somebody who was erased.
        cause: Why it stands as it does, where the standing does not tell.
        last_ms: When something was last written about it.
        desk: The workstation that sends it.
    """

    notice: int
    patron: str
    patron_id: int | None
    name: str
    kind: str
    channel: str
    language: str
    standing: NoticeStanding
    cause: str
    tries: int
    created_ms: int
    last_ms: int
    desk: str


def last_notice(database: Database, patron: int, kind: str, *, since_ms: int) -> HeldNotice | None:
    """Return the last message of a kind to somebody that was asked for since an instant."""
    found = [one for one in notices_of(database.connection, patron) if one.kind == kind and one.at_ms >= since_ms]
    return found[-1] if found else None


_LIST = """
SELECT n.id, p.given, p.family FROM notice n LEFT JOIN patron p ON p.id = n.patron
WHERE {} AND n.id > ?2 ORDER BY n.id DESC
"""


_OF_BRANCH = "SELECT n.id, b.time_zone FROM notice n LEFT JOIN branch b ON b.id = n.branch WHERE ? IN ('', b.code)"


def notices_of_period(
    database: Database, *, first: date, last: date, branch: str = ""
) -> Iterator[tuple[date, NoticeShown]]:
    """Yield the messages that were asked for from one day to another, by the days of the branches, the newest first.

    Args:
        branch: The code of the branch that asked for them; "" for all.
    """
    zones = dict(database.connection.execute(_OF_BRANCH, (branch,)).fetchall())
    for one in notices_shown(database):
        if one.notice in zones:
            day = finding.day_of(one.created_ms, zones[one.notice] or finding.DEFAULT_ZONE)
            if first <= day <= last:
                yield day, one


def notices_shown(database: Database, *, patron: int = 0, after: int = 0) -> Iterator[NoticeShown]:
    """Yield messages, the newest first: to one person, or to all.

    Args:
        after: Only those whose id is greater.
    """
    connection, desks = database.connection, desk_names(database)
    whose = f"n.patron IN {RECORDS.format('?1')}" if patron else "?1 = 0"
    for id_, given, family in connection.execute(_LIST.format(whose), (patron, after)).fetchall():
        found = notice(connection, str(id_))
        if found is not None:
            yield NoticeShown(
                notice=id_,
                patron="" if found.patron is None else finding.patron_number(connection, found.patron),
                patron_id=found.patron,
                name=f"{given or ''} {family or ''}".strip(),
                kind=found.kind,
                channel=found.channel,
                language=found.language,
                standing=found.standing,
                cause=found.cause,
                tries=tries(found.steps),
                created_ms=found.at_ms,
                last_ms=found.last_ms or found.at_ms,
                desk=desks.get(found.replica, ""),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """How somebody is written to, and what was written.

    Attributes:
        reached: None for nobody.
        notices: The newest first.
        sender: The workstation that sends; "" for none.
    """

    reached: Addressee | None
    notices: tuple[NoticeShown, ...]
    sender: str


def correspondence(database: Database, patron: int, *, mail_desk: int) -> Correspondence:
    """Return what is to be known of messages to somebody, where this workstation sends."""
    return Correspondence(
        reached=addressee(database.connection, patron),
        notices=tuple(notices_shown(database, patron=patron)),
        sender=desk_names(database).get(mail_desk, "") if mail_desk else "",
    )
