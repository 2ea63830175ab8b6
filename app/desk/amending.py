"""Amending what is written about somebody, and confirming contact data once a year (L-16, D-10)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.contact_data import Written, write_contact
from app.desk.found import Borrower
from app.desk.ids import FactId, PatronId
from app.desk.numbers import codes_besides
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.patrons import PERSONAL_CODE, code_doubts
from app.desk.ports import Work
from app.desk.records import Identifier
from app.desk.relations import Amendment, AmendmentSeen, ContactConfirmation
from app.desk.weighing import Weighed, not_permitted, weigh
from app.rules.amendments import ADDRESS, UNITS, written
from app.rules.blocks import Block, Why, block
from app.rules.identity import PersonalCode, codes_differ, is_minor, normal_number, read_personal_code

CONTACT: tuple[str, ...] = ("phone", "email", "care_of", *ADDRESS)
TEXTS: tuple[str, ...] = ("given", "family", *CONTACT, "school", "note", "category", "language")
DAYS: tuple[str, ...] = ("birth_on", "died_on")
PROTECTED = "address_protected"
CONFIRMABLE: tuple[str, ...] = (*CONTACT, "school")
"""What is asked after once a year; a child's school changes as an address does."""
AMENDABLE: tuple[str, ...] = (*TEXTS, *DAYS, PROTECTED)
"""The columns that a person at the desk may write anew; an ISO day, "yes" or "no", or text; "" empties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """Somebody as written anew. `changed` names the columns, and `code` for a new personal code."""

    patron: PatronId
    number: str
    name: str
    changed: tuple[str, ...]


def amend_patron(
    work: Work,
    *,
    patron: str,
    changes: Mapping[str, str],
    code: str = "",
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Amended]:
    """Write anew what is known of somebody; what is not named stays as it is.

    Args:
        code: A new personal code. The former one goes on finding the person: papers bear either.
    """
    prepared = _prepare(work, patron, changes, code, override=override, reason=reason)
    if isinstance(prepared, Refused):
        return prepared
    changed = _write(work, prepared)
    return Done(record=_amended(prepared, changed), touched=frozenset({Touched.PATRON}), notices=prepared.notices)


def confirm_contact(work: Work, *, patron: str, changes: Mapping[str, str] | None = None) -> Outcome[Amended]:
    """Note that somebody's contact data were asked after this year, and what was different (L-16, L-41).

    What another desk wrote over without knowing of it is answered with it: as it stands now it is right (C-11).
    """
    others = [name for name in changes or {} if name not in CONFIRMABLE]
    prepared = _prepare(work, patron, changes or {})
    if isinstance(prepared, Refused):
        return prepared
    if others:
        return Refused(blocks=tuple(block(Why.FIELD_INVALID, field=name) for name in others))
    changed = _write(work, prepared)
    for one in work.amendments.given_up(prepared.found.patron):
        work.add(AmendmentSeen(amendment=FactId(one.leaf.fact)))
    work.add(ContactConfirmation(patron=prepared.found.patron, year=str(work.today.year), changed=" ".join(changed)))
    return Done(record=_amended(prepared, changed), touched=frozenset({Touched.PATRON}), notices=prepared.notices)


def take_given_up(work: Work, *, patron: str) -> Outcome[Amended]:
    """Write again what another desk wrote over without knowing of it: that was right, and what stands is not (C-11)."""
    found = work.borrower(patron)
    changes: dict[str, str] = {}
    for one in work.amendments.given_up(found.patron) if found else ():
        changes |= {name: one.leaf.said.get(name, "") for name in UNITS[one.leaf.unit]}
    if found is not None and not changes:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.NOTHING_GIVEN_UP)))
    return confirm_contact(work, patron=patron, changes=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """Changes that may be written."""

    found: Borrower
    columns: Mapping[str, str | int | None]
    code: PersonalCode | None
    notices: tuple[Block, ...]


def _prepare(
    work: Work,
    patron: str,
    changes: Mapping[str, str],
    code: str = "",
    *,
    override: Collection[str] = (),
    reason: str = "",
) -> _Prepared | Refused:
    found, country = work.borrower(patron), work.policy.text("country")
    if found is None:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.UNKNOWN_SCAN, scan=patron)))
    written = write_contact({name: value for name, value in changes.items() if name in TEXTS}, country)
    read = read_personal_code(code, country) if code else None
    weighed = weigh(work, _blocks(work, found, changes, written, (code, read)), override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    columns: dict[str, str | int | None] = {**written.values}
    columns |= {name: changes[name] or None for name in DAYS if name in changes}
    if PROTECTED in changes:
        columns[PROTECTED] = int(changes[PROTECTED] == "yes")
    if "email" in columns:
        columns["email_bounced_ms"] = None
    return _Prepared(found=found, columns=columns, code=read, notices=_notices(found, weighed, written, changes, read))


def _notices(
    found: Borrower, weighed: Weighed, written: Written, changes: Mapping[str, str], read: PersonalCode | None
) -> tuple[Block, ...]:
    birth_on = _day(changes["birth_on"]) if "birth_on" in changes else found.birth_on
    return (*weighed.notices, *code_doubts(read, birth_on), *written.notices)


def _blocks(
    work: Work,
    found: Borrower,
    changes: Mapping[str, str],
    written: Written,
    code: tuple[str, PersonalCode | None],
) -> Iterator[Block]:
    given, read = code
    yield from not_permitted(work, "register")
    yield from _impossible(work, changes)
    institution = (written.values.get("category") or found.category) in work.policy.institutions
    for name in ("family",) if institution else ("given", "family"):
        if name in changes and not written.values.get(name):
            yield block(Why.FIELD_MISSING, field=name)
    if given and (read is None or institution):
        yield block(Why.FIELD_INVALID, field="code")
    if read is not None and work.number_owner(read.value) not in {None, found.patron}:
        yield block(Why.NUMBER_TAKEN)
    if read is not None and codes_differ(
        read.value, codes_besides(work, found, PERSONAL_CODE), work.policy.text("country")
    ):
        yield block(Why.CODE_DIFFERS)
    years = work.policy.number("guarantee_until_years")
    birth_on = _day(changes.get("birth_on", ""))
    if _past(birth_on, work.today) and is_minor(birth_on, work.today, years) and not found.has_guarantee:
        yield block(Why.GUARANTEE_MISSING, years=years)


def _impossible(work: Work, changes: Mapping[str, str]) -> Iterator[Block]:
    wrong = [name for name in changes if name not in AMENDABLE]
    wrong += [name for name in DAYS if changes.get(name) and not _past(_day(changes[name]), work.today)]
    if "category" in changes and changes["category"] not in work.policy.categories:
        wrong.append("category")
    if changes.get(PROTECTED, "no") not in {"yes", "no"}:
        wrong.append(PROTECTED)
    yield from (block(Why.FIELD_INVALID, field=name) for name in wrong)


def _past(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _write(work: Work, prepared: _Prepared) -> tuple[str, ...]:
    """Write what is different, and say which columns that was."""
    patron = prepared.found.patron
    before = work.columns_of(patron)
    different = {
        name: value for name, value in prepared.columns.items() if (before.get(name) or None) != (value or None)
    }
    if different:
        new = {**different, **_what_goes_with(before, different)}
        work.amend("patron", patron, **new)
        _note(work, patron, {**before, **new}, different)
    changed = tuple(name for name in different if name in AMENDABLE)
    if prepared.code is not None and _bind_code(work, patron, prepared.code):
        changed = (*changed, "code")
    return changed


def _note(work: Work, patron: PatronId, now: Mapping[str, str | int | None], different: Collection[str]) -> None:
    """Write a fact for each unit that was written anew, in the place of all writings that this desk knows of (C-11)."""
    units = [unit for unit, columns in UNITS.items() if any(name in different for name in columns)]
    leaves = [one for one in work.amendments.leaves(patron) if one.record == patron] if units else []
    for unit in units:
        former = [one for one in leaves if one.unit == unit]
        replaces = FactId(former[-1].fact) if former else None
        work.add(Amendment(patron=patron, unit=unit, replaces=replaces, said=written(now, unit)))
        for one in former[:-1]:
            if not one.seen:
                work.add(AmendmentSeen(amendment=FactId(one.fact)))


def _what_goes_with(
    before: Mapping[str, str | int | None], different: Mapping[str, str | int | None]
) -> dict[str, str | int | None]:
    """Return what stays and is written all the same: until now another record of the person may have had it.

    That is the rest of an address; and an e-mail that letters came back from, and that is confirmed as good.
    """
    names = ADDRESS if any(name in different for name in ADDRESS) else ()
    names = (*names, "email") if "email_bounced_ms" in different else names
    return {name: before.get(name) for name in names if name not in different}


def _bind_code(work: Work, patron: PatronId, code: PersonalCode) -> bool:
    """Bind a personal code beside those of before; tell whether it is a new one."""
    held = [one for one in work.numbers_of(patron) if one.kind == PERSONAL_CODE]
    if any(normal_number(one.value) == normal_number(code.value) for one in held):
        return False
    work.add(Identifier(patron=patron, kind=PERSONAL_CODE, value=code.value, since_ms=work.now_ms))
    return True


def _amended(prepared: _Prepared, changed: tuple[str, ...]) -> Amended:
    found = prepared.found
    return Amended(patron=found.patron, number=found.number, name=found.name, changed=changed)
