"""Cases about what may be lent and renewed."""

from __future__ import annotations

from tests.circulation.drive_due import renewed_day
from tests.circulation.drive_holds import renew_while_waiting
from tests.circulation.drive_loans import (
    borrow_after_the_return,
    borrow_another,
    borrow_until_the_limit,
    borrow_with_a_card,
    borrow_with_an_age_limit,
    borrow_without_a_guarantor,
    renew_once,
    renew_with_an_expired_card,
    scans_nothing,
    use_here_and_borrow,
)
from tests.circulation.drive_money import borrow_owing, renewed_late, restricted
from tests.circulation.row import Row, not_ours, played
from tests.circulation.rows_money import A_DAY

FROM_TODAY = "a renewal counts from the day on which it is made, and never shortens a loan"
AT_ANY_TIME = "a loan may be renewed on any day on which that gains something; there is no first or last day for it"
BY_PEOPLE = "nothing is renewed by itself; staff or the person asks for it"
NO_RECALL_OF_OVERDUES = "what else is overdue does not bear on a renewal"
OWED = "what is owed stops no renewal; being shut out of lending does (`exclusion_stops_renewals`)"
A_NUMBER = "the age of a title is a number that staff enter (`title.age_min`); no mark is read out of a text"
HARD = "hard"

RENEWAL: tuple[Row, ...] = (
    played("renewal-01", "nobody waits", renew_once)(done=True),
    played(
        "renewal-02",
        "somebody waits for the title, another copy is on the shelf",
        renew_while_waiting,
        title_holds=1,
        shelf=1,
    )(I1="renewed", I2="renewed"),
    played("renewal-04", "somebody waits for this copy", renew_while_waiting, hold_on="I1", shelf=1)(
        I1=["QUEUE_WAITING"], I2="renewed"
    ),
    played(
        "renewal-05",
        "somebody waits; the other copy is set aside for another",
        renew_while_waiting,
        title_holds=1,
        set_aside=True,
    )(I1=["QUEUE_WAITING"], I2=["QUEUE_WAITING"]),
    played("renewal-07", "somebody waits for another copy of the title by name", renew_while_waiting, hold_on="I1")(
        I1=["QUEUE_WAITING"], I2="renewed"
    ),
    played(
        "renewal-08",
        "somebody waits for this copy, which is not for loan any more",
        renew_while_waiting,
        hold_on="I1",
        not_for_loan=True,
    )(I1=["QUEUE_WAITING"], I2="renewed"),
    played("renewal-10", "two wait, and a copy is added", renew_while_waiting, title_holds=2, shelf=2)(
        I1="renewed", I2="renewed"
    ),
    played(
        "renewal-11",
        "somebody who is shut out of lending",
        restricted,
        until=("2088-01-01",),
        on="2026-03-05",
        deed="renew",
    )(done=False, why=["LOAN_EXCLUSION"], ends=("2088-01-01",), notes="note of 2088-01-01"),
    not_ours("renewal-13", "another loan is overdue: refused", NO_RECALL_OF_OVERDUES),
    played("renewal-14", "another loan is overdue, this one is not", renew_once, other_overdue=True)(done=True),
    played("renewal-16", "a late renewal ends the fee and keeps it", renewed_late, days=35, rules=A_DAY)(
        renewed={"fees": ("late 3500",), "balance": 3500}, returned={"fees": ("late 3500",), "balance": 3500}
    ),
    not_ours("renewal-17", "a week before the due day at the earliest", AT_ANY_TIME),
    not_ours("renewal-19", "99 days before the due day at the earliest", AT_ANY_TIME),
    not_ours("renewal-20", "by itself, up to nine days after the loan", BY_PEOPLE),
    not_ours("renewal-22", "by itself, up to a day of the calendar", BY_PEOPLE),
    not_ours("renewal-23", "by itself, while less than the limit is owed", OWED),
    not_ours("renewal-25", "not by itself, while more than the limit is owed", OWED),
    not_ours("renewal-26", "by itself: what was paid too much counts against what is owed", OWED),
    played("renewal-28", "the card has expired", renew_with_an_expired_card)(
        **{"renewed": True, "then lent": "yes"},
    ),
    not_ours("renewal-29", "the card has expired: refused", "a loan is renewed by its copy, without a card"),
    played(
        "renewal-31",
        "the card has expired: renewed, but nothing new is lent",
        renew_with_an_expired_card,
        rules={"block.CARD_EXPIRED": HARD},
    )(**{"renewed": True, "then lent": ["CARD_EXPIRED"]}),
    not_ours("renewal-32", "three renewals, each from the due day", FROM_TODAY),
    not_ours("renewal-34", "two months from the due day", FROM_TODAY),
    played("renewal-35", "it would be due no later than it is", renew_once, due=60)(
        done=False, why=["RENEWAL_GAINS_NOTHING"]
    ),
    played(
        "renewal-37",
        "30 days from the day of renewal",
        renewed_day,
        lent_on="2046-03-14",
        lent_until="2046-06-02",
        renewed_on="2046-06-01",
        days=30,
    )(due="2046-07-01"),
    played(
        "renewal-38",
        "100 days from the day of renewal",
        renewed_day,
        lent_on="2046-03-14",
        lent_until="2046-06-22",
        renewed_on="2046-06-01",
        days=100,
    )(due="2046-09-09"),
)

