"""What a scan means: a card, a personal code, a barcode, a name, or nothing that is known."""

import pytest

from app.views.presenters.desk_state import FoundKind, Mode
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
CODE = TOWN.people[0].code
ON_SHELF, LENT_TO_ELINA, LENT_TO_LIGA, FROM_RUJIENA = 4, 3, 10, 5


def barcode(place):
    return TOWN.barcode(place)


@pytest.mark.parametrize("scan", [ELINA, ELINA.replace(" ", ""), CODE, CODE.replace("-", ""), f"  {ELINA} "])
def test_any_number_of_a_patron_calls_that_patron_up(desk, scan):
    desk.scan(scan)

    assert desk.state.patron.name == "Elīna Bērziņa"
    assert len(desk.state.loans) == 6
    assert desk.state.line.text == "Elīna Bērziņa · 6 loans"


def test_a_copy_after_a_patron_is_lent(desk, stage):
    desk.scan(ELINA)

    desk.scan(barcode(ON_SHELF))

    assert desk.state.line.tone is Tone.OK
    assert desk.state.line.text == "Checked out: Mātes piens – Elīna Bērziņa, due 21 Dec 2026"
    [lent] = [row for row in desk.state.loans if row.tone is Tone.OK]
    assert (lent.title, lent.state) == ("Mātes piens", "lent now")
    assert stage.said[-1] == desk.state.line


def test_what_was_lent_now_is_no_news_for_the_next_patron(desk):
    desk.scan(ELINA)
    desk.scan(barcode(ON_SHELF))

    desk.scan(JANIS)
    desk.scan(ELINA)

    assert "lent now" not in {row.state for row in desk.state.loans}


def test_without_a_patron_a_copy_on_loan_says_who_has_it_and_offers_its_return(desk):
    desk.scan(barcode(LENT_TO_ELINA))

    item = desk.state.item
    assert (item.holder, item.status) == ("Elīna Bērziņa", "On loan")
    assert desk.may_return_offered()

    desk.return_offered()

    assert desk.state.item is None
    assert desk.state.line.text.startswith("Returned: Simtgadnieks")


def test_who_has_a_copy_is_called_up_from_it(desk):
    desk.scan(barcode(LENT_TO_ELINA))

    desk.call_up_holder()

    assert desk.state.patron.name == "Elīna Bērziņa"
    assert desk.state.item is None


def test_without_a_patron_a_copy_on_the_shelf_asks_for_the_card_first(desk):
    desk.scan(barcode(ON_SHELF))

    assert desk.state.item.holder == ""
    assert not desk.may_return_offered()
    assert "scan the patron’s card first" in desk.state.line.text


def test_in_the_mode_for_returns_a_copy_is_taken_back(desk):
    desk.set_mode(Mode.RETURN)

    desk.scan(barcode(LENT_TO_ELINA))

    assert desk.state.line.tone is Tone.OK
    assert [row.title for row in desk.state.returned] == ["Simtgadnieks, kas izkāpa pa logu un pazuda"]


def test_a_return_that_is_late_says_how_late(desk):
    desk.set_mode(Mode.RETURN)

    desk.scan(barcode(0))

    assert desk.state.line.text == "Returned: Dvēseļu putenis – Elīna Bērziņa, 9 days late"
    assert desk.state.returned[0].state == "9 days late; to the shelf"


def test_a_copy_of_another_branch_is_to_be_sent_home(desk):
    desk.set_mode(Mode.RETURN)

    desk.scan(barcode(FROM_RUJIENA))

    assert desk.state.line.tone is Tone.ATTENTION
    assert desk.state.line.todo == "Send to branch: Rūjienas bibliotēka."
    assert desk.state.returned[0].state == "Send to branch: Rūjienas bibliotēka."


def test_a_copy_that_nobody_had_goes_to_the_shelf(desk):
    desk.set_mode(Mode.RETURN)

    desk.scan(barcode(ON_SHELF))

    assert desk.state.line.todo == "It was not on loan; put it on the shelf."


def test_in_the_mode_for_renewals_a_copy_is_renewed(desk):
    desk.scan(ELINA)
    desk.set_mode(Mode.RENEW)

    desk.scan(barcode(1))

    assert desk.state.line.text == "Renewed: Gadi – Elīna Bērziņa, due 21 Dec 2026"
    assert "renewed now" in {row.state for row in desk.state.loans}


@pytest.mark.parametrize("mode", [Mode.RETURN, Mode.RENEW])
def test_whoever_is_called_up_next_is_lent_to(desk, mode):
    desk.scan(MARTA)
    desk.set_mode(mode)

    desk.scan(ELINA)
    assert (desk.state.patron.name, desk.state.mode) == ("Elīna Bērziņa", Mode.CHECK_OUT)

    desk.scan(barcode(ON_SHELF))
    assert desk.state.line.text.startswith("Checked out: Mātes piens")


def test_a_card_after_returns_of_nobody_in_sight_is_of_somebody_to_lend_to(desk):
    desk.set_mode(Mode.RETURN)
    desk.scan(barcode(LENT_TO_ELINA))

    desk.scan(ELINA)

    assert desk.state.mode is Mode.CHECK_OUT


