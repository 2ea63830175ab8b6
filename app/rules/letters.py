"""Letters to people: the kinds there are, what may stand in their templates, and how a template becomes a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

WELCOME, CARD_READY, GUARANTEE_ENDED, CONTACT_ASKED, ACCOUNT, HOLD_READY, EXCLUSION, REMINDER, RECALL = (
    "welcome",
    "card_ready",
    "guarantee_ended",
    "contact_asked",
    "account",
    "hold_ready",
    "exclusion",
    "reminder",
    "recall",
)

_ALWAYS = ("name", "given", "library", "branch", "branch_address")
_SITE = ("username", "account_site", "account_also")

PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    WELCOME: (*_ALWAYS, "number", *_SITE),
    CARD_READY: (*_ALWAYS, "number"),
    GUARANTEE_ENDED: (*_ALWAYS, "day"),
    CONTACT_ASKED: (*_ALWAYS, "phone", "email"),
    ACCOUNT: (*_ALWAYS, *_SITE, "password"),
    HOLD_READY: (*_ALWAYS, "holds"),
    EXCLUSION: (*_ALWAYS, "number", "owed", "fees", "day", "guarantor"),
    REMINDER: (*_ALWAYS, "number", "loans"),
    RECALL: (*_ALWAYS, "number", "loans", "guarantor"),
}
"""What a template of each kind may name in braces; the kinds in the order in which they are listed."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    ACCOUNT: ("username", "password"),
    HOLD_READY: ("holds",),
    EXCLUSION: ("owed", "day"),
    REMINDER: ("loans",),
    RECALL: ("loans",),
}
"""Without these a letter of the kind would tell nothing."""

ON_PAPER = frozenset({EXCLUSION})
"""What is printed and handed over or posted, and never sent by mail: its days count from when it was written (D-18)."""

IN_SUBJECT_NEVER = frozenset({"password"})
"""A subject is seen over a shoulder, and kept in many logs."""


class NotATemplate(ValueError):
    """A brace is open, or stands for something that is no placeholder."""


def placeholders_in(text: str) -> tuple[str, ...]:
    """Return what a text names in braces, in its order.

    Raises:
        NotATemplate: The braces do not match, or hold more than a name.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise NotATemplate from error
    named = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    if any(spec or conversion or not name.isidentifier() for name, spec, conversion in named):
        raise NotATemplate
    return tuple(name for name, _, _ in named)


def unknown_in(kind: str, text: str) -> Iterator[str]:
    """Yield what a text names that a letter of this kind does not know."""
    yield from (name for name in dict.fromkeys(placeholders_in(text)) if name not in PLACEHOLDERS[kind])


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled; a line that names something there is nothing to say of is left out.

    Empty lines that meet because of that become one.
    """
    lines: list[str] = []
    for line in text.strip().splitlines():
        if all(values.get(name) for name in placeholders_in(line)):
            said = line.format_map(values).rstrip()
            if said or (lines and lines[-1]):
                lines.append(said)
    return "\n".join(lines).strip()
