"""Images: what they carry and what they never do; made one's own, or merged row by row; older and newer ones."""

import sqlite3
from contextlib import nullcontext

import pytest

from app.db.database import open_database, open_for_reading
from app.db.declaration import BY_NAME
from app.db.digest import digests, whole
from app.db.log.beginning import begin
from app.db.log.images import CARRIED, HOUSE, DatabaseImages
from app.db.log.merging import UNKNOWN
from app.db.log.store import LogStore
from app.db.migrations import SCHEMA
from app.db.state.keeping import STATE_TABLES, compare_state, keep_state
from app.desk.items import add_item
from app.desk.patrons import register_patron
from app.sync.errors import Malformed
from app.sync.ports import Slice
from app.sync.positions import Cursor, LogId, Position
from app.sync.segments import SegmentName
from app.sync.ticks import TICK_MAX

LOCAL = {
    "standing", "outbox", "own_log", "segment", "cursor", "heard", "roster", "invitation", "leaving", "answer", "draft",
    "leaf", "differing", "compared", "deed_fact", "counting",
}  # fmt: skip
THEIR_LOG = LogId(7, 9)


def settled(desk):
    """Seal and write all that waits, as a round does."""
    store = LogStore(database=desk.database, keep_state=keep_state)
    while store.seal(lambda changes, log, end: (SegmentName(end.sequence + 1, end.sequence + len(changes), b"l" * 16),
                                                b"SEALED BYTES")):  # fmt: skip
        pass
    for sealed in store.unwritten():
        store.mark_written(sealed.log, sealed.name)
    return desk


@pytest.fixture
def desk(desk):
    desk.done(register_patron, given="Ilze", family="Kalniņa", card="20001")
    desk.done(add_item, barcode="LV-1", title="Zvejnieka dēls")
    return settled(desk)


def images_of(database, version="1", **given):
    return DatabaseImages(database=database, version=version, **given)


def taken(desk):
    """Return the manifest and the bytes of an image."""
    images = images_of(desk.database)
    made = images.take(1)
    data = b"".join(made.pieces)
    images.discard()
    return made.manifest, data


@pytest.fixture
def fresh(tmp_path):
    database = open_database(tmp_path / "fresh.db")
    begin(database, network=b"n" * 16, log=LogId(99, 3))
    yield database
    database.close()


def test_every_table_is_carried_or_stays(desk):
    names = {name for (name,) in desk.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plain = {name for name in names if not any(name.startswith(f"{one}_") for one in STATE_TABLES)}

    assert plain == CARRIED | HOUSE | LOCAL
    assert set(BY_NAME) < CARRIED


def test_no_byte_of_what_stays_is_in_the_image(desk):
    with desk.database.writing() as connection:
        connection.execute("INSERT INTO draft VALUES (1, 'C:/forms/ROOZE.docx', x'00', 1, 'DRAFT TEXT', NULL)")
        connection.execute("INSERT INTO invitation (id, token) VALUES (x'01', CAST('TOKEN BYTES' AS BLOB))")

    _, data = taken(desk)

    for word in (b"SEALED BYTES", b"DRAFT TEXT", b"ROOZE", b"TOKEN BYTES"):
        assert word not in data
    assert "Kalniņa".encode() in data


def test_nothing_is_taken_while_something_waits(desk):
    desk.done(register_patron, given="Jānis", family="Ozols")

    assert images_of(desk.database).take(1) is None
    assert images_of(settled(desk).database).take(1) is not None


def test_nothing_is_taken_while_a_sealing_is_half_merged(desk):
    with desk.database.writing() as connection:
        connection.execute("INSERT INTO cursor VALUES (7, 9, 5, x'00', 2)")

    assert images_of(desk.database).take(1) is None


def test_an_image_stands_for_the_own_log_and_all_others(desk):
    with desk.database.writing() as connection:
        connection.execute("INSERT INTO cursor VALUES (7, 9, 5, ?, 0)", (b"t" * 16,))

    manifest, _ = taken(desk)

    standing = LogStore(database=desk.database, keep_state=keep_state).standing()
    assert manifest.positions() == {standing.log: standing.end, THEIR_LOG: Position(5, b"t" * 16)}


def adopted(database, manifest, data, **given):
    images = images_of(database, **given)
    images.receive([data])
    done = images.adopt(manifest)
    images.discard()
    return done


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "beside another program"])
def test_a_newcomer_makes_an_image_its_own(desk, fresh, tmp_path, alone):
    own, other = open_for_reading(tmp_path / "fresh.db"), None
    if not alone:
        other = open_for_reading(tmp_path / "fresh.db")
    manifest, data = taken(desk)

    assert adopted(fresh, manifest, data, readers=(own,))

    for database in filter(None, (fresh, own, other)):
        assert whole(digests(database.connection)) == whole(digests(desk.connection))
        database.close()
    fresh.peewee.connect()
    store = LogStore(database=fresh, keep_state=keep_state)
    assert store.standing().log == LogId(99, 3)
    assert {log: cursor.at for log, cursor in store.cursors().items()} == manifest.positions()
    assert store.times().known >= desk.connection.execute("SELECT max(id) FROM item").fetchone()[0]
    assert fresh.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with fresh.writing() as connection:
        assert compare_state(connection) == []
    assert [path.name for path in tmp_path.glob("*.received*")] == []


