"""What is told about a branch: its name, its address, its hours (L-01, L-46)."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from app.db.queries.network import branches
from app.desk.branches import change_branch
from app.desk.opening import change_hours
from app.rules.blocks import Why
from app.words import LANGUAGES, Words
from exports.registry import write_report
from tests.exports.test_reports import rows
from tests.making import TODAY, permissions


def told(desk):
    return [(one.name, one.address) for one in branches(desk.database)]


def test_a_branch_is_told_as_it_is(desk):
    desk.done(change_branch, code="MAZ", name="Mazpils  bibliotēka", address=" Skolas iela 2, Mazpils ")
    assert told(desk) == [("Mazpils bibliotēka", "Skolas iela 2, Mazpils")]

    desk.done(change_branch, code="MAZ", address="")
    assert told(desk) == [("Mazpils bibliotēka", "")]


def test_a_branch_without_a_name_or_that_nobody_knows_is_refused(desk):
    before = told(desk)

    assert desk.refused(change_branch, code="MAZ", name=" ") == [Why.FIELD_MISSING]
    assert desk.refused(change_branch, code="XYZ", name="X") == [Why.FIELD_INVALID]
    assert told(desk) == before


def test_who_may_not_change_the_network_may_not_change_a_branch(desk):
    desk.acting = replace(desk.acting, permissions=permissions("manager"))

    assert desk.refused(change_branch, code="MAZ", name="X") == [Why.NOT_PERMITTED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_branches_is_printed_with_their_addresses(desk, tmp_path, language):
    desk.done(change_branch, code="MAZ", address="Skolas iela 2, Mazpils")
    desk.done(change_hours, hours="1-6 10:00-18:00")

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
