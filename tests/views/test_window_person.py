"""A person's page in the real window, with the keyboard alone."""

from dataclasses import replace
from functools import partial

import pytest

from app.desk.amending import amend_patron
from app.desk.network import change_setting
from app.desk.notices import choose_mail_desk
from app.desk.patrons import register_patron
from app.desk.visits import add_remark
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, _, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])


def to(tab):
    """Return the keys that lead from the first tab to another."""
    return ["Control-Next"] * list(Tab).index(tab)


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


def test_the_next_one_is_registered_from_the_page_of_another(page):
    page.press("Control-n")

    assert not page.screen.person.is_open
    assert page.root.focus_get() is page.screen.form.fields["given"].entry


def test_what_is_being_typed_on_the_page_is_not_put_away_for_a_new_form(page):
    page.press(*to(Tab.NOTES), "Alt-2")
    page.type("zvani")

    page.press("Control-n")

    assert page.screen.person.is_open
    assert state(page).asked.question is not None


def test_the_page_keys_walk_through_the_tabs(page):
    page.press(*to(Tab.CONTACT))
    assert state(page).tab is Tab.CONTACT

    page.press("Control-Prior")

    assert state(page).tab is Tab.CARDS


def test_a_lost_card_is_reported_and_another_is_ordered(page):
    page.press(*to(Tab.CARDS), "Alt-3", "2", "Return")
    page.pump(lambda: state(page).shown.rows[0].cells[2] == "Nozagta")

    page.press("Alt-1", "Return")
    page.pump(lambda: len(state(page).shown.rows) == 2)

    assert "Karte pieprasīta: Jānis Ozols. Tai jābūt gatavai līdz 05.12.2026." in " ".join(page.texts())


def test_a_warning_is_written_word_by_word(page):
    page.press(*to(Tab.NOTES), "Alt-2")
    page.type("zvani")
    page.press("Return")
    page.type("31.12.2026")
    page.press("Return")

    page.pump(lambda: state(page).shown.rows)

    assert state(page).shown.rows[0].cells[1:] == ("zvani", "31.12.2026.")
    assert page.root.focus_get() is page.screen.page.table.tree


def test_ctrl_enter_saves_from_the_middle_of_a_form(page):
    page.press(*to(Tab.CONTACT), "Alt-2")
    page.type("7")

    page.press("Control-Return")

    page.pump(lambda: not state(page).asked.is_open)
    assert any(one.said.endswith("7") for one in state(page).shown.facts if one.label == "Tālrunis")
    assert page.shell.chosen == "patrons"


def test_what_is_wrong_gets_the_focus(page):
    page.press(*to(Tab.NOTES), "Alt-1", "Control-Return")
    page.pump(lambda: state(page).asked.complaints)

    assert page.root.focus_get() is page.screen.page.question.fields["body"].entry


def test_esc_closes_the_question_then_the_page(page):
    page.press(*to(Tab.CARDS), "Alt-2")
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
    slip = tmp_path / "konts.pdf"
    page.screen.page._room = replace(page.screen.page._room, ask_save=lambda _: slip)

    page.press(*to(Tab.CARDS), "Alt-9")
    page.pump(lambda: any(one.said.startswith("janis.ozols") for one in state(page).shown.facts))

    assert slip.read_bytes().startswith(b"%PDF")


# At the desk.


def deed(window, made):
    window.desk.worker.call(lambda station: station.do(made))


def test_a_warning_lies_over_the_desk_until_esc(window):
    deed(window, partial(add_remark, patron=JANIS, body="Zvani meitai.", warning=True))
    window.scan(JANIS)
    assert "Zvani meitai." in window.texts()

    window.type(TOWN.barcode(4))
    window.press("Return")
    assert "Gaida 1 skenējums." in window.texts()
    line = window.result(lambda: window.press("Escape"))

    assert line.text.startswith("Izsniegts: Mātes piens – Jānis Ozols")
    assert "Zvani meitai." not in window.texts()
    assert window.root.focus_get() is window.screen.scan.field


