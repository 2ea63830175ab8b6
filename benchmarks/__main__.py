"""Run the benchmarks and print the table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import checkpoint, desk, disk, folder, growth, memory, merging, scrub, window
from benchmarks.measuring import Result, table
from benchmarks.town import FULL, SMALL, Size

MEASURES: dict[str, Callable[[Size, Path], Iterator[Result]]] = {
    "merge": merging.measure,
    "checkout": desk.measure_checkout,
    "busy": desk.measure_busy_checkout,
    "find": desk.measure_find,
    "alike": desk.measure_alike,
    "idle": folder.measure,
    "checkpoint": checkpoint.measure,
    "disk": disk.measure,
    "memory": memory.measure,
    "scrub": scrub.measure,
    "window": window.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 dev.py bench")
    parser.add_argument("--full", action="store_true", help="20,000 patrons, 500,000 items, 5,000,000 loans")
    parser.add_argument("--only", choices=MEASURES, action="append")
    parser.add_argument("--growth", action="store_true", help="charts over history and replicas, up to the full size")
    given = parser.parse_args()
    if given.growth:
        print(growth.history(), growth.replicas(), sep="\n")
        return 0
    size, results = FULL if given.full else SMALL, []
    for name in given.only or MEASURES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            for result in MEASURES[name](size, Path(place)):
                print(f"{result.work}: {result.ratio:.2f}", file=sys.stderr, flush=True)
                results.append(result)
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
