"""The terms of a loan: how long, how often, how many, chosen from rows by place, category of patron and material.

A row is a setting whose key says for what it holds: `loan_days.fiction` for a material, `loan_days` for all of them,
`loan_days.fiction;category=child;department=reading` for children and one department. What a key leaves out is any.
Of the rows that fit, one of the branch comes before one of the network, then one of the department, then one of the
category, then one of the material (docs/rules.md, terms of lending); of rows for the same, the one that began last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from app.rules.calendar import Calendar, due_on

NEXT_OPENING, CLOSING = "next_opening", "closing"
"""Said in place of a number of days: to be back when the branch opens next (a night loan), or before it closes."""

DAYS, NUMBER, YES_NO = "days", "number", "yes_no"

TERMS: Mapping[str, str] = {
    "loan_days": DAYS,
    "renewals_max": NUMBER,
    "renew_in_queue": YES_NO,
    "lendable": YES_NO,
    "reservable": YES_NO,
    "hold_shelf_days": NUMBER,
    "newest_stays": YES_NO,
    "high_demand": YES_NO,
    "high_demand_max": NUMBER,
    "material_max": NUMBER,
    "group_max": NUMBER,
    "loans_max": NUMBER,
}
"""Every term, with what its value is: days or words for them, a number (0 for no limit, or none), 1 or 0."""

BY_GROUP, OF_THE_PERSON = "group_max", "loans_max"
"""What is counted for a group of materials, and what over all that somebody has."""

UNSAID: Mapping[str, str] = {YES_NO: "1", NUMBER: "0", DAYS: ""}
_UNSAID_NO = frozenset({"renew_in_queue", "newest_stays", "high_demand"})


class TermKey(NamedTuple):
    """What the key of a setting says. `subject` is a material, of `group_max` a group; "" stands for any."""

    name: str
    subject: str = ""
    category: str = ""
    department: str = ""

    @property
    def text(self) -> str:
        scope = [f";{name}={value}" for name, value in (("category", self.category), ("department", self.department))]
        named = f"{self.name}.{self.subject}" if self.subject else self.name
        return named + "".join(part for part in scope if not part.endswith("="))


@lru_cache(maxsize=4_096)
def read_key(text: str) -> TermKey | None:
    """Read the key of a setting; None for one that is no term of lending, or not of this version."""
    head, *parts = text.split(";")
    name, _, subject = head.partition(".")
    scope = dict(part.partition("=")[::2] for part in parts)
    if name not in TERMS or not scope.keys() <= {"category", "department"}:
        return None
    return TermKey(name, subject, scope.get("category", ""), scope.get("department", ""))


class Place(NamedTuple):
    """For what terms are asked: a branch, a department of it, a category of patron, and a material or a group."""

    branch: int | None
    department: str
    category: str
    subject: str


class Row(NamedTuple):
    """One row of the rules, as it was written. `id` is its tick, 0 for what the profile says."""

    key: TermKey
    branch: int | None
    from_on: str
    id: int
    value: str

    @property
    def scope(self) -> tuple[int | None, TermKey]:
        return self.branch, self.key

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        return self.branch is not None, bool(self.key.department), bool(self.key.category), bool(self.key.subject)

    def fits(self, place: Place) -> bool:
        _, subject, category, department = self.key
        return (
            self.branch in {None, place.branch}
            and subject in {"", place.subject}
            and category in {"", place.category}
            and department in {"", place.department}
        )


class Ruling(NamedTuple):
    """What a term is, and why.

    Attributes:
        row: Which row says so; None where nobody has said anything.
        coming_on: From which day another value holds, as far as it is known today; None for no such day.
    """

    name: str
    value: str
    row: Row | None
    coming_on: date | None = None
    coming: str = ""


class KindOfCopy(Protocol):
    """What of a copy bears on its terms."""

    @property
    def home_branch(self) -> int | None: ...
    @property
    def department(self) -> str: ...
    @property
    def material(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one copy for one category of patron.

    Attributes:
        period: A number of days above 0, `NEXT_OPENING`, `CLOSING`, or "" where nobody has said how long it is lent.
        newest_stays: The newest issue is not lent while it is the only copy.
        high_demand: Who is late with such a copy gets no more of them.
        group: The group that it counts in; "" for none.
    """

    period: str
    renewals_max: int
    renew_in_queue: bool
    lendable: bool
    reservable: bool
    hold_shelf_days: int
    newest_stays: bool
    high_demand: bool
    high_demand_max: int
    material_max: int
    group: str
    group_max: int

    @property
    def is_said(self) -> bool:
        """Whether somebody has said how long it is lent; no days at all are none."""
        return self.period in {CLOSING, NEXT_OPENING} or _number(self.period) > 0

    def due_on(self, today: date, calendar: Calendar) -> date | None:
        """Return the day on which a loan that begins today is due; None where nobody has said how long it is lent."""
        if self.period == CLOSING:
            return today
        if self.period == NEXT_OPENING:
            return calendar.next_open(today + timedelta(days=1))
        return due_on(today, int(self.period), calendar) if self.is_said else None


