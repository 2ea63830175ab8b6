"""Towns as large as a network may grow: few desks are at work in them, all of them read, and all hold the same."""

import os

import pytest

from tests.sim.world import play

THOUSAND = pytest.mark.skipif(not os.environ.get("LETE_THOUSAND"), reason="LETE_THOUSAND=1 asks for a town of 1,000")
AT_WORK = 20


@pytest.mark.timeout(400)
def test_sixty_branches_agree(tmp_path):
    town = play(6, tmp_path, steps=100, branches=60, at_work=AT_WORK)

    assert len(town.branches) >= 60
    assert {"late", "torn", "unreachable", "tick drawn anew", "crash at store"} <= {*town.faults, *town.share.faults}


@THOUSAND
@pytest.mark.timeout(0)
def test_a_thousand_branches_agree(tmp_path):
    town = play(2, tmp_path, steps=300, branches=1000, at_work=2 * AT_WORK, replica=at_rest)

    assert len(town.branches) >= 1000
    assert {"late", "tick drawn anew", "crash at store"} <= {*town.faults, *town.share.faults}


def at_rest(branch):
    """Let a thousand desks read without comparing all digests of all others, each with each, in every round."""
    branch.replica.selfcheck = None
