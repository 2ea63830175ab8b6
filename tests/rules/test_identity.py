"""Who somebody is. The codes here are made up or published as examples of the format."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.identity import age_on, is_minor, masked_code, normal_number, read_personal_code


@pytest.mark.parametrize("scan", ["LV-0050 3327", "lv-00503327", "LV00503327", " LV 0050-3327 ", "lv00503327"])
def test_a_number_is_the_same_however_it_is_written(scan):
    assert normal_number(scan) == "LV00503327"


def test_letters_beyond_ascii_stay_as_they_are():
    assert normal_number("ā-1") == "ā1"


@pytest.mark.parametrize("code", ["161175-19997", "16117519997", "290758-10403", "111111-11410"])
def test_an_old_latvian_code_with_its_check_digit_is_read(code):
    read = read_personal_code(code, "LV")

    assert (read.value[6], read.doubtful) == ("-", False)


def test_a_check_digit_that_does_not_fit_is_a_doubt_not_a_refusal():
    assert read_personal_code("161175-19998", "LV").doubtful


@pytest.mark.parametrize("code", ["325035-11782", "321111-11111", "390000-00000"])
def test_a_new_latvian_code_holds_no_date_and_no_doubt(code):
    assert not read_personal_code(code, "LV").doubtful


@pytest.mark.parametrize(
    "code",
    ["", "161175-1999", "321375-199", "311375-19997", "001175-19997", "300276-12345", "161175-59997", "abcdef-12345"],
)
def test_a_code_that_cannot_be_is_refused(code):
    assert read_personal_code(code, "LV") is None


@pytest.mark.parametrize("code", ["0107610002", "010761-0002", "3112994035"])
def test_a_danish_number_is_read(code):
    assert read_personal_code(code, "DK").value[6] == "-"


@pytest.mark.parametrize("code", ["310299-4035", "010761-00", "", "a107610002", "290201-1234"])
def test_a_danish_number_that_cannot_be_is_refused(code):
    assert read_personal_code(code, "DK") is None


@pytest.mark.parametrize(
    ("code", "is_read"),
    [
        ("290200-4123", True),
        ("290200-1123", False),
        ("290236-4123", True),
        ("290237-4123", False),
        ("290260-4123", True),
        ("290256-5123", True),
        ("290258-5123", False),
        ("290260-5123", True),
        ("290200-9123", True),
    ],
)
def test_the_seventh_digit_tells_the_century_of_a_danish_birthday(code, is_read):
    """29 February was in 2000, 2036, 1960, 2056 and 1860, and not in 1900, 1937 or 1858."""
    assert (read_personal_code(code, "DK") is not None) is is_read


DAYS = some.dates(min_value=date(1900, 1, 1), max_value=date(2036, 12, 31))


@given(DAYS, some.integers(min_value=0, max_value=9999))
def test_every_dated_latvian_code_says_its_day(day, rest):
    century = {19: "1", 20: "2"}[day.year // 100]

    read = read_personal_code(f"{day:%d%m%y}-{century}{rest:04}", "LV")

    assert (read.birth_on, read.value) == (day, f"{day:%d%m%y}-{century}{rest:04}")


@given(some.integers(min_value=2, max_value=9), some.integers(min_value=0, max_value=999_999_999))
def test_every_undated_latvian_code_says_none_and_is_never_doubted(second, rest):
    read = read_personal_code(f"3{second}{rest:09}", "LV")

    assert (read.birth_on, read.doubtful) == (None, False)


@given(DAYS, some.integers(min_value=0, max_value=999))
def test_every_danish_number_of_these_years_says_its_day(day, rest):
    seventh = "1" if day.year < 2000 else "4" if day.year < 2037 else "5"

    assert read_personal_code(f"{day:%d%m%y}{seventh}{rest:03}", "DK").birth_on == day


@given(some.text(alphabet="0123456789 -abā", max_size=13), some.sampled_from(["LV", "DK", "SE"]))
def test_whatever_is_read_is_read_the_same_again(text, country):
    read = read_personal_code(text, country)

    if read is not None:
        assert read_personal_code(read.value, country) == read


def test_a_code_is_shown_without_its_last_digits():
    assert masked_code("161175-19997") == "161175-•••••"
    assert masked_code("0107610002") == "010761-••••"


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_is_counted_in_whole_years(birth, day, age):
    assert age_on(birth, day) == age
    assert is_minor(birth, day, 18) is (age < 18)
