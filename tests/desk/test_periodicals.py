"""The next issue of a periodical is taken in as the last one was."""

from datetime import date, timedelta

import pytest

from app.db.queries.periodicals import show_periodical
from app.desk.checkout import check_out
from app.desk.periodicals import add_issue
from tests.making import TODAY


@pytest.fixture
def weekly(desk):
    """A desk with a weekly of which two issues are here."""
    desk.item("N1", title="Ir", material="periodical", price_minor=250, issue="7", issued_on=TODAY - timedelta(days=14))
    desk.done(add_issue, like="N1", barcode="N2", issue="8", issued_on=TODAY - timedelta(days=7))
    return desk


def shown(desk, today=TODAY):
    return show_periodical(desk.database, "N1", branch=desk.acting.branch, today=today)


def test_an_issue_is_like_the_one_before_but_for_its_number_and_day(weekly):
    rows = weekly.connection.execute("SELECT title, material, price_minor FROM item ORDER BY id").fetchall()

    assert rows[0] == rows[1]
    assert [(one.issue, one.barcode) for one in shown(weekly).issues] == [("8", "N2"), ("7", "N1")]


def test_the_newest_issue_stays_in_the_house_and_the_one_before_goes(weekly):
    weekly.patron("P1", birth_on=date(1990, 1, 2))

    assert weekly.refused(check_out, patron="P1", item="N2") == ["NOT_FOR_LOAN"]
    weekly.done(add_issue, like="N2", barcode="N3", issue="9")
    assert weekly.done(check_out, patron="P1", item="N2").title == "Ir"


def test_what_is_missing_by_the_rhythm_is_told(weekly):
    weekly.done(add_issue, like="N2", barcode="N3", issue="9")

    assert shown(weekly).rhythm.missing == ()
    assert shown(weekly, TODAY + timedelta(days=12)).rhythm.missing == (TODAY + timedelta(days=7),)


def test_an_issue_has_a_number_and_a_barcode_that_is_free(weekly):
    assert weekly.refused(add_issue, like="N1", barcode="N2", issue="") == ["FIELD_MISSING", "BARCODE_TAKEN"]
    assert weekly.refused(add_issue, like="X", barcode="N9", issue="1") == ["UNKNOWN_SCAN"]
