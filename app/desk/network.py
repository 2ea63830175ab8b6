"""Rows of the network itself: its founding, its workstations, its staff, its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.ids import BranchId, StaffId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Branch, Role, Setting, Staff, Workstation
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block
from app.rules.values import meant_like

FROM_THE_BEGINNING = date(2020, 1, 1)
"""The day from which a founding profile's rules hold."""

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A workstation in its branch, as a founding or an invitation names them."""

    branch_code: str
    branch_name: str
    workstation: str
    time_zone: str = ""
    closed_weekdays: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A staff member to be; the password itself never comes here."""

    login: str
    name: str
    verifier: str


def found_network(
    work: Work,
    *,
    place: Place,
    replica: int,
    administrator: Account,
    settings: Iterable[tuple[str, str]],
    roles: Mapping[str, Iterable[str]],
) -> Outcome[BranchId]:
    """Write the first rows: branch, workstation, rules, roles, and the first administrator. Once, by the founder."""
    branch = BranchId(
        work.add(
            Branch(
                code=place.branch_code,
                name=place.branch_name,
                time_zone=place.time_zone,
                closed_weekdays=place.closed_weekdays,
            )
        )
    )
    work.add(Workstation(replica=replica, branch=branch, name=place.workstation))
    for key, value in settings:
        work.add(Setting(key=key, branch=None, from_on=FROM_THE_BEGINNING, value=value))
    for code, permissions in roles.items():
        work.add(Role(code=code, permissions=" ".join(permissions)))
    work.add(
        Staff(
            login=administrator.login,
            name=administrator.name,
            verifier=administrator.verifier,
            roles=ADMINISTRATOR,
        )
    )
    return Done(record=branch, touched=frozenset({Touched.BRANCH, Touched.STAFF, Touched.SETTING}))


def seat_workstation(work: Work, *, place: Place, replica: int) -> Outcome[BranchId]:
    """Write the rows of a workstation that is being admitted, and of its branch where that is new."""
    if blocks := not_permitted(work, "network"):
        return Refused(blocks=blocks)
    branch = work.branch_with_code(place.branch_code) or BranchId(
        work.add(
            Branch(
                code=place.branch_code,
                name=place.branch_name,
                time_zone=place.time_zone,
                closed_weekdays=place.closed_weekdays,
            )
        )
    )
    work.add(Workstation(replica=replica, branch=branch, name=place.workstation))
    return Done(record=branch, touched=frozenset({Touched.BRANCH}))


def add_staff(work: Work, *, account: Account, role: str) -> Outcome[StaffId]:
    """Give somebody an account."""
    blocks = not_permitted(work, "staff")
    if not account.login.strip():
        blocks = (*blocks, block(Why.FIELD_MISSING, field="login"))
    if work.staff_with_login(account.login) is not None:
        blocks = (*blocks, block(Why.LOGIN_TAKEN, login=account.login))
    if role not in work.roles():
        blocks = (*blocks, block(Why.FIELD_INVALID, field="role"))
    if blocks:
        return Refused(blocks=blocks)
    staff = work.add(Staff(login=account.login.strip(), name=account.name, verifier=account.verifier, roles=role))
    return Done(record=StaffId(staff), touched=frozenset({Touched.STAFF}))


def change_setting(
    work: Work, *, key: str, value: str, from_on: date | None = None, everywhere: bool = True
) -> Outcome[str]:
    """Change a house rule from a day on; what held before stays readable."""
    blocks = not_permitted(work, "settings")
    before = work.policy.values.get(key)
    if before is None:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="key"))
    elif before.isdecimal() and not value.isdecimal():
        blocks = (*blocks, block(Why.FIELD_INVALID, field="value"))
    elif like := meant_like(key, value):
        blocks = (*blocks, block(Why.SETTING_UNREADABLE, key=key, value=value, like=like))
    if blocks:
        return Refused(blocks=blocks)
    branch = None if everywhere else work.acting.branch
    work.add(Setting(key=key, branch=branch, from_on=from_on or work.today, value=value))
    return Done(record=key, touched=frozenset({Touched.SETTING}))
