"""One sentence for the librarian, and how it is meant: its colour and its sound follow from its tone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How something is meant."""

    PLAIN = "plain"
    OK = "ok"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What came of something, in one line.

    Attributes:
        todo: What to do by hand now.
    """

    tone: Tone
    text: str
    todo: str = ""

    @property
    def whole(self) -> str:
        if not self.todo:
            return self.text
        return f"{self.text}{' ' if self.text.endswith(('.', '?', '!')) else '. '}{self.todo}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence that stays in sight: a warning about a patron, a reason to refuse.

    Attributes:
        hint: What to do next.
    """

    tone: Tone
    text: str
    hint: str = ""


QUIET = Line(tone=Tone.PLAIN, text="")
