"""One case: it is played on a real desk by a driver, or it says why it is none of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """A case.

    Attributes:
        id: Its area and number.
        title: What happens, in a few words.
        drive: Plays it on a desk with what is `given`, and returns what came of it; None for a case that is not played.
        then: What must come of it.
        reason: Why it is not played; "" for one that is.
        profile: Whose rules the desk has before the case changes them.
    """

    id: str
    title: str
    drive: Callable[..., Mapping[str, Any]] | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    profile: str = "valmiera"

    @property
    def area(self) -> str:
        return self.id.rpartition("-")[0]

    @property
    def how(self) -> str:
        """Say in a line how we do it."""
        if self.drive is None:
            return self.reason
        first = (self.drive.__doc__ or "").partition("\n")[0].rstrip(".")
        return "; ".join(part for part in (first, _words(self.given), f"**{_words(self.then)}**") if part)


def played(
    id_: str, title: str, drive: Callable[..., Mapping[str, Any]], *, profile: str = "valmiera", **given: Any
) -> Callable[..., Row]:
    """Begin a case that is played: call what is returned with what must come of it."""

    def then(**expected: Any) -> Row:
        return Row(id=id_, title=title, drive=drive, given=given, then=expected, profile=profile)

    return then


def not_ours(id_: str, title: str, reason: str) -> Row:
    """Return a case that is not played, with the reason."""
    return Row(id=id_, title=title, reason=reason)


def _words(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {_word(value)}" for name, value in values.items())


def _word(value: Any) -> str:
    if isinstance(value, Mapping):
        return " and ".join(f"`{name}` {_word(one)}" for name, one in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(_word(one) for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value) or "none"
