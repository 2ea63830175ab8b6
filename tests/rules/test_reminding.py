"""When somebody is reminded, and when they are asked to bring back what is late (D-13)."""

from datetime import date, timedelta

import pytest

from app.rules.reminding import OpenDue, is_to_be_recalled, is_to_be_reminded, soon_due, steps_of

TODAY = date(2026, 3, 2)


def due(days, loan=1):
    return OpenDue(loan=loan, due_on=TODAY + timedelta(days=days))


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (3, True), (4, False)])
def test_what_is_due_within_the_days_is_soon_due(days, soon):
    assert bool(soon_due([due(days)], TODAY, 3)) is soon
    assert soon_due([due(days)], TODAY, 0) == ()


def test_one_reminder_tells_of_all_that_is_soon_due_and_a_later_one_of_the_rest():
    assert is_to_be_reminded([due(3)], [], TODAY, 3)
    assert not is_to_be_reminded([due(3), due(2, 2)], [TODAY], TODAY, 3)
    assert is_to_be_reminded([due(1), due(3, 2)], [ago(1)], TODAY, 3), "it is due later than the last one told"


@pytest.mark.parametrize(
    ("late", "told", "recalled"),
    [(0, [], False), (1, [], True), (1, [0], False), (5, [4], False), (14, [13], True), (20, [13, 6], False),
     (20, [13], True), (40, [30], True)],
)  # fmt: skip
def test_a_recall_goes_at_each_step_once(late, told, recalled):
    assert is_to_be_recalled([due(-late)], [ago(days) for days in told], TODAY, (1, 14, 30)) is recalled


def test_without_steps_nobody_is_asked():
    assert not is_to_be_recalled([due(-40)], [], TODAY, steps_of(""))
    assert steps_of("14 1 x 0 14") == (1, 14)
