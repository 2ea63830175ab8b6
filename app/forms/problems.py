"""The codes of what can be wrong with one value; each has its sentence and hint in the catalogues."""

from __future__ import annotations

NOT_A_DAY = "field.not-a-day"
SHORT_YEAR = "field.short-year"
NAME_UNCLEAR = "field.name-unclear"
TWICE = "field.twice"
WHOSE = "field.whose"
BOTH_BOXES = "field.both-boxes"

CODES = (NOT_A_DAY, SHORT_YEAR, NAME_UNCLEAR, TWICE, WHOSE, BOTH_BOXES)
