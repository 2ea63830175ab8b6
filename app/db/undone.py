"""Facts that were undone count no longer: whoever reads facts asks so, in these words."""

from __future__ import annotations

LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"
"""True of a fact that stands; formatted with the name that its table has in the query."""
