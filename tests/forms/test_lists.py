"""The list of a class: many people from one file, each a draft of its own."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from app.forms import errors, lists
from app.forms.problems import LETTERS_UNSURE
from app.forms.reading import read_form
from tests.forms.sheets import saved, zipped

HEAD = ("Nr.p.k.", "Vārds", "Uzvārds", "Personas kods", "Dzimšanas datums", "Klase")
ILZE = (1, "Ilze", "Kalnlapa", "161175-19997", "16.11.1975.", "5.b")
TOMS = (2, "Toms", "Ģēģeris", "", "24.03.2009", "5.b")
DANISH = "Fornavn;Efternavn;CPR-nr.;Mobilnummer\nRasmus;Kjærgård;0101151234;20304050\n"


def workbook(*rows, title="5.b", **more):
    book = openpyxl.Workbook()
    book.active.title = title
    for name, extra in ({title: rows} | more).items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in extra:
            sheet.append(row)
    return book


def bytes_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def listed(tmp_path):
    def read(data, name="klase.xlsx"):
        data = bytes_of(data) if isinstance(data, openpyxl.Workbook) else data
        return read_form(saved(tmp_path, data if isinstance(data, bytes) else data.encode(), name))

    return read


def test_every_row_is_a_person(listed):
    ilze, toms = listed(workbook(HEAD, ILZE, TOMS))

    assert ilze.fields == {
        "given": "Ilze", "family": "Kalnlapa", "code": "161175-19997", "birth": "1975-11-16",
    }  # fmt: skip
    assert toms.fields == {"given": "Toms", "family": "Ģēģeris", "birth": "2009-03-24"}
    assert ilze.sources["code"] == "Personas kods"
    assert [(one.label, one.value) for one in ilze.unread] == [("Klase", "5.b")]
    assert (ilze.part, toms.part) == ("5.b › 2", "5.b › 3")
    assert (ilze.language, ilze.kind, ilze.problems) == ("lv", "unknown", ())


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1257"])
def test_a_text_with_separators_is_a_list_in_whatever_letters(listed, separator, encoding):
    rows = [HEAD, ILZE, TOMS, (3, "Šarlote", "Žagare", "", "", "5.b")]
    text = "\r\n".join(separator.join(map(str, row)) for row in rows)

    found = listed(text.encode(encoding), "klase.csv")

    assert [one.fields["family"] for one in found] == ["Kalnlapa", "Ģēģeris", "Žagare"]
    assert [one.problems for one in found] == [()] * 3


def test_a_danish_list_of_windows_keeps_its_letters(listed):
    [one] = listed(DANISH.encode("cp1252"), "klasse.csv")

    assert one.fields == {"given": "Rasmus", "family": "Kjærgård", "code": "0101151234", "phone": "20304050"}
    assert (one.language, one.problems) == ("da", ())


def test_letters_of_neither_language_are_told(listed):
    [one] = listed("Fornavn;Efternavn\nJosé;Muñoz\n".encode("cp1252"), "liste.csv")

    assert [(problem.field, problem.code) for problem in one.problems] == [("", LETTERS_UNSURE)]


def test_a_cell_in_quotes_may_hold_the_separator(listed):
    [one] = listed('Vārds;Uzvārds;Adrese\nIlze;Kalnlapa;"Zvaigžņu iela 4; Ogre"\n', "klase.csv")

    assert "Zvaigžņu iela 4" in str((dict(one.fields), one.unread))


def test_days_of_excel_are_days_and_whole_numbers_have_no_fraction(listed):
    book = workbook(("Vārds", "Uzvārds", "Dzimšanas datums", "Tālrunis"), ("Ilze", "Kalnlapa", date(2009, 3, 24), 26123456.0),
                    ("Toms", "Kalnlapa", datetime(2010, 12, 1), "26 123 457"))  # fmt: skip
    book.active["C2"].number_format = "dd.mm.yyyy"
    book.active["C3"].number_format = '[$-426]yyyy". gada "d. mmmm'

    ilze, toms = listed(book)

    assert (ilze.fields["birth"], ilze.fields["phone"]) == ("2009-03-24", "26123456")
    assert toms.fields["birth"] == "2010-12-01"


def test_days_of_a_mac_workbook_are_counted_from_its_own_beginning(listed):
    book = workbook(("Vārds", "Uzvārds", "Dzimšanas datums"), ("Ilze", "Kalnlapa", date(2009, 3, 24)))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    [one] = listed(book)

    assert one.fields["birth"] == "2009-03-24"


def test_a_number_that_only_looks_like_a_day_stays_a_number(listed):
    [one] = listed(workbook(("Vārds", "Uzvārds", "Dzimšanas datums"), ("Ilze", "Kalnlapa", 39896)))

    assert "birth" not in one.fields
    assert [(problem.field, problem.value) for problem in one.problems] == [("birth", "39896")]


def test_a_code_that_lost_its_zeros_is_told_and_not_filed(listed):
    [one] = listed(workbook(("Navn", "CPR-nr."), ("Rasmus Lund", 101151234)))

    assert "code" not in one.fields
    assert [(problem.field, problem.code, problem.value) for problem in one.problems] == [
        ("code", "field.figures-lost", "101151234")
    ]


def test_parents_stand_under_their_own_heading(listed):
    book = workbook(
        ("Skola: Rūjienas vidusskola",), ("Bērns", None, None, "Vecāks", None), ("Vārds", "Uzvārds", "Klase", "Vārds, uzvārds", "Tālrunis"),
        ("Toms", "Kalnlapa", "5.b", "Ilze Kalnlapa", "26123456"),
    )  # fmt: skip

    [one] = listed(book)

    assert one.fields == {
        "given": "Toms", "family": "Kalnlapa", "school": "Rūjienas vidusskola", "guarantor_given": "Ilze",
        "guarantor_family": "Kalnlapa", "guarantor_phone": "26123456",
    }  # fmt: skip


def test_what_the_teacher_wrote_above_is_no_childs(listed):
    [one] = listed(workbook(("Klases audzinātāja: Anna Ozola",), ("Tālrunis: 26123456",), HEAD, ILZE))

    assert "phone" not in one.fields
    assert ("Tālrunis", "26123456") in [(unread.label, unread.value) for unread in one.unread]


def test_what_stands_below_and_is_nobody_is_shown_with_the_last_person(listed):
    ilze, toms = listed(workbook(HEAD, ILZE, TOMS, (), (None, None, None, None, "Kopā", 2)))

    assert ilze.unread == toms.unread[:1]
    assert toms.unread[-1].value == "Kopā | 2"


@pytest.mark.parametrize("column", ["Skolēns", "Skolēna vārds, uzvārds", "Bērna vārds, uzvārds", "Elev", "Pupil"])
def test_the_name_of_the_column_may_be_the_word_for_a_child(listed, column):
    [one] = listed(workbook((column, "E-pasts"), ("Toms Kalnlapa", "t@example.org")))

    assert (one.fields["given"], one.fields["family"]) == ("Toms", "Kalnlapa")


def test_several_sheets_are_read_and_the_others_are_told(listed):
    book = workbook(HEAD, ILZE, **{"6.a": (HEAD, TOMS), "Plāns": (("Laiks", "Vieta"),), "Vecie": (HEAD, ILZE)})
    book["Vecie"].sheet_state = "hidden"
    book.create_sheet("Tukša")

    ilze, toms = listed(book)

    assert (ilze.part, toms.part) == ("5.b › 2", "6.a › 2")
    assert [(one.code, one.value) for one in ilze.problems] == [
        ("form.no-columns", "Plāns"), ("form.hidden-sheet", "Vecie"),
    ]  # fmt: skip


def test_a_form_laid_out_in_cells_is_one_person(listed):
    [one] = listed(workbook(("Lietotāja reģistrācijas anketa",), ("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert one.kind == "adult"


def test_coloured_cells_down_to_the_end_of_the_sheet_are_nothing(listed):
    book = workbook(HEAD, ILZE)
    book.active.cell(row=900_000, column=500).fill = PatternFill("solid", fgColor="FFFF00")

    assert len(listed(book)) == 1


def test_a_strict_workbook_is_read(listed):
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    with zipfile.ZipFile(io.BytesIO(bytes_of(workbook(HEAD, ILZE)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for transitional, strict in names.items():
        parts = {name: data.replace(transitional, strict) for name, data in parts.items()}

    assert [one.fields["family"] for one in listed(zipped(parts))] == ["Kalnlapa"]


REFUSED = {
    "a list of something else": ("Autors;Nosaukums\nRainis;Uguns un nakts\n", errors.NoColumns),
    "names of columns and nobody": ("Vārds;Uzvārds\n", errors.NoFields),
    "more rows than any class": ("Vārds;Uzvārds\n" + "Ilze;Kalnlapa\n" * (lists.ROWS_MAX + 1), errors.TooLarge),
    "wider than any list": ("Vārds;Uzvārds" + ";x" * lists.COLUMNS_MAX + "\nIlze;Kalnlapa\n", errors.TooLarge),
    "a cell without end": ("Vārds;Uzvārds\nIlze;" + "x" * 2_000 + "\n", errors.TooLarge),
    "an empty workbook": (bytes_of(openpyxl.Workbook()), errors.NoForm),
}


@pytest.mark.parametrize(("data", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_list_of_people_is_refused_by_name(listed, data, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        listed(data, "klase.csv")

    assert type(refused.value) is leaf


def test_a_sheet_wider_or_longer_than_any_class_is_refused(listed):
    for row, column in ((lists.ROWS_MAX + 5, 1), (2, lists.COLUMNS_MAX + 5)):
        book = workbook(HEAD, ILZE)
        book.active.cell(row=row, column=column).value = "x"

        with pytest.raises(errors.TooLarge):
            listed(book)
