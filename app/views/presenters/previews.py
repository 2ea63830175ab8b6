"""What each report shows on the screen before it is written: the columns that fit, and the first rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from app.db.queries.calendar import hours_from
from app.db.queries.entry import ToEnter, to_enter
from app.db.queries.forms import Destroyed, FormShown, forms_destroyed, forms_not_destroyed
from app.db.queries.network import BranchShown, branches
from app.db.queries.notices import NoticeShown, notices_of_period
from app.db.queries.reports import Day, Overdue, day_sheet, overdue
from app.rules.hours import closed_weekdays
from app.views.presenters import previews_of_holds, previews_of_money, previews_of_use
from app.views.presenters.looking import Looking, Preview

DAY_SHEET = "day-sheet"
OF_A_PERIOD = frozenset(
    {
        DAY_SHEET,
        "destruction-record",
        "notices",
        "fees-ledger",
        "payments-to-reconcile",
        "hourly-use",
        "interlibrary",
        "stock-book",
    }
)
"""The others tell how things stand today."""


def _day_sheet(looking: Looking) -> Preview:
    def row(one: Day) -> tuple[str, ...]:
        return looking.day(one.on), one.branch, *map(str, (one.loans, one.renewals, one.returns, one.registrations))

    found = day_sheet(looking.database, first=looking.first, last=looking.last, branch=looking.branch)
    return looking.shown(("day", "branch", "loans", "renewals", "returns", "registrations"), found, row, 2, 3, 4, 5)


def _overdue(looking: Looking) -> Preview:
    def row(one: Overdue) -> tuple[str, ...]:
        return str(one.days), one.name, one.phone, one.title, one.barcode, looking.day(one.due_on), one.branch

    found = overdue(looking.database, today=looking.today, branch=looking.branch)
    return looking.shown(("days-overdue", "name", "phone", "title", "barcode", "due", "branch-lent"), found, row, 0)


def _not_entered(looking: Looking) -> Preview:
    """Show who is to be entered; a personal code is in the file alone."""

    def row(one: ToEnter) -> tuple[str, ...]:
        name = f"{one.given} {one.family}".strip()
        return one.number, name, looking.day(one.birth_on), one.branch, looking.day(one.registered_on)

    found = to_enter(looking.database, looking.branch)
    return looking.shown(("patron-number", "name", "birth", "branch", "registered"), found, row)


def _not_destroyed(looking: Looking) -> Preview:
    def row(one: FormShown) -> tuple[str, ...]:
        kind, standing = looking.words(f"form.kind.{one.kind}"), looking.words(f"form.standing.{one.standing}")
        return str(one.days), kind, standing, one.name, looking.day(one.received_on), one.entered_by, one.branch

    found = forms_not_destroyed(looking.database, looking.today, looking.branch)
    return looking.shown(("days-open", "form", "standing", "patron", "received", "entered-by", "branch"), found, row, 0)


def _destroyed(looking: Looking) -> Preview:
    def row(one: Destroyed) -> tuple[str, ...]:
        words = looking.words
        medium = words("form.medium.paper") if one.file_kind == "paper" else one.file_kind
        return looking.day(one.on), one.branch, words(f"form.kind.{one.kind}"), medium, one.by, str(one.count)

    found = forms_destroyed(looking.database, first=looking.first, last=looking.last, branch=looking.branch)
    return looking.shown(("day", "branch", "form", "medium", "destroyed-by", "count"), found, row, 5)


def _notices(looking: Looking) -> Preview:
    def row(told: tuple[date, NoticeShown]) -> tuple[str, ...]:
        (day, one), words = told, looking.words
        cause = words(f"notice.cause.{one.cause}") if one.cause else ""
        standing = words(f"notice.standing.{one.standing}")
        return looking.day(day), words(f"notice.kind.{one.kind}"), one.name, standing, cause, one.desk

    found = list(notices_of_period(looking.database, first=looking.first, last=looking.last, branch=looking.branch))
    return looking.shown(("day", "message", "name", "standing", "cause", "desk"), found, row)


def _branches(looking: Looking) -> Preview:
    def row(one: BranchShown) -> tuple[str, ...]:
        hours, words = hours_from(looking.database, one.branch, looking.today)[0].hours, looking.words
        return one.name, one.address, words.hours(hours), ", ".join(map(words.weekday, sorted(closed_weekdays(hours))))

    found = [one for one in branches(looking.database) if looking.branch in {"", one.code}]
    return looking.shown(("branch", "address", "hours", "closed-on"), found, row)


PREVIEWS: Mapping[str, Callable[[Looking], Preview]] = {
    DAY_SHEET: _day_sheet,
    "overdue": _overdue,
    "pick-list": previews_of_holds.picks,
    "hold-shelf": previews_of_holds.shelf,
    "transit": previews_of_holds.on_the_way,
    "stale-holds": previews_of_holds.stale,
    "not-entered": _not_entered,
    "forms-not-destroyed": _not_destroyed,
    "destruction-record": _destroyed,
    "notices": _notices,
    "fees-ledger": previews_of_money.ledger_lines,
    "debtors": previews_of_money.owing,
    "payments-to-reconcile": previews_of_money.paid,
    "restrictions": previews_of_money.restricted,
    "branches": _branches,
    "hourly-use": previews_of_use.by_the_hour,
    "stock-book": previews_of_use.stock_book,
    "interlibrary": previews_of_use.between_libraries,
    "institutions": previews_of_use.institution_cards,
}
"""Every report of `exports.registry` has its preview here; a test compares them."""
