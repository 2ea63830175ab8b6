"""`python -m tests.fuzz --minutes N [--target NAME …]`: fuzz every reader in turn with atheris, on Linux alone.

atheris has a lock file of its own, `requirements-fuzz.txt`, for an environment beside the usual one. Each target runs in
a process of its own with bounded memory; what it found is told at the end, and a crash leaves its input behind.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS, seeds

MEMORY_MB = 512
"""More than this in one process, or half of it in one allocation, counts as a crash."""
HANG_S = 10
INPUT_BYTES_MAX = 8192

ONE_TARGET = """
import sys
import atheris
with atheris.instrument_imports(include=["app.sync", "app.db.log", "app.forms"]):
    from tests.fuzz.targets import TARGETS
atheris.Setup(sys.argv, TARGETS["{name}"])
atheris.Fuzz()
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10, help="for all targets together")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--keep", type=Path, help="where found inputs stay, for the next time")
    given = parser.parse_args()
    chosen = given.target or list(TARGETS)
    with tempfile.TemporaryDirectory() as folder:
        return max([fuzz(name, given.minutes * 60 / len(chosen), given.keep or Path(folder)) for name in chosen])


def fuzz(name: str, seconds: float, kept: Path) -> int:
    """Fuzz one target for so long and tell what came of it; return 1 where it broke."""
    corpus, crashes = kept / name, kept / f"{name}-crashes"
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(seeds()[name]):
        (corpus / f"seed-{place}").write_bytes(seed)
    options = [
        f"-max_total_time={max(1, int(seconds))}", f"-max_len={INPUT_BYTES_MAX}", f"-timeout={HANG_S}",
        f"-rss_limit_mb={MEMORY_MB}", f"-malloc_limit_mb={MEMORY_MB // 2}", "-print_final_stats=1", "-verbosity=1",
        f"-artifact_prefix={crashes}/",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ONE_TARGET.format(name=name), *options, str(corpus)],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    print(f"{name:16} {figure(said, 'number_of_executed_units'):>9} runs  {figure(said, 'peak_rss_mb'):>4} MB"
          f"  {len(list(corpus.iterdir())):>5} inputs  {'well' if done.returncode == 0 else 'BROKE'}", flush=True)  # fmt: skip
    if done.returncode:
        print(said[-3_000:])
        for crash in crashes.iterdir():
            print(f"{crash.name}: {crash.read_bytes()[:200].hex()}")
    return 1 if done.returncode else 0


def figure(said: str, name: str) -> str:
    found = re.search(rf"stat::{name}:\s+(\d+)", said)
    return found[1] if found else "?"


if __name__ == "__main__":
    sys.exit(main())
