"""Plays cases about holds, and about renewing what somebody waits for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.holds import cancel_hold, place_hold
from app.desk.network import Place, seat_workstation
from app.desk.outcome import Done
from app.desk.renew import renew
from app.desk.reports import report_copy
from app.desk.transit import send_copy
from tests.circulation.stage import answer, close, in_days, lend, move_to, set_rules, today
from tests.making import Desk


def places(desk: Desk, *, holds: int, cancelled: int = 0, set_aside: bool = False) -> dict[str, Any]:
    """People wait for a title, one after another; perhaps some cancel, or the copy is set aside for the first."""
    _lent_to_another(desk)
    placed = [_hold(desk, _person(desk, number)) for number in range(holds)]
    for one in placed[:cancelled]:
        desk.done(cancel_hold, hold=str(one.hold))
    if set_aside:
        take = desk.done(check_in, item="I1")
        assert [todo.code for todo in take.todo] == ["PUT_ON_HOLD_SHELF"]
    following = _hold(desk, _person(desk, holds))
    return {"places": tuple(one.position for one in placed), "the next one's": following.position}


def hold_again(desk: Desk) -> dict[str, Any]:
    """Somebody who waits for a title asks for the same copy again."""
    _lent_to_another(desk)
    _hold(desk, _person(desk, 0))
    return answer(desk.do(place_hold, patron="W0", item="I1"))


def hold_said_to_be(desk: Desk, *, kind: str) -> dict[str, Any]:
    """Somebody asks for a copy of which something was said."""
    desk.item("I1")
    desk.done(report_copy, item="I1", kind=kind)
    return answer(desk.do(place_hold, patron=_person(desk, 0), item="I1", this_copy=True))


def hold_more(
    desk: Desk, *, has: int, rules: dict[str, Any], of_the_branch: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Somebody with holds on some titles asks for one title more."""
    set_rules(desk, rules)
    set_rules(desk, of_the_branch or {}, everywhere=False)
    _person(desk, 0)
    for number in range(has + 1):
        desk.item(f"I{number}", title=f"T{number}")
    for number in range(has):
        _hold(desk, "W0", f"I{number}")
    return answer(desk.do(place_hold, patron="W0", item=f"I{has}"))


def hold_to_collect(desk: Desk, *, branch: str) -> dict[str, Any]:
    """Somebody wants to collect where the network has no branch."""
    desk.item("I1")
    return answer(desk.do(place_hold, patron=_person(desk, 0), item="I1", pickup=branch))


def borrow_what_is_held(desk: Desk) -> dict[str, Any]:
    """Somebody who waits for a title borrows another copy of it."""
    _lent_to_another(desk)
    _hold(desk, _person(desk, 0))
    desk.item("I2")
    lend(desk, "I2", patron="W0")
    return {"still waiting": desk.value("SELECT count(*) FROM hold_standing")}


def set_aside_until(
    desk: Desk, *, days: int, closed: tuple[int, ...] = (), on: str = "", weekdays: str = "0"
) -> dict[str, Any]:
    """A copy is laid ready for so many open days; the last of them is so many days later."""
    if on:
        move_to(desk, on)
    close(desk, *(in_days(desk, day) for day in closed), weekdays=weekdays)
    set_rules(desk, {"hold_shelf_days": days, "hold_shelf_working": 1})
    _lent_to_another(desk)
    _hold(desk, _person(desk, 0))
    desk.done(check_in, item="I1")
    until = date.fromisoformat(desk.value("SELECT ready_until FROM hold_standing"))
    return {"until": until.isoformat()} if on else {"days": (until - today(desk)).days}


def hold_on_its_way(desk: Desk) -> dict[str, Any]:
    """The only copy is on its way to another branch; somebody asks for it."""
    place = Place(branch_code="RUJ", branch_name="Rūjiena", workstation="2", time_zone="Europe/Riga")
    desk.done(seat_workstation, place=place, replica=35)
    desk.item("I1")
    desk.done(send_copy, item="I1", to="RUJ")
    outcome = desk.do(place_hold, patron=_person(desk, 0), item="I1")
    return {"done": True, "kind": outcome.record.kind} if isinstance(outcome, Done) else answer(outcome)


def renew_while_waiting(
    desk: Desk,
    *,
    shelf: int = 0,
    title_holds: int = 0,
    hold_on: str = "",
    set_aside: bool = False,
    not_for_loan: bool = False,
) -> dict[str, Any]:
    """P1 has I1 and I2 of a title, of which more stand on the shelf; others wait; I1, or I2, is renewed."""
    desk.patron("P1")
    for barcode in ("I1", "I2"):
        desk.item(barcode)
        lend(desk, barcode)
    if set_aside:
        desk.item("S0")
        lend(desk, "S0", patron=_person(desk, 9))
        _hold(desk, _person(desk, 8))
        desk.done(check_in, item="S0")
    for number in range(title_holds):
        _hold(desk, _person(desk, number))
    if hold_on:
        desk.done(place_hold, patron=_person(desk, 7), item=hold_on, this_copy=True)
    if not_for_loan:
        desk.done(_keep_in_the_house, item="I1")
    for number in range(shelf):
        desk.item(f"F{number}")
    desk.pass_days(5)
    return {barcode: answer(desk.do(renew, item=barcode)).get("why", "renewed") for barcode in ("I1", "I2")}


def _keep_in_the_house(work: Any, *, item: str) -> Done[None]:
    work.amend("item", work.copy(item).item, lendable=0)
    return Done(record=None, touched=frozenset())


def _lent_to_another(desk: Desk) -> None:
    desk.item("I1")
    desk.patron("P9", given="Cits", family="Lasītājs")
    desk.done(check_out, patron="P9", item="I1", due=today(desk) + timedelta(days=20))


def _person(desk: Desk, number: int) -> str:
    desk.patron(f"W{number}", given=f"W{number}", family=f"F{number}")
    return f"W{number}"


def _hold(desk: Desk, patron: str, item: str = "I1") -> Any:
    return desk.done(place_hold, patron=patron, item=item)
