"""What was not done: every reason at once, going on all the same, renewing several, undoing."""

import pytest

from app.views.presenters.desk_state import Mode
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
ON_SHELF, LENT_TO_LIGA, LENT_TO_ELINA = 4, 10, 3


def barcode(place):
    return TOWN.barcode(place)


@pytest.fixture
def refused(desk):
    """Elīna wants what Līga has."""
    desk.scan(ELINA)
    desk.scan(barcode(LENT_TO_LIGA))
    return desk


def test_a_refusal_says_what_and_why(refused):
    assert refused.state.line.tone is Tone.REFUSED
    assert refused.state.line.text == "Refused: Pieci pirksti"
    assert [note.text for note in refused.state.refusal.notes] == ["The copy is on loan to somebody else."]


def test_who_may_override_is_asked_for_a_reason(refused):
    assert refused.state.refusal.may_override

    refused.deeds.ask_reason()

    assert refused.state.refusal.asking


def test_with_a_reason_the_deed_is_done_all_the_same(refused):
    refused.deeds.ask_reason()

    refused.deeds.override("Līga brought it along.")

    assert refused.state.refusal is None
    assert refused.state.line.text.startswith("Checked out: Pieci pirksti – Elīna Bērziņa")
    assert refused.state.line.tone is Tone.ATTENTION, "what was overridden is told"
    assert "Pieci pirksti" in {row.title for row in refused.state.loans}


def test_an_override_without_a_reason_is_none(refused):
    refused.deeds.ask_reason()

    refused.deeds.override("   ")

    assert refused.state.refusal.asking
    assert refused.state.refusal.complaint == "An override needs a reason."


def test_without_the_permission_the_refusal_says_whom_to_ask(refused, service, desk):
    service.may("lend")

    desk.scan(barcode(LENT_TO_LIGA))

    assert not desk.state.refusal.may_override
    assert desk.state.refusal.notes[0].hint == "Ask a colleague who may “lend on a copy that somebody has”."


def test_asking_for_a_reason_where_there_is_no_override_opens_nothing(desk, service):
    desk.scan("99999")

    desk.deeds.ask_reason()

    assert not desk.state.refusal.asking


def test_all_reasons_come_at_once(desk):
    """A lost card, and a copy that somebody has: nobody clears one block to meet the next."""
    desk.scan(MARTA)

    desk.scan(barcode(LENT_TO_LIGA))

    assert [note.text for note in desk.state.refusal.notes] == [
        "The card was reported lost; ask for an identity document.",
        "The copy is on loan to somebody else.",
    ]
    assert desk.state.refusal.may_override, "an administrator may both"


def test_one_override_answers_all_reasons(desk):
    desk.scan(MARTA)
    desk.scan(barcode(LENT_TO_LIGA))

    desk.deeds.override("passport seen, book brought")

    assert desk.state.line.text.startswith("Checked out: Pieci pirksti – Marta Bērziņa")


def test_a_hard_reason_leaves_no_override(desk, service):
    service.may("override.on-loan", "override.card")
    desk.scan(MARTA)

    desk.scan(barcode(LENT_TO_LIGA))

    assert "You may not do this: lend and take back." in {note.text for note in desk.state.refusal.notes}
    assert not desk.state.refusal.may_override


def test_a_lost_card_is_a_warning_before_anything_is_scanned(desk):
    desk.scan(MARTA)

    [warning] = desk.state.patron.warnings
    assert warning.tone is Tone.REFUSED
    assert desk.state.line.tone is Tone.ATTENTION


def test_a_warning_that_is_in_sight_is_not_repeated_with_every_copy(desk):
    """Elīna has something overdue; her panel says so, the line does not."""
    desk.scan(ELINA)

    desk.scan(barcode(ON_SHELF))

    assert desk.state.patron.warnings[0].text == "The patron has 1 overdue item."
    assert desk.state.line.todo == ""


def test_the_next_scan_leaves_a_refusal_behind(refused):
    refused.scan(barcode(ON_SHELF))

    assert refused.state.refusal is None
    assert refused.state.line.tone is Tone.OK


def test_a_patron_who_is_opened_from_another_screen_leaves_a_refusal_behind(refused):
    assert refused.state.refusal is not None

    refused.call_up(ELINA, by_name=True)

    assert refused.state.refusal is None
    refused.deeds.ask_reason()
    assert refused.state.refusal is None


def test_a_patron_has_the_copy_already(desk):
    desk.scan(ELINA)

    desk.scan(barcode(LENT_TO_ELINA))

    assert "renew it instead" in desk.state.refusal.notes[0].text


def test_a_copy_that_is_not_on_loan_cannot_be_renewed(desk):
    desk.set_mode(Mode.RENEW)

    desk.scan(barcode(ON_SHELF))

    assert desk.state.refusal.notes[0].text == "The copy is not on loan."


# Renewing several.


def test_all_loans_are_renewed_with_one_key(desk):
    desk.scan(ELINA)

    desk.renew()

    assert desk.state.line.text == "Renewed: 6 of 6"
    assert {row.state for row in desk.state.loans} == {"renewed now"}


def test_chosen_loans_are_renewed_and_the_rest_are_not(desk):
    desk.scan(ELINA)
    chosen = desk.state.loans[0].loan

    desk.renew({chosen})

    assert [row.loan for row in desk.state.loans if row.state == "renewed now"] == [chosen]
    assert desk.state.line.text == "Renewed: 1 of 1"


def test_what_cannot_be_renewed_is_told_together(desk):
    desk.scan(ELINA)
    desk.renew({desk.state.loans[0].loan})

    desk.renew()

    assert desk.state.line.text == "Renewed: 5 of 6"
    assert [note.text for note in desk.state.refusal.notes] == ["The loan was already renewed today."]


def test_an_override_renews_what_was_left_and_nothing_twice(desk):
    desk.scan(ELINA)
    desk.renew({desk.state.loans[0].loan})
    desk.renew()

    desk.deeds.override("asked twice")

    assert desk.state.line.text == "Renewed: 1 of 1"
    assert desk.state.refusal is None


def test_without_loans_there_is_nothing_to_renew(desk):
    desk.scan(KRISTAPS)

    assert not desk.may_renew()


# Undoing.


def test_the_last_deed_is_named_and_undone(desk):
    desk.scan(ELINA)
    desk.scan(barcode(ON_SHELF))
    assert desk.state.undo == "Undo check-out: Mātes piens"

    desk.deeds.undo()

    assert desk.state.line.text == "Check-out undone: Mātes piens – Elīna Bērziņa"
    assert "Mātes piens" not in {row.title for row in desk.state.loans}


def test_after_an_undo_the_deed_before_it_is_named(desk):
    desk.scan(ELINA)
    desk.scan(barcode(ON_SHELF))
    desk.set_mode(Mode.RETURN)
    desk.scan(barcode(ON_SHELF))
    assert desk.state.undo == "Undo return: Mātes piens"

    desk.deeds.undo()

    assert desk.state.undo == "Undo check-out: Mātes piens"


def test_where_nothing_can_be_undone_nothing_is_offered(desk, world):
    world.clock.set("2027-01-04T10:00:00")

    desk.clear()

    assert desk.state.undo == ""


def test_undoing_needs_its_permission(desk, service):
    service.may("lend")
    desk.scan(ELINA)
    desk.scan(barcode(ON_SHELF))

    desk.deeds.undo()

    assert desk.state.refusal.notes[0].text == "You may not do this: undo deeds."
