"""What is done at the desk beside lending: questions and keys, without a window."""

from datetime import timedelta
from functools import partial

import pytest

from app.db.counts import counting_now
from app.db.queries.stock import quick_items, show_item
from app.db.requests import waiting
from app.desk.requests import ask_renewal
from app.views.presenters.desk_state import Mode
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA = TOWN.people[0].card
FREE = TOWN.barcode(4)


def said(desk):
    return desk.state.line.text


def fill(desk, **values):
    """Answer what is asked; what is not named stays as it was offered."""
    question = desk.person.asking.state.question
    desk.person.asking.submit({one.name: one.value for one in question.fields} | values)


@pytest.fixture
def lent(desk):
    """Elīna is called up and takes a copy."""
    desk.scan(ELINA)
    desk.scan(FREE)
    return desk


def test_a_copy_in_hand_is_reported_with_a_price(lent, service):
    lent.clear()
    lent.scan(FREE)
    lent.extras.report()

    fill(lent, kind="lost", price_minor="12,50")

    assert show_item(service.database, FREE).place == "lost"
    assert "€12.50" in said(lent)
    assert lent.state.item.status == "On loan · lost"


def test_a_price_that_is_none_is_refused_and_asked_again(lent):
    lent.clear()
    lent.scan(FREE)
    lent.extras.report()

    fill(lent, kind="lost", price_minor="dear")

    assert lent.person.asking.state.complaints.keys() == {"price_minor"}


def test_a_copy_in_hand_was_used_here_with_one_key(desk, service):
    desk.scan(FREE)

    desk.extras.use_here()

    assert service.database.connection.execute("SELECT count FROM in_house_use").fetchall() == [(1,)]
    assert desk.state.line.tone is Tone.OK


def test_a_scan_that_nobody_knows_is_lent_under_its_title(desk, service):
    desk.scan(ELINA)
    desk.scan("LV 9999 1234")
    assert desk.extras.may_lend_quick()

    desk.extras.lend_quick()
    fill(desk, title="Jaunums")

    assert [one.title for one in quick_items(service.database)] == ["Jaunums"]
    assert "Jaunums" in said(desk)
    assert service.database.connection.execute("SELECT shown FROM visit").fetchall() == [("library_card",)]


def test_what_is_asked_takes_the_place_of_what_was_refused(desk):
    desk.scan(ELINA)
    desk.scan("LV 9999 1234")

    desk.extras.lend_quick()

    assert desk.state.refusal is None
    assert desk.person.asking.state.question.fields[0].value == "LV 9999 1234"


def test_a_pile_from_the_book_drop_counts_from_its_day(lent, service):
    lent.extras.begin_drop()
    fill(lent)
    yesterday = service.today() - timedelta(days=1)
    assert (lent.state.mode, lent.state.drop_on) == (Mode.RETURN, yesterday)
    assert lent.state.patron is None

    lent.scan(FREE)

    [on_day] = service.database.connection.execute("SELECT on_day FROM closing ORDER BY id DESC LIMIT 1").fetchone()
    assert on_day == yesterday.isoformat()
    lent.set_mode(Mode.RETURN)
    assert lent.state.drop_on is None


def test_a_day_that_is_ahead_empties_no_book_drop(desk, service):
    desk.extras.begin_drop()

    fill(desk, on=(service.today() + timedelta(days=3)).isoformat())

    assert desk.state.drop_on is None


def test_slips_follow_one_another_with_the_same_day(desk, service):
    desk.extras.enter_slip()
    day = (service.today() - timedelta(days=2)).isoformat()

    fill(desk, what="lent", lent_on=day, patron=ELINA, item=FREE, slip="12")

    assert show_item(service.database, FREE).status == "on_loan"
    values = {one.name: one.value for one in desk.person.asking.state.question.fields}
    assert (values["lent_on"], values["patron"], values["item"]) == (day, ELINA, "")
    fill(desk, what="returned", item=FREE)
    assert show_item(service.database, FREE).status == "on_shelf"


def test_the_request_that_waits_longest_is_answered_at_the_desk(lent, service):
    service.station.do(partial(ask_renewal, item=FREE))
    lent.extras.answer_request()

    fill(lent, answer="needed")

    assert service.database.connection.execute("SELECT answer, cause FROM renewal_answer").fetchall() == [
        ("refused", "needed")
    ]
    lent.extras.answer_request()
    assert "No requests" in said(lent)


def test_a_request_is_written_down_for_the_copy_in_sight(lent, service):
    lent.clear()
    lent.scan(FREE)

    lent.extras.ask_renewal()

    assert len(waiting(service.database.connection)) == 1
    lent.extras.ask_renewal()
    assert lent.state.line.tone is Tone.REFUSED


def test_visits_are_counted_with_one_key_and_written_at_sign_out(desk, service):
    for _ in range(3):
        desk.extras.count(0)
    assert counting_now(service.database.connection, service.today())["visit_adult"] == 3

    service.sign_out()

    assert service.database.connection.execute("SELECT kind, count FROM tally").fetchall() == [("visit_adult", 3)]


def test_a_receipt_is_printed_for_whoever_is_in_sight(lent, tmp_path):
    path = tmp_path / "kvits.pdf"

    lent.extras.print_receipt(path, returned=False)

    assert path.read_bytes().startswith(b"%PDF")
    lent.extras.print_receipt(path, returned=True)
    assert lent.state.line.tone is Tone.REFUSED


def test_one_key_prints_what_the_mode_calls_for(lent, tmp_path):
    """Copies lent; or the slip of the copy that came back; or, where none goes with it, its return."""
    extras = lent.extras
    assert (extras.may_print_loans(), extras.may_print_this_return()) == (True, False)
    lent.clear()
    lent.set_mode(Mode.RETURN)
    assert not extras.may_print_return()

    lent.scan(TOWN.barcode(5))
    assert (bool(lent.state.slip), extras.may_print_this_return(), extras.may_print_return()) == (True, False, True)
    lent.scan(FREE)
    assert (lent.state.slip, extras.may_print_this_return()) == ("", True)
    extras.print_receipt(tmp_path / "back.pdf", returned=True)

    assert lent.state.line.tone is Tone.OK
    assert (tmp_path / "back.pdf").read_bytes().startswith(b"%PDF")
