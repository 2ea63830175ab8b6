"""What the reports on use, on stock and on loans between libraries show on the screen before they are written."""

from __future__ import annotations

from datetime import date

from app.db.queries.hours import HourShown, hourly_use
from app.db.queries.institutions import InstitutionShown, institutions
from app.db.queries.interlibrary import IllShown, ill_list
from app.db.queries.settings import policy_in_force
from app.db.queries.stock_book import acts, stock_over
from app.rules.stock_book import Sum
from app.views.presenters.looking import Looking, Preview


def by_the_hour(looking: Looking) -> Preview:
    def row(one: HourShown) -> tuple[str, ...]:
        return looking.words.weekday(one.weekday), str(one.hour), str(one.loans), str(one.visits)

    found = hourly_use(looking.database, first=looking.first, last=looking.last, branch=looking.branch)
    return looking.shown(("weekday", "hour", "loans", "visits"), found, row, 1, 2, 3)


def between_libraries(looking: Looking) -> Preview:
    """Show the requests with which something happened in these days."""

    def row(one: IllShown) -> tuple[str, ...]:
        standing = looking.words(f"ill.standing.{one.standing}")
        return one.title, one.partner, looking.day(one.asked_on), looking.day(one.due_on), standing, one.branch

    days = range(looking.first.toordinal(), looking.last.toordinal() + 1)
    found = [
        one
        for one in ill_list(looking.database, looking.branch, ended=True)
        if any(day.toordinal() in days for day in (one.asked_on, *one.days.values()))
    ]
    return looking.shown(("title", "partner", "created", "due", "status", "branch"), found, row)


def stock_book(looking: Looking) -> Preview:
    """Show what stood in the stock, each act of these days, and what stands there after them."""
    policy = policy_in_force(looking.database, looking.today, 0)
    first, last = looking.first, looking.last
    zone, currency = policy.text("time_zone"), policy.text("currency")
    found = stock_over(looking.database, first=first, last=last, zone=zone, branch=looking.branch)
    told: list[tuple[date, str, str, Sum]] = [(first, "stock-book.start", "", found.start)]
    told += [
        (act.on_day, f"act.kind.{act.kind}", act.number, found.acts[act.act])
        for act in acts(looking.database, first=first, last=last)
        if act.act in found.acts
    ]
    if found.without_act.count:
        told.append((last, "stock-book.without-act", "", found.without_act))
    told.append((last, "stock-book.end", "", found.end))

    def row(one: tuple[date, str, str, Sum]) -> tuple[str, ...]:
        day, code, number, total = one
        value = looking.words.money(total.value_minor, currency)
        return looking.day(day), looking.words(code), number, str(total.count), value

    return looking.shown(("day", "entry", "act-number", "copies", "value"), told, row, 3, 4)


def institution_cards(looking: Looking) -> Preview:
    def row(one: InstitutionShown) -> tuple[str, ...]:
        due = looking.day(one.next_due_on) if one.next_due_on else ""
        return one.number, one.name, "; ".join(one.contacts), str(one.loans), str(one.overdue), due

    found = institutions(looking.database, today=looking.today, branch=looking.branch)
    names = ("patron-number", "name", "contact-persons", "loans-out", "overdue-copies", "next-due")
    return looking.shown(names, found, row, 3, 4)
