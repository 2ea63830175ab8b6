"""What must be true of a town once everybody has read everything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.db.digest import differences, digests
from app.db.state.keeping import compare_state
from app.db.traces import tables_with_traces
from tests.sim.branch import HOUR_MS, Branch
from tests.sim.folder_rules import vouched

if TYPE_CHECKING:
    from tests.sim.world import World


def check(world: World) -> None:
    """Hold the town to what must be true."""
    found = {branch.number: branch.digest() for branch in world.branches}
    assert len(set(found.values())) == 1, f"desks differ: {where_they_differ(world.branches)}"
    for branch in world.branches:
        check_desk(branch, world.branches[0])
    world.deeds["erased"] += check_forgotten(world.branches)
    lately = any(world.now_ms - one.wall_ms < 4 * HOUR_MS for one in vouched(world))
    assert lately or not world.hurries, "no checkpoint is verified any more"
    open_loans = [sorted(branch.database.connection.execute("SELECT * FROM open_loan")) for branch in world.branches]
    assert all(loans == open_loans[0] for loans in open_loans)


def check_desk(branch: Branch, other: Branch) -> None:
    """Hold one desk to what must be true of it."""
    assert branch.store.waiting() == 0, f"{branch.number} has unpublished changes"
    assert not lost(branch, other), f"{branch.number} lost what its librarian was told is done"
    with branch.database.writing() as connection:
        assert compare_state(connection) == [], f"{branch.number} kept a wrong state"
    connection = branch.database.connection
    assert connection.execute("SELECT count(*) FROM parked").fetchone()[0] == 0, "parked for ever"
    assert branch.store.times().held == 0, f"{branch.number} holds for ever what managers have decided"


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
    """Return the facts that a librarian was told are done, and that another desk does not have; nor erased them."""
    connection = other.database.connection
    return [
        (table, row)
        for table, row in sorted(branch.committed)
        if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone() is None
        and connection.execute("SELECT 1 FROM tombstone WHERE (tbl, row) = (?, ?)", (table, row)).fetchone() is None
    ]


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
