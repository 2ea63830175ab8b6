"""The lists in the real window: from a list to a person and back, with the keyboard alone."""

from dataclasses import replace
from functools import partial
from threading import Event

from app.desk.amending import amend_patron
from app.desk.cards import order_card
from app.desk.ending import end_use
from app.desk.network import change_setting
from app.desk.patrons import register_patron
from app.desk.requests import ask_renewal
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN
from tests.views.window import in_thread

JANIS = TOWN.people[3].card


def back_to(kind):
    """Return the keys that lead from the first list, backwards, to another."""
    kinds = [one.kind for one in LISTS]
    return ["Control-Prior"] * (len(kinds) - kinds.index(kind))


def deed(window, made):
    window.desk.worker.call(lambda station: station.do(made))


def test_a_round_of_re_registration_is_worked_through(window):
    deed(window, partial(change_setting, key="contact_after_days", value="30"))
    window.press("Control-7", "Control-Next")
    window.pump(lambda: not window.screen.presenter.state.reading)
    state = window.screen.presenter.state
    assert (state.kind, len(state.rows)) == (ListKind.CONTACT, 6)
    first = state.rows[0].cells[0]

    window.press("Return")
    page = window.screen
    assert (page.person.state.tab, page.person.state.head.name) == (Tab.CONTACT, first)
    window.press("Alt-1")
    window.pump(lambda: "kontaktdati apstiprināti" in " ".join(window.texts()))
    window.press("Escape")

    assert window.shell.chosen == "lists"
    window.pump(lambda: len(window.screen.presenter.state.rows) == 5)
    assert window.root.focus_get() is window.screen.table.tree


def test_cards_are_printed_and_noted_as_made(window, tmp_path):
    deed(window, partial(order_card, patron=JANIS))
    window.press("Control-7")
    sheet = tmp_path / "kartes.pdf"
    window.screen._room = replace(window.screen._room, ask_save=lambda _: sheet)

    window.pump(lambda: window.screen.presenter.may("print-cards"))
    window.press("Control-p")
    window.pump(sheet.exists)
    window.pump(window.screen.presenter.is_free)
    window.press("F8")
    window.pump(lambda: window.screen.presenter.state.rows[0].cells[5] == "gatava")

    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_blank_form_is_saved_from_the_forms_screen(window, tmp_path):
    window.shell.go("forms")
    screen, file = window.screen, tmp_path / "anketa.pdf"
    screen._room = replace(screen._room, ask_save=lambda _: file)

    screen.save_blank(screen.presenter.blanks[0])
    window.pump(lambda: not screen.presenter.state.busy)

    assert file.read_bytes().startswith(b"%PDF")


def test_nobody_stays_on_a_list_behind_a_locked_desk(window):
    deed(window, partial(order_card, patron=JANIS))
    window.press("Control-7")
    window.pump(lambda: window.screen.presenter.state.rows)

    window.shell.sign_out()
    window.update()

    assert not any("Ozols" in text for text in window.texts())
    assert window.shell.screens["lists"].presenter.state.rows == ()


def test_the_window_goes_on_while_a_list_is_read(window):
    read = Event()
    window.shell.service.tasks._spawn = lambda work: in_thread(lambda: (read.wait(), work()))

    window.press("Control-7")
    assert window.screen.presenter.state.reading
    assert "Saraksts tiek lasīts…" in window.texts()
    assert window.root.focus_get() is window.screen.table.tree
    window.press("Control-1")
    assert window.shell.chosen == "desk"

    read.set()
    window.pump(lambda: not window.shell.screens["lists"].presenter.state.reading)


def test_two_records_are_joined_and_parted_with_one_key_each(window):
    deed(window, partial(register_patron, given="Zane", family="Zeme", card="2 0099 0001"))
    changes = {"given": "Janis", "family": "Ozols", "birth_on": "1972-11-30"}
    deed(window, partial(amend_patron, patron="2 0099 0001", changes=changes))
    window.press("Control-7", *back_to(ListKind.PAIRS))
    window.pump(lambda: window.screen.presenter.state.rows)
    assert {"Jānis Ozols", "Janis Ozols"} <= set(window.texts())

    window.press("F8")
    window.pump(lambda: window.screen.presenter.state.rows == () and not window.screen.presenter.state.reading)
    assert any("tagad ir viens cilvēks" in text for text in window.texts())
    window.press("F6")

    window.pump(lambda: window.screen.presenter.state.rows)
    assert window.shell.chosen == "lists", "on the desk F6 takes back something else"


def test_an_erasure_is_proposed_after_a_question_that_enter_answers(window):
    deed(window, partial(end_use, patron=TOWN.people[1].card))
    window.press("Control-7", *back_to(ListKind.FORGETTING))
    window.pump(lambda: window.screen.presenter.may("propose-erasures"))

    window.press("F8")
    assert any("Ierosināt dzēst 1 cilvēku?" in text for text in window.texts())
    window.press("Escape")
    assert window.screen.presenter.is_free()
    assert window.root.focus_get() is window.screen.table.tree
    window.press("F8", "Return")
    window.pump(lambda: window.screen.presenter.state.headline == "Jāierosina: 0 · ierosināti: 1")

    assert window.shell.chosen == "lists", "Enter answered, and opened nobody"


def test_the_arrows_walk_through_the_menu_and_pass_over_the_names_of_groups(window):
    window.press("Control-7")
    screen = window.screen
    window.pump(lambda: not screen.presenter.state.reading)
    screen.menu.tree.focus_set()

    for one in LISTS[1:]:
        window.press("Down")
        assert screen.presenter.state.kind is one.kind
    window.press("Down")

    assert screen.presenter.state.kind is LISTS[-1].kind
    assert window.root.focus_get() is screen.menu.tree, "the menu keeps the focus while lists are walked through"
    window.pump(lambda: not screen.presenter.state.reading)


def test_a_request_for_more_time_is_granted_by_keyboard(window):
    deed(window, partial(ask_renewal, item=TOWN.barcode(2)))
    window.press("Control-7", *back_to(ListKind.REQUESTS))
    window.pump(lambda: window.screen.presenter.may("grant-request"))

    window.press("F8")
    window.pump(lambda: window.screen.presenter.state.rows == () and not window.screen.presenter.state.reading)

    assert any("pagarināts" in text.casefold() for text in window.texts())
