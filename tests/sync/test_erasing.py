"""Forgetting somebody: proposed, answered by every active desk, done once, and then nowhere any more."""

import pytest

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure, propose_unused, withdraw_erasure
from app.desk.items import add_item
from app.desk.outcome import Done, Refused
from app.desk.patrons import Contact, register_patron
from app.rules.blocks import Why
from app.sync.erasing import Erasing
from tests.sim.branch import FAST, HOUR_MS
from tests.sim.world import World


@pytest.fixture
def town(tmp_path):
    world = World(5, tmp_path, branches=4, clocks_lie=False)
    world.share.calm = True
    world.settle()
    yield world
    world.close()


def person(town, branch, card="Z-17"):
    done = branch.do(
        town.acting,
        lambda work: register_patron(
            work,
            given="Zelma",
            family="Zvirbule",
            card=card,
            contact=Contact(phone="29111222", email="z@example.lv"),
            override={Why.LOOKS_ALIKE},
            reason="namesakes",
        ),
    )
    return done.record.patron


def propose(town, branch, card="Z-17"):
    outcome = branch.do(town.acting, lambda work: propose_erasure(work, patron=card, reason="lūdza"))
    assert isinstance(outcome, Done), outcome
    return outcome.record.proposal


def lend(town, branch, item, card="Z-17"):
    outcome = branch.do(town.acting, lambda work: check_out(work, patron=card, item=item))
    assert isinstance(outcome, Done), outcome


def knows(branch, patron):
    return branch.database.connection.execute("SELECT 1 FROM patron WHERE id = ?", (patron,)).fetchone() is not None


def rounds(town, *branches, times=1):
    for _ in range(times):
        town.now_ms += 60_000
        for branch in branches or town.branches:
            branch.replica.round(once=True)


def test_one_round_each_and_another_and_nobody_knows_the_person(town):
    north = town.branches[0]
    patron = person(town, north)
    rounds(town)
    assert all(knows(branch, patron) for branch in town.branches)

    propose(town, north)
    rounds(town, times=3)

    assert not any(knows(branch, patron) for branch in town.branches)
    town.settle()
    town.check()


def test_nobody_is_erased_before_every_active_desk_has_answered(town):
    north, _, *others = town.branches
    patron = person(town, north)
    rounds(town)
    propose(town, north)

    rounds(town, north, *others, times=5)
    assert knows(north, patron)

    rounds(town, times=2)
    assert not knows(north, patron)


def test_a_desk_not_heard_of_for_long_is_not_waited_for(town):
    north, south, *others = town.branches
    patron = person(town, north)
    rounds(town)
    propose(town, north)

    town.now_ms += FAST.active_ms + HOUR_MS
    rounds(town, north, *others, times=3)

    assert not knows(north, patron)
    assert knows(south, patron)
    rounds(town, times=2)
    assert not knows(south, patron)


def test_what_another_desk_has_lent_meanwhile_holds_it(town):
    north, south, *_ = town.branches
    patron = person(town, north)
    south.do(town.acting, lambda work: add_item(work, barcode="B-1", title="Mērnieku laiki"))
    rounds(town)
    lend(town, south, "B-1")
    propose(town, north)

    rounds(town, times=4)

    assert all(knows(branch, patron) for branch in town.branches)
    (held,) = {answer.held for heard in north.store.heard() for answer in heard.answers}
    assert held


def test_a_copy_given_back_lets_it_go_on(town):
    north, south, *_ = town.branches
    patron = person(town, north)
    south.do(town.acting, lambda work: add_item(work, barcode="B-1", title="Mērnieku laiki"))
    rounds(town)
    lend(town, south, "B-1")
    propose(town, north)
    rounds(town, times=3)

    south.do(town.acting, lambda work: check_in(work, item="B-1"))
    rounds(town, times=3)

    assert not any(knows(branch, patron) for branch in town.branches)


def test_a_loan_by_a_desk_that_was_away_stands_without_the_person_and_is_a_task(town):
    north, south, *others = town.branches
    patron = person(town, north)
    south.do(town.acting, lambda work: add_item(work, barcode="B-1", title="Mērnieku laiki"))
    rounds(town)
    lend(town, south, "B-1")
    propose(town, north)
    town.now_ms += FAST.active_ms + HOUR_MS
    rounds(town, north, *others, times=3)
    assert not knows(north, patron)

    rounds(town, times=2)

    for branch in town.branches:
        connection = branch.database.connection
        assert connection.execute("SELECT patron FROM open_loan").fetchall() == [(None,)]
        assert connection.execute("SELECT kind FROM verdict").fetchall() == [("LOAN_OF_ERASED",)]
        assert not knows(branch, patron)
    town.settle()
    town.check()


