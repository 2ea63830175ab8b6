"""Who may borrow what."""

from dataclasses import replace
from datetime import date

import pytest

from app.rules.blocks import Severity, Why, told
from app.rules.checkout import CheckoutCase, Counted, PersonCase, checkout_blocks, person_blocks
from app.rules.policy import Policy
from app.rules.relation import Acceptance, Asked, Identity, Relation
from app.rules.renewal import RenewalCase, renewal_blocks

TODAY = date(2026, 3, 2)

KNOWN = Relation(
    identity=Identity.SEEN,
    accepted=(Acceptance(version="2", on_day=TODAY),),
    contact_on=date(2026, 1, 1),
)

AT_EVERY_LIMIT = CheckoutCase(
    person=PersonCase(
        today=TODAY,
        card_standing="active",
        card_valid_until=TODAY,
        birth_on=date(2008, 3, 2),
        guarantee_until_years=18,
        guarantee_only_told=False,
        has_guarantee=False,
        relation=KNOWN,
        asked=Asked(unverified_loans_max=9, rules_version="2", majority_years=18, contact_after_days=0),
        loans_overdue=0,
        loans_open=9,
        loans_open_max=10,
    ),
    counted=(Counted(group="disc", count=4, max=5), Counted(group="film", count=9, max=0)),
    keeps="",
    age_min=10,
    on_loan_to="",
    last_heard_hours=71,
    stale_after_hours=72,
)

ONE_STEP_OVER_OF_THE_PERSON = {
    Why.CARD_BLOCKED: {"card_standing": "lost"},
    Why.CARD_EXPIRED: {"card_valid_until": date(2026, 3, 1)},
    Why.IDENTITY_UNVERIFIED: {"relation": replace(KNOWN, identity=Identity.TO_BE_CHECKED)},
    Why.GUARANTEE_MISSING: {"birth_on": date(2008, 3, 3)},
    Why.HAS_OVERDUE: {"loans_overdue": 1},
    Why.LOANS_AT_LIMIT: {"loans_open": 10},
}

ONE_STEP_OVER_OF_THE_COPY = {
    Why.HIGH_DEMAND_LATE: {"high_demand_overdue": 1},
    Why.LOANS_AT_LIMIT: {"counted": (Counted(group="disc", count=5, max=5),)},
    Why.NOT_FOR_LOAN: {"keeps": "newest"},
    Why.LOAN_DAYS_MISSING: {"loan_days_missing": "film"},
    Why.AGE_LIMIT: {"age_min": 19},
    Why.ON_LOAN: {"on_loan_to": "another"},
    Why.DATA_STALE: {"last_heard_hours": 72},
}

RENEWABLE = RenewalCase(
    today=TODAY,
    renewals=2,
    renewals_max=3,
    last_renewed_on=date(2026, 3, 1),
    due_on=date(2026, 3, 31),
    new_due_on=date(2026, 4, 1),
)

ONE_STEP_OVER_OF_THE_RENEWAL = {
    Why.RENEWALS_AT_LIMIT: {"renewals": 3},
    Why.LOAN_DAYS_MISSING: {"loan_days_missing": "film"},
    Why.RENEWED_TODAY: {"last_renewed_on": TODAY},
    Why.RENEWAL_GAINS_NOTHING: {"due_on": date(2026, 4, 1)},
}


def with_person(**steps):
    return replace(AT_EVERY_LIMIT, person=replace(AT_EVERY_LIMIT.person, **steps))


def test_a_patron_at_every_limit_may_borrow():
    assert checkout_blocks(AT_EVERY_LIMIT) == ()


@pytest.mark.parametrize(("why", "step"), ONE_STEP_OVER_OF_THE_PERSON.items())
def test_one_step_over_a_limit_of_the_person_is_refused(why, step):
    [block] = checkout_blocks(with_person(**step))

    assert block.why is why


