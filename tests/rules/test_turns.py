"""The order of a copy's turns where some were on paper first."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from app.rules.turns import CLOSING, LOAN, Turn, in_order, loan_on, open_turn, overtaken_on

MONDAY = date(2026, 3, 2)


def on(day):
    return MONDAY + timedelta(days=day)


def loan(id_, day, *, paper=None):
    return Turn(id=id_, kind=LOAN, day=on(day), paper_on=None if paper is None else on(paper), patron=id_)


def closing(id_, day, *, paper=None, names=None):
    return Turn(id=id_, kind=CLOSING, day=on(day), paper_on=None if paper is None else on(paper), names=names)


@pytest.mark.parametrize(
    ("turns", "order", "still_with"),
    [
        ([loan(1, 0), closing(2, 1), loan(3, 2)], [1, 2, 3], 3),
        # Lent on paper on Monday, back at another desk on Tuesday, entered on Wednesday.
        ([closing(1, 1), loan(2, 2, paper=0)], [2, 1], None),
        # Lent on paper, and lent again at another desk the day after.
        ([loan(1, 1), loan(2, 2, paper=0)], [2, 1], 1),
        # Came back in the morning, and went out on paper the same day.
        ([loan(1, -3), closing(2, 0, names=1), loan(3, 2, paper=0)], [1, 2, 3], 3),
        # Came back on paper on Monday, lent on Tuesday: the later loan goes on.
        ([loan(1, -3), loan(2, 1), closing(3, 2, paper=0, names=1)], [1, 3, 2], 2),
        # Lent at the desk and back on paper on the same day: the return names its loan.
        ([loan(1, 0), closing(2, 2, paper=0, names=1)], [1, 2], None),
        # Back on paper and lent at the desk on the same day: the return names another loan.
        ([loan(1, -3), loan(2, 0), closing(3, 2, paper=0, names=1)], [1, 3, 2], 2),
        # Out and back on paper on one day.
        ([loan(1, 2, paper=0), closing(2, 2, paper=0, names=1)], [1, 2], None),
        # A return of nobody's on the day of a loan ends nothing.
        ([loan(1, 0), closing(2, 2, paper=0)], [2, 1], 1),
    ],
)
def test_a_turn_stands_at_its_day_whatever_came_first(turns, order, still_with):
    for mixed in permutations(turns):
        assert [turn.id for turn in in_order(mixed)] == order
        assert (open_turn(mixed).id if open_turn(mixed) else None) == still_with


def test_what_a_day_found_and_what_came_after_it_are_told():
    turns = [loan(1, -3), closing(2, 1), loan(3, 2)]

    assert loan_on(turns, on(0)).id == 1
    assert loan_on(turns, on(-9)) is None
    assert overtaken_on(turns, on(0)).id == 2
    assert overtaken_on(turns, on(2)) is None
