"""Which language this workstation speaks."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from app.station.home import Home
from app.words import LANGUAGES

ENGLISH = "en"


LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a session says what it speaks; "C" and nothing say nothing."""


def language_of(home: Home, environment: Mapping[str, str], system: str = "") -> str:
    """Return the language: `LETE_LANGUAGE`, that of this PC, the network's, the session's, the system's; English.

    Args:
        system: What the system itself speaks, lv_LV for instance; "" where only the session's environment tells.
    """
    own = (environment.get("LETE_LANGUAGE", ""), home.settings.load().language, _of_network(home))
    spoken = (*(environment.get(name, "") for name in LOCALES), system)
    found = (*own, *(one[:2].lower() for one in spoken))
    return next((one for one in found if one in LANGUAGES), ENGLISH)


def _of_network(home: Home) -> str:
    """Return the language of the profile with which the network began."""
    if not home.database.exists():
        return ""
    try:
        with closing(sqlite3.connect(home.database)) as database:  # The window needs a language before all of app.db.
            database.execute("PRAGMA query_only = on")
            row = database.execute("SELECT value FROM setting WHERE key = 'language' ORDER BY id DESC LIMIT 1")
            found = row.fetchone()
    except sqlite3.Error:  # Damaged, or of another time: told by whoever opens it.
        return ""
    return str(found[0]) if found else ""