@dataclass
class TermBook:
    """All rows of the rules, and what they say today.

    Args:
        settings: Rows of the house rules of every branch: id, key, branch, first day, value.
        defaults: Values for keys that nobody has ever set, from the profile.
        here: The branch that is asked for where a copy has no home.
    """

    settings: Iterable[tuple[int, str, int | None, str, str]]
    defaults: Mapping[str, str]
    today: date
    here: int | None
    _rows: dict[str, list[Row]] | None = field(default=None, repr=False)
    _terms: dict[tuple[int | None, str, str, str], Terms] = field(default_factory=dict, repr=False)
    _most: dict[str, int] = field(default_factory=dict, repr=False)

    def of(self, copy: KindOfCopy, category: str) -> Terms:
        """Return the terms of a copy, which are those of its home branch (B-8), for a category of patron."""
        return self.at(copy.home_branch, department=copy.department, material=copy.material, category=category)

    def at(self, branch: int | None, *, department: str, material: str, category: str) -> Terms:
        """Return the terms that hold somewhere for a material; asked again, they are at hand."""
        asked = (self.here if branch is None else branch, department, material, category)
        if asked not in self._terms:
            self._terms[asked] = self._made(*asked)
        return self._terms[asked]

    def _made(self, branch: int | None, department: str, material: str, category: str) -> Terms:
        place = Place(branch, department, category, material)
        group = self.group(material, branch)
        return Terms(
            period=self._value("loan_days", place),
            renewals_max=_number(self._value("renewals_max", place)),
            renew_in_queue=self._value("renew_in_queue", place) == "1",
            lendable=self._value("lendable", place) == "1",
            reservable=self._value("reservable", place) == "1",
            hold_shelf_days=_number(self._value("hold_shelf_days", place)),
            newest_stays=self._value("newest_stays", place) == "1",
            high_demand=self._value("high_demand", place) == "1",
            high_demand_max=_number(self._value("high_demand_max", place)),
            material_max=_number(self._value("material_max", place)),
            group=group,
            group_max=_number(self._value(BY_GROUP, place._replace(subject=group))) if group else 0,
        )

    def loans_max(self, category: str) -> int:
        """Return how many loans somebody may have at once in all, as this branch says; 0 for any number."""
        if category not in self._most:
            self._most[category] = _number(self._value(OF_THE_PERSON, Place(self.here, "", category, "")))
        return self._most[category]

    def group(self, material: str, branch: int | None) -> str:
        """Return the group in which copies of a material are counted together; "" for none."""
        rows = [row for row in self._all().get("group", ()) if row.key.subject == material]
        found = _decided(rows, self.today, Place(branch, "", "", material))
        return found.value if found else ""

    def groups(self) -> tuple[str, ...]:
        """Return the groups in which materials are counted together."""
        return tuple(sorted({row.value for row in self._all().get("group", ()) if row.value}))

    def stronger(self, key: TermKey, branch: int | None, day: date) -> list[Row]:
        """Return the rows that decide all the same, for a part of what a row for this would hold for, on a day."""
        new = Row(key, branch, "", 0, "")
        rows = [row for row in self._all().get(key.name, ()) if row.from_on <= day.isoformat() and _meet(row, new)]
        newest = {row.scope: row for row in sorted(rows, key=lambda row: (row.from_on, row.id))}
        return sorted((row for row in newest.values() if row.value and row.rank > new.rank), key=lambda row: row.rank)

    def rulings(self, branch: int | None, *, department: str, material: str, category: str) -> Iterator[Ruling]:
        """Yield every term as it holds somewhere, with the row that says so and what comes next."""
        group = self.group(material, branch)
        for name in TERMS:
            if name != BY_GROUP or group:
                yield self.ruling(name, Place(branch, department, category, group if name == BY_GROUP else material))

    def ruling(self, name: str, place: Place) -> Ruling:
        """Return what a term is somewhere, why, and when it will be another."""
        rows = self._all().get(name, [])
        now = _decided(rows, self.today, place)
        value = now.value if now else unsaid(name)
        for day in sorted({row.from_on for row in rows if row.from_on > self.today.isoformat()}):
            then = _decided(rows, date.fromisoformat(day), place)
            if (then.value if then else unsaid(name)) != value:
                return Ruling(name, value, now, date.fromisoformat(day), then.value if then else unsaid(name))
        return Ruling(name, value, now)

    def rows(self) -> list[Row]:
        """Return every row of the rules that was ever written, the profile's first."""
        return [row for name in TERMS for row in self._all().get(name, ())]

    def _value(self, name: str, place: Place) -> str:
        found = _decided(self._all().get(name, ()), self.today, place)
        return found.value if found else unsaid(name)

    def _all(self) -> dict[str, list[Row]]:
        if self._rows is None:
            self._rows = _by_name(self.settings, self.defaults)
        return self._rows


def _by_name(
    settings: Iterable[tuple[int, str, int | None, str, str]], defaults: Mapping[str, str]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    said = [*((0, key, None, "", value) for key, value in defaults.items()), *settings]
    for id_, key, branch, from_on, value in said:
        if (read := read_key(key) or _group_key(key)) is not None:
            found.setdefault(read.name, []).append(Row(read, branch, from_on or "", id_, value or ""))
    return found


def _meet(one: Row, other: Row) -> bool:
    """Tell whether there is anything for which both rows hold."""
    named = ((one.branch, other.branch), *zip(one.key[1:], other.key[1:], strict=True))
    return all(a == b or a in {None, ""} or b in {None, ""} for a, b in named)


def _group_key(key: str) -> TermKey | None:
    name, _, material = key.partition(".")
    return TermKey(name, material) if name == "group" and material else None


def _decided(rows: Iterable[Row], today: date, place: Place) -> Row | None:
    """Return the row that decides. One whose newest value is empty was withdrawn: it is as if it had never been."""
    day = today.isoformat()
    newest: dict[tuple[int | None, TermKey], Row] = {}
    for row in rows:
        if row.from_on <= day and row.fits(place):
            before = newest.get(row.scope)
            if before is None or (row.from_on, row.id) > (before.from_on, before.id):
                newest[row.scope] = row
    return max((row for row in newest.values() if row.value), key=lambda row: row.rank, default=None)


def unsaid(name: str) -> str:
    """Return what a term is where nobody has said anything: lendable and reservable, without limits, and no days."""
    return "0" if name in _UNSAID_NO else UNSAID[TERMS.get(name, DAYS)]


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 0
