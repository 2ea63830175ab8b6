"""A slip entered at one desk meets what another desk did meanwhile, in either order (C-19)."""

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.paper import lend_on_paper, return_on_paper
from tests.sync.meeting import today

WHO_HAS_IT = (
    "SELECT p.family FROM open_loan o JOIN patron p ON p.id = o.patron JOIN item i ON i.id = o.item WHERE i.barcode = ?"
)


def test_a_copy_lent_on_paper_and_returned_elsewhere_since_is_back(town):
    day = today(town.world, town.a)
    town.pass_days(1)
    town.do(town.b, check_in, item="I0")
    town.pass_days(1)
    town.do(town.a, lend_on_paper, patron="C0", item="I0", on=day, slip="7")
    town.hear()

    assert town.value(WHO_HAS_IT, "I0") == []
    assert town.tasks() == []


def test_a_copy_returned_on_paper_and_lent_elsewhere_since_stays_lent(town):
    town.do(town.a, check_out, patron="C0", item="I0")
    town.hear()
    town.pass_days(1)
    day = today(town.world, town.a)
    town.pass_days(1)
    town.do(town.b, check_out, patron="C1", item="I0", override={"ON_LOAN"}, reason="x")
    town.pass_days(1)
    town.do(town.a, return_on_paper, item="I0", on=day)
    town.hear()

    assert town.value(WHO_HAS_IT, "I0") == "N1"
    assert town.tasks() == []
