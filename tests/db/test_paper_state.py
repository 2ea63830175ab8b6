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


SENT_TWICE = (
    birth(COPY, table="item", title=TITLE, home_branch=HOME, barcode="I1"),
    fact(at(1), "transfer", item=COPY, to_branch=HOME, cause="home"),
    fact(at(2), "transfer", item=COPY, to_branch=HOME, cause="home"),
    fact(at(3), "transfer_end", item=COPY, transfer=at(1), cause="received"),
    fact(at(3, 1), "loan", patron=PERSON, item=COPY, due_on="2026-03-30", lent_on="2026-02-20", slip="1"),
)


@pytest.mark.parametrize("told", [SENT_TWICE, SENT_TWICE[::-1]])
def test_a_copy_that_two_desks_sent_and_a_slip_received_is_in_one_place(told, tmp_path, templates):
    """The slip tells of a day before both: neither the loan nor a return says where the copy is."""
    desk = make_desk(tmp_path, templates, "hjorring")
    for group in told:
        merge_in(desk, group)

    assert desk.connection.execute("SELECT count(*) FROM copy_place WHERE transfer IS NOT NULL").fetchone() == (0,)
    with desk.database.writing() as connection:
        assert compare_state(connection) == []
