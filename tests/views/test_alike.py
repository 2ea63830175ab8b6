"""Who looks like the person being entered is shown while somebody types, and answered with one key."""

from functools import partial

import pytest

from app.desk.patrons import register_patron
from app.views.presenters.alike import ROWS_MAX, AlikePresenter
from app.views.presenters.line import QUIET, Line, Tone
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.presenters.registration import RegistrationPresenter
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, KRISTAPS = TOWN.people[0], TOWN.people[2]
TYPED = {"given": "Elina", "family": "Berzina", "birth": "17.05.1984"}
TWIN = {"given": "Kristaps", "family": "Berzins", "birth": "08.09.2015", "card": "2 0099 0009"}


@pytest.fixture
def alike(service, words, stage):
    return AlikePresenter(service, words, stage)


@pytest.fixture
def form(service, words, stage):
    presenter = RegistrationPresenter(service, words, stage)
    presenter.begin()
    return presenter


@pytest.fixture
def page(service, words, stage):
    return PersonPresenter(service, words, stage)


def names(alike):
    return [row.name for row in alike.state.rows]


@pytest.mark.parametrize(
    "typed",
    [
        TYPED,
        {"given": "Elīna", "family": "Bērziņa", "phone": "29 123 456"},
        {"code": "170584-10001"},
    ],
)
def test_so_much_is_enough_to_find_somebody(alike, typed):
    alike.look(typed)

    assert names(alike)[0] == "Elīna Bērziņa"
    assert alike.state.asks


@pytest.mark.parametrize(
    "typed",
    [
        {"given": "Elīna", "family": "Bērziņa"},
        {"given": "Elīna", "family": "Bērziņa", "birth": "17.05."},
        {"birth": "17.05.1984", "phone": "29 123 456"},
        {"given": "Rasma", "family": "Liepa", "birth": "17.05.1984"},
    ],
)
def test_a_name_alone_or_no_name_finds_nobody(alike, typed):
    alike.look(typed)

    assert alike.state.rows == ()
    assert not alike.state.asks


def test_it_is_told_in_what_somebody_is_alike_and_which_one_it_is(alike):
    alike.look(TYPED)

    [row] = alike.state.rows
    assert (row.key, row.likeness) == ("1", "name and birth date")
    assert row.about == "born 17 May 1984   ·   Card 2 0041 7731   ·   Mazsalacas pilsētas bibliotēka"
    assert alike.state.note.tone is Tone.ATTENTION


def test_a_namesake_of_whom_no_birth_date_is_known_is_told_and_asks_nothing(alike, service):
    service.station.do(partial(register_patron, given="Rasma", family="Liepa"))

    alike.look({"given": "Rasma", "family": "Liepa", "birth": "02.12.1967"})

    assert names(alike) == ["Rasma Liepa"]
    assert (alike.state.asks, alike.state.note.tone) == (False, Tone.PLAIN)


def test_of_many_the_first_are_shown_and_the_rest_are_counted(alike, service):
    for _ in range(ROWS_MAX + 2):
        service.station.do(partial(register_patron, given="Rasma", family="Liepa"))

    alike.look({"given": "Rasma", "family": "Liepa", "birth": "02.12.1967"})

    assert len(alike.state.rows) == ROWS_MAX
    assert alike.state.note.hint == "And 2 more who are alike."


def test_what_is_corrected_takes_the_question_away(alike):
    alike.look(TYPED)

    alike.look({**TYPED, "given": "Dace"})

    assert alike.state.rows == ()


# It is this one.


def test_it_is_this_one_leads_to_the_page_with_what_was_just_told(alike, stage):
    alike.look({**TYPED, "phone": " 20 000 001", "school": "1. vidusskola", "guarantor_phone": "1"})

    alike.this_one("1")

    [(where, _, told)] = stage.went
    assert (where, told) == ("known", {"phone": "20 000 001"})


