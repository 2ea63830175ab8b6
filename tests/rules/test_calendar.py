"""Days on which nobody can return anything."""

from datetime import date

import pytest

from app.rules.calendar import Calendar, Since, days_late, due_on, parse_weekdays
from app.rules.national import national_holidays

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


CHRISTMAS = Calendar(yearly=((date(2026, 12, 24), date(2027, 1, 1)),))
LATVIA = (Since(own=False, from_on="", id=0, value="LV"),)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2025, 12, 24), False),
        (date(2026, 1, 1), False),
        (date(2026, 12, 23), False),
        (date(2026, 12, 24), True),
        (date(2027, 1, 1), True),
        (date(2027, 1, 2), False),
        (date(2030, 12, 31), True),
        (date(2031, 1, 1), True),
    ],
)
def test_what_is_closed_each_year_comes_again_from_the_first_time_on(day, closed):
    assert CHRISTMAS.is_closed(day) == closed


def test_a_leap_day_that_comes_again_is_the_first_of_march():
    leap = Calendar(yearly=((date(2024, 2, 29), date(2024, 2, 29)),))

    assert [leap.is_closed(date(2026, *day)) for day in ((2, 28), (3, 1), (3, 2))] == [False, True, False]
    assert leap.is_closed(date(2028, 2, 29))


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("LV", date(2026, 5, 4), "Latvijas Republikas Neatkarības atjaunošanas diena"),
        ("LV", date(2026, 4, 6), "Otrās Lieldienas"),
        ("DK", date(2026, 4, 2), "Skærtorsdag"),
        ("DK", date(2026, 5, 14), "Kristi himmelfartsdag"),
    ],
)
def test_holidays_bear_the_names_of_their_country(country, day, name):
    assert national_holidays(country, 2026)[day] == name


def test_a_great_prayer_day_was_a_holiday_until_it_was_none():
    found = {year for year in (2023, 2024) for day in national_holidays("DK", year).values() if "bededag" in day}

    assert found == {2023}


def test_a_country_that_is_not_known_has_no_holidays():
    assert national_holidays("XX", 2026) == national_holidays("", 2026) == {}


def test_holidays_are_closed_while_the_rule_says_so():
    since = Since(own=True, from_on="2026-11-01", id=1, value="")
    calendar = Calendar(holidays=(*LATVIA, since))

    assert calendar.is_closed(date(2026, 5, 4))
    assert not calendar.is_closed(date(2026, 11, 18))


def test_due_days_stay_where_the_rules_move_none():
    stays = Calendar(weekdays=frozenset({7}), moves=(Since(own=False, from_on="2026-03-08", id=1, value="0"),))

    assert [stays.due(day) for day in (date(2026, 3, 1), date(2026, 3, 8))] == [date(2026, 3, 2), date(2026, 3, 8)]
    assert stays.next_open(date(2026, 3, 8)) == date(2026, 3, 9)


def hours(from_on, value, id_=1):
    return Since(own=True, from_on=from_on, id=id_, value=value)


def test_hours_of_opening_close_weekdays_from_their_day_on():
    calendar = Calendar(weekdays=frozenset({7}), opening=(hours("2026-03-09", "1-3 10:00-18:00; 7 10:00-14:00"),))

    assert [calendar.is_closed(date(2026, 3, day)) for day in (1, 5, 8)] == [True, False, True]
    assert [calendar.is_closed(date(2026, 3, day)) for day in (9, 12, 15)] == [False, True, False]


def test_hours_that_were_taken_back_are_as_if_never_written():
    first, second = hours("2026-03-02", "1-5"), hours("2026-03-09", "1-2", 2)
    calendar = Calendar(opening=(first, second, hours("2026-03-09", "", 3)))

    assert calendar.hours_on(date(2026, 3, 9)).keys() == {1, 2, 3, 4, 5}


def test_hours_that_nobody_can_read_close_nothing():
    assert not Calendar(opening=(hours("2026-03-02", "always"),)).is_closed(date(2026, 3, 8))
