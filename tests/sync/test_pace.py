"""When to look again, and how patiently."""

from app.sync.backoff import NAMED_AFTER, WAIT_MAX_MS, Backoff
from app.sync.pace import (
    AT_WORK_MS,
    LATE_MS,
    QUIET_MS,
    ROWS_AT_EASE,
    ROWS_AT_WORK,
    ROWS_AT_WORK_MAX,
    ROWS_AT_WORK_MIN,
    SCAN_MAX_MS,
    SETTLE_MAX_MS,
    SETTLE_MS,
    SLICE_MS,
    THOROUGH_EVERY,
    TROUBLE_MAX_MS,
    Pace,
    Slices,
)

T = 1_000_000


def test_a_deed_is_published_after_a_time_of_quiet():
    pace = Pace(last_round_ms=T)

    pace.deed(T + 100)
    pace.deed(T + 900)

    assert pace.due_ms() == T + 900 + QUIET_MS


def test_a_busy_desk_is_published_all_the_same():
    pace = Pace(last_round_ms=T, replicas=1_000)

    for ms in range(0, 70_000, 1_000):
        pace.deed(T + ms)

    assert pace.due_ms() == T + LATE_MS


def test_a_hint_is_let_settle_and_not_for_ever():
    pace = Pace(last_round_ms=T)
    pace.hint(T + 1_000)
    assert pace.due_ms() == T + 1_000 + SETTLE_MS

    for ms in range(1_000, 5_000, 100):
        pace.hint(T + ms)
    assert pace.due_ms() == T + 1_000 + SETTLE_MAX_MS


def test_without_any_hint_the_scan_comes_and_more_slowly_among_many():
    few, many, thousand = (Pace(last_round_ms=T, replicas=count) for count in (3, 60, 1_000))

    assert few.due_ms() < many.due_ms() < thousand.due_ms() == T + SCAN_MAX_MS


def test_trouble_makes_patient_and_ends():
    pace = Pace(last_round_ms=T)
    waits = []
    for _ in range(8):
        pace.ended(T, well=False, replicas=3)
        waits.append(pace.due_ms() - T)

    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == TROUBLE_MAX_MS
    pace.ended(T, well=True, replicas=3)
    assert pace.failures == 0


def test_a_round_is_thorough_after_a_hint_and_now_and_then():
    pace = Pace(last_round_ms=T)

    kinds = [pace.begun() for _ in range(THOROUGH_EVERY + 1)]
    pace.hint(T)

    assert [kinds[0], kinds[1], kinds[THOROUGH_EVERY]] == [True, False, True]
    assert pace.begun()


def test_a_round_takes_along_what_was_noted():
    pace = Pace(last_round_ms=T)
    pace.deed(T)
    pace.hint(T)

    pace.begun()
    pace.ended(T + 10, well=True, replicas=1)

    assert pace.due_ms() > T + QUIET_MS


def test_merges_are_short_while_somebody_works():
    slices = Slices()
    assert slices.rows_max(T) == ROWS_AT_EASE

    slices.deed(T)

    assert slices.rows_max(T + AT_WORK_MS - 1) == ROWS_AT_WORK
    assert slices.rows_max(T + AT_WORK_MS) == ROWS_AT_EASE


def test_slow_transactions_take_on_fewer_changes_and_quick_ones_more_again():
    slices = Slices(last_deed_ms=T)

    for _ in range(20):
        slices.took(slices.rows_max(T), SLICE_MS * 5)
    assert slices.rows_max(T) == ROWS_AT_WORK_MIN

    for _ in range(100):
        slices.took(slices.rows_max(T), SLICE_MS)
    assert slices.rows_max(T) == ROWS_AT_WORK_MAX


def test_a_short_or_a_large_piece_tells_nothing_of_a_full_one():
    slices = Slices(last_deed_ms=T)

    slices.took(3, 1)
    slices.took(ROWS_AT_EASE, 900)

    assert slices.rows_max(T) == ROWS_AT_WORK


def test_a_file_that_cannot_be_read_is_tried_ever_later_and_named():
    backoff = Backoff()
    waits, now = [], T
    for tries in range(1, 15):
        assert backoff.is_due("a.seg", now)
        assert backoff.failed("a.seg", now) == tries
        assert ("a.seg" in backoff.named()) == (tries >= NAMED_AFTER)
        wait = 1
        while not backoff.is_due("a.seg", now + wait):
            wait *= 2
        waits.append(wait)
        now += wait

    assert waits == sorted(waits)
    assert backoff.is_due("a.seg", now + WAIT_MAX_MS)


def test_a_file_that_comes_after_all_is_forgiven():
    backoff = Backoff()
    for _ in range(NAMED_AFTER):
        backoff.failed("a.seg", T)

    backoff.succeeded("a.seg")

    assert backoff.named() == []
    assert backoff.is_due("a.seg", T)
