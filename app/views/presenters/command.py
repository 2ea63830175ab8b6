"""What may be done on a screen, and with which key: one declaration each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KEYCAPS = {
    "Escape": "Esc",
    "Delete": "Del",
    "Return": "Enter",
    "Control": "Ctrl",
    "comma": ",",
    "Next": "PgDn",
    "Prior": "PgUp",
    "space": "Space",
}


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        id: Names its label in the catalogues: `command.<id>`.
        key: As Tk writes it: "F2", "Escape", "Control-Key-1".
        may: Whether it may be done now.
        shown: Whether the bar of keys shows it; the help shows all.
    """

    id: str
    key: str
    run: Callable[[], None]
    may: Callable[[], bool] = always
    shown: bool = True

    @property
    def code(self) -> str:
        return f"command.{self.id}"

    @property
    def keycap(self) -> str:
        """Return the key as it is printed on a keyboard."""
        parts = [part for part in self.key.split("-") if part != "Key"]
        return "+".join(KEYCAPS.get(part, part.upper() if len(part) == 1 else part) for part in parts)
