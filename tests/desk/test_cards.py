"""A card from the wish for it to the hand, and the next one when it is lost (L-30 to L-37, D-07, D-08)."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.queries.cards import card_orders
from app.db.queries.people import show_patron
from app.desk.cards import cancel_card, hand_over_card, make_card, order_card
from app.desk.network import change_setting
from app.desk.numbers import add_number
from app.desk.patrons import register_patron, report_card
from app.rules.blocks import Why
from app.rules.cards import OrderStanding
from tests.making import TODAY, permissions


@pytest.fixture
def elina(desk):
    desk.patron(card="")
    desk.id = f"#{desk.value('SELECT id FROM patron')}"
    return desk


def shown(desk, scan):
    return show_patron(desk.database, scan, today=TODAY, branch=desk.acting.branch)


def test_a_first_card_is_free_and_due_in_two_weeks(elina):
    ordered = elina.done(order_card, patron=elina.id)

    assert (ordered.due_on, ordered.price_minor, ordered.replaces) == (date(2026, 3, 16), 0, "")
    assert (len(ordered.number), ordered.number[:2]) == (16, "20")
    assert shown(elina, ordered.number) is None, "it finds nobody before it is handed over"


def test_a_card_is_made_handed_over_and_good_everywhere(elina):
    ordered = elina.done(order_card, patron=elina.id)

    made = elina.done(make_card, card=ordered.number)
    handed = elina.done(hand_over_card, card=elina.id)

    assert [made.standing, handed.standing] == [OrderStanding.READY, OrderStanding.HANDED_OVER]
    [number] = shown(elina, ordered.number).numbers
    assert (number.kind, number.value, number.standing) == ("library_card", ordered.number, "active")


def test_blank_cards_with_numbers_are_bound_as_they_are_handed_over(elina):
    elina.done(change_setting, key="card_numbers", value="printed")
    ordered = elina.done(order_card, patron=elina.id)

    assert ordered.number == ""
    assert elina.refused(hand_over_card, card=str(ordered.order)) == [Why.FIELD_MISSING]
    assert elina.done(hand_over_card, card=str(ordered.order), number=" K 77 ").number == "K 77"
    assert shown(elina, "k77").numbers[0].value == "K 77"


def test_fourteen_days_are_watched(elina):
    elina.done(order_card, patron=elina.id)

    assert card_orders(elina.database, date(2026, 3, 16))[0].days_late == 0
    assert card_orders(elina.database, date(2026, 3, 18))[0].days_late == 2
    elina.done(make_card, card=elina.id)
    assert card_orders(elina.database, date(2026, 3, 18))[0].days_late == 0


def test_a_second_order_waits_for_the_first(elina):
    elina.done(order_card, patron=elina.id)

    assert elina.refused(order_card, patron=elina.id) == [Why.ALREADY_ORDERED]
    elina.done(cancel_card, card=elina.id)
    elina.done(order_card, patron=elina.id)
    assert [one.standing for one in card_orders(elina.database, TODAY)] == ["cancelled", "to_make"]


@pytest.mark.parametrize("deed", [make_card, hand_over_card, cancel_card])
def test_what_is_done_is_not_done_again(elina, deed):
    elina.done(order_card, patron=elina.id)
    elina.done(deed, card=elina.id)

    assert elina.refused(deed, card=elina.id) == [Why.ORDER_CLOSED]
    assert elina.refused(deed, card="nobody") == [Why.ORDER_UNKNOWN]


def test_a_card_whose_number_somebody_has_is_not_handed_over(elina):
    elina.patron("P2", given="Toms", family="Kalns")
    elina.done(order_card, patron=elina.id)

    assert elina.refused(hand_over_card, card=elina.id, number="p-2") == [Why.NUMBER_TAKEN]


def test_a_card_of_a_kind_that_the_library_does_not_make_is_refused(elina):
    assert elina.refused(order_card, patron=elina.id, kind="personal_code") == [Why.FIELD_INVALID]
    assert elina.refused(order_card, patron=elina.id, kind="child_card") == [Why.FIELD_INVALID]
    assert elina.refused(order_card, patron="P9") == [Why.UNKNOWN_SCAN]
    assert elina.refused(order_card, patron=elina.id, replaces="P9") == [Why.UNKNOWN_SCAN]


def test_a_number_of_another_is_not_replaced(elina):
    elina.patron("P2", given="Toms", family="Kalns")

    assert elina.refused(order_card, patron=elina.id, replaces="P2") == [Why.NUMBER_TAKEN]


@pytest.mark.parametrize(("name", "price", "currency"), [("desk", 0, "EUR"), ("danish_desk", 1000, "DKK")])
def test_a_lost_card_is_renewed_at_the_price_of_the_profile(request, name, price, currency):
    desk = request.getfixturevalue(name)
    desk.patron("P1")
    desk.done(report_card, number="P1")

    ordered = desk.done(order_card, patron="P1")
    handed = desk.done(hand_over_card, card="P1")

    assert (ordered.replaces, ordered.price_minor, ordered.currency) == ("P1", price, currency)
    assert handed.replaces == "P1"
    numbers = {one.value: one.standing for one in shown(desk, "P1").numbers}
    assert numbers == {"P1": "lost", ordered.number: "active"}
    [order] = card_orders(desk.database, TODAY)
    assert (order.replaces, order.price_minor) == ("P1", price)


def test_a_worn_card_is_good_until_the_new_one_is_handed_over(desk):
    desk.patron("P1")
    desk.done(order_card, patron="P1")
    assert shown(desk, "P1").numbers[0].standing == "active"

    desk.done(hand_over_card, card="P1")

    assert {one.value: one.standing for one in shown(desk, "P1").numbers}["P1"] == "replaced"
    assert [block.why for block in shown(desk, "P1").blocks] == [Why.CARD_BLOCKED]


def test_the_chain_of_cards_goes_on_from_the_last_one(desk):
    desk.patron("P1")
    desk.done(order_card, patron="P1")
    second = desk.done(hand_over_card, card="P1").number

    third = desk.done(order_card, patron="P1")

    assert third.replaces == second


def test_a_card_that_is_found_is_good_again_unless_another_took_its_place(desk):
    desk.patron("P1")
    desk.done(report_card, number="P1")
    assert desk.done(report_card, number="P1", standing="active").standing == "active"
    desk.done(report_card, number="P1")
    desk.done(order_card, patron="P1")
    desk.done(hand_over_card, card="P1")

    assert desk.refused(report_card, number="P1", standing="active") == [Why.CARD_REPLACED]
    done = desk.do(report_card, number="P1", standing="active", override={Why.CARD_REPLACED}, reason="jaunā nozaudēta")
    assert [notice.why for notice in done.notices] == [Why.CARD_REPLACED]


def test_the_special_card_of_a_child_takes_the_place_of_the_health_card(danish_desk):
    patron = danish_desk.done(register_patron, given="Ida", family="Birk", card="0107610002", card_kind="health_card")
    ordered = danish_desk.done(order_card, patron="0107610002", kind="child_card")
    assert (ordered.price_minor, ordered.replaces) == (0, "")

    danish_desk.done(hand_over_card, card=f"#{patron.patron}")

    assert shown(danish_desk, "0107610002") is None
    assert shown(danish_desk, ordered.number).patron == patron.patron


def test_cards_drawn_in_the_same_second_bear_different_numbers(desk):
    numbers = set()
    for place in range(5):
        desk.patron(f"P{place}", given=f"N{place}")
        desk.now_ms -= 2_000
        numbers.add(desk.done(order_card, patron=f"P{place}").number)

    assert len(numbers) == 5


def test_the_number_is_forgotten_with_the_person(elina):
    from app.db.erasing import erase_persons

    elina.done(order_card, patron=elina.id)
    with elina.database.writing() as connection:
        erase_persons(connection, [int(elina.id[1:])], elina.now_ms)

    assert elina.connection.execute("SELECT patron, number, kind FROM card_order").fetchone() == (
        None,
        None,
        "library_card",
    )
    assert card_orders(elina.database, TODAY) == []


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        (order_card, {"patron": "P1"}),
        (make_card, {"card": "P1"}),
        (hand_over_card, {"card": "P1"}),
        (cancel_card, {"card": "P1"}),
        (add_number, {"patron": "P1", "number": "E1", "kind": "eid"}),
    ],
)
def test_cards_are_for_whoever_registers(desk, deed, given):
    desk.patron("P1")
    desk.done(order_card, patron="P1")
    desk.acting = replace(desk.acting, permissions=permissions() - {"register"})

    assert Why.NOT_PERMITTED in desk.refused(deed, **given)
