"""Digests kept leaf by leaf, and the scrub: what no deed and no merge has changed must not have changed."""

import pytest

from app.db.declaration import TABLES
from app.db.digest import LEAF_BITS, Leaf, all_leaves, digests, whole
from app.db.log.capture import capture_off
from app.db.log.marking import forget_digests, mark
from app.db.log.scrubbing import DatabaseRowCheck
from app.db.log.store import LogStore
from app.db.state.keeping import keep_state
from app.desk.checkout import check_out
from app.sync.changes import Changes
from app.sync.ports import Slice
from app.sync.positions import Cursor, LogId, Position
from app.sync.rowcheck import Difference
from app.sync.ticks import TICK_MAX
from tests.db.test_images import settled
from tests.db.test_merging import birth, tombstone, writing
from tests.making import DAY_MS, NOON, REPLICA

THEIRS = LogId(7, 9)
ALL = 1_000_000


@pytest.fixture
def desk(desk):
    desk.made = {"patron": desk.patron(), "item": desk.item()}
    desk.now_ms += 30 * DAY_MS
    desk.done(check_out, patron="P1", item="I1")
    return settled(desk)


@pytest.fixture
def rows(desk):
    made = DatabaseRowCheck(database=desk.database)
    assert made.refresh(ALL)
    return made


def scrub(rows, entries_max=ALL):
    while not rows.scrub(entries_max, NOON):
        pass


def flip(desk, sql, *values):
    """Change a cell as a failing disk does: nobody is told."""
    with desk.database.writing() as connection, capture_off(connection):
        connection.execute(sql, values)


def altered(table, row):
    return Difference(REPLICA, table, *Leaf(table, row >> LEAF_BITS).ids, REPLICA)


def merge(desk, *groups):
    end = Cursor(Position(1, b"l" * 16))
    LogStore(database=desk.database, keep_state=keep_state).merge(
        [Slice(THEIRS, Changes(schema=1, groups=groups), end)], limit=TICK_MAX
    )


def test_what_is_kept_is_what_the_rows_give(desk, rows):
    kept = rows.kept()

    assert kept.whole == whole(digests(desk.connection))
    assert {key: ranged.digest for key, ranged in kept.ranges.items()} == digests(desk.connection)
    assert kept.is_clear
    assert kept.is_complete


def test_a_scrub_of_sound_rows_finds_nothing(rows):
    scrub(rows)

    assert rows.differences() == []
    assert rows.kept().scrubbed_ms == NOON


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_one_altered_cell_of_any_table_is_found(desk, table):
    flip(desk, f"INSERT OR IGNORE INTO {table.name} (id) VALUES (?)", desk.made["patron"] + 1)
    rows = DatabaseRowCheck(database=desk.database)
    rows.refresh(ALL)
    column = table.columns[-1]
    value = 9 if column.type == "INTEGER" else "x"

    flip(desk, f"UPDATE {table.name} SET {column.name} = ? WHERE id = ?", value, desk.made["patron"] + 1)
    scrub(rows)

    assert rows.differences() == [altered(table.name, desk.made["patron"] + 1)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM patron WHERE id = ?",
        "INSERT INTO tombstone VALUES ('patron', ?, 5)",
        "INSERT INTO clock VALUES ('patron', ?, 'phone', 5)",
        "INSERT INTO parked VALUES ('patron', ?, 'phone', 5, 'unborn', x'91a131')",
    ],
    ids=["row", "tombstone", "clock", "parked"],
)
def test_whatever_belongs_to_a_row_is_proved_with_it(desk, rows, sql):
    flip(desk, sql, desk.made["patron"])
    scrub(rows)

    assert rows.differences() == [altered("patron", desk.made["patron"])]


def test_a_row_that_came_from_nowhere_is_found(desk, rows):
    strange = desk.made["patron"] + (5 << LEAF_BITS)

    flip(desk, "INSERT INTO patron (id, given) VALUES (?, 'X')", strange)
    scrub(rows)

    assert rows.differences() == [altered("patron", strange)]


