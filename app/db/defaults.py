"""House rules that a network was founded without: a later version of its profile has added them.

They are read from the profile that ships with the program and written nowhere. Were each desk to write them when it is
upgraded, there would be one row of each rule a desk, and the last desk would undo what a manager had changed before.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from app.db.log.standing import get, put
from app.db.remembered import renew_stamp
from app.rules.policy import settings_of

PROFILE = "profile"
"""Which profile the network was founded with, as its roster says; noted here, for the roster needs keys to be read."""


def read_profile(name: str) -> dict[str, Any]:
    """Return a profile that ships with the program."""
    return tomllib.loads((files("app.profiles") / f"{name}.toml").read_text(encoding="utf-8"))


def profile_names() -> list[str]:
    folder = files("app.profiles")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def noted_profile(connection: sqlite3.Connection) -> str:
    """Return the name of the network's profile; "" where this desk has not read it yet."""
    name: str = get(connection, PROFILE, "")
    return name


def note_profile(connection: sqlite3.Connection, name: str) -> None:
    put(connection, PROFILE, name)
    renew_stamp(connection)


def defaults(connection: sqlite3.Connection) -> Mapping[str, str]:
    """Return the rules of the network's profile in this version; none for a profile that is not known here."""
    return _settings(noted_profile(connection))


@cache
def _settings(name: str) -> Mapping[str, str]:
    return dict(settings_of(read_profile(name))) if name in profile_names() else {}
