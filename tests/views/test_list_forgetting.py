"""Whom the library is to forget: why, what hinders it, and the two deeds that are asked about first."""

from functools import partial

import pytest

from app.desk.ending import end_use
from app.desk.erasures import propose_erasure
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, _, _, _, BERNADETA = (person.card for person in TOWN.people)
YEARS_MS = 6 * 366 * 86_400_000


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


@pytest.fixture
def ending(lists, service):
    """Elīna stops and has six books at home; Marta stops."""
    for card in (ELINA, MARTA):
        service.station.do(partial(end_use, patron=card))
    lists.choose_kind(ListKind.FORGETTING)
    return lists


def cells(lists):
    return {row.cells[0]: (*row.cells[2:4], row.tone) for row in lists.state.rows}


def test_who_wishes_to_stop_stands_there_with_what_hinders_it(ending):
    assert cells(ending) == {
        "Marta Bērziņa": ("stops from 21 Nov 2026", "to be proposed", Tone.ATTENTION),
        "Elīna Bērziņa": ("stops from 21 Nov 2026", "6 copies to come back first", Tone.REFUSED),
    }
    assert ending.state.headline == "To be proposed: 1 · proposed: 0"


def test_who_has_not_come_for_years_stands_there_with_the_last_use(lists, service):
    service.station.world.clock.unix_ms += YEARS_MS

    lists.choose_kind(ListKind.FORGETTING)

    assert cells(lists)["Bernadeta Šķērslīte-Grīnvalde"][1:] == ("to be proposed", Tone.ATTENTION)
    assert cells(lists)["Bernadeta Šķērslīte-Grīnvalde"][0].startswith("not used since ")


def test_proposing_is_asked_about_first(ending, stage):
    ending.begin("propose-erasures")
    assert ending.state.asked.question.title == "Propose to erase 1 person?"
    assert not ending.may_open(), "Enter answers"

    ending.asking.submit({})

    assert stage.said[-1].text == "Proposed to erase 1 person."
    why, standing, tone = cells(ending)["Marta Bērziņa"]
    assert (why, tone) == ("stops from 21 Nov 2026", Tone.PLAIN)
    assert standing.startswith("proposed 21 Nov 2026: waits for answers. No answer yet from: Rūjienas bibliotēka")
    assert ending.state.headline == "To be proposed: 0 · proposed: 1"
    assert not ending.may("propose-erasures")


def test_who_thinks_better_of_it_proposes_nobody(ending):
    ending.begin("propose-erasures")

    ending.step_back()

    assert ending.state.asked.question is None
    assert cells(ending)["Marta Bērziņa"][1] == "to be proposed"


def test_a_proposal_is_withdrawn_after_a_question(lists, service, stage):
    service.station.do(partial(propose_erasure, patron=MARTA, reason="lūdza"))
    lists.choose_kind(ListKind.FORGETTING)
    assert cells(lists)["Marta Bērziņa"][0] == "on request"

    lists.begin("withdraw-erasure")
    assert lists.state.asked.question.title == "Withdraw the proposal to erase Marta Bērziņa?"
    lists.asking.submit({})

    assert stage.said[-1].text == "The proposal is withdrawn."
    assert lists.state.rows == ()


def test_who_is_not_proposed_has_nothing_to_withdraw(ending):
    ending.begin("withdraw-erasure")

    assert ending.state.asked.question is None


def test_enter_leads_to_the_tab_where_it_is_settled(ending, stage):
    ending.open_person()

    [(where, _, tab)] = stage.went
    assert (where, tab) == ("details", Tab.DATA)


def test_nobody_is_proposed_from_the_list_of_one_branch(ending):
    ending.choose_branch("MAZ")
    assert len(ending.state.rows) == 2

    ending.begin("propose-erasures")

    assert ending.state.asked.question is None, "it would propose the people of other branches, too"


def test_another_list_lets_go_of_the_question(ending):
    ending.begin("propose-erasures")

    ending.choose_kind(ListKind.CARDS)

    assert ending.is_free()


def test_without_permission_nobody_is_shown(ending, service):
    service.may("register")

    ending.choose_kind(ListKind.FORGETTING)

    assert ending.state.rows == ()
    assert ending.state.notes[0].text == "You may not do this: erase people."
    ending.choose_kind(ListKind.CARDS)
    assert ending.state.notes == ()
