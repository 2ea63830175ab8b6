"""The menu of lists: how many there are on each, and what a list begins with."""

from functools import partial

import pytest

from app.desk.cards import order_card
from app.desk.quick import lend_quick
from app.desk.requests import ask_renewal
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import ALL_LISTS, LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.screenshots.people import LATVIAN as TOWN

JANIS = TOWN.people[3].card
LENT = TOWN.barcode(2)


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


def test_the_menu_counts_what_was_not_asked_for_yet(lists, service):
    service.station.do(partial(order_card, patron=JANIS))
    service.station.do(partial(lend_quick, patron=JANIS, barcode="X 1", title="Peer Gynt"))

    lists.refresh()

    assert (lists.state.kind, lists.state.counts[ListKind.CARDS], lists.state.counts[ListKind.QUICK]) == (
        ListKind.CARDS,
        1,
        1,
    )


def test_what_looks_at_everybody_is_counted_once_it_is_read(lists):
    lists.refresh()
    assert ListKind.CONTACT not in lists.state.counts

    lists.choose_kind(ListKind.CONTACT)
    lists.choose_kind(ListKind.CARDS)

    assert lists.state.counts[ListKind.CONTACT] == 0


def test_what_only_some_may_see_is_not_counted_for_others(lists, service):
    service.may("lend")

    lists.refresh()

    assert ListKind.PAYMENTS not in lists.state.counts


def test_a_list_of_daily_work_begins_with_this_branch_and_others_with_all(lists):
    lists.choose_kind(ListKind.REQUESTS)
    assert lists.state.branch == TOWN.code

    lists.choose_kind(ListKind.CONTACT)

    assert lists.state.branch == ""


def test_a_branch_that_was_chosen_stays_chosen(lists, service):
    service.station.do(partial(ask_renewal, item=LENT))
    lists.choose_kind(ListKind.REQUESTS)
    assert len(lists.state.rows) == 1

    lists.choose_branch(TOWN.other_code)
    lists.choose_kind(ListKind.QUICK)
    lists.choose_kind(ListKind.REQUESTS)

    assert (lists.state.branch, lists.state.rows) == (TOWN.other_code, ())


def test_every_list_has_a_place_of_its_own():
    kinds = [one.kind for one in ALL_LISTS]

    assert sorted(kinds) == sorted(ListKind)


def test_no_two_deeds_of_a_list_have_one_name():
    for one in ALL_LISTS:
        names = [deed.id for deed in one.listing.deeds]
        assert len(names) == len(set(names)), one.kind
