"""Holds at the desk: a key, a person, a title; and what lies ready is in sight as soon as somebody is called up."""

from app.desk.holds import place_hold
from app.views.presenters.desk_state import Mode
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
ON_SHELF, LENT_TO_ELINA = 4, 3


def barcode(place):
    return TOWN.barcode(place)


def test_the_key_a_person_and_a_copy_make_a_hold(desk):
    desk.set_mode(Mode.HOLD)

    desk.scan(MARTA)
    desk.scan(barcode(LENT_TO_ELINA))

    assert desk.state.mode is Mode.HOLD
    assert desk.state.line.text.startswith("In the queue: Simtgadnieks")
    assert desk.state.patron.holds == 1


def test_a_title_found_by_words_is_reserved_for_who_is_called_up(desk):
    desk.scan(MARTA)
    desk.set_mode(Mode.HOLD)

    desk.look_up("Mātes piens")
    desk.take(0)

    assert desk.state.line.text.startswith("Held: Mātes piens")
    assert desk.state.line.tone is Tone.OK


def test_what_stands_against_a_hold_is_overridden_with_a_reason(desk):
    desk.scan(ELINA)
    desk.set_mode(Mode.HOLD)
    desk.scan(barcode(LENT_TO_ELINA))
    assert desk.state.refusal.may_override

    desk.deeds.ask_reason()
    desk.deeds.override("for her class")

    assert desk.state.refusal is None
    assert desk.state.line.text.startswith("In the queue")


def test_the_next_patron_is_lent_to_again(desk):
    desk.scan(MARTA)
    desk.set_mode(Mode.HOLD)

    desk.scan(JANIS)

    assert desk.state.mode is Mode.CHECK_OUT


def test_a_return_says_for_whom_it_is_and_their_panel_says_what_lies_ready(desk, service):
    service.station.do(place_hold, patron=MARTA, item=barcode(LENT_TO_ELINA))
    desk.set_mode(Mode.RETURN)

    desk.scan(barcode(LENT_TO_ELINA))

    assert desk.state.line.todo.startswith("Put on the hold shelf: Marta")
    assert desk.state.line.tone is Tone.ATTENTION
    desk.clear()
    desk.scan(MARTA)
    [ready] = desk.state.patron.ready
    assert ready.text.startswith("Ready for pickup: Simtgadnieks")


def test_a_copy_asked_about_says_that_it_is_held(desk, service):
    service.station.do(place_hold, patron=MARTA, item=barcode(LENT_TO_ELINA))
    desk.set_mode(Mode.RETURN)
    desk.scan(barcode(LENT_TO_ELINA))
    desk.clear()

    desk.scan(barcode(LENT_TO_ELINA))

    assert desk.state.item.status == "On the hold shelf"
    assert "held" in desk.state.line.text


def test_the_slip_of_what_was_put_down_is_printed(desk, service, stage, tmp_path):
    service.station.do(place_hold, patron=MARTA, item=barcode(LENT_TO_ELINA))
    desk.set_mode(Mode.RETURN)
    desk.scan(barcode(LENT_TO_ELINA))
    assert desk.state.slip == barcode(LENT_TO_ELINA)

    desk.deeds.print_slip(tmp_path / "slip.pdf")

    assert (tmp_path / "slip.pdf").exists()
    assert desk.state.line.text == "Slip written: slip.pdf"
