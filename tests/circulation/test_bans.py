"""A ban from the premises said at one desk, and a loan at another that had not heard of it (C-6)."""

import pytest

from app.desk.bans import ban, lift_ban
from app.desk.checkout import check_out
from app.desk.undo import undo


def refused(town):
    """Return why a desk lends C0 nothing, the same at every desk."""

    def ask(branch):
        outcome = branch.do(town.world.acting, lambda work: check_out(work, patron="C0", item="I1"))
        return [block.why.value for block in outcome.blocks]

    return town.everywhere(ask)


def test_a_loan_to_somebody_who_was_banned_elsewhere_stands_and_is_a_task(town):
    town.do(town.a, ban, patron="C0", reason="troksnis", everywhere=True)
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()

    assert town.value("SELECT count(*) FROM open_loan") == 1
    assert town.tasks() == ["LENT_WHILE_BANNED"]
    assert refused(town) == ["PREMISES_BAN"]


def test_a_ban_that_does_not_hold_where_somebody_was_lent_to_is_no_task_there(town):
    town.do(town.a, ban, patron="C0", reason="troksnis")
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()

    assert town.tasks() == []


def test_what_was_lent_before_the_ban_or_after_it_was_lifted_is_no_task(town):
    town.do(town.b, check_out, patron="C0", item="I0")
    town.do(town.a, ban, patron="C0", reason="troksnis", everywhere=True)
    town.do(town.a, lift_ban, patron="C0")
    town.do(town.b, check_out, patron="C0", item="I2")
    town.hear()

    assert town.tasks() == []


@pytest.mark.parametrize("desk", ["a", "b"])
def test_undoing_the_ban_or_the_loan_ends_the_task(town, desk):
    town.do(town.a, ban, patron="C0", reason="troksnis", everywhere=True)
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()
    town.do(getattr(town, desk), undo)
    town.hear()

    assert town.tasks() == []


def test_bans_of_two_desks_both_stand_until_both_are_lifted(town):
    """I-11: no block vanishes because two desks met."""
    town.do(town.a, ban, patron="C0", reason="troksnis", everywhere=True)
    town.do(town.b, ban, patron="C0", reason="smēķēšana", everywhere=True)
    town.do(town.a, lift_ban, patron="C0")
    town.hear()
    assert refused(town) == ["PREMISES_BAN"]

    town.do(town.b, lift_ban, patron="C0")
    town.hear()
    assert town.do(town.a, check_out, patron="C0", item="I1")
