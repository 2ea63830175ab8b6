"""The declaration, the schema and the models say the same; the schema keeps the rules of a replicated table."""

import re

import pytest

from app.db.declaration import BY_NAME, TABLES
from app.db.migrations import SCHEMA, STEPS, migrations
from app.db.models import MODELS
from app.db.state.keeping import STATE_TABLES
from app.db.triggers import install_triggers, trigger_sql
from app.desk.records import Record

ENGINE = {
    "standing", "capture", "outbox", "clock", "tombstone", "parked", "held", "own_log", "segment", "cursor", "heard",
    "roster", "invitation", "leaving", "answer", "leaf", "differing", "compared",
}  # fmt: skip
LOCAL = {"draft", "deed_fact", "counting", "_sqlite_migrations", "sqlite_sequence"}


def columns_of(desk, table):
    return {name: (kind, not_null, key) for _, name, kind, not_null, _, key in
            desk.connection.execute(f"PRAGMA table_info({table})")}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_schema_is_what_is_declared(desk, table):
    columns = columns_of(desk, table.name)

    assert columns.pop("id") == ("INTEGER", 0, 1)
    assert {name: kind for name, (kind, *_) in columns.items()} == {c.name: c.type for c in table.columns}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_replicated_table_forbids_nothing_but_a_second_id(desk, table):
    """Rows arrive in any order from anywhere; what two desks did is settled by people, never refused by a table."""
    sql = desk.value("SELECT sql FROM sqlite_master WHERE name = ?", table.name)
    unique = [row for row in desk.connection.execute(f"PRAGMA index_list({table.name})") if row[2]]

    assert not re.search(r"UNIQUE|NOT NULL|CHECK|REFERENCES|DEFAULT", sql)
    assert sql.rstrip().endswith("STRICT")
    assert unique == []
    assert not any(not_null for _, not_null, _ in columns_of(desk, table.name).values())


def test_every_table_is_declared_or_known(desk):
    names = {name for (name,) in desk.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    shadows = {name for name in names if re.search(r"_search_\w+$", name)}

    assert names - shadows == set(BY_NAME) | ENGINE | LOCAL | set(STATE_TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_in_one_unit(table):
    names = [column.name for unit in table.units for column in unit.columns]

    assert len(names) == len(set(names))
    assert len({unit.name for unit in table.units}) == len(table.units)
    assert all(unit.columns for unit in table.units)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_unit_that_follows_another_says_where_each_column_comes_from(table):
    for unit in table.units:
        older = table.unit(unit.follows)
        known = {column.name for column in older.columns} if older else set()

        assert bool(unit.follows) == (older is not None)
        assert set(unit.sources) <= known
        assert len(unit.sources) == (len(unit.columns) if older else 0)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_model_is_what_is_declared(table):
    model = MODELS[table.name]
    fields = {name: "INTEGER" if field.field_type in {"INT", "INTEGER"} else field.field_type
              for name, field in model._meta.fields.items() if name != "id"}  # fmt: skip

    assert model._meta.table_name == table.name
    assert fields == {column.name: column.type for column in table.columns}


def test_every_reference_leads_to_a_table():
    for table in TABLES:
        for column in table.columns:
            assert column.refers_to in {"", "*", *BY_NAME}, (table.name, column.name)


def test_every_path_to_a_person_ends_at_a_patron():
    for table in TABLES:
        at = table
        for step in table.person if table.person != ("id",) else ():
            column = next(column for column in at.columns if column.name == step)
            at = BY_NAME[column.refers_to]
        assert at.name == "patron" or not table.person, table.name


def test_whatever_is_personal_has_a_path_to_the_person():
    for table in TABLES:
        if any(unit.personal for unit in table.units):
            assert table.person, table.name


def test_every_record_of_a_deed_is_a_declared_table():
    from app.db.records_as_rows import FIELDS_OF, TABLE_OF

    for kind in Record.__args__:
        table = BY_NAME[TABLE_OF[kind]]
        act = {"staff", "branch", "at_ms"} if table.kind == "fact" else set()
        assert set(FIELDS_OF[kind]) | act == set(table.column_names) | (act & set(FIELDS_OF[kind])), table.name


def test_the_triggers_are_those_of_the_declaration(desk):
    present = dict(desk.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))

    assert present == trigger_sql()


def test_triggers_that_vanish_are_made_again(desk):
    """A `transform` drops a table's triggers silently."""
    desk.connection.execute("DROP TRIGGER patron_phone_written")
    desk.connection.execute("CREATE TRIGGER stranger AFTER INSERT ON loan BEGIN SELECT 1; END")

    assert install_triggers(desk.connection) == ["patron_phone_written", "stranger"]
    assert install_triggers(desk.connection) == []


def test_the_steps_of_the_schema_are_listed():
    registered = migrations.pending(EmptyDatabase())

    assert tuple(step.name for step in registered) == STEPS
    assert len(STEPS) == SCHEMA


class EmptyDatabase:
    def table(self, _):
        return self

    __getitem__ = table

    def exists(self):
        return False
