"""Read a message, whichever program wrote it: every file attached goes through the door, and the text may be a form.

What the text says without naming anybody is shown on every form that came with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.desk.applications import Application, Unread
from app.forms.decoding import Decoded
from app.forms.parts import Reading, gathered
from app.forms.texts import names_somebody, understood

NAMED_AS_TEXT = ""
"""The part that the text of a message is: the message itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message taken apart.

    Attributes:
        text: What a person reads first.
        parts: What is attached, by name, each with the way to read it.
    """

    text: Decoded
    parts: Sequence[tuple[str, Reading]]


def read_message(message: Message) -> tuple[Application, ...]:
    """Read the forms of a message.

    Raises:
        FormRefused: There is none in it. The reason is that of the first part that looked like one.
        TooLarge: The text is longer than any letter.
    """
    letter = understood(message.text)
    if names_somebody(letter):
        return gathered([(NAMED_AS_TEXT, lambda: (letter,)), *message.parts])
    said = (*(Unread(label=letter.sources[name], value=value) for name, value in letter.fields.items()), *letter.unread)
    return tuple(replace(one, unread=(*one.unread, *said)) for one in gathered(message.parts))
