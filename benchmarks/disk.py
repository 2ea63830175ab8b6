"""The size of the desk's file, beside the bare rows and their indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.db.declaration import TABLES
from benchmarks.measuring import Result
from benchmarks.town import Size, copied


def measure(size: Size, folder: Path) -> Iterator[Result]:
    """Compare the file with one that holds the replicated tables and their indexes alone."""
    whole, bare = copied(size, folder, "whole"), folder / "rows.db"
    for path, strip in ((whole, False), (bare, True)):
        source = sqlite3.connect(whole)
        if strip:
            _copy_rows(source, path)
        else:
            source.execute("VACUUM")
        source.close()
    yield Result(
        work="disk, beside the bare rows and their indexes",
        size=str(size),
        ours=whole.stat().st_size / 1e6,
        limit=bare.stat().st_size / 1e6,
        aim=1.4,
        unit="MB",
    )


def _copy_rows(source: sqlite3.Connection, path: Path) -> None:
    source.execute("ATTACH ? AS bare", (str(path),))
    names = [table.name for table in TABLES]
    for name in names:
        (sql,) = source.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        source.execute(sql.replace(f'"{name}"', f'bare."{name}"', 1))
        source.execute(f"INSERT INTO bare.{name} SELECT * FROM main.{name}")
    for name, sql in source.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        table = sql.split(" ON ", 1)[1].split("(")[0].strip().strip('"[]')
        if table in names:
            head, _, rest = sql.partition(name)
            source.execute(f"{head.rstrip().rstrip(chr(34)).rstrip('[')} bare.{name}{rest.lstrip(chr(34)).lstrip(']')}")
    source.commit()
