"""Holds: placed, filled wherever a copy comes to a desk, collected, and what lending and renewing have to do with them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.db.holds import StoredHolds
from app.db.queries.holds import pick_list
from app.db.state.keeping import compare_state
from app.desk.absence import note_absence
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.holds import (
    cancel_hold,
    fetch_hold,
    move_hold,
    place_hold,
    requeue_hold,
    resume_hold,
    suspend_hold,
)
from app.desk.network import Place, change_setting, seat_workstation
from app.desk.notices import is_pointless
from app.desk.outcome import Done
from app.desk.renew import renew
from app.desk.transit import lose_copy, send_copy
from app.desk.undo import undo
from app.rules.blocks import Why
from app.rules.holds import stage_of
from app.rules.letters import HOLD_READY
from tests.making import DAY_MS, NOON, TODAY


@pytest.fixture
def house(desk):
    """A desk with two branches, three people and a copy of a title that is lent to the third."""
    for card in ("P1", "P2", "P3"):
        desk.patron(card, given=card)
    desk.item("I1")
    desk.done(check_out, patron="P3", item="I1")
    place = Place(branch_code="RUJ", branch_name="Rūjiena", workstation="2", time_zone="Europe/Riga")
    desk.branches = {"MAZ": desk.acting.branch, "RUJ": desk.done(seat_workstation, place=place, replica=35)}
    yield desk
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


def at(desk, code):
    desk.acting = replace(desk.acting, branch=desk.branches[code])


def hold(desk, card, item="I1", **given):
    return desk.done(place_hold, patron=card, item=item, **given)


def told(returned):
    return [one.code for one in returned.todo]


def stages(desk):
    rows = desk.connection.execute("SELECT hold FROM hold_standing ORDER BY hold").fetchall()
    found = [StoredHolds(desk.connection).hold(str(row)) for (row,) in rows]
    return [(one.patron_name.split()[0], stage_of(one.wanted, today(desk)).value) for one in found]


def picked(desk, code):
    branch = desk.branches[code]
    return pick_list(desk.database, today=today(desk), branch=branch, at=branch)


def today(desk):
    return TODAY + timedelta(days=(desk.now_ms - NOON) // DAY_MS)


def test_for_a_copy_that_is_out_one_waits_in_a_queue(house):
    first, second = hold(house, "P1"), hold(house, "P2")

    assert (first.kind, first.position, second.position) == ("queue", 1, 2)
    assert stages(house) == [("P1", "waiting"), ("P2", "waiting")]


def test_a_copy_on_the_shelf_is_reserved(house):
    house.item("I2", title="Gadi")

    assert hold(house, "P1", "I2").kind == "shelf"


def test_a_return_is_laid_ready_for_the_first_in_line(house):
    hold(house, "P1")
    hold(house, "P2")

    returned = house.done(check_in, item="I1")

    assert told(returned) == ["PUT_ON_HOLD_SHELF"]
    assert dict(returned.todo[0].figures)["number"] == "P1"
    assert stages(house) == [("P1", "ready"), ("P2", "waiting")]


def test_what_lies_ready_is_lent_to_nobody_else(house):
    hold(house, "P1")
    house.done(check_in, item="I1")

    assert house.refused(check_out, patron="P2", item="I1") == [Why.HELD_FOR_ANOTHER]
    house.done(check_out, patron="P1", item="I1")

    assert stages(house) == []


def test_who_lends_it_all_the_same_puts_the_hold_back_in_its_place(house):
    hold(house, "P1")
    hold(house, "P2")
    house.done(check_in, item="I1")

    house.done(check_out, patron="P3", item="I1", override={"HELD_FOR_ANOTHER"}, reason="steidzami")

    assert stages(house) == [("P1", "waiting"), ("P2", "waiting")]
    assert house.value("SELECT count(*) FROM verdict") == 0


def test_any_copy_of_the_title_ends_the_wait(house):
    hold(house, "P1")
    house.item("I2")

    house.done(check_out, patron="P1", item="I2")

    assert stages(house) == []


def test_a_return_elsewhere_is_sent_and_told_of_only_where_it_is_received(house):
    hold(house, "P1", pickup="RUJ")

    assert told(house.done(check_in, item="I1")) == ["SEND_FOR_HOLD"]
    assert stages(house) == [("P1", "coming")]
    assert house.refused(check_out, patron="P2", item="I1") == [Why.HELD_FOR_ANOTHER, Why.IN_TRANSIT]

    at(house, "RUJ")
    assert told(house.done(check_in, item="I1"))[-1:] == ["PUT_ON_HOLD_SHELF"]
    assert stages(house) == [("P1", "ready")]
    assert house.value("SELECT cause FROM transfer_end") == "received"


def test_a_copy_scanned_twice_is_sent_once(house):
    hold(house, "P1", pickup="RUJ")

    first, second = house.done(check_in, item="I1"), house.done(check_in, item="I1")

    assert (told(first), told(second)) == (["SEND_FOR_HOLD"], ["WAS_NOT_ON_LOAN", "SEND_FOR_HOLD"])
    assert house.value("SELECT count(*) FROM transfer") == 1


def test_nobody_waits_and_the_copy_goes_home(house):
    at(house, "RUJ")
    assert told(house.done(check_in, item="I1")) == ["SEND_HOME"]
    assert house.value("SELECT count(*) FROM copy_place WHERE transfer IS NOT NULL") == 1

    at(house, "MAZ")
    assert told(house.done(check_in, item="I1")) == ["WAS_NOT_ON_LOAN"]
    assert house.value("SELECT count(*) FROM copy_place") == 0


def test_what_is_not_collected_goes_to_the_next_in_line(house):
    hold(house, "P1")
    hold(house, "P2")
    house.done(check_in, item="I1")
    until = date.fromisoformat(house.value("SELECT ready_until FROM hold_standing WHERE copy IS NOT NULL"))
    house.pass_days((until - TODAY).days + 1)
    assert stages(house)[0] == ("P1", "uncollected")

    returned = house.done(check_in, item="I1")

    assert dict(returned.todo[-1].figures)["number"] == "P2"
    assert stages(house) == [("P2", "ready")]


def test_the_hold_shelf_counts_days_on_which_the_branch_opens(house):
    house.done(change_setting, key="hold_shelf_days", value="6")
    hold(house, "P1")
    house.done(check_in, item="I1")

    assert house.value("SELECT ready_until FROM hold_standing") == "2026-03-09"


def test_a_suspended_hold_keeps_its_place_and_is_passed_by(house):
    first = hold(house, "P1")
    hold(house, "P2")
    house.done(suspend_hold, hold=str(first.hold), until=TODAY + timedelta(days=5))

    assert dict(house.done(check_in, item="I1").todo[-1].figures)["number"] == "P2"
    assert house.done(resume_hold, hold=str(first.hold)).position == 1
    assert house.refused(resume_hold, hold=str(first.hold)) == [Why.HOLD_STANDS]


def test_who_is_away_is_passed_by_until_they_are_back(house):
    one = hold(house, "P1")
    with house.database.writing() as connection:
        connection.execute(
            "UPDATE patron SET absent_from = '2026-03-01', absent_until = '2026-03-05' WHERE id = ?", (one.patron,)
        )

    assert told(house.done(check_in, item="I1")) == []
    house.pass_days(5)
    assert told(house.done(check_in, item="I1")) == ["WAS_NOT_ON_LOAN", "PUT_ON_HOLD_SHELF"]


def test_a_hold_lapses_when_its_time_is_over(house):
    hold(house, "P1", until=TODAY + timedelta(days=3))
    house.pass_days(4)

    assert stages(house) == [("P1", "lapsed")]
    assert told(house.done(check_in, item="I1")) == []


def test_one_copy_alone_may_be_wanted(house):
    house.item("I2")
    hold(house, "P1", "I1", this_copy=True)

    assert told(house.done(check_in, item="I2")) == ["WAS_NOT_ON_LOAN"]
    assert told(house.done(check_in, item="I1")) == ["PUT_ON_HOLD_SHELF"]


def test_a_branch_may_serve_its_own_first(house):
    house.done(change_setting, key="queue_order", value="branch")
    hold(house, "P1", pickup="RUJ")
    hold(house, "P2")

    assert dict(house.done(check_in, item="I1").todo[-1].figures)["number"] == "P2"


def test_a_hold_is_moved_with_the_copy_that_lies_ready(house):
    one = hold(house, "P1")
    house.done(check_in, item="I1")
    house.done(move_hold, hold=str(one.hold), to="RUJ")

    assert stages(house) == [("P1", "coming")]
    assert [one.barcode for one in picked(house, "MAZ")] == ["I1"]
    assert picked(house, "RUJ") == []
    assert told(house.done(check_in, item="I1")) == ["WAS_NOT_ON_LOAN", "SEND_FOR_HOLD"]
    assert picked(house, "MAZ") == []
    assert house.refused(move_hold, hold=str(one.hold), to="RUJ") == [Why.ALREADY_THERE]
    assert house.refused(move_hold, hold=str(one.hold), to="XXX") == [Why.BRANCH_UNKNOWN]


def test_a_cancelled_hold_frees_its_copy_for_the_next(house):
    one = hold(house, "P1")
    hold(house, "P2")
    house.done(check_in, item="I1")
    house.done(cancel_hold, hold=str(one.hold))

    assert dict(house.done(check_in, item="I1").todo[-1].figures)["number"] == "P2"
    assert house.refused(cancel_hold, hold=str(one.hold)) == [Why.HOLD_UNKNOWN]


def test_who_fetches_is_noted_until_it_is_given_up(house):
    house.item("I2")
    one = hold(house, "P1", "I2")

    assert house.done(fetch_hold, hold=str(one.hold)).stage == "fetching"
    assert stages(house) == [("P1", "fetching")]
    house.done(requeue_hold, hold=str(one.hold))
    assert stages(house) == [("P1", "waiting")]


def test_a_copy_put_back_in_the_queue_is_for_somebody_else(house):
    one = hold(house, "P1")
    house.done(check_in, item="I1")
    house.done(requeue_hold, hold=str(one.hold))

    assert stages(house) == [("P1", "waiting")]


def test_nobody_waits_twice_or_for_what_they_have(house):
    hold(house, "P1")

    assert house.refused(place_hold, patron="P1", item="I1") == [Why.ALREADY_HELD]
    assert house.refused(place_hold, patron="P3", item="I1") == [Why.ALREADY_ON_LOAN_TO_PATRON]


def test_a_quick_loan_cannot_be_reserved(danish_desk):
    danish_desk.patron("P1")
    danish_desk.item("I1", material="quick-loan")

    assert danish_desk.refused(place_hold, patron="P1", item="I1") == [Why.NOT_RESERVABLE]


def test_for_a_minor_without_a_guarantee_nothing_is_reserved(house):
    house.patron("P4", birth_on=date(2015, 1, 1), override={"GUARANTEE_MISSING"}, reason="tomorrow")

    assert house.refused(place_hold, patron="P4", item="I1") == [Why.GUARANTEE_MISSING]
    assert hold(house, "P4", override={"GUARANTEE_MISSING"}, reason="tomorrow")


def test_a_letter_tells_of_nothing_that_is_no_longer_kept(house):
    hold(house, "P1")
    house.done(check_in, item="I1")
    patron = house.value("SELECT patron FROM hold")

    def pointless(work):
        return Done(record=is_pointless(work, patron, HOLD_READY), touched=frozenset())

    assert not house.done(pointless)
    house.pass_days(20)
    assert house.done(pointless)


def test_there_may_be_a_limit_on_holds(house):
    house.done(change_setting, key="holds_max", value="1")
    house.item("I2", title="Gadi")
    hold(house, "P1")

    assert house.refused(place_hold, patron="P1", item="I2") == [Why.HOLDS_AT_LIMIT]


def test_no_loan_is_renewed_while_somebody_waits(house):
    house.pass_days(3)
    hold(house, "P1")

    assert house.refused(renew, item="I1") == [Why.QUEUE_WAITING]
    house.item("I2")
    assert house.done(renew, item="I1")


def test_a_return_is_undone_with_what_it_laid_ready(house):
    hold(house, "P1")
    house.done(check_in, item="I1")

    house.done(undo)

    assert stages(house) == [("P1", "waiting")]
    assert house.value("SELECT count(*) FROM open_loan") == 1


def test_a_copy_is_sent_by_hand_and_may_be_lost_on_its_way(house):
    one = hold(house, "P1", pickup="RUJ")
    house.done(check_in, item="I1")

    assert house.refused(lose_copy, item="I9") == [Why.UNKNOWN_SCAN]
    assert house.done(lose_copy, item="I1").cause == "lost"
    assert stages(house) == [("P1", "waiting")]
    assert house.refused(lose_copy, item="I1") == [Why.NOT_ON_ITS_WAY]
    assert house.done(send_copy, item="I1", to="RUJ").to == "Rūjiena"
    assert one.hold


def test_a_letter_is_written_only_when_a_copy_lies_ready(house):
    house.done(change_setting, key="mail_desk", value="34")
    with house.database.writing() as connection:
        connection.execute("UPDATE patron SET email = 'a@example.org'")
    hold(house, "P1", pickup="RUJ")

    house.done(check_in, item="I1")
    assert house.value("SELECT count(*) FROM notice") == 0
    at(house, "RUJ")
    house.done(check_in, item="I1")
    house.done(check_in, item="I1")

    assert house.connection.execute("SELECT kind FROM notice").fetchall() == [("hold_ready",)]


def test_an_absence_is_noted_and_taken_back(house):
    hold(house, "P1")
    house.done(note_absence, patron="P1", first=TODAY, last=TODAY + timedelta(days=3))
    assert stages(house) == [("P1", "absent")]
    assert house.refused(note_absence, patron="P1", last=TODAY - timedelta(days=1)) == [Why.FIELD_INVALID]
    assert house.refused(note_absence, patron="P9") == [Why.UNKNOWN_SCAN]

    house.done(note_absence, patron="P1")

    assert stages(house) == [("P1", "waiting")]
