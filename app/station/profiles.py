"""The profiles that ship with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from app.db.defaults import profile_names, read_profile
from app.errors import Misuse


class ProfileUnknown(Misuse):
    """There is no profile of this name."""

    code = "network.profile-unknown"


def load_profile(name: str) -> dict[str, Any]:
    """Return a profile.

    Raises:
        ProfileUnknown: None has this name.
    """
    if name not in profile_names():
        raise ProfileUnknown(profile=name, profiles=", ".join(profile_names()))
    return read_profile(name)


@cache
def load_letters(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the letters as they ship in a language: subject and body by kind."""
    return tomllib.loads((files("app.profiles") / "letters" / f"{language}.toml").read_text(encoding="utf-8"))
