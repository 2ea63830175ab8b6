"""What a librarian does by hand after a scan: a code and its figures, worded in `app.words`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Code = Literal[
    "WAS_NOT_ON_LOAN", "WAS_LOST", "WAS_MISSING", "WAS_CLAIMED", "IS_UNUSABLE", "IS_WITHDRAWN",
    "PUT_ON_HOLD_SHELF", "SEND_FOR_HOLD", "SEND_HOME", "GIVE_BACK_TO_PARTNER",
]  # fmt: skip

CODES: tuple[str, ...] = get_args(Code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    code: Code
    figures: tuple[tuple[str, str | date], ...] = ()


def todo(code: Code, **figures: str | date) -> Todo:
    return Todo(code=code, figures=tuple(figures.items()))
