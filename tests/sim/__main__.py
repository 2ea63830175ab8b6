"""`python -m tests.sim --seeds N [--first S] [--town members] [--json]`: play many towns and tell what happened."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.sim import forgetting, lending, membership, rot, world
from tests.sim.clocks import LIES
from tests.sim.report import commit
from tests.sim.troubles import KINDS
from tests.sim.world import World

TOWNS: dict[str, Callable[..., World]] = {
    "usual": world.play,
    "members": membership.play,
    "rot": rot.play,
    "forgetting": forgetting.play,
    "lending": lending.play,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument(
        "--town",
        choices=TOWNS,
        default="usual",
        help="members come and go; cells of databases rot; loans are forgotten; everything of lending",
    )
    parser.add_argument("--branches", type=int)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    options = {"branches": given.branches} if given.branches else {}
    deeds, failed = Counter[str](), dict[int, str]()
    faults = Counter(dict.fromkeys([*KINDS, *LIES], 0))  # What never strikes is told, too.
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                played = TOWNS[given.town](seed, Path(folder), given.steps, **options)
            except Exception as error:  # Each failing seed is told, and the next one is played.
                failed[seed] = "\n".join(getattr(error, "__notes__", [repr(error)]))
                print(failed[seed], file=sys.stderr)
                continue
        deeds.update(played.deeds)
        faults.update(played.faults + played.share.faults)
    told = {
        "commit": commit(),
        "town": given.town,
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
