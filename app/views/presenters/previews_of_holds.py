"""What the reports on holds and on copies on their way show on the screen before they are written."""

from __future__ import annotations

from app.db.queries.hold_shelf import TO_CLEAR, hold_shelf
from app.db.queries.holds import HoldShown, Pick, Stale, pick_list, stale_holds
from app.db.queries.network import branches
from app.db.queries.transit import TransitShown, on_their_way
from app.views.presenters.looking import Looking, Preview


def _at(looking: Looking) -> tuple[int | None, int]:
    """Return the branch that is looked at, None for all, and the one whose house rules and days hold."""
    known = branches(looking.database)
    at = next((one.branch for one in known if one.code == looking.branch), None)
    return at, at if at is not None else next((one.branch for one in known), 0)


def picks(looking: Looking) -> Preview:
    def row(one: Pick) -> tuple[str, ...]:
        hold = one.hold
        return one.call_number, hold.title, one.barcode, one.branch, hold.pickup, str(hold.waiting), hold.fetched_by

    at, rules = _at(looking)
    found = pick_list(looking.database, today=looking.today, branch=rules, at=at)
    return looking.shown(
        ("call-number", "title", "barcode", "branch", "pickup", "waiting", "fetched-by"), found, row, 5
    )


def shelf(looking: Looking) -> Preview:
    def row(one: HoldShown) -> tuple[str, ...]:
        words, until = looking.words, looking.day(one.ready_until)
        todo = words("holds.to-clear" if one.stage in TO_CLEAR else "holds.to-keep")
        return one.patron_name, one.title, one.barcode, looking.day(one.ready_on), until, todo, one.pickup

    at, rules = _at(looking)
    found = hold_shelf(looking.database, today=looking.today, branch=rules, at=at)
    return looking.shown(("name", "title", "barcode", "ready-since", "ready-until", "to-do", "branch"), found, row)


def on_the_way(looking: Looking) -> Preview:
    def row(one: TransitShown) -> tuple[str, ...]:
        words = looking.words
        standing = words("transit.late") if one.is_late else words(f"transit.cause.{one.cause}")
        return one.title, one.barcode, one.origin, one.to, looking.day(one.sent_on), str(one.days), standing

    at, rules = _at(looking)
    known = on_their_way(looking.database, today=looking.today, branch=rules)
    found = [one for one in known if at in {None, one.origin_id, one.to_id}]
    return looking.shown(("title", "barcode", "from", "to", "sent", "days", "status"), found, row, 5)


def stale(looking: Looking) -> Preview:
    def row(one: Stale) -> tuple[str, ...]:
        hold, why = one.hold, looking.words(f"hold.unfilled.{one.why}")
        return str(one.days), hold.title, looking.day(hold.placed_on), hold.pickup, str(one.copies), why

    at, rules = _at(looking)
    known = stale_holds(looking.database, today=looking.today, branch=rules)
    found = [one for one in known if at in {None, one.hold.pickup_id}]
    return looking.shown(("days", "title", "placed", "pickup", "copies", "unfilled"), found, row, 0, 4)
