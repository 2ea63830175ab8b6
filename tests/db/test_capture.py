"""Nothing that is written here is forgotten in the outbox, and nothing that is merged is sent back."""

import sqlite3
from random import Random

import pytest

from app.db.declaration import TABLES
from app.db.log.capture import capture_off
from app.db.log.outbox import TOMBSTONE_UNIT, collect, forget, put_back, stamp
from app.db.log.standing import Ticks
from app.db.log.store import LogStore
from app.db.models import MODELS
from app.db.state.keeping import compare_state, keep_state
from app.db.work import TEXT_BYTES_MAX
from app.desk.checkout import check_out
from app.desk.patrons import register_patron, report_card
from app.rules.blocks import Why
from app.sync.changes import Changes, Group, Kind
from app.sync.positions import START, LogId
from app.sync.segments import CONTENTS_MAX, write_segment
from app.sync.ticks import is_tick, replica_of
from tests.db.test_emptying import merge_in
from tests.db.test_merging import tick, tombstone, writing
from tests.making import REPLICA
from tests.sync.making import keys


def outbox(desk, after=0):
    return desk.connection.execute(
        "SELECT tbl, row, unit, tick FROM outbox WHERE n > ? ORDER BY n", (after,)
    ).fetchall()


@pytest.fixture
def quiet(desk):
    """A desk whose founding has been sent already."""
    with desk.database.writing() as connection:
        connection.execute("DELETE FROM outbox")
    return desk


def amend(desk, patron, **columns):
    def deed(work):
        from app.desk.outcome import Done

        work.amend("patron", patron, **columns)
        return Done(record=None, touched=frozenset())

    return desk.done(deed)


def test_a_deed_leaves_its_births_in_the_outbox(quiet):
    patron = quiet.patron()

    tables = [(table, unit) for table, _, unit, _ in outbox(quiet)]

    assert tables == [("patron", ""), ("identifier", ""), ("registration", ""), ("rules_acceptance", "")]
    assert outbox(quiet)[0][1] == patron


def test_every_id_is_a_tick_of_this_desk(quiet):
    patron = quiet.patron()

    assert is_tick(patron)
    assert replica_of(patron) == REPLICA


def test_a_unit_is_noted_with_a_tick_after_the_ids_of_its_deed(quiet):
    patron = quiet.patron()
    before = len(outbox(quiet))
    amend(quiet, patron, phone="2123", email="e@example.lv")

    noted = outbox(quiet)[before:]

    assert {(table, row) for table, row, *_ in noted} == {("patron", patron)}
    assert {unit for _, _, unit, _ in noted} == {"phone", "email"}
    ticks = [tick for *_, tick in noted]
    assert patron < ticks[0] < ticks[1]
    clocks = dict(quiet.connection.execute("SELECT unit, tick FROM clock WHERE row = ?", (patron,)))
    assert clocks == {unit: tick for _, _, unit, tick in noted}


def test_writing_the_same_again_is_no_change(quiet):
    patron = quiet.patron(card="P1", contact=None)
    amend(quiet, patron, phone="2123")
    before = len(outbox(quiet))

    amend(quiet, patron, phone="2123")

    assert len(outbox(quiet)) == before


def test_a_fact_is_written_once(quiet):
    quiet.patron()

    with pytest.raises(sqlite3.IntegrityError, match="written once"), quiet.database.writing() as connection:
        connection.execute("UPDATE registration SET channel = 'remote'")


@pytest.mark.parametrize("table", sorted(MODELS))
def test_every_table_is_captured(quiet, table):
    with quiet.database.writing() as connection:
        connection.execute(f"INSERT INTO {table} (id) VALUES (77)")

        assert connection.execute("SELECT tbl, row, unit FROM outbox").fetchall() == [(table, 77, "")]


def test_merging_is_not_captured(quiet):
    with quiet.database.writing() as connection, capture_off(connection):
        connection.execute("INSERT INTO loan (id) VALUES (77)")
        connection.execute("UPDATE loan SET due_on = 'x' WHERE id = 77")

    assert outbox(quiet) == []


