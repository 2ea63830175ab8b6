"""Epochs come and go while everything else goes wrong in the town."""

from tests.sim.world import play

SEEDS = range(20, 40)
"""So many towns are played at most before something counts as not happening."""


def test_epochs_begin_and_keys_are_destroyed(tmp_path):
    wanted, seen = {"epoch begun", "keys destroyed"}, set()
    for seed in SEEDS:
        (tmp_path / str(seed)).mkdir()
        seen |= {deed for deed, times in play(seed, tmp_path / str(seed), steps=200).deeds.items() if times}
        if wanted <= seen:
            break

    assert wanted <= seen
