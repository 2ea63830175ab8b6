"""Numbers of receipts."""

import pytest

from app.rules.receipts import receipt_number, receipt_of
from app.sync.ticks import TICK_MAX, make_tick

TICK = make_tick(1_790_000_000_000, 34)


@pytest.mark.parametrize("receipt", [TICK, TICK + 1, TICK_MAX, 1])
def test_a_number_leads_back_to_its_receipt(receipt):
    number = receipt_number(receipt)

    assert receipt_of(number) == receipt
    assert receipt_of(number.lower().replace("-", " ")) == receipt


def test_letters_that_are_read_for_digits_are_forgiven():
    assert receipt_of("OIL") == receipt_of("011")


@pytest.mark.parametrize("number", ["", "UUUU", "ā", "Z" * 14, "ZZZZZZZZZZZZZ"])
def test_what_is_no_number_of_ours_is_none(number):
    assert receipt_of(number) is None
