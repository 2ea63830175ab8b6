"""Forgetting whose closed loans were, once a day at a desk that syncs: whichever notices first does it for all."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.network import own_place
from app.db.queries.settings import settings_in_force
from app.desk.history import cut_history
from app.desk.ids import BranchId
from app.station.station import NOBODY, Station

LOOKED = "history-looked"
"""Noted with the day on which this desk last looked whether there is something to forget."""


def forget_history(station: Station) -> None:
    """Cut the loan history where the house rules ask for it, before a round takes the cut along."""
    place = own_place(station.reading)
    if place is None:
        return
    day = station.today()
    if settings_in_force(station.reading, day, place.branch).get("history_days", "0") == "0":
        return
    store, today = station.store(), day.isoformat().encode()
    if store.kept_note(LOOKED) != today:
        acting = replace(NOBODY, branch=BranchId(place.branch))
        replace(station, acting=acting).do(cut_history)
        store.keep_note(LOOKED, today)
