"""Terms of lending: which row decides, why, until when, and what follows for a due day."""

from datetime import date
from itertools import combinations

import pytest

from app.rules.calendar import Calendar
from app.rules.policy import Policy, settings_of
from app.rules.terms import CLOSING, NEXT_OPENING, Place, TermBook, TermKey, read_key
from tests.making import profile

TODAY = date(2026, 3, 2)
HERE, THERE = 1, 2
PLACE = Place(HERE, "children", "child", "film")
SUNDAYS = Calendar(weekdays=frozenset({7}))

SCOPES = {  # Ascending: each wins over all above it.
    "loan_days": "10",
    "loan_days.film": "11",
    "loan_days;category=child": "12",
    "loan_days.film;category=child": "13",
    "loan_days;department=children": "14",
    "loan_days.film;department=children": "15",
    "loan_days;category=child;department=children": "16",
    "loan_days.film;category=child;department=children": "17",
}
PRIORITY = [(key, None, value) for key, value in SCOPES.items()] + [
    (key, HERE, str(int(value) + 10)) for key, value in SCOPES.items()
]


def book(*rows, today=TODAY, defaults=None):
    """Rows are key, branch, value, and perhaps the day from which they hold."""
    settings = [
        (number, key, branch, *(since or ["2020-01-01"]), value)
        for number, (key, branch, value, *since) in enumerate(rows, start=1)
    ]
    return TermBook(settings, defaults or {}, today, HERE)


def loan_days(*rows, place=PLACE, **given):
    return book(*rows, **given).ruling("loan_days", place).value


@pytest.mark.parametrize(("weaker", "stronger"), [*combinations(PRIORITY, 2)], ids=lambda row: row[2])
def test_of_two_rows_the_one_of_the_narrower_place_decides(weaker, stronger):
    assert loan_days(weaker, stronger) == loan_days(stronger, weaker) == stronger[2]


@pytest.mark.parametrize("row", PRIORITY, ids=lambda row: row[2])
def test_a_row_that_does_not_fit_decides_nothing(row):
    key, branch, _ = row
    others = {
        "branch": PLACE._replace(branch=THERE),
        "category=": PLACE._replace(category="adult"),
        "department=": PLACE._replace(department=""),
        ".film": PLACE._replace(subject="book"),
    }

    for part, place in others.items():
        concerned = branch is not None if part == "branch" else part in key
        assert (loan_days(row, place=place) == "") == concerned


@pytest.mark.parametrize("key", SCOPES)
def test_a_key_is_written_as_it_is_read(key):
    assert read_key(key).text == key


@pytest.mark.parametrize("key", ["country", "block.ON_LOAN", "loan_days.film;weather=bad", "group.film"])
def test_what_is_no_term_is_none(key):
    assert read_key(key) is None


def test_of_rows_for_the_same_the_one_that_began_last_holds():
    rows = [("loan_days.film", None, "7", "2026-01-01"), ("loan_days.film", None, "9", "2020-01-01")]

    assert loan_days(*rows) == "7"
    assert loan_days(*rows, ("loan_days.film", None, "8", "2026-01-01")) == "8"


def test_a_row_that_was_withdrawn_is_as_if_it_had_never_been():
    rows = [("loan_days.film", None, "7"), ("loan_days.film", HERE, "3"), ("loan_days.film", HERE, "", "2026-03-01")]

    assert loan_days(*rows, today=date(2026, 2, 28)) == "3"
    assert loan_days(*rows) == "7"


def test_the_profile_speaks_where_nobody_else_has():
    defaults = {"loan_days.film": "7"}

    assert loan_days(defaults=defaults) == "7"
    assert loan_days(("loan_days.film", None, "3"), defaults=defaults) == "3"


def test_a_ruling_says_which_row_decides_and_what_comes():
    found = book(
        ("loan_days", None, "30"),
        ("loan_days.film", HERE, "7"),
        ("loan_days", None, "28", "2026-04-01"),
        ("loan_days.film", HERE, "5", "2026-05-01"),
    ).ruling("loan_days", PLACE)

    assert (found.value, found.row.key, found.row.branch) == ("7", TermKey("loan_days", "film"), HERE)
    assert (found.coming_on, found.coming) == (date(2026, 5, 1), "5")


def test_what_nobody_has_said_is_lendable_and_reservable_without_limits_or_days():
    terms = book().at(HERE, department="", material="film", category="adult")

    assert (terms.lendable, terms.reservable, terms.high_demand, terms.renew_in_queue) == (True, True, False, False)
    assert (terms.renewals_max, terms.material_max, terms.group_max, terms.period) == (0, 0, 0, "")
    assert not terms.is_said


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("7", date(2026, 3, 14)),
        ("8", date(2026, 3, 16)),
        (NEXT_OPENING, date(2026, 3, 9)),
        (CLOSING, date(2026, 3, 7)),
        ("0", None),
        ("", None),
        ("many", None),
    ],
)
def test_a_loan_of_a_saturday_is_due(period, due):
    terms = book(("loan_days", None, period)).at(HERE, department="", material="film", category="adult")

    assert terms.due_on(date(2026, 3, 7), SUNDAYS) == due


def test_everything_of_the_childrens_department_has_thirty_days():
    terms = Policy(dict(settings_of(profile("valmiera")))).terms

    for material in ("nonfiction", "periodical", "disc-film"):
        assert terms.at(HERE, department="children", material=material, category="adult").period == "30"


def test_a_quick_loan_cannot_be_reserved():
    terms = Policy(dict(settings_of(profile("hjorring")))).terms

    kinds = {kind: terms.at(HERE, department="", material=kind, category="adult") for kind in ("book", "quick-loan")}
    assert (kinds["book"].reservable, kinds["quick-loan"].reservable) == (True, False)


def test_a_copy_without_a_home_has_the_terms_of_the_branch_that_asks():
    rows = [("loan_days", None, "30"), ("loan_days", HERE, "7")]

    assert book(*rows).at(None, department="", material="film", category="adult").period == "7"
    assert book(*rows).at(THERE, department="", material="film", category="adult").period == "30"


def test_how_many_loans_there_may_be_depends_on_the_category():
    rows = [("loans_max", None, "20"), ("loans_max;category=child", None, "6")]

    assert [book(*rows).loans_max(category) for category in ("adult", "child")] == [20, 6]


def test_rows_that_decide_all_the_same_are_told():
    rows = [
        ("loan_days.film", None, "7"),
        ("loan_days.film", HERE, "3"),
        ("loan_days.book", None, "28"),
        ("loan_days;category=child", THERE, ""),
        ("loan_days.film;category=child", None, "5", "2026-04-01"),
    ]
    new = TermKey("loan_days", "film")

    assert [row.value for row in book(*rows).stronger(new, None, TODAY)] == ["3"]
    assert [row.value for row in book(*rows).stronger(new, None, date(2026, 4, 1))] == ["5", "3"]
    assert book(*rows).stronger(TermKey("loan_days", "film"), HERE, TODAY) == []
    assert [row.value for row in book(*rows).stronger(TermKey("loan_days"), THERE, TODAY)] == []
