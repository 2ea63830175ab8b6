"""Measuring ratios: our work and the limit in turn, medians of several rounds; these machines are noisy."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One row of the table.

    Attributes:
        ours, limit: Medians, in seconds unless `unit` says otherwise; no limit for a plain size.
        aim: The most that the ratio, or the size, should be.
    """

    work: str
    size: str
    ours: float
    limit: float | None
    aim: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.limit if self.limit else self.ours

    @property
    def is_good(self) -> bool:
        return self.ratio <= self.aim


def in_turn(ours: Callable[[], float], limit: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Run both in turn, so that a machine that slows down slows both; return the medians."""
    measured = [(ours(), limit()) for _ in range(rounds)]
    return statistics.median(mine for mine, _ in measured), statistics.median(bare for _, bare in measured)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds `work` takes."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(results: Sequence[Result]) -> str:
    """Return the results as a table in Markdown."""
    lines = ["| work | size | ours | limit | ratio | aim |", "|---|---|--:|--:|--:|--:|"]
    for one in results:
        limit = "–" if one.limit is None else _shown(one.limit, one.unit)
        mark = "" if one.is_good else " ✗"
        ratio = "–" if one.limit is None else f"{one.ratio:.2f}"
        lines.append(
            f"| {one.work} | {one.size} | {_shown(one.ours, one.unit)} | {limit} | {ratio}{mark} | {one.aim:g} |"
        )
    return "\n".join(lines)


def _shown(value: float, unit: str) -> str:
    if unit == "s" and value < 0.1:
        return f"{value * 1000:.2f} ms"
    return f"{value:.2f} s" if unit == "s" else f"{value:,.1f} {unit}"
