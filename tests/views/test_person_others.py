"""On a person's page: who may act for them, another name, death, and the home service; and the lists of these."""

from datetime import date
from functools import partial

import pytest

from app.db.queries.stock import show_item
from app.desk.changes import note_death
from app.desk.home_service import serve_at_home
from app.desk.interlibrary import order_ill, request_ill
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA = (person.card for person in TOWN.people[:2])


@pytest.fixture
def person(service, words, stage):
    presenter = PersonPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


@pytest.fixture
def lists(service, words, stage):
    return ListsPresenter(service, words, stage, LISTS)


def offered(person):
    return [offer.id for offer in person.state.offers]


def facts(person):
    return {fact.label: fact.said for fact in person.state.shown.facts}


def test_another_is_let_act_and_stands_on_both_pages(person, stage):
    person.open(ELINA, Tab.GUARDIANS)
    person.start("allow-proxy")
    person.asking.submit({"proxy": MARTA, "until": ""})

    assert "may now act" in stage.said[-1].text
    assert [row.cells[2] for row in person.state.shown.rows] == ["may act for this patron"]
    person.open(MARTA, Tab.GUARDIANS)
    assert [row.cells[2] for row in person.state.shown.rows] == ["this patron may act for them"]
    person.start("end-proxy")
    assert person.state.shown.rows == ()


def test_a_name_is_changed_on_a_document(person, stage):
    person.open(MARTA, Tab.CONTACT)
    person.start("change-name")
    person.asking.submit({"given": "Marta", "family": "Ozola", "document": "passport"})

    assert stage.said[-1].text == "Marta Bērziņa is now called Marta Ozola."
    assert person.state.head.name == "Marta Ozola"


def test_a_death_is_noted_with_its_day(person, stage):
    person.open(MARTA, Tab.CONTACT)
    person.start("note-death")
    person.asking.submit({"died_on": "20.11.2026"})

    assert stage.said[-1].text.startswith("Marta Bērziņa died on 20 Nov 2026")


def test_the_library_comes_to_somebody_until_it_does_no_more(person):
    person.open(MARTA, Tab.CONTACT)
    person.start("serve-at-home")
    person.asking.submit({"home_service_note": "Tuesdays"})

    assert facts(person)["Home service"] == "Tuesdays"
    assert "serve-no-more" in offered(person)
    person.start("serve-no-more")
    assert "Home service" not in facts(person)
    assert "serve-at-home" in offered(person)


def test_the_lists_tell_who_died_where_to_go_and_what_was_asked_for(lists, service):
    service.station.do(partial(note_death, patron=ELINA))
    service.station.do(partial(serve_at_home, patron=MARTA, note="Tuesdays"))
    request = service.station.do(partial(request_ill, patron=MARTA, title="Tālava")).record.request
    service.station.do(partial(order_ill, request=str(request), partner="LNB"))

    lists.choose_kind(ListKind.DECEASED)
    assert lists.state.rows[0].cells[0].startswith("Elīna")
    lists.choose_kind(ListKind.HOME)
    assert [row.cells[3] for row in lists.state.rows] == ["Tuesdays"]
    lists.choose_kind(ListKind.ILL)
    assert [row.cells[:4] for row in lists.state.rows] == [("Tālava", "Marta Bērziņa", "ordered", "LNB")]
    assert lists.may_open()


def test_something_is_said_of_a_loan_on_its_borrowers_page(person, service, stage):
    person.open(ELINA, Tab.LOANS)
    person.start("report-copy")
    person.asking.submit({"kind": "claimed", "on_day": "10.11.2026"})

    item = show_item(service.database, TOWN.barcode(0))
    assert (item.place, item.place_on) == ("claimed", date(2026, 11, 10))
    assert "Dvēseļu putenis" in stage.said[-1].text
