"""Opening the desk's file, and the way up from an older schema."""

import sqlite3

import peewee
import pytest
from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from app.db import database as module
from app.db import migrations
from app.db.database import (
    DatabaseDamaged,
    DatabaseTooNew,
    DatabaseUnavailable,
    open_database,
    open_for_reading,
)
from app.db.state.keeping import compare_state


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "lete.db"
    open_database(path).close()
    return path


def pragma(database, name):
    return database.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_file_survives_a_power_cut_and_forgets_what_is_erased(path):
    database = open_database(path)

    settings = {
        name: pragma(database, name) for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 0}
    database.close()


def test_whoever_only_looks_cannot_write(path):
    reading = open_for_reading(path)

    with pytest.raises(Exception, match="readonly"):
        reading.connection.execute("INSERT INTO standing VALUES ('a', 1)")
    reading.close()


def test_a_deed_that_fails_leaves_nothing(path):
    database = open_database(path)

    def fail(connection):
        connection.execute("INSERT INTO standing VALUES ('a', 1)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        fail(connection)

    assert database.connection.execute("SELECT count(*) FROM standing WHERE name = 'a'").fetchone()[0] == 0
    database.close()


@pytest.mark.parametrize("contents", [b"no database at all, but long enough to be read as one" * 30, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_named(tmp_path, contents):
    path = tmp_path / "lete.db"
    path.write_bytes(contents)

    with pytest.raises(DatabaseDamaged):
        open_database(path)
    assert path.read_bytes() == contents


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DatabaseUnavailable):
        open_database(tmp_path / "none" / "lete.db")


def test_a_mistake_of_ours_is_not_taken_for_the_disks():
    with pytest.raises(peewee.DatabaseError), module.translated():
        raise peewee.DatabaseError("no such column: phone")


def steps(*more):
    made = Migrations("lete")
    known = [getattr(migrations, name) for name in migrations.STEPS]
    for step in (*known, *more):
        made()(step)
    return made, tuple(step.__name__ for step in (*known, *more))


def upgrade(monkeypatch, *more):
    made, names = steps(*more)
    monkeypatch.setattr(module, "migrations", made)
    monkeypatch.setattr(module, "STEPS", names)


def second(db):
    db["patron"].transform(rename={"note": "remark"})


def failing(db):
    db.execute("ALTER TABLE title RENAME TO book")
    raise ZeroDivisionError


def test_an_upgrade_makes_a_backup_first_and_keeps_the_triggers(path, monkeypatch):
    backups = []
    upgrade(monkeypatch, second)

    database = open_database(path, before_upgrade=lambda old: backups.append(pragma(old, "schema_version")))

    columns = [row[1] for row in database.connection.execute("PRAGMA table_info(patron)")]
    triggers = database.connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'patron'"
    ).fetchone()[0]
    assert len(backups) == 1
    assert "remark" in columns
    assert triggers == 21
    database.close()


def test_an_upgrade_that_fails_changes_nothing(path, monkeypatch):
    upgrade(monkeypatch, failing)

    with pytest.raises(ZeroDivisionError):
        open_database(path)

    monkeypatch.undo()
    database = open_database(path)
    assert database.connection.execute("SELECT count(*) FROM title").fetchone()[0] == 0
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(path, monkeypatch):
    with monkeypatch.context() as newer:
        upgrade(newer, second)
        open_database(path).close()
    before = path.read_bytes()

    with pytest.raises(DatabaseTooNew):
        open_database(path)

    assert path.read_bytes() == before


def test_a_new_database_needs_no_backup(tmp_path):
    backups = []

    open_database(tmp_path / "new.db", before_upgrade=backups.append).close()

    assert backups == []


def test_the_second_step_knows_which_ticks_have_left(tmp_path):
    """What waited in a database of the first schema may stand in a sealed segment: none of it is drawn anew."""
    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    module.migrations.apply(Tables(old), stop_before="held")
    old.execute("INSERT INTO standing VALUES ('tick', 77)")
    old.execute("INSERT INTO outbox (tbl, row, unit, tick) VALUES ('patron', 5, '', 5)")
    old.commit()
    old.close()

    database = open_database(path)

    assert database.connection.execute("SELECT value FROM standing WHERE name = 'known'").fetchone() == (77,)
    assert database.connection.execute("SELECT tick, seen FROM outbox").fetchall() == [(5, 1)]
    assert database.connection.execute("SELECT count(*) FROM held").fetchone() == (0,)
    database.close()


def before_step(path, step):
    """Make a database as an older version left it."""
    old = sqlite3.connect(path)
    module.migrations.apply(Tables(old), stop_before=step)
    return old


def test_the_step_for_checkpoints_keeps_ones_own_log(tmp_path):
    older = before_step(tmp_path / "older.db", "checkpoints")
    older.execute("INSERT INTO own_log VALUES (1, 34, 5, 12, x'00112233', 3)")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT * FROM own_log").fetchall() == [
        (1, 34, 5, 12, bytes.fromhex("00112233"), 3, None, None)
    ]
    assert database.connection.execute("SELECT count(*) FROM leaving").fetchone() == (0,)
    database.close()


def test_the_step_for_erasures_makes_room_and_keeps_people(tmp_path):
    older = before_step(tmp_path / "older.db", "erasures")
    older.execute("INSERT INTO form_destruction (id, patron, form_kind) VALUES (1, 7, 'adult')")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT patron, form_kind FROM form_destruction").fetchall() == [(7, "adult")]
    assert database.connection.execute(
        "SELECT (SELECT count(*) FROM erasure), (SELECT count(*) FROM answer)"
    ).fetchone() == (0, 0)
    database.close()


def test_what_a_later_version_derives_is_derived_of_rows_from_before(tmp_path):
    """Else a desk that was upgraded and one that joined since would not ask for the same fees."""
    older = before_step(tmp_path / "older.db", "lending")
    older.execute("INSERT INTO loan (id, patron, item, due_on, at_ms) VALUES (7, 5, 6, '2026-03-01', 1)")
    older.execute("INSERT INTO closing (id, loan, item, on_day, at_ms) VALUES (8, 7, 6, '2026-03-09', 1)")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT fact, patron FROM owing").fetchall() == [(8, 5)]
    with database.writing() as connection:
        assert compare_state(connection) == []
    database.close()


def test_the_step_for_the_self_check_begins_without_digests(tmp_path):
    older = before_step(tmp_path / "older.db", "selfcheck")
    older.execute("INSERT INTO patron (id, given) VALUES (5, 'Ā')")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT given FROM patron").fetchall() == [("Ā",)]
    for table in ("leaf", "differing", "compared"):
        assert database.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    database.close()


def test_the_step_for_bans_makes_room_for_their_places_and_keeps_exclusions(tmp_path):
    older = before_step(tmp_path / "older.db", "bans")
    older.execute("INSERT INTO restriction (id, patron, kind) VALUES (5, 7, 'misuse')")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT patron, kind FROM restriction").fetchall() == [(7, "misuse")]
    assert database.connection.execute("SELECT count(*) FROM restriction_place").fetchone() == (0,)
    database.close()


def test_the_step_for_amendments_begins_without_any_and_keeps_what_is_written(tmp_path):
    older = before_step(tmp_path / "older.db", "amendments")
    older.execute("INSERT INTO patron (id, phone) VALUES (7, '22 11 33 44')")
    older.commit()
    older.close()

    database = open_database(tmp_path / "older.db")

    assert database.connection.execute("SELECT phone FROM patron").fetchall() == [("22 11 33 44",)]
    for table in ("amendment", "amendment_seen"):
        assert database.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    database.close()
