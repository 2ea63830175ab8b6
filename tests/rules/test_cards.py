"""How far a card has come, and what number it bears."""

from datetime import date
from itertools import permutations

import pytest

from app.rules.cards import OrderStanding, card_number, check_digit, is_late, standing_of

DUE = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ([], OrderStanding.TO_MAKE),
        (["made"], OrderStanding.READY),
        (["made", "handed_over"], OrderStanding.HANDED_OVER),
        (["handed_over"], OrderStanding.HANDED_OVER),
        (["made", "cancelled"], OrderStanding.CANCELLED),
        (["cancelled", "handed_over", "made"], OrderStanding.HANDED_OVER),
    ],
)
def test_steps_of_two_desks_mean_the_same_in_any_order(steps, standing):
    assert {standing_of(order) for order in permutations(steps)} == {standing}


def test_a_card_is_late_when_its_day_is_past_and_it_is_not_ready():
    assert not is_late(OrderStanding.TO_MAKE, DUE, DUE)
    assert is_late(OrderStanding.TO_MAKE, DUE, date(2026, 3, 17))
    assert not is_late(OrderStanding.READY, DUE, date(2026, 3, 17))
    assert not is_late(OrderStanding.CANCELLED, DUE, date(2026, 3, 17))


def test_the_check_digit_is_that_of_luhn():
    assert check_digit("7992739871") == "3"
    assert check_digit("411111111111111") == "1"


def test_a_slip_of_one_digit_or_two_that_changed_places_is_told():
    number = card_number("20", 871_264_530_434)
    body, check = number[:-1], number[-1]

    for place in range(len(body)):
        slipped = body[:place] + str((int(body[place]) + 1) % 10) + body[place + 1 :]
        assert check_digit(slipped) != check
    assert (len(number), number[:2]) == (16, "20")
    assert check_digit(body[:5] + body[6] + body[5] + body[7:]) != check


def test_what_a_barcode_has_no_bars_for_does_not_get_into_a_number():
    assert card_number("Rū-7 ", 5) == "R7" + "0000000000005" + check_digit("70000000000005")
