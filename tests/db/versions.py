"""Two versions of the tables for real: the present one, and one that somebody will write some day.

Both run in one process. What depends on the version is looked up when it is used, so `as_newer` puts the newer tables in
place for a while, with a migration of its own, and takes them away again.
"""

from contextlib import contextmanager
from dataclasses import replace

from sqlite_utils import Migrations

from app.db import database, declaration, digest, migrations, triggers
from app.db.declaration import TABLES, Table, Unit, number, ref, text
from app.db.log import emptying, images, lacking, merging, outbox, splitting, store, unparking
from app.db.log.splitting import split

STAR = Table("constellation", "description", (Unit("name", text("title")), Unit("sky", number("stars"))))
SIGHTING = Table("sighting", "fact", (Unit("what", (*ref("constellation"), *text("on_day"))), declaration.ACT))


def with_unit(name, unit):
    """Return our tables, one of them with one more unit."""
    return tuple(replace(table, units=(*table.units, unit)) if table.name == name else table for table in TABLES)


SHOE = Unit("shoe", (*text("shoe_size"), *number("shoe_left")), personal=True)


def add_tables(db):
    for table in (STAR, SIGHTING):
        kinds = {column.name: int if column.type == "INTEGER" else str for column in table.columns}
        db.table(table.name).create({"id": int, **kinds}, pk="id", strict=True)


def add_unit(db):
    for column in SHOE.columns:
        db.execute(f"ALTER TABLE patron ADD COLUMN {column.name} {column.type}")


IMPRINT = declaration.BY_NAME["title"].unit("imprint")
EDITION = Unit("edition", text("published_by", "published_in"), follows="imprint", sources=("publisher", "year"))
TONGUE = Unit("tongue", text("tongue"), follows="imprint", sources=("language",))


def split_unit(db):
    for unit in (EDITION, TONGUE):
        split(db, "title", IMPRINT, unit)


SPLIT_UNIT = (
    tuple(
        replace(table, units=(*table.units, EDITION, TONGUE)) if table.name == "title" else table for table in TABLES
    ),
    split_unit,
)
NEW_TABLES = ((*TABLES, STAR, SIGHTING), add_tables)
NEW_UNIT = (with_unit("patron", SHOE), add_unit)


@contextmanager
def as_newer(monkeypatch, version):
    """Be the newer version for a while."""
    tables, step = version
    by_name = {table.name: table for table in tables}
    steps = Migrations("lete")
    for name in migrations.STEPS:
        steps(name=name)(getattr(migrations, name))
    steps(name="newer")(step)
    with monkeypatch.context() as newer:
        newer.setattr(declaration, "TABLES", tables)
        newer.setattr(triggers, "TABLES", tables)
        newer.setattr(digest, "TABLES", tables)
        for module in (images, lacking):
            newer.setattr(module, "TABLES", tables)
        newer.setattr(images, "CARRIED", images.CARRIED | set(by_name))
        newer.setattr(emptying, "TABLES", tables)
        for module in (declaration, emptying, merging, outbox, splitting, unparking):
            newer.setattr(module, "BY_NAME", by_name)
        newer.setattr(database, "migrations", steps)
        newer.setattr(database, "STEPS", (*migrations.STEPS, "newer"))
        for module in (database, emptying, images, store):
            newer.setattr(module, "SCHEMA", migrations.SCHEMA + 1)
        yield
