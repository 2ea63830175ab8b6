"""What is told about a branch: its name, its address, the weekdays on which it never opens (L-01, L-46)."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from app.db.queries.network import branches
from app.desk.branches import change_branch
from app.desk.checkout import check_out
from app.rules.blocks import Why
from app.words import LANGUAGES, Words
from exports.registry import write_report
from tests.exports.test_reports import rows
from tests.making import TODAY, permissions


def told(desk):
    return [(one.name, one.address, set(one.closed_weekdays)) for one in branches(desk.database)]


def test_a_branch_is_told_as_it_is(desk):
    desk.done(change_branch, code="MAZ", name="Mazpils  bibliotēka", address=" Skolas iela 2, Mazpils ")
    assert told(desk) == [("Mazpils bibliotēka", "Skolas iela 2, Mazpils", {7})]

    desk.done(change_branch, code="MAZ", closed_weekdays="761")
    assert told(desk) == [("Mazpils bibliotēka", "Skolas iela 2, Mazpils", {1, 6, 7})]

    desk.done(change_branch, code="MAZ", closed_weekdays="0", address="")
    assert told(desk) == [("Mazpils bibliotēka", "", set())]


def test_due_days_avoid_the_weekdays_on_which_it_never_opens(desk):
    desk.patron("P1")
    for barcode in ("I1", "I2"):
        desk.item(barcode)
    usual = desk.done(check_out, patron="P1", item="I1").due_on
    desk.done(change_branch, code="MAZ", closed_weekdays=str(usual.isoweekday()) + "7")

    assert desk.done(check_out, patron="P1", item="I2").due_on > usual


@pytest.mark.parametrize("weekdays", ["8", "1234567", "ma", " ", ""])
def test_weekdays_that_are_none_are_refused(desk, weekdays):
    before = told(desk)

    assert desk.refused(change_branch, code="MAZ", closed_weekdays=weekdays) == [Why.FIELD_INVALID]
    assert desk.refused(change_branch, code="MAZ", name=" ") == [Why.FIELD_MISSING]
    assert desk.refused(change_branch, code="XYZ", name="X") == [Why.FIELD_INVALID]
    assert told(desk) == before


def test_who_may_not_change_the_network_may_not_change_a_branch(desk):
    desk.acting = replace(desk.acting, permissions=permissions("manager"))

    assert desk.refused(change_branch, code="MAZ", name="X") == [Why.NOT_PERMITTED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_branches_is_printed_with_their_addresses(desk, tmp_path, language):
    desk.done(change_branch, code="MAZ", address="Skolas iela 2, Mazpils", hours="1-6 10:00-18:00")

    written = write_report("branches", tmp_path / "list.xlsx", database=desk.database, words=Words(language),
                           first=TODAY, last=TODAY, today=TODAY, now_ms=desk.now_ms, zone="Europe/Riga")  # fmt: skip

    page = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    hours = f"{Words(language).weekday(1)}–{Words(language).weekday(6)} 10:00-18:00"
    assert written.rows == 1
    assert rows(page) == [("Mazpils", "Skolas iela 2, Mazpils", hours, Words(language).weekday(7))]
    assert (
        Words(language).weekday(date(2026, 3, 2).isoweekday())
        == {"lv": "pirmdiena", "da": "mandag", "en": "Monday"}[language]
    )


def test_hours_say_on_which_weekdays_it_never_opens(desk):
    desk.done(change_branch, code="MAZ", hours="1-5 10:00-18:00; 6 10.00-15.00")

    [branch] = branches(desk.database)
    assert branch.hours == "1-5 10:00-18:00; 6 10:00-15:00"
    assert branch.closed_weekdays == {7}
    desk.done(change_branch, code="MAZ", hours="")
    assert branches(desk.database)[0].hours == ""


@pytest.mark.parametrize("given", [{"hours": "always"}, {"hours": "1 10:00-18:00", "closed_weekdays": "7"}])
def test_hours_that_are_none_are_refused(desk, given):
    assert desk.refused(change_branch, code="MAZ", **given) == [Why.FIELD_INVALID]
