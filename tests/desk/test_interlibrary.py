"""What only another library has: asked for, ordered, received, lent, given back."""

from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from app.db.queries.interlibrary import ill_counts, ill_list
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.interlibrary import cancel_ill, order_ill, receive_ill, refuse_ill, request_ill, return_ill
from app.desk.renew import renew
from app.rules.interlibrary import IllStanding
from tests.exports.test_reports import rows, write
from tests.making import TODAY

PARTNERS_DAY = TODAY + timedelta(days=10)


@pytest.fixture
def asked(desk):
    """A desk with a person who wants a title that another library has."""
    desk.patron("P1", birth_on=date(1990, 1, 2))
    desk.request = str(desk.done(request_ill, patron="P1", title="Tālava", author="J. Upīts").request)
    return desk


@pytest.fixture
def here(asked):
    """What was wanted has come."""
    asked.done(order_ill, request=asked.request, partner="LNB")
    asked.done(receive_ill, request=asked.request, barcode="LNB-7", number="44", due_on=PARTNERS_DAY)
    return asked


def standings(desk, **given):
    return [one.standing for one in ill_list(desk.database, **given)]


def test_a_request_goes_from_library_to_library_until_one_lends(asked):
    asked.done(order_ill, request=asked.request, partner="LNB")
    asked.done(refuse_ill, request=asked.request)
    asked.done(order_ill, request=asked.request, partner="Rīgas CB")
    moved = asked.done(receive_ill, request=asked.request, barcode="R-1", due_on=PARTNERS_DAY)

    assert (moved.standing, moved.barcode) == (IllStanding.RECEIVED, "R-1")
    [one] = ill_list(asked.database)
    assert (one.partner, one.due_on, one.patron_name) == ("Rīgas CB", PARTNERS_DAY, "Elīna Krūze")


def test_what_has_come_is_kept_for_whoever_asked_for_it(here):
    assert here.value("SELECT count(*) FROM hold h JOIN item i ON i.id = h.item WHERE i.barcode = 'LNB-7'") == 1
    assert here.done(check_out, patron="P1", item="LNB-7").title == "Tālava"


def test_no_loan_and_no_renewal_of_it_goes_beyond_the_partners_day(here):
    assert here.done(check_out, patron="P1", item="LNB-7").due_on == PARTNERS_DAY
    here.pass_days(3)

    assert here.refused(renew, item="LNB-7") == ["RENEWAL_GAINS_NOTHING"]
    here.done(check_in, item="LNB-7")
    by_hand = here.done(check_out, patron="P1", item="LNB-7", due=PARTNERS_DAY + timedelta(days=30))
    assert by_hand.due_on == PARTNERS_DAY


def test_what_goes_back_is_lent_no_more_and_its_barcode_is_free(here):
    here.done(check_out, patron="P1", item="LNB-7")
    assert here.refused(return_ill, request=here.request) == ["COPY_IS_LENT"]

    here.done(check_in, item="LNB-7")
    here.done(return_ill, request=here.request)
    assert here.refused(check_out, patron="P1", item="LNB-7") == ["UNKNOWN_SCAN"]
    assert here.item("LNB-7", title="Cita")
    assert (standings(here), standings(here, ended=True)) == ([], [IllStanding.RETURNED])


def test_what_comes_back_is_kept_for_whoever_asked_and_then_goes_to_the_partner(here):
    assert [one.code for one in here.done(check_in, item="LNB-7").todo][-1] == "PUT_ON_HOLD_SHELF"

    here.done(check_out, patron="P1", item="LNB-7")
    [todo] = here.done(check_in, item="LNB-7").todo
    assert (todo.code, dict(todo.figures)) == ("GIVE_BACK_TO_PARTNER", {"due": PARTNERS_DAY})


def test_each_step_asks_for_the_one_before_it(asked):
    assert asked.refused(refuse_ill, request=asked.request) == ["ILL_STANDS"]
    assert asked.refused(return_ill, request=asked.request) == ["ILL_STANDS"]
    asked.done(cancel_ill, request=asked.request)
    assert asked.refused(order_ill, request=asked.request, partner="LNB") == ["ILL_STANDS"]
    assert asked.refused(cancel_ill, request="17") == ["ILL_UNKNOWN"]


def test_what_is_received_has_a_barcode_of_its_own_and_a_day_to_come(asked):
    asked.item("I1")
    receive = {"request": asked.request, "due_on": PARTNERS_DAY}

    assert asked.refused(receive_ill, **receive, barcode="I1") == ["BARCODE_TAKEN"]
    assert asked.refused(receive_ill, **receive, barcode="") == ["FIELD_MISSING"]
    late = {**receive, "due_on": TODAY - timedelta(days=1)}
    assert asked.refused(receive_ill, **late, barcode="X") == ["DUE_IN_THE_PAST"]


def test_what_the_partner_asks_for_it_is_charged(asked):
    asked.done(receive_ill, request=asked.request, barcode="R-1", due_on=PARTNERS_DAY, price_minor=350)

    assert asked.connection.execute("SELECT amount_minor, note FROM charge").fetchall() == [(350, "Tālava")]


def test_loans_in_and_out_are_counted_and_stand_in_a_report(here, tmp_path):
    here.patron("B1", given="", family="Rūjas bibliotēka", category="library")
    here.item("I1")
    here.done(check_out, patron="B1", item="I1")

    counts = ill_counts(here.database, first=TODAY, last=TODAY)
    assert (counts.domestic, counts.international, counts.out) == (1, 0, 1)
    write(here, tmp_path / "ill.xlsx", "interlibrary")
    told = rows(load_workbook(tmp_path / "ill.xlsx").worksheets[0])
    assert told[0][1:5] == ("Tālava", "SBA (Latvijā)", "LNB", "44")
    assert [row[0] for row in told[1:] if row[0]][-1] == "Izsniegts citām bibliotēkām: 1"
