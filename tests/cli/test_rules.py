"""The terms of lending on the command line: written, shown with their reasons, listed."""

import pytest


@pytest.fixture
def ruled(founded):
    founded("rules", "set", "loan_days", "14", "--category", "child")
    founded("rules", "set", "loan_days", "3", "--material", "periodical", "--branch", "MAZ")
    return founded


def term(answer, name):
    return next(one for one in answer["terms"] if one["term"] == name)


def test_what_holds_is_shown_with_the_row_that_says_so(ruled):
    fiction = term(ruled("rules", "show", "--material", "fiction", "--category", "adult"), "loan_days")
    child = term(ruled("rules", "show", "--material", "fiction", "--category", "child"), "loan_days")

    assert (fiction["value"], fiction["why"]["rule"]) == ("30", "loan_days.fiction")
    assert (child["value"], child["why"]["rule"]) == ("14", "loan_days;category=child")


def test_what_is_to_come_is_shown_with_its_day(ruled):
    ruled("rules", "set", "renewals_max", "1", "--from", "2099-01-01")

    found = term(ruled("rules", "show", "--material", "fiction"), "renewals_max")

    assert (found["value"], found["coming"], found["coming_on"]) == ("3", "1", "2099-01-01")


def test_writing_tells_which_narrower_rows_stay(ruled):
    answer = ruled("rules", "set", "loan_days", "10", "--material", "periodical")

    assert (answer["rule"], answer["value"]) == ("loan_days.periodical", "10")
    assert [(row["rule"], row["branch"]) for row in answer["stronger"]][-1] == ("loan_days.periodical", "MAZ")
    assert len(ruled("rules", "list", "--term", "loan_days")["rules"]) > 5


def test_it_is_said_in_words_for_people(ruled):
    told, _ = ruled.text("rules", "show", "--material", "periodical", "--category", "adult")

    assert "3 days  (MAZ, Periodical;" in told
    assert "no limit" in told


def test_a_branch_that_is_not_known_has_no_terms(ruled):
    answer = ruled("rules", "show", "--branch", "NOWHERE", exit_code=1)

    assert [block["code"] for block in answer["refused"][0]["blocks"]] == ["FIELD_INVALID"]


def test_a_copy_is_told_to_be_of_a_department(ruled):
    ruled("item", "add", "--barcode", "I1", "--title", "Ir", "--issue", "7", "--issued-on", "2026-02-01", "--age", "7")

    amended = ruled("item", "amend", "I1", "--department", "children", "--lendable", "no")

    assert amended == {"item": "I1", "changed": ["department", "lendable"]}
