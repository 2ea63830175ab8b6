"""Every test that docs/proofs.md names is there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (TESTS.parent / "docs" / "proofs.md").read_text(encoding="utf-8"))


def test_what_is_named_is_there():
    missing = [f"{path}::{test}" for path, test in NAMED if not is_there(TESTS / path, test)]

    assert len(NAMED) > 100
    assert missing == []


def is_there(path, test):
    return path.exists() and f"def {test}(" in path.read_text(encoding="utf-8")
