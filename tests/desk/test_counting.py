"""Counting at the desk: a key press is kept, an hour is a fact."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from app.db.counts import counting_now
from app.db.queries.counts import counts_of_day, events_of
from app.db.queries.hours import hourly_use
from app.db.queries.reports import day_sheet
from app.desk.checkout import check_out
from app.desk.counting import (
    add_event,
    cancel_event,
    change_event,
    correct_count,
    count,
    differences,
    write_counts,
)
from app.desk.in_house import use_in_house
from app.desk.undo import undo
from app.rules.blocks import Why
from app.words import Words
from exports.registry import write_report
from tests.making import TODAY

HOUR_MS = 3_600_000


def tallies(desk):
    return desk.connection.execute(
        "SELECT kind, on_day, hour, count FROM tally t"
        " WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = t.id) ORDER BY hour, kind"
    ).fetchall()


def test_a_key_press_is_no_fact(desk):
    before = desk.value("SELECT max(n) FROM outbox")

    counts = [desk.done(count, kind="visit_adult").count for _ in range(3)]

    assert counts == [1, 2, 3]
    assert desk.value("SELECT max(n) FROM outbox") == before
    assert counting_now(desk.connection, TODAY) == {"visit_adult": 3}


def test_an_hour_that_is_over_becomes_a_fact_a_kind(desk):
    for kind in ("visit_adult", "visit_adult", "wifi"):
        desk.done(count, kind=kind)
    desk.now_ms += HOUR_MS

    desk.done(count, kind="visit_child")

    assert tallies(desk) == [("visit_adult", "2026-03-02", 12, 2), ("wifi", "2026-03-02", 12, 1)]
    assert counting_now(desk.connection, TODAY) == {"visit_adult": 2, "wifi": 1, "visit_child": 1}


def test_at_the_end_everything_is_written_once(desk):
    desk.done(count, kind="computer", number=4)
    desk.done(write_counts, until_now=False)
    assert tallies(desk) == []

    assert [desk.done(write_counts) for _ in range(2)] == [1, 0]
    assert tallies(desk) == [("computer", "2026-03-02", 12, 4)]


def test_a_slip_of_the_finger_is_taken_off(desk):
    desk.done(count, kind="wifi", number=2)

    assert desk.done(count, kind="wifi", number=-1).count == 1
    assert desk.done(count, kind="wifi", number=-5).count == 0
    assert desk.done(write_counts) == 0


def test_what_was_written_is_undone_as_one_deed(desk):
    desk.done(count, kind="wifi", number=2)
    desk.done(write_counts)

    assert desk.done(undo).deed == "tally"

    assert tallies(desk) == []


def test_an_event_is_written_with_who_came(desk):
    desk.done(add_event, name=" Dzejas  dienas ", kind="reading", adults=12, children=3)

    assert desk.connection.execute("SELECT kind, name, on_day, adults, children FROM event").fetchall() == [
        ("reading", "Dzejas dienas", "2026-03-02", 12, 3)
    ]
    assert desk.refused(add_event, name=" ") == [Why.FIELD_MISSING]
    assert desk.refused(add_event, name="x", adults=-1) == [Why.FIELD_INVALID]
    assert desk.refused(add_event, name="x", on=date(2027, 1, 1)) == [Why.FIELD_INVALID]


@pytest.mark.parametrize(("kind", "number"), [("sneeze", 1), ("wifi", 100_000)])
def test_what_cannot_be_counted_is_refused(desk, kind, number):
    assert desk.refused(count, kind=kind, number=number) == [Why.FIELD_INVALID]


def test_the_day_sheet_has_visits_and_use_in_the_house(desk):
    desk.item("I1")
    desk.done(use_in_house, item="I1", count=2)
    for kind, number in (("visit_adult", 5), ("visit_child", 3), ("visit_virtual", 7)):
        desk.done(count, kind=kind, number=number)

    [day] = day_sheet(desk.database, first=TODAY, last=TODAY)

    assert (day.in_house, day.visits) == (2, (5, 3, 7))


def test_use_by_the_hour_is_by_the_clock_of_the_branch(desk, tmp_path):
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    desk.done(count, kind="visit_child", number=3)
    desk.done(count, kind="visit_virtual", number=9)

    [hour] = hourly_use(desk.database, first=TODAY, last=TODAY)
    path = tmp_path / "use.xlsx"
    write_report("hourly-use", path, database=desk.database, words=Words("lv"), first=TODAY, last=TODAY,
                 today=TODAY, now_ms=desk.now_ms, zone="Europe/Riga")  # fmt: skip

    assert (hour.weekday, hour.hour, hour.loans, hour.visits) == (1, 12, 1, 3)
    assert [cell.value for cell in load_workbook(path).worksheets[0][5]] == ["pirmdiena", 12, 1, 3]
    assert hourly_use(desk.database, first=date(2026, 3, 3), last=date(2026, 3, 9)) == []


def wifi(desk):
    return counts_of_day(desk.database, desk.acting.branch, TODAY).get("wifi", {})


def test_a_day_is_put_right_by_what_it_differs(desk):
    desk.done(count, kind="wifi", number=5)
    desk.now_ms += HOUR_MS
    desk.done(count, kind="wifi", number=9)

    corrected = desk.done(correct_count, kind="wifi", number=4)

    assert (corrected.before, corrected.count) == (14, 4)
    assert wifi(desk) == {12: 4, 13: 0}
    desk.done(undo)
    assert wifi(desk) == {12: 5, 13: 9}


@pytest.mark.parametrize(
    ("hours", "wanted", "found"),
    [
        ({}, 3, {9: 3}),
        ({}, 0, {}),
        ({12: 5, 13: 9}, 15, {13: 1}),
        ({12: 5, 13: 9}, 4, {13: -9, 12: -1}),
        ({12: -2, 13: 9}, 0, {13: -7}),
    ],
)
def test_no_hour_is_taken_below_nothing(hours, wanted, found):
    assert differences(hours, wanted, usual=9) == found


@pytest.mark.parametrize("given", [{"number": -1}, {"number": 100_000}, {"kind": "sneeze"}, {"on": date(2027, 1, 1)}])
def test_a_day_cannot_be_put_right_to_nonsense(desk, given):
    assert desk.refused(correct_count, **{"kind": "wifi", "number": 1, **given}) == [Why.FIELD_INVALID]


def held(desk):
    found = events_of(desk.database, desk.acting.branch, date(2026, 1, 1), date(2026, 12, 31))
    return [(one.name, one.adults) for one in found]


def test_an_event_is_changed_or_taken_back_by_its_branch_alone(desk):
    event = desk.done(add_event, name="Dzejas dienas", adults=12).event

    changed = desk.done(change_event, event=event, name="Dzejas diena", kind="talk", on=TODAY, adults=21, children=0)
    assert held(desk) == [("Dzejas diena", 21)]
    assert desk.refused(cancel_event, event=event) == [Why.ROW_UNKNOWN]

    home = desk.acting
    desk.acting = replace(home, branch=home.branch + 1)
    assert desk.refused(cancel_event, event=changed.event) == [Why.ROW_UNKNOWN]
    desk.acting = home
    desk.done(cancel_event, event=changed.event)
    assert held(desk) == []


def test_undoing_takes_no_changed_event_away(desk):
    event = desk.done(add_event, name="Dzejas dienas", adults=12).event
    desk.done(change_event, event=event, name="Dzejas diena", kind="talk", on=TODAY, adults=21, children=0)

    assert desk.refused(undo) == [Why.NOTHING_TO_UNDO]
    assert held(desk) == [("Dzejas diena", 21)]