def test_what_was_found_is_told_as_it_is_and_found_once(desk, rows):
    """Others are told of the rows as they stand, so they see the difference, too."""
    flip(desk, "UPDATE patron SET phone = '666'")
    scrub(rows)
    scrub(rows)

    assert len(rows.differences()) == 1
    assert rows.kept().whole == whole(digests(desk.connection))


def test_deeds_and_merges_are_no_differences(desk, rows):
    patron, item = desk.made["patron"], desk.made["item"]
    desk.done(check_out, patron="P1", item="I1", override={"ON_LOAN"}, reason="seen")
    scrub(rows)
    settled(desk)
    scrub(rows)
    merge(
        desk, birth(patron + 1, given="Ē"), writing(patron, patron + 9, phone="7"), tombstone(item, patron + 11, "item")
    )
    scrub(rows)
    rows.refresh(ALL)
    scrub(rows)

    assert rows.differences() == []
    assert rows.kept().whole == whole(digests(desk.connection))


def test_what_waits_in_the_outbox_is_not_proved(desk, rows):
    """Its leaf is marked when it is sealed; the digest that was kept is of the rows before."""
    desk.patron(card="P2")
    scrub(rows)

    assert rows.differences() == []
    assert rows.kept().vector is None


class Slow(DatabaseRowCheck):
    """Digests so slowly that a merge comes in before it writes."""

    def write(self, work):
        with self.database.writing() as connection:
            mark(connection, {"patron": [connection.execute("SELECT min(id) FROM patron").fetchone()[0]]})
        super().write(work)


def test_a_digest_is_not_kept_where_rows_changed_in_between(desk, rows):
    """The one who digests reads a snapshot; what came after it is digested the next time."""
    merge(desk, writing(desk.made["patron"], desk.made["patron"] + 9, phone="7"))

    Slow(database=desk.database).refresh(ALL)

    assert rows.kept().whole is None
    assert rows.refresh(ALL)
    assert rows.kept().whole == whole(digests(desk.connection))


def test_what_was_marked_while_it_was_proved_is_not_taken_for_altered(desk, rows):
    flip(desk, "UPDATE patron SET phone = '666'")

    Slow(database=desk.database).scrub(ALL, NOON)

    assert rows.differences() == []


def test_a_slice_is_bounded_and_the_next_goes_on(desk):
    rows = DatabaseRowCheck(database=desk.database)
    count = len(list(all_leaves(desk.connection)))
    slices = 1

    while not rows.refresh(1):
        slices += 1
    assert slices == count
    slices = 0
    while not rows.scrub(1, NOON):
        slices += 1
        assert rows.kept().scrubbed_ms is None

    assert slices == count - 1
    assert rows.kept().scrubbed_ms == NOON


def test_a_range_that_has_lost_all_its_rows_is_still_known(desk, rows):
    patron = desk.made["patron"]
    merge(desk, birth(patron + (9 << 53), given="Ē"))
    rows.refresh(ALL)
    before = rows.kept()
    with desk.database.writing() as connection, capture_off(connection):
        connection.execute("DELETE FROM patron WHERE id = ?", (patron + (9 << 53),))
        mark(connection, {"patron": [patron + (9 << 53)]})

    rows.refresh(ALL)

    [key] = [key for key, ranged in rows.kept().ranges.items() if ranged.digest == b""]
    assert rows.kept().ranges[key].mark > before.ranges[key].mark
    assert rows.kept().whole == whole(digests(desk.connection))


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO held VALUES ('patron', 5, 'phone', 5, x'00')",
        "INSERT INTO parked VALUES ('moon', 5, '', 5, 'unknown', x'00')",
    ],
    ids=["held", "unknown"],
)
def test_a_desk_that_holds_something_back_is_not_clear(desk, rows, sql):
    flip(desk, sql)

    assert not rows.kept().is_clear


def test_forgetting_begins_anew(desk, rows):
    flip(desk, "UPDATE patron SET phone = '666'")
    scrub(rows)
    marks = rows.kept().marks

    with desk.database.writing() as connection:
        forget_digests(connection)

    assert (rows.kept().is_complete, rows.differences()) == (False, [])
    rows.refresh(ALL)
    assert rows.kept().marks > marks
    assert rows.kept().whole == whole(digests(desk.connection))
