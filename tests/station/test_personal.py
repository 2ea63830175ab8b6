"""Everything that is kept about somebody is handed to them (R-33), and who looked is noted (R-32)."""

import io
import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from app.db.declaration import TABLES
from app.db.erasing import erase_persons
from app.db.queries.personal import BELOW, EDGES, personal_data
from app.db.queries.viewings import viewings
from app.desk.accounts import issue_account
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ids import StaffId
from app.desk.items import add_item
from app.desk.network import change_setting
from app.desk.outcome import Refused
from app.desk.patrons import Contact, register_patron
from app.desk.promises import Guarantor
from app.desk.viewing import note_viewing
from app.desk.visits import add_remark
from app.station.personal import PersonalFileKind, hand_out_data
from app.station.printing.personal import personal_pages
from app.words import LANGUAGES, Words

ZONE = "Europe/Riga"
CHILD = {"given": "Toms", "family": "Kalns", "birth_on": date(2015, 5, 5)}
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def elina(station):
    """Somebody of whom much is known."""
    contact = Contact(phone="26123456", street="Rīgas iela", house="7")
    patron = station.do(
        register_patron, given="Elīna", family="Krūze", birth_on=date(1990, 1, 2), code="020190-11111", card="P1",
        contact=contact, document="passport",
    ).record.patron  # fmt: skip
    station.do(add_item, barcode="I1", title="Mātes piens")
    station.do(check_out, patron="P1", item="I1", shown="library_card")
    station.do(check_in, item="I1")
    station.do(add_remark, patron="P1", body="grib zvanu pirms plkst. 17")
    station.do(issue_account, patron="P1", verifier="$argon2id$secret", username="elina")
    return patron


def data(station, patron):
    return {section.table: section.rows for section in personal_data(station.reading, patron, ZONE)}


def test_all_that_is_kept_is_in_it_in_words_that_can_be_read(station, elina):
    found = data(station, elina)

    assert set(found) == {
        "patron", "identifier", "registration", "identity_check", "rules_acceptance", "visit", "remark", "loan",
        "closing",
    }  # fmt: skip
    [person] = found["patron"]
    assert (person["given"], person["phone"], person["home_branch"]) == ("Elīna", "26123456", "Mazpils")
    assert [row["kind"] for row in found["identifier"]] == ["personal_code", "library_card"]
    [loan] = found["loan"]
    assert (loan["item"], loan["branch"], loan["at_ms"]) == ("I1 Mātes piens", "Mazpils", "2026-03-02T12:00:00+02:00")
    assert found["remark"][0]["body"] == "grib zvanu pirms plkst. 17"


def test_a_password_and_the_staff_are_not_in_it(station, elina):
    said = str(data(station, elina))

    assert "argon2id" not in said
    assert "***" in said
    assert str(station.acting.staff) not in said


def test_a_guarantor_is_told_what_is_kept_of_them_and_not_for_whom(station, elina):
    mother = Guarantor(given="Elīna", family="Krūze", code="020190-11111", phone="26123456")
    child = station.do(register_patron, **CHILD, guarantor=mother).record.patron

    [promise] = data(station, elina)["guarantor"]
    assert (promise["given"], promise["phone"]) == ("Elīna", "26123456")
    assert "Toms" not in str(data(station, elina))
    assert str(child) not in str(data(station, elina))
    [for_the_child] = data(station, child)["guarantee"]
    assert "11111" not in for_the_child["code"], "a third person's code is masked"


def test_another_person_is_not_in_it(station, elina):
    station.do(register_patron, given="Jānis", family="Ozols", card="P2")
    station.do(check_out, patron="P2", item="I1")

    assert "Ozols" not in str(data(station, elina))
    assert len(data(station, elina)["loan"]) == 1


def test_every_table_that_leads_to_a_person_is_walked():
    """A table below a table about a person is named by hand: this finds one that was forgotten."""
    about = {table.name for table in TABLES if len(table.person) == 1 and table.person != ("id",)}
    below = {
        table.name
        for table in TABLES
        if any(column.refers_to in about for column in table.columns) and table.name not in about | EDGES
    }

    assert below == set(BELOW)


