"""Somebody lets another take loans along, and who answers for a loan."""

from datetime import date, timedelta

import pytest

from app.db.queries.liable import liable_for_loan
from app.db.queries.proxies import proxies_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.institutions import add_contact_person, end_contact_person
from app.desk.persons import merge_patrons
from app.desk.promises import Guarantor
from app.desk.proxies import allow_proxy, end_proxy
from app.desk.undo import undo
from app.rules.guarantees import AnswersAs
from tests.making import TODAY

MOTHER = Guarantor(given="Ilze", family="Kalna", phone="26111111")


@pytest.fixture
def two(desk):
    """Two people and a copy."""
    desk.one = desk.patron("P1", given="Elīna", family="Krūze")
    desk.two = desk.patron("P2", given="Toms", family="Kalns")
    desk.item("I1")
    return desk


def allow(desk, **given):
    return desk.done(allow_proxy, **{"patron": "P1", "proxy": "P2", **given}).proxy


def takers(desk):
    query = "SELECT h.patron FROM taking t JOIN proxy_holder h ON h.id = t.proxy_holder ORDER BY t.id"
    return [patron for (patron,) in desk.connection.execute(query)]


def test_who_was_allowed_to_takes_a_loan_along_and_the_patron_answers(two):
    allow(two)
    lent = two.done(check_out, patron="P1", item="I1", taken_by="P2")

    assert (lent.patron_name, lent.taken_by) == ("Elīna Krūze", "Toms Kalns")
    assert takers(two) == [two.two]
    assert liable_for_loan(two.database, lent.loan, TODAY).name == "Elīna Krūze"


def test_whom_nobody_allowed_to_takes_nothing_along(two):
    assert two.refused(check_out, patron="P1", item="I1", taken_by="P2") == ["PROXY_NOT_ALLOWED"]
    assert two.refused(check_out, patron="P1", item="I1", taken_by="P9") == ["UNKNOWN_SCAN"]


def test_an_override_lets_somebody_act_for_that_day_alone(two):
    two.done(check_out, patron="P1", item="I1", taken_by="P2", override={"PROXY_NOT_ALLOWED"}, reason="Zvanīja Elīna.")
    two.done(check_in, item="I1")

    assert takers(two) == [two.two]
    assert [one.permission.until_on for one in proxies_of(two.database, two.one, TODAY).given] == [TODAY]
    two.pass_days(1)
    assert two.refused(check_out, patron="P1", item="I1", taken_by="P2") == ["PROXY_NOT_ALLOWED"]


def test_whoever_takes_along_for_themselves_takes_it_for_nobody_else(two):
    assert two.done(check_out, patron="P1", item="I1", taken_by="P1").taken_by == ""
    assert takers(two) == []


def test_a_permission_ends_when_it_is_ended_and_after_its_last_day(two):
    two.done(end_proxy, proxy=allow(two))
    assert two.refused(check_out, patron="P1", item="I1", taken_by="P2") == ["PROXY_NOT_ALLOWED"]

    allow(two, until_on=TODAY + timedelta(days=3))
    two.pass_days(3)
    assert two.done(check_out, patron="P1", item="I1", taken_by="P2").taken_by
    two.done(check_in, item="I1")
    two.pass_days(1)
    assert two.refused(check_out, patron="P1", item="I1", taken_by="P2") == ["PROXY_NOT_ALLOWED"]


def test_a_permission_is_given_once_and_never_to_oneself(two):
    proxy = allow(two)

    assert two.refused(allow_proxy, patron="P1", proxy="P2") == ["PROXY_ALREADY"]
    assert two.refused(allow_proxy, patron="P1", proxy="P1") == ["FIELD_INVALID"]
    assert two.refused(allow_proxy, patron="P1", proxy="P8") == ["UNKNOWN_SCAN"]
    two.done(end_proxy, proxy=proxy)
    assert two.refused(end_proxy, proxy=proxy) == ["ROW_UNKNOWN"]


def test_a_permission_holds_for_every_record_of_a_person(two):
    two.patron("P3", given="Elīna", family="Ozola")
    allow(two)
    two.done(merge_patrons, patron="P3", other="P1")

    assert two.done(check_out, patron="P3", item="I1", taken_by="P2").taken_by == "Toms Kalns"


def test_undoing_a_loan_undoes_who_took_it_along(two):
    allow(two)
    two.done(check_out, patron="P1", item="I1", taken_by="P2")
    two.done(undo)

    assert two.value("SELECT count(*) FROM undo WHERE fact_table = 'taking'") == 1


def test_a_contact_person_takes_along_for_their_own_institution_alone(two):
    two.patron("S1", given="", family="Mazpils skola", category="institution")
    contact = two.done(add_contact_person, patron="S1", given="Rita", family="Liepa").contact

    assert two.done(check_out, patron="S1", item="I1", taken_by=f"#{contact}").taken_by == "Rita Liepa"
    assert two.refused(allow_proxy, patron="S1", proxy="P2") == ["PROXY_OF_INSTITUTION"]
    two.item("I2")
    assert two.refused(check_out, patron="P1", item="I2", taken_by=f"#{contact}") == ["PROXY_NOT_ALLOWED"]
    two.done(end_contact_person, contact=contact)
    assert two.refused(check_out, patron="S1", item="I2", taken_by=f"#{contact}") == ["PROXY_NOT_ALLOWED"]


def test_for_what_a_minor_borrowed_the_guarantor_of_that_day_answers(two):
    two.patron("P4", birth_on=date(2015, 5, 5), guarantor=MOTHER)
    loan = two.done(check_out, patron="P4", item="I1").loan

    found = liable_for_loan(two.database, loan, TODAY)
    assert (found.role, found.name, found.phone) == (AnswersAs.GUARANTOR, "Ilze Kalna", "26111111")


def test_an_institution_answers_for_itself(two):
    two.patron("S1", given="", family="Mazpils skola", category="institution")
    loan = two.done(check_out, patron="S1", item="I1").loan

    found = liable_for_loan(two.database, loan, TODAY)
    assert (found.role, found.name) == (AnswersAs.INSTITUTION, "Mazpils skola")
