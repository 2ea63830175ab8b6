"""Read a file that holds others: a message its attachments, a workbook its sheets.

What cannot be read among them is told on every application of the others, so that nobody destroys the file and with it
a form that no eye has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.desk.applications import Application, FieldProblem, joined
from app.forms.errors import ForeignFile, FormRefused, NoFields, NoForm, TooLarge
from app.forms.signatures.anchors import NO_ANCHORS, Anchors

DEPTH_MAX = 4
PARTS_MAX = 100
BYTES_MAX = 64 * 1024 * 1024
APPLICATIONS_MAX = 2_000
"""Of one file that somebody sent, with all that is folded into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file inside another: what it is called there, and its bytes."""

    name: str
    data: bytes


Reading = Callable[[], tuple[Application, ...]]


@dataclass(slots=True)
class Allowance:
    """What reading one file may still cost, together with every file inside it."""

    parts_left: int = PARTS_MAX
    bytes_left: int = BYTES_MAX

    def spend(self, data: bytes) -> None:
        """Take one part off the allowance.

        Raises:
            TooLarge: There is not that much left.
        """
        self.parts_left -= 1
        self.bytes_left -= len(data)
        if min(self.parts_left, self.bytes_left) < 0:
            raise TooLarge


@dataclass(frozen=True, slots=True)
class Inside:
    """The way from a file to those inside it: through the same door, so deep and no deeper.

    Attributes:
        anchors: What the signatures on the way are judged by.
        signed: Whether the file is in a signed container, in which no other is opened.
    """

    read: Callable[[bytes, Inside], tuple[Application, ...]]
    allowance: Allowance
    anchors: Anchors = NO_ANCHORS
    signed: bool = False
    depth: int = 0

    def __call__(self, data: bytes) -> tuple[Application, ...]:
        """Read a file inside the one that is being read.

        Raises:
            FormRefused: It is no form, or too much is folded into the file.
        """
        self.allowance.spend(data)
        return self.read(data, self.deeper())

    def deeper(self) -> Inside:
        """The way from a file inside this one to those inside it.

        Raises:
            TooLarge: No form lies as deep as that.
        """
        if self.depth >= DEPTH_MAX:
            raise TooLarge
        return replace(self, depth=self.depth + 1)

    def reading(self, part: Part) -> tuple[str, Reading]:
        return part.name, lambda: self(part.data)


def gathered(readings: Iterable[tuple[str, Reading]]) -> tuple[Application, ...]:
    """Read named parts one by one and put their names on what was found.

    Raises:
        FormRefused: None of them is a form. The reason is the first part's that looked like one; NoForm if none did.
    """
    found: list[Application] = []
    refused: list[tuple[str, FormRefused]] = []
    for name, read in readings:
        try:
            found += (replace(one, part=joined(name, one.part)) for one in read())
        except FormRefused as refusal:
            refused.append((joined(name, str(refusal.figures.get("name", ""))), refusal))
        if len(found) > APPLICATIONS_MAX:
            raise TooLarge
    if not found:
        raise _reason(refused)
    telling = [one for one in found if _says_anything(one)] or found
    silent = [(one.part, NoFields.code) for one in found if one not in telling]
    told = [(name, refusal.code) for name, refusal in refused] + silent
    problems = tuple(FieldProblem(field="", code=code, value=name) for name, code in told)
    return tuple(replace(one, problems=(*one.problems, *problems)) for one in telling)


def _says_anything(one: Application) -> bool:
    """Whether there is anything to look at; a letter attached to a form is a sheet without any field or label."""
    return bool(one.kind != "unknown" or one.fields or one.unread or one.problems)


def _reason(refused: list[tuple[str, FormRefused]]) -> FormRefused:
    telling = ((name, why) for name, why in refused if not isinstance(why, ForeignFile | NoForm))
    name, refusal = next(telling, ("", NoForm()))
    refusal.figures["name"] = name
    return refusal
