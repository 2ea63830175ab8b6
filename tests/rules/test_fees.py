"""What is owed: steps and groups, copies and days, prices, credit, and that money is never lost or doubled."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.fees import Claim, Ending, MoneyFacts, Settled, account, key_of, settled_twice, split, toward
from app.rules.policy import Policy, settings_of
from app.rules.tariffs import Payer, Step, Tariff, parse_steps, tariff_of
from tests.making import profile

DUE = date(2026, 3, 2)
HJORRING = tariff_of(Policy(dict(settings_of(profile("hjorring")))))
CENTS = Tariff(way="per_item_day", day_minor=3, from_day=1, cap_minor=50)


def ending(fact, days, *, loan=0, due_on=DUE, told=None):
    ended_on = due_on + timedelta(days=days)
    return Ending(
        fact=fact, loan=loan or fact, due_on=due_on, counted_from=due_on, ended_on=ended_on, told_minor=told
    )  # fmt: skip


def settled(fact, kind, amount, key="", **given):
    return Settled(fact=fact, kind=kind, amount_minor=amount, on_day=DUE, key=key, deed=(1, fact), **given)


def owed(*endings, tariff=HJORRING, payer=Payer(date(1980, 1, 1), "adult"), claims=(), rows=()):  # noqa: B008  # It is frozen.
    return account(MoneyFacts(payer=payer, endings=endings, claims=claims, settled=rows), lambda _: tariff)


@pytest.mark.parametrize(
    ("days", "adult", "child"),
    [(0, 0, 0), (1, 2000, 1000), (7, 2000, 1000), (8, 6000, 3000), (14, 6000, 3000), (15, 12000, 5500),
     (30, 12000, 5500), (31, 23000, 12000), (400, 23000, 12000)],
)  # fmt: skip
def test_the_danish_tariff_goes_by_steps(days, adult, child):
    """D-15, D-17: the first late day is the day after the due day."""
    assert owed(ending(1, days)).balance_minor == adult
    assert owed(ending(1, days), payer=Payer(date(2020, 1, 1), "adult")).balance_minor == child


def test_a_child_is_one_by_the_age_on_the_due_day():
    birthday_after = Payer(DUE.replace(year=2012) + timedelta(days=1), "")
    birthday_on = Payer(DUE.replace(year=2012), "")

    assert owed(ending(1, 3), payer=birthday_after).balance_minor == 1000
    assert owed(ending(1, 3), payer=birthday_on).balance_minor == 2000
    assert owed(ending(1, 3), payer=Payer(None, "child")).balance_minor == 1000


def test_ten_copies_of_one_day_that_come_back_on_one_day_are_one_fee():
    """C-7, D-17."""
    together = [ending(fact, 5) for fact in range(1, 11)]

    assert [fee.amount_minor for fee in owed(*together).fees] == [2000]
    assert owed(*together, ending(20, 6)).balance_minor == 4000
    assert owed(*together, ending(20, 6, due_on=DUE - timedelta(days=1))).balance_minor == 4000


def test_cents_are_counted_for_each_copy_up_to_a_cap():
    two = owed(ending(1, 5), ending(2, 100), tariff=CENTS)

    assert sorted(fee.amount_minor for fee in two.fees) == [15, 50]
    assert owed(ending(1, 31), tariff=Tariff(way="per_item_day", day_minor=1, from_day=30)).balance_minor == 2


def test_institutions_are_exempt_where_the_rules_say_so():
    assert owed(ending(1, 50), payer=Payer(None, "institution")).fees == ()


def test_the_tariff_of_the_closing_day_decides():
    """C-21."""
    dearer = DUE + timedelta(days=3)
    facts = MoneyFacts(endings=(ending(1, 2), ending(2, 3)))

    def tariffs(day):
        return Tariff(way="stepped", steps=(Step(1, 500 if day >= dearer else 100, 0),))

    assert sorted(fee.amount_minor for fee in account(facts, tariffs).fees) == [100, 500]


def test_a_lower_amount_that_a_receipt_told_stands():
    """C-21."""
    assert owed(ending(1, 9, told=2000), ending(2, 9)).balance_minor == 2000
    assert owed(ending(1, 9, told=9000)).balance_minor == 6000
    free = Tariff(way="stepped", steps=(Step(1, 500, 0),), told_binds=False)
    assert owed(ending(1, 9, told=100), tariff=free).balance_minor == 500


def test_the_price_of_a_lost_copy_goes_when_it_is_found_and_its_handling_stays():
    """C-17."""
    tariff = Tariff(handling_minor=300)
    lost = Claim(fact=7, kind="lost", on_day=DUE, amount_minor=9000, loan=5)
    found = Claim(fact=7, kind="lost", on_day=DUE, amount_minor=9000, loan=5, cancelled=True)

    assert owed(tariff=tariff, claims=(lost,)).balance_minor == 9300
    assert owed(tariff=tariff, claims=(found,)).balance_minor == 300
    assert owed(tariff=tariff, claims=(found,), rows=(settled(8, "payment", 9000, "lost:5"),)).credit_minor == 8700


def test_a_price_is_asked_once_a_loan_whoever_has_asked():
    reported = [Claim(fact=n, kind="lost", on_day=DUE, amount_minor=9000, loan=5) for n in (1, 2)]
    by_hand = Claim(fact=3, kind="lost", on_day=DUE, amount_minor=7000, loan=5, by_hand=True)

    assert owed(claims=reported).balance_minor == 9000
    assert owed(claims=(*reported, by_hand)).balance_minor == 7000


def test_paid_here_and_waived_there_leaves_a_credit():
    """C-8: nothing is closed twice, and nobody's money is lost."""
    rows = (settled(2, "payment", 2000, "late:2026-03-02:2026-03-05"),
            settled(3, "waiver", 2000, "late:2026-03-02:2026-03-05"))  # fmt: skip
    account_ = owed(ending(1, 3), rows=rows)

    assert (account_.balance_minor, account_.credit_minor) == (-2000, 2000)
    assert [fee.key for fee in settled_twice(account_.fees)] == ["late:2026-03-02:2026-03-05"]


