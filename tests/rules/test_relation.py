"""Identity, rules, majority and contact data: what is asked of somebody, and never asked twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.blocks import Severity, Why
from app.rules.guarantees import Promise, liable_for
from app.rules.identity import is_minor
from app.rules.policy import USUALLY_TOLD, Policy
from app.rules.relation import (
    Acceptance,
    Asked,
    Identity,
    Relation,
    contact_is_due,
    identity_of,
    majority_on,
    own_acceptance_due_on,
    reminders,
)

TODAY = date(2026, 3, 2)
ASKED = Asked(unverified_loans_max=0, rules_version="2", majority_years=18, contact_after_days=0)
NOTHING_TO_ASK = Relation(accepted=(Acceptance(version="2", on_day=TODAY),), contact_on=date(2026, 1, 1))

DAYS = some.dates(min_value=date(1900, 1, 1), max_value=date(2080, 12, 31))
YEARS = some.integers(min_value=1, max_value=30)
CHANNELS = some.lists(some.sampled_from(["in_person", "remote", "online", ""]))


def whys(relation, birth_on=None, asked=ASKED):
    return [one.why for one in reminders(relation, asked, birth_on, TODAY)]


def test_who_came_in_person_is_not_taken_for_unverified():
    assert identity_of(["in_person"], seen=False) is Identity.NOT_RECORDED
    assert identity_of(["remote"], seen=False) is Identity.TO_BE_CHECKED
    assert identity_of(["online"], seen=False) is Identity.TO_BE_CHECKED


@given(CHANNELS, CHANNELS)
def test_a_verified_identity_never_becomes_unverified_whatever_else_is_merged(channels, others):
    assert identity_of([*channels, *others], seen=True) is Identity.SEEN


@given(CHANNELS, CHANNELS)
def test_one_who_was_to_be_checked_stays_so_until_a_document_is_shown(channels, others):
    if identity_of(channels, seen=False) is Identity.TO_BE_CHECKED:
        assert identity_of([*others, *channels], seen=False) is Identity.TO_BE_CHECKED


@given(DAYS, DAYS, YEARS)
def test_nobody_is_a_minor_on_the_day_of_majority_and_everybody_the_day_before(birth_on, day, years):
    assert is_minor(birth_on, day, years) is (day < majority_on(birth_on, years))


def test_one_born_on_29_february_is_of_age_on_1_march():
    assert majority_on(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert majority_on(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_somebody_in_order_is_asked_nothing():
    assert whys(NOTHING_TO_ASK) == []


def test_a_new_version_of_the_rules_is_asked_for_again():
    assert whys(NOTHING_TO_ASK, asked=replace(ASKED, rules_version="3")) == [Why.RULES_NOT_ACCEPTED]
    assert whys(replace(NOTHING_TO_ASK, accepted=())) == [Why.RULES_NOT_ACCEPTED]
    assert whys(NOTHING_TO_ASK, asked=replace(ASKED, rules_version="")) == []


def test_what_a_child_took_on_is_asked_for_again_at_majority():
    as_child = replace(NOTHING_TO_ASK, accepted=(Acceptance(version="2", on_day=date(2020, 1, 1)),))
    of_age = replace(as_child, accepted=(*as_child.accepted, Acceptance(version="2", on_day=TODAY)))

    assert whys(as_child, birth_on=date(2008, 3, 3)) == []
    assert whys(as_child, birth_on=date(2008, 3, 2)) == [Why.MAJORITY_REACHED]
    assert whys(of_age, birth_on=date(2008, 3, 2)) == []


def test_who_came_as_an_adult_before_anything_was_recorded_has_nothing_to_make_good():
    assert own_acceptance_due_on((), date(1980, 1, 1), 18, promised=False) is None
    assert own_acceptance_due_on((), date(2008, 3, 2), 18, promised=True) == TODAY
    assert own_acceptance_due_on((), None, 18, promised=True) is None


@given(some.lists(DAYS), DAYS, DAYS)
def test_one_acceptance_of_ones_own_settles_it_in_whatever_company(others, birth_on, later):
    own = Acceptance(version="1", on_day=max(later, majority_on(birth_on, 18)))
    accepted = [*(Acceptance(version="1", on_day=day) for day in others), own]

    assert own_acceptance_due_on(accepted, birth_on, 18, promised=True) is None


@pytest.mark.parametrize(
    ("contact_on", "after_days", "due"),
    [
        (None, 0, True),
        (date(2025, 12, 31), 0, True),
        (date(2026, 1, 1), 0, False),
        (date(2025, 12, 31), 365, False),
        (date(2025, 3, 3), 365, False),
        (date(2025, 3, 2), 365, True),
        (date(2026, 3, 9), 365, False),
    ],
)
def test_contact_data_are_asked_after_once_a_year(contact_on, after_days, due):
    """By the calendar, or by so many days; a desk whose clock was ahead makes nobody be asked twice."""
    assert contact_is_due(contact_on, TODAY, after_days) is due


@given(DAYS, DAYS, some.integers(min_value=0, max_value=800))
def test_nobody_is_asked_on_the_day_of_the_answer_and_everybody_some_time_after(asked_on, today, after_days):
    assert not contact_is_due(asked_on, asked_on, after_days)
    assert contact_is_due(asked_on, asked_on + timedelta(days=max(366, after_days)), after_days)
    if contact_is_due(asked_on, today, after_days):
        assert contact_is_due(asked_on, today + timedelta(days=1), after_days)


def test_warnings_are_told_each():
    assert whys(replace(NOTHING_TO_ASK, warnings=("a", "b"))) == [Why.REMARK, Why.REMARK]


@pytest.mark.parametrize("why", sorted(USUALLY_TOLD))
def test_what_is_asked_stops_nobody_unless_the_house_rules_say_so(why):
    from app.rules.blocks import block

    assert Policy({}).weigh(block(why)).severity is Severity.INFORMATION
    assert Policy({f"block.{why}": "hard"}).weigh(block(why)).severity is Severity.HARD


MOTHER = Promise(guarantee=1, name="Ilze", means="form", from_on=date(2020, 1, 1), until_on=date(2024, 6, 1))
AUNT = Promise(guarantee=2, name="Maija", means="form", from_on=date(2024, 6, 1))
CHILD = date(2010, 5, 5)


@pytest.mark.parametrize(
    ("lent_on", "liable"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), MOTHER),
        (date(2024, 5, 31), MOTHER),
        (date(2024, 6, 1), AUNT),
        (date(2028, 5, 4), AUNT),
        (date(2028, 5, 5), None),
    ],
)
def test_whoever_promised_on_the_day_of_the_loan_answers_for_it(lent_on, liable):
    assert liable_for((MOTHER, AUNT), CHILD, lent_on, 18) == liable


def test_one_whose_birth_date_is_unknown_answers_alone():
    assert liable_for((AUNT,), None, TODAY, 18) is None


@given(DAYS, DAYS, some.booleans())
def test_the_end_of_a_promise_is_for_later_loans_only(lent_on, ended_on, first):
    """Ending a promise takes nobody's liability for what was lent before."""
    open_one = replace(AUNT, from_on=date(1900, 1, 1), until_on=None)
    ended = replace(open_one, until_on=ended_on)
    birth_on = lent_on.replace(day=1) - timedelta(days=400 if first else 4000)

    before, after = (liable_for((one,), birth_on, lent_on, 18) is not None for one in (open_one, ended))

    assert before
    assert after is (lent_on < ended_on)
