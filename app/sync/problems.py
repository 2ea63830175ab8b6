"""What a round met that a person may want to know. Each code has a sentence and a hint in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the folder that is not as it should be.

    Attributes:
        code: `sync.unreadable-segment` for example.
        replica: Whose file it is, or 0.
        detail: Which file, or which rows.
        table: Whose rows, where it is about rows.
        days: From when to when these rows were born.
    """

    code: str
    replica: int = 0
    detail: str = ""
    table: str = ""
    days: tuple[date, date] | None = None

    @property
    def figures(self) -> Mapping[str, object]:
        """What its sentence may name."""
        days = {} if self.days is None else {"first": self.days[0], "last": self.days[1]}
        return {"replica": self.replica, "detail": self.detail, **({"table": self.table} if self.table else {}), **days}


UNREADABLE_SEGMENT = "sync.unreadable-segment"
MISSING_SEGMENT = "sync.missing-segment"
UNREADABLE_HEAD = "sync.unreadable-head"
FORK = "sync.fork"
NEW_INCARNATION = "sync.new-incarnation"
DATE_DOUBTFUL = "sync.date-doubtful"
CLOCK_DISAGREES = "sync.clock-disagrees"
ROSTERS_DIFFER = "sync.rosters-differ"
ROSTER_ROLLED_BACK = "sync.roster-rolled-back"
ROSTER_BEHIND = "sync.roster-behind"
CLONE = "sync.clone"
RETIRED = "sync.retired"

UNREADABLE_CHECKPOINT = "sync.unreadable-checkpoint"
CHECKPOINT_DIFFERS = "sync.checkpoint-differs"

ROWS_DIFFER = "sync.rows-differ"
ROWS_DIFFER_HERE = "sync.rows-differ-here"
ROWS_DIFFER_THERE = "sync.rows-differ-there"
ROWS_ALTERED = "sync.rows-altered"

CODES = (
    UNREADABLE_SEGMENT, MISSING_SEGMENT, UNREADABLE_HEAD, FORK, NEW_INCARNATION, DATE_DOUBTFUL, CLOCK_DISAGREES,
    UNREADABLE_CHECKPOINT, CHECKPOINT_DIFFERS,
    ROSTERS_DIFFER, ROSTER_ROLLED_BACK, ROSTER_BEHIND, CLONE, RETIRED,
    ROWS_DIFFER, ROWS_DIFFER_HERE, ROWS_DIFFER_THERE, ROWS_ALTERED,
)  # fmt: skip
