"""The network as this desk knows it: branches, workstations, when each was last heard of, how old its data are."""

from __future__ import annotations

from dataclasses import dataclass

from app.db import finding
from app.db.database import Database
from app.db.log.standing import REPLICA, get


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchShown:
    branch: int
    code: str
    name: str
    time_zone: str
    address: str


def branches(database: Database) -> list[BranchShown]:
    """Return all branches by name."""
    rows = database.connection.execute("SELECT id, code, name, time_zone, address FROM branch ORDER BY name, id")
    return [
        BranchShown(
            branch=branch,
            code=code or "",
            name=name or "",
            time_zone=zone or finding.DEFAULT_ZONE,
            address=address or "",
        )
        for branch, code, name, zone, address in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkstationShown:
    """A workstation as last heard of.

    Attributes:
        heard_ms: Its own clock when it last said something, Unix milliseconds; None where it never did.
        seen_ms: This desk's clock when it read that.
        waiting: Changes that it has announced and that are not merged here.
        rows_agree: Whether its rows are the same as here, of our own whether they are right; None where nobody knows.
    """

    replica: int
    branch: str
    name: str
    is_own: bool
    heard_ms: int | None
    seen_ms: int | None
    waiting: int
    version: str
    rows_agree: bool | None


_WORKSTATIONS = """
SELECT w.replica, b.name, w.name, h.wall_ms, h.seen_ms, max(0, h.sequence - coalesce(c.sequence, 0)), h.version
FROM workstation w LEFT JOIN branch b ON b.id = w.branch
LEFT JOIN heard h ON h.replica = w.replica
    AND h.wall_ms = (SELECT max(h2.wall_ms) FROM heard h2 WHERE h2.replica = w.replica)
LEFT JOIN cursor c ON c.replica = h.replica AND c.incarnation = h.incarnation
ORDER BY b.name, w.name, w.id
"""


def workstations(database: Database) -> list[WorkstationShown]:
    """Return all workstations, by branch."""
    own = get(database.connection, REPLICA)
    agreeing = rows_agree(database)
    return [
        WorkstationShown(
            replica=replica,
            branch=branch or "",
            name=name or "",
            is_own=replica == own,
            heard_ms=heard_ms,
            seen_ms=seen_ms,
            waiting=waiting or 0,
            version=version or "",
            rows_agree=agreeing.get(replica),
        )
        for replica, branch, name, heard_ms, seen_ms, waiting, version in database.connection.execute(_WORKSTATIONS)
    ]


def desk_names(database: Database) -> dict[int, str]:
    """Return branch and name of each workstation, by its number."""
    rows = database.connection.execute(
        "SELECT w.replica, b.name, w.name FROM workstation w LEFT JOIN branch b ON b.id = w.branch ORDER BY w.id"
    )
    return {replica: ", ".join(filter(None, (branch, name))) for replica, branch, name in rows if branch or name}


def rows_agree(database: Database) -> dict[int, bool]:
    """Tell for each desk that was compared whether its rows are right, as far as can be known."""
    own = get(database.connection, REPLICA)
    differing = set(database.connection.execute("SELECT replica, wrong FROM differing"))
    found = {replica: True for (replica,) in database.connection.execute("SELECT replica FROM compared")}
    if any(wrong == 0 for _, wrong in differing):
        found.pop(own, None)  # It or the other.
    found |= {replica: False for replica, wrong in differing if wrong != own}
    return found | ({own: False} if any(wrong == own for _, wrong in differing) else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class UpTo:
    """How old the data of a branch are here: all that its workstations did up to this time is merged.

    Attributes:
        unix_ms: None where a workstation of it was never heard of.
    """

    branch: str
    unix_ms: int | None


_UP_TO = """
SELECT b.name, w.replica,
    (SELECT max(h.wall_ms) FROM heard h WHERE h.replica = w.replica AND h.complete = 1)
FROM branch b LEFT JOIN workstation w ON w.branch = b.id ORDER BY b.name, b.id
"""


def data_up_to(database: Database, now_ms: int) -> list[UpTo]:
    """Return for each branch up to when its data are known here; for our own workstation that is now."""
    own = get(database.connection, REPLICA)
    times: dict[str, list[int | None]] = {}
    for branch, replica, unix_ms in database.connection.execute(_UP_TO):
        known = times.setdefault(branch or "", [])
        if replica is not None:
            known.append(now_ms if replica == own else unix_ms)
    return [UpTo(branch=branch, unix_ms=_oldest(known)) for branch, known in times.items()]


def _oldest(known: list[int | None]) -> int | None:
    present = [unix_ms for unix_ms in known if unix_ms is not None]
    return min(present) if present and len(present) == len(known) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """Where this workstation stands; `replica` is its own number."""

    replica: int
    branch: int
    code: str
    branch_name: str
    workstation: str
    time_zone: str


_OWN = """
SELECT w.replica, b.id, b.code, b.name, w.name, b.time_zone FROM workstation w JOIN branch b ON b.id = w.branch
WHERE w.replica = ? ORDER BY w.id DESC LIMIT 1
"""


def own_place(database: Database) -> OwnPlace | None:
    """Return the branch and name of this workstation; None until its rows have arrived."""
    row = database.connection.execute(_OWN, (get(database.connection, REPLICA),)).fetchone()
    if row is None:
        return None
    replica, branch, code, name, workstation, zone = row
    return OwnPlace(
        replica=replica,
        branch=branch,
        code=code or "",
        branch_name=name or "",
        workstation=workstation or "",
        time_zone=zone or finding.DEFAULT_ZONE,
    )
