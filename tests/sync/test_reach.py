"""A log goes as far as its own head tells, or as another desk acknowledges."""

from types import SimpleNamespace

import pytest
from msgspec import structs

from app.sync.backoff import NAMED_AFTER
from app.sync.heads import Damaged, Head, Received
from app.sync.layout import log_folder
from app.sync.positions import LogId, Position
from app.sync.problems import MISSING_SEGMENT
from app.sync.reach import Reach
from tests.sim.branch import HOUR_MS
from tests.sim.files import Files
from tests.sync.test_own_past import calm, lacking, rounds, town, work  # noqa: F401 - a fixture

OWN, GONE, WITNESS, AGAIN, THIEF = LogId(1, 5), LogId(2, 5), LogId(3, 5), LogId(3, 6), LogId(4, 5)
ROSTER = SimpleNamespace(members={1: b"", 2: b"", 3: b"", 4: b""}, expelled=frozenset({4}))


def at(sequence):
    return Position(sequence, b"%016d" % sequence)


def head(sequence, *received, wall_ms=0):
    acknowledged = tuple(Received(*log, *position) for log, position in received)
    place = at(sequence)
    return Head(incarnation=5, counter=1, wall_ms=wall_ms, sequence=place[0], link=place[1], received=acknowledged)


def goal(heads, log=GONE, *, looks=NAMED_AFTER, impatient=False):
    reach = Reach()
    for _ in range(looks):
        reach.hear(ROSTER, heads, OWN)
    return reach.goal(log, heads.get(log), impatient=impatient)


def test_an_acknowledgement_counts_once_it_was_ahead_of_the_head_for_a_while():
    heads = {GONE: head(3), WITNESS: head(1, (GONE, at(7)))}

    assert goal(heads, looks=NAMED_AFTER - 1) == at(3)
    assert goal(heads, looks=1, impatient=True) == at(7)
    assert goal(heads) == at(7)


def test_a_head_that_comes_meanwhile_begins_it_anew():
    reach = Reach()
    for sequence in (3, 3, 3, 7, 3, 3, 3):
        reach.hear(ROSTER, {GONE: head(sequence), WITNESS: head(1, (GONE, at(7)))}, OWN)

    assert reach.goal(GONE, head(3), impatient=False) == at(3)
    assert reach.goal(GONE, head(9), impatient=True) == at(9)


def test_a_log_of_which_no_head_is_left_goes_as_far_as_somebody_acknowledges():
    assert goal({WITNESS: head(1, (GONE, at(7)))}) == at(7)
    assert goal({WITNESS: head(1)}) is None


def test_a_desk_that_was_put_back_vouches_for_what_it_holds_now():
    before, now = head(1, (GONE, at(7)), wall_ms=10), head(1, (GONE, at(5)), wall_ms=20)

    assert goal({GONE: head(3), WITNESS: before, AGAIN: now}) == at(5)


def test_logs_of_expelled_desks_and_ones_own_are_left_to_others():
    told = head(1, (OWN, at(7)), (THIEF, at(7)), (LogId(9, 5), at(7)))
    reach = Reach()
    reach.hear(ROSTER, {WITNESS: told, THIEF: head(1, (GONE, at(7)))}, OWN)

    assert not reach.logs()


@pytest.fixture(params=["by another desk", "by nobody else"])
def put_back(town, request):  # noqa: F811
    """A share put back to before a copied machine wrote anything; the copy has another number by now.

    What it wrote under the former one stands in its own database, in that of a desk that read it, and in no head of that
    log any more.
    """
    world, south = town.world, town.south
    earlier = {path: list(writings) for path, writings in world.share.files.items()}
    twin = world.copies.copy(town.north)
    calm(twin)
    for name in ("Under the former number", "The same, later"):
        work(town, twin, name)
        world.now_ms += 1000
        twin.replica.round(once=True)
    if request.param == "by another desk":
        south.replica.round(once=True)
    world.copies.end()
    calm(twin)
    world.share.files = Files(earlier)
    return twin


def test_what_is_acknowledged_is_written_again_and_read(town, put_back):  # noqa: F811
    """However fresh the checkpoints are that the registrar writes, who has not read it either."""
    rounds(town.world, 1)
    assert lacking(town) != []

    told = set()
    for _ in range(8):
        town.world.now_ms += HOUR_MS // 2
        for branch in town.world.branches:
            told |= {problem.code for problem in branch.replica.round(once=True).problems}

    assert MISSING_SEGMENT in told
    assert lacking(town) == []
    town.world.settle()
    town.world.check()


def test_what_a_copy_wrote_stands_in_a_log_of_its_own_before_it_gets_another_number(town, put_back):  # noqa: F811
    """In the one that both machines had, the other may have gone on before it heard of this side."""
    for name in ("The other machine", "The same there, later"):
        work(town, town.north, name)
        town.world.now_ms += 1000
        town.north.replica.round(thorough=False)

    town.world.settle()

    assert lacking(town) == []
    town.world.check()


def test_all_segments_of_what_is_reported_damaged_are_written_again(town):  # noqa: F811
    north, share = town.north, town.world.share
    for name in ("Kalns", "Liepa", "Ozols"):
        work(town, north, name)
        north.replica.round(once=True)
    log = north.store.standing().log
    first, second, third = north.store.own_names(log)[-3:]
    for name in (first, second, third):
        share.files.pop(f"{log_folder(log)}/{name.file}")

    reporting = structs.replace(head(1), damaged=(Damaged(*log, first.last, second.first),))
    north.replica.repairing.repair(north.store, north.replica.keys, [reporting])

    present = share.sizes()
    assert [f"{log_folder(log)}/{name.file}" in present for name in (first, second, third)] == [True, True, False]
