"""What the reports on money show on the screen before they are written."""

from __future__ import annotations

from app.db.queries.debtors import DebtorShown, LedgerLine, PaymentShown, debtors, ledger, payments
from app.db.queries.restrictions import RestrictionShown, standing_restrictions
from app.rules.amounts import plain_amount
from app.views.presenters.looking import Looking, Preview


def ledger_lines(looking: Looking) -> Preview:
    def row(one: LedgerLine) -> tuple[str, ...]:
        fee = one.fee
        said = (looking.day(fee.on_day), one.name, looking.words(f"fee.{fee.kind}"), str(fee.days or ""))
        return *said, plain_amount(fee.amount_minor), plain_amount(fee.open_minor)

    found = ledger(looking.database, looking.first, looking.last, branch=looking.branch)
    return looking.shown(("day", "name", "fee", "days-overdue", "amount", "open"), found, row, 3, 4, 5)


def owing(looking: Looking) -> Preview:
    def row(one: DebtorShown) -> tuple[str, ...]:
        oldest = looking.day(one.oldest_on) if one.oldest_on else ""
        step = looking.words(f"debtor.{one.step}") if one.step else ""
        return one.number, one.name, plain_amount(one.balance_minor), oldest, step, one.branch

    found = debtors(looking.database, today=looking.today, branch=looking.branch)
    return looking.shown(("patron-number", "name", "balance", "oldest", "standing", "branch"), found, row, 2)


def paid(looking: Looking) -> Preview:
    def row(one: PaymentShown) -> tuple[str, ...]:
        standing = looking.words("payments.standing.matched" if one.number else "payments.standing.unmatched")
        return one.payment, looking.day(one.on_day), plain_amount(one.amount_minor), one.reference, standing

    found = list(payments(looking.database, looking.first, looking.last))
    return looking.shown(("payment", "day", "amount", "reference", "standing"), found, row, 2)


def restricted(looking: Looking) -> Preview:
    def row(one: RestrictionShown) -> tuple[str, ...]:
        until = looking.day(one.until_on) if one.until_on else ""
        kind = looking.words(f"restriction.{one.kind}")
        return one.number, one.name, kind, looking.day(one.from_on), until, ", ".join(one.places)

    found = standing_restrictions(looking.database, today=looking.today, branch=looking.branch)
    return looking.shown(("patron-number", "name", "restriction", "from", "until", "scope"), found, row)