def test_f11_confirms_contact_data_at_the_first_visit(window):
    deed(window, partial(change_setting, key="contact_after_days", value="30"))
    window.scan(JANIS)

    line = window.result(lambda: window.press("F11"))

    assert line.text == "Jānis Ozols: kontaktdati apstiprināti."
    window.pump(lambda: not window.state.patron.contact_due)


def test_a_document_is_noted_with_shift_f11_and_a_digit(window):
    deed(window, partial(register_patron, given="Rasma", family="Liepa", card="20990001", channel="remote"))
    window.scan("20990001")
    window.press("Shift-F11", "2")

    line = window.result(lambda: window.press("Return"))

    assert line.text == "Rasma Liepa: dokuments redzēts (personas apliecība (ID karte))."
    assert window.root.focus_get() is window.screen.scan.field


def test_a_card_scanned_into_the_question_chooses_nothing(window):
    """A scanner types several digits in a moment, and Enter: nobody has answered."""
    deed(window, partial(register_patron, given="Rasma", family="Liepa", card="20990001", channel="remote"))
    window.scan("20990001")
    window.press("Shift-F11")

    window.type("2132")
    window.press("Return")

    assert window.state.asked.question is not None
    assert window.shell.service.database.connection.execute("SELECT count(*) FROM identity_check").fetchone() == (0,)


def test_a_message_is_written_cancelled_and_asked_for_again(page):
    def prepare(station):
        station.do(choose_mail_desk, replica=station.identity()[1])
        station.do(amend_patron, patron=JANIS, changes={"email": "janis@example.lv"})

    page.desk.worker.call(prepare)
    page.press(*to(Tab.MESSAGES), "Alt-1", "Return")
    page.pump(lambda: [row.cells[2] for row in state(page).shown.rows] == ["Gaida nosūtīšanu"])

    page.press("Alt-3")
    page.pump(lambda: state(page).shown.rows[0].cells[2] == "Atcelts: to atcēla darbinieks")
    page.press("Alt-2")
    page.pump(lambda: len(state(page).shown.rows) == 2)

    assert "Sveiciens pēc reģistrēšanās: gaida nosūtīšanu." in " ".join(page.texts())


# Who comes to register, and is known.


@pytest.fixture
def typing(window):
    """Somebody is typing what Kristaps's mother says."""
    window.press("Control-2", "Control-n")
    for name in ("given", "family", "birth"):
        window.screen.form.fields[name].entry.focus_set()
        window.update()
        window.type({"given": "kristaps", "family": "berzins", "birth": "8.9.2015"}[name])
    window.pump(lambda: window.screen.registration.alike.state.rows)
    return window


def test_a_known_child_is_found_while_somebody_types_and_the_contact_data_are_confirmed(typing):
    screen = typing.screen
    screen.form.fields["phone"].value = "20 000 001"
    screen.registration.alike.look(screen.form.values)

    typing.press("Alt-1")
    assert (screen.person.state.head.name, screen.person.state.tab) == ("Kristaps Bērziņš", Tab.CONTACT)
    typing.press("Control-Return")
    typing.pump(lambda: "kontaktdati apstiprināti" in " ".join(typing.texts()))

    assert "20000001" in " ".join(typing.texts())
    assert not screen.form.frame.winfo_manager()


def test_another_person_goes_on_with_the_form(typing):
    assert any("Cita persona" in text for text in typing.texts())

    typing.press("Alt-0")

    assert not any("Cita persona" in text for text in typing.texts())
    assert typing.screen.form.fields["birth"].value == "8.9.2015"
    assert typing.root.focus_get() is typing.screen.form.fields["birth"].entry


def test_nobody_is_looked_for_once_the_form_is_closed(typing):
    typing.type("1")
    typing.press("Escape")

    assert typing.screen.registration.alike.state.rows == ()
    assert typing.screen.form.alike._job is None
