"""Holds and copies on their way where two desks did not know of each other, both orders of arrival (C-3, C-15, C-16)."""

from dataclasses import replace

import pytest

from app.db.holds import StoredHolds
from app.db.queries.tasks import tasks
from app.db.state.keeping import compare_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure
from app.desk.holds import cancel_hold, place_hold
from app.desk.items import add_item
from app.desk.network import Place, seat_workstation
from app.desk.outcome import Done
from app.desk.patrons import register_patron
from app.desk.persons import merge_patrons
from app.desk.renew import renew
from app.rules.holds import line_of
from tests.sim.world import World
from tests.sync.meeting import today

CODES = ("NOR", "SOU", "VAN")


@pytest.fixture(params=((0, 1, 2), (2, 1, 0)), ids=lambda order: "".join(map(str, order)))
def town(tmp_path, request):
    """Three desks, each in a branch of its own, that read each other in every order; a copy that P3 has."""
    world = World(9, tmp_path, branches=3, clocks_lie=False)
    world.share.calm = True
    world.settle()
    world.order = request.param
    for branch in world.branches:
        branch.clock.offset_ms = 0
    world.homes = [world.acting.branch]
    for code in CODES[1:]:
        place = Place(branch_code=code, branch_name=code, workstation="1", time_zone="Europe/Riga")
        outcome = world.branches[0].do(world.acting, lambda work, p=place: seat_workstation(work, place=p, replica=900))
        world.homes.append(outcome.record)
    do(world, 0, add_item, barcode="X", title="Mātes piens")
    for card in ("P1", "P2", "P3"):
        do(world, 0, register_patron, given=card, family=card * 3, card=card)
    world.now_ms += 1_000
    do(world, 0, check_out, patron="P3", item="X")
    gather(world)
    yield world
    world.close()


def do(town, desk, deed, **given):
    """Let somebody do a deed at a desk, in the branch where it stands; a second passes everywhere."""
    town.now_ms += 1_000
    acting = replace(town.acting, branch=town.homes[desk])
    outcome = town.branches[desk].do(acting, lambda work: deed(work, **given))
    assert isinstance(outcome, Done), outcome
    return outcome.record


def gather(town):
    for _ in range(3):
        town.now_ms += 60_000
        for number in town.order:
            town.branches[number].replica.round(once=True)


def seen(town):
    """Return what all desks say alike: the tasks with whose they are, and what holds have which copy."""
    found = []
    for branch in town.branches:
        connection = branch.database.connection
        holds = connection.execute(
            "SELECT patron, copy IS NOT NULL, ready_at IS NOT NULL FROM hold_standing"
        ).fetchall()
        asked = [(task.kind, task.branch) for task in tasks(branch.database)]
        found.append((asked, holds))
        with branch.database.writing() as writing:
            assert compare_state(writing) == []
    assert found[0] == found[1] == found[2]
    return found[0]


def branch_name(town, desk):
    query = "SELECT name FROM branch WHERE id = ?"
    return town.branches[0].database.connection.execute(query, (town.homes[desk],)).fetchone()[0]


def test_a_renewal_against_a_queue_stands_and_whoever_waits_is_to_be_told(town):
    do(town, 1, place_hold, patron="P1", item="X")
    town.now_ms += 86_400_000
    renewed = do(town, 0, renew, item="X")
    gather(town)

    asked, _ = seen(town)
    assert asked == [("RENEWED_AGAINST_QUEUE", branch_name(town, 1))]
    due = town.branches[2].database.connection.execute("SELECT due_on FROM open_loan").fetchone()[0]
    assert due == renewed.due_on.isoformat()

    do(town, 0, check_in, item="X")
    gather(town)
    assert seen(town)[0] == []


def test_a_copy_that_lies_ready_and_is_lent_elsewhere_is_with_whoever_has_it(town):
    do(town, 1, place_hold, patron="P1", item="X")
    gather(town)
    do(town, 1, check_in, item="X")
    do(town, 2, check_out, patron="P2", item="X", override={"ON_LOAN"}, reason="klāt")
    gather(town)

    asked, holds = seen(town)
    assert asked == [("LENT_WHILE_HELD", branch_name(town, 1))]
    assert [(copy, ready) for _, copy, ready in holds] == [(0, 0)]


def test_a_copy_that_is_lent_on_its_way_never_comes(town):
    do(town, 1, place_hold, patron="P1", item="X")
    gather(town)
    do(town, 2, check_in, item="X")
    do(town, 0, check_out, patron="P2", item="X", override={"ON_LOAN"}, reason="klāt")
    gather(town)

    asked, holds = seen(town)
    assert asked == [("LENT_ON_ITS_WAY", branch_name(town, 1))]
    assert [copy for _, copy, _ in holds] == [0]
    assert town.branches[1].database.connection.execute("SELECT count(*) FROM copy_place").fetchone()[0] == 0


def test_of_two_copies_caught_for_one_hold_the_first_stays(town):
    do(town, 0, add_item, barcode="Y", title="Mātes piens")
    do(town, 0, check_out, patron="P2", item="Y")
    do(town, 0, place_hold, patron="P1", item="X")
    gather(town)
    do(town, 1, check_in, item="X")
    do(town, 2, check_in, item="Y")
    gather(town)

    asked, _ = seen(town)
    assert asked == [("CAUGHT_TWICE", branch_name(town, 2))]
    caught = "SELECT barcode FROM hold_standing s JOIN item i ON i.id = s.copy"
    assert town.branches[0].database.connection.execute(caught).fetchall() == [("X",)]
    do(town, 2, check_in, item="Y")
    gather(town)
    assert seen(town)[0] == []


def test_a_hold_cancelled_at_one_desk_and_filled_at_another_is_over(town):
    hold = do(town, 0, place_hold, patron="P1", item="X").hold
    gather(town)
    do(town, 0, cancel_hold, hold=str(hold))
    do(town, 0, check_in, item="X")
    do(town, 1, cancel_hold, hold=str(hold))
    gather(town)

    assert seen(town) == ([], [])


def test_one_person_placed_a_hold_at_two_desks_and_waits_once(town):
    do(town, 1, place_hold, patron="P1", item="X")
    do(town, 2, place_hold, patron="P2", item="X")
    gather(town)
    do(town, 0, merge_patrons, patron="P1", other="P2")
    gather(town)

    seen(town)
    for branch in town.branches:
        holds = StoredHolds(branch.database.connection).living()
        assert (len(holds), len(line_of([one.wanted for one in holds], today(town, branch)))) == (2, 1)


def test_the_holds_of_somebody_erased_are_nobodys(town):
    hold = do(town, 1, place_hold, patron="P1", item="X")
    do(town, 2, place_hold, patron="P2", item="X")
    gather(town)
    do(town, 0, propose_erasure, patron="P1", reason="lūgums")
    for _ in range(6):
        gather(town)

    _, holds = seen(town)
    assert [patron for patron, *_ in holds] != [hold.patron]
    assert len(holds) == 1
