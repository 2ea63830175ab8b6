"""An older version amid newer ones, and back again: what it does not know it keeps, and merges after its upgrade."""

import itertools
import random

import pytest

from app.db.database import DatabaseTooNew, open_database
from app.db.digest import differences, digests
from app.db.log.capture import capture_off
from app.db.log.merging import UNKNOWN, merge_changes
from app.db.log.outbox import collect, stamp
from app.db.log.standing import Ticks
from app.db.state.keeping import compare_state, keep_state
from app.sync.changes import Changes
from app.sync.ticks import TICK_MAX
from tests.db.test_merging import birth, tick, tombstone, writing
from tests.db.versions import NEW_TABLES, NEW_UNIT, SPLIT_UNIT, as_newer

PERSON, STAR, SEEN = tick(1), tick(2), tick(3)
"""What a newer desk wrote, in the order of its ticks."""

WITH_TABLES = (
    birth(PERSON, given="Ā", family="K"),
    birth(STAR, table="constellation", title="Lielie Greizie Rati", stars=None),
    writing(STAR, tick(5), unit="sky", table="constellation", stars=7),
    writing(STAR, tick(6, 8), unit="name", table="constellation", title="Lielais Lācis"),
    birth(SEEN, table="sighting", constellation=STAR, on_day="2026-03-02", staff=1, branch=1, at_ms=1),
    writing(PERSON, tick(7), phone="1"),
)
WITH_UNIT = (
    birth(PERSON, given="Ā", phone="0", shoe_size="42", shoe_left=1),
    birth(tick(2), given="Ē", phone="0", shoe_size="37", shoe_left=0),
    writing(PERSON, tick(5), unit="shoe", shoe_size="43", shoe_left=1),
    writing(PERSON, tick(6, 8), unit="phone", phone="2"),
    birth(tick(3), given="Ī", phone="0"),
    writing(tick(3), tick(8), unit="shoe", shoe_size="40", shoe_left=None),
    tombstone(tick(2), tick(9)),
)


TITLE, OTHER = tick(1), tick(2)
WITH_SPLIT = (
    birth(TITLE, table="title", title="T", publisher="P0", year="0", language="lv"),  # By an older desk.
    writing(TITLE, tick(5), unit="imprint", table="title", publisher="P5", year="5", language="da"),  # By an older one.
    writing(TITLE, tick(6, 8), unit="imprint", table="title", publisher="P6", year="6", language="en"),  # By a newer,
    writing(TITLE, tick(7, 8), unit="edition", table="title", published_by="P6!", published_in="6"),  # which wrote both.
    birth(OTHER, table="title", title="O", publisher="Q", year="1", language="lv", published_by="Q!", published_in="1",
          tongue="lvs"),
    writing(OTHER, tick(9), unit="imprint", table="title", publisher="Q9", year="9", language="de"),  # By an older one.
)  # fmt: skip


def merge(database, *groups):
    with database.writing() as connection, capture_off(connection):
        touched, _ = merge_changes(connection, [Changes(schema=2, groups=groups)], TICK_MAX)
        keep_state(connection, touched)


@pytest.fixture
def opened(tmp_path):
    """Open databases by name; what is open at the end is closed."""
    databases = []

    def open_(name):
        databases.append(open_database(tmp_path / f"{name}.db"))
        return databases[-1]

    yield open_
    for database in databases:
        database.close()


def orders(groups):
    return random.Random(3).sample(list(itertools.permutations(groups)), 12)


