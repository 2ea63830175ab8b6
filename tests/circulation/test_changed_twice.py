"""The same data of somebody changed at two desks: the later stands, and both are shown once, at the next visit (C-11)."""

import pytest

from app.db.queries.people import show_patron
from app.desk.amending import amend_patron, confirm_contact, take_given_up
from app.desk.outcome import Refused
from app.rules.blocks import Why
from tests.sync.meeting import today

PHONE = "SELECT phone FROM patron WHERE family = 'N0'"
A, B = "20000001", "20000002"


def asked(town):
    """Return what every desk asks at the next visit: the field, what stands, what gave way, and where that was."""

    def look(branch):
        seat = "SELECT branch FROM workstation WHERE replica = ?"
        [here] = branch.database.connection.execute(seat, (branch.number,)).fetchone()
        blocks = show_patron(branch.database, "C0", today=today(town.world, branch), branch=here).blocks
        told = [dict(block.figures) for block in blocks if block.why is Why.CHANGED_TWICE]
        return [(one["field"], one["stands"], one["given_up"]) for one in told]

    return town.everywhere(look)


@pytest.fixture
def changed(town):
    """A wrote one phone, B another a minute later."""
    town.do(town.a, amend_patron, patron="C0", changes={"phone": A})
    town.do(town.b, amend_patron, patron="C0", changes={"phone": B})
    town.hear()
    return town


def test_the_later_phone_stands_and_both_are_shown(changed):
    assert changed.value(PHONE) == B
    assert asked(changed) == [("phone", B, A)]


def test_what_was_confirmed_once_is_shown_at_no_desk_any_more(changed):
    changed.do(changed.a, confirm_contact, patron="C0")
    changed.hear()

    assert (changed.value(PHONE), asked(changed)) == (B, [])


def test_the_other_one_is_taken_with_one_key(changed):
    changed.do(changed.b, take_given_up, patron="C0")
    changed.hear()

    assert (changed.value(PHONE), asked(changed)) == (A, [])


def test_a_change_by_who_knew_of_both_is_an_answer(changed):
    changed.do(changed.a, amend_patron, patron="C0", changes={"phone": "20000003"})
    changed.hear()

    assert (changed.value(PHONE), asked(changed)) == ("20000003", [])


def test_who_knew_of_one_alone_answers_for_no_other(town):
    town.do(town.a, amend_patron, patron="C0", changes={"phone": A})
    town.do(town.b, amend_patron, patron="C0", changes={"phone": B})
    town.do(town.b, confirm_contact, patron="C0")
    town.do(town.b, amend_patron, patron="C0", changes={"phone": "20000003"})
    town.hear()

    assert asked(town) == [("phone", "20000003", A)]


def test_a_change_of_a_phone_that_all_knew_is_no_question(town):
    town.do(town.a, amend_patron, patron="C0", changes={"phone": A})
    town.hear()
    town.do(town.b, amend_patron, patron="C0", changes={"phone": B})
    town.hear()

    assert asked(town) == []


def test_a_phone_and_an_address_are_two_questions(town):
    town.do(town.a, amend_patron, patron="C0", changes={"phone": A, "street": "Rīgas iela", "house": "1"})
    town.do(town.b, amend_patron, patron="C0", changes={"phone": B, "street": "Cēsu iela", "house": "2"})
    town.hear()

    assert asked(town) == [("phone", B, A), ("address", "Cēsu iela, 2", "Rīgas iela, 1")]


def test_answers_at_two_desks_do_no_harm(changed):
    changed.do(changed.a, confirm_contact, patron="C0")
    changed.do(changed.b, confirm_contact, patron="C0")
    changed.hear()

    assert asked(changed) == []


def test_there_is_nothing_to_take_where_nothing_gave_way(town):
    acting = town.world.acting
    outcome = town.a.do(acting, lambda work: take_given_up(work, patron="C0"))

    assert isinstance(outcome, Refused)
    assert [block.why for block in outcome.blocks] == [Why.NOTHING_GIVEN_UP]
