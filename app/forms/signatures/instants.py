"""Instants that strangers state: kept only where a calendar can show them."""

from __future__ import annotations

from datetime import UTC, datetime

FROM, UNTIL = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def unix_ms(at: datetime) -> int | None:
    """Return an instant in milliseconds; one without a zone is taken as UTC, one of another age as none."""
    try:
        told = at if at.tzinfo else at.replace(tzinfo=UTC)
        return int(told.timestamp() * 1000) if FROM <= told < UNTIL else None
    except OverflowError:
        return None
