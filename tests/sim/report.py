"""What a failing seed tells: how to play it again, what happened last where desks differ, and in what they differ."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.db.digest import differences, digests
from app.sync.ticks import is_tick, replica_of, unix_ms_of
from tests.sim.branch import Branch

if TYPE_CHECKING:
    from tests.sim.world import World

QUIET = "reads everything"
"""What everybody does in the end."""

STEPS_TOLD = 15
ROWS_TOLD = 3
WIDTH = 150

SEQUENCE = (1 << 10) - 1
"""The bits of a tick that count within a millisecond."""

ENGINE_TABLES = {"clock": ("tbl", "row", "unit"), "tombstone": ("tbl", "row"), "parked": ("tbl", "row", "unit", "tick")}
"""Tables of the engine that are compared, each with what names a row of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened once: when, at which desk, and how it ended."""

    at_ms: int
    replica: int
    what: str
    outcome: str = ""

    def __str__(self) -> str:
        return f"{_time(self.at_ms)} {self.replica:>4} {self.what}{f': {self.outcome}' if self.outcome else ''}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that two desks have in two versions."""

    table: str
    row: str
    ours: str
    theirs: str


def report(world: World, error: BaseException, steps: int) -> str:
    """Return what a person needs to find out why a seed fails, in some forty lines at most."""
    first, *others = world.branches
    found = {branch.number: rows for branch in others if (rows := list(row_differences(first, branch)))}
    concerned = {first.number, *found} if found else {branch.number for branch in world.branches}
    lines = [
        f"seed {world.seed} fails on {commit()[:12]}: {type(error).__name__}: {str(error).splitlines()[0][:WIDTH]}",
        f"play it again: {command(world, steps)}",
        f"replicas: {' '.join(str(branch.number) for branch in world.branches[:20])}"
        + (f" and {len(world.branches) - 20} more" if len(world.branches) > 20 else "")
        + f"; founder {world.founder}",
        f"the last steps{f' at {_some(sorted(concerned))}' if found else ''}:",
        *(f"  {step}"[:WIDTH] for step in [step for step in world.trace if _tells(step, concerned)][-STEPS_TOLD:]),
        *_told_differences(first.number, found),
        f"faults: {_counted(world.faults + world.share.faults)}",
        f"deeds: {_counted(world.deeds)}",
    ]
    return "\n".join(lines)


def _tells(step: Step, concerned: Collection[int]) -> bool:
    """Whether a step says something of these desks; once all is quiet, most rounds do not."""
    return step.replica in concerned and (step.what != QUIET or _news(step))


def _news(step: Step) -> bool:
    return any(not word.startswith("sync.") for word in step.outcome.split(", ") if word)


def command(world: World, steps: int) -> str:
    """Return what plays a town again."""
    branches = f" --branches {world.asked}" if world.asked else ""
    town = f" --town {world.town}" if world.town != "usual" else ""
    return f"python -m tests.sim --first {world.seed} --seeds 1 --steps {steps}{branches}{town}"


def _told_differences(first: int, found: dict[int, list[Difference]]) -> Iterator[str]:
    told = 0
    for number, rows in found.items():
        tables = Counter(row.table for row in rows)
        yield f"{first} and {number} differ: {_counted(tables)}"
        for row in rows[: ROWS_TOLD if not told else 0]:
            told += 1
            yield f"  {row.table} {row.row}"
            yield f"    {first:>4}: {row.ours}"[:WIDTH]
            yield f"    {number:>4}: {row.theirs}"[:WIDTH]
        if len(found) > 3 and told:
            yield f"so do {_some(sorted(found.keys() - {number}))}"
            return


def row_differences(ours: Branch, theirs: Branch) -> Iterator[Difference]:
    """Yield the rows in which two desks differ."""
    if ours.digest() == theirs.digest():
        return
    tables = {table for table, _ in differences(*(digests(one.database.connection) for one in (ours, theirs)))}
    for table in sorted(tables, key=lambda name: (name in ENGINE_TABLES, name)):
        mine, other = _rows(ours, table), _rows(theirs, table)
        for key in sorted(mine.keys() | other.keys()):
            if mine.get(key) != other.get(key):
                yield Difference(
                    table,
                    " ".join(told_value(part) for part in key),
                    _parted(mine.get(key), other.get(key)),
                    _parted(other.get(key), mine.get(key)),
                )


def _rows(branch: Branch, table: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    names = ENGINE_TABLES.get(table, ("id",))
    cursor = branch.database.connection.execute(f"SELECT * FROM {table}")
    columns = [column for column, *_ in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor]
    return {tuple(row[name] for name in names): row for row in rows}


def _parted(row: dict[str, Any] | None, other: dict[str, Any] | None) -> str:
    """Return the columns in which a row differs; all of them where the other desk has none."""
    if row is None:
        return "–"
    other = other or {}
    return " ".join(f"{name}={told_value(value)}" for name, value in row.items() if other.get(name, ...) != value)


def told_value(value: object) -> str:
    """Return a value for people: a tick as time/replica/sequence."""
    if isinstance(value, int) and is_tick(value):
        return f"{_time(unix_ms_of(value))}/{replica_of(value)}/{value & SEQUENCE}"
    return repr(value) if isinstance(value, bytes) else str(value)


def _time(unix_ms: int) -> str:
    return datetime.fromtimestamp(unix_ms / 1000, UTC).strftime("%y-%m-%d %H:%M:%S.%f")[:-3]


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))


def _some(numbers: Iterable[int]) -> str:
    numbers = list(numbers)
    return ", ".join(map(str, numbers[:12])) + (f" and {len(numbers) - 12} more" if len(numbers) > 12 else "")


def commit() -> str:
    """Return the commit that is checked out; "" where there is no git."""
    if shutil.which("git") is None:
        return ""
    asked = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
