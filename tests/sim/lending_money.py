"""Money, exclusion and paper, in a town that lends."""

from __future__ import annotations

from app.db.work import DeskWork
from app.desk.bans import ban, lift_ban
from app.desk.exclusion import KINDS, lift, restrict
from app.desk.money import CHARGE_KINDS, charge_fee, pay_fees, refund, take_back_entry, waive_fee
from app.desk.outcome import Outcome
from app.desk.receipts import give_receipt
from app.rules.receipts import KINDS as RECEIPTS
from tests.sim.lending_chance import Deed, Kind, Town


def _charge(town: Town) -> Deed:
    card, kind, amount = town.card, town.random.choice(CHARGE_KINDS), town.random.randrange(1, 30_000)
    copy = town.random.choice(("", town.copy))
    return lambda work: charge_fee(work, patron=card, kind=kind, amount_minor=amount, item=copy, note="seen")


def _pay(town: Town) -> Deed:
    card, means, amount = (
        town.card,
        town.random.choice(("cash", "card", "municipality")),
        town.random.randrange(1, 9000),
    )
    reference = town.random.choice(("", "", f"R{town.random.randrange(6)}"))
    return lambda work: pay_fees(work, patron=card, amount_minor=amount, means=means, reference=reference)


def _pay_all(town: Town) -> Deed:
    card = town.debtor

    def deed(work: DeskWork) -> Outcome[object]:
        owed = work.money.account(work.borrower(card).patron).balance_minor if work.borrower(card) else 0
        return pay_fees(work, patron=card, amount_minor=owed, means="card")

    return deed


def _waive(town: Town) -> Deed:
    card, in_kind = town.debtor, town.random.random() < 0.3

    def deed(work: DeskWork) -> Outcome[object]:
        borrower = work.borrower(card)
        fees = work.money.account(borrower.patron).open_fees if borrower else ()
        key = fees[0].key if fees else "late:2026-01-01:2026-01-02"
        return waive_fee(work, patron=card, fee=key, reason="seen", in_kind=in_kind)

    return deed


def _give_back(town: Town) -> Deed:
    paid = "(SELECT patron FROM settlement WHERE kind = 'payment')"
    card = str(town.one(f"SELECT value FROM identifier WHERE value LIKE 'C%' AND patron IN {paid}") or town.card)
    amount = town.random.randrange(1, 100)

    def deed(work: DeskWork) -> Outcome[object]:
        borrower = work.borrower(card)
        fees = work.money.account(borrower.patron).fees if borrower else ()
        paid = [fee.key for fee in fees if fee.paid_minor]
        fee = paid[0] if paid else ""
        return refund(work, patron=card, amount_minor=amount, means="cash", reason="seen", fee=fee)

    return deed


def _take_back(town: Town) -> Deed:
    entry = str(town.one("SELECT id FROM settlement UNION ALL SELECT id FROM charge") or 0)
    return lambda work: take_back_entry(work, entry=entry)


def _restrict(town: Town) -> Deed:
    card, kind = town.debtor, town.random.choice(KINDS)
    until = town.random.choice((None, town.day(1, 40)))
    return lambda work: restrict(work, patron=card, kind=kind, reason="seen", until=until)


def _lift(town: Town) -> Deed:
    restricted = "(SELECT patron FROM restriction)"
    card = str(town.one(f"SELECT value FROM identifier WHERE value LIKE 'C%' AND patron IN {restricted}") or town.card)
    return lambda work: lift(work, patron=card)


def _ban(town: Town) -> Deed:
    card, everywhere = town.debtor, town.random.random() < 0.5
    until = town.random.choice((None, town.day(1, 40)))
    return lambda work: ban(work, patron=card, reason="seen", until=until, everywhere=everywhere)


def _lift_ban(town: Town) -> Deed:
    banned = "(SELECT patron FROM restriction WHERE kind = 'premises')"
    card = str(town.one(f"SELECT value FROM identifier WHERE value LIKE 'C%' AND patron IN {banned}") or town.card)
    return lambda work: lift_ban(work, patron=card)


def _receipt(town: Town) -> Deed:
    card, kind = town.borrower, town.random.choice(RECEIPTS)
    return lambda work: give_receipt(work, patron=card, kind=kind)


PAYING = (
    Kind("charge", 5, _charge),
    Kind("pay", 3, _pay),
    Kind("pay all", 2, _pay_all),
    Kind("waive", 2, _waive),
    Kind("refund", 1, _give_back),
    Kind("take entry back", 1, _take_back),
    Kind("restrict", 2, _restrict),
    Kind("lift", 1, _lift),
    Kind("ban", 1, _ban),
    Kind("lift ban", 1, _lift_ban),
    Kind("receipt", 2, _receipt),
)
