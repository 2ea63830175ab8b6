"""One wrong line, and the town goes wrong: it would prove nothing otherwise."""

import pytest

from tests.sim.mutations import MUTATIONS, STEPS, plant
from tests.sim.world import play

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_one_wrong_line_is_found(mutation, tmp_path, monkeypatch):
    with monkeypatch.context() as planted:
        plant(planted.setattr, mutation)

        assert any(goes_wrong(seed, tmp_path) for seed in mutation.seeds)


def test_the_same_towns_go_well_without_it(tmp_path):
    for seed in {seed for mutation in MUTATIONS for seed in mutation.seeds}:
        assert not goes_wrong(seed, tmp_path)


def goes_wrong(seed, tmp_path):
    """Return whether a town fails, by what is held against it or by an error on the way."""
    folder = tmp_path / str(seed)
    folder.mkdir()
    try:
        play(seed, folder, STEPS)
    except Exception:  # Whatever it is, a librarian would have met it.
        return True
    return False
