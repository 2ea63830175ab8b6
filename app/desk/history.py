"""Forgetting whose a loan was, so many days after it ended, where the house rules say so (O-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.desk.outcome import Done, Outcome, Touched
from app.desk.ports import Work
from app.desk.relations import HistoryCut


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryForgotten:
    """Of so many loans it is forgotten whose they were; of those that ended by a day, None where rules keep them."""

    until_on: date | None
    loans: int


def cut_history(work: Work) -> Outcome[HistoryForgotten]:
    """Forget whose the loans were that ended `history_days` ago or earlier; they stay in all that is counted.

    Nothing is written where there is nothing to forget. Nobody needs a permission: the rules of the library ask for it,
    and any desk that notices does it for all.
    """
    days = work.policy.number("history_days")
    if not days:
        return Done(record=HistoryForgotten(until_on=None, loans=0), touched=frozenset())
    until_on = min(work.today, work.ticks_day()) - timedelta(days=days)
    ended = work.ended_history(until_on)
    if ended.loans:
        work.add(HistoryCut(until_on=until_on, known=ended.known, spared=ended.spared))
    touched = frozenset({Touched.LOAN, Touched.PATRON} if ended.loans else ())
    return Done(record=HistoryForgotten(until_on=until_on, loans=ended.loans), touched=touched)
