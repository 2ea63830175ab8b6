"""The real window, with real keys."""

import shutil
import subprocess

import pytest

from app.views.presenters.desk_state import Mode
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])


def barcode(place):
    return TOWN.barcode(place)


def test_a_password_and_enter_open_the_desk(closed_door):
    closed_door.sign_in()

    assert closed_door.shell.service.acting.name == "Inga Kalniņa"
    closed_door.pump(lambda: closed_door.root.focus_get() is closed_door.screen.scan.field)


def test_a_wrong_password_is_told_in_the_card(closed_door):
    closed_door.type("guessed")
    closed_door.press("Return")

    closed_door.pump(lambda: closed_door.shell.signing_in.state.complaint)

    assert any(text.startswith("Lietotājvārds vai parole nav pareiza.") for text in closed_door.texts())
    assert closed_door.shell.sign_in.password.value == ""


def test_a_card_and_a_copy_are_scanned_and_the_copy_is_lent(window):
    window.scan(ELINA)
    window.scan(barcode(4))

    assert window.state.line.text == "Izsniegts: Mātes piens – Elīna Bērziņa, termiņš 21.12.2026."
    assert window.screen.scan.field.get() == ""
    assert window.root.focus_get() is window.screen.scan.field


def test_a_refusal_is_overridden_with_a_reason(window):
    window.scan(ELINA)
    window.scan(barcode(10))
    assert window.state.line.tone is Tone.REFUSED

    window.press("F8")
    window.type("neighbour")
    line = window.result(lambda: window.press("Return"))

    assert line.text.startswith("Izsniegts: Pieci pirksti – Elīna Bērziņa")
    assert window.root.focus_get() is window.screen.scan.field


def test_an_override_can_be_thought_better_of(window):
    window.scan(ELINA)
    window.scan(barcode(10))
    window.press("F8")

    window.press("Escape", "Escape")

    assert window.state.refusal is None
    assert window.state.patron is not None
    assert window.root.focus_get() is window.screen.scan.field


def test_f3_takes_back_and_f2_lends_again(window):
    window.press("F3")
    window.scan(barcode(0))
    assert window.state.line.text == "Saņemts: Dvēseļu putenis – Elīna Bērziņa, nokavētas 9 dienas"

    window.press("F2")

    assert window.state.mode is Mode.CHECK_OUT


def test_f4_renews_what_is_scanned(window):
    window.press("F4")

    window.scan(barcode(1))

    assert window.state.line.text.startswith("Pagarināts: Gadi")


def test_f10_reserves_and_opens_no_menu(window):
    """Tk's own binding of F10, and Windows', open the menu of the window: the key has to end here."""
    opened = []
    window.root.bind_all("<F10>", lambda _: opened.append("menu"))

    window.press("F10")

    assert window.state.mode is Mode.HOLD
    assert opened == []


def test_ctrl_enter_answers_from_the_middle_and_f8_goes_on_all_the_same(window):
    """What the button promises; and a refusal of what was asked is overridden as any other is."""
    window.scan(barcode(4))
    window.scan(TOWN.lost_card)
    window.press("Shift-F2")
    window.type("LV-9")
    window.press("Return")
    window.type("Maps")
    window.press("Control-Return")
    window.pump(lambda: window.state.asked.may_override)

    window.press("F8")
    window.type("her daughter")
    line = window.result(lambda: window.press("Return"))

    assert line.text.startswith("Izsniegts: Maps")


def test_f9_renews_all_loans_of_the_patron(window):
    window.scan(ELINA)

    line = window.result(lambda: window.press("F9"))

    assert line.text == "Pagarināti 6 no 6"


def test_the_arrows_choose_a_loan_and_shift_f9_renews_it(window):
    window.scan(ELINA)
    window.press("Down", "Down")

    line = window.result(lambda: window.press("Shift-F9"))

    assert line.text == "Pagarināts 1 no 1"


def test_f6_undoes_what_was_done_last(window):
    window.scan(ELINA)
    window.scan(barcode(4))

    line = window.result(lambda: window.press("F6"))

    assert line.text == "Izsniegšana atsaukta: Mātes piens – Elīna Bērziņa"


def test_f8_takes_back_the_copy_that_was_asked_about(window):
    window.scan(barcode(3))
    assert window.state.item.holder == "Elīna Bērziņa"

    line = window.result(lambda: window.press("F8"))

    assert line.text.startswith("Saņemts: Simtgadnieks")


def test_shift_f8_opens_who_has_the_copy(window):
    window.scan(barcode(3))

    window.press("Shift-F8")

    assert window.state.patron.name == "Elīna Bērziņa"


def test_esc_is_done_with_the_patron(window):
    window.scan(ELINA)

    window.press("Escape")

    assert window.state.patron is None
    assert not any("Bērziņa" in text for text in window.texts())


def test_a_name_is_typed_and_chosen_from_the_list(window):
    window.type("berz")
    window.pump(lambda: window.state.found is not None)
    assert any("Marta Bērziņa" in text for text in window.texts())

    window.press("Down")
    line = window.result(lambda: window.press("Return"))

    assert line.text.startswith("Marta Bērziņa")
    assert window.screen.scan.field.get() == ""


def test_esc_takes_back_what_was_typed(window):
    window.type("berz")
    window.pump(lambda: window.state.found is not None)

    window.press("Escape")

    assert window.screen.scan.field.get() == ""
    assert window.state.found is None


@pytest.mark.parametrize("text", ["7", "a7"])
def test_what_is_typed_anywhere_goes_into_the_field(window, text):
    """A scanner does not look where the focus is."""
    window.shell.frame.rail.frame.winfo_children()[1].focus_set()
    window.update()

    window.type(text)

    assert window.screen.scan.field.get() == text


def test_after_a_stray_click_the_field_has_the_focus_again(window):
    rail = window.shell.frame.rail.frame.winfo_children()[1]
    rail.focus_set()

    window.root.event_generate("<ButtonRelease-1>", x=1, y=1)
    window.pump(lambda: window.root.focus_get() is window.screen.scan.field)


def test_a_burst_from_an_eager_scanner_keeps_its_order(window):
    for scan in (ELINA, barcode(4), JANIS, barcode(8)):
        window.type(scan)
        window.press("Return")

    window.pump(lambda: window.state.line.text.startswith("Izsniegts: Straumēni – Jānis Ozols"))


def test_a_card_that_is_lost_warns_before_anything_is_lent(window):
    window.scan(MARTA)

    assert any(text.startswith("Karte pieteikta kā pazaudēta") for text in window.texts())


def test_a_personal_code_is_never_in_sight(window):
    window.scan(TOWN.people[0].code)
    window.press("Escape")
    window.scan("170584-10009")

    assert not any("10009" in text or "10001" in text for text in window.texts())


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool types the letters that Tk cannot send itself")
def test_latvian_letters_are_typed_on_a_keyboard(window):
    window.root.focus_force()
    window.screen.scan.focus()
    window.update()

    for _ in range(3):  # It borrows a key for each letter; on a busy machine one may be given back too early.
        window.screen.scan.clear()
        typing = subprocess.Popen(["xdotool", "type", "--delay", "60", "šķērslīte"])
        window.pump(lambda typing=typing: typing.poll() is not None)
        window.update()
        if window.screen.scan.field.get() == "šķērslīte":
            break
    window.pump(lambda: window.state.found is not None)

    assert window.state.found.rows[0].name == "Bernadeta Šķērslīte-Grīnvalde"
