"""How a patron and the loans are shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.db.queries.people import LoanShown, PatronShown
from app.rules.blocks import Severity, Why, block
from app.views.presenters.line import Tone
from app.views.presenters.patron_panel import SOON_DAYS, loan_row, patron_panel
from app.words import Words

TODAY = date(2026, 11, 21)

LOAN = LoanShown(
    loan=1, item=2, barcode="LV-1", title="Gadi", author="Ernaux, Annie", material="fiction",
    lent_on=TODAY, due_on=TODAY + timedelta(days=20), branch="Mazsalaca", renewals=0,
)  # fmt: skip

PATRON = PatronShown(
    patron=7, number="2004", given="Elīna", family="Bērziņa", birth_on=None, category="adult", phone="", email="",
    address="", branch="Mazsalaca", guarantor="", numbers=(), loans=(LOAN,), loans_max=0, blocks=(),
)  # fmt: skip


def row(days, *, fresh=None):
    loan = replace(LOAN, due_on=TODAY + timedelta(days=days))
    return loan_row(loan, words=Words("en"), today=TODAY, fresh=fresh or {}, codes={"Mazsalaca": "MAZ"})


@pytest.mark.parametrize(
    ("days", "state", "tone"),
    [
        (-9, "9 days overdue", Tone.REFUSED),
        (-1, "1 day overdue", Tone.REFUSED),
        (0, "due today", Tone.ATTENTION),
        (1, "due in 1 day", Tone.ATTENTION),
        (SOON_DAYS, "due in 3 days", Tone.ATTENTION),
        (SOON_DAYS + 1, "on loan", Tone.PLAIN),
    ],
)
def test_a_loan_says_how_it_stands(days, state, tone):
    assert (row(days).state, row(days).tone) == (state, tone)


@pytest.mark.parametrize(("fresh", "state"), [("lent", "lent now"), ("renewed", "renewed now")])
def test_a_loan_of_a_moment_ago_says_so(fresh, state):
    shown = row(-9, fresh={1: fresh})

    assert (shown.state, shown.tone) == (state, Tone.OK)


@pytest.mark.parametrize("said", ["claimed", "lost"])
def test_a_loan_of_which_something_was_said_says_that(said):
    row = loan_row(replace(LOAN, said=said), words=Words("en"), today=TODAY, fresh={}, codes={})

    assert (row.state, row.tone) == (Words("en")(f"item.said.{said}"), Tone.REFUSED)


def test_a_branch_is_named_by_its_code_where_there_is_one():
    assert row(9).branch == "MAZ"
    assert loan_row(LOAN, words=Words("en"), today=TODAY, fresh={}, codes={}).branch == "Mazsalaca"


def panel(**changes):
    return patron_panel(replace(PATRON, **changes), "2004", words=Words("en"), today=TODAY)


def test_a_limit_of_loans_is_shown_with_its_share():
    assert (panel(loans_max=4).loans, panel(loans_max=4).share) == ("1 of 4", 25)


def test_without_a_limit_only_the_number_of_loans_is_shown():
    assert (panel().loans, panel().share) == ("1", None)


def test_more_loans_than_allowed_fill_the_whole_bar():
    assert panel(loans=(LOAN,) * 9, loans_max=4).share == 100


def test_somebody_without_a_card_has_no_number():
    assert panel(number="#450").number == ""


def test_a_name_of_one_word_has_one_initial():
    assert panel(given="", family="Ozols").initials == "O"


def test_what_can_be_overridden_is_a_graver_warning_than_what_is_only_told():
    told = replace(block(Why.HAS_OVERDUE, count=1), severity=Severity.INFORMATION)

    warnings = panel(blocks=(told, block(Why.GUARANTEE_MISSING, years=18))).warnings

    assert [warning.tone for warning in warnings] == [Tone.ATTENTION, Tone.REFUSED]


def test_who_answers_for_a_childs_loans_is_named_with_how_many():
    liable = panel(liable={1: "Zane Liepa", 2: "Zane Liepa", 3: "Ivo Liepa"}).liable

    assert liable == ("Zane Liepa answers for 2 loans.", "Ivo Liepa answers for 1 loan.")
