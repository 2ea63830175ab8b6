"""How costs grow with history and with replicas: the same ratios at several sizes, as charts that Markdown can draw."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import desk, merging
from benchmarks.folder import idle
from benchmarks.town import FULL, SMALL, Size

MIDDLE = Size(patrons=10_000, items=100_000, loans=500_000, changes=20_000, rounds=3)
SIZES = tuple(
    Size(patrons=one.patrons, items=one.items, loans=one.loans, changes=20_000, rounds=3)
    for one in (SMALL, MIDDLE, FULL)
)
REPLICAS = (10, 60, 200, 500, 1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines over the same places on the x axis."""

    title: str
    places: Sequence[str]
    unit: str
    lines: Mapping[str, Sequence[float]]

    def __str__(self) -> str:
        head = f"| {self.title} | {' | '.join(self.places)} |\n|---|{'--:|' * len(self.places)}"
        rows = [f"| {name} | {' | '.join(f'{value:.2f}' for value in values)} |" for name, values in self.lines.items()]
        top = max(value for values in self.lines.values() for value in values)
        drawn = "\n".join(
            f"    line [{', '.join(f'{value:.2f}' for value in values)}]" for values in self.lines.values()
        )
        axis = ", ".join(f'"{place}"' for place in self.places)
        return (
            f"{head}\n" + "\n".join(rows) + "\n\n```mermaid\nxychart-beta\n"
            f'    title "{self.title}"\n    x-axis [{axis}]\n    y-axis "{self.unit}" 0 --> {top * 1.1:.1f}\n'
            f"{drawn}\n```\n"
        )


def history() -> Chart:
    """Measure deeds and merges at three lengths of history."""
    found: dict[str, list[float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            for result in _of_history(size, Path(place)):
                found.setdefault(result[0], []).append(result[1])
    return Chart(
        title="beside the limit, by loans kept", places=[f"{size.loans:,}" for size in SIZES], unit="times", lines=found
    )


def _of_history(size: Size, place: Path) -> Iterator[tuple[str, float]]:
    for result in desk.measure_checkout(size, place):
        yield "a check-out", result.ratio
    for result in desk.measure_find(size, place):
        yield "a patron found as one types", result.ratio
    for result in merging.measure(size, place):
        if result.limit is not None:
            yield result.work, result.ratio


def replicas() -> Chart:
    """Measure idle rounds among more and more replicas."""
    ours, limit = [], []
    for count in REPLICAS:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            taken, bare = idle(Path(place), history=1_000, replicas=count)
            ours.append(taken * 1_000)
            limit.append(bare * 1_000)
    lines = {"an idle round": ours, "as many small file reads": limit}
    return Chart(title="milliseconds, by replicas", places=[f"{count:,}" for count in REPLICAS], unit="ms", lines=lines)
