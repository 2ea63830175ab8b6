"""Ticks drawn anew: what a clock ahead of all others stamped, put right before anybody sees it."""

import pytest

from app.db.log.store import LogStore
from app.db.state.keeping import compare_state, keep_state
from app.db.tasks import open_tasks
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.holds import place_hold
from app.desk.ids import TitleId
from app.desk.outcome import Done
from app.desk.patrons import register_patron, report_card
from app.desk.records import Item
from app.desk.tasks import decide_task
from app.desk.undo import undo
from app.sync.segments import write_segment
from app.sync.ticks import REPLICA_MAX, SEQUENCE_MAX, make_tick, unix_ms_of
from tests.making import NOON
from tests.sync.making import writing

HOUR_MS = 3_600_000
LIMIT = make_tick(NOON + HOUR_MS, REPLICA_MAX, SEQUENCE_MAX)
AHEAD_MS = 5 * HOUR_MS


@pytest.fixture
def store(desk):
    """A desk whose founding has left, and whose clock is then put five hours ahead."""
    made = LogStore(database=desk.database, keep_state=keep_state)
    desk.patron("P1")
    desk.item("I1")
    with desk.database.writing() as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("INSERT INTO standing SELECT 'known', value FROM standing WHERE name = 'tick'")
    desk.now_ms += AHEAD_MS
    return made


def put_right(store):
    return store.redraw(LIMIT, NOON + 10 * 60_000)


def sound(desk):
    """Everything unpublished lies before the limit, and all that is derived is right."""
    assert desk.value("SELECT count(*) FROM outbox WHERE tick > ?", LIMIT) == 0
    assert desk.value("SELECT count(*) FROM clock WHERE tick > ?", LIMIT) == 0
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


def test_ids_and_what_refers_to_them_follow(desk, store):
    patron = desk.patron("P2")
    item = desk.item("I2", title="Gadi")
    desk.done(check_out, patron="P2", item="I2")

    done = put_right(store)

    assert done.changes == desk.value("SELECT count(*) FROM outbox")
    assert {"patron", "item", "loan", "identifier", "title"} <= done.tables
    assert desk.value("SELECT id FROM patron WHERE id = ?", patron) is None
    assert desk.value("SELECT id FROM item WHERE id = ?", item) is None
    found = desk.connection.execute(
        "SELECT l.patron = i.patron, c.barcode, l.id > c.id, c.id > c.title FROM loan l"
        " JOIN identifier i ON i.value = 'P2' JOIN item c ON c.id = l.item"
    ).fetchone()
    assert found == (1, "I2", 1, 1)
    sound(desk)


def test_work_goes_on_with_what_was_drawn_anew(desk, store):
    desk.patron("P2")
    desk.done(check_out, patron="P2", item="I1")
    put_right(store)
    desk.now_ms = NOON + HOUR_MS // 2

    desk.done(undo)
    desk.done(check_out, patron="P2", item="I1")
    desk.done(check_in, item="I1")

    assert desk.value("SELECT count(*) FROM open_loan") == 0
    sound(desk)


def test_a_unit_written_keeps_its_value_and_gets_an_earlier_tick(desk, store):
    desk.done(report_card, number="P1", standing="lost")

    put_right(store)

    assert desk.value("SELECT standing FROM identifier") == "lost"
    assert desk.value("SELECT c.tick = o.tick FROM clock c JOIN outbox o USING (tbl, row, unit)") == 1
    sound(desk)


def test_order_stays_and_the_last_tick_goes_back(desk, store):
    names = [f"N{number}" for number in range(40)]
    for name in names:
        desk.done(register_patron, given="Ā", family=name)

    put_right(store)

    assert [name for (name,) in desk.connection.execute("SELECT family FROM patron ORDER BY id")][1:] == names
    assert store.times().last == desk.value("SELECT max(tick) FROM outbox")
    assert unix_ms_of(store.times().last) < NOON + HOUR_MS


def test_what_stays_is_not_overtaken(desk, store):
    """Of what waits only the part beyond the limit is drawn anew, and it stays behind the rest."""
    desk.now_ms -= AHEAD_MS
    early = desk.patron("P2")
    desk.now_ms += AHEAD_MS
    desk.patron("P3")

    put_right(store)

    (first, second) = desk.connection.execute("SELECT patron FROM identifier WHERE value IN ('P2', 'P3') ORDER BY id")
    assert first[0] == early < second[0] < LIMIT


def test_what_others_may_have_seen_stays(desk, store):
    """What an earlier log published returns to the outbox when a new one is opened; its ticks are known elsewhere."""
    desk.patron("P2")
    changes = seal(store)
    store.open_incarnation(99, now_ms=NOON, leap_ms=0, again=[changes])
    before = desk.connection.execute("SELECT tbl, row, unit, tick FROM outbox ORDER BY n").fetchall()

    assert put_right(store).changes == 0

    assert desk.connection.execute("SELECT tbl, row, unit, tick FROM outbox ORDER BY n").fetchall() == before


def seal(store):
    """Seal what waits; return it."""
    kept = []

    def write(changes, log, before):
        kept.append(changes)
        return write_segment([changes], log=log, before=before, writing=writing())

    store.seal(write)
    return kept[0]


def test_after_sealing_nothing_changes(desk, store):
    patron = desk.patron("P2")
    seal(store)

    assert put_right(store).changes == 0

    assert desk.value("SELECT id FROM patron WHERE id = ?", patron) == patron
    assert store.times().known == store.times().last


def test_a_decision_names_the_task_as_it_is_called_now(desk, store):
    def label_twice(work):
        title = TitleId(desk.value("SELECT id FROM title"))
        for _ in range(2):
            work.add(Item(title=title, barcode="I9", home_branch=work.acting.branch, material="fiction"))
        return Done(record=None, touched=frozenset())

    desk.done(label_twice)
    [task] = open_tasks(desk.connection)
    desk.done(decide_task, task=task.name, choice="checked")

    put_right(store)

    assert open_tasks(desk.connection) == []
    assert desk.value("SELECT task FROM decision") != task.name
    sound(desk)


def test_undo_finds_the_whole_deed_after_its_ticks_were_drawn_anew(desk, store):
    desk.patron("P2")
    desk.done(check_out, patron="P1", item="I1")
    desk.done(check_out, patron="P2", item="I1", override={"ON_LOAN"}, reason="x")
    put_right(store)
    desk.now_ms = NOON + HOUR_MS // 2

    desk.done(undo)

    assert desk.value("SELECT loan FROM open_loan") == desk.value("SELECT min(id) FROM loan")
    assert desk.value("SELECT count(*) FROM undo") == 2
    sound(desk)


def test_holds_and_copies_on_their_way_follow(desk, store):
    desk.patron("P2")
    desk.item("I2")
    desk.done(place_hold, patron="P2", item="I2", this_copy=True)
    desk.done(check_in, item="I2")
    put_right(store)

    found = desk.connection.execute(
        "SELECT h.id = s.hold, s.copy = i.id, s.patron = p.patron FROM hold_standing s JOIN hold h JOIN item i"
        " ON i.barcode = 'I2' JOIN identifier p ON p.value = 'P2'"
    ).fetchall()
    assert found == [(1, 1, 1)]
    sound(desk)
