"""Who is to be entered in the catalogue of the country, as a list, a workbook and a CSV file (L-10)."""

import csv
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from app.db.queries.entry import to_enter
from app.desk.entering import mark_entered
from app.desk.erasures import propose_erasure
from app.desk.numbers import add_number
from app.desk.patrons import Contact
from app.rules.blocks import Why
from app.words import LANGUAGES, Words
from exports.plain import write_csv
from exports.registry import write_report
from exports.workbook import Column, Sheet
from tests.exports.test_reports import rows
from tests.making import TODAY

CODE = "161175-19997"


@pytest.fixture
def town(desk):
    desk.patron("P1", code=CODE, birth_on=date(1975, 11, 16),
                contact=Contact(phone="+4598123456", email="elina@example.lv", street="Bērzu iela", house="4"))  # fmt: skip
    desk.patron("P2", given="Toms", family="Kalns")
    return desk


def write(town, path, language="lv", **given):
    facts = {"first": TODAY, "last": TODAY, "today": TODAY, "now_ms": town.now_ms, "zone": "Europe/Riga", **given}
    return write_report("not-entered", path, database=town.database, words=Words(language), **facts)


def test_who_is_entered_leaves_the_list(town):
    assert [one.number for one in to_enter(town.database)] == ["P1", "P2"]

    town.done(mark_entered, patron="P1", external_id=" A  77 ")

    assert [one.number for one in to_enter(town.database)] == ["P2"]
    assert town.value("SELECT external_id FROM patron WHERE given = 'Elīna'") == "A 77"


def test_a_number_of_the_other_system_belongs_to_one_person(town):
    town.done(mark_entered, patron="P1", external_id="A77")

    assert town.refused(mark_entered, patron="P2", external_id="A77") == [Why.EXTERNAL_TAKEN]
    assert town.refused(mark_entered, patron="P2", external_id=" ") == [Why.FIELD_MISSING]
    assert town.refused(mark_entered, patron="P9", external_id="A78") == [Why.UNKNOWN_SCAN]
    town.done(mark_entered, patron="P1", external_id="A77")


def test_a_list_is_of_one_branch_or_of_all(town):
    assert len(to_enter(town.database, "MAZ")) == 2
    assert to_enter(town.database, "RUJ") == []


def test_who_is_to_be_forgotten_or_has_died_is_not_entered(town):
    town.done(propose_erasure, patron="P1", reason="pati lūdz")
    with town.database.writing() as connection:
        connection.execute("UPDATE patron SET died_on = '2026-03-01' WHERE given = 'Toms'")

    assert to_enter(town.database) == []


def test_a_protected_address_is_not_in_the_list(town):
    assert to_enter(town.database)[0].address == "Bērzu iela 4"
    with town.database.writing() as connection:
        connection.execute("UPDATE patron SET address_protected = 1 WHERE given = 'Elīna'")

    assert to_enter(town.database)[0].address == ""


def test_the_code_in_force_is_the_one_to_be_entered(town):
    town.done(add_number, patron="P1", number="325035-11782", kind="personal_code")

    assert to_enter(town.database)[0].code == "325035-11782"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_what_the_other_system_asks(town, tmp_path, language):
    written = write(town, tmp_path / "list.xlsx", language)

    page = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert written.rows == 2
    assert rows(page)[0] == (
        "P1", "Krūze", "Elīna", datetime(1975, 11, 16), CODE, "Bērzu iela 4", "+4598123456", "elina@example.lv", None,
        Words(language)("category.adult"), None, "Mazpils", datetime(2026, 3, 2),
    )  # fmt: skip
    assert page["G5"].quotePrefix


def test_the_csv_has_the_same(town, tmp_path):
    write(town, tmp_path / "list.CSV")

    data = (tmp_path / "list.CSV").read_bytes()
    heading, elina, toms = csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";")
    assert data.startswith(b"\xef\xbb\xbf")
    assert (heading[0], heading[4], len(heading)) == ("Lasītāja nr.", "Personas kods", 13)
    assert elina[:8] == [
        "P1",
        "Krūze",
        "Elīna",
        "1975-11-16",
        CODE,
        "Bērzu iela 4",
        "'+4598123456",
        "elina@example.lv",
    ]
    assert toms[1:4] == ["Kalns", "Toms", ""]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+371", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_of_a_csv_starts_a_formula(tmp_path, name):
    sheet = Sheet(name="S", title="", subtitle="", table="T", columns=[Column(heading="h"), Column(heading="n", kind="number")],
                  rows=[(name, -5)], empty="", footer="")  # fmt: skip

    write_csv(sheet, tmp_path / "evil.csv")

    with (tmp_path / "evil.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [["h", "n"], [f"'{name}", "-5"]]
