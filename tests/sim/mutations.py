"""Faults of one line, planted on purpose: the town finds each of them, or it would prove nothing.

`python -m tests.sim.mutations [--seeds N] [PART OF A NAME]` tells which towns find each: asked when the town has changed.
"""

from __future__ import annotations

import argparse
import inspect
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest

from tests.sim import lending, membership, world


class Mutation(NamedTuple):
    """One line that is wrong.

    Attributes:
        area: What it breaks.
        target: Where it stands: `module:function`, `module:Class.method`, or `module:CONSTANT` for a text.
        right: A part of that line as it is.
        wrong: The same part as it is planted.
        seeds: Towns of `STEPS` steps that are known to find it.
        town: Which towns they are, of `PLAYS`.
    """

    area: str
    target: str
    right: str
    wrong: str
    seeds: Sequence[int]
    town: str = "usual"

    @property
    def name(self) -> str:
        return f"{self.area}: {self.target.partition(':')[2]} {self.wrong}"


STEPS = 200
"""A town of so many steps takes two seconds."""

PLAYS = {
    "usual": partial(world.play, joins=False),
    "members": partial(membership.play, joins=False),
    "lending": partial(lending.play, branches=3),
}

LENT = range(6)
"""Towns that lend, of which one or another finds each wrong line: their librarians do whatever comes to hand."""