@pytest.mark.parametrize(("why", "step"), ONE_STEP_OVER_OF_THE_COPY.items())
def test_one_step_over_a_limit_of_the_copy_is_refused(why, step):
    [block] = checkout_blocks(replace(AT_EVERY_LIMIT, **step))

    assert block.why is why


@pytest.mark.parametrize(("why", "step"), ONE_STEP_OVER_OF_THE_RENEWAL.items())
def test_one_step_over_a_limit_of_the_renewal_is_refused(why, step):
    assert renewal_blocks(RENEWABLE) == ()

    [block] = renewal_blocks(replace(RENEWABLE, **step))

    assert block.why is why


def test_every_refusal_comes_at_once_and_in_the_order_of_the_rules():
    person = {name: value for step in ONE_STEP_OVER_OF_THE_PERSON.values() for name, value in step.items()}
    copy = {name: value for step in ONE_STEP_OVER_OF_THE_COPY.values() for name, value in step.items()}

    blocks = checkout_blocks(replace(with_person(**person), **copy))

    order = list(Why)
    places = [order.index(block.why) for block in blocks]
    assert {block.why for block in blocks} == {*ONE_STEP_OVER_OF_THE_PERSON, *ONE_STEP_OVER_OF_THE_COPY}
    assert places[:6] == sorted(places[:6])
    assert places[6:] == sorted(places[6:])


def test_the_persons_blocks_are_known_before_a_copy_is_scanned():
    lost = with_person(card_standing="lost")

    assert person_blocks(lost.person) == checkout_blocks(lost)


def test_a_guarantee_opens_the_way_for_a_minor():
    assert checkout_blocks(with_person(birth_on=date(2015, 1, 1), has_guarantee=True)) == ()


def test_one_whose_birth_date_is_unknown_is_not_taken_for_a_child():
    assert checkout_blocks(replace(with_person(birth_on=None), age_min=None)) == ()


def test_one_whose_birth_date_is_unknown_may_be_too_young_for_a_copy():
    [block] = checkout_blocks(with_person(birth_on=None))

    assert (block.why, dict(block.figures)) == (Why.AGE_LIMIT, {"age": 10, "standing": "unknown"})


def test_a_limit_of_nought_is_no_limit():
    assert checkout_blocks(with_person(loans_open=500, loans_open_max=0)) == ()


def test_a_desk_that_is_alone_is_never_stale():
    assert checkout_blocks(replace(AT_EVERY_LIMIT, last_heard_hours=None)) == ()


def test_the_house_rules_weigh_each_code():
    [block] = checkout_blocks(with_person(card_standing="lost"))
    policy = Policy({"block.CARD_BLOCKED": "override override.card", "block.HAS_OVERDUE": "information"})

    weighed = policy.weigh(block)

    assert (weighed.severity, weighed.permission) == (Severity.OVERRIDE, "override.card")
    assert Policy({}).weigh(block).severity is Severity.HARD


def test_what_a_rule_only_tells_is_never_weighed_up_again():
    policy = Policy({"block.GUARANTEE_MISSING": "override override.guarantee"})

    assert policy.weigh(told(Why.GUARANTEE_MISSING)).severity is Severity.INFORMATION


def test_somebody_unverified_may_borrow_a_little_and_is_reminded_each_time():
    unverified = replace(KNOWN, identity=Identity.TO_BE_CHECKED)

    [block] = checkout_blocks(with_person(relation=unverified, loans_open=8))

    assert (block.why, block.severity) == (Why.IDENTITY_UNVERIFIED, Severity.INFORMATION)


def test_a_missing_guarantee_is_told_while_they_are_collected_and_stops_afterwards():
    child = date(2015, 1, 1)

    [told_only] = checkout_blocks(with_person(birth_on=child, guarantee_only_told=True))
    [stopping] = checkout_blocks(with_person(birth_on=child))

    assert (told_only.severity, stopping.severity) == (Severity.INFORMATION, Severity.HARD)
