"""Copies that are lent before they are catalogued, and copies that are used in the house."""

import pytest

from app.db.queries.stock import quick_items, show_item
from app.desk.checkout import check_out
from app.desk.in_house import use_in_house
from app.desk.quick import catalogue_item, lend_quick
from app.desk.undo import undo
from app.rules.blocks import Why


@pytest.fixture
def lending(desk):
    desk.patron("P1")
    return desk


def test_an_unknown_copy_is_lent_at_once_and_waits_to_be_catalogued(lending):
    lent = lending.done(lend_quick, patron="P1", barcode="Q1", title="  Jauna   grāmata ")

    assert (lent.barcode, lent.title) == ("Q1", "Jauna grāmata")
    [waiting] = quick_items(lending.database)
    assert (waiting.barcode, waiting.is_lent, waiting.branch) == ("Q1", True, "Mazpils")


def test_a_copy_whose_loan_is_refused_is_not_taken_in_either(lending):
    assert lending.refused(lend_quick, patron="P9", barcode="Q1", title="T") == [Why.UNKNOWN_SCAN]

    assert show_item(lending.database, "Q1") is None
    assert lending.value("SELECT count(*) FROM title") == 0


def test_a_quick_copy_needs_a_title_and_a_barcode_of_its_own(lending):
    lending.item("I1")

    assert lending.refused(lend_quick, patron="P1", barcode="I1", title="") == [Why.FIELD_MISSING, Why.BARCODE_TAKEN]
    assert lending.refused(lend_quick, patron="P1", barcode="Q1", title="T", material="x") == [Why.FIELD_INVALID]


def test_it_is_catalogued_later_and_keeps_its_loan(lending):
    lending.done(lend_quick, patron="P1", barcode="Q1", title="jauna gr")
    lending.item("I1", title="Jauna grāmata", author="A. Autore")

    lending.done(catalogue_item, item="Q1", title="Jauna grāmata", author="A. Autore", material="nonfiction")

    shown = show_item(lending.database, "Q1")
    assert (shown.title, shown.author, shown.material, shown.status) == (
        "Jauna grāmata", "A. Autore", "nonfiction", "on_loan",
    )  # fmt: skip
    assert quick_items(lending.database) == []
    assert lending.refused(catalogue_item, item="Q9", title="T") == [Why.UNKNOWN_SCAN]
    assert lending.refused(catalogue_item, item="Q1", title=" ") == [Why.FIELD_MISSING]


def test_undoing_the_loan_leaves_the_copy_to_be_catalogued(lending):
    lending.done(lend_quick, patron="P1", barcode="Q1", title="T")

    assert lending.done(undo).deed == "loan"

    assert [one.is_lent for one in quick_items(lending.database)] == [False]


def test_use_in_the_house_is_counted_and_undone(lending):
    lending.item("I1")
    lending.done(use_in_house, item="I1", count=3)
    assert lending.connection.execute("SELECT on_day, count FROM in_house_use").fetchall() == [("2026-03-02", 3)]

    assert lending.done(undo).deed == "in_house_use"


def test_what_is_lent_is_not_used_in_the_house(lending):
    lending.item("I1")
    lending.done(check_out, patron="P1", item="I1")

    assert lending.refused(use_in_house, item="I1") == [Why.ON_LOAN]
    assert lending.refused(use_in_house, item="I9") == [Why.UNKNOWN_SCAN]
    assert lending.refused(use_in_house, item="I1", count=0) == [Why.FIELD_INVALID, Why.ON_LOAN]
