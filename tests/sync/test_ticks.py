"""The one clock of replication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.ticks import (
    REPLICA_MAX,
    SEQUENCE_MAX,
    ClockUnusable,
    all_drawn_by,
    is_tick,
    make_tick,
    next_tick,
    replica_of,
    unix_ms_of,
)

NOW = 1_790_000_000_000
IN_2020 = 1_580_000_000_000
IN_2095 = 3_950_000_000_000

walls = st.integers(NOW - 10**9, NOW + 10**9)
replicas = st.integers(1, REPLICA_MAX)


def test_a_tick_tells_when_and_where_it_was_drawn():
    tick = make_tick(NOW, 34, 7)

    assert (unix_ms_of(tick), replica_of(tick), tick & SEQUENCE_MAX) == (NOW, 34, 7)


@given(last=st.builds(make_tick, walls, replicas, st.integers(0, SEQUENCE_MAX)), replica=replicas, wall=walls)
def test_the_next_tick_is_the_smallest_allowed(last, replica, wall):
    tick = next_tick(last, replica=replica, wall_unix_ms=wall)

    assert replica_of(tick) == replica
    assert tick > last
    assert tick >= make_tick(wall, replica)
    before = tick - 1 if tick & SEQUENCE_MAX else make_tick(unix_ms_of(tick) - 1, replica, SEQUENCE_MAX)
    assert before <= last or before < make_tick(wall, replica)


@given(walls_read=st.lists(walls, min_size=2, max_size=50), replica=replicas)
def test_ticks_rise_whatever_the_clock_does(walls_read, replica):
    ticks = [0]
    for wall in walls_read:
        ticks.append(next_tick(ticks[-1], replica=replica, wall_unix_ms=wall))

    assert ticks == sorted(set(ticks))


def test_ticks_rise_with_a_stuttering_clock_beyond_the_sequence():
    last = 0
    for _ in range(SEQUENCE_MAX + 2):
        last = next_tick(last, replica=9, wall_unix_ms=NOW)

    assert last == make_tick(NOW + 1, 9, 0)


def test_an_impossible_clock_is_left_out_of_the_reckoning():
    last = make_tick(NOW, 3)

    assert next_tick(last, replica=3, wall_unix_ms=IN_2020) == last + 1
    assert next_tick(last, replica=3, wall_unix_ms=IN_2095) == last + 1


@pytest.mark.parametrize("wall", [IN_2020, IN_2095, 0])
def test_an_impossible_clock_begins_no_log(wall):
    with pytest.raises(ClockUnusable):
        next_tick(0, replica=3, wall_unix_ms=wall)


@pytest.mark.parametrize("value", [0, -1, make_tick(IN_2020, 5), make_tick(NOW, 0), "7", None, 1 << 70])
def test_what_is_no_tick_is_seen(value):
    assert not is_tick(value)


def test_nobody_draws_in_anothers_name():
    own = [make_tick(NOW, 5, n) for n in range(3)]

    assert all_drawn_by(5, own)
    assert all_drawn_by(5, [])
    assert not all_drawn_by(5, [*own, make_tick(NOW, 6)])
    assert not all_drawn_by(5, [*own, make_tick(IN_2020, 5)])