def test_the_switch_goes_back_with_a_merge_that_fails(quiet):
    with pytest.raises(ZeroDivisionError), quiet.database.writing() as connection, capture_off(connection):
        _ = 1 / 0

    quiet.patron()
    assert outbox(quiet)


def test_an_erased_row_is_not_born_again(quiet):
    with quiet.database.writing() as connection:
        connection.execute("INSERT INTO tombstone VALUES ('patron', 77, 1)")
        connection.execute("INSERT INTO patron (id, given) VALUES (77, 'Ā')")

    assert quiet.value("SELECT count(*) FROM patron WHERE id = 77") == 0
    assert outbox(quiet) == []


def test_a_unit_written_twice_goes_out_once_with_its_last_tick(quiet):
    patron = quiet.patron()
    amend(quiet, patron, phone="1")
    amend(quiet, patron, phone="2")

    changes, _ = collect(quiet.connection, 100, schema=1)

    [phones] = [group for group in changes.groups if group.unit == "phone"]
    assert phones.values == [["2"]]
    assert phones.ticks == [quiet.value("SELECT tick FROM clock WHERE unit = 'phone'")]


def test_a_writing_that_another_desk_has_overtaken_stays_here(quiet):
    patron = quiet.patron()
    amend(quiet, patron, phone="ours")
    with quiet.database.writing() as connection, capture_off(connection):
        connection.execute("UPDATE patron SET phone = 'theirs'")
        connection.execute("UPDATE clock SET tick = tick + 4096 WHERE unit = 'phone'")

    changes, _ = collect(quiet.connection, 100, schema=1)

    assert {group.unit for group in changes.groups} == {""}


def test_the_outbox_is_emptied_up_to_what_was_sealed(quiet):
    quiet.patron("P1")
    quiet.patron("P2")

    changes, last = collect(quiet.connection, 4, schema=1)
    forget(quiet.connection, last)

    assert len(changes) == 4
    assert len(outbox(quiet)) == 4


def test_what_was_sealed_can_be_put_back(quiet):
    patron = quiet.patron()
    quiet.do(report_card, number="P1")
    with quiet.database.writing() as connection:
        connection.execute("INSERT INTO outbox (tbl, row, unit, tick) VALUES ('title', 9, ?, 5)", (TOMBSTONE_UNIT,))
    changes, last = collect(quiet.connection, 100, schema=1)
    before = sorted(outbox(quiet))

    with quiet.database.writing() as connection:
        forget(connection, last)
        put_back(connection, changes)

    assert sorted(outbox(quiet)) == before
    assert {group.kind for group in changes.groups} == set(Kind)
    assert patron in [row for _, row, *_ in outbox(quiet)]


def test_two_programs_on_one_pc_draw_no_tick_twice(quiet):
    with quiet.database.writing() as connection:
        one = Ticks.of(connection, quiet.now_ms)
        first = [one.draw() for _ in range(3)]
        stamp(connection, one)
        one.keep(connection)
    with quiet.database.writing() as connection:
        other = Ticks.of(connection, quiet.now_ms)

        assert other.draw() > max(first)


