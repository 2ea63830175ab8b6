"""Which language this workstation speaks."""

from __future__ import annotations

from collections.abc import Mapping

from app.db.database import open_for_reading
from app.errors import LibraryError
from app.station.home import Home
from app.words import LANGUAGES

ENGLISH = "en"


def language_of(home: Home, environment: Mapping[str, str]) -> str:
    """Return the language: `LETE_LANGUAGE`, the one set at this PC, the network's, the system's, English."""
    system = environment.get("LC_ALL") or environment.get("LANG") or ""
    for wanted in (environment.get("LETE_LANGUAGE", ""), home.settings.load().language, _of_network(home), system[:2]):
        if wanted in LANGUAGES:
            return wanted
    return ENGLISH


def _of_network(home: Home) -> str:
    """Return the language of the profile with which the network began."""
    if not home.database.exists():
        return ""
    try:
        database = open_for_reading(home.database)
    except LibraryError:
        return ""
    try:
        row = database.connection.execute("SELECT value FROM setting WHERE key = 'language' ORDER BY id DESC LIMIT 1")
        found = row.fetchone()
    finally:
        database.close()
    return str(found[0]) if found else ""
