"""When a ban from the premises holds, and how long a month is."""

from datetime import date

import pytest

from app.rules.bans import PREMISES, Ban, ban_blocks, months_later
from app.rules.exclusion import Restriction, bars_on

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 16)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("day", "lifted_on", "bars"),
    [
        (date(2026, 3, 1), None, False),
        (FIRST, None, True),
        (LAST, None, True),
        (date(2026, 3, 17), None, False),
        (date(2026, 3, 9), date(2026, 3, 10), True),
        (date(2026, 3, 10), date(2026, 3, 10), False),
    ],
)
def test_a_ban_bars_from_its_first_to_its_last_day_or_until_it_is_lifted(day, lifted_on, bars):
    said = Restriction(fact=1, kind=PREMISES, told_on=FIRST, from_on=FIRST, until_on=LAST, lifted_on=lifted_on)

    assert bars_on(said, day) is bars


def test_of_several_bans_the_one_that_ends_last_is_told():
    week, month, for_good = (Ban(fact=n, from_on=FIRST, until_on=until) for n, until in enumerate((FIRST, LAST, None)))

    assert dict(next(ban_blocks([month, week])).figures)["until"] == LAST
    assert dict(next(ban_blocks([for_good, week])).figures)["standing"] == "for_good"
    assert list(ban_blocks([])) == []
