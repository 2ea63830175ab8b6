"""Merging: any order, any number of times, the same rows."""

import random
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.digest import differences, digests, whole
from app.db.log.capture import capture_off
from app.db.log.merging import UNBORN, UNKNOWN, merge_changes
from app.db.log.outbox import TOMBSTONE_UNIT, collect
from app.sync.changes import Changes, Group, Kind
from app.sync.ticks import TICK_MAX, make_tick
from tests.making import NOON, make_desk

THEIRS = 7


def tick(number, replica=THEIRS):
    return make_tick(NOON + number, replica)


def birth(row, table="patron", **columns):
    return Group(
        kind=Kind.BIRTH,
        table=table,
        unit="",
        columns=tuple(columns),
        ids=[row],
        ticks=[row],
        values=[[value] for value in columns.values()],
    )


def writing(row, at, unit="phone", table="patron", **columns):
    return Group(
        kind=Kind.WRITE,
        table=table,
        unit=unit,
        columns=tuple(columns),
        ids=[row],
        ticks=[at],
        values=[[value] for value in columns.values()],
    )


def tombstone(row, at, table="patron"):
    return Group(kind=Kind.TOMBSTONE, table=table, unit="", columns=(), ids=[row], ticks=[at], values=[])


def merge(desk, *groups):
    with desk.database.writing() as connection, capture_off(connection):
        return merge_changes(connection, [Changes(schema=1, groups=groups)], TICK_MAX)


PERSON = tick(1)


def phone(desk):
    return desk.value("SELECT phone FROM patron WHERE id = ?", PERSON)


def test_a_birth_comes_in_once(desk):
    merge(desk, birth(PERSON, given="Ā"))
    merge(desk, birth(PERSON, given="Ā"), birth(tick(2), given="Ē"))

    assert desk.value("SELECT count(*) FROM patron") == 2


def test_the_later_writing_of_a_unit_wins_whatever_the_order(desk):
    merge(desk, birth(PERSON, given="Ā", phone="0"))

    merge(desk, writing(PERSON, tick(9), phone="late"))
    merge(desk, writing(PERSON, tick(5, 8), phone="early"))

    assert phone(desk) == "late"


def test_of_several_in_one_piece_the_latest_wins(desk):
    merge(
        desk, birth(PERSON, given="Ā"), writing(PERSON, tick(9), phone="late"), writing(PERSON, tick(5), phone="early")
    )

    assert phone(desk) == "late"


def test_units_do_not_undo_each_other(desk):
    merge(desk, birth(PERSON, given="Ā", phone="0", email="0"))

    merge(desk, writing(PERSON, tick(5), phone="new"))
    merge(desk, writing(PERSON, tick(9, 8), unit="email", email="newer"))

    assert desk.connection.execute("SELECT given, phone, email FROM patron").fetchall() == [("Ā", "new", "newer")]


def test_a_birth_that_comes_again_undoes_nothing(desk):
    merge(desk, birth(PERSON, phone="born"), writing(PERSON, tick(5), phone="written"))

    merge(desk, birth(PERSON, phone="born"))

    assert phone(desk) == "written"


def test_a_writing_waits_for_its_row_and_nobody_sees_it(desk):
    merge(desk, writing(PERSON, tick(5), phone="early"))
    merge(desk, writing(PERSON, tick(9), phone="late"))
    merge(desk, writing(PERSON, tick(7), phone="between"))

    assert desk.value("SELECT count(*) FROM patron") == 0
    assert desk.connection.execute("SELECT tick, why FROM parked").fetchall() == [(tick(9), UNBORN)]

    merge(desk, birth(PERSON, given="Ā", phone="born"))

    assert desk.connection.execute("SELECT given, phone FROM patron").fetchall() == [("Ā", "late")]
    assert desk.value("SELECT tick FROM clock WHERE row = ?", PERSON) == tick(9)
    assert desk.value("SELECT count(*) FROM parked") == 0


def test_an_erased_row_stays_erased_whatever_comes(desk):
    merge(desk, birth(PERSON, given="Ā"), writing(PERSON, tick(5), phone="1"))

    merge(desk, tombstone(PERSON, tick(6)))
    merge(desk, birth(PERSON, given="Ā"))
    merge(desk, writing(PERSON, tick(9), phone="2"))

    for table in ("patron", "clock", "parked"):
        assert desk.value(f"SELECT count(*) FROM {table}") == 0, table
    assert desk.connection.execute("SELECT tbl, row FROM tombstone").fetchall() == [("patron", PERSON)]


def test_a_tombstone_of_ones_own_goes_out_though_another_came_first(desk):
    """It may be the one with the smallest tick, which all desks keep."""
    patron = desk.patron()
    with desk.database.writing() as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM patron")
        connection.execute("INSERT INTO tombstone VALUES ('patron', ?, ?)", (patron, tick(5)))
        connection.execute(
            "INSERT INTO outbox (tbl, row, unit, tick) VALUES ('patron', ?, ?, ?)", (patron, TOMBSTONE_UNIT, tick(5))
        )

    merge(desk, tombstone(patron, tick(6)))

    [group] = collect(desk.connection, 10, 1)[0].groups
    assert list(group.rows()) == [(patron, tick(5))]
    assert desk.value("SELECT tick FROM tombstone") == tick(5)


