"""What is settled with a person at the desk: a warning read first, contact data confirmed, a document seen."""

from functools import partial

import pytest

from app.desk.identity import identify
from app.desk.network import change_setting
from app.desk.outcome import Done, Touched
from app.desk.patrons import register_patron
from app.desk.relations import Amendment
from app.desk.visits import add_remark
from app.rules.amendments import written
from app.views.presenters.line import Tone
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
FREE, ALSO_FREE = TOWN.barcode(4), TOWN.barcode(8)
NEW = "2 0099 0001"


@pytest.fixture
def warned(desk, service):
    """Jānis has a warning, and a note that is none."""
    service.station.do(partial(add_remark, patron=JANIS, body="Ask for the atlas.", warning=True))
    service.station.do(partial(add_remark, patron=JANIS, body="Likes crime novels."))
    return desk


@pytest.fixture
def newcomer(desk, service):
    """Rasma registered from afar."""
    service.station.do(partial(register_patron, given="Rasma", family="Liepa", card=NEW, channel="remote"))
    return desk


def titles(desk):
    return [row.barcode for row in desk.state.loans]


# Warnings.


def test_a_warning_pops_up_before_anything_else(warned):
    warned.scan(JANIS)

    assert (warned.state.pop_up.name, warned.state.pop_up.texts) == ("Jānis Ozols", ("Ask for the atlas.",))


def test_what_is_scanned_before_it_was_read_waits_and_is_done_then(warned):
    warned.scan(JANIS)
    before = titles(warned)
    warned.scan(FREE)
    warned.scan(ALSO_FREE)
    assert (titles(warned), warned.state.waiting) == (before, 2)

    warned.read()

    assert set(titles(warned)) == {*before, FREE, ALSO_FREE}
    assert (warned.state.pop_up, warned.state.waiting) == (None, 0)


def test_a_burst_stops_at_the_one_with_a_warning(warned, service):
    service.holding = True
    for scan in (ELINA, FREE, JANIS, ALSO_FREE):
        warned.scan(scan)

    service.holding = False
    service.let_go()

    assert warned.state.patron.name == "Jānis Ozols"
    assert (warned.state.pop_up.texts, warned.state.waiting) == (("Ask for the atlas.",), 1)


def test_esc_reads_the_warning_and_keeps_the_person(warned):
    warned.scan(JANIS)

    warned.step_back()

    assert warned.state.pop_up is None
    assert warned.state.patron.name == "Jānis Ozols"


def test_a_warning_comes_up_at_every_visit_and_not_at_every_change(warned, service):
    warned.scan(JANIS)
    warned.read()
    service.station.do(partial(identify, patron=JANIS, document="passport"))
    warned.touched(frozenset(Touched))
    assert warned.state.pop_up is None

    warned.scan(JANIS)

    assert warned.state.pop_up is not None


def test_nothing_is_renewed_or_looked_up_before_it_was_read(warned):
    warned.scan(JANIS)
    warned.read()
    warned.scan(FREE)
    warned.scan(JANIS)

    warned.renew()
    warned.look_up("bērz")

    assert not warned.may_renew()
    assert warned.state.found is None


def test_a_cleared_desk_forgets_warning_and_waiting_scans(warned):
    warned.scan(JANIS)
    warned.scan(FREE)

    warned.clear()

    assert (warned.state.pop_up, warned.state.waiting, warned.state.patron) == (None, 0, None)


def test_who_has_no_warning_is_served_at_once(warned):
    warned.scan(ELINA)
    warned.scan(FREE)

    assert FREE in titles(warned)


# What was shown.


@pytest.mark.parametrize(
    ("scan", "shown"),
    [(ELINA, "library_card"), (TOWN.people[0].code, "personal_code"), ("elina berz", "name")],
)
def test_the_first_loan_of_the_day_notes_the_visit_and_what_was_shown(desk, service, scan, shown):
    desk.scan(scan)
    desk.scan(FREE)
    desk.scan(ALSO_FREE)

    assert service.database.connection.execute("SELECT shown FROM visit").fetchall() == [(shown,)]


# Contact data.


def test_contact_data_are_confirmed_at_the_first_visit_with_one_key(desk, service):
    service.station.do(partial(change_setting, key="contact_after_days", value="30"))
    desk.scan(ELINA)
    assert desk.state.patron.contact_due

    desk.person.confirm_contact()

    assert not desk.state.patron.contact_due
    assert desk.state.line.text == "Elīna Bērziņa: contact data confirmed."
    assert not desk.person.may_confirm()


def test_what_is_not_due_is_not_confirmed(desk, service):
    desk.scan(ELINA)

    desk.person.confirm_contact()

    assert service.database.connection.execute("SELECT count(*) FROM contact_confirmation").fetchone() == (0,)


def test_without_permission_the_refusal_is_shown_and_put_away(desk, service):
    service.station.do(partial(change_setting, key="contact_after_days", value="30"))
    desk.scan(ELINA)
    service.may("lend")

    desk.person.confirm_contact()
    assert desk.state.asked.notes[0].text == "You may not do this: register patrons."
    desk.step_back()

    assert not desk.state.asked.is_open
    assert desk.state.patron is not None


# Identity.


def test_a_document_is_chosen_and_noted(newcomer):
    newcomer.scan(NEW)
    assert newcomer.state.patron.identity_due

    newcomer.person.note_document()
    assert list(newcomer.state.asked.question.fields[0].options) == ["passport", "id_card", "residence_permit"]
    newcomer.person.asking.submit({"document": "id_card"})

    assert not newcomer.state.patron.identity_due
    assert newcomer.state.line.text == "Rasma Liepa: document seen (identity card)."
    assert newcomer.state.line.tone is Tone.OK


def test_who_is_known_is_asked_for_no_document(desk):
    desk.scan(ELINA)

    desk.person.note_document()

    assert desk.state.asked.question is None


def test_a_scan_puts_the_question_away(newcomer):
    newcomer.scan(NEW)
    newcomer.person.note_document()

    newcomer.scan(ELINA)

    assert newcomer.state.asked.question is None
    assert newcomer.state.patron.name == "Elīna Bērziņa"


def test_nobody_stands_here_and_nothing_is_asked(desk):
    desk.person.confirm_contact()
    desk.person.note_document()

    assert not desk.state.asked.is_open


# Changed at two desks.


@pytest.fixture
def changed_twice(desk, service):
    """Jānis gave another phone elsewhere, of which this library did not know when it wrote the one that stands."""

    def write(work, phone):
        patron = work.borrower(JANIS).patron
        work.add(Amendment(patron=patron, unit="phone", replaces=None, said=written({"phone": phone}, "phone")))
        return Done(record=None, touched=frozenset({Touched.PATRON}))

    for phone in ("20000001", "22010203"):
        service.station.do(partial(write, phone=phone))
    desk.scan(JANIS)
    return desk


def notes(desk):
    return " ".join(note.text for note in desk.state.patron.warnings)


def test_both_phones_are_shown_and_the_one_that_stands_is_confirmed_with_one_key(changed_twice):
    assert "Changed at two libraries: phone. Now: 22010203" in notes(changed_twice)

    changed_twice.person.confirm_contact()

    assert (changed_twice.state.patron.phone, changed_twice.state.patron.changed_twice) == ("22010203", False)
    assert "two libraries" not in notes(changed_twice)


def test_the_other_phone_is_taken_with_another_key(changed_twice):
    changed_twice.person.take_given_up()

    assert (changed_twice.state.patron.phone, changed_twice.state.patron.changed_twice) == ("20000001", False)
    assert not changed_twice.person.may_take()
