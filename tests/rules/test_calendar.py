"""Days on which nobody can return anything."""

from datetime import date

import pytest

from app.rules.calendar import Calendar, days_late, due_on, parse_weekdays

SUNDAYS = Calendar(weekdays=frozenset({7}))
MIDSUMMER = Calendar(weekdays=frozenset({7}), spans=((date(2026, 6, 22), date(2026, 6, 24)),))


@pytest.mark.parametrize(
    ("calendar", "lent_on", "days", "due"),
    [
        (Calendar(), date(2026, 3, 2), 30, date(2026, 4, 1)),
        (SUNDAYS, date(2026, 3, 1), 14, date(2026, 3, 16)),
        (SUNDAYS, date(2026, 3, 2), 14, date(2026, 3, 16)),
        (MIDSUMMER, date(2026, 6, 7), 14, date(2026, 6, 25)),
        (MIDSUMMER, date(2026, 6, 8), 14, date(2026, 6, 25)),
        (MIDSUMMER, date(2026, 6, 11), 14, date(2026, 6, 25)),
        (Calendar(), date(2024, 2, 1), 28, date(2024, 2, 29)),
    ],
)
def test_a_loan_is_due_on_a_day_when_the_branch_opens(calendar, lent_on, days, due):
    assert due_on(lent_on, days, calendar) == due


def test_a_branch_that_never_opens_moves_nothing():
    closed = Calendar(weekdays=frozenset(range(1, 8)))

    assert due_on(date(2026, 3, 2), 14, closed) == date(2026, 3, 16)


def test_the_first_late_day_is_the_day_after():
    due = date(2026, 3, 2)

    assert [days_late(due, date(2026, 3, day)) for day in (1, 2, 3, 9)] == [0, 0, 1, 7]


def test_weekdays_are_read_as_stored():
    assert parse_weekdays("67") == {6, 7}
    assert parse_weekdays("") == parse_weekdays(None) == frozenset()
