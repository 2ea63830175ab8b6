"""What facts of different desks mean together."""

from itertools import permutations

from app.rules.reconcile import Event, VerdictKind, given_twice, lent_twice, task_name


def loan(number, patron):
    return Event(id=number, kind="loan", patron=patron)


def closing(number):
    return Event(id=number, kind="closing")


def test_a_copy_lent_to_two_people_with_no_return_between_is_seen():
    verdict = lent_twice(7, [loan(1, patron=10), loan(2, patron=11)])

    assert (verdict.kind, verdict.subject, verdict.facts) == (VerdictKind.LENT_TWICE, "7", (1, 2))


def test_a_return_between_makes_it_well():
    assert lent_twice(7, [loan(1, patron=10), closing(2), loan(3, patron=11)]) is None


def test_the_same_person_twice_is_no_quarrel():
    assert lent_twice(7, [loan(1, patron=10), loan(2, patron=10)]) is None


def test_three_desks_make_one_verdict():
    verdict = lent_twice(7, [loan(1, patron=10), loan(2, patron=11), loan(3, patron=12), closing(4)])

    assert verdict.facts == (1, 2, 3)


def test_a_number_of_two_people_is_seen_whatever_the_order():
    verdicts = {given_twice(VerdictKind.NUMBER_TWICE, "P1", rows) for rows in permutations([5, 9, 5])}

    [verdict] = verdicts
    assert verdict.facts == (5, 9)
    assert given_twice(VerdictKind.NUMBER_TWICE, "P1", [5, 5]) is None


def test_new_facts_make_a_new_task():
    one = lent_twice(7, [loan(1, patron=10), loan(2, patron=11)])
    more = lent_twice(7, [loan(1, patron=10), loan(2, patron=11), loan(3, patron=12)])

    assert task_name(one) == task_name(one)
    assert task_name(one) != task_name(more)
    assert len(task_name(one)) == 16
