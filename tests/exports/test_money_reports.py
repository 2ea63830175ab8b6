"""R-17, R-18, R-19: the ledger of fees, the debtors, the payments to reconcile, as they are opened in Excel."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.money import charge_fee, pay_fees
from app.desk.payments import read_payment
from tests.exports.test_reports import rows, write

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


@pytest.fixture
def owing(danish_desk):
    """P1 has brought a book back four days late, paid a part of it, and owes for something else."""
    desk = danish_desk
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1", due=date(2026, 3, 4))
    desk.pass_days(6)
    desk.done(check_in, item="I1")
    desk.done(charge_fee, patron="P1", kind="other", amount_minor=30000)
    desk.done(pay_fees, patron="P1", amount_minor=500, means="card")
    return desk


def page(owing, tmp_path, name):
    write(owing, tmp_path / "report.xlsx", name, language="en", **MARCH)
    return load_workbook(tmp_path / "report.xlsx").worksheets[0]


def test_the_ledger_says_of_each_fee_what_became_of_it(owing, tmp_path):
    sheet = page(owing, tmp_path, "fees-ledger")
    late = next(row for row in rows(sheet) if row[3] == "late fee")

    assert late[:3] == (datetime(2026, 3, 8), "P1", "Elīna Krūze")
    assert late[4:] == (datetime(2026, 3, 4), 1, 4, 20, 0, 0, 20)
    assert sheet["H5"].number_format == "#,##0.00"
    *fees, total = rows(sheet)
    assert sum(row[9] for row in fees) == total[9] == 5
    assert total[0] == "Total"


def test_the_debtors_say_who_is_to_be_notified(owing, tmp_path):
    [row] = rows(page(owing, tmp_path, "debtors"))

    assert row[0] == "P1"
    assert row[3:6] == (20, 295, 315)
    assert row[7] == "to be notified"


def test_a_payment_without_a_person_stands_among_those_to_reconcile(owing, tmp_path):
    given = {"amount_minor": 100, "paid_on": date(2026, 3, 7)}
    owing.done(read_payment, payment="B1", reference="faktura 9", **given)

    assert rows(page(owing, tmp_path, "payments-to-reconcile")) == [
        ("B1", datetime(2026, 3, 7), 1, "faktura 9", None, "nobody found")
    ]
