"""Drafts: forms that were imported and wait for a second look. On this desk's disk alone, never replicated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.db.database import Database, translated
from app.desk.applications import Application, FieldProblem, SignatureSeen, Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form as imported.

    Attributes:
        digest: Of the file as it was read: one that was changed since is not the one that was looked at.
        patron: Who it became, where only the destruction of the file is still to be done.
        kept: The library keeps it, and with it the file, whatever the other forms in there are.
        beside: How many other forms of the same file still wait to be confirmed: until then the file stays.
    """

    id: int
    path: Path
    digest: bytes
    imported_ms: int
    application: Application
    patron: int | None
    beside: int = 0
    kept: bool = False


def keep_drafts(
    database: Database, path: Path, digest: bytes, imported_ms: int, applications: Sequence[Application]
) -> set[int]:
    """Keep the forms of a file as drafts; the same file again replaces what was read of it before.

    A form that has become a patron already, and waits for its file to be destroyed, is not kept a second time.
    """
    with translated(), database.writing() as connection:
        connection.execute("DELETE FROM draft WHERE path = ? AND patron IS NULL", (str(path),))
        done = connection.execute(
            "SELECT id, coalesce(json_extract(application, '$.part'), '') FROM draft WHERE path = ? AND digest = ?",
            (str(path), digest),
        )
        kept = {part: draft for draft, part in done}
        for application in applications:
            if application.part not in kept:
                cursor = connection.execute(
                    "INSERT INTO draft (path, digest, imported_ms, application) VALUES (?, ?, ?, ?)",
                    (str(path), digest, imported_ms, json.dumps(asdict(application), ensure_ascii=False)),
                )
                kept[application.part] = int(cursor.lastrowid or 0)
    return set(kept.values())


def drafts(database: Database) -> list[Draft]:
    rows = database.connection.execute(
        "SELECT id, path, digest, imported_ms, application, patron,"
        " json_extract(application, '$.kept'), (SELECT count(*) FROM draft AS other"
        " WHERE other.path = draft.path AND other.patron IS NULL AND other.id <> draft.id) FROM draft ORDER BY id"
    )
    return [
        Draft(
            id=id_,
            path=Path(path),
            digest=digest,
            imported_ms=imported_ms,
            application=_application(text),
            patron=patron,
            beside=beside,
            kept=bool(kept),
        )
        for id_, path, digest, imported_ms, text, patron, kept, beside in rows
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
        part=kept.get("part", ""),
        signatures=tuple(map(_signature, kept.get("signatures", ()))),
        uncovered=tuple(kept.get("uncovered", ())),
        written=kept.get("written", {}),
    )


def _signature(kept: dict[str, Any]) -> SignatureSeen:
    return SignatureSeen(**{**kept, "files": tuple(kept["files"]), "covers": tuple(kept["covers"])})


def mark_registered(database: Database, draft: int, patron: int, *, kept: bool) -> None:
    """Note who a draft became, and forget what the form said: only its destruction is left to do."""
    with translated(), database.writing() as connection:
        connection.execute(
            "UPDATE draft SET patron = ?, application = json_object('kind', json_extract(application, '$.kind'),"
            " 'language', '', 'fields', json('{}'), 'sources', json('{}'), 'unread', json('[]'),"
            " 'problems', json('[]'), 'part', json_extract(application, '$.part'), 'kept', ?) WHERE id = ?",
            (patron, int(kept), draft),
        )


def forget_draft(database: Database, draft: int) -> None:
    with translated(), database.writing() as connection:
        connection.execute("DELETE FROM draft WHERE id = ?", (draft,))