@pytest.mark.parametrize(
    ("version", "groups"),
    [(NEW_TABLES, WITH_TABLES), (NEW_UNIT, WITH_UNIT), (SPLIT_UNIT, WITH_SPLIT)],
    ids=["tables", "unit", "split"],
)
def test_an_upgraded_desk_holds_what_it_would_hold_had_it_been_upgraded_before(opened, monkeypatch, version, groups):
    with as_newer(monkeypatch, version):
        newer = opened("newer")
        merge(newer, *groups)
        expected = digests(newer.connection)

    for place, order in enumerate(orders(groups)):
        older = opened(f"older{place}")
        for group in order[:5]:
            merge(older, group)
        older.close()
        with as_newer(monkeypatch, version):
            upgraded = opened(f"older{place}")
            for group in order[3:]:  # Some come again.
                merge(upgraded, group)
            assert differences(digests(upgraded.connection), expected) == [], order
            assert upgraded.connection.execute("SELECT count(*) FROM parked").fetchone() == (0,)
            with upgraded.writing() as connection:
                assert compare_state(connection) == []


def test_an_older_desk_keeps_what_it_does_not_know_and_goes_on(opened):
    older = opened("older")

    merge(older, *WITH_TABLES)
    merge(older, *WITH_TABLES)

    parked = older.connection.execute("SELECT tbl, unit, why FROM parked ORDER BY row, tick").fetchall()
    assert parked == [
        ("constellation", "", UNKNOWN),
        ("constellation", "sky", UNKNOWN),
        ("constellation", "name", UNKNOWN),
        ("sighting", "", UNKNOWN),
    ]
    assert older.connection.execute("SELECT given, phone FROM patron").fetchall() == [("Ā", "1")]


def test_older_desks_hold_the_same_in_whatever_order_it_came(opened):
    """The erased come back neither as rows nor as something parked."""
    found = []
    for place, order in enumerate(orders(WITH_UNIT)):
        older = opened(f"older{place}")
        for group in order:
            merge(older, group)
        found.append(digests(older.connection))

    assert all(differences(one, found[0]) == [] for one in found)


def test_what_was_written_since_is_not_overwritten_by_what_was_parked(opened, monkeypatch):
    older = opened("older")
    merge(older, birth(PERSON, given="Ā", shoe_size="42", shoe_left=1))
    older.close()

    with as_newer(monkeypatch, NEW_UNIT):
        upgraded = opened("older")
        assert upgraded.connection.execute("SELECT shoe_size FROM patron").fetchall() == [("42",)]
        merge(upgraded, writing(PERSON, tick(9), unit="shoe", shoe_size="44", shoe_left=0))
        merge(upgraded, birth(PERSON, given="Ā", shoe_size="42", shoe_left=1))

        assert upgraded.connection.execute("SELECT shoe_size, shoe_left FROM patron").fetchall() == [("44", 0)]


def test_an_upgrade_after_a_power_cut_is_brought_to_its_end(opened, monkeypatch):
    """The tables are new already, and what was parked is not merged yet."""
    older = opened("older")
    merge(older, *WITH_TABLES)
    older.close()
    with as_newer(monkeypatch, NEW_TABLES):
        with monkeypatch.context() as cut:
            cut.setattr("app.db.database.unpark", failing)
            with pytest.raises(RuntimeError):
                opened("older")

        upgraded = opened("older")

        assert upgraded.connection.execute("SELECT title, stars FROM constellation").fetchall() == [
            ("Lielais Lācis", 7)
        ]


def failing(_):
    raise RuntimeError("the power fails")


def test_merging_what_was_parked_publishes_nothing(opened, monkeypatch):
    older = opened("older")
    merge(older, *WITH_UNIT)
    older.close()

    with as_newer(monkeypatch, NEW_UNIT):
        assert opened("older").connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_what_an_older_desk_had_not_sent_goes_out_in_the_newer_form(opened, monkeypatch):
    older = opened("older")
    with older.writing() as connection:
        connection.execute("INSERT INTO patron (id, given) VALUES (?, 'Ā')", (PERSON,))
        connection.execute("UPDATE patron SET phone = '1'")
        stamp(connection, Ticks(7, tick(4), 0))
    older.close()

    with as_newer(monkeypatch, NEW_UNIT):
        upgraded = opened("older")
        with upgraded.writing() as connection:
            changes, _ = collect(connection, 9, 2)

    assert [(group.unit, "shoe_size" in group.columns) for group in changes.groups] == [("", True), ("phone", False)]


