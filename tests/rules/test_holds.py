"""What the steps of a hold mean together, who is next, and until when a copy lies on the hold shelf."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from app.rules.calendar import Calendar
from app.rules.holds import (
    OnShelf,
    Stage,
    Step,
    Wanted,
    fetched_for,
    line_of,
    next_for,
    position_of,
    shelf_until,
    stage_of,
    standing_of,
    unserved,
)

TODAY = date(2026, 3, 2)
A, B = 1, 2
X, Y = 70, 71


def wanted(hold, **given):
    given = {"patron": hold, "item": None, "pickup": A, "until_on": None, "suspended_until": None, **given}
    return Wanted(hold=hold, copy=given.pop("copy", None), is_ready=given.pop("is_ready", False),
                  ready_until=given.pop("ready_until", None), **given)  # fmt: skip


def step(id_, what, **given):
    return Step(id=id_, step=what, **given)


def test_a_hold_without_steps_waits_where_it_was_placed():
    standing = standing_of(A, [], {})

    assert (standing.pickup, standing.copy, standing.ready) == (A, None, None)


def test_a_hold_ends_by_whatever_ended_it_first():
    for end in ("collected", "cancelled", "expired"):
        assert standing_of(A, [step(1, "ready", item=X, branch=A), step(2, end)], {}) is None


def test_a_copy_that_was_caught_is_ready_only_where_it_is_collected():
    caught = [step(1, "caught", item=X, branch=B)]

    assert standing_of(A, caught, {}).ready is None
    assert standing_of(A, [*caught, step(2, "ready", item=X, branch=A)], {}).ready.id == 2
    moved = [*caught, step(2, "ready", item=X, branch=A), step(3, "moved", to_branch=B)]
    assert (standing_of(A, moved, {}).pickup, standing_of(A, moved, {}).ready) == (B, None)


def test_what_took_the_copy_later_has_it():
    caught = [step(5, "caught", item=X, branch=B)]

    assert standing_of(A, caught, {X: 4}).copy == X
    assert standing_of(A, caught, {X: 6}).copy is None


def test_of_two_copies_the_first_caught_stays_and_the_second_takes_its_place_when_it_is_gone():
    steps = [step(1, "caught", item=X, branch=A), step(2, "caught", item=Y, branch=B)]

    both, second = standing_of(A, steps, {}), standing_of(A, steps, {X: 3})

    assert (both.copy, [one.item for one in both.also]) == (X, [Y])
    assert (second.copy, second.also) == (Y, ())


def test_who_is_put_back_in_the_queue_has_no_copy_and_nobody_fetches_for_them():
    steps = [step(1, "fetching", staff=3), step(2, "ready", item=X, branch=A)]

    assert standing_of(A, steps[:1], {}).fetching.staff == 3
    assert standing_of(A, [*steps, step(3, "requeued", item=X)], {}).copy is None
    assert standing_of(A, [*steps, step(3, "requeued", item=Y)], {}).copy == X
    assert standing_of(A, [steps[0], step(3, "requeued")], {}).fetching is None


def test_a_hold_is_suspended_until_its_day_or_until_it_is_resumed():
    until = TODAY + timedelta(days=3)
    steps = [step(1, "suspended", until_on=until)]

    assert standing_of(A, steps, {}).suspended_until == until
    assert standing_of(A, [step(1, "suspended")], {}).suspended_until == date.max
    assert standing_of(A, [*steps, step(2, "resumed")], {}).suspended_until is None


def test_how_a_hold_stands_is_said_of_the_day():
    assert stage_of(wanted(1), TODAY) is Stage.WAITING
    assert stage_of(wanted(1, fetching=True), TODAY) is Stage.FETCHING
    assert stage_of(wanted(1, until_on=TODAY), TODAY) is Stage.WAITING
    assert stage_of(wanted(1, until_on=TODAY - timedelta(days=1)), TODAY) is Stage.LAPSED
    assert stage_of(wanted(1, suspended_until=TODAY), TODAY) is Stage.SUSPENDED
    assert stage_of(wanted(1, absent_from=TODAY), TODAY) is Stage.ABSENT
    assert stage_of(wanted(1, absent_until=TODAY - timedelta(days=1)), TODAY) is Stage.WAITING
    assert stage_of(wanted(1, copy=X), TODAY) is Stage.COMING
    ready = wanted(1, copy=X, is_ready=True, ready_until=TODAY)
    assert stage_of(ready, TODAY) is Stage.READY
    assert stage_of(ready, TODAY + timedelta(days=1)) is Stage.UNCOLLECTED


def test_the_first_who_may_have_it_is_next():
    line = [wanted(1, suspended_until=TODAY), wanted(2, item=Y), wanted(3, has_one=True), wanted(4), wanted(5)]

    for order in permutations(line):
        assert next_for(order, item=X, branch=A, today=TODAY, own_branch_first=False).hold == 4
    assert next_for(line, item=Y, branch=A, today=TODAY, own_branch_first=False).hold == 2


def test_a_branch_that_serves_its_own_first_keeps_the_place_of_the_others():
    line = [wanted(1, pickup=B), wanted(2), wanted(3)]

    assert next_for(line, item=X, branch=A, today=TODAY, own_branch_first=True).hold == 2
    assert next_for(line, item=X, branch=A, today=TODAY, own_branch_first=False).hold == 1
    assert [position_of(line, n, TODAY, own_branch_first=True) for n in (1, 2, 3)] == [1, 1, 2]
    assert [position_of(line, n, TODAY, own_branch_first=False) for n in (1, 2, 3)] == [1, 2, 3]


def test_one_person_waits_once():
    twice = [wanted(1, patron=9), wanted(2, patron=9), wanted(3)]

    assert [one.hold for one in line_of(twice, TODAY)] == [1, 3]
    assert [one.hold for one in line_of([*twice, wanted(4, patron=9, copy=X)], TODAY)] == [3]


def test_copies_on_shelves_serve_those_who_wait_first():
    line = [wanted(1), wanted(2)]

    assert unserved(line, TODAY, item=X, besides=0, free=1) == 1
    assert unserved(line, TODAY, item=X, besides=2, free=1) == 0
    assert unserved([wanted(1, item=X), wanted(2, item=Y)], TODAY, item=X, besides=0, free=5) == 1


def test_a_copy_is_fetched_where_it_is_collected_before_one_that_travels():
    copies = [OnShelf(item=X, branch=B), OnShelf(item=Y, branch=A)]

    picks = fetched_for([wanted(1), wanted(2), wanted(3)], copies, TODAY, own_branch_first=False)

    assert [(one.hold, copy.item) for one, copy in picks] == [(1, Y), (2, X)]
    away = [replace(wanted(1), pickup=3), wanted(2)]
    assert fetched_for(away, copies[1:], TODAY, own_branch_first=True)[0][0].hold == 2


def test_the_hold_shelf_counts_days_or_days_on_which_the_branch_opens():
    sundays = Calendar(weekdays=frozenset({7}))

    assert shelf_until(TODAY, 0, sundays, working=True) is None
    assert shelf_until(TODAY, 6, sundays, working=True) == date(2026, 3, 9)
    assert shelf_until(TODAY, 6, sundays, working=False) == date(2026, 3, 9)
    assert shelf_until(TODAY, 3, sundays, working=False) == date(2026, 3, 5)
