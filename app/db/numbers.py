"""How numbers are compared in SQL: cards, codes and barcodes without spaces and hyphens, in capital letters."""

from __future__ import annotations

NUMBER = "replace(replace(upper({0}), ' ', ''), '-', '')"
"""The expression under which numbers are indexed; `app.rules.identity.normal_number` says the same in Python."""

ACT_NUMBER = "upper(number)"
"""The number of an act of the stock book as it is compared: nobody tells two acts apart by the size of a letter."""