def test_what_another_version_derived_is_derived_anew(desk, fresh):
    with desk.database.writing() as connection:
        connection.execute("DELETE FROM patron_search")
    manifest, data = taken(desk)

    adopted(fresh, manifest, data, version="2")

    with fresh.writing() as connection:
        assert compare_state(connection) == []


def test_a_desk_with_rows_of_its_own_is_not_replaced(desk, fresh):
    with fresh.writing() as connection:
        connection.execute("INSERT INTO title (id, title) VALUES (5, 'Own')")
    manifest, data = taken(desk)

    assert not adopted(fresh, manifest, data)
    assert fresh.connection.execute("SELECT title FROM title").fetchall() == [("Own",)]


def merged(database, manifest, data, rows_max=2, limit=TICK_MAX):
    """Merge what an image has and the desk lacks, as a gap is filled."""
    images, store = images_of(database), LogStore(database=database, keep_state=keep_state)
    images.receive([data])
    changes = list(images.lacking(manifest, lambda: rows_max))
    for part in changes:
        store.merge([Slice(THEIR_LOG, part, Cursor(Position(0, bytes(16))))], limit=limit)
    images.discard()
    return changes


def make_rich(desk):
    """Give a desk a bit of everything that an image carries."""
    with desk.database.writing() as connection:
        connection.execute("UPDATE capture SET off = 1")
        (patron,) = connection.execute("SELECT min(id) FROM patron").fetchone()
        connection.execute("UPDATE patron SET phone = '29' WHERE id = ?", (patron,))
        connection.execute("INSERT INTO clock VALUES ('patron', ?, 'phone', ?)", (patron, patron + 1_000))
        connection.execute("INSERT INTO tombstone VALUES ('patron', 77, 88)")
        connection.execute(
            "INSERT INTO parked VALUES ('patron', 55, 'phone', 66, 'unborn', x'91a23238'),"
            " ('shelf', 5, '', 5, 'unknown', x'930091a4636f646591a14b')"
        )
        connection.execute("UPDATE capture SET off = 0")
    return patron


def test_what_is_lacking_is_merged_once(desk, fresh):
    make_rich(desk)
    manifest, data = taken(desk)

    first, again = merged(fresh, manifest, data), merged(fresh, manifest, data)

    assert first != []
    assert again == []
    assert whole(digests(fresh.connection)) == whole(digests(desk.connection))
    with fresh.writing() as connection:
        assert compare_state(connection) == []


@pytest.mark.parametrize(("later", "phone"), [(500, "29"), (2_000, "own")])
def test_of_two_writings_the_greater_tick_wins(desk, fresh, later, phone):
    patron = make_rich(desk)
    manifest, data = taken(desk)
    merged(fresh, manifest, data)
    with fresh.writing() as connection:
        connection.execute("UPDATE patron SET phone = 'own' WHERE id = ?", (patron,))
        connection.execute("UPDATE clock SET tick = ? WHERE row = ?", (patron + later, patron))

    merged(fresh, manifest, data)

    assert fresh.connection.execute("SELECT phone FROM patron WHERE id = ?", (patron,)).fetchone() == (phone,)


def test_an_erased_row_does_not_come_back(desk, fresh):
    patron = make_rich(desk)
    manifest, data = taken(desk)
    with fresh.writing() as connection:
        connection.execute("INSERT INTO tombstone VALUES ('patron', ?, 5)", (patron,))

    merged(fresh, manifest, data)

    assert fresh.connection.execute("SELECT count(*) FROM patron WHERE id = ?", (patron,)).fetchone() == (0,)
    assert fresh.connection.execute("SELECT count(*) FROM clock WHERE row = ?", (patron,)).fetchone() == (0,)


def test_what_an_image_holds_is_judged_anew(desk, fresh):
    with desk.database.writing() as connection:
        (patron,) = connection.execute("SELECT min(id) FROM patron").fetchone()
        connection.execute(
            "INSERT INTO held VALUES ('patron', ?, 'phone', ?, x'81a570686f6e65a23239')", (patron, patron + 1_000)
        )
    manifest, data = taken(desk)

    merged(fresh, manifest, data, limit=patron)
    assert fresh.connection.execute("SELECT count(*) FROM held").fetchone() == (1,)
    assert merged(fresh, manifest, data, limit=patron) == []

    LogStore(database=fresh, keep_state=keep_state).release(TICK_MAX)
    assert fresh.connection.execute("SELECT phone FROM patron WHERE id = ?", (patron,)).fetchone() == ("29",)


