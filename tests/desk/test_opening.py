"""When a branch opens: hours from a day on, and what cannot be hours (L-01)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.db.queries.calendar import hours_from
from app.desk.checkout import check_out
from app.desk.opening import change_hours, close_days, withdraw_hours
from app.desk.terms import set_term
from app.rules.blocks import Why
from app.rules.hours import write_hours
from tests.making import TODAY, permissions

LATER = TODAY + timedelta(days=7)


def told(desk):
    found = hours_from(desk.database, desk.acting.branch, TODAY)
    return [(one.from_on, write_hours(one.hours)) for one in found]


def test_hours_hold_from_their_day_on(desk):
    assert told(desk) == [(None, "1-6")]

    desk.done(change_hours, hours="1-5 10:00-18:00; 6 10.00-15.00")
    desk.done(change_hours, branch="MAZ", hours="2-4 12:00-18:00", from_on=LATER)

    assert told(desk) == [(TODAY, "1-5 10:00-18:00; 6 10:00-15:00"), (LATER, "2-4 12:00-18:00")]


def test_hours_that_are_to_come_are_taken_back(desk):
    desk.done(change_hours, hours="2-4 12:00-18:00", from_on=LATER)

    desk.done(withdraw_hours, from_on=LATER)

    assert told(desk) == [(None, "1-6")]
    assert desk.refused(withdraw_hours, from_on=LATER) == [Why.FIELD_INVALID]


def test_a_night_loan_is_due_when_the_branch_opens_next_by_its_hours(desk):
    desk.patron("P1")
    desk.item("I1", material="periodical")
    desk.done(set_term, term="loan_days", subject="periodical", value="next_opening")
    desk.done(change_hours, hours="1 10:00-18:00; 4 10:00-18:00")

    assert desk.done(check_out, patron="P1", item="I1").due_on == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    "given",
    [
        {"hours": "always"},
        {"hours": ""},
        {"hours": "1 10:00-18:00", "closed_weekdays": "7"},
        {"closed_weekdays": "1234567"},
        {"hours": "1-5", "branch": "XYZ"},
        {"hours": "1-5", "from_on": TODAY - timedelta(days=1)},
    ],
)
def test_hours_that_cannot_be_are_refused(desk, given):
    assert desk.refused(change_hours, **given) == [Why.FIELD_INVALID]
    assert told(desk) == [(None, "1-6")]


def test_who_may_not_change_settings_changes_no_hours(desk):
    desk.acting = replace(desk.acting, permissions=permissions("librarian"))

    assert desk.refused(change_hours, hours="1-5") == [Why.NOT_PERMITTED]
    assert desk.refused(withdraw_hours, from_on=LATER)[0] == Why.NOT_PERMITTED


def test_days_of_a_branch_that_nobody_knows_are_not_closed(desk):
    assert desk.refused(close_days, first=TODAY, last=TODAY, branch="XYZ") == [Why.FIELD_INVALID]
