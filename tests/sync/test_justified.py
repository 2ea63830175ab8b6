"""Justified time: what several clocks agree on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.justified import DAY_MS, FRESH_MS, TOLERANCE_MS, Sighting, is_far, justify
from app.sync.ticks import make_tick, unix_ms_of

NOON = 1_790_000_000_000
HOUR_MS = 3_600_000
YEAR_MS = 365 * DAY_MS


def now(own, *others, known=NOON - HOUR_MS, age=0):
    """Return justified time, given other clocks seen so long ago."""
    sightings = [Sighting(wall - age, 0) for wall in others]
    return justify(own, sightings, monotonic_ms=age, known=make_tick(known, 7) if known else 0)


@pytest.mark.parametrize(
    ("own", "others", "justified"),
    [
        (NOON, (), NOON),
        (NOON, (NOON + 1,), NOON),
        (NOON + 3 * HOUR_MS, (NOON,), NOON),
        (NOON, (NOON + 10 * YEAR_MS,), NOON),
        (NOON + 10 * YEAR_MS, (NOON, NOON + 1), NOON + 1),
        (NOON, (NOON + 10 * YEAR_MS, NOON + 10 * YEAR_MS), NOON + 10 * YEAR_MS),
        (NOON - 6 * YEAR_MS, (NOON, NOON + 2), NOON),
        (NOON - 6 * YEAR_MS, (), NOON - HOUR_MS),
    ],
    ids=["alone", "agreeing", "ahead", "one bad", "far ahead", "many bad", "dead battery", "dead battery alone"],
)
def test_it_is_the_lower_median(own, others, justified):
    assert now(own, *others).now_ms == justified


def test_a_clock_behind_what_is_known_does_not_count():
    assert now(NOON - 2 * HOUR_MS, NOON + 5).now_ms == NOON + 5


def test_a_sighting_goes_on_and_gets_old():
    fresh, old = now(NOON, NOON + 9 * HOUR_MS, age=FRESH_MS), now(NOON, NOON + 9 * HOUR_MS, age=FRESH_MS + 1)

    assert (fresh.witnesses, old.witnesses) == (1, 0)


def disagrees(own, other, *, after):
    """Tell whether a clock disagrees with one that was seen an hour after `after` and answers to what was said then."""
    sightings = [Sighting(other, HOUR_MS, after)]
    return justify(own, sightings, monotonic_ms=HOUR_MS, known=make_tick(NOON - DAY_MS, 7)).disagrees


def test_clocks_a_few_minutes_apart_do_not_disagree():
    assert not disagrees(NOON + TOLERANCE_MS, NOON, after=HOUR_MS)
    assert disagrees(NOON + TOLERANCE_MS + 1, NOON, after=HOUR_MS)
    assert now(NOON - TOLERANCE_MS - 1, NOON, NOON).disagrees
    assert not now(NOON - TOLERANCE_MS, NOON, NOON).disagrees


def test_a_head_that_was_days_on_its_way_makes_no_clock_wrong():
    assert not disagrees(NOON, NOON - 3 * DAY_MS, after=None)


def test_an_answer_may_have_taken_as_long_as_it_took():
    assert not disagrees(NOON + HOUR_MS, NOON, after=0)
    assert disagrees(NOON + 2 * HOUR_MS, NOON, after=0)


def test_what_is_known_ahead_is_not_led_on_from_desk_to_desk():
    """What one desk let go ten minutes ahead of the clocks, the next must not take for a time of its own."""
    limit = now(NOON, known=NOON + TOLERANCE_MS).leaving_limit

    assert unix_ms_of(limit) == NOON + TOLERANCE_MS + 60_000


def test_what_is_known_makes_a_clock_wrong_only_beyond_both_tolerances():
    assert not now(NOON, known=NOON + 2 * TOLERANCE_MS).disagrees
    assert now(NOON, known=NOON + 2 * TOLERANCE_MS + 1).disagrees


def test_what_is_a_few_minutes_ahead_is_not_from_beyond():
    limit = now(NOON).leaving_limit

    assert make_tick(NOON + TOLERANCE_MS, 4095, 1023) == limit
    assert unix_ms_of(limit + 1) > NOON + TOLERANCE_MS


walls = st.integers(min_value=0, max_value=NOON + 50 * YEAR_MS)


@given(walls, st.lists(walls, max_size=8), st.integers(min_value=NOON, max_value=NOON + YEAR_MS))
def test_it_never_goes_back_behind_what_is_known(own, others, known):
    assert now(own, *others, known=known).now_ms >= known


@given(st.lists(st.integers(min_value=-TOLERANCE_MS // 2, max_value=TOLERANCE_MS // 2), min_size=3, max_size=3), walls)
def test_one_liar_among_four_moves_it_no_further_than_the_others_are_apart(skews, liar):
    honest = [NOON + skew for skew in skews]

    found = now(honest[0], honest[1], honest[2], liar, known=NOON - HOUR_MS).now_ms

    assert min(honest) <= found <= max(honest)


# The date.


@pytest.mark.parametrize(
    ("own", "last", "confirmed", "far"),
    [
        (NOON, NOON - 9 * DAY_MS, None, False),
        (NOON, NOON - 11 * DAY_MS, None, True),
        (NOON - 6 * YEAR_MS, NOON, None, True),
        (NOON + 10 * YEAR_MS, NOON, None, True),
        (NOON, NOON - 11 * DAY_MS, NOON - DAY_MS, False),
        (NOON + YEAR_MS, NOON, NOON, True),
        (NOON, None, None, False),
    ],
    ids=["days", "holiday", "battery", "ahead", "confirmed", "confirmed long ago", "first day"],
)
def test_a_clock_far_from_the_last_tick_needs_a_word(own, last, confirmed, far):
    assert is_far(own, last=make_tick(last, 7) if last else 0, confirmed_ms=confirmed) is far
