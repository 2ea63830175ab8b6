"""Lists to work through: cards on their way, and people to be asked for something."""

from datetime import date
from functools import partial

import pytest

from app.db.database import DatabaseUnavailable
from app.desk.amending import confirm_contact
from app.desk.cards import make_card, order_card
from app.desk.network import change_setting
from app.desk.outcome import Touched
from app.desk.patrons import register_patron
from app.desk.promises import accept_rules
from app.views.presenters.line import Tone
from app.views.presenters.list_cards import LATE, READY, TO_MAKE
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
DAY_MS = 86_400_000


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


@pytest.fixture
def ordered(lists, service):
    """Jānis waits for a card, and Elīna's is ready."""
    service.station.do(partial(order_card, patron=JANIS))
    service.station.do(partial(order_card, patron=ELINA))
    service.station.do(partial(make_card, card=ELINA))
    lists.refresh()
    return lists


def names(lists):
    return [row.cells[0] for row in lists.state.rows]


def people(lists, kind):
    lists.choose_kind(kind)
    return names(lists)


# Cards.


def test_cards_on_their_way_are_listed_with_how_far_they_are(ordered):
    assert {row.cells[0]: row.cells[5] for row in ordered.state.rows} == {
        "Jānis Ozols": "to make",
        "Elīna Bērziņa": "ready",
    }
    assert ordered.state.headline == "2 cards"


@pytest.mark.parametrize(
    ("which", "found"),
    [(TO_MAKE, ["Jānis Ozols"]), (READY, ["Elīna Bērziņa"]), (LATE, [])],
)
def test_a_filter_leaves_out_the_rest(ordered, which, found):
    ordered.choose_show(which)

    assert names(ordered) == found


def test_a_card_that_is_late_stands_out(ordered, service):
    service.station.world.clock.unix_ms += 20 * DAY_MS

    ordered.choose_show(LATE)

    [row] = ordered.state.rows
    assert (row.cells[0], row.cells[5], row.tone) == ("Jānis Ozols", "6 days late", Tone.REFUSED)
    assert ordered.state.headline == "1 card · 1 late"


def test_a_card_is_noted_as_made(ordered, stage):
    ordered.choose(next(row.key for row in ordered.state.rows if row.cells[0] == "Jānis Ozols"))

    ordered.begin("card-made")

    assert {row.cells[5] for row in ordered.state.rows} == {"ready"}
    assert stage.said[-1].text == "The card is ready for Jānis Ozols."
    assert not ordered.may("card-made")


def test_without_permission_no_card_is_made(ordered, service, stage):
    ordered.choose(next(row.key for row in ordered.state.rows if row.cells[0] == "Jānis Ozols"))
    service.may("lend")

    ordered.begin("card-made")

    assert ordered.state.asked.notes[0].text == "You may not do this: register patrons."
    ordered.step_back()
    assert ordered.may("card-made")


def test_only_the_cards_to_be_made_are_printed_and_the_file_is_opened(ordered, stage, tmp_path):
    path = tmp_path / next(one.file for one in ordered.state.deeds if one.id == "print-cards")

    ordered.begin("print-cards", path)

    assert path.read_bytes().startswith(b"%PDF")
    assert stage.went == [("file", path)]
    assert "1 card" in stage.said[-1].text


def test_where_nothing_is_to_be_made_nothing_is_printed(lists, tmp_path):
    lists.refresh()

    lists.begin("print-cards", tmp_path / "none.pdf")

    assert not lists.may("print-cards")
    assert not (tmp_path / "none.pdf").exists()


def test_a_failure_is_told_and_the_list_goes_on(ordered, service, stage):
    ordered.choose(next(row.key for row in ordered.state.rows if row.cells[0] == "Jānis Ozols"))
    service.fails = RuntimeError("disk")

    ordered.begin("card-made")

    assert [str(one) for one in stage.troubles] == ["disk"]
    assert ordered.is_free()


# People.


def test_re_registration_says_how_far_the_library_has_come(lists, service):
    service.station.do(partial(change_setting, key="contact_after_days", value="30"))
    service.station.do(partial(confirm_contact, patron=ELINA))

    assert "Elīna Bērziņa" not in people(lists, ListKind.CONTACT)
    assert len(lists.state.rows) == 5
    assert lists.state.headline == "Done: 1 of 6 (16%)"


def test_who_registered_from_afar_is_listed_until_a_document_is_seen(lists, service):
    service.station.do(partial(register_patron, given="Rasma", family="Liepa", channel="remote"))

    assert people(lists, ListKind.IDENTITY) == ["Rasma Liepa"]
    assert lists.state.rows[0].cells[1] == "no card"


def test_a_new_version_of_the_rules_is_to_be_accepted_by_everybody(lists, service):
    assert people(lists, ListKind.RULES) == []
    service.station.do(partial(change_setting, key="rules_version", value="2.0"))
    service.station.do(partial(accept_rules, patron=ELINA))

    lists.refresh()

    assert len(names(lists)) == 5
    assert "Elīna Bērziņa" not in names(lists)
    assert lists.state.rows[0].cells[3] == "1 Sep 2026"


