"""In a town that forgets whose loans were, all desks forget the same, whatever comes in between (O-7)."""

import os
from collections import Counter

import pytest

from app.db.log import history
from tests.sim.forgetting import play

FIRST = int(os.environ.get("SIM_FIRST", "5000"))
COUNT = int(os.environ.get("SIM_COUNT", "8"))


def test_all_desks_forget_alike(tmp_path):
    seen: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + COUNT):
        (tmp_path / str(seed)).mkdir()
        seen += play(seed, tmp_path / str(seed)).deeds

    assert {"history cut", "loan forgotten", "check in", "undo"} <= set(seen)


def test_a_return_that_comes_after_the_cut_and_is_passed_over_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(history, "_touched_loans", lambda *_: [])

    with pytest.raises(AssertionError, match="desks differ"):
        play(5001, tmp_path)