# In a file.


def handed(station, path, language="lv", patron="P1"):
    return hand_out_data(station, patron=patron, path=path, words=Words(language))


def test_a_machine_reads_it(station, elina, tmp_path):
    done = handed(station, tmp_path / "dati.json")

    said = json.loads(done.path.read_text(encoding="utf-8"))
    assert (said["format"], said["patron"], said["name"]) == ("lete-person-1", "P1", "Elīna Krūze")
    assert {table: len(rows) for table, rows in said["data"].items()} == {
        section.table: len(section.rows) for section in done.sections
    }
    assert said["data"]["viewing"][0]["why"] == "data", "the handing out is noted before it is done"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_reads_it_in_their_language(station, elina, tmp_path, language):
    done = handed(station, tmp_path / "dati.pdf", language)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(done.path).pages).split())
    words = Words(language)

    for said in (words("personal.title"), words("document.passport"), words("number.library_card"), "Mātes piens"):
        assert said in text
    for section in done.sections:
        assert words(f"table.{section.table}")[1:] in text
    assert "{" not in text


def test_nothing_is_told_where_nothing_is_kept():
    data = personal_pages((), name="", library="Tīkls", words=Words("da"), made_at=datetime(2026, 3, 2))

    assert Words("da")("personal.nothing") in PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_it_is_handed_out_by_whoever_may_in_a_file_that_can_be(station, elina, tmp_path):
    with pytest.raises(PersonalFileKind):
        handed(station, tmp_path / "dati.docx")
    unknown = handed(station, tmp_path / "dati.pdf", patron="P9")
    assert [one.why.value for one in unknown.blocks] == ["UNKNOWN_SCAN"]
    clerk = replace(station, acting=replace(station.acting, permissions=frozenset({"register"})))
    refused = handed(clerk, tmp_path / "dati.pdf")
    assert isinstance(refused, Refused)
    assert list(tmp_path.glob("dati*")) == []


# Who looked.


def looked(station, **which):
    found = viewings(station.reading, first=FIRST, last=LAST, **which)
    return [(one.staff, one.number, one.what, one.reason) for one in found]


def test_looking_is_noted_once_a_day_for_each_who_looks_and_each_purpose(station, elina, clock, tmp_path):
    for _ in range(3):
        station.do(note_viewing, patron=elina, reason="asked by phone")
    other = replace(station, acting=replace(station.acting, staff=StaffId(7)))
    other.do(note_viewing, patron=elina, reason="asked by phone")
    handed(station, tmp_path / "dati.pdf")
    clock.pass_ms(86_400_000)
    station.do(note_viewing, patron=elina, reason="a complaint")

    assert looked(station) == [
        ("Anna A.", "P1", "record", "asked by phone"),
        ("", "P1", "record", "asked by phone"),
        ("Anna A.", "P1", "data", ""),
        ("Anna A.", "P1", "record", "a complaint"),
    ]
    assert len(viewings(station.reading, first=date(2026, 3, 3), last=LAST)) == 1


def test_who_looked_at_one_person_is_found(station, elina):
    other = station.do(register_patron, given="Jānis", family="Ozols", card="P2").record.patron
    for patron in (elina, other):
        station.do(note_viewing, patron=patron, reason="asked")

    assert looked(station, patron=other) == [("Anna A.", "P2", "record", "asked")]


def test_of_a_person_who_was_erased_it_is_known_that_somebody_looked_and_not_at_whom_or_why(station, elina):
    station.do(note_viewing, patron=elina, reason="Elīna asked")
    with station.database.writing() as connection:
        erase_persons(connection, [elina], station.world.clock.wall_ms())

    assert looked(station) == [("Anna A.", "", "", "")]


def test_a_record_opened_without_a_reason_is_noted_where_the_rules_say_so(station, elina):
    station.do(note_viewing, patron=elina)
    assert looked(station) == []

    station.do(change_setting, key="viewings_noted", value="1")
    station.do(note_viewing, patron=elina)

    assert looked(station) == [("Anna A.", "P1", "record", "")]
