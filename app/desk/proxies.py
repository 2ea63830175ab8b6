"""Letting somebody act in one's name, and taking a loan along for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.beyond import Proxy, ProxyEnd, ProxyHolder, Taking
from app.desk.found import Borrower
from app.desk.ids import FactId, LoanId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.proxies import taking_blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Somebody may act for somebody."""

    proxy: FactId
    patron_number: str
    patron_name: str
    holder_number: str
    holder_name: str
    until_on: date | None


def allow_proxy(work: Work, *, patron: str, proxy: str, until_on: date | None = None) -> Outcome[Allowed]:
    """Note that `patron` lets the person with the number `proxy` take loans along, until a day or until it is ended.

    An institution has contact persons instead.
    """
    giver, holder = work.borrower(patron), work.borrower(proxy)
    blocks = not_permitted(work, "register")
    if giver is None or holder is None:
        missing = (scan for scan, found in ((patron, giver), (proxy, holder)) if found is None)
        return Refused(blocks=(*blocks, *(block(Why.UNKNOWN_SCAN, scan=scan) for scan in missing)))
    blocks = (*blocks, *_wrong(work, giver, holder, until_on))
    if blocks:
        return Refused(blocks=blocks)
    fact = _write(work, giver.patron, holder.patron, until_on)[0]
    record = Allowed(
        proxy=fact,
        patron_number=giver.number,
        patron_name=giver.name,
        holder_number=holder.number,
        holder_name=holder.name,
        until_on=until_on,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def _wrong(work: Work, giver: Borrower, holder: Borrower, until_on: date | None) -> Iterator[Block]:
    if giver.patron == holder.patron or holder.category in work.policy.institutions:
        yield block(Why.FIELD_INVALID, field="proxy")
    elif _held(work, giver.patron, holder.patron) is not None:
        yield block(Why.PROXY_ALREADY, name=holder.name, patron=giver.name)
    if giver.category in work.policy.institutions:
        yield block(Why.PROXY_OF_INSTITUTION)
    if until_on is not None and until_on < work.today:
        yield block(Why.FIELD_INVALID, field="until_on")


def _held(work: Work, patron: PatronId, holder: PatronId) -> FactId | None:
    """Return by which fact somebody may act for somebody today."""
    found = (
        one.fact for one in work.beyond.proxies_of(patron) if one.holder == holder and one.permission.holds(work.today)
    )
    return next(found, None)


def _write(work: Work, patron: PatronId, holder: PatronId, until_on: date | None) -> tuple[FactId, FactId]:
    proxy = FactId(work.add(Proxy(patron=patron, until_on=until_on)))
    return proxy, FactId(work.add(ProxyHolder(patron=holder, proxy=proxy)))


def end_proxy(work: Work, *, proxy: int) -> Outcome[Allowed]:
    """Note that somebody may no longer act for somebody."""
    found = work.beyond.proxy(proxy)
    blocks = not_permitted(work, "register")
    if found is None or not found.permission.holds(work.today):
        blocks = (*blocks, block(Why.ROW_UNKNOWN, row=str(proxy)))
    if blocks or found is None:
        return Refused(blocks=blocks)
    work.add(ProxyEnd(proxy=found.proxy, on_day=work.today))
    record = Allowed(
        proxy=found.proxy,
        patron_number=found.patron_number,
        patron_name=found.patron_name,
        holder_number=found.holder_number,
        holder_name=found.holder_name,
        until_on=work.today,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Who takes a loan along in another's name.

    Attributes:
        patron: As a patron of the library; None for a contact person.
        fact: By which they may; None where nobody has said so.
        contact: As a contact person of the institution.
    """

    name: str
    patron: PatronId | None = None
    fact: FactId | None = None
    contact: int | None = None


def taker_of(work: Work, borrower: Borrower, scan: str) -> tuple[Taker | None, tuple[Block, ...]]:
    """Return who takes a loan of `borrower` along, and what stands against it; nobody where nothing was scanned.

    Args:
        scan: A patron's number, or `#` and the number of a contact person.
    """
    if not scan.strip():
        return None, ()
    contact = work.beyond.contact(scan)
    if contact is not None:
        may = contact.patron == borrower.patron and contact.may_borrow
        taker = Taker(name=contact.name, contact=contact.contact)
        return taker, tuple(taking_blocks(may=may, taker=taker.name, patron=borrower.name))
    found = work.borrower(scan)
    if found is None:
        return None, (block(Why.UNKNOWN_SCAN, scan=scan),)
    if found.patron == borrower.patron:
        return None, ()
    taker = Taker(name=found.name, patron=found.patron, fact=_held(work, borrower.patron, found.patron))
    not_allowed = taking_blocks(may=taker.fact is not None, taker=found.name, patron=borrower.name)
    return taker, (*_banned(work, found), *not_allowed)


def _banned(work: Work, taker: Borrower) -> tuple[Block, ...]:
    """Return the block for somebody who stands here and may not come in, whoever it is for."""
    here = any(one.holds_at(work.acting.branch) for one in taker.owes.bans)
    return (block(Why.PREMISES_BAN, standing="taker", taker=taker.name),) if here else ()


def note_taking(work: Work, loan: LoanId, borrower: Borrower, taker: Taker) -> None:
    """Write who took a loan along; whom nobody had allowed to, and who was let all the same, was for that day."""
    fact = taker.fact
    if taker.patron is not None and fact is None:
        fact = _write(work, borrower.patron, taker.patron, work.today)[1]
    work.add(Taking(loan=loan, proxy_holder=fact, contact_person=taker.contact))
