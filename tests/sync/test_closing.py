"""A log whose owner is gone, and whose last files are gone too: closed at the last position that any member holds."""

from dataclasses import replace

import pytest

from app.sync import replica as engine
from app.sync.layout import log_folder
from app.sync.problems import MISSING_SEGMENT
from app.sync.ticks import replica_of
from tests.sync.test_keeping import town, write  # noqa: F401 - a fixture
from tests.sync.test_replica import knows, register


@pytest.fixture
def dead(town):  # noqa: F811
    """A town in which one branch died after another, not the registrar, had read its last deeds; the files are gone."""
    registrar = next(branch for branch in town.branches if branch.number == town.founder)
    dead, witness, other = (branch for branch in town.branches if branch is not registrar)
    patron, _ = die(town, dead, witness)
    return registrar, witness, other, patron


def die(town, dead, witness):  # noqa: F811
    """Let a branch do its last deed, another read it, and the files go; return the deed, and the folder before it."""
    log = dead.store.standing().log
    patron = register(town, dead, "Pēdējais")
    before = {path: list(writings) for path, writings in town.share.files.items() if path.startswith(log_folder(log))}
    dead.replica.round(once=True)
    witness.replica.round(once=True)
    for path in [path for path in town.share.files if path.startswith(log_folder(log)) and path.endswith(".seg")]:
        if path not in before:
            del town.share.files[path]
    assert knows(witness, patron)
    return patron, before


def wait(town, *branches):  # noqa: F811
    """Let branches look in vain, round after round."""
    for _ in range(12):
        town.now_ms += 400_000
        for branch in branches:
            branch.replica.round()


def test_the_registrar_takes_the_word_of_the_last_who_read_it(town, dead):  # noqa: F811
    registrar, witness, other, patron = dead
    wait(town, registrar, other)
    assert not knows(registrar, patron)
    assert not knows(other, patron)

    assert write(witness)
    wait(town, registrar, other, witness)

    assert knows(registrar, patron)
    assert knows(other, patron)
    assert len({branch.digest() for branch in (registrar, witness, other)}) == 1


@pytest.mark.parametrize("head", ["stands", "is put back", "is gone"])
@pytest.mark.parametrize("reader", ["the registrar", "another"])
def test_whoever_alone_holds_it_writes_a_checkpoint_unasked(town, reader, head):  # noqa: F811
    """However often the registrar writes one without it; and where it is the registrar, another takes its word."""
    branches = sorted(town.branches, key=lambda branch: branch.number != town.founder)
    witness, dead = (branches[0], branches[1]) if reader == "the registrar" else (branches[1], branches[2])
    others = [branch for branch in branches if branch is not dead]
    patron, before = die(town, dead, witness)
    if head != "stands":
        for path in [path for path in town.share.files if path.startswith(log_folder(dead.store.standing().log))]:
            del town.share.files[path]
    if head == "is put back":
        town.share.files |= before

    for _ in range(4):
        wait(town, *others)

    assert all(knows(branch, patron) for branch in others)
    assert len({branch.digest() for branch in others}) == 1
    assert MISSING_SEGMENT not in {one.code for branch in others for one in branch.replica.round(once=True).problems}


def test_what_its_owner_still_brings_asks_for_no_checkpoint(town):  # noqa: F811
    registrar = next(branch for branch in town.branches if branch.number == town.founder)
    owner, witness, other = (branch for branch in town.branches if branch is not registrar)
    patron, _ = die(town, owner, witness)

    wait(town, registrar, other, witness, owner)

    assert knows(other, patron)
    assert witness.number not in {replica_of(tick) for tick in other.replica.keeping.survey.standing}


def test_nobody_else_vouches_for_what_they_have_not_read(town, dead):  # noqa: F811
    _, witness, other, patron = dead
    wait(town, other)
    write(witness)

    wait(town, other)

    assert not knows(other, patron)
    assert not [path for path in town.share.files if path.endswith(f"{other.number:04d}.ok")]


def test_a_checkpoint_with_more_than_the_dead_one_wrote_counts_for_nothing(town, dead):  # noqa: F811
    registrar, witness, _, patron = dead
    with witness.database.writing() as connection:
        connection.execute("UPDATE capture SET off = 1")
        connection.execute("UPDATE title SET title = 'x'")
        connection.execute("UPDATE capture SET off = 0")
    wait(town, registrar)

    write(witness)
    wait(town, registrar)

    assert not knows(registrar, patron)


def test_nobody_is_told_of_files_of_a_pc_taken_out_of_use(town, dead, monkeypatch):  # noqa: F811
    registrar, _, other, _ = dead
    wait(town, other)
    told = other.replica.round(once=True).problems
    (number,) = {one.replica for one in told if one.code == MISSING_SEGMENT}

    looked = other.replica._looked
    retired = replace(looked.roster, retired=frozenset({number}))
    looked = replace(looked, chain=looked.chain._replace(roster=retired))
    monkeypatch.setattr(engine, "look_as_member", lambda *_, **__: looked)

    assert MISSING_SEGMENT not in {one.code for one in other.replica.round(once=True).problems}
    assert registrar.number != number