LONGEST = "\N{LATIN SMALL LETTER A WITH MACRON}" * (TEXT_BYTES_MAX // 2)


def test_a_text_that_no_segment_holds_is_refused_at_the_deed(quiet):
    patron, before = quiet.patron(), outbox(quiet)

    refused = quiet.refused(register_patron, given="Anna", family=LONGEST + "a")
    amending = quiet.refused(lambda work: work.amend("patron", patron, note=LONGEST + "a", phone="1"))

    assert (refused, amending) == ([Why.FIELD_TOO_LONG], [Why.FIELD_TOO_LONG])
    assert outbox(quiet) == before
    amend(quiet, patron, note=LONGEST)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_largest_row_fits_into_a_segment_that_every_reader_takes(table):
    """With texts that cannot be compressed."""
    random = Random(1)
    text = "".join(chr(random.randrange(0x800, 0xD800)) for _ in range(TEXT_BYTES_MAX // 3))
    id_ = random.getrandbits(62)
    row = [(text if column.type == "TEXT" else id_) for column in table.columns]
    birth = Group(
        kind=Kind.BIRTH, table=table.name, unit="", columns=table.column_names,
        ids=[id_], ticks=[id_], values=[[value] for value in row],
    )  # fmt: skip

    _, data = write_segment(
        [Changes(schema=1, groups=(birth,))],
        log=LogId(REPLICA, 1),
        before=START,
        writing=keys().writing(REPLICA, bytes),
    )

    assert len(data) <= CONTENTS_MAX


def sealed(desk):
    """Return what waits as it would be sealed, and let it be sealed."""
    with desk.database.writing() as connection:
        changes, last = collect(connection, 5_000, 1)
        forget(connection, last)
    return changes


def put_back_as_after_a_backup(desk, *changes):
    """Open a new incarnation: what not everybody has is published again."""
    store = LogStore(database=desk.database, keep_state=keep_state)
    store.open_incarnation(9, now_ms=desk.now_ms, leap_ms=1, again=changes)


def alter(desk, sql, *values):
    """Change a cell as a failing disk does: nobody is told."""
    with desk.database.writing() as connection, capture_off(connection):
        connection.execute(sql, values)


def told(changes):
    return {(group.kind, group.table, group.unit, *row) for group in changes.groups for row in group.rows()}


def test_a_cell_that_was_altered_is_not_published_as_ones_own(quiet):
    patron, item = quiet.patron(), quiet.item()
    quiet.done(check_out, patron="P1", item="I1")
    born = sealed(quiet)
    amend(quiet, patron, phone="2123")
    amended = sealed(quiet)
    for sql in (
        "UPDATE patron SET family = 'X', phone = 'X' WHERE id = ?1",
        "UPDATE loan SET due_on = '1999-01-01', item = ?1",
        "UPDATE item SET call_number = 'X' WHERE id = ?2",
    ):
        alter(quiet, sql, *(patron, item)[: 2 if "?2" in sql else 1])

    put_back_as_after_a_backup(quiet, born, amended)

    again = told(sealed(quiet))
    others = {change for change in told(born) if change[1:4] != ("patron", "", patron)}  # Its phone was written since.
    assert others | told(amended) <= again
    assert not [change for change in again if "X" in change or "1999-01-01" in change]
    assert compare_state(quiet.connection) == []


def test_what_others_have_written_since_stays(quiet):
    patron = quiet.patron()
    born = sealed(quiet)
    merge_in(quiet, writing(patron, tick(2_000_000_000, 7), phone="theirs"))

    put_back_as_after_a_backup(quiet, born)

    assert quiet.connection.execute("SELECT phone FROM patron").fetchone() == ("theirs",)


def test_nothing_about_an_erased_person_comes_back(quiet):
    patron = quiet.patron()
    quiet.item()
    quiet.done(check_out, patron="P1", item="I1")
    born = sealed(quiet)
    merge_in(quiet, tombstone(patron, tick(2_000_000_000, 7)))

    put_back_as_after_a_backup(quiet, born)

    assert quiet.connection.execute("SELECT patron FROM loan").fetchall() == [(None,)]
    assert quiet.connection.execute("SELECT 1 FROM patron").fetchone() is None
    assert patron not in {value for change in told(sealed(quiet)) for value in change[4:]}


def test_rows_that_are_right_are_not_touched(quiet):
    quiet.patron()
    born = sealed(quiet)
    marks = quiet.connection.execute("SELECT * FROM leaf").fetchall()

    put_back_as_after_a_backup(quiet, born)

    assert quiet.connection.execute("SELECT * FROM leaf").fetchall() == marks
