"""Finding titles and taking copies in."""

from datetime import date
from functools import partial

import pytest

from app.db.queries.stock import show_item
from app.db.queries.stock_book import lines_of_act
from app.desk.stock_book import open_act
from app.views.presenters.line import Tone
from app.views.presenters.stock import StockPresenter
from app.views.screenshots.people import LATVIAN as TOWN

NEW = {"barcode": "LV-9000 1", "title": "Pūt, vējiņi!", "author": "Rainis", "material": "fiction"}


@pytest.fixture
def stock(service, words, stage):
    presenter = StockPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


def test_a_title_is_found_by_the_beginnings_of_its_words(stock):
    stock.find("mat pie")

    assert [row.name for row in stock.state.titles] == ["Mātes piens"]


def test_the_copies_of_a_single_title_are_shown_at_once(stock):
    stock.find("dveselu")

    [copy] = stock.state.copies
    assert (copy.barcode, copy.status) == (TOWN.barcode(0), "On loan until 12 Nov 2026")


def test_a_copy_is_found_by_its_barcode(stock):
    stock.find(TOWN.barcode(6))

    assert [row.name for row in stock.state.titles] == ["Baltā grāmata"]


def test_who_has_a_copy_is_not_shown_here(stock):
    stock.find("dveselu")

    assert "Bērziņa" not in f"{stock.state}"


def test_a_new_copy_goes_into_the_stock_and_into_sight(stock, stage):
    stock.add(NEW, lendable=True)

    assert stage.said[-1].text == "Added to the stock: LV-9000 1"
    assert [copy.barcode for copy in stock.state.copies] == ["LV-9000 1"]


def test_a_second_copy_belongs_to_the_title_that_is_there(stock):
    stock.add({**NEW, "title": "Mātes piens", "author": "Ikstena, Nora"}, lendable=False)

    [title] = stock.state.titles
    assert title.copies == "2"
    assert "Not for loan" in {copy.status for copy in stock.state.copies}


def test_what_is_missing_is_said_beside_its_field(stock):
    stock.add({"material": "fiction"}, lendable=True)

    assert set(stock.state.complaints) == {"barcode", "title"}


def test_a_barcode_that_is_taken_is_said_beside_it(stock):
    stock.add({**NEW, "barcode": TOWN.barcode(0)}, lendable=True)

    assert stock.state.complaints == {"barcode": "Another copy already has this barcode."}


@pytest.mark.parametrize("price", ["free", "12,345", "-1", "NaN", "Infinity"])
def test_what_is_no_price_is_never_sent(stock, price):
    stock.add({**NEW, "price": price}, lendable=True)

    assert set(stock.state.complaints) == {"price"}


@pytest.mark.parametrize(("price", "minor"), [("", None), ("12", 1200), ("12,50", 1250), ("1 250.00", 125000)])
def test_a_price_is_read_as_people_write_it(stock, service, price, minor):
    stock.add({**NEW, "price": price}, lendable=True)

    [(kept,)] = service.database.connection.execute("SELECT price_minor FROM item WHERE barcode = 'LV-9000 1'")
    assert kept == minor


def test_adding_needs_its_permission(stock, service):
    service.may("lend")

    stock.add(NEW, lendable=True)

    assert stock.state.notes[0].text == "You may not do this: add copies."


def test_a_title_that_was_found_at_the_desk_is_shown(stock):
    stock.find("straum")
    title = stock.state.titles[0].title
    stock.find("")

    stock.open_title(title, "Straumēni")

    assert stock.state.chosen == title


def test_nothing_is_found_where_nothing_matches(stock):
    stock.find("qqqq")

    assert (stock.state.titles, stock.state.copies, stock.state.chosen) == ((), (), None)


def test_the_form_knows_the_kinds_and_the_money_of_the_house(stock):
    assert stock.materials["fiction"] == "Fiction"
    assert (stock.usual_material, stock.currency) == ("fiction", "EUR")


# A copy in sight.


@pytest.fixture
def shelf(stock):
    """A copy of Mātes piens on its shelf is in sight."""
    stock.find(TOWN.barcode(4))
    return stock


def answers(stock, **changed):
    return {one.name: one.value for one in stock.state.asked.question.fields} | changed


def test_a_copy_that_was_scanned_is_the_one_in_question(shelf):
    [row] = [row for row in shelf.state.copies if row.key == shelf.state.copy]

    assert row.barcode == TOWN.barcode(4)


def test_a_copy_is_told_otherwise_and_shows_it(shelf, stage):
    shelf.ask_change()
    shelf.asking.submit(answers(shelf, department="Bērnu nodaļa", age_min="16+", price_minor="12,50"))

    assert (shelf.state.copies[0].department, shelf.state.titles[0].age) == ("Bērnu nodaļa", "16+")
    assert TOWN.barcode(4) in stage.said[-1].text
    shelf.ask_change()
    assert {"age_min": "16", "price_minor": "12.50"}.items() <= answers(shelf).items()


def test_what_stayed_is_not_written_again(shelf, service):
    written = "SELECT tbl, unit FROM outbox WHERE tbl IN ('item', 'title') AND unit <> ''"
    shelf.ask_change()
    shelf.asking.submit(answers(shelf, department="Bērnu nodaļa"))

    assert service.database.connection.execute(written).fetchall() == [("item", "department")]


def test_the_limit_of_age_is_taken_away_again(shelf):
    shelf.ask_change()
    shelf.asking.submit(answers(shelf, age_min="16"))
    shelf.ask_change()
    shelf.asking.submit(answers(shelf, age_min=""))

    assert shelf.state.titles[0].age == ""


@pytest.mark.parametrize(("name", "said"), [("age_min", "old"), ("price_minor", "dear"), ("issued_on", "1.13.2026")])
def test_what_cannot_be_read_is_said_beside_its_field(shelf, name, said):
    shelf.ask_change()
    shelf.asking.submit(answers(shelf, **{name: said}))

    assert set(shelf.state.asked.complaints) == {name}


def test_something_is_said_of_a_copy_on_the_shelf(shelf, stage):
    shelf.ask_report()
    shelf.asking.submit(answers(shelf, kind="missing"))

    assert shelf.state.copies[0].status == "missing"
    assert shelf.state.copies[0].tone is Tone.ATTENTION
    assert stage.said[-1].text == "Reported missing: Mātes piens"


def test_who_says_to_have_returned_a_copy_is_believed_from_a_day_on(stock, service):
    stock.find(TOWN.barcode(0))
    stock.ask_report()
    stock.asking.submit(answers(stock, kind="claimed", on_day="10.11.2026"))

    assert show_item(service.database, TOWN.barcode(0)).place_on == date(2026, 11, 10)


def test_a_new_copy_may_stand_in_a_department_and_on_an_act(stock, service):
    act = service.station.do(partial(open_act, kind="accession")).record
    stock.add({**NEW, "price": "5", "department": "Lasītava", "age_min": "18+", "act": act.number}, lendable=True)

    assert (stock.state.copies[0].department, stock.state.titles[0].age) == ("Lasītava", "18+")
    assert [one.barcode for one in lines_of_act(service.database, act.act)] == ["LV-9000 1"]


def test_an_act_that_nobody_opened_is_said_beside_it(stock):
    stock.add({**NEW, "price": "5", "act": "X-9"}, lendable=True)

    assert set(stock.state.complaints) == {"act"}