def test_a_newer_desk_takes_what_an_older_one_writes(opened, monkeypatch):
    with as_newer(monkeypatch, NEW_UNIT):
        newer = opened("newer")
        merge(newer, birth(PERSON, given="Ā", phone="0"), writing(PERSON, tick(5), phone="1"))

        assert newer.connection.execute("SELECT given, phone, shoe_size FROM patron").fetchall() == [("Ā", "1", None)]


def test_a_database_of_a_newer_version_is_refused(opened, monkeypatch):
    with as_newer(monkeypatch, NEW_UNIT):
        opened("newer").close()

    with pytest.raises(DatabaseTooNew):
        opened("newer")


EDITIONS = "SELECT id, publisher, published_by, published_in, tongue FROM title ORDER BY id"


def test_what_an_older_desk_writes_to_a_unit_that_was_split_is_seen_in_both(opened, monkeypatch):
    with as_newer(monkeypatch, SPLIT_UNIT):
        newer = opened("newer")

        merge(newer, *WITH_SPLIT)

        assert newer.connection.execute(EDITIONS).fetchall() == [
            (TITLE, "P6", "P6!", "6", "en"),
            (OTHER, "Q9", "Q9", "9", "de"),
        ]


def test_whoever_writes_the_old_unit_alone_writes_the_new_ones_too(opened, monkeypatch):
    """And a desk that is upgraded later holds the same, whatever it had of it before."""
    with as_newer(monkeypatch, SPLIT_UNIT):
        newer = opened("newer")
        merge(newer, *WITH_SPLIT)
        with newer.writing() as connection:
            connection.execute("UPDATE title SET publisher = 'R' WHERE id = ?", (TITLE,))
            connection.execute("UPDATE title SET published_by = 'S!', publisher = 'S' WHERE id = ?", (OTHER,))
            stamp(connection, Ticks(9, tick(20), 0))
            changes, _ = collect(connection, 99, 3)
        rows = newer.connection.execute(EDITIONS).fetchall()
        expected = digests(newer.connection)
    older = opened("older")
    merge(older, *WITH_SPLIT, *changes.groups)
    older.close()

    with as_newer(monkeypatch, SPLIT_UNIT):
        upgraded = opened("older")
        assert rows == [(TITLE, "R", "R", "6", "en"), (OTHER, "S", "S!", "9", "de")]
        assert upgraded.connection.execute(EDITIONS).fetchall() == rows
        assert differences(digests(upgraded.connection), expected) == []


def test_what_waits_unsent_unborn_or_held_is_split_with_its_unit(opened, monkeypatch):
    older = opened("older")
    merge(older, *WITH_SPLIT[1:2])
    with older.writing() as connection:
        connection.execute("INSERT INTO title (id, title, publisher) VALUES (?, 'U', 'V')", (tick(30),))
        connection.execute("UPDATE title SET publisher = 'W' WHERE id = ?", (tick(30),))
        stamp(connection, Ticks(7, tick(31), 0))
        connection.execute("UPDATE capture SET off = 1")
        merge_changes(connection, [Changes(schema=1, groups=(writing(tick(30), tick(99), unit="imprint", table="title",
                                                                     publisher="H", year="h", language="h"),))], tick(50))  # fmt: skip
        connection.execute("UPDATE capture SET off = 0")
    older.close()

    with as_newer(monkeypatch, SPLIT_UNIT):
        upgraded = opened("older").connection
        merge(opened("older"), WITH_SPLIT[0])

        assert upgraded.execute("SELECT published_by FROM title ORDER BY id").fetchall() == [("P5",), ("W",)]
        assert {unit for (unit,) in upgraded.execute("SELECT unit FROM outbox")} == {"", "imprint", "edition", "tongue"}
        assert {unit for (unit,) in upgraded.execute("SELECT unit FROM held")} == {"imprint", "edition", "tongue"}
