"""Payments that another system has taken: matched by reference, kept where nobody is found, and never counted twice."""

from datetime import date

import pytest

from app.db.money import account_of
from app.db.queries.debtors import payments, unmatched_payments
from app.desk.money import charge_fee
from app.desk.payments import Reading, match_payment, read_payment
from app.rules.blocks import Why
from app.rules.payments import LineUnread, PaymentLine, patron_of, read_payments, reference_of

PAID_ON = date(2026, 3, 1)


@pytest.fixture
def owing(danish_desk):
    danish_desk.made["patron"] = danish_desk.patron("P1")
    danish_desk.done(charge_fee, patron="P1", kind="other", amount_minor=5000)
    return danish_desk


def balance(desk):
    return account_of(desk.connection, desk.made["patron"]).balance_minor


def read(desk, payment="BDK-1", reference=None, amount_minor=3000):
    reference = reference_of(desk.made["patron"]) if reference is None else reference
    given = {"payment": payment, "reference": reference, "amount_minor": amount_minor, "paid_on": PAID_ON}
    return desk.done(read_payment, **given).reading


def test_a_payment_finds_its_person_and_is_read_in_once(owing):
    """D-19."""
    assert read(owing) is Reading.MATCHED
    assert read(owing) is Reading.KNOWN
    assert balance(owing) == 2000


def test_a_payment_of_more_than_is_owed_leaves_a_credit(owing):
    assert read(owing, amount_minor=6000) is Reading.MATCHED
    assert balance(owing) == -1000


def test_a_payment_that_nobody_is_found_for_is_kept_until_somebody_says_whose_it_is(owing):
    assert read(owing, reference="faktura 12") is Reading.UNMATCHED
    assert read(owing, reference="faktura 12") is Reading.KNOWN
    assert [(one.payment, one.reference, one.amount_minor) for one in unmatched_payments(owing.database)] == [
        ("BDK-1", "faktura 12", 3000)
    ]

    assert owing.done(match_payment, payment="BDK-1", patron="P1").reading is Reading.MATCHED
    assert (balance(owing), unmatched_payments(owing.database)) == (2000, [])
    assert owing.refused(match_payment, payment="BDK-1", patron="P1") == [Why.ENTRY_UNKNOWN]
    assert read(owing) is Reading.KNOWN


def test_a_payment_read_in_again_finds_the_person_it_did_not_find_before(owing):
    read(owing, reference="?")
    assert read(owing) is Reading.MATCHED
    assert balance(owing) == 2000
    assert [one.number for one in payments(owing.database, PAID_ON, PAID_ON)] == ["P1"]


def test_a_reference_tells_a_slip_of_the_finger():
    said = reference_of(816248489246754817)

    assert patron_of(said) == patron_of(said.lower()) == 816248489246754817
    assert patron_of(said[:-1] + str((int(said[-1]) + 1) % 10)) is None
    assert [patron_of(wrong) for wrong in ("", "LETE", "LETE1", "x" * 40, "²³")] == [None] * 5


@pytest.mark.parametrize(
    "text",
    [
        "payment;reference;amount;paid_on\nB1;LETE1;12,50;2026-03-01\n",
        "\ufeffpaid_on,Amount,reference,payment,bank\n01.03.2026,12.5,LETE1,B1,x\n",
        "payment;reference;amount;paid_on\nB1;LETE1;12.50;1-3-2026",
    ],
)
def test_a_file_of_payments_is_read_however_it_is_parted(text):
    assert list(read_payments(text)) == [
        PaymentLine(payment="B1", reference="LETE1", amount_minor=1250, paid_on=PAID_ON)
    ]


@pytest.mark.parametrize(
    ("line", "column"),
    [(";LETE1;1;2026-03-01", "payment"), ("B1;LETE1;-1;2026-03-01", "amount"), ("B1;LETE1;1;soon", "paid_on")],
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(line, column):
    assert list(read_payments(f"payment;reference;amount;paid_on\n{line}")) == [LineUnread(number=2, column=column)]
    assert list(read_payments("amount\n1")) == [LineUnread(number=1, column="")]