def test_the_card_of_whoever_is_in_sight_changes_no_mode(desk):
    desk.scan(ELINA)
    desk.set_mode(Mode.RETURN)

    desk.scan(ELINA)

    assert desk.state.mode is Mode.RETURN


def test_a_number_that_nobody_has_is_refused_with_what_to_do_next(desk):
    desk.scan("99999")

    [note] = desk.state.refusal.notes
    assert note.text == "Nothing here has the number “99999”."
    assert "search by name" in note.hint
    assert not desk.state.refusal.may_override


@pytest.mark.parametrize("scan", ["170584-10009", "17058410009", "320123-45678"])
def test_a_personal_code_that_nobody_has_is_never_shown(desk, stage, scan):
    desk.scan(scan)

    said = f"{desk.state} {stage.said}"
    assert scan not in said
    assert scan.replace("-", "")[6:] not in said
    assert "•••••" in desk.state.refusal.notes[0].text


def test_a_name_that_fits_one_person_calls_that_person_up(desk):
    desk.enter("bernadeta")

    assert desk.state.patron.name == "Bernadeta Šķērslīte-Grīnvalde"


def test_a_name_that_fits_several_opens_the_list(desk):
    desk.enter("bērziņ")

    assert desk.state.patron is None
    assert {row.name for row in desk.state.found.rows} >= {"Elīna Bērziņa", "Marta Bērziņa", "Kristaps Bērziņš"}


def test_the_list_opens_while_one_types_and_finds_titles_too(desk):
    desk.look_up("be")

    kinds = {row.kind for row in desk.state.found.rows}
    assert kinds == {FoundKind.PATRON, FoundKind.TITLE}
    assert desk.state.found.chosen == 0


def test_one_letter_is_too_little_to_look_for(desk):
    desk.look_up("b")

    assert desk.state.found is None


def test_the_arrows_walk_through_the_list_and_enter_takes_the_row(desk):
    desk.look_up("bērz")

    desk.move(1)
    desk.enter("bērz")

    assert desk.state.found is None
    assert desk.state.patron.name == "Marta Bērziņa"


def test_the_arrows_stop_at_the_ends_of_the_list(desk):
    desk.look_up("bērz")

    for _ in range(9):
        desk.move(1)

    assert desk.state.found.chosen == len(desk.state.found.rows) - 1


def test_enter_takes_nothing_from_a_list_for_another_text(desk):
    """Who types on and enters at once must not get whoever stood first a moment ago."""
    desk.look_up("bērz")

    desk.enter("bērziņa marta")

    assert desk.state.patron.name == "Marta Bērziņa"


def test_half_a_number_is_taken_for_nobody(desk):
    """Whose number begins so must be chosen by hand."""
    desk.look_up("0041")

    assert desk.state.found.chosen is None


def test_a_title_in_the_list_leads_to_the_stock(desk, stage):
    desk.look_up("straum")

    desk.take(0)

    assert stage.went == [("title", "Straumēni")]


def test_a_burst_of_scans_keeps_its_order(desk, service):
    """The next scan is dealt with when the one before it has been answered."""
    service.holding = True
    desk.scan(ELINA)
    for scan in (barcode(ON_SHELF), JANIS, barcode(8)):
        desk.scan(scan)
    assert desk.state.patron.name == "Elīna Bērziņa"

    service.let_go()

    assert desk.state.patron.name == "Jānis Ozols"
    assert desk.state.line.text.startswith("Checked out: Straumēni – Jānis Ozols")
    assert "Mātes piens" not in {row.title for row in desk.state.loans}


def test_white_space_is_no_scan(desk, stage):
    desk.scan("   ")

    assert stage.said == []


def test_done_with_a_patron_leaves_nothing_of_anybody_in_sight(desk, stage):
    desk.set_mode(Mode.RETURN)
    desk.scan(barcode(0))
    desk.scan(ELINA)

    desk.step_back()

    assert (desk.state.patron, desk.state.loans, desk.state.returned, desk.state.item) == (None, (), (), None)
    assert desk.state.mode is Mode.CHECK_OUT
    assert desk.state.line.text == stage.said[-1].text == ""


def test_esc_closes_what_is_open_from_the_inside_out(desk):
    desk.scan(ELINA)
    desk.scan(barcode(LENT_TO_LIGA))
    desk.deeds.ask_reason()
    desk.look_up("bērz")

    opened = []
    for _ in range(4):
        state = desk.state
        opened.append((state.found is not None, bool(state.refusal and state.refusal.asking), bool(state.refusal)))
        desk.step_back()

    assert opened == [(True, True, True), (False, True, True), (False, False, True), (False, False, False)]
    assert desk.state.patron is None


def test_a_failure_is_told_and_the_desk_goes_on(desk, service, stage):
    desk.scan(ELINA)
    service.fails = RuntimeError("disk")

    desk.scan(barcode(ON_SHELF))
    service.fails = None
    desk.scan(barcode(ON_SHELF))

    assert [str(error) for error in stage.troubles] == ["disk"]
    assert desk.state.line.text.startswith("Checked out")


def test_every_result_has_a_number_of_its_own(desk):
    """The same sentence twice is seen, and heard, twice."""
    desk.scan(ELINA)
    first = desk.state.number

    desk.scan(ELINA)

    assert desk.state.number == first + 1
