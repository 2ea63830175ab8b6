"""Receipts: what stands on them, and that the same is not given twice."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.money import account_of
from app.db.queries.receipts import find_receipt, receipts
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.circulation import Settlement
from app.desk.network import change_setting
from app.desk.outcome import Done
from app.desk.promises import Guarantor
from app.desk.receipts import give_receipt, note_receipt
from app.desk.renew import renew
from app.desk.undo import undo
from app.rules.blocks import Why
from app.station.printing.receipts import receipt_pdf
from app.words import Words


@pytest.fixture
def lending(desk):
    """A desk where P1 has I1 and I2 since today."""
    desk.patron("P1")
    for barcode in ("I1", "I2"):
        desk.item(barcode)
        desk.done(check_out, patron="P1", item=barcode)
    return desk


def shown(desk, given):
    return find_receipt(desk.database, given.number)


def test_a_loan_receipt_promises_the_due_days(lending):
    given = lending.done(give_receipt, patron="P1")

    lines = shown(lending, given).lines
    assert [(line.what, line.barcode, line.promised_on) for line in lines] == [
        ("loan", "I1", date(2026, 4, 1)),
        ("loan", "I2", date(2026, 4, 1)),
    ]
    assert lending.value("SELECT min(promised_on) FROM receipt_line") == "2026-04-01"


def test_who_answers_for_a_childs_loans_stands_on_the_receipt(desk):
    desk.patron("C1", birth_on=date(2016, 5, 1), guarantor=Guarantor(given="Zane", family="Liepa"))
    desk.item("I1")
    desk.done(check_out, patron="C1", item="I1")

    found = shown(desk, desk.done(give_receipt, patron="C1"))

    assert found.liable == ("Zane Liepa",)
    assert len(pages(found)) > len(pages(replace(found, liable=())))


def pages(found):
    return receipt_pdf(found, library="L", note="", currency="EUR", words=Words("en"))


def test_the_same_again_is_the_same_receipt(lending):
    first = lending.done(give_receipt, patron="P1")
    again = lending.done(give_receipt, patron="P1")
    lending.item("I3")
    lending.done(check_out, patron="P1", item="I3")
    more = lending.done(give_receipt, patron="P1")

    assert (again.number, again.again) == (first.number, True)
    assert (more.number != first.number, more.lines) == (True, 3)


def test_a_renewal_stands_with_its_new_day(lending):
    lending.pass_days(10)
    lending.done(renew, item="I1")

    given = lending.done(give_receipt, patron="P1")

    assert [(line.what, line.promised_on) for line in shown(lending, given).lines] == [("renewal", date(2026, 4, 11))]


def test_a_return_receipt_tells_the_day_and_how_late(lending):
    lending.pass_days(33)
    lending.done(check_in, item="I1")

    given = lending.done(give_receipt, patron="P1", kind="return")

    [line] = shown(lending, given).lines
    assert (line.what, line.barcode, line.returned_on, line.days_late) == ("closing", "I1", date(2026, 4, 4), 3)


def test_a_loan_that_was_renewed_since_its_receipt_is_late_from_its_new_day(lending):
    lending.done(give_receipt, patron="P1")
    lending.pass_days(10)
    lending.done(renew, item="I1")
    lending.pass_days(31)
    lending.done(check_in, item="I1")

    given = lending.done(give_receipt, patron="P1", kind="return")

    assert [line.days_late for line in shown(lending, given).lines] == [1]


def test_a_payment_receipt_tells_the_amounts(lending):
    patron = lending.value("SELECT id FROM patron")

    def pay(work):
        for part in (300, 50):
            work.add(Settlement(patron=patron, kind="payment", means="card", amount_minor=part, on_day=work.today))
        return Done(record=None, touched=frozenset())

    lending.done(pay)

    given = lending.done(give_receipt, patron="P1", kind="payment")

    assert [line.amount_minor for line in shown(lending, given).lines] == [300, 50]


def test_what_was_given_back_counts_against_what_was_paid_and_what_was_forgiven_not_at_all(lending):
    patron = lending.value("SELECT id FROM patron")

    def settle(work):
        for kind, part in (("payment", 300), ("refund", 50), ("waiver", 70)):
            work.add(Settlement(patron=patron, kind=kind, amount_minor=part, on_day=work.today))
        return Done(record=None, touched=frozenset())

    lending.done(settle)

    assert shown(lending, lending.done(give_receipt, patron="P1", kind="payment")).total_minor == 250


def test_a_return_receipt_tells_once_what_being_late_costs_and_a_dearer_tariff_asks_no_more(danish_desk):
    """C-21, D-17: what came back together is one fee; a tariff that comes in dearer leaves what was told."""
    danish_desk.patron("P1")
    for barcode in ("I1", "I2"):
        danish_desk.item(barcode)
        danish_desk.done(check_out, patron="P1", item=barcode)
    danish_desk.pass_days(33)
    for barcode in ("I1", "I2"):
        danish_desk.done(check_in, item=barcode)

    given = danish_desk.done(give_receipt, patron="P1", kind="return")
    danish_desk.done(change_setting, key="late_steps", value="1:9900:9900")

    assert [line.amount_minor for line in shown(danish_desk, given).lines] == [2000, None]
    assert account_of(danish_desk.connection, given.patron).balance_minor == 2000
    again = danish_desk.done(give_receipt, patron="P1", kind="return")
    assert (again.number, again.again) == (given.number, True)


def test_what_was_undone_is_on_no_new_receipt_and_marked_on_the_old(lending):
    given = lending.done(give_receipt, patron="P1")
    lending.done(undo)

    assert [line.undone for line in shown(lending, given).lines] == [False, True]
    assert lending.done(give_receipt, patron="P1").lines == 1


def test_a_receipt_for_nothing_is_refused(lending):
    lending.pass_days(1)

    assert lending.refused(give_receipt, patron="P1") == [Why.NOTHING_FOR_RECEIPT]
    assert lending.refused(give_receipt, patron="P9") == [Why.UNKNOWN_SCAN]
    assert lending.refused(give_receipt, patron="P1", kind="poem") == [Why.FIELD_INVALID]


def test_receipts_are_listed_with_how_often_they_were_printed(lending):
    given = lending.done(give_receipt, patron="P1")
    for _ in range(2):
        lending.done(note_receipt, receipt=given.receipt)

    [one] = receipts(lending.database)

    assert (one.number, one.printed, one.patron_name) == (given.number, 2, "Elīna Krūze")
    assert receipts(lending.database, patron=given.patron) == [one]


@pytest.mark.parametrize("language", ["lv", "da", "en"])
def test_a_receipt_is_printed_as_long_as_it_has_to_be(lending, language):
    given = lending.done(give_receipt, patron="P1")

    pdf = receipt_pdf(shown(lending, given), library="Tīkls", note="D-22 " * 20, currency="EUR", words=Words(language))

    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
