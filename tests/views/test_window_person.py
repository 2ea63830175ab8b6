"""A person's page in the real window, with the keyboard alone."""

import pytest

from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, _, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])


@pytest.fixture
def page(window):
    """Jānis is searched for, and opened."""
    window.press("F5")
    window.type("ozols")
    window.press("Return")
    window.pump(lambda: window.screen.person.is_open)
    return window


def state(window):
    return window.screen.person.state


def test_a_name_and_enter_open_a_person(page):
    assert state(page).head.name == "Jānis Ozols"
    assert page.root.focus_get() is page.screen.page.table.tree


def test_the_page_keys_walk_through_the_tabs(page):
    page.press("Control-Next", "Control-Next")
    assert state(page).tab is Tab.CONTACT

    page.press("Control-Prior")

    assert state(page).tab is Tab.CARDS


def test_a_lost_card_is_reported_and_another_is_ordered(page):
    page.press("Control-Next", "Alt-3", "2", "Return")
    page.pump(lambda: state(page).shown.rows[0].cells[2] == "Nozagta")

    page.press("Alt-1", "Return")
    page.pump(lambda: len(state(page).shown.rows) == 2)

    assert "Karte pieprasīta: Jānis Ozols. Tai jābūt gatavai līdz 05.12.2026." in " ".join(page.texts())


def test_a_warning_is_written_word_by_word(page):
    page.press(*["Control-Next"] * 4, "Alt-2")
    page.type("zvani")
    page.press("Return")
    page.type("31.12.2026")
    page.press("Return")

    page.pump(lambda: state(page).shown.rows)

    assert state(page).shown.rows[0].cells[1:] == ("zvani", "31.12.2026.")
    assert page.root.focus_get() is page.screen.page.table.tree


def test_ctrl_enter_saves_from_the_middle_of_a_form(page):
    page.press(*["Control-Next"] * 2, "Alt-2")
    page.type("7")

    page.press("Control-Return")

    page.pump(lambda: not state(page).asked.is_open)
    assert any(one.said.endswith("7") for one in state(page).shown.facts if one.label == "Tālrunis")
    assert page.shell.chosen == "patrons"


def test_what_is_wrong_gets_the_focus(page):
    page.press(*["Control-Next"] * 4, "Alt-1", "Control-Return")
    page.pump(lambda: state(page).asked.complaints)

    assert page.root.focus_get() is page.screen.page.question.fields["body"].entry


def test_esc_closes_the_question_then_the_page(page):
    page.press("Control-Next", "Alt-2")
    page.type("123")

    page.press("Escape")
    assert state(page).asked.question is None
    assert page.root.focus_get() is page.screen.page.table.tree
    page.press("Escape")

    assert not page.screen.person.is_open
    assert page.root.focus_get() is page.screen.search


def test_a_number_scanned_on_the_page_does_nothing(page):
    before = state(page)

    page.type("20041")

    assert state(page) == before


def test_the_desk_leads_to_the_page_and_the_page_to_the_desk(window):
    window.scan(ELINA)
    window.press("Shift-F5")
    assert window.shell.chosen == "patrons"
    assert state(window).head.name == "Elīna Bērziņa"

    window.press("Control-Return")

    assert window.shell.chosen == "desk"
    assert window.state.patron.name == "Elīna Bērziņa"


def test_a_locked_desk_shows_nothing_of_the_person(page):
    page.shell.sign_out()
    page.update()

    assert not page.screen.person.is_open
    assert not any("Ozols" in text for text in page.texts())


def test_a_slip_is_written_where_it_is_asked_for(page, tmp_path):
    from dataclasses import replace

    slip = tmp_path / "konts.pdf"
    page.screen.page._room = replace(page.screen.page._room, ask_save=lambda _: slip)

    page.press("Control-Next", "Alt-9")
    page.pump(lambda: any(one.said.startswith("janis.ozols") for one in state(page).shown.facts))

    assert slip.read_bytes().startswith(b"%PDF")
