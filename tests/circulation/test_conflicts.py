"""Two desks acted without knowing of each other; a third hears of them in either order (C-1 to C-22)."""

from datetime import date

from app.db.queries.people import show_patron
from app.desk.amending import amend_patron
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.identity import identify
from app.desk.opening import close_days, open_again
from app.desk.paper import lend_on_paper
from app.desk.patrons import register_patron, report_card
from app.desk.receipts import give_receipt
from app.desk.renew import renew
from app.desk.undo import undo
from app.rules.blocks import Why
from tests.sync.meeting import today

UNVERIFIED = Why.IDENTITY_UNVERIFIED

WHO_HAS_IT = (
    "SELECT p.family FROM open_loan o JOIN patron p ON p.id = o.patron JOIN item i ON i.id = o.item WHERE i.barcode = ?"
)
CONTACT = "SELECT phone, email FROM patron WHERE family = ?"


def test_a_copy_lent_at_two_desks_is_with_whom_it_was_lent_to_last(town):
    town.do(town.a, check_out, patron="C0", item="I0")
    town.do(town.b, check_out, patron="C1", item="I0")
    town.hear()

    assert town.value(WHO_HAS_IT, "I0") == "N1"
    assert town.tasks() == ["LENT_TWICE"]


def test_a_copy_returned_at_one_desk_after_it_was_renewed_at_another_is_back(town):
    town.do(town.a, check_out, patron="C0", item="I0")
    town.hear()
    town.pass_days(2)
    town.do(town.b, renew, item="I0")
    town.do(town.a, check_in, item="I0")
    town.hear()

    assert town.value(WHO_HAS_IT, "I0") == []
    assert town.tasks() == []


def test_a_loan_with_a_card_that_was_reported_lost_elsewhere_stands_and_is_the_last_with_it(town):
    town.do(town.a, report_card, number="C0")
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()

    assert town.value(WHO_HAS_IT, "I0") == "N0"
    assert blocks(town, "C0") == [Why.CARD_BLOCKED]
    assert town.tasks() == ["LENT_AFTER_BLOCK"]


def test_a_loan_before_the_card_was_reported_lost_is_nobody_elses_question(town):
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()
    town.do(town.a, report_card, number="C0")
    town.hear()

    assert town.tasks() == []


def test_a_report_that_is_taken_back_takes_its_task_along(town):
    report = town.do(town.a, report_card, number="C0")
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()
    town.do(town.a, report_card, number="C0", standing="active")
    town.hear()
    assert town.tasks() == ["LENT_AFTER_BLOCK"], f"what was reported when it was lent, counts: {report}"

    town.do(town.b, undo)
    town.hear()

    assert town.tasks() == []


def test_a_loan_entered_again_from_its_receipt_is_one_loan_though_the_first_turns_up(town):
    lent = town.do(town.a, check_out, patron="C0", item="I0")
    given = town.do(town.a, give_receipt, patron="C0")
    town.do(
        town.b, lend_on_paper, patron="C0", item="I0", on=today(town.world, town.a), slip=given.number, due=lent.due_on
    )
    town.hear()

    assert town.value("SELECT count(*) FROM open_loan") == 1
    assert town.value("SELECT due_on FROM open_loan") == lent.due_on.isoformat()
    assert town.tasks() == []


def test_a_closed_day_that_another_desk_added_moves_what_is_due_on_it_forward(town):
    due = town.do(town.a, check_out, patron="C0", item="I0").due_on
    town.do(town.b, close_days, first=due, last=due, everywhere=True)
    town.hear()

    assert date.fromisoformat(town.value("SELECT due_on FROM open_loan")) > due


def test_a_moved_day_that_was_printed_stands_though_another_desk_opens_again(town):
    due = town.do(town.a, check_out, patron="C0", item="I0").due_on
    closed = town.do(town.a, close_days, first=due, last=due, everywhere=True).closed_day
    town.hear()
    moved = town.value("SELECT due_on FROM open_loan")
    town.do(town.a, give_receipt, patron="C0")
    town.do(town.b, open_again, closed_day=closed)
    town.hear()

    assert town.value("SELECT due_on FROM open_loan") == moved


def test_a_phone_changed_at_one_desk_and_an_address_at_another_both_stand(town):
    town.do(town.a, amend_patron, patron="C0", changes={"phone": "+371 20000001"})
    town.do(town.b, amend_patron, patron="C0", changes={"email": "n0@lasa.example"})
    town.hear()

    assert town.value(CONTACT, "N0") == [("20000001", "n0@lasa.example")]
    assert town.tasks() == []


def test_of_two_phones_the_later_one_stands(town):
    town.do(town.a, amend_patron, patron="C0", changes={"phone": "+371 20000001"})
    town.do(town.b, amend_patron, patron="C0", changes={"phone": "+371 20000002"})
    town.hear()

    assert town.value(CONTACT, "N0") == [("20000002", "")]


def test_somebody_whose_document_two_desks_saw_is_verified_from_the_first_time_on(town):
    town.do(town.a, register_patron, given="Ilze", family="Ozola", card="C9", channel="remote")
    town.hear()
    assert UNVERIFIED in blocks(town, "C9")
    town.do(town.a, identify, patron="C9", document="passport")
    town.pass_days(1)
    town.do(town.b, identify, patron="C9", document="id_card")
    town.hear()

    assert UNVERIFIED not in blocks(town, "C9")
    assert [check.document for check in town.everywhere(person("C9")).relation.checks] == ["passport", "id_card"]
    assert town.tasks() == []


def blocks(town, card):
    return [block.why for block in town.everywhere(person(card)).blocks]


def person(card):
    """Return what shows somebody at a desk."""

    def shown(branch):
        return show_patron(branch.database, card, today=date(2026, 9, 22), branch=town_hall(branch))

    return shown


def town_hall(branch):
    """Return the first branch, whose rules hold for what is shown: the same at every desk."""
    return branch.database.connection.execute("SELECT min(id) FROM branch").fetchone()[0]
