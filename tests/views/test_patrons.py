"""Finding patrons, and looking at one."""

import pytest

from app.views.presenters.patrons import PatronsPresenter
from app.views.screenshots.people import LATVIAN as TOWN

ELINA = TOWN.people[0]


@pytest.fixture
def patrons(service, words, stage):
    presenter = PatronsPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


def test_several_people_are_listed_and_none_is_chosen(patrons):
    patrons.find("bērz")

    assert {row.name for row in patrons.state.rows} == {"Elīna Bērziņa", "Marta Bērziņa", "Kristaps Bērziņš"}
    assert patrons.state.details is None


def test_one_person_is_shown_in_full_at_once(patrons):
    patrons.find("elina berz")

    details = patrons.state.details
    assert details.name == "Elīna Bērziņa"
    assert ("Phone", "29123456") in details.facts
    assert ("Address", "Rīgas iela 12-4, Mazsalaca, LV-4215") in details.facts


def test_a_personal_code_finds_its_person_and_is_masked(patrons):
    patrons.find(ELINA.code)

    assert [row.name for row in patrons.state.rows] == ["Elīna Bērziņa"]
    values = [number.value for number in patrons.state.details.numbers]
    assert "170584-•••••" in values
    assert ELINA.code not in values


def test_a_minor_is_shown_with_the_guarantor(patrons):
    patrons.find("kristaps")

    assert ("Guarantor", "Elīna Bērziņa") in patrons.state.details.facts


def test_nobody_is_found_where_nobody_matches(patrons):
    patrons.find("qqqq")

    assert (patrons.state.rows, patrons.state.details) == ((), None)


def test_somebody_found_is_opened_at_the_desk(patrons, stage):
    patrons.find("elina berz")

    patrons.open_at_desk()

    assert stage.went == [("patron", ELINA.card)]


def test_a_locked_desk_leaves_nobody_in_sight(patrons):
    patrons.find("bērz")

    patrons.forget()

    assert (patrons.state.text, patrons.state.rows, patrons.state.details) == ("", (), None)


def test_people_who_share_a_number_are_told_apart_by_their_ids(patrons, service):
    """Two desks may have given one number twice: each line must still lead to its own person."""
    from functools import partial

    from app.desk.patrons import register_patron
    from app.desk.records import Identifier

    registered = service.station.do(partial(register_patron, given="Elīna", family="Bērziņa-Otrā")).record

    def share(work):
        from app.desk.outcome import Done

        row = Identifier(patron=registered.patron, kind="library_card", value=ELINA.card, since_ms=work.now_ms)
        return Done(record=work.add(row), touched=frozenset())

    service.station.do(share)

    patrons.find("elīna")

    scans = [row.scan for row in patrons.state.rows]
    assert len(set(scans)) == 2
    assert all(scan.startswith("#") for scan in scans)
