"""Threads and Tk: work runs elsewhere, its outcome comes back on the Tk thread, and all of it ends."""

import sys
from functools import partial

import pytest

from app.db.declaration import TABLES
from app.desk.outcome import Touched
from app.views.presenters.line import Tone
from app.views.shell.closing import PATIENCE_MS, Closing, Stoppable
from app.views.shell.sound import BELLS, Sound
from app.views.shell.tasks import Tasks
from app.views.shell.touching import KINDS, touched_by


class Schedule:
    """Keeps what `after` was asked for, until a test lets it come."""

    def __init__(self):
        self.planned = []

    def after(self, _ms, callback):
        self.planned.append(callback)

    def pass_time(self):
        planned, self.planned = self.planned, []
        for callback in planned:
            callback()


def at_once(work):
    work()


def test_an_outcome_is_handed_over_when_the_window_has_time():
    schedule, answers = Schedule(), []
    tasks = Tasks(schedule.after, spawn=at_once)

    tasks.run(lambda: 42, done=answers.append, failed=answers.append)
    assert answers == [], "not on the thread of whoever worked"
    tasks.deliver()

    assert answers == [42]


def test_a_failure_goes_to_whoever_asked():
    schedule, answers = Schedule(), []
    tasks = Tasks(schedule.after, spawn=at_once)

    tasks.run(lambda: 1 / 0, done=answers.append, failed=answers.append)
    tasks.deliver()

    assert isinstance(answers[0], ZeroDivisionError)


def test_a_callback_that_raises_does_not_stop_the_pump():
    schedule, answers = Schedule(), []
    tasks = Tasks(schedule.after, spawn=at_once)
    tasks.post(partial(divmod, 1, 0))
    tasks.post(partial(answers.append, "next"))

    with pytest.raises(ZeroDivisionError):
        tasks.deliver()
    schedule.pass_time()

    assert answers == ["next"]


def test_a_long_queue_lets_keys_through_in_between():
    """What does not fit into one go comes in the next."""
    schedule, answers = Schedule(), []
    tasks = Tasks(schedule.after, spawn=at_once)

    def slow(number):
        answers.append(number)
        for _ in range(200_000):
            pass

    for number in range(50):
        tasks.post(partial(slow, number))
    tasks.deliver()
    after_one_go = len(answers)
    while len(answers) < 50:
        schedule.pass_time()

    assert after_one_go < 50
    assert answers == list(range(50))


# What a merge touched.


def test_every_table_of_the_network_touches_something_a_screen_knows():
    assert set(KINDS) == {table.name for table in TABLES}


def test_a_table_that_nobody_has_placed_may_have_touched_anything():
    assert touched_by({"from_the_future"}) == frozenset(Touched)


def test_nothing_merged_touches_nothing():
    assert touched_by(()) == frozenset()


# Closing.


class Thread:
    """Ends as soon as it is let."""

    def __init__(self, told, name, *, stubborn=False):
        self.told, self.name, self.stubborn, self.ended = told, name, stubborn, False

    def stop(self):
        self.told.append(f"stop {self.name}")
        self.ended = not self.stubborn

    def stoppable(self):
        return Stoppable(name=self.name, stop=self.stop, ended=lambda: self.ended)


def closing(schedule, told, *threads, now_ms=lambda: 0):
    steps = [thread.stoppable() for thread in threads]
    return Closing(after=schedule.after, now_ms=now_ms, steps=steps, leave=lambda: told.append("leave"))


def test_what_runs_beside_the_window_ends_in_order():
    """The sync thread asks the data worker to its end, so it goes first."""
    schedule, told = Schedule(), []
    end = closing(schedule, told, Thread(told, "sync"), Thread(told, "worker"))

    end.begin()

    assert told == ["stop sync", "stop worker", "leave"]


def test_the_window_waits_without_standing_still():
    schedule, told = Schedule(), []
    slow = Thread(told, "sync", stubborn=True)
    end = closing(schedule, told, slow)

    end.begin()
    schedule.pass_time()
    assert told == ["stop sync"]
    slow.ended = True
    schedule.pass_time()

    assert told == ["stop sync", "leave"]


def test_a_folder_that_hangs_keeps_the_window_for_five_seconds_at_most():
    schedule, told, clock = Schedule(), [], iter([0, 0, PATIENCE_MS - 1, PATIENCE_MS])
    end = closing(schedule, told, Thread(told, "sync", stubborn=True), now_ms=lambda: next(clock))

    end.begin()
    schedule.pass_time()
    schedule.pass_time()

    assert told == ["stop sync", "leave"]


def test_closing_twice_closes_once():
    schedule, told = Schedule(), []
    end = closing(schedule, told, Thread(told, "sync"))

    end.begin()
    end.begin()

    assert told == ["stop sync", "leave"]


# Sound.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has sounds of its own")
def test_every_result_sounds_different():
    schedule, rung = Schedule(), []
    sound = Sound(bell=lambda: rung.append("bell"), after=schedule.after, spawn=at_once, wanted=lambda: True)

    heard = {}
    for tone in Tone:
        rung.clear()
        sound.play(tone)
        schedule.pass_time()
        heard[tone] = len(rung)

    assert heard == {Tone.PLAIN: 0, **BELLS}
    assert len(set(heard.values())) == len(Tone)


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has sounds of its own")
def test_every_result_has_a_sound_of_windows(monkeypatch):
    heard = []
    monkeypatch.setattr("winsound.MessageBeep", heard.append)
    sound = Sound(bell=lambda: None, after=Schedule().after, spawn=at_once, wanted=lambda: True)

    for tone in Tone:
        sound.play(tone)

    assert len(set(heard)) == len(heard) == len(BELLS)


def test_a_desk_that_wants_no_sound_has_none():
    schedule, rung = Schedule(), []
    sound = Sound(bell=lambda: rung.append("bell"), after=schedule.after, spawn=at_once, wanted=lambda: False)

    sound.play(Tone.REFUSED)
    schedule.pass_time()

    assert rung == []