def test_an_erased_row_takes_what_waits_in_the_outbox_along(desk):
    patron = desk.patron()
    merge(desk, tombstone(patron, tick(6)))

    assert desk.value("SELECT count(*) FROM outbox WHERE row = ?", patron) == 0


@pytest.mark.parametrize(
    "strange",
    [
        birth(tick(3), table="constellation", stars=7),
        writing(PERSON, tick(5), unit="shoe", size=42),
        writing(PERSON, tick(5), unit="phone", phone="1", extension="2"),
        tombstone(tick(3), tick(4), table="constellation"),
    ],
    ids=["table", "unit", "columns", "tombstone"],
)
def test_what_this_version_does_not_know_is_kept_as_received(desk, strange):
    merge(desk, birth(PERSON, given="Ā"))

    merge(desk, strange)
    merge(desk, strange)

    assert desk.connection.execute("SELECT tbl, why FROM parked").fetchall() == [(strange.table, UNKNOWN)]


def test_a_value_of_another_kind_than_its_column_is_kept_and_stops_nobody(desk):
    """Row by row: how a log is cut into slices must not decide which rows a desk holds."""
    rows = [tick(3), tick(4), tick(5)]
    values = [["Ā", 7, "Ē"], ["B", "B", "B"]]
    merge(desk, Group(kind=Kind.BIRTH, table="patron", unit="", columns=("given", "family"), ids=rows, ticks=rows,
                      values=values))  # fmt: skip
    merge(desk, writing(rows[0], tick(9), unit="home", home_branch="nowhere"))

    assert desk.connection.execute("SELECT id FROM patron ORDER BY id").fetchall() == [(rows[0],), (rows[2],)]
    assert desk.connection.execute("SELECT row, unit, why FROM parked ORDER BY row").fetchall() == [
        (rows[0], "home", UNKNOWN),
        (rows[1], "", UNKNOWN),
    ]


def test_a_birth_with_a_column_of_a_newer_version_is_born_and_the_column_kept(desk):
    merge(desk, birth(PERSON, given="Ā", shoe_size=42))

    assert desk.value("SELECT given FROM patron") == "Ā"
    assert desk.value("SELECT why FROM parked") == UNKNOWN


def test_a_birth_of_an_older_version_lacks_columns_and_is_born_all_the_same(desk):
    merge(desk, birth(PERSON, given="Ā"))

    assert desk.connection.execute("SELECT given, family FROM patron").fetchall() == [("Ā", None)]


GROUPS = (
    birth(PERSON, given="Ā", phone="0", email="0"),
    writing(PERSON, tick(5), phone="a"),
    writing(PERSON, tick(6, 8), phone="b"),
    writing(PERSON, tick(7), unit="email", email="c"),
    birth(tick(2), table="loan", item=9, patron=PERSON),
)


@pytest.fixture
def desks(tmp_path, templates):
    made = []

    def another():
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(make_desk(folder, templates))
        return made[-1]

    yield another
    for desk in made:
        desk.database.close()


def test_any_order_gives_the_same_rows(desks):
    found = set()
    for order in random.Random(1).sample(list(permutations(GROUPS)), 24):
        desk = desks()
        for group in order:
            merge(desk, group)
        found.add(whole(digests(desk.connection)))

    assert len(found) == 1


row_ids = st.integers(1, 4).map(tick)
times = st.integers(10, 40).map(tick)
any_group = st.one_of(
    st.builds(birth, row_ids, given=st.just("Ā"), phone=st.just("0")),
    st.builds(writing, row_ids, times, phone=st.text("ab", max_size=2)),
    st.builds(
        lambda row, at, email: writing(row, at, unit="email", email=email), row_ids, times, st.text("ab", max_size=2)
    ),
    st.builds(tombstone, st.just(tick(4)), times),
    st.builds(lambda row, at: writing(row, at, unit="shoe", size=42), row_ids, times),  # Of a newer version.
    st.builds(lambda row: birth(row, given="Ā", phone="0", shoe_size=42), row_ids),
    st.builds(lambda row, at: writing(row, at, unit="home", home_branch="nowhere"), row_ids, times),  # Of a mad one.
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(any_group, max_size=12), order=st.randoms(use_true_random=False))
def test_merging_is_a_set_union(desks, groups, order):
    groups = one_value_a_tick(groups)
    shuffled = [*groups, *groups[:3]]
    order.shuffle(shuffled)
    one, other = desks(), desks()

    merge(one, *groups)
    for group in shuffled:
        merge(other, group)

    assert differences(digests(one.connection), digests(other.connection)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(any_group, max_size=9), cuts=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_pieces_may_be_put_together_in_any_way(desks, groups, cuts):
    groups = one_value_a_tick(groups)
    first, second = sorted(cuts)
    one, other = desks(), desks()

    for piece in (groups[:first], groups[first:]):
        merge(one, *piece)
    for piece in (groups[:second], groups[second:]):
        merge(other, *piece)

    assert differences(digests(one.connection), digests(other.connection)) == []


def one_value_a_tick(groups):
    """Two changes never bear one tick."""
    by_tick = {(group.kind, group.unit, group.ticks[0]): group for group in groups}
    seen = {}
    for (_, _, at), group in by_tick.items():
        seen.setdefault(at, group)
    return list(seen.values())
