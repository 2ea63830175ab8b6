"""Reports as a manager opens them in Excel."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from app.desk.checkout import check_out
from app.desk.patrons import Contact
from app.words import LANGUAGES, Words
from exports.registry import REPORTS, BranchUnknown, ReportUnknown, write_report
from exports.workbook import HEADING_ROW, Column, ReportNotWritten, Sheet, write_workbook
from tests.making import TODAY

LATE = date(2026, 4, 20)


@pytest.fixture
def town(desk):
    desk.patron("P1", contact=Contact(phone="2612 3456", email="elina@example.lv"))
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    return desk


def write(town, path, name, language="lv", **given):
    facts = {"first": TODAY, "last": TODAY, "today": LATE, "now_ms": town.now_ms, "zone": "Europe/Riga", **given}
    return write_report(name, path, database=town.database, words=Words(language), **facts)


def rows(page):
    return [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=HEADING_ROW + 1)]


def test_the_day_sheet_is_a_table_that_prints_well(town, tmp_path):
    written = write(town, tmp_path / "day.xlsx", "day-sheet", branch="MAZ")

    page = load_workbook(tmp_path / "day.xlsx").worksheets[0]
    [table] = page.tables.values()
    assert written.rows == 1
    assert rows(page) == [(datetime(2026, 3, 2), "Mazpils", 1, 0, 0, 1, 0, 0, 0, 0)]
    assert (table.displayName, table.ref) == ("DaySheet", "A4:J5")
    assert page.freeze_panes == "A5"
    assert page.print_title_rows == "$4:$4"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert page["A5"].number_format == "dd.mm.yyyy"
    assert page["C5"].number_format == "#,##0"


def test_the_overdue_list_says_how_to_reach_people(town, tmp_path):
    write(town, tmp_path / "overdue.xlsx", "overdue")

    page = load_workbook(tmp_path / "overdue.xlsx").worksheets[0]

    assert rows(page) == [
        (19, "P1", "Elīna Krūze", "26123456", "elina@example.lv", None, None, "Mātes piens", "I1", "Mazpils",
         datetime(2026, 4, 1))
    ]  # fmt: skip


def test_a_report_says_up_to_when_each_branch_is_known(town, tmp_path):
    with town.database.writing() as connection:
        connection.execute("INSERT INTO branch (id, code, name) VALUES (77, 'RUJ', 'Rūja')")
    write(town, tmp_path / "day.xlsx", "day-sheet")

    main, known = load_workbook(tmp_path / "day.xlsx").worksheets

    assert rows(known) == [("Mazpils", datetime(2026, 3, 2, 12, 0, 3)), ("Rūja", "nekad")]
    assert "nav ziņu no: Rūja" in main["A2"].value


def test_a_report_without_rows_says_so(town, tmp_path):
    written = write(town, tmp_path / "overdue.xlsx", "overdue", today=TODAY)

    page = load_workbook(tmp_path / "overdue.xlsx").worksheets[0]
    assert written.rows == 0
    assert page["A5"].value == "Šajā laikā nekā nav."
    assert not page.tables


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+371", "-2+3", "@SUM(A1)", "\t=1"])
def test_no_cell_starts_a_formula(tmp_path, name):
    sheet = Sheet(name="S", title=name, subtitle=name, table="T", columns=[Column(heading=name)], rows=[(name,)],
                  empty="", footer=name)  # fmt: skip
    write_workbook([sheet], tmp_path / "evil.xlsx")

    page = load_workbook(tmp_path / "evil.xlsx").worksheets[0]

    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells] == ["s"] * 4
    assert all(cell.quotePrefix for cell in cells)


def test_a_tab_is_named_as_excel_allows(tmp_path):
    sheet = Sheet(name="[a]:b*c?d/e\\" + "x" * 40, title="", subtitle="", table="T", columns=[Column(heading="h")],
                  rows=[("v",)], empty="", footer="")  # fmt: skip
    write_workbook([sheet], tmp_path / "tab.xlsx")

    assert load_workbook(tmp_path / "tab.xlsx").sheetnames == ["-a--b-c-d-e-" + "x" * 19]


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(town, tmp_path):
    (tmp_path / "taken.xlsx").mkdir()

    for path in (tmp_path / "none" / "day.xlsx", tmp_path / "taken.xlsx"):
        with pytest.raises(ReportNotWritten):
            write(town, path, "day-sheet")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_an_older_report_is_replaced(town, tmp_path):
    (tmp_path / "day.xlsx").write_bytes(b"old")

    write(town, tmp_path / "day.xlsx", "day-sheet")

    assert load_workbook(tmp_path / "day.xlsx").sheetnames


def test_what_there_is_not_is_named(town, tmp_path):
    with pytest.raises(ReportUnknown):
        write(town, tmp_path / "x.xlsx", "horoscope")
    with pytest.raises(BranchUnknown):
        write(town, tmp_path / "x.xlsx", "day-sheet", branch="NOWHERE")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_speaks_every_language(town, tmp_path, name, language):
    write(town, tmp_path / "report.xlsx", name, language)

    book = load_workbook(tmp_path / "report.xlsx")
    texts = [
        str(cell.value) for page in book for row in page.iter_rows(max_row=HEADING_ROW) for cell in row if cell.value
    ]
    assert not [text for text in texts if text.startswith(("report.", "column."))]
    assert book.worksheets[0]["A1"].value == Words(language)(f"report.{name}.title")


def test_every_report_has_its_number_in_the_rules():
    from pathlib import Path

    rules = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")

    for report in REPORTS.values():
        assert f"| {report.rule} |" in rules
        assert f"`{report.name}`" in rules
