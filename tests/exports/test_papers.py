"""The record of destruction (R-11) and the messages (R-23) as a manager opens them in Excel."""

from datetime import date

import pytest
from openpyxl import load_workbook

from app.db.queries.notices import notices_of_period
from app.desk.notices import ask_notice, cancel_notice, choose_mail_desk
from app.desk.outcome import Done
from app.desk.patrons import Contact
from app.desk.records import FormDestruction
from tests.exports.test_reports import rows, write
from tests.making import REPLICA, TODAY


def destroyed(desk, patron, kind, file_kind):
    def deed(work):
        work.add(FormDestruction(patron=patron, form_kind=kind, file_kind=file_kind))
        return Done(record=None, touched=frozenset())

    desk.done(deed)


@pytest.fixture
def town(desk):
    person = desk.patron("P1", contact=Contact(email="elina@example.org"))
    for kind, file_kind in (("adult", "docx"), ("adult", "docx"), ("guarantee", "paper")):
        destroyed(desk, person, kind, file_kind)
    desk.done(choose_mail_desk, replica=REPLICA)
    desk.done(ask_notice, patron="P1", kind="contact_asked")
    return desk


def page(path):
    return load_workbook(path).worksheets[0]


def test_the_record_of_destruction_counts_by_day_kind_and_hand_and_can_be_signed(town, tmp_path):
    written = write(town, tmp_path / "act.xlsx", "destruction-record")

    told = rows(page(tmp_path / "act.xlsx"))
    assert written.rows == 2
    assert [row[1:] for row in told[:2]] == [
        ("Mazpils", "Reģistrācijas anketa", "docx", "Anna A.", 2),
        ("Mazpils", "Anketa – galvojums", "papīrs", "Anna A.", 1),
    ]
    closing = [row[0] for row in told[2:] if row[0]]
    assert closing[0] == "Kopā iznīcinātas 3 anketas."
    assert [line.endswith("_" * 30) for line in closing] == [False, True, True]


def test_the_record_of_destruction_names_no_patron(town, tmp_path):
    write(town, tmp_path / "act.xlsx", "destruction-record")

    told = str([[cell.value for cell in row] for row in page(tmp_path / "act.xlsx").iter_rows()])
    assert "Krūze" not in told
    assert "P1" not in told


def test_the_messages_of_a_period_say_what_became_of_each(town, tmp_path):
    [(_, one)] = notices_of_period(town.database, first=TODAY, last=TODAY)
    town.done(cancel_notice, notice=str(one.notice))

    write(town, tmp_path / "notices.xlsx", "notices")

    [row] = rows(page(tmp_path / "notices.xlsx"))
    assert row[2:7] == ("e-pasts", "P1", "Elīna Krūze", "atcelts", "to atcēla darbinieks")


@pytest.mark.parametrize("name", ["destruction-record", "notices"])
def test_what_was_before_or_at_another_branch_is_not_told(town, tmp_path, name):
    with town.database.writing() as connection:
        connection.execute("INSERT INTO branch (id, code, name) VALUES (77, 'RUJ', 'Rūja')")

    before = write(town, tmp_path / "a.xlsx", name, first=date(2026, 1, 1), last=date(2026, 1, 31))
    elsewhere = write(town, tmp_path / "b.xlsx", name, branch="RUJ")

    assert (before.rows, elsewhere.rows) == (0, 0)
