"""What the layout of a sheet says, in its order: headings, labels with values, and groups of boxes."""

from __future__ import annotations

from dataclasses import dataclass

from app.forms.sheet import Origin
from app.forms.vocabulary import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line that carries no value: a title, the head of a section, or plain prose."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value and what it is called.

    Attributes:
        label: As printed beside, above or below it; empty if nothing is.
        value: As written; empty if not filled in.
        meaning: What the label asks for, if it is one we know.
        names: What the file itself calls the place.
        origin: What kind of place it is; None for text beside a label.
        day: The day a date control keeps, as ISO.
        sure: False if the label is only near by: such a value is shown, never filed.
        bare: Text behind a colon, with no place marked for it: it may be part of the letterhead.
    """

    label: str
    value: str
    meaning: Meaning | None = None
    names: tuple[str, ...] = ()
    origin: Origin | None = None
    day: str = ""
    sure: bool = True
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One box, what stands beside it, and what the file calls it."""

    label: str
    checked: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Boxes that belong together, and the question they answer; it may be empty."""

    question: str
    choices: tuple[Choice, ...]


Event = Heading | Entry | Boxes
