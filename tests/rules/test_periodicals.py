"""The rhythm of a periodical, and the issues that are missing by it."""

from datetime import date, timedelta

from app.rules.periodicals import rhythm_of

FIRST = date(2026, 1, 5)


def weeks(*numbers):
    return [FIRST + timedelta(weeks=number) for number in numbers]


def test_two_issues_tell_no_rhythm():
    assert rhythm_of(weeks(0, 1), FIRST).every_days is None


def test_a_gap_in_a_weekly_is_an_issue_that_is_missing():
    rhythm = rhythm_of(weeks(0, 1, 2, 4, 5), FIRST + timedelta(weeks=5))

    assert rhythm.every_days == 7
    assert rhythm.missing == tuple(weeks(3))
    assert rhythm.next_on == weeks(6)[0]


def test_an_issue_is_missing_once_half_a_rhythm_has_gone_by():
    assert rhythm_of(weeks(0, 1, 2), weeks(3)[0] + timedelta(days=4)).missing == ()
    assert rhythm_of(weeks(0, 1, 2), weeks(3)[0] + timedelta(days=5)).missing == tuple(weeks(3))


def test_months_of_different_lengths_are_one_rhythm():
    months = [date(2026, month, 1) for month in range(1, 8)]

    assert rhythm_of(months, date(2026, 7, 20)).missing == ()


def test_of_a_title_that_ceased_not_every_day_is_told():
    assert len(rhythm_of(weeks(0, 1, 2), date(2036, 1, 1)).missing) == 60
