"""Writings by a clock ahead of all others: held, released, decided about; and every desk ends the same."""

import pytest

from app.db.log.store import LogStore
from app.db.queries.tasks import tasks
from app.db.state.keeping import keep_state
from app.db.tasks import open_tasks
from app.desk.tasks import decide_task
from app.rules.blocks import Why
from app.sync.changes import Changes
from app.sync.ports import Slice
from app.sync.positions import Cursor, LogId, Position
from app.sync.ticks import TICK_MAX, make_tick
from tests.db.test_merging import birth, tombstone, writing
from tests.making import NOON, make_desk

HOUR_MS = 3_600_000
LIMIT = make_tick(NOON + HOUR_MS, 4095, 1023)
LOG = LogId(7, 70)


def tick(ms, replica=7):
    return make_tick(NOON + ms, replica)


PERSON, AHEAD = tick(1), tick(10 * 365 * 24 * HOUR_MS)


@pytest.fixture
def store(desk):
    return LogStore(database=desk.database, keep_state=keep_state)


@pytest.fixture
def person(desk, store):
    merge(store, birth(PERSON, given="Elīna", family="Krūze", phone="1"))
    return PERSON


def merge(store, *groups, limit=LIMIT):
    end = Cursor(Position(1, b"l" * 16))
    return store.merge([Slice(LOG, Changes(schema=1, groups=groups), end)], limit=limit)


def phone(desk):
    return desk.value("SELECT phone FROM patron WHERE id = ?", PERSON)


def test_it_waits_beside_the_row(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))

    assert phone(desk) == "1"
    assert store.times().held == 1
    assert store.times().last < LIMIT


def test_it_is_merged_when_its_time_has_come(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))
    assert store.release(LIMIT).changes == 0

    done = store.release(AHEAD)

    assert (phone(desk), done.changes, done.tables, store.times().held) == ("2", 1, {"patron"}, 0)
    assert store.times().last == AHEAD


def test_what_is_written_meanwhile_counts(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))

    merge(store, writing(person, tick(2), phone="3"))

    assert phone(desk) == "3"


def test_facts_and_tombstones_do_not_wait(desk, store, person):
    loan = tick(20 * HOUR_MS)

    merge(store, birth(loan, table="loan", patron=person, item=tick(3), due_on="2026-04-01"), tombstone(person, AHEAD))

    assert desk.value("SELECT id FROM loan") == loan
    assert desk.value("SELECT count(*) FROM patron WHERE id = ?", person) == 0


def test_of_an_erased_person_nothing_is_held(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))
    merge(store, tombstone(person, tick(5)))
    assert store.times().held == 0

    merge(store, writing(person, AHEAD + 1024, phone="3"))

    assert store.times().held == 0


def test_before_its_row_is_born_it_waits_and_is_no_task(desk, store):
    merge(store, writing(PERSON, AHEAD, phone="2"))

    assert store.times().held == 1
    assert open_tasks(desk.connection) == []


# A manager decides.


def test_a_task_shows_both(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))

    [task] = tasks(desk.database)

    assert [side.what for side in task.sides] == ["1", "2"]
    assert task.subject == "Elīna Krūze (phone)"
    assert task.choices == ("accepted", "refused")


def test_a_password_is_not_shown(desk, store):
    someone = desk.value("SELECT id FROM staff")
    merge(store, writing(someone, AHEAD, table="staff", unit="password", verifier="$argon2id$secret"))

    [task] = tasks(desk.database)

    assert "secret" not in repr(task)


@pytest.mark.parametrize(("choice", "value"), [("accepted", "2"), ("refused", "1")])
def test_a_decision_writes_the_unit_anew(desk, store, person, choice, value):
    merge(store, writing(person, AHEAD, phone="2"))
    [task] = open_tasks(desk.connection)

    desk.done(decide_task, task=task.name, choice=choice)

    clock = desk.value("SELECT tick FROM clock WHERE row = ?", person)
    assert (phone(desk), store.times().held, open_tasks(desk.connection)) == (value, 0, [])
    assert clock < AHEAD
    assert desk.value("SELECT count(*) FROM outbox WHERE row = ? AND tick = ?", person, clock) == 1


def test_another_choice_is_refused(desk, store, person):
    merge(store, writing(person, AHEAD, phone="2"))
    [task] = open_tasks(desk.connection)

    assert desk.refused(decide_task, task=task.name, choice="checked") == [Why.CHOICE_UNKNOWN]


@pytest.fixture
def decision(desk, store, person):
    """The groups that a manager's decision sends, as the other desks receive them."""
    merge(store, writing(person, AHEAD, phone="2"))
    [task] = open_tasks(desk.connection)
    desk.done(decide_task, task=task.name, choice="refused")
    found = desk.connection.execute("SELECT id, task, choice FROM decision").fetchone()
    anew = desk.value("SELECT tick FROM clock WHERE row = ?", person)
    return birth(found[0], table="decision", task=found[1], choice=found[2]), writing(person, anew, phone="1")


@pytest.mark.parametrize("order", ["held", "merged", "late"])
def test_a_decision_reaches_every_desk_whatever_came_first(order, decision, tmp_path, templates):
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other", templates)
    store = LogStore(database=other.database, keep_state=keep_state)
    merge(store, birth(PERSON, given="Elīna", family="Krūze", phone="1"))
    ahead = writing(PERSON, AHEAD, phone="2")

    if order == "late":
        merge(store, *decision)
        merge(store, ahead, limit=TICK_MAX)
    else:
        merge(store, ahead, limit=LIMIT if order == "held" else TICK_MAX)
        merge(store, *decision)

    assert phone(other) == "1"
    assert store.times().held == 0
    assert other.value("SELECT tick FROM clock WHERE row = ?", PERSON) == decision[1].ticks[0]
    other.database.close()


@pytest.mark.parametrize("strange", [{"unit": "shoe", "shoe_size": 42}, {"unit": "home", "home_branch": "nowhere"}], ids=["unit", "kind"])  # fmt: skip
def test_what_this_version_cannot_place_is_no_task_and_is_parked_when_its_time_has_come(desk, store, person, strange):
    merge(store, writing(person, AHEAD, **strange))

    assert open_tasks(desk.connection) == []
    store.release(TICK_MAX)

    assert desk.connection.execute("SELECT row, unit, why FROM parked").fetchall() == [
        (person, strange["unit"], "unknown")
    ]
