"""Whose a value is: the reader's to be, or the one's who answers for a child.

The label may say so, or the heading above it, or the name asked for before: "Vecāka vārds, uzvārds" begins the
parent, and the phone behind it is the parent's. On a guarantor's sheet that never says where the guarantor begins,
nobody can tell, and nothing is filed.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.desk.applications import FormKind
from app.forms.vocabulary import APPLICANT, GUARANTOR, SIGNER, SOMEONE, Meaning

PERSONAL = frozenset({"given", "family", "code", "birth", "phone", "email"})
"""The fields that the form asks of both."""
NAMES = frozenset({"given", "family", "name", "full", "reversed"})
SHARED = frozenset({"card", "consent"})
"""There is one wish for a card on a sheet and one yes, whoever gives it."""
TWO_PEOPLE: frozenset[FormKind] = frozenset({"guarantee", "consent"})
UNTOLD = "untold"


class Roles:
    """Follows the sheet from the top and says whose the next value is."""

    def __init__(self, kind: FormKind, *, guarantor_told: bool) -> None:
        self._kind = kind
        self._current = "" if kind not in TWO_PEOPLE or guarantor_told else UNTOLD

    def enter(self, section: str) -> None:
        """A heading was passed; an empty section leaves everything as it is."""
        self._current = section or self._current

    @property
    def in_guarantors(self) -> bool:
        """Whether the last heading began the guarantor's part."""
        return self._current == GUARANTOR

    def of(self, meaning: Meaning, *, printed: bool) -> str:
        """Whose this is. A name printed with its role begins a new person; a tag speaks only for itself."""
        role = self._said(meaning)
        if role and printed and meaning.base in NAMES:
            self._current = role
        return role or self._current or APPLICANT

    def _said(self, meaning: Meaning) -> str:
        if meaning.role != SIGNER:
            return meaning.role
        return GUARANTOR if self._kind in TWO_PEOPLE else APPLICANT


def fields_of(role: str, bases: Iterable[str], *, said: bool) -> dict[str, str]:
    """The field for each base, where that person has one.

    The school is the reader's even in the guarantor's section, unless its own label says otherwise.
    """
    found = {base: _field(role, base, said=said) for base in bases}
    return {base: name for base, name in found.items() if name}


def _field(role: str, base: str, *, said: bool) -> str:
    if base in SHARED and role != SOMEONE:
        return base
    if base == "school" and role in {GUARANTOR, UNTOLD} and not said:
        return base
    if role == GUARANTOR:
        return f"guarantor_{base}" if base in PERSONAL else ""
    return base if role == APPLICANT else ""
