"""Requests for more time, copies to be catalogued, payments of nobody, and loans between libraries, with their keys."""

from datetime import timedelta
from functools import partial

import pytest

from app.db.queries.stock import show_item
from app.desk.changes import note_death
from app.desk.checkout import check_out
from app.desk.interlibrary import request_ill
from app.desk.money import charge_fee
from app.desk.patrons import register_patron
from app.desk.payments import read_payment
from app.desk.quick import lend_quick
from app.desk.requests import ask_renewal
from app.views.presenters.days import written_day
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, _, JANIS = (person.card for person in TOWN.people[:4])
LENT, LATE, FREE = TOWN.barcode(2), TOWN.barcode(0), TOWN.barcode(4)


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


def cells(lists):
    return [dict(zip((column.id for column in lists.state.columns), row.cells, strict=True))
            for row in lists.state.rows]  # fmt: skip


# Requests for more time.


@pytest.fixture
def requests(lists, service):
    service.station.do(partial(ask_renewal, item=LENT, channel="phone"))
    lists.choose_kind(ListKind.REQUESTS)
    return lists


def test_a_request_is_granted_with_one_key(requests, service, stage):
    [row] = cells(requests)
    assert (row["name"], row["renewals"], row["channel"]) == ("Elīna Bērziņa", "0", "by phone")
    before = show_item(service.database, LENT).due_on

    requests.begin("grant-request")

    assert requests.state.rows == ()
    assert show_item(service.database, LENT).due_on > before
    assert stage.said[-1].text.startswith("Renewed")


def test_a_request_is_refused_for_a_cause(requests, stage):
    requests.begin("refuse-request")
    requests.asking.submit({"cause": "needed"})

    assert requests.state.rows == ()
    assert "needed by the library" in stage.said[-1].text


def test_what_stands_against_a_request_may_be_overridden_there(lists, service):
    for _ in range(9):
        service.station.world.clock.unix_ms += 86_400_000
        service.station.do(partial(ask_renewal, item=LENT))
        lists.choose_kind(ListKind.REQUESTS)
        lists.begin("grant-request")
        if lists.state.asked.notes:
            break
    assert lists.state.asked.may_override

    lists.asking.ask_reason()
    lists.asking.override("the teacher asked")

    assert lists.state.rows == ()


def test_enter_leads_to_whoever_asks(requests, stage):
    requests.open_person()

    assert stage.went == [("details", ELINA, Tab.LOANS)]


# Copies to be catalogued.


def test_what_was_lent_in_a_hurry_is_catalogued(lists, service, stage):
    service.station.do(partial(lend_quick, patron=JANIS, barcode="X 1", title="peer gint"))
    lists.choose_kind(ListKind.QUICK)
    lists.begin("catalogue")
    assert lists.state.asked.question.fields[0].value == "peer gint"

    lists.asking.submit({"title": "Peer Gynt", "author": "Henrik Ibsen", "material": "fiction", "price_minor": "12,50"})

    assert lists.state.rows == ()
    assert stage.said[-1].text == "Catalogued: X 1"
    assert show_item(service.database, "X 1").author == "Henrik Ibsen"


def test_a_price_that_is_none_is_told_beside_its_field(lists, service):
    service.station.do(partial(lend_quick, patron=JANIS, barcode="X 1", title="peer gint"))
    lists.choose_kind(ListKind.QUICK)

    lists.begin("catalogue")
    lists.asking.submit({"title": "Peer Gynt", "material": "fiction", "price_minor": "much"})

    assert list(lists.state.asked.complaints) == ["price_minor"]


# Payments.


def test_somebody_says_whose_a_payment_is(lists, service, stage):
    today = service.today()
    service.station.do(partial(read_payment, payment="P-7", reference="?", amount_minor=1_200, paid_on=today))
    lists.choose_kind(ListKind.PAYMENTS)
    assert [row["payment"] for row in cells(lists)] == ["P-7"]

    lists.begin("match-payment")
    lists.asking.submit({"patron": MARTA})

    assert lists.state.rows == ()
    assert stage.said[-1].text == "P-7: €12.00, Marta Bērziņa"


def test_of_the_dead_it_stands_on_their_own_list_what_they_owed(lists, service):
    service.station.do(partial(charge_fee, patron=MARTA, kind="other", amount_minor=500))
    service.station.do(partial(note_death, patron=MARTA))

    lists.choose_kind(ListKind.DEBTORS)
    assert lists.state.rows == ()
    lists.choose_kind(ListKind.DECEASED)

    assert [(row["name"], row["owes"]) for row in cells(lists)] == [("Marta Bērziņa", "€5.00")]


# Loans between libraries.


@pytest.fixture
def ill(lists, service):
    service.station.do(partial(request_ill, patron=JANIS, title="Brand"))
    lists.choose_kind(ListKind.ILL)
    return lists


def test_a_thing_is_ordered_received_and_given_back(ill, service):
    ill.begin("ill-order")
    ill.asking.submit({"partner": "LNB"})
    assert cells(ill)[0]["standing"] == "ordered"

    ill.begin("ill-receive")
    due = written_day(service.today() + timedelta(days=20))
    ill.asking.submit({"barcode": "L 7", "due_on": due, "partner": "LNB", "amount_minor": ""})
    assert cells(ill)[0]["standing"] == "received"
    assert show_item(service.database, "L 7").title == "Brand"
    assert not ill.may("ill-receive")

    ill.begin("ill-return")
    ill.asking.submit({})
    assert ill.state.rows == ()


def test_without_its_day_nothing_is_received(ill):
    ill.begin("ill-receive")
    ill.asking.submit({"barcode": "L 7", "due_on": ""})

    assert list(ill.state.asked.complaints) == ["due_on"]


def test_what_was_refused_may_be_ordered_elsewhere_or_given_up(ill):
    ill.begin("ill-order")
    ill.asking.submit({"partner": "LNB"})
    ill.begin("ill-refuse")
    ill.asking.submit({})
    assert (cells(ill)[0]["standing"], ill.may("ill-order")) == ("refused by the partner", True)

    ill.begin("ill-cancel")
    ill.asking.submit({})

    assert ill.state.rows == ()
    ill.choose_show("ended")
    assert [row["standing"] for row in cells(ill)] == ["cancelled"]


def test_somebody_asks_for_what_only_another_library_has(ill):
    ill.begin("ill-request")
    ill.asking.submit({"patron": MARTA, "title": "Peer Gynt", "scope": "international"})

    assert [row["title"] for row in cells(ill)] == ["Brand", "Peer Gynt"]


def test_what_another_library_has_from_us_comes_back_with_one_key(lists, service, stage):
    service.station.do(partial(register_patron, family="Ventspils bibliotēka", card="L1", category="library"))
    service.station.do(partial(check_out, patron="L1", item=FREE))
    lists.choose_kind(ListKind.LENT_OUT)
    [row] = cells(lists)
    assert (row["barcode"], row["library"]) == (FREE, "Ventspils bibliotēka")

    lists.begin("take-back")

    assert lists.state.rows == ()
    assert stage.said[-1].tone is Tone.OK
