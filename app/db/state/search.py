"""What search finds: folded words of patrons and titles in FTS5, so that marks neither hide nor matter."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection

from app.db.persons import LEAD
from app.rules.folding import search_words

_PATRONS = f"""
SELECT {LEAD.format("p.id")}, p.given, p.family, p.phone,
    (SELECT group_concat(i.value, ' ') FROM identifier i WHERE i.patron = p.id
        AND i.kind NOT IN ('personal_code', 'health_card') AND i.standing IS NOT 'removed'),
    (SELECT group_concat(coalesce(c.given, '') || ' ' || coalesce(c.family, ''), ' ') FROM name_change c
        WHERE c.patron = p.id AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = c.id))
FROM patron p WHERE p.id IN (
    SELECT value FROM json_each(?1) UNION SELECT beside.record FROM person here JOIN person beside
    ON beside.lead = here.lead WHERE here.record IN (SELECT value FROM json_each(?1))
) ORDER BY p.id
"""
"""All records of a person stand in one row, the leading one's. A former name finds them as the present one does.

A personal code is found whole, by its identifier; the beginning of one must not call up people."""

_TITLES = "SELECT id, title, author, isbn FROM title WHERE id IN (SELECT value FROM json_each(?))"


def refresh_patrons(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    _refresh(connection, "patron_search", _PATRONS, ids)


def refresh_titles(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    _refresh(connection, "title_search", _TITLES, ids)


def _refresh(connection: sqlite3.Connection, table: str, select: str, ids: Collection[int]) -> None:
    if not ids:
        return
    wanted = json.dumps(list(ids))
    words_by_id: dict[int, list[str]] = defaultdict(list)
    for id_, *words in connection.execute(select, (wanted,)):
        words_by_id[id_] += (word for word in words if word)
    wanted = json.dumps([*ids, *words_by_id])
    connection.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,))
    connection.executemany(
        f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",
        [(id_, " ".join(search_words(" ".join(words)))) for id_, words in words_by_id.items()],
    )
