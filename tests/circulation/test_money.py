"""Money at desks that do not know of each other: the same fees, credits and tasks everywhere (C-5, C-7, C-8, C-17)."""

import pytest

from app.db.money import account_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.exclusion import restrict
from app.desk.money import charge_fee, pay_fees, refund, waive_fee
from app.desk.network import change_setting
from app.desk.persons import merge_patrons
from tests.sync.meeting import today

PERSON = "SELECT patron FROM identifier WHERE value = ?"
STEPS = "1:2000:1000 2:6000:3000"


@pytest.fixture
def danish(town):
    """A town with a tariff by steps, in which C0 has two books that were due two days ago."""
    for key, value in (("late_fee", "stepped"), ("late_steps", STEPS)):
        town.do(town.a, change_setting, key=key, value=value)
    due = today(town.world, town.a)
    for item in ("I0", "I1"):
        town.do(town.a, check_out, patron="C0", item=item, due=due)
    town.hear()
    town.pass_days(2)
    return town


def owed(town, card="C0"):
    """Return what somebody owes, and has too much, at every desk."""

    def look(branch):
        connection = branch.database.connection
        found = account_of(connection, connection.execute(PERSON, (card,)).fetchone()[0])
        return found.balance_minor, found.credit_minor, [fee.key for fee in found.open_fees]

    return town.everywhere(look)


def key_of(town):
    return owed(town)[2][0]


def test_two_books_of_one_day_returned_at_two_desks_on_one_day_are_one_fee(danish):
    """C-7."""
    danish.do(danish.a, check_in, item="I0")
    danish.do(danish.b, check_in, item="I1")
    danish.hear()

    assert owed(danish)[0] == 6000
    assert danish.tasks() == []


def test_a_fee_paid_at_one_desk_and_waived_at_another_leaves_a_credit_and_a_task(danish):
    """C-8."""
    danish.do(danish.a, check_in, item="I0")
    danish.hear()
    key = key_of(danish)
    danish.do(danish.a, pay_fees, patron="C0", amount_minor=6000, means="card")
    danish.do(danish.b, waive_fee, patron="C0", fee=key, reason="ill")
    danish.hear()

    assert owed(danish) == (-6000, 6000, [])
    assert danish.tasks() == ["SETTLED_TWICE"]
    danish.do(danish.b, refund, patron="C0", amount_minor=6000, means="card", reason="twice")
    danish.hear()
    assert owed(danish) == (0, 0, [])


def test_a_payment_taken_twice_pays_for_what_is_owed_next(danish):
    """C-8."""
    danish.do(danish.a, check_in, item="I0")
    danish.hear()
    for desk in (danish.a, danish.b):
        danish.do(desk, pay_fees, patron="C0", amount_minor=6000, means="card")
    danish.do(danish.b, charge_fee, patron="C0", kind="other", amount_minor=2500)
    danish.hear()

    assert owed(danish) == (-3500, 3500, [])


def test_one_payment_entered_at_two_desks_under_one_reference_counts_once(danish):
    danish.do(danish.a, check_in, item="I0")
    danish.hear()
    for desk in (danish.a, danish.b):
        danish.do(desk, pay_fees, patron="C0", amount_minor=6000, means="card", reference="T-77")
    danish.hear()

    assert owed(danish) == (0, 0, [])
    assert danish.tasks() == []


def test_a_copy_lent_while_the_person_was_excluded_elsewhere_stays_lent_and_is_told(danish):
    """C-5."""
    danish.do(danish.a, restrict, patron="C1", kind="misuse", reason="notes in books")
    danish.do(danish.b, check_out, patron="C1", item="I3")
    danish.hear()

    assert danish.tasks() == ["LENT_WHILE_EXCLUDED"]
    assert danish.value("SELECT count(*) FROM open_loan o JOIN item i ON i.id = o.item WHERE i.barcode = 'I3'") == 1


def test_records_joined_at_one_desk_owe_together_what_another_has_charged(danish):
    danish.do(danish.a, merge_patrons, patron="C0", other="C1")
    danish.do(danish.b, charge_fee, patron="C1", kind="other", amount_minor=700)
    danish.do(danish.b, check_in, item="I0")
    danish.hear()

    assert owed(danish, "C0")[0] == owed(danish, "C1")[0] == 6700


def test_a_tariff_changed_elsewhere_counts_for_what_ended_since(danish):
    """C-21: the tariff of the closing day decides, wherever it was known."""
    danish.do(danish.a, change_setting, key="late_steps", value="1:9000:9000")
    danish.do(danish.b, check_in, item="I0")
    danish.hear()

    assert owed(danish)[0] == 9000
