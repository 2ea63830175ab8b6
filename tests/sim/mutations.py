"""Faults of one line, planted on purpose: the town finds each of them, or it would prove nothing."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any, NamedTuple


class Mutation(NamedTuple):
    """One line that is wrong.

    Attributes:
        area: What it breaks.
        target: Where it stands: `module:function`, `module:Class.method`, or `module:CONSTANT` for a text.
        right: A part of that line as it is.
        wrong: The same part as it is planted.
        seeds: Towns of `STEPS` steps that are known to find it.
    """

    area: str
    target: str
    right: str
    wrong: str
    seeds: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.area}: {self.target.partition(':')[2]} {self.wrong}"


STEPS = 200

MUTATIONS = (
    Mutation("ticks", "app.sync.ticks:next_tick", "if now > last:", "if now != last:", (0,)),
    Mutation("ticks", "app.db.log.redrawing:_rows", "if column.refers_to:", "if not column.refers_to:", (0,)),
    Mutation("births", "app.db.log.merging:_merge_births", 'table.kind == "description"', 'table.kind == "fact"', (0,)),
    Mutation("births", "app.db.log.merging:_merge_births", "DO NOTHING", "DO UPDATE SET id = excluded.id + 1", (3,)),
    Mutation("births", "app.db.log.merging:_fill_the_born", "if row in born:", "if row not in born:", (0,)),
    Mutation("units", "app.db.log.merging:_merge_writings", "row[1] > clocks.get(id_, 0)", "row[1] > 0", (0,)),
    Mutation("units", "app.db.log.merging:_write", "SET tick = excluded.tick", "SET tick = tick", (0,)),
    Mutation("cursors", "app.sync.reader:_pieces", "if ahead >= len(changes)", "if ahead >= len(changes) - 1", (0,)),
    Mutation("cursors", "app.sync.reader:_pieces", "changes.part(cursor.ahead,", "changes.part(cursor.ahead + 1,", (0,)),
    Mutation("incarnations", "app.sync.past:is_restored", "return not all(", "return False and not all(", (4,)),
    Mutation("incarnations", "app.sync.past:holds", "return sealed is not None", "return True", (4,)),
    Mutation("sealing", "app.db.log.store:LogStore.unwritten", "written = 0", "written = 0 AND last % 5", (0,)),
    Mutation("sealing", "app.db.log.outbox:_writings", "if row[1] == tick_by_row[row[0]]", "if row[1]", (0,)),
    Mutation("checkpoints", "app.db.log.lacking:_CLOCKS", "o.tick < c.tick", "o.tick > c.tick", (3,)),
    Mutation("checkpoints", "app.sync.retention:Retention.retire", "min(covered_until(log, verified), ", "min(1 << 63, ", (0,)),
    Mutation("checkpoints", "app.sync.retention:Retention.acknowledged", "return min(", "return 1 << 63 or min(", (0,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "WHERE id = ?", "WHERE id = -?", (0,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "min(tick, excluded.tick)", "tick", (2,)),
    Mutation("tombstones", "app.db.log.merging:_merge_tombstones", "AND unit <> ?", "AND unit <> '-' || ?", (9,)),
    Mutation("held changes", "app.db.log.held:hold_beyond", "            if tick > limit", "            if False", (9,)),
)  # fmt: skip


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
