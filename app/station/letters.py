"""The letters of this library: its own where it has written one, else the one that ships."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.database import Database
from app.db.queries.notices import own_template
from app.rules.letters import PLACEHOLDERS
from app.station.profiles import load_letters
from app.words import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """A letter with its placeholders in braces.

    Attributes:
        own: Whether the library has written it.
        placeholders: What it may name.
    """

    code: str
    language: str
    subject: str
    body: str
    own: bool
    placeholders: tuple[str, ...]


def letter_template(database: Database, code: str, language: str) -> LetterTemplate:
    """Return the letter of a kind that there is, in a language that there is."""
    own, shipped = own_template(database, code, language), load_letters(language)[code]
    return LetterTemplate(
        code=code,
        language=language,
        subject=own.subject if own else shipped["subject"],
        body=own.body if own else shipped["body"].strip(),
        own=own is not None,
        placeholders=PLACEHOLDERS[code],
    )


def letter_templates(database: Database) -> list[LetterTemplate]:
    """Return all letters, by kind and language."""
    return [letter_template(database, code, language) for code in PLACEHOLDERS for language in LANGUAGES]
