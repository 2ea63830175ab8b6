"""Faults of one line, planted on purpose: the tests of each rule find its own, or they would prove nothing.

`python -m tests.circulation.mutations [ROW…]` plants each in a copy of the sources and says which were not found.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.circulation import proofs_conflicts, proofs_lending
from tests.circulation.proof import Fault, Proof

ROOT = Path(__file__).parents[2]
COPIED = ("app", "exports", "tests", "docs", "pyproject.toml")
PROOFS = (*proofs_lending.PROOFS, *proofs_conflicts.PROOFS)
ALL_PASSED, SOME_FAILED = 0, 1
"""How pytest ends; anything else is no answer."""


def right_of(fault: Fault, root: Path = ROOT) -> str:
    """Return the text of a fault's file, in which what it changes stands once."""
    text = (root / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.right) == 1, f"{fault.file} has changed: {fault.right}"
    return text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.circulation.mutations")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    rows = parser.parse_args().rows
    chosen = [one for one in PROOFS if one.fault and (not rows or one.row in rows)]
    with tempfile.TemporaryDirectory() as folder:
        unfound = list(_unfound(chosen, _copied(Path(folder))))
    print(f"{len(chosen) - len(unfound)} of {len(chosen)} found")
    sys.exit(1 if unfound else 0)


def _copied(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    return folder


def _unfound(proofs: Sequence[Proof], root: Path) -> Iterator[str]:
    """Yield the rows whose fault went unseen; tell how each ended. Without a fault all tests must pass."""
    if (ended := _ends({test for proof in proofs for test in proof.tests}, root)) != ALL_PASSED:
        sys.exit(f"the tests fail without a fault ({ended})")
    for proof in proofs:
        if proof.fault is None:
            continue
        text = right_of(proof.fault, root)
        (root / proof.fault.file).write_text(text.replace(proof.fault.right, proof.fault.wrong), encoding="utf-8")
        ended = _ends(proof.tests, root)
        (root / proof.fault.file).write_text(text, encoding="utf-8")
        print(f"{proof.row}: {'found' if ended == SOME_FAILED else f'NOT FOUND ({ended})'}", flush=True)
        if ended != SOME_FAILED:
            yield proof.row


def _ends(tests: Iterable[str], root: Path) -> int:
    """Return how the tests end, run in a copy of the sources."""
    named = sorted(f"tests/{test}" for test in tests)
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "--no-header", *named]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode


if __name__ == "__main__":
    main()