LIMITS: tuple[Row, ...] = (
    played("limits-01", "there is no limit", borrow_another)(lent=True, told=[]),
    not_ours("limits-02", "a limit of none", "a limit of 0 is no limit; what is not lent is said of the copy"),
    played("limits-04", "one at most, and one is out", borrow_another, has=1, rules={"loans_max": 1})(
        **{"lent": False, "why": "LOANS_AT_LIMIT", "count": 1, "max": 1, "with a reason": True}
    ),
    played("limits-05", "a loan at home does not stop use in the house", use_here_and_borrow, has=1, rules={"loans_max": 1})(
        **{"used here": True, "lent": ["LOANS_AT_LIMIT"]}
    ),
    not_ours("limits-07", "one use in the house at most: a loan is still made", "use in the house has no limit"),
    not_ours("limits-08", "use in the house counts as a loan", "use in the house is counted, and is no loan"),
    played("limits-10", "one at most: the first goes, the second does not", borrow_until_the_limit, copies=2,
           rules={"loans_max": 1})(lent=(True, False)),
    played("limits-11", "overdue stops lending until it comes back", borrow_after_the_return,
           rules={"block.HAS_OVERDUE": HARD})(before=["HAS_OVERDUE"], after=True),
)  # fmt: skip

LOAN_CHECKS: tuple[Row, ...] = (
    played("loan-checks-01", "overdue: staff are asked", borrow_another, overdue=1,
           rules={"block.HAS_OVERDUE": "override override.limit"})(
        **{"lent": False, "why": "HAS_OVERDUE", "count": 1, "with a reason": True}
    ),
    played("loan-checks-02", "overdue: refused", borrow_another, overdue=1, rules={"block.HAS_OVERDUE": HARD})(
        **{"lent": False, "why": "HAS_OVERDUE", "count": 1, "with a reason": False}
    ),
    played("loan-checks-04", "shut out of lending without an end", restricted, until=("",))(
        done=False, why=["LOAN_EXCLUSION"], ends=("none",), notes="note"
    ),
    played("loan-checks-05", "a scan that is no copy", scans_nothing, scans=("NoSuchCopy", "", " "))(
        why=("UNKNOWN_SCAN", "UNKNOWN_SCAN", "UNKNOWN_SCAN")
    ),
    not_ours("loan-checks-07", "what may be returned at one branch alone", "every branch takes everything back"),
    not_ours("loan-checks-08", "a second copy of the same title", "nobody is asked why two copies are wanted"),
    not_ours("loan-checks-10", "a patron for statistics", "use in the house is counted without a patron"),
    played("loan-checks-11", "the card is good until tomorrow", borrow_with_a_card, until=1)(lent=True, told=()),
    played("loan-checks-13", "the card is good until 9999", borrow_with_a_card, until="9999-12-31")(lent=True, told=()),
    played("loan-checks-14", "owes too much: refused, or lent with a reason", borrow_owing, owes=1500, limit=1000)(
        **{"normally": ["DEBT_OVER_LIMIT"], "with a reason": True}
    ),
)  # fmt: skip

OF_ANOTHER = "what a child owes is the guarantor's to answer for and stops no loan of the guarantor's own"

PEOPLE: tuple[Row, ...] = (
    not_ours("guarantor-01", "the child owes nothing", OF_ANOTHER),
    not_ours("guarantor-02", "the child owes more than the limit", OF_ANOTHER),
    played("age-01", "19 years: of age", borrow_without_a_guarantor, birth_on="2007-03-02")(done=True),
    played("age-02", "17 years: a minor", borrow_without_a_guarantor, birth_on="2009-03-02")(
        done=False, why=["GUARANTEE_MISSING"]
    ),
    not_ours(
        "age-04", "somebody who was deleted", "the age is worked out when it is asked for; who is erased has none"
    ),
    played("age-05", "no birth date is known", borrow_with_an_age_limit, from_years=16)(done=False, why=["AGE_LIMIT"]),
    played("age-07", "30 years old", borrow_with_an_age_limit, from_years=16, birth_on="1996-03-02")(done=True),
    not_ours("age-08", "a mark of one kind is read", A_NUMBER),
    not_ours("age-10", "a mark of another kind is read", A_NUMBER),
    not_ours("age-11", "a mark without a blank is read", A_NUMBER),
)

ROWS = (*RENEWAL, *LIMITS, *LOAN_CHECKS, *PEOPLE)
