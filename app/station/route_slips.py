"""Printing the slip that goes with a copy, as the copy stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.holds import StoredHolds
from app.desk.found import Copy
from app.desk.outcome import Refused
from app.desk.ports_holds import HeldHold
from app.files import write_whole
from app.rules.blocks import Why, block
from app.rules.holds import slip_name
from app.station.printing.route_slips import RouteSlip, route_slip
from app.station.station import Station
from app.words import Words


def print_route_slip(station: Station, scan: str, path: Path, words: Words) -> Refused | Path:
    """Write the slip of a copy that lies ready for somebody, or is on its way, as a PDF.

    Raises:
        FileNotWritten: The file cannot be written.
    """
    place = station.place()
    copy = finding.copy(station.reading.connection, scan, place.time_zone)
    if copy is None:
        return Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=scan),))
    slip = _slip(station, copy)
    if slip is None:
        return Refused(blocks=(block(Why.NO_SLIP),))
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).astimezone(ZoneInfo(place.time_zone))
    write_whole(path, route_slip(slip, library=station.roster().name, words=words, made_at=made_at))
    return path


def _slip(station: Station, copy: Copy) -> RouteSlip | None:
    holds = StoredHolds(station.reading.connection)
    here, held, place = station.place().branch_name, holds.on_copy(copy.item), holds.place(copy.item)
    if place is not None and place.transfer is not None:
        origin = holds.branch_name(place.branch) or here
        return RouteSlip(
            to=place.to_branch_name, cause=place.cause, title=copy.title, barcode=copy.barcode, origin=origin
        )
    if held is None or not held.wanted.is_ready:
        return None
    return RouteSlip(
        to=_for_whom(station, held),
        cause="shelf",
        title=copy.title,
        barcode=copy.barcode,
        origin=here,
        until=held.wanted.ready_until,
    )


def _for_whom(station: Station, held: HeldHold) -> str:
    policy = finding.policy(station.reading.connection, station.today(), station.acting.branch)
    return slip_name(policy.text("hold_slip_names"), name=held.patron_name, number=held.patron_number)
