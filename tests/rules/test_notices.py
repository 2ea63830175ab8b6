"""How far a message has come, whichever desk wrote what about it."""

import pytest

from app.rules.notices import PAUSE_FIRST_MS, PAUSE_MAX_MS, NoticeStanding, may_try, notice_standing


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ([], "waiting"),
        (["sending"], "sending"),
        (["sending", "returned"], "waiting"),
        (["sending", "sent"], "sent"),
        (["sending", "failed"], "failed"),
        (["sending", "uncertain"], "uncertain"),
        (["cancelled"], "cancelled"),
        (["sending", "returned", "cancelled"], "cancelled"),
        (["cancelled", "sending"], "sending"),
        (["cancelled", "sending", "uncertain"], "uncertain"),
        (["cancelled", "sending", "sent"], "sent"),
        (["sending", "uncertain", "failed"], "failed"),
        (["sending", "uncertain", "sent", "failed"], "sent"),
        (["sending", "uncertain", "failed", "sent"], "sent"),
        (["sending", "sent", "bounced"], "failed"),
    ],
)
def test_the_steps_mean_one_thing(steps, standing):
    assert notice_standing(steps) == standing


def test_only_what_failed_or_was_cancelled_may_be_written_anew():
    assert {one for one in NoticeStanding if not one.counts} == {NoticeStanding.FAILED, NoticeStanding.CANCELLED}


def test_after_each_refusal_the_pause_is_longer():
    steps = ["sending", "returned"]

    assert may_try([], 0, 0)
    assert not may_try(steps, 1000, 1000 + PAUSE_FIRST_MS - 1)
    assert may_try(steps, 1000, 1000 + PAUSE_FIRST_MS)
    assert not may_try(steps * 2, 1000, 1000 + PAUSE_FIRST_MS)
    assert may_try(steps * 40, 1000, 1000 + PAUSE_MAX_MS)


def test_a_clock_that_was_put_back_makes_nobody_wait():
    assert may_try(["sending", "returned"], 10_000_000, 0)
