"""What somebody owes, worked out of facts: the same on every desk, whatever came first (D-15 to D-20, C-7, C-17, C-21).

Pure, and whole minor units throughout. No fee and no balance is ever stored: late endings, prices asked, charges and
settlements are facts, tariffs are data with their days, and what they come to together is computed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.tariffs import Payer, Tariff, late_fee_minor

LATE, LOST, DAMAGED, HANDLING, CARD, CHARGE = "late", "lost", "damaged", "handling", "card", "charge"
"""What fees are for; a charge by hand says its own kind."""
PRICES = (LOST, DAMAGED)
ONCE_A_LOAN = (*PRICES, HANDLING)
"""What can be asked for once a loan only, however many desks have asked."""
PAYMENT, WAIVER, REFUND, IN_KIND = "payment", "waiver", "refund", "in_kind"
"""The kinds of settlements; of an amount forgiven, or replaced in kind, nothing can be left over."""

NOBODY = Payer()

TariffOn = Callable[[date], Tariff]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A loan that ended, or was renewed, after its due day.

    Attributes:
        due_on: The day that was promised; it names the group.
        counted_from: The same, moved to where the branch was open: late days count from the day after it.
        told_minor: The lowest amount that a receipt has told for it; None where none has.
    """

    fact: int
    loan: int
    due_on: date
    counted_from: date
    ended_on: date
    told_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An amount asked for: the price of a copy, its handling, a card, or whatever somebody has charged.

    Attributes:
        kind: LOST, DAMAGED, HANDLING, CARD, or the kind of a charge by hand.
        by_hand: It is a charge; else it follows from what was said of a copy, or from a card.
        since: The fact by which it is owed, where that is another: a card is paid for when it is handed over.
        cancelled: The copy was found, or came back.
    """

    fact: int
    kind: str
    on_day: date
    amount_minor: int
    loan: int | None = None
    by_hand: bool = False
    cancelled: bool = False
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Money that came or went, or that was forgiven, toward the fee with a key, or "" for whatever is owed longest.

    Attributes:
        reference: What another system calls it: of several deeds with one, one alone counts.
        deed: Which deed wrote it: workstation and instant.
    """

    fact: int
    kind: str
    amount_minor: int
    on_day: date
    key: str = ""
    reference: str = ""
    deed: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """Something owed, and how much of it is still.

    Attributes:
        key: Names it in every settlement and answer: `late:2026-03-01:2026-03-09`, `lost:LOAN`, `charge:ID`.
        loans: Which loans it comes of.
        days: How many days late, for one that is for being late.
        forgiven_minor, paid_minor, credited_minor: Waived or replaced; paid for it; paid by what was left over.
        settlements: How many settlements name it.
    """

    key: str
    kind: str
    on_day: date
    amount_minor: int
    loans: tuple[int, ...] = ()
    due_on: date | None = None
    days: int = 0
    forgiven_minor: int = 0
    paid_minor: int = 0
    credited_minor: int = 0
    over_minor: int = 0
    settlements: tuple[int, ...] = ()

    @property
    def open_minor(self) -> int:
        return self.amount_minor - self.forgiven_minor - self.paid_minor - self.credited_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What somebody owes, oldest first, and what they have too much.

    Attributes:
        credit_minor: Paid, and not used up by any fee.
        overdrawn_minor: Given back without having been paid.
    """

    fees: tuple[Fee, ...] = ()
    credit_minor: int = 0
    overdrawn_minor: int = 0

    @property
    def balance_minor(self) -> int:
        """What is owed in all; below zero for a credit."""
        return sum(fee.open_minor for fee in self.fees) + self.overdrawn_minor - self.credit_minor

    @property
    def open_fees(self) -> tuple[Fee, ...]:
        return tuple(fee for fee in self.fees if fee.open_minor > 0)

    def fee(self, key: str) -> Fee | None:
        return next((fee for fee in self.fees if fee.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """All that bears on one person's money."""

    payer: Payer = NOBODY
    endings: tuple[Ending, ...] = ()
    claims: tuple[Claim, ...] = ()
    settled: tuple[Settled, ...] = ()

    def until(self, day: date) -> MoneyFacts:
        """Return what had happened by the end of a day."""
        return replace(
            self,
            endings=tuple(one for one in self.endings if one.ended_on <= day),
            claims=tuple(one for one in self.claims if one.on_day <= day),
            settled=tuple(one for one in self.settled if one.on_day <= day),
        )

    def before(self, fact: int) -> MoneyFacts:
        """Return what was written before a fact, at whichever desk."""
        return replace(
            self,
            endings=tuple(one for one in self.endings if one.fact < fact),
            claims=tuple(one for one in self.claims if (one.since or one.fact) < fact),
            settled=tuple(one for one in self.settled if one.fact < fact),
        )

    @property
    def asked_by(self) -> tuple[int, ...]:
        """The facts by which something is asked, in their order."""
        claims = (one.since or one.fact for one in self.claims if not one.cancelled)
        return tuple(sorted({*(one.fact for one in self.endings), *claims}))


