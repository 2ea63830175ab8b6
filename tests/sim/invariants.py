"""What must be true of a town once everybody has read everything.

These are the invariants of property tests in the account of the domain, as far as what they speak of is built: one open
loan of a copy, one closing of a loan, the network's loans the sum of its branches', nothing changed by what comes twice,
no person in a tombstone. Fees, identities and restrictions have none yet.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.db.declaration import ANY_TABLE, TABLES
from app.db.digest import differences, digests
from app.db.state.keeping import compare_state
from app.db.state.turns import on_paper, turns
from app.db.traces import tables_with_traces
from app.rules.turns import in_order
from app.sync.loading import held_by
from app.sync.rereading import Rereading
from app.sync.roster_reading import extend_roster
from app.sync.verified import covers
from tests.sim.branch import HOUR_MS, Branch
from tests.sim.epochs import check_epochs
from tests.sim.folder_rules import vouched

if TYPE_CHECKING:
    from tests.sim.world import World


def check(world: World) -> None:
    """Hold the town to what must be true."""
    found = {branch.number: branch.digest() for branch in world.branches}
    assert len(set(found.values())) == 1, f"desks differ: {where_they_differ(world.branches)}"
    first = world.branches[0]
    for branch in world.branches:
        check_desk(branch, first)
    assert not world.false_alarms, "told of a difference where there is none"
    world.deeds["erased"] += check_forgotten(world.branches)
    check_epochs(world)
    check_vouched(world, first)
    open_loans = [sorted(branch.database.connection.execute("SELECT * FROM open_loan")) for branch in world.branches]
    assert all(loans == open_loans[0] for loans in open_loans)
    check_people(world.branches)
    check_loans(first.database.connection)
    check_references(first.database.connection)
    check_tombstones(first.database.connection)
    check_twice(world.random.choice(world.branches))


def check_vouched(world: World, first: Branch) -> None:
    """Hold the town to vouching for what happens: lately, or for all that there is."""
    held, found = held_by(first.store), vouched(world)
    lately = any(world.now_ms - one.wall_ms < 4 * HOUR_MS for one in found)
    assert lately or not world.hurries or any(covers(one.positions(), held) for one in found), (
        "no checkpoint is verified any more"
    )


def check_desk(branch: Branch, other: Branch) -> None:
    """Hold one desk to what must be true of it."""
    assert branch.store.waiting() == 0, f"{branch.number} has unpublished changes"
    gone = lost(branch, other)
    assert not gone, f"{branch.number} lost what its librarian was told is done: {gone[:3]}"
    with branch.database.writing() as connection:
        assert compare_state(connection) == [], f"{branch.number} kept a wrong state"
    connection = branch.database.connection
    assert connection.execute("SELECT count(*) FROM parked").fetchone()[0] == 0, "parked for ever"
    assert branch.store.times().held == 0, f"{branch.number} holds for ever what managers have decided"
    assert not branch.row_check.differences(), f"{branch.number} notes a difference where there is none"


def check_forgotten(branches: Iterable[Branch]) -> int:
    """Hold every desk to saying nothing of who was erased; return how many were."""
    erased: list[int] = []
    for branch in branches:
        connection = branch.database.connection
        erased = [row for (row,) in connection.execute("SELECT row FROM tombstone WHERE tbl = 'patron'")]
        for patron in erased:
            traces = tables_with_traces(connection, patron)
            assert traces == [], f"{branch.number} still knows of an erased person: {traces}"
        loans = connection.execute("SELECT count(*) FROM loan WHERE patron IN (SELECT row FROM tombstone)").fetchone()
        assert loans == (0,), f"{branch.number} knows what an erased person has read"
    return len(erased)


def lost(branch: Branch, other: Branch) -> list[tuple[str, int]]:
    """Return the rows that a librarian was told are done, and that another desk neither has nor has erased."""
    connection = other.database.connection
    return [
        (table, row)
        for table, row in sorted(branch.committed)
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone() is None
        and connection.execute("SELECT 1 FROM tombstone WHERE tbl = ? AND row = ?", (table, row)).fetchone() is None
    ]


class Lent(NamedTuple):
    """What became of a loan that was not undone.

    Attributes:
        closing: The one closing that counts; None for a loan that is open, or that another loan came after.
    """

    loan: int
    item: int
    branch: int
    closing: int | None
    is_open: bool


def loans(connection: sqlite3.Connection) -> Iterator[Lent]:
    """Follow every copy through its loans and closings, in the order of their ticks, or as days on paper tell."""
    facts = connection.execute(
        "SELECT item, id, 'loan', branch FROM loan WHERE id NOT IN (SELECT fact FROM undo WHERE fact IS NOT NULL)"
        " UNION ALL SELECT item, id, 'closing', branch FROM closing"
        " WHERE id NOT IN (SELECT fact FROM undo WHERE fact IS NOT NULL) ORDER BY 1, 2"
    ).fetchall()
    paper = on_paper(connection, {fact[0] for fact in facts})
    for item, of_item in groupby(facts, key=lambda fact: fact[0]):
        last: Lent | None = None
        by_day = in_order(turns(connection, item)) if paper.get(item) else ()
        place = {turn.id: at for at, turn in enumerate(by_day)}
        for _, id_, kind, branch in sorted(of_item, key=lambda fact, place=place: place.get(fact[1], 0)):
            if kind == "closing":
                last = last._replace(closing=last.closing or id_, is_open=False) if last else None
                continue
            if last is not None:
                yield last._replace(is_open=False)
            last = Lent(id_, item, branch, None, is_open=True)
        if last is not None:
            yield last


def check_loans(connection: sqlite3.Connection) -> None:
    """At most one loan of a copy is open, every closing closes one loan at most, and the branches' loans add up."""
    followed = list(loans(connection))
    is_open = {lent.item: lent.loan for lent in followed if lent.is_open}
    assert len(is_open) == sum(lent.is_open for lent in followed), "two open loans of one copy"
    derived = connection.execute("SELECT item, loan, branch FROM open_loan").fetchall()
    assert {item: loan for item, loan, _ in derived} == is_open, "open loans are not what the facts say"
    closings = Counter(lent.closing for lent in followed if lent.closing is not None)
    assert all(count == 1 for count in closings.values()), "one closing, two loans"
    by_branch = Counter(branch for *_, branch in derived)
    (in_all,) = connection.execute("SELECT count(*) FROM open_loan").fetchone()
    assert sum(by_branch[branch] for (branch,) in connection.execute("SELECT DISTINCT branch FROM loan")) == in_all