def test_where_no_rules_are_asked_for_nobody_is_listed(lists, service):
    service.station.do(partial(change_setting, key="rules_version", value=""))

    assert people(lists, ListKind.RULES) == []


def test_minors_without_a_guarantor_are_listed(lists, service):
    deed = partial(
        register_patron,
        given="Emīls",
        family="Liepa",
        birth_on=date(2014, 3, 5),
        override={"GUARANTEE_MISSING"},
        reason="the mother comes tomorrow",
    )
    service.station.do(deed)

    assert people(lists, ListKind.GUARANTORS) == ["Emīls Liepa"]
    assert lists.state.rows[0].cells[3] == "5 Mar 2032"


def test_who_comes_of_age_is_to_accept_in_person_and_is_on_one_list_alone(lists, service):
    service.station.world.clock.unix_ms = int(
        service.local(service.now_ms()).replace(year=2033, month=9).timestamp() * 1000
    )

    assert people(lists, ListKind.MAJORITY) == ["Kristaps Bērziņš"]
    service.station.do(partial(change_setting, key="rules_version", value="2.0"))
    assert "Kristaps Bērziņš" not in people(lists, ListKind.RULES)


def test_a_branch_sees_its_own_people(lists, service):
    service.station.do(partial(change_setting, key="contact_after_days", value="30"))
    lists.choose_kind(ListKind.CONTACT)

    lists.choose_branch("RUJ")
    assert names(lists) == []
    lists.choose_branch("MAZ")

    assert len(names(lists)) == 6


# Going on from here.


@pytest.mark.parametrize(
    ("kind", "tab"),
    [(ListKind.CONTACT, Tab.CONTACT), (ListKind.IDENTITY, Tab.CONTACT)],
)
def test_the_chosen_one_is_opened_where_it_is_settled(lists, service, stage, kind, tab):
    service.station.do(partial(change_setting, key="contact_after_days", value="30"))
    service.station.do(partial(register_patron, given="Rasma", family="Liepa", channel="remote"))
    lists.choose_kind(kind)

    lists.open_person()

    [(_, scan, opened)] = stage.went
    assert (scan, opened) == (f"#{lists.state.chosen}", tab)


def test_a_card_opens_its_person_with_the_cards(ordered, stage):
    ordered.choose(next(row.key for row in ordered.state.rows if row.cells[0] == "Elīna Bērziņa"))

    ordered.open_person()

    assert stage.went == [("details", ELINA, Tab.CARDS)]


def test_the_lists_go_round(lists):
    lists.step_kind(-1)
    assert lists.state.kind is LISTS[-1].kind

    lists.step_kind(1)

    assert lists.state.kind is ListKind.CARDS


def test_a_locked_desk_keeps_nobody_on_a_list(ordered):
    ordered.forget()

    assert (ordered.state.rows, ordered.state.headline, ordered.may_open(), ordered.may("card-made")) == (
        (),
        "",
        False,
        False,
    )


# Reading.


def test_a_list_is_read_elsewhere_and_says_so_meanwhile(lists, service):
    service.station.do(partial(order_card, patron=JANIS))
    service.holding = True

    lists.refresh()
    assert (lists.state.reading, names(lists)) == (True, [])
    assert [column.id for column in lists.state.columns][:2] == ["name", "kind"], "its columns are there at once"

    service.let_go()
    assert (lists.state.reading, names(lists)) == (False, ["Jānis Ozols"])


def test_what_is_in_sight_stays_there_while_it_is_read_anew(ordered, service):
    service.holding = True

    ordered.refresh()

    assert len(names(ordered)) == 2


def test_of_two_lists_the_one_asked_for_last_is_shown(lists, service):
    service.station.do(partial(order_card, patron=JANIS))
    service.station.do(partial(register_patron, given="Rasma", family="Liepa", channel="remote"))
    service.holding = True

    lists.refresh()
    lists.choose_kind(ListKind.IDENTITY)
    first, second = service.held
    second()
    first()

    assert names(lists) == ["Rasma Liepa"]


def test_what_happens_while_a_list_is_read_is_read_afterwards_and_once(lists, service):
    service.holding = True
    lists.refresh()

    for _ in range(3):
        lists.touched(frozenset({Touched.PATRON}))
    assert len(service.held) == 1
    service.held.pop()()

    assert len(service.held) == 1
    service.let_go()
    assert not lists.state.reading


def test_nobody_comes_back_to_a_list_that_was_put_away(ordered, service):
    service.holding = True
    ordered.refresh()

    ordered.forget()
    service.let_go()

    assert names(ordered) == []
    assert not ordered.state.reading


def test_a_list_that_cannot_be_read_is_told_and_may_be_read_again(lists, service, stage, monkeypatch):
    def broken(*_, **__):
        raise DatabaseUnavailable(path="x")

    with monkeypatch.context() as patch:
        patch.setattr("app.views.presenters.list_cards.card_orders", broken)
        lists.refresh()
    assert [type(one) for one in stage.troubles] == [DatabaseUnavailable]
    assert not lists.state.reading

    service.station.do(partial(order_card, patron=JANIS))
    lists.refresh()

    assert names(lists) == ["Jānis Ozols"]
