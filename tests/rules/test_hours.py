"""Hours of opening: read as people write them, kept in one way."""

import pytest

from app.rules.hours import closed_weekdays, open_but, read_hours, together, write_hours


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1-5 10:00-18:00", "1-5 10:00-18:00"),
        ("1-5 9.30-18.00; 6 10:00-15:00", "1-5 09:30-18:00; 6 10:00-15:00"),
        ("1,3,5 10:00–12:00, 13:00–19:00", "1 10:00-12:00, 13:00-19:00; 3 10:00-12:00, 13:00-19:00; 5 10:00-12:00, 13:00-19:00"),
        ("2 10:00-18:00; 1 10:00-18:00", "1-2 10:00-18:00"),
        ("7 00:00-24:00;", "7 00:00-24:00"),
        ("1-5; 6 10:00-15:00", "1-5; 6 10:00-15:00"),
    ],
)  # fmt: skip
def test_hours_are_kept_in_one_way(text, kept):
    assert write_hours(read_hours(text)) == kept
    assert write_hours(read_hours(kept)) == kept


@pytest.mark.parametrize(
    "text",
    ["", "always", "8 10:00-18:00", "1 18:00-10:00", "1 10:00-18:00; 1 19:00-20:00", "1 10:00-25:00", "5-1 10:00-18:00",
     "1 10:00-14:00, 13:00-18:00", "1 10:00-24:30", "1 ;x"],
)  # fmt: skip
def test_what_is_written_otherwise_is_no_hours(text):
    assert read_hours(text) is None


def test_days_that_follow_each_other_stand_together():
    hours = read_hours("1-2 10:00-18:00; 4 10:00-18:00")

    assert together(hours) == [((1, 2), ("10:00-18:00",)), ((4,), ("10:00-18:00",))]


def test_a_weekday_that_is_not_named_is_closed():
    assert closed_weekdays(read_hours("1-5; 6 10:00-15:00")) == {7}
    assert closed_weekdays(read_hours(open_but("0"))) == set()
    assert open_but("67") == "1-5"


@pytest.mark.parametrize("weekdays", ["", "8", "1234567", "ma", " "])
def test_weekdays_that_are_none_leave_no_hours(weekdays):
    assert open_but(weekdays) == ""
