"""One wrong line, and the town goes wrong: it would prove nothing otherwise."""

from collections import Counter

import pytest

from tests.sim.mutations import MUTATIONS, goes_wrong, plant

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_one_wrong_line_is_found(mutation, tmp_path, monkeypatch):
    with monkeypatch.context() as planted:
        plant(planted.setattr, mutation)

        assert any(goes_wrong(mutation, seed, tmp_path) for seed in mutation.seeds)


SOUND = {(mutation.town, seed): mutation for mutation in MUTATIONS for seed in mutation.seeds}


@pytest.mark.parametrize(("town", "seed"), SOUND)
def test_the_same_town_goes_well_without_it(town, seed, tmp_path):
    assert not goes_wrong(SOUND[town, seed], seed, tmp_path)


def test_every_area_has_two_wrong_lines_at_least():
    counts = Counter(mutation.area for mutation in MUTATIONS)

    assert len(MUTATIONS) >= 20
    assert min(counts.values()) >= 2
