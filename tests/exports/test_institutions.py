"""R-29: what institutions have, as it is opened in Excel."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from app.desk.checkout import check_out
from app.desk.institutions import add_contact_person
from tests.exports.test_reports import rows, write


@pytest.fixture
def school(desk):
    """A school (S1) with two books at home, one of them late, and a patron who is none."""
    desk.patron("S1", given="", family="Rūjienas vidusskola, 5.b", category="institution")
    desk.done(add_contact_person, patron="S1", given="Inta", family="Ozola", duty="skolotāja", phone="26123456")
    desk.done(add_contact_person, patron="S1", given="Juris", family="Liepa", phone="29", may_borrow=False)
    desk.done(add_contact_person, patron="S1", given="Līga", family="Ozola")
    desk.patron("P1")
    for item, due in (("I1", date(2026, 3, 16)), ("I2", date(2026, 5, 4))):
        desk.item(item)
        desk.done(check_out, patron="S1", item=item, due=due)
    return desk


def test_each_institution_stands_with_who_speaks_for_it_and_what_it_has(school, tmp_path):
    write(school, tmp_path / "report.xlsx", "institutions", language="en")
    page = load_workbook(tmp_path / "report.xlsx").worksheets[0]

    first, *_ = rows(page)
    assert first[0:2] == ("S1", "Rūjienas vidusskola, 5.b")
    assert first[3].split("; ") == ["Inta Ozola, skolotāja, 26123456", "Juris Liepa, 29 *"]
    assert first[6:9] == (2, 1, datetime(2026, 3, 16))


def test_a_patron_who_is_a_person_is_not_among_them(school, tmp_path):
    assert write(school, tmp_path / "report.xlsx", "institutions").rows == 1
    assert write(school, tmp_path / "other.xlsx", "institutions", branch="MAZ").rows <= 1
