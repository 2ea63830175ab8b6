"""What a librarian does by hand after a scan: a code and its figures, worded in `app.words`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Code = Literal["WAS_NOT_ON_LOAN", "SEND_HOME", "WAS_LOST", "WAS_MISSING", "WAS_CLAIMED", "IS_UNUSABLE", "IS_WITHDRAWN"]

CODES: tuple[str, ...] = get_args(Code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    code: Code
    figures: tuple[tuple[str, str], ...] = ()


def todo(code: Code, **figures: str) -> Todo:
    return Todo(code=code, figures=tuple(figures.items()))