def test_what_was_forgiven_is_never_paid_out():
    waived = (settled(2, "waiver", 2000, "lost:5"), settled(3, "in_kind", 2000, "lost:5"))
    cancelled = Claim(fact=1, kind="lost", on_day=DUE, amount_minor=2000, loan=5, cancelled=True)

    assert owed(claims=(cancelled,), rows=waived).balance_minor == 0


def test_what_is_left_over_pays_for_what_is_owed_longest():
    two = owed(ending(1, 3), ending(2, 9), rows=(settled(3, "payment", 5000),))

    assert [(fee.credited_minor, fee.open_minor) for fee in two.fees] == [(2000, 0), (3000, 3000)]


def test_a_payment_that_is_read_in_twice_counts_once():
    rows = [settled(fact, "payment", 1000, "", reference="BDK-1") for fact in (2, 3)]

    assert owed(ending(1, 3), rows=rows).balance_minor == 1000


def test_a_payment_is_split_oldest_first_and_no_more_is_settled_than_is_open():
    two = owed(ending(1, 3), ending(2, 9))

    assert split(two, 5000) == (("late:2026-03-02:2026-03-05", 2000), ("late:2026-03-02:2026-03-11", 3000))
    assert split(two, 9000)[-1] == ("", 1000)
    assert split(two, 1000, ["late:2026-03-02:2026-03-11"]) == (("late:2026-03-02:2026-03-11", 1000),)


@pytest.mark.parametrize("tariff", [HJORRING, CENTS])
def test_a_settlement_names_a_fee_so_that_it_is_found_again(tariff):
    claims = [Claim(fact=8, kind="lost", on_day=DUE, amount_minor=1, loan=4),
              Claim(fact=9, kind="other", on_day=DUE, amount_minor=1, by_hand=True),
              Claim(fact=10, kind="card", on_day=DUE, amount_minor=1)]  # fmt: skip
    fees = owed(ending(1, 3), ending(2, 9), tariff=tariff, claims=claims).fees

    assert len(fees) == 5
    assert [key_of(*toward(fee), lambda _: tariff) for fee in fees] == [fee.key for fee in fees]


