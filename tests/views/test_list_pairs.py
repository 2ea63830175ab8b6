"""Two records that may be of one person: side by side, settled with one key, and parted again."""

from functools import partial

import pytest

from app.db.queries.people import show_patron
from app.db.queries.tasks import count_tasks
from app.desk.amending import amend_patron
from app.desk.patrons import register_patron
from app.desk.persons import merge_patrons, tell_apart
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_pairs import ASKED, JOINED
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, JANIS = TOWN.people[0], TOWN.people[3]
CARD = "2 0099 0001"


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    presenter.choose_kind(ListKind.PAIRS)
    return presenter


def again(service, person, card, **about):
    """Somebody is registered a second time, as another desk would have done it."""
    service.station.do(partial(register_patron, given="Zane", family="Zeme", card=card))
    changes = {"given": person.given, "family": person.family, "birth_on": person.birth_on.isoformat(), **about}
    service.station.do(partial(amend_patron, patron=card, changes=changes))


@pytest.fixture
def pair(lists, service):
    """Elīna, and Elina of another phone."""
    again(service, ELINA, CARD, given="Elina", phone="20 000 001")
    lists.refresh()
    return lists


def person(service, scan):
    return show_patron(service.database, scan, today=service.today(), branch=service.place.branch).patron


def names(lists):
    return [row.cells[0] for row in lists.state.rows]


def test_who_looks_alike_stands_on_the_list(pair):
    [row] = pair.state.rows

    assert row.cells == ("Elīna Bērziņa  ·  Elina Bērziņa", "name and birth date", "Mazsalacas pilsētas bibliotēka")
    assert pair.state.headline == "1 pair who are alike"


def test_both_stand_side_by_side_with_what_is_the_same_and_what_is_not(pair):
    rows = {row.label: (row.one, row.other, row.tone) for row in pair.state.compared}

    assert rows["Name"] == ("Elīna Bērziņa", "Elina Bērziņa", Tone.ATTENTION)
    assert rows["Born"] == ("17 May 1984", "17 May 1984", Tone.OK)
    assert rows["Phone"] == ("29123456", "20000001", Tone.ATTENTION)
    assert rows["E-mail"][1:] == ("", Tone.PLAIN), "what one of them has not told is no difference"
    assert "170584-10001" not in str(rows), "codes are masked"


def test_the_other_pair_is_compared_when_it_is_chosen(pair, service):
    again(service, JANIS, "2 0099 0002")
    pair.refresh()
    assert names(pair) == ["Elīna Bērziņa  ·  Elina Bērziņa", "Jānis Ozols"]

    pair.choose(pair.state.rows[1].key)

    assert pair.state.compared[0].one == "Jānis Ozols"


def test_a_branch_sees_the_pairs_of_its_people(pair):
    pair.choose_branch("RUJ")
    assert names(pair) == []

    pair.choose_branch("MAZ")
    assert len(names(pair)) == 1


def test_two_records_become_one_person_and_are_parted_again(pair, service, stage):
    pair.begin("join-records")

    assert person(service, CARD) == person(service, ELINA.card)
    assert stage.said[-1].text == "Elīna Bērziņa is one person now; F6 parts them again."
    assert names(pair) == []
    assert pair.may("part-records")

    pair.begin("part-records")

    assert person(service, CARD) != person(service, ELINA.card)
    assert len(names(pair)) == 1
    assert not pair.may("part-records")


def test_two_people_are_never_asked_about_again(pair, service, stage):
    before = count_tasks(service.database)

    pair.begin("tell-apart")

    assert stage.said[-1].text == "They are two people; nobody will be asked again."
    assert names(pair) == []
    assert count_tasks(service.database) == before - 1
    assert not pair.may("part-records")


def test_what_was_joined_on_another_day_can_be_parted(lists, service):
    again(service, ELINA, CARD)
    service.station.do(partial(merge_patrons, patron=ELINA.card, other=CARD))

    lists.choose_show(JOINED)
    [row] = lists.state.rows
    assert row.cells[:2] == ("Elīna Bērziņa", "21 Nov 2026  ·  Inga Kalniņa")
    assert lists.state.compared == ()
    assert not lists.may("join-records")
    lists.begin("part-records")

    assert lists.state.rows == ()
    lists.choose_show(ASKED)
    assert len(lists.state.rows) == 1


def test_that_it_had_been_said_otherwise_is_told(pair, service, stage):
    service.station.do(partial(tell_apart, patron=ELINA.card, other=CARD))

    pair.begin("join-records")

    assert stage.said[-1].tone is Tone.ATTENTION
    assert "It had been said that they are two people" in stage.said[-1].todo


def test_enter_leads_to_the_page(pair, service, stage):
    pair.open_person()

    assert stage.went == [("details", f"#{person(service, ELINA.card)}", Tab.DATA)]


def test_without_permission_nothing_is_settled(pair, service):
    service.may("lend")

    pair.begin("join-records")

    assert pair.state.asked.notes[0].text == "You may not do this: register patrons."
    assert len(names(pair)) == 1


def test_nothing_is_settled_twice(pair, service):
    service.holding = True

    pair.begin("join-records")
    pair.begin("tell-apart")

    assert not pair.may("join-records")
    assert len(service.held) == 1


def test_on_other_lists_nothing_of_this_is_offered(pair):
    pair.begin("join-records")

    pair.choose_kind(ListKind.CARDS)

    assert (pair.may("join-records"), pair.may("part-records")) == (False, False)
