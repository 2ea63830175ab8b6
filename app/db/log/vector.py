"""How far this desk's rows hold each log, where that can be said: nothing unsealed, nothing half merged."""

from __future__ import annotations

import sqlite3

from app.sync.positions import LogId, Position

_UNSETTLED = """
SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM cursor WHERE ahead > 0)
    OR EXISTS (SELECT 1 FROM segment WHERE written = 0 AND (replica, incarnation) =
        (SELECT replica, incarnation FROM own_log ORDER BY n DESC LIMIT 1))
"""


def vector(connection: sqlite3.Connection) -> dict[LogId, Position] | None:
    """Return the position of every log, the desk's present own one included; None while they are not the whole truth.

    An earlier own log counts as far as it was read from the folder, like anybody else's: what was sealed in it and
    never published stands in no log.
    """
    (unsettled,) = connection.execute(_UNSETTLED).fetchone()
    if unsettled:
        return None
    found = connection.execute(
        "SELECT replica, incarnation, sequence, link FROM cursor WHERE sequence > 0 UNION ALL"
        " SELECT * FROM (SELECT replica, incarnation, sequence, link FROM own_log ORDER BY n DESC LIMIT 1)"
        " WHERE sequence > 0"
    )
    return {LogId(replica, incarnation): Position(*position) for replica, incarnation, *position in found}
