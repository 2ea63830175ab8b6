"""Money, exclusion and paper, in a town that lends."""

from __future__ import annotations

from app.desk.bans import ban, lift_ban
from app.desk.exclusion import KINDS, lift, restrict
from app.desk.money import CHARGE_KINDS, charge_fee, pay_fees, refund, take_back_entry, waive_fee
from app.desk.payments import match_payment, read_payment
from app.desk.receipts import FAILED, PRINTED, give_receipt, note_receipt
from app.rules.payments import reference_of
from tests.sim.lending_chance import HOUR_MS, LIVE, SENSE, Deed, Kind, Town

MEANS = ("cash", "card", "municipality")


def _charge(town: Town) -> Deed:
    card, kind, amount = town.card, town.random.choice(CHARGE_KINDS), town.random.randrange(1, 30_000)
    copy = town.random.choice(("", town.copy))
    return lambda work: charge_fee(work, patron=card, kind=kind, amount_minor=amount, item=copy, note="seen")


def _pay(town: Town) -> Deed | None:
    means, reference = town.random.choice(MEANS), town.random.choice(("", "", f"R{town.random.randrange(6)}"))
    if (found := town.owing) is None:
        return None
    card, account = found
    amount = town.random.randint(1, account.balance_minor)
    return lambda work: pay_fees(work, patron=card, amount_minor=amount, means=means, reference=reference)


def _pay_all(town: Town) -> Deed | None:
    if (found := town.owing) is None:
        return None
    card, account = found
    return lambda work: pay_fees(work, patron=card, amount_minor=account.balance_minor, means="card")


def _waive(town: Town) -> Deed | None:
    in_kind = town.random.random() < 0.3
    if (found := town.owing) is None:
        return None
    card, fee = found[0], found[1].open_fees[0].key
    return lambda work: waive_fee(work, patron=card, fee=fee, reason="seen", in_kind=in_kind)


def _give_back(town: Town) -> Deed | None:
    paid = [(card, fee.key, fee.paid_minor) for card, account in town.accounts for fee in account.fees]
    credit = [(card, "", account.credit_minor) for card, account in town.accounts]
    found = town.some([one for one in (*paid, *credit) if one[2] > 0])
    if found is None:
        return None
    card, fee, most = found
    amount = town.random.randint(1, most)
    return lambda work: refund(work, patron=card, amount_minor=amount, means="cash", reason="seen", fee=fee)


def _take_back(town: Town) -> Deed | None:
    entry = town.one(
        f"SELECT s.id FROM settlement s WHERE s.patron IS NOT NULL AND {LIVE.format('s')}"
        f" UNION ALL SELECT c.id FROM charge c WHERE c.patron IS NOT NULL AND {LIVE.format('c')}"
    )
    return None if entry is None else lambda work: take_back_entry(work, entry=str(entry))


def _restrict(town: Town) -> Deed:
    card = town.debtor if town.random.random() < SENSE else town.card
    kind = town.random.choice(KINDS)
    until = town.random.choice((None, town.day(1, 40)))
    return lambda work: restrict(work, patron=card, kind=kind, reason="seen", until=until)


STANDING = f"""
SELECT n.value FROM restriction r JOIN identifier n ON n.patron = r.patron WHERE n.value LIKE 'C%'
AND {LIVE.format("r")} AND coalesce(r.until_on, '9999') > date(?1 / 1000, 'unixepoch')
AND (r.kind = 'premises') IS ?2 AND NOT EXISTS (SELECT 1 FROM restriction_end e WHERE e.restriction = r.id)
"""


def _lift(town: Town) -> Deed | None:
    card = town.one(STANDING, town.now_ms, False)
    return None if card is None else lambda work: lift(work, patron=card)


def _ban(town: Town) -> Deed:
    card, everywhere = town.card, town.random.random() < 0.5
    until = town.random.choice((None, town.day(1, 40)))
    return lambda work: ban(work, patron=card, reason="seen", until=until, everywhere=everywhere)


def _lift_ban(town: Town) -> Deed | None:
    card = town.one(STANDING, town.now_ms, True)
    return None if card is None else lambda work: lift_ban(work, patron=card)


def _read(town: Town) -> Deed:
    """Read in a payment as the municipality's list has it, perhaps one that another desk reads in as well."""
    number, amount, day = town.random.randrange(30), town.random.randrange(1, 9000), town.day(-3, 0)
    patron = town.one("SELECT id FROM patron") if town.random.random() < 0.5 else None
    reference = reference_of(patron) if patron else "nobody's"
    return lambda work: read_payment(
        work, payment=f"KMD{number}", reference=reference, amount_minor=amount, paid_on=day
    )


NOBODYS = f"""
SELECT s.reference FROM settlement s WHERE s.patron IS NULL AND s.reference LIKE 'KMD%' AND {LIVE.format("s")}
"""


def _match(town: Town) -> Deed | None:
    payment, card = town.one(NOBODYS), town.card
    return None if payment is None else lambda work: match_payment(work, payment=payment, patron=card)


_TODAY = """
SELECT n.value || ' ' || d.kind FROM (
    SELECT patron, 'loan' AS kind, branch, at_ms FROM loan WHERE id IN (SELECT loan FROM open_loan)
    UNION ALL SELECT l.patron, 'return', c.branch, c.at_ms FROM closing c JOIN loan l ON l.id = c.loan
    UNION ALL SELECT patron, 'payment', branch, at_ms FROM settlement
) d JOIN identifier n ON n.patron = d.patron WHERE n.value LIKE 'C%' AND d.branch = ?1 AND d.at_ms > ?2
"""


def _receipt(town: Town) -> Deed | None:
    found = town.one(_TODAY, town.here, town.now_ms - 8 * HOUR_MS)
    if found is None:
        return None
    card, kind = found.split()
    return lambda work: give_receipt(work, patron=card, kind=kind)


def _printed(town: Town) -> Deed | None:
    receipt, step = town.one("SELECT id FROM receipt"), town.random.choice((PRINTED, FAILED))
    return None if receipt is None else lambda work: note_receipt(work, receipt=receipt, step=step)


PAYING = (
    Kind("charge", 5, _charge),
    Kind("pay", 3, _pay),
    Kind("pay all", 2, _pay_all),
    Kind("waive", 2, _waive),
    Kind("refund", 1.5, _give_back),
    Kind("read payment", 1, _read),
    Kind("match payment", 6, _match),
    Kind("take entry back", 1, _take_back),
    Kind("restrict", 2, _restrict),
    Kind("lift", 3, _lift),
    Kind("ban", 1, _ban),
    Kind("lift ban", 1, _lift_ban),
    Kind("receipt", 2, _receipt),
    Kind("print receipt", 5, _printed),
)
