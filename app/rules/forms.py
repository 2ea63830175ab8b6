"""Forms on their way from the desk to the shredder: how far one has come."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

CHECKED, VALIDATED, KEPT = "checked", "validated", "kept"
"""The steps of a form: the second look; its signature found valid elsewhere; the library keeps it."""

GUARANTEES = frozenset({"guarantee", "consent"})
"""Kinds of forms on which a third person promises something (O-1)."""


class FormStanding(StrEnum):
    """How far a form has come (L-11)."""

    TO_CHECK = "to_check"
    TO_DESTROY = "to_destroy"
    KEPT = "kept"
    DESTROYED = "destroyed"

    @property
    def is_open(self) -> bool:
        """Whether something is left to be done with it."""
        return self in {FormStanding.TO_CHECK, FormStanding.TO_DESTROY}


def standing_of(steps: Collection[str], *, destroyed: bool) -> FormStanding:
    """Return what the steps of a form mean together, whichever desk made them: what is destroyed stays so."""
    if destroyed:
        return FormStanding.DESTROYED
    if KEPT in steps:
        return FormStanding.KEPT
    return FormStanding.TO_DESTROY if CHECKED in steps else FormStanding.TO_CHECK
