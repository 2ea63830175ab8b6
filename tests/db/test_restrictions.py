"""Bans, debts and loans in any order of arrival: the same tasks, and state as it is rebuilt (C-5, C-6, I-11)."""

import random

import pytest

from app.db.restrictions import bans_of
from app.db.state.keeping import compare_state
from app.db.state.verdicts import all_verdicts
from tests.db.test_emptying import merge_in
from tests.db.test_merging import birth, tick
from tests.making import NOON, TODAY, make_desk

PERSON, RECORD, COPY, HERE, BAN, PLACE, DEBT, LOAN, LIFTED, JOINED, TAKEN_BACK = (
    tick(n * 1_000, replica=8 if n == 8 else 7) for n in range(1, 12)
)
"""The loan is of another desk than the rest."""
BOTH, DEBT_ALONE = ["LENT_OVER_DEBT", "LENT_WHILE_BANNED"], ["LENT_OVER_DEBT"]
FACTS = (
    birth(PERSON, given="Ida", family="Beck", birth_on="1980-01-01", category="adult"),
    birth(RECORD, given="Ida", family="Bech", birth_on="1980-01-01", category="adult"),
    birth(HERE, table="branch", code="SIN", name="Sindal", time_zone="Europe/Copenhagen"),
    birth(BAN, table="restriction", patron=RECORD, kind="premises", from_on="2026-03-01", branch=HERE, at_ms=NOON),
    birth(PLACE, table="restriction_place", restriction=BAN, place=HERE, at_ms=NOON),
    birth(DEBT, table="charge", patron=RECORD, kind="other", amount_minor=20000, on_day="2026-03-01", at_ms=NOON),
    birth(LOAN, table="loan", patron=PERSON, item=COPY, due_on="2026-04-01", branch=HERE, at_ms=NOON, overrides=""),
    birth(JOINED, table="same_person", patron=PERSON, other=RECORD, at_ms=NOON),
    birth(LIFTED, table="restriction_end", restriction=BAN, on_day="2026-03-02", at_ms=NOON),
    birth(TAKEN_BACK, table="undo", fact_table="restriction_end", fact=LIFTED),
)


@pytest.mark.parametrize(
    ("left_out", "tasks"),
    [((), BOTH), ((TAKEN_BACK,), DEBT_ALONE), ((LIFTED, TAKEN_BACK), BOTH), ((DEBT,), BOTH[1:]), ((PLACE,), BOTH),
     ((JOINED,), []), ((LOAN,), [])],
)  # fmt: skip
@pytest.mark.parametrize("seed", range(6))
def test_whatever_came_first_the_same_is_told(left_out, tasks, seed, tmp_path, templates):
    chance, told = random.Random(seed), [one for one in FACTS if one.ids[0] not in left_out]
    desk = make_desk(tmp_path, templates, "hjorring")
    for group in chance.sample(told * 2, 2 * len(told)):
        merge_in(desk, group)

    assert sorted(one.kind for one in all_verdicts(desk.connection)) == tasks
    assert len(bans_of(desk.connection, RECORD, TODAY)) == (0 if left_out == (TAKEN_BACK,) else 1)
    with desk.database.writing() as connection:
        assert compare_state(connection) == []
    desk.database.close()