def test_steps_that_cannot_be_read_are_left_out():
    assert parse_steps("8:60:30 1:20:10 x:1:2 9 ::") == (Step(1, 20, 10), Step(8, 60, 30))


ENDINGS = st.lists(st.builds(ending, st.integers(1, 6), st.integers(1, 40)), max_size=6)
PRICES = st.lists(
    st.tuples(st.sampled_from(["lost", "damaged", "other"]), st.integers(1, 3), st.integers(1, 20000), st.booleans(),
              st.booleans()),
    max_size=5,
)  # fmt: skip
KEYS = st.sampled_from(["", "late:2026-03-02:2026-03-05", "lost:1", "lost:2", "damaged:1", "handling:1", "charge:101",
                        "charge:60", "late:gone:gone"])  # fmt: skip
KINDS = st.sampled_from(["payment", "waiver", "refund", "in_kind"])
ROWS = st.lists(st.tuples(KINDS, st.integers(1, 30000), KEYS, st.sampled_from(["", "", "R1", "R2"])), max_size=12)
TARIFFS = st.sampled_from([HJORRING, CENTS, replace(HJORRING, handling_minor=500)])


def claims_of(prices):
    """Return claims by whichever way they are asked: by hand or not, some of copies that came back."""
    return [
        Claim(fact=100 + n, kind=kind, on_day=DUE, amount_minor=price, loan=loan if kind != "other" else None,
              cancelled=gone and kind == "lost", by_hand=by_hand or kind == "other")
        for n, (kind, loan, price, gone, by_hand) in enumerate(prices)
    ]  # fmt: skip


def counted_of(money):
    """Return the settlements that count: of several deeds with one reference, the first."""
    first = {row.reference: row for row in reversed(money)}
    return [row for row in money if not row.reference or first[row.reference] is row]


def sum_of(rows, *kinds):
    return sum(row.amount_minor for row in rows if row.kind in kinds)


@settings(max_examples=300, deadline=None)
@given(TARIFFS, ENDINGS, PRICES, ROWS, st.randoms(use_true_random=False))
def test_money_is_never_lost_or_doubled_whatever_came_first_and_how_often(tariff, late, prices, rows, chance):
    """7.7: the balance is all fees less all payments less all that was forgiven; any order and any doubling is the same."""
    claims = claims_of(prices)
    money = [settled(200 + n, kind, amount, key, reference=ref) for n, (kind, amount, key, ref) in enumerate(rows)]
    by_fact = list({one.fact: one for one in late}.values())
    straight = owed(*by_fact, claims=claims, rows=money, tariff=tariff)
    shuffled = [random.Random(chance.random()).sample(lot * 2, 2 * len(lot)) for lot in (by_fact, claims, money)]
    assert owed(*shuffled[0], claims=shuffled[1], rows=shuffled[2], tariff=tariff) == straight

    counted = counted_of(money)
    for fee in straight.fees:
        named = [row for row in counted if row.key == fee.key]
        assert fee.forgiven_minor == min(fee.amount_minor, sum_of(named, "waiver", "in_kind"))
        assert 0 <= fee.open_minor <= fee.amount_minor
    fees, forgiven = (sum(getattr(fee, part) for fee in straight.fees) for part in ("amount_minor", "forgiven_minor"))
    came = sum_of(counted, "payment") - sum_of(counted, "refund")
    assert straight.balance_minor == fees - came - forgiven
    spent = sum(fee.paid_minor + fee.credited_minor for fee in straight.fees)
    assert spent + straight.credit_minor - straight.overdrawn_minor == came


def test_what_was_owed_before_a_fact_takes_no_account_of_what_came_after_it():
    """C-5: a loan is judged by what was written before it; a card costs from when it was handed over."""
    card = Claim(fact=2, kind="card", on_day=DUE, amount_minor=1000, since=6)
    facts = MoneyFacts(endings=(ending(3, 3),), claims=(card,), settled=(settled(5, "payment", 2000),))

    owed_before = [account(facts.before(fact), lambda _: HJORRING).balance_minor for fact in range(3, 8)]
    assert owed_before == [0, 2000, 2000, 0, 1000]
    assert facts.asked_by == (3, 6)
