"""Drafts: forms that were imported and wait for a second look. On this desk's disk alone, never replicated."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.db.database import Database, translated
from app.desk.applications import Application, FieldProblem, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form as imported.

    Attributes:
        digest: Of the file as it was read: one that was changed since is not the one that was looked at.
        patron: Who it became, where only the destruction of the file is still to be done.
    """

    id: int
    path: Path
    digest: bytes
    imported_ms: int
    application: Application
    patron: int | None


def keep_draft(database: Database, path: Path, digest: bytes, imported_ms: int, application: Application) -> int:
    """Keep a draft; the same file again replaces what was read of it before."""
    with translated(), database.writing() as connection:
        connection.execute("DELETE FROM draft WHERE path = ? AND patron IS NULL", (str(path),))
        cursor = connection.execute(
            "INSERT INTO draft (path, digest, imported_ms, application) VALUES (?, ?, ?, ?)",
            (str(path), digest, imported_ms, json.dumps(asdict(application), ensure_ascii=False)),
        )
    return int(cursor.lastrowid or 0)


def drafts(database: Database) -> list[Draft]:
    rows = database.connection.execute(
        "SELECT id, path, digest, imported_ms, application, patron FROM draft ORDER BY id"
    )
    return [
        Draft(
            id=id_,
            path=Path(path),
            digest=digest,
            imported_ms=imported_ms,
            application=_application(text),
            patron=patron,
        )
        for id_, path, digest, imported_ms, text, patron in rows
    ]


def _application(text: str) -> Application:
    kept = json.loads(text)
    return Application(
        kind=kept["kind"],
        language=kept["language"],
        fields=kept["fields"],
        sources=kept["sources"],
        unread=tuple(Unread(**one) for one in kept["unread"]),
        problems=tuple(FieldProblem(**one) for one in kept["problems"]),
    )


def mark_registered(database: Database, draft: int, patron: int) -> None:
    """Note who a draft became, and forget what the form said: only its destruction is left to do."""
    with translated(), database.writing() as connection:
        connection.execute(
            "UPDATE draft SET patron = ?, application = json_object('kind', json_extract(application, '$.kind'),"
            " 'language', '', 'fields', json('{}'), 'sources', json('{}'), 'unread', json('[]'),"
            " 'problems', json('[]')) WHERE id = ?",
            (patron, draft),
        )


def forget_draft(database: Database, draft: int) -> None:
    with translated(), database.writing() as connection:
        connection.execute("DELETE FROM draft WHERE id = ?", (draft,))
