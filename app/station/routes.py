"""Printing the route of the home service."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.queries.home_service import StopShown, home_service
from app.db.queries.settings import policy_in_force
from app.files import write_whole
from app.station.printing.routes import route_list
from app.station.station import Station
from app.words import Words


def print_route(station: Station, *, branch: str, path: Path, words: Words) -> list[StopShown]:
    """Write the route of one branch, by its code, or of all, as a PDF.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    place = station.place()
    policy = policy_in_force(station.reading, station.today(), place.branch)
    stops = home_service(station.reading, country=policy.text("country"), branch=branch)
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).astimezone(ZoneInfo(place.time_zone))
    write_whole(path, route_list(stops, library=station.roster().name, words=words, made_at=made_at))
    return stops