def newer(desk, tmp_path):
    """Return an image by a version that has one column, one unit and one table more."""
    manifest, data = taken(desk)
    path = tmp_path / "newer.db"
    path.write_bytes(data)
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE patron ADD COLUMN pronoun TEXT")
    connection.execute("UPDATE patron SET pronoun = 'viņa'")
    connection.execute("CREATE TABLE shelf (id INTEGER PRIMARY KEY, code TEXT)")
    connection.execute("INSERT INTO shelf VALUES (1234567, 'K')")
    connection.execute("INSERT INTO clock SELECT 'patron', min(id), 'pronoun', 99 FROM patron")
    connection.commit()
    connection.close()
    units = (*manifest.units, ("patron", "pronoun", ("pronoun",)), ("shelf", "code", ("code",)))
    return replace_struct(manifest, schema=SCHEMA + 1, units=units), path.read_bytes()


def replace_struct(manifest, **changed):
    return type(manifest)(**{name: getattr(manifest, name) for name in manifest.__struct_fields__} | changed)


def test_what_a_newer_version_knows_is_kept_for_later(desk, fresh, tmp_path):
    manifest, data = newer(desk, tmp_path)
    patrons = desk.connection.execute("SELECT count(*) FROM patron").fetchone()[0]

    assert not adopted(fresh, manifest, data)
    merged(fresh, manifest, data)

    kept = fresh.connection.execute(
        "SELECT tbl, unit, count(*) FROM parked WHERE why = ? GROUP BY 1, 2 ORDER BY 1, 2", (UNKNOWN,)
    ).fetchall()
    assert kept == [("patron", "", patrons), ("patron", "pronoun", 1), ("shelf", "", 1)]
    assert fresh.connection.execute("SELECT count(*) FROM patron").fetchone() == (patrons,)


def test_an_image_of_an_older_version_is_brought_up_first(desk, fresh, tmp_path):
    manifest, data = taken(desk)
    path = tmp_path / "older.db"
    path.write_bytes(data)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE leaving")
    connection.execute("ALTER TABLE own_log DROP COLUMN retired")
    connection.execute("ALTER TABLE own_log DROP COLUMN retired_link")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'checkpoints'")
    connection.commit()
    connection.close()
    older = replace_struct(manifest, schema=SCHEMA - 1)

    assert merged(fresh, older, path.read_bytes())
    assert whole(digests(fresh.connection)) == whole(digests(desk.connection))


def test_an_image_is_compared_with_a_snapshot_while_deeds_go_on(desk, tmp_path):
    manifest, data = taken(desk)
    images = images_of(desk.database)
    images.receive([data])
    comparison = images.compare(manifest, TICK_MAX)
    desk.done(register_patron, given="Jānis", family="Ozols")

    assert comparison.vector == manifest.positions()
    assert comparison.differences() == []
    comparison.close()
    assert images.compare(manifest, TICK_MAX) is None
    images.discard()


@pytest.mark.parametrize("data", [b"no database at all" * 300, b"SQLite format 3\x00" + bytes(4_000), b""])
def test_what_is_no_database_is_refused_and_ones_own_is_well(desk, fresh, data):
    manifest, _ = taken(desk)
    for database in (desk.database, fresh):
        images = images_of(database)
        images.receive([data])
        with pytest.raises(Malformed) if data else nullcontext():
            comparison = images.compare(manifest, TICK_MAX)
            comparison.close()
        images.discard()

    assert images_of(desk.database).take(1) is not None


def test_a_name_that_is_none_stands_in_no_query(desk, fresh):
    manifest, data = taken(desk)
    bad = ("patron; DROP TABLE loan", "name", ("given FROM patron; --",))

    merged(fresh, replace_struct(manifest, units=(*manifest.units, bad)), data)

    assert whole(digests(fresh.connection)) == whole(digests(desk.connection))


def test_leftovers_of_a_power_cut_are_taken_away(desk):
    _, data = taken(desk)
    images = images_of(desk.database)
    images.receive([data])

    again = images_of(desk.database).take(1)

    assert b"".join(again.pieces)
    assert not images.received.exists()
    images.discard()
    assert not images._taken.exists()


def test_an_empty_page_is_not_sent(desk):
    """Ten years of own segments stay at home, and so does the room that they took."""
    _, before = taken(desk)
    with desk.database.writing() as connection:
        connection.execute("UPDATE segment SET data = zeroblob(2000000)")

    _, data = taken(desk)

    assert len(data) - len(before) < 100_000
