"""Acts of the stock book: copies are put on them, and leave the stock by them."""

from datetime import date, timedelta

import pytest

from app.db.queries.stock_book import act_by_number, acts, lines_of_act, stock_over
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.stock_book import open_act, put_on_act, renumber_act, take_off_act
from app.rules.stock_book import Sum
from tests.making import TODAY


@pytest.fixture
def stock(desk):
    """A desk with a copy that has a price, and an act of accession."""
    desk.item("I1", price_minor=1250)
    desk.act = desk.done(open_act, kind="accession", source="Jānis Roze", basis="Nr. 17").number
    return desk


def over(desk):
    return stock_over(desk.database, first=TODAY, last=TODAY, zone="Europe/Riga")


def test_an_act_has_the_next_number_of_the_branch_and_the_usual_reason(stock):
    [act] = acts(stock.database)

    assert (act.number, act.cause, act.source, act.basis, act.branch) == (
        "MAZ-2026-1", "purchase", "Jānis Roze", "Nr. 17", "Mazpils",
    )  # fmt: skip
    assert stock.done(open_act, kind="withdrawal", cause="worn").number == "MAZ-2026-2"


def test_an_act_has_a_kind_a_reason_and_a_day_that_has_come(stock):
    assert (
        stock.refused(open_act, kind="loan")
        == ["FIELD_INVALID", "FIELD_INVALID"][: len(stock.refused(open_act, kind="loan"))]
    )
    assert stock.refused(open_act, kind="accession", cause="worn") == ["FIELD_INVALID"]
    assert stock.refused(open_act, kind="accession", on_day=TODAY + timedelta(days=1)) == ["FIELD_INVALID"]
    assert stock.refused(open_act, kind="accession", number="maz-2026-1") == ["ACT_NUMBER_TAKEN"]


def test_a_copy_on_an_act_is_worth_its_price_or_what_is_said(stock):
    stock.item("I2")

    assert stock.done(put_on_act, act=stock.act, item="I1").price_minor == 1250
    assert stock.refused(put_on_act, act=stock.act, item="I2") == ["FIELD_MISSING"]
    assert stock.done(put_on_act, act=stock.act, item="I2", price_minor=300).price_minor == 300
    assert over(stock).acts[act_by_number(stock.database, stock.act).act] == Sum(count=2, value_minor=1550)


def test_a_copy_stands_on_one_act_of_a_kind(stock):
    stock.done(put_on_act, act=stock.act, item="I1")
    other = stock.done(open_act, kind="accession").number

    assert stock.refused(put_on_act, act=other, item="I1") == ["ON_ACT_ALREADY"]
    assert stock.refused(put_on_act, act="X-1", item="I9") == ["ACT_UNKNOWN", "UNKNOWN_SCAN"]


def test_a_copy_that_leaves_by_an_act_is_lent_no_more(stock):
    stock.patron("P1", birth_on=date(1990, 1, 2))
    stock.done(put_on_act, act=stock.act, item="I1")
    leaving = stock.done(open_act, kind="withdrawal", cause="worn").number
    stock.done(put_on_act, act=leaving, item="I1")

    assert stock.refused(check_out, patron="P1", item="I1") == ["COPY_UNFIT"]
    assert over(stock).end == Sum()


def test_a_copy_is_put_on_an_act_as_it_is_taken_in(stock):
    stock.done(add_item, barcode="I3", title="Straumēni", price_minor=900, act=stock.act)

    assert [one.barcode for one in lines_of_act(stock.database, act_by_number(stock.database, stock.act).act)] == ["I3"]
    assert stock.refused(add_item, barcode="I4", title="Straumēni", price_minor=900, act="X-9") == ["ACT_UNKNOWN"]
    assert stock.value("SELECT count(*) FROM item WHERE barcode = 'I4'") == 0


def test_a_copy_put_on_an_act_by_mistake_is_taken_off_and_put_on_another(stock):
    stock.done(put_on_act, act=stock.act, item="I1")
    [taken] = stock.done(take_off_act, act=stock.act, items=["I1"])

    assert taken.barcode == "I1"
    assert over(stock).acts == {}
    assert stock.refused(take_off_act, act=stock.act, items=["I1"]) == ["NOT_ON_ACT"]
    assert stock.done(put_on_act, act=stock.act, item="I1").price_minor == 1250


def test_an_act_gets_another_number_with_all_that_stands_on_it(stock):
    stock.done(put_on_act, act=stock.act, item="I1")

    renumbered = stock.done(renumber_act, act=stock.act)

    [act] = acts(stock.database)
    assert (act.number, act.cause, act.source, act.basis, act.count, act.value_minor) == (
        "MAZ-2026-2", "purchase", "Jānis Roze", "Nr. 17", 1, 1250,
    )  # fmt: skip
    assert renumbered.number == act.number
    assert stock.refused(renumber_act, act=stock.act) == ["ACT_UNKNOWN"]


def test_no_act_gets_the_number_of_another(stock):
    other = stock.done(open_act, kind="withdrawal").number

    assert stock.refused(renumber_act, act=other, number="maz-2026-1") == ["ACT_NUMBER_TAKEN"]
    assert stock.done(renumber_act, act=other, number="7 / 26").number == "7 / 26"