def test_a_proposal_taken_back_erases_nobody(town):
    north, south, *_ = town.branches
    patron = person(town, north)
    proposal = propose(town, north)
    rounds(town, north)
    outcome = south.do(town.acting, lambda work: withdraw_erasure(work, proposal=proposal))
    assert isinstance(outcome, Refused)
    rounds(town, south)

    south.do(town.acting, lambda work: withdraw_erasure(work, proposal=proposal))
    rounds(town, south)
    rounds(town, times=4)

    assert all(knows(branch, patron) for branch in town.branches)


def test_a_desk_whose_clock_disagrees_erases_nobody(town):
    north = town.branches[0]
    patron = person(town, north)
    rounds(town)
    propose(town, north)
    north.clock.offset_ms = -30 * 60_000

    rounds(town, times=4)

    assert knows(north, patron)


def test_the_registrar_does_what_a_desk_proposed_that_is_gone(town):
    registrar = next(branch for branch in town.branches if branch.number == town.founder)
    proposer, *others = [branch for branch in town.branches if branch is not registrar]
    patron = person(town, proposer)
    rounds(town)
    propose(town, proposer)
    rounds(town, proposer)
    rounds(town, registrar, *others, times=3)
    assert knows(registrar, patron)

    town.now_ms += FAST.active_ms + HOUR_MS
    for number, other in enumerate(others):
        person(town, other, card=f"X-{number}")  # Who does nothing all day is not heard of.
    rounds(town, registrar, *others, times=4)

    assert not knows(registrar, patron)


def test_a_first_answer_waits_until_all_is_published(town):
    north, south, *_ = town.branches
    person(town, north)
    rounds(town)
    propose(town, north)
    rounds(town, north)
    south.replica.round(once=True)
    person(town, south, card="Y-1")
    erasing = Erasing(active_ms=HOUR_MS)

    assert erasing.answers(south.store) == ()
    south.replica.round(once=True)
    (answer,) = erasing.answers(south.store)

    assert answer.sequence == south.store.standing().end.sequence
    assert not answer.held


def test_two_desks_that_propose_the_same_agree(town):
    north, south, *_ = town.branches
    patron = person(town, north)
    rounds(town)
    propose(town, north)
    propose(town, south)

    rounds(town, times=4)

    assert not any(knows(branch, patron) for branch in town.branches)
    town.settle()
    town.check()


def test_who_comes_again_is_no_longer_unused(town):
    north, south, *_ = town.branches
    patron = person(town, north)
    south.do(town.acting, lambda work: add_item(work, barcode="B-1", title="Mērnieku laiki"))
    rounds(town)
    town.now_ms += 6 * 366 * 86_400_000
    rounds(town, times=2)
    for branch in town.branches:
        branch.store.confirm_clock(branch.clock.wall_ms())
    found = north.do(town.acting, propose_unused)
    assert patron in {one.patron for one in found.record}

    rounds(town, north)
    south.replica.round()
    lend(town, south, "B-1")
    rounds(town, times=4)

    assert knows(north, patron)
    assert not any(knows(north, one.patron) for one in found.record if one.patron != patron)


def test_what_cannot_be_proposed_is_refused_with_every_reason(town):
    north = town.branches[0]
    person(town, north)
    north.do(town.acting, lambda work: add_item(work, barcode="B-1", title="Mērnieku laiki"))
    lend(town, north, "B-1")

    def codes(**given):
        return [one.why for one in north.do(town.acting, lambda work: propose_erasure(work, **given)).blocks]

    assert codes(patron="nobody", reason="") == [Why.REASON_MISSING, Why.UNKNOWN_SCAN]
    assert codes(patron="Z-17", reason="x") == [Why.STILL_ON_LOAN]
    person(town, north, card="Y-1")
    propose(town, north, card="Y-1")
    assert codes(patron="Y-1", reason="x") == [Why.ALREADY_PROPOSED]
