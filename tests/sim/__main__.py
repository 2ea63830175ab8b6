"""`python -m tests.sim --seeds N [--first S] [--json]`: play many towns and tell what happened in them."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.sim.report import commit
from tests.sim.world import play


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--branches", type=int)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    deeds, faults, failed = Counter[str](), Counter[str](), dict[int, str]()
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                world = play(seed, Path(folder), given.steps, branches=given.branches)
            except Exception as error:  # Each failing seed is told, and the next one is played.
                failed[seed] = "\n".join(getattr(error, "__notes__", [repr(error)]))
                print(failed[seed], file=sys.stderr)
                continue
        deeds.update(world.deeds)
        faults.update(world.faults + world.share.faults)
    told = {
        "commit": commit(),
        "seeds": given.seeds,
        "deeds": dict(sorted(deeds.items())),
        "faults": dict(sorted(faults.items())),
        "failed": failed,
    }
    if given.json:
        print(json.dumps(told))
    else:
        print("\n".join(f"{name}: {value if name != 'failed' else [*failed]}" for name, value in told.items()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
