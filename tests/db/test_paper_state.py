"""What is derived of a copy that was on paper first is the same in whatever order it is heard of (C-19)."""

import random

import pytest

from app.db.state.keeping import compare_state
from app.sync.ticks import make_tick
from tests.db.test_emptying import merge_in
from tests.db.test_merging import birth
from tests.db.test_state import THEIRS
from tests.making import DAY_MS, NOON, make_desk

STATE = ("open_loan", "owing", "hold_standing", "copy_place", "verdict")
PERSON, OTHER, COPY, TITLE, HOME, AWAY = (make_tick(NOON - DAY_MS, THEIRS, number) for number in range(6))


def at(day, number=0):
    return make_tick(NOON + day * DAY_MS, THEIRS, number)


def fact(row, table, **columns):
    return birth(row, table=table, branch=AWAY, at_ms=NOON, **columns)


FACTS = (
    birth(COPY, table="item", title=TITLE, home_branch=HOME, barcode="I1"),
    fact(at(0), "hold", patron=OTHER, title=TITLE, kind="queue", pickup=AWAY),
    fact(at(1), "loan", patron=PERSON, item=COPY, due_on="2026-03-02"),
    fact(at(3), "closing", loan=None, item=COPY, on_day="2026-03-05"),
    fact(at(3, 1), "hold_step", hold=at(0), step="ready", item=COPY),
    fact(at(4), "loan", patron=OTHER, item=COPY, due_on="2026-03-30", lent_on="2026-03-03", slip="1"),
    fact(at(4, 1), "closing", loan=at(1), item=COPY, on_day="2026-03-03", cause="paper"),
    fact(at(5), "transfer", item=COPY, to_branch=HOME, cause="home"),
    fact(at(6), "loan", patron=PERSON, item=COPY, due_on="2026-03-01", lent_on="2026-03-06", slip="2"),
)


def derived(desk):
    return [sorted(desk.connection.execute(f"SELECT * FROM {table}"), key=repr) for table in STATE]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("told", [FACTS, FACTS[:-1], FACTS[:-2], (*FACTS[:4], FACTS[5])])
def test_whatever_came_first_the_same_is_derived(seed, told, tmp_path, templates):
    found = []
    for place in ("straight", "shuffled"):
        (tmp_path / place).mkdir()
        desk = make_desk(tmp_path / place, templates, "hjorring")
        for group in told if place == "straight" else random.Random(seed).sample(told, len(told)):
            merge_in(desk, group)
        found.append(derived(desk))
        with desk.database.writing() as connection:
            assert compare_state(connection) == []
        desk.database.close()

    assert found[0] == found[1]