def account(facts: MoneyFacts, tariff_on: TariffOn) -> Account:
    """Return what somebody owes, of all facts about their money, in whatever order and however often each."""
    settled = counting({one.fact: one for one in facts.settled}.values())
    owed = (*late_fees(facts.endings, facts.payer, tariff_on), *claimed_fees(facts.claims, tariff_on))
    named: dict[str, list[Settled]] = defaultdict(list)
    for one in settled:
        named[one.key].append(one)
    fees = [_settle(fee, named.pop(fee.key, ())) for fee in sorted(owed, key=lambda fee: (fee.on_day, fee.key))]
    loose = sum(_money(one) for rest in named.values() for one in rest)
    pool = loose + sum(fee.over_minor for fee in fees)
    return _with_credit([fee for fee in fees if fee.amount_minor or fee.settlements], pool)


def counting(settled: Iterable[Settled]) -> list[Settled]:
    """Leave out what another deed has entered under the same reference: of several, the first one's rows count."""
    ordered = sorted(settled, key=lambda one: one.fact)
    first: dict[str, tuple[int, int]] = {}
    for one in ordered:
        if one.reference:
            first.setdefault(one.reference, one.deed)
    return [one for one in ordered if not one.reference or first[one.reference] == one.deed]


def late_fees(endings: Iterable[Ending], payer: Payer, tariff_on: TariffOn) -> Iterator[Fee]:
    """Yield the fees for being late: by the tariff of the day of the ending, one a group or one a loan."""
    groups: dict[str, list[Ending]] = defaultdict(list)
    for ending in {one.fact: one for one in endings}.values():
        groups[late_key(ending, tariff_on(ending.ended_on))].append(ending)
    for key, group in groups.items():
        ended_on = group[0].ended_on
        tariff = tariff_on(ended_on)
        days = min((ended_on - one.counted_from).days for one in group)
        amount = late_fee_minor(tariff, payer, group[0].due_on, days)
        told = [one.told_minor for one in group if one.told_minor is not None] if tariff.told_binds else []
        yield Fee(
            key=key,
            kind=LATE,
            on_day=ended_on,
            amount_minor=min([amount, *told]),
            loans=tuple(sorted({one.loan for one in group})),
            due_on=group[0].due_on,
            days=max(0, days),
        )


def late_key(ending: Ending, tariff: Tariff) -> str:
    """Return what the fee of an ending is called."""
    group = f"{LATE}:{ending.due_on.isoformat()}:{ending.ended_on.isoformat()}"
    return group if tariff.is_by_group else f"{group}:{ending.loan}"


def claimed_fees(claims: Iterable[Claim], tariff_on: TariffOn) -> Iterator[Fee]:
    """Yield the fees for copies, cards and whatever was charged; what is asked once a loan, once."""
    chosen: dict[str, Claim] = {}
    for claim in _with_handling(sorted(claims, key=lambda one: (one.by_hand, one.fact)), tariff_on):
        chosen[claim_key(claim)] = claim
    for key, claim in chosen.items():
        amount = 0 if claim.cancelled else claim.amount_minor
        loans = () if claim.loan is None else (claim.loan,)
        yield Fee(key=key, kind=claim.kind, on_day=claim.on_day, amount_minor=amount, loans=loans)