MUTATIONS = (
    Mutation("ticks", "app.sync.ticks:next_tick", "if now > last:", "if now != last:", (0,)),
    Mutation("ticks", "app.db.log.redrawing:_rows", "if column.refers_to:", "if not column.refers_to:", (0,)),
    Mutation("ticks", "app.db.log.store:LogStore.merge", "advance(connection, greatest)", "advance(connection, 0)", (0,)),
    Mutation("births", "app.db.log.merging:_merge_births", 'table.kind == "description"', 'table.kind == "fact"', (1,)),
    Mutation("births", "app.db.log.merging:_merge_births", "DO NOTHING", "DO UPDATE SET id = excluded.id + 1", (0,)),
    Mutation("births", "app.db.log.merging:_fill_the_born", "if row in born:", "if row not in born:", (13,)),
    Mutation("units", "app.db.log.merging:_merge_writings", "row[1] > clocks.get(id_, 0)", "row[1] > 0", (0,)),
    Mutation("units", "app.db.log.merging:_write", "SET tick = excluded.tick", "SET tick = tick", (1,)),
    Mutation("cursors", "app.sync.reader:_pieces", "if ahead >= len(changes)", "if ahead >= len(changes) - 1", (1,)),
    Mutation("cursors", "app.sync.reader:_pieces", "changes.part(cursor.ahead,", "changes.part(cursor.ahead + 1,", (1,)),
    Mutation("incarnations", "app.sync.past:is_restored", "return not all(", "return False and not all(", (11,)),
    Mutation("incarnations", "app.sync.past:holds", "return sealed is not None", "return True", (11,)),
    Mutation("sealing", "app.db.log.store:LogStore.unwritten", "written = 0", "written = 0 AND last % 5", (0,)),
    Mutation("sealing", "app.db.log.outbox:collect", "max(entry.tick, tick_by_row.get(entry.row, 0))", "entry.tick", (14,)),
    Mutation("sealing", "app.db.log.outbox:_writings", "if row[1] == tick_by_row[row[0]]", "if row[1]", (1,)),
    Mutation("checkpoints", "app.db.log.lacking:_CLOCKS", "o.tick < c.tick", "o.tick > c.tick", (2,)),
    Mutation("checkpoints", "app.sync.retention:Retention.retire", "min(covered_until(log, verified), ", "min(1 << 63, ", (1,)),
    Mutation("checkpoints", "app.sync.retention:Retention.acknowledged", "return min(", "return 1 << 63 or min(", (0,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "WHERE id = ?", "WHERE id = -?", (1,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "min(tick, excluded.tick)", "tick", (2,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "AND unit <> ?", "AND unit <> '-' || ?", (6,)),
    Mutation("roster", "app.sync.reader:Reader._leave_alone", "log.replica in roster.expelled", "False", (10,), town="members"),
    Mutation("roster", "app.sync.chains:is_settled", "return False", "return True", (7,), town="members"),
    Mutation("roster", "app.sync.chains:winner", "max(", "min(", (7,), town="members"),
    Mutation("roster", "app.sync.registrar:file_for", "term == 1 and", "True or", (15,), town="members"),
    Mutation("held changes", "app.db.log.held:hold_beyond", "            if tick > limit", "            if False", (0,)),
    Mutation("held changes", "app.db.log.held:void", "if not ids or not names:", "if ids or not names:", (10,)),
    Mutation("held changes", "app.db.log.held:take_until", "tick <= ?", "tick > ?", (0,)),
    Mutation("held changes", "app.db.log.merging:_in_force", "max(left.ticks, default=0) > limit", "False", (0,)),
    Mutation("lending of copies", "app.db.state.open_loans:_OPEN_BY_TICK", "c.id > l.id", "c.id < l.id", LENT, town="lending"),
    Mutation("lending of copies", "app.db.state.places:_BY_TICK", "l.sent > max(l.lent, l.closed, ", "l.sent > max(l.closed, ", (11,), town="lending"),
    Mutation("money", "app.rules.fees:account", "loose + sum(", "loose + 0 * sum(", LENT, town="lending"),
    Mutation("money", "app.rules.fees:_money", "REFUND: -settled", "REFUND: settled", LENT, town="lending"),
    Mutation("people", "app.db.relations:_STANDS", "subject = 'patron'", "subject = 'guarantor'", LENT, town="lending"),
    Mutation("people", "app.rules.exclusion:_is_over", "restriction.until_on < day", "restriction.until_on > day", LENT, town="lending"),
    Mutation("people", "app.rules.checkout:_of_the_person", "not case.has_guarantee", "not case.birth_on", LENT, town="lending"),
    Mutation("figures", "app.db.queries.hours:_LENT", "l.lent_on IS NULL", "l.patron IS NOT NULL", LENT, town="lending"),
    Mutation("figures", "app.db.queries.hours:hourly_use", 'branch in {"", one.code}', "branch in {one.code}", LENT, town="lending"),
    Mutation("state", "app.db.state.keeping:keep_state", "moved = items | holds.items_of(connection, touched)", "moved = items", LENT, town="lending"),
    Mutation("state", "app.db.state.keeping:keep_state", "_items(connection, touched) | undone", "_items(connection, touched)", LENT, town="lending"),
)  # fmt: skip


def goes_wrong(mutation: Mutation, seed: int, folder: Path) -> str:
    """Play a town; return why it fails, by what is held against it or by an error on the way: "" where it does not."""
    try:
        PLAYS[mutation.town](seed, folder, STEPS)
    except Exception as error:  # Whatever it is, a librarian would have met it.
        return f"{type(error).__name__}: {error}"
    return ""


def plant(setattr_: Callable[..., None], mutation: Mutation) -> None:
    """Plant a mutation, by whatever sets attributes and puts them back."""
    module_name, _, path = mutation.target.partition(":")
    owner: Any = import_module(module_name)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    target = inspect.getattr_static(owner, name)
    if isinstance(target, str):
        setattr_(owner, name, _wrong(target, mutation))
        return
    source = _wrong(textwrap.dedent(inspect.getsource(target)), mutation)
    setattr_(target, "__code__", _code(source, target))


def _wrong(text: str, mutation: Mutation) -> str:
    assert text.count(mutation.right) == 1, f"{mutation.target} has changed: {mutation.right}"
    return text.replace(mutation.right, mutation.wrong)


def _code(source: str, target: FunctionType) -> CodeType:
    names: dict[str, Any] = {}
    exec(
        compile(f"from __future__ import annotations\n{source}", f"<mutated {target.__name__}>", "exec"),
        target.__globals__,
        names,
    )
    code: CodeType = names[target.__name__].__code__
    return code


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.sim.mutations")
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--seeds", type=int, default=20)
    given = parser.parse_args()
    for mutation in MUTATIONS:
        if given.part in mutation.name:
            with pytest.MonkeyPatch.context() as planted:
                plant(planted.setattr, mutation)
                print(mutation.name, *_found(mutation, given.seeds), sep="\n    ", flush=True)


def _found(mutation: Mutation, seeds: int, wanted: int = 2) -> Iterator[str]:
    """Yield the first seeds that find a mutation, with what they cost and say."""
    for seed in range(seeds):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            if wanted and (why := goes_wrong(mutation, seed, Path(folder))):
                wanted -= 1
                yield f"{seed}: {time.perf_counter() - began:.1f} s, {why[:100]}"


if __name__ == "__main__":
    main()
