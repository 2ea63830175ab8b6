"""Banning somebody from the premises until a day, and lifting it (D-25 to D-40); `exclusion` is of lending."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import Restriction, RestrictionEnd, RestrictionPlace
from app.desk.exclusion import LIFTED
from app.desk.ids import BranchId, FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.bans import PREMISES, months_later
from app.rules.blocks import Block, Why, block

PERMISSION, LONGER = "ban", "ban.long"
"""Who may ban for as long as the house rules let the desk, and who for longer or without an end (O-15)."""

TOUCHED = frozenset({Touched.PATRON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Banned:
    """Somebody who may not come in. `until_on` is the last day; None for no end."""

    ban: FactId
    patron: PatronId
    number: str
    name: str
    from_on: date
    until_on: date | None


def ban(
    work: Work,
    *,
    patron: str,
    reason: str,
    until: date | None = None,
    from_on: date | None = None,
    places: Collection[str] = (),
    everywhere: bool = False,
) -> Outcome[Banned]:
    """Ban somebody from the premises, from today or from the day of what they did.

    Args:
        until: The last day; None for no end, which takes a permission of its own.
        places: Codes of the branches where it holds; none for this one (O-13).
        everywhere: It holds in all branches, those of tomorrow too.
    """
    person, first = work.borrower(patron), from_on or work.today
    wanted = {code: work.branch_with_code(code) for code in places} if not everywhere else {}
    blocks = (*not_permitted(work, PERMISSION), *_unusual(work, reason, first, until, wanted))
    if person is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if blocks:
        return Refused(blocks=blocks)
    said = Restriction(patron=person.patron, kind=PREMISES, from_on=first, until_on=until, reason=reason.strip())
    restriction = FactId(work.add(said))
    for place in _places(work, wanted, everywhere=everywhere):
        work.add(RestrictionPlace(restriction=restriction, place=place))
    record = Banned(
        ban=restriction,
        patron=person.patron,
        number=person.number,
        name=person.name,
        from_on=first,
        until_on=until,
    )
    return Done(record=record, touched=TOUCHED)


def _places(work: Work, wanted: dict[str, BranchId | None], *, everywhere: bool) -> list[BranchId]:
    if everywhere:
        return []
    named = [place for place in wanted.values() if place is not None]
    return named or [work.acting.branch]


def _unusual(
    work: Work, reason: str, first: date, until: date | None, wanted: dict[str, BranchId | None]
) -> Iterator[Block]:
    if not reason.strip():
        yield block(Why.REASON_MISSING)
    if first > work.today:
        yield block(Why.FIELD_INVALID, field="from")
    if until is not None and until < max(first, work.today):
        yield block(Why.FIELD_INVALID, field="until")
    for code in (code for code, place in wanted.items() if place is None):
        yield block(Why.BRANCH_UNKNOWN, code=code)
    desk_until = months_later(first, work.policy.number("ban_desk_months"))
    if (until is None or until > desk_until) and LONGER not in work.acting.permissions:
        yield block(Why.NOT_PERMITTED, permission=LONGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class BanLifted:
    """Somebody who may come in again. `bans` are those that were lifted."""

    patron: PatronId
    number: str
    name: str
    bans: tuple[FactId, ...]


def lift_ban(work: Work, *, patron: str) -> Outcome[BanLifted]:
    """Lift every ban of somebody that stands, wherever it holds; one for longer takes the permission that it took."""
    person = work.borrower(patron)
    if person is None:
        return Refused(blocks=(*not_permitted(work, PERMISSION), block(Why.UNKNOWN_SCAN, scan=patron)))
    standing = work.money.bans_of(person.patron)
    desk_until = months_later(work.today, work.policy.number("ban_desk_months"))
    long = any(one.until_on is None or one.until_on > desk_until for one in standing)
    none = () if standing else (block(Why.NOT_BANNED),)
    if blocks := (*not_permitted(work, LONGER if long else PERMISSION), *none):
        return Refused(blocks=blocks)
    for one in standing:
        work.add(RestrictionEnd(restriction=FactId(one.fact), on_day=work.today, cause=LIFTED))
    bans = tuple(FactId(one.fact) for one in standing)
    record = BanLifted(patron=person.patron, number=person.number, name=person.name, bans=bans)
    return Done(record=record, touched=TOUCHED)