def _with_handling(claims: Sequence[Claim], tariff_on: TariffOn) -> Iterator[Claim]:
    """Yield claims, and before all others what handling a copy costs whose price was asked: it is owed all the same."""
    for claim in claims:
        handling = tariff_on(claim.on_day).handling_minor if claim.kind in PRICES and not claim.by_hand else 0
        if handling:
            yield replace(claim, kind=HANDLING, amount_minor=handling, cancelled=False)
    yield from claims


def claim_key(claim: Claim) -> str:
    """Return what the fee of a claim is called."""
    if claim.kind in ONCE_A_LOAN and claim.loan is not None:
        return f"{claim.kind}:{claim.loan}"
    return f"{CHARGE if claim.by_hand else claim.kind}:{claim.fact}"


def _money(settled: Settled) -> int:
    """Return how much came in, below zero for what was given back; forgiving brings nothing."""
    return {PAYMENT: settled.amount_minor, REFUND: -settled.amount_minor}.get(settled.kind, 0)


def _settle(fee: Fee, named: Iterable[Settled]) -> Fee:
    """Return a fee with what names it: what is forgiven comes first, and what was paid beyond the rest is left over."""
    rows = list(named)
    forgiven = sum(one.amount_minor for one in rows if one.kind in {WAIVER, IN_KIND})
    forgiven = max(0, min(forgiven, fee.amount_minor))
    came = sum(map(_money, rows))
    paid = max(0, min(came, fee.amount_minor - forgiven))
    return replace(
        fee,
        forgiven_minor=forgiven,
        paid_minor=paid,
        over_minor=came - paid,
        settlements=tuple(one.fact for one in rows),
    )


def _with_credit(fees: Sequence[Fee], pool: int) -> Account:
    """Use up what is left over, for what is owed longest first."""
    used = []
    left = max(0, pool)
    for fee in fees:
        part = min(left, fee.open_minor)
        left -= part
        used.append(replace(fee, credited_minor=part))
    return Account(fees=tuple(used), credit_minor=left, overdrawn_minor=max(0, -pool))


def split(account_: Account, amount_minor: int, keys: Sequence[str] = ()) -> tuple[tuple[str, int], ...]:
    """Split a payment into one part a fee: the fees named, else the oldest first; what is left over has no name."""
    left, parts = amount_minor, []
    for fee in account_.open_fees:
        if (not keys or fee.key in keys) and left > 0:
            parts.append((fee.key, min(left, fee.open_minor)))
            left -= parts[-1][1]
    return (*parts, ("", left)) if left > 0 else tuple(parts)


def settled_twice(fees: Iterable[Fee]) -> tuple[Fee, ...]:
    """Return the fees that are settled by more than they are, by several settlements: at two desks, mostly (C-8)."""
    return tuple(fee for fee in fees if fee.over_minor > 0 and len(fee.settlements) > 1 and fee.amount_minor > 0)


def toward(fee: Fee) -> tuple[str, int | None, int | None]:
    """Return how a settlement names a fee: what for, a loan, a charge or order. Ids stand alone: some are redrawn."""
    kind, *rest = fee.key.split(":")
    if kind == LATE:
        return ":".join((kind, *rest[:2])), fee.loans[0], None
    return (kind, fee.loans[0], None) if fee.loans and kind in ONCE_A_LOAN else (kind, None, int(rest[0]))


def key_of(what: str, loan: int | None, charge: int | None, tariff_on: TariffOn) -> str:
    """Return the key of the fee that a settlement names; "" for none, or for what this version cannot read."""
    kind, *rest = what.split(":")
    if kind == LATE:
        ended_on = _day(rest[1]) if len(rest) == 2 else None
        if ended_on is None:
            return ""
        return what if tariff_on(ended_on).is_by_group else f"{what}:{loan}"
    return f"{kind}:{charge if loan is None else loan}" if kind else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
