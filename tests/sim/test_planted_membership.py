"""The town finds what we break on purpose in the rules of the roster."""

import pytest

from app.errors import LibraryError
from app.sync import chains, epochs, reader, registrar, roster_reading
from app.sync import replica as engine
from app.sync.roster import entry_file, place_of
from tests.sim.test_membership import play

SEEDS = (4, 15, 3003, *range(12))
"""So many towns are played at most before a fault counts as not found."""


def found(tmp_path):
    """Return whether some town goes wrong."""
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir(exist_ok=True)
        try:
            play(seed, folder)
        except (AssertionError, LibraryError):
            return True
    return False


def test_a_thief_who_is_read_like_anybody_else_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(reader.Reader, "_leave_alone", lambda self, roster: None)

    assert found(tmp_path)


def test_an_acknowledged_position_that_nobody_waits_for_is_found(tmp_path, monkeypatch):
    """Nothing is taken of an expelled log, not even what others have."""
    monkeypatch.setattr(reader.Acceptance, "is_wanting", lambda self, log, cursor: False)

    assert found(tmp_path)


def test_a_desk_that_keeps_to_the_roster_it_read_first_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(roster_reading, "winner", lambda candidates: next(iter(candidates), None))

    assert found(tmp_path)


def test_an_entry_that_is_lost_without_a_word_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(chains, "is_settled", lambda entry, roster: True)

    assert found(tmp_path)


def test_an_entry_written_over_another_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(registrar, "file_for", lambda folder, data: entry_file(place_of(data).number))

    assert found(tmp_path)


@pytest.mark.parametrize("seed", [3003, 1])
def test_the_faults_are_planted_in_what_really_runs(seed, tmp_path):
    """The same towns without a fault go well, so what is found is the fault."""
    assert engine.in_present_epoch is epochs.in_present_epoch
    play(seed, tmp_path)
