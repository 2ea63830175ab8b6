"""Who looks like one person: found in spite of slips, and not wherever two people have something in common."""

import pytest

from app.rules.likeness import STRONG, Likeness, likeness, traits

BIRTH = "1984-02-11"


def between(one, other):
    return likeness(traits(*one), traits(*other))


@pytest.mark.parametrize(
    "other",
    [
        ("Elīna", "Krūze", BIRTH),
        ("ELINA", "KRUZE", BIRTH),
        ("Elina", "Krūse", BIRTH),
        ("Elīnna", "Krūze", BIRTH),
        ("Elīna Marija", "Krūze", BIRTH),
        ("Elīna", "Krūze-Ozola", BIRTH),
        ("Krūze", "Elīna", BIRTH),
    ],
)
def test_marks_a_wrong_letter_a_second_name_and_changed_places_hide_nobody(other):
    assert between(("Elīna", "Krūze", BIRTH), other) is Likeness.NAME_AND_BIRTH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Anna", "Bērziņa", BIRTH), ("Anita", "Bērziņa", BIRTH)),  # Twins.
        (("Jānis", "Kalns", BIRTH), ("Jana", "Kalns", BIRTH)),
        (("Marta", "Liepa", BIRTH), ("Marija", "Liepa", BIRTH)),
        (("Jānis", "Kalns", "1950-01-01", "29111222"), ("Jānis", "Kalns", "1979-05-06", "29111222")),  # Father, son.
        (("Jānis", "Kalns", "1950-01-01"), ("Jānis", "Kalns", "1979-05-06")),
        (("Jānis", "Kalns", "", "29111222"), ("Ilze", "Kalna", "", "29111222")),
        (("", "", BIRTH), ("Anna", "Bērziņa", BIRTH)),
        (("", ""), ("", "")),
    ],
)
def test_twins_and_families_are_not_one_person(one, other):
    assert between(one, other) is None


def test_a_phone_and_a_name_are_enough_where_the_birth_date_is_a_slip_or_unknown():
    known = ("Elīna", "Krūze", BIRTH, "29111222")

    assert between(known, ("Elina", "Kruze", "", "29111222")) is Likeness.NAME_AND_PHONE
    assert between(known, ("Elina", "Kruze", "1984-02-12", "29111222")) is Likeness.NAME_AND_PHONE
    assert between(known, ("Elina", "Kruze", "1984-11-02", "29111222")) is Likeness.NAME_AND_PHONE
    assert between(known, ("Elina", "Kruze", "1985-03-12", "29111222")) is None


def test_a_family_name_may_have_changed():
    one, other = ("Elīna", "Krūze", BIRTH, "29111222"), ("Elīna", "Ozoliņa", BIRTH, "29111222")

    assert between(one, other) is Likeness.BIRTH_AND_PHONE
    assert between(one[:3], other[:3]) is None


def test_a_namesake_is_told_and_a_personal_code_says_all():
    assert between(("Elīna", "Krūze"), ("Elina", "Kruze", BIRTH)) is Likeness.NAME
    assert Likeness.NAME not in STRONG
    one, other = (traits("A", "B", codes=["321"]), traits("C", "D", codes=["321", "9"]))
    assert likeness(one, other) is Likeness.CODE