def check_references(connection: sqlite3.Connection) -> None:
    """What refers to a row refers to one that is there, or was erased. Everybody here acts as the same staff."""
    for table in TABLES:
        for column in table.columns:
            if column.refers_to in {"", "staff", "branch", ANY_TABLE}:
                continue
            found = connection.execute(
                f"SELECT id FROM {table.name} WHERE {column.name} IS NOT NULL"
                f" AND {column.name} NOT IN (SELECT id FROM {column.refers_to})"
                f" AND {column.name} NOT IN (SELECT row FROM tombstone WHERE tbl = '{column.refers_to}')"
            ).fetchone()
            assert found is None, f"{table.name} {found}: {column.name} refers to nothing"


def check_tombstones(connection: sqlite3.Connection) -> None:
    """Of an erased row an id is left and nothing else, wherever it stood."""
    columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(tombstone)")}
    assert columns == {"tbl", "row", "tick"}, "a tombstone says more than which row"
    for table in TABLES:
        erased = "id IN (SELECT row FROM tombstone WHERE tbl = ?)"
        found = connection.execute(f"SELECT count(*) FROM {table.name} WHERE {erased}", (table.name,)).fetchone()
        assert found == (0,), f"{table.name}: erased rows stand"
    for kept in ("clock", "parked", "held", "outbox"):
        erased = (
            f"SELECT count(*) FROM {kept} k JOIN tombstone t ON t.tbl = k.tbl AND t.row = k.row WHERE k.unit <> '†'"
        )
        assert connection.execute(erased).fetchone() == (0,), f"{kept}: something of an erased row is left"
    found = connection.execute(
        "SELECT count(*) FROM patron_search WHERE rowid IN (SELECT row FROM tombstone WHERE tbl = 'patron')"
    ).fetchone()
    assert found == (0,), "an erased person can be found"


def check_people(branches: Iterable[Branch]) -> None:
    """Every desk takes the same records for one person, and asks the same of people."""
    for table in ("person", "verdict"):
        found = [sorted(branch.database.connection.execute(f"SELECT * FROM {table}")) for branch in branches]
        assert all(rows == found[0] for rows in found), f"{table}: desks do not agree"


def check_twice(branch: Branch) -> None:
    """Merging everything once more changes nothing."""
    before, replica = branch.digest(), branch.replica
    roster = extend_roster(branch.store, branch.folder, replica.keys, branch.random.randbytes)
    rereading = Rereading(store=branch.store, reader=replica.reader, keys=replica.keys, limit=1 << 62)
    covered = replica.keeping.survey.vectors()[-1] if replica.keeping and replica.keeping.survey.vectors() else {}
    if branch.store.cursors():  # Who has read nothing merges nothing twice.
        rereading.read(roster, covered, impatient=True)
    assert branch.digest() == before, f"{branch.number}: what came twice changed something"


def where_they_differ(branches: Iterable[Branch]) -> list[str]:
    """Say in which tables desks differ from the first, for the report of a failing seed."""
    first, *others = branches
    known = digests(first.database.connection)
    return sorted(
        {
            f"{branch.number}:{table}"
            for branch in others
            for table, _ in differences(known, digests(branch.database.connection))
        }
    )
