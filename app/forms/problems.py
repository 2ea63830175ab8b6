"""The codes of what can be wrong with one value, or with a whole file; each has its sentence in the catalogues."""

from __future__ import annotations

NOT_A_DAY = "field.not-a-day"
SHORT_YEAR = "field.short-year"
NAME_UNCLEAR = "field.name-unclear"
TWICE = "field.twice"
WHOSE = "field.whose"
BOTH_BOXES = "field.both-boxes"
FIGURES_LOST = "field.figures-lost"
LETTERS_UNSURE = "form.letters-unsure"
"""Of the whole file: nobody can tell in which code page it was written."""

CODES = (NOT_A_DAY, SHORT_YEAR, NAME_UNCLEAR, TWICE, WHOSE, BOTH_BOXES, FIGURES_LOST)