def test_a_digit_of_nobody_leads_nowhere(alike, stage):
    alike.look(TYPED)

    alike.this_one("2")

    assert stage.went == []
    assert not alike.may_be("2")


def test_contact_data_of_a_known_child_are_confirmed_in_place_of_a_registration(page, service, stage):
    page.open(KRISTAPS.card, Tab.CONTACT)

    page.start("change-contact", told={"phone": "20 000 001"})
    question = page.state.asked.question
    asked = {field.name: field.value for field in question.fields}
    page.asking.submit(asked)

    assert asked["phone"] == "20 000 001"
    assert "registered already" in question.hint
    assert stage.said[-1].text == "Kristaps Bērziņš: contact data confirmed. Amended: phone."
    page.open(KRISTAPS.card)
    assert page._read.shown.phone == "20000001"


def test_without_a_registration_nothing_is_said_of_one(page):
    page.open(KRISTAPS.card, Tab.CONTACT)

    page.start("change-contact")

    assert page.state.asked.question.hint == ""


# Another person.


def test_registering_asks_about_somebody_alike_until_it_is_answered(form, stage):
    form.register({**TYPED, "card": "2 0099 0001"})

    assert stage.went == []
    assert names(form.alike) == ["Elīna Bērziņa"]
    assert (form.state.notes, form.state.may_override) == ((), False), "the question stands above the form"
    assert "Somebody alike is registered already" in stage.said[-1].text


def test_another_person_is_registered_and_nobody_is_asked_again(form, service, stage):
    form.alike.look(TYPED)

    form.another()
    form.register({**TYPED, "card": "2 0099 0001"})

    assert stage.said[-1].text == "Registered: Elina Berzina"
    query = "SELECT overrides, reason FROM registration ORDER BY id DESC LIMIT 1"
    found = service.database.connection.execute(query).fetchone()
    assert found == ("LOOKS_ALIKE", "Another person: asked at the desk.")
    assert service.database.connection.execute("SELECT count(*) FROM other_person").fetchone() == (1,)


def test_who_is_found_after_the_answer_is_asked_about(form):
    form.alike.look(TYPED)
    form.another()

    form.register({**TYPED, "given": "Marta", "birth": "03.02.1951"})

    assert names(form.alike) == ["Marta Bērziņa"]
    assert form.state.notes == ()


def test_a_form_for_another_person_begins_without_answers(form):
    form.alike.look(TYPED)
    form.another()

    form.begin()
    form.alike.look(TYPED)

    assert form.alike.state.asks


def test_what_else_is_refused_may_be_overridden_once_the_question_is_answered(form, stage, service):
    form.register(TWIN)
    assert [note.text for note in form.state.notes] == ["The patron is under 18 and has no guarantor."]
    assert not form.state.may_override

    form.another()
    assert form.state.may_override
    form.ask_reason()
    form.override("The form is on its way.")

    assert stage.said[-1].text == "Registered: Kristaps Berzins"
    query = "SELECT overrides, reason FROM registration ORDER BY id DESC LIMIT 1"
    overrides, reason = service.database.connection.execute(query).fetchone()
    assert set(overrides.split()) == {"GUARANTEE_MISSING", "LOOKS_ALIKE"}
    assert reason == "The form is on its way. Another person: asked at the desk."


def test_an_answer_leaves_nothing_stale_in_the_status_line(form, stage):
    form.register({**TYPED, "card": "2 0099 0001"})

    form.another()

    assert stage.said[-1] == QUIET


def test_an_answer_leaves_in_the_status_line_what_is_still_refused(form, stage):
    form.register(TWIN)

    form.another()

    assert stage.said[-1] == Line(tone=Tone.PLAIN, text="The patron is under 18 and has no guarantor.")


def test_an_answer_leaves_what_is_wrong_with_a_field_in_sight(form):
    form.register({**TYPED, "code": "12"})
    assert set(form.state.complaints) == {"code"}

    form.another()

    assert set(form.state.complaints) == {"code"}
