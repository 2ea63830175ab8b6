"""Whom the library is to forget, why, and what hinders it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.db.queries.forgetting import erasure_of, to_forget
from app.db.queries.retention import Standing
from app.db.queries.settings import policy_in_force
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ending import end_use
from app.desk.erasures import propose_erasure, propose_unused, withdraw_erasure
from app.desk.network import change_setting
from app.desk.persons import merge_patrons
from tests.db.test_erasing import YEAR_MS, pass_until
from tests.making import NOON, TODAY

LATER_MS = NOON + 6 * YEAR_MS


@pytest.fixture
def town(desk):
    """Anna stops; Berta has a book at home; Zane never comes again."""
    for card, given in (("P1", "Anna"), ("P2", "Berta"), ("P3", "Zane")):
        desk.patron(card, given=given, family="Liepa")
    desk.item("I1")
    return desk


def read(desk, branch="", most=100):
    today = datetime.fromtimestamp(desk.now_ms / 1000, UTC).date()
    policy = policy_in_force(desk.database, today, desk.acting.branch)
    return to_forget(
        desk.database, policy, today=today, now_ms=desk.now_ms, zone="Europe/Riga", branch=branch, most=most
    )


def found(desk, branch=""):
    return read(desk, branch).people


def told(desk):
    return {one.name: (one.cause, one.since, one.loans, one.erasure.standing if one.erasure else None)
            for one in found(desk)}  # fmt: skip


def test_nobody_is_forgotten_who_uses_the_library(town):
    assert found(town) == []


def test_who_wishes_to_stop_is_to_be_proposed_and_who_has_a_book_brings_it_back_first(town):
    town.done(check_out, patron="P2", item="I1")
    town.done(end_use, patron="P1", on_day=TODAY - timedelta(days=3))
    town.done(end_use, patron="P2")

    assert told(town) == {
        "Anna Liepa": ("request", TODAY - timedelta(days=3), 0, None),
        "Berta Liepa": ("request", TODAY, 1, None),
    }

    town.done(check_in, item="I1")
    assert told(town)["Berta Liepa"] == ("request", TODAY, 0, None)


def test_a_proposal_stands_in_the_place_of_whoever_was_to_be_proposed(town):
    town.done(end_use, patron="P1")

    town.done(propose_unused)

    assert told(town) == {"Anna Liepa": ("request", TODAY, 0, Standing.WAITING)}


def test_somebody_with_two_records_is_proposed_and_counted_once(town):
    town.done(end_use, patron="P1")
    merged = town.done(merge_patrons, patron="P1", other="P2")
    assert read(town).due == 1

    [proposed] = town.done(propose_unused)

    assert (proposed.patron, len(proposed.others)) == (merged.patron, 1)
    now = read(town)
    assert (now.due, now.waiting, len(now.people)) == (0, 1, 1)
    assert now.people[0].erasure.standing is Standing.WAITING

    town.done(withdraw_erasure, proposal=proposed.proposal)
    assert (read(town).due, read(town).waiting) == (1, 0)


def test_who_wishes_to_stop_by_one_record_and_is_proposed_by_the_other_is_told_once(town):
    town.done(check_out, patron="P1", item="I1")
    town.done(propose_erasure, patron="P2", reason="lūdza")
    town.done(end_use, patron="P1")

    town.done(merge_patrons, patron="P1", other="P2")

    assert [one.erasure is not None for one in found(town)] == [True]


def test_who_has_not_come_for_years_is_to_be_proposed_with_the_day_of_the_last_use(town):
    pass_until(town, LATER_MS)

    assert told(town)["Zane Liepa"] == ("unused", TODAY, 0, None)
    assert len(found(town)) == 3


def test_somebody_with_two_records_stands_there_once(town):
    town.done(merge_patrons, patron="P1", other="P2")
    town.done(check_out, patron="P2", item="I1")
    town.done(end_use, patron="P2")
    assert [one.name for one in found(town)] == ["Anna Liepa"]

    town.done(check_in, item="I1")

    assert [one.name for one in found(town)] == ["Anna Liepa"]


def test_where_the_rules_name_no_years_nobody_is_unused(town):
    town.done(change_setting, key="unused_years", value="0", from_on=None, everywhere=True)
    pass_until(town, LATER_MS)

    assert found(town) == []


def test_of_many_all_are_counted_and_as_many_told_as_were_asked_for(town):
    pass_until(town, LATER_MS)
    town.done(propose_erasure, patron="P1", reason="lūdza")

    few = read(town, most=1)

    assert (len(few.people), few.due, few.waiting) == (1, 2, 1)
    assert len(read(town).people) == 3


def test_a_branch_sees_its_own_people(town):
    town.done(end_use, patron="P1")

    assert found(town, branch="NONE") == []


def test_a_person_is_told_of_their_proposal_by_any_record(town):
    merged = town.done(merge_patrons, patron="P1", other="P2")
    assert erasure_of(town.database, merged.patron, town.now_ms) is None
    town.done(propose_erasure, patron="P1", reason="request")

    shown = erasure_of(town.database, merged.records[1], town.now_ms)

    assert (shown.cause, shown.standing) == ("request", Standing.WAITING)
    town.done(withdraw_erasure, proposal=shown.proposal)
    assert erasure_of(town.database, merged.patron, town.now_ms) is None
