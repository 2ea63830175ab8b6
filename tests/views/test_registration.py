"""Registering a patron: problems beside their fields, a guarantor for the young, an override where one may."""

import pytest

from app.db.queries.people import find_patrons
from app.views.presenters.registration import RegistrationPresenter
from app.views.screenshots.people import LATVIAN as TOWN

GROWN_UP = {"given": "Rasma", "family": "Liepa", "birth": "02.12.1967", "card": "2 0099 0001"}
MINOR = {"given": "Emīls", "family": "Kalniņš", "birth": "05.03.2014"}


@pytest.fixture
def form(service, words, stage):
    presenter = RegistrationPresenter(service, words, stage)
    presenter.begin()
    return presenter


def test_a_patron_is_registered_and_stands_at_the_desk(form, service, stage):
    form.register(GROWN_UP)

    assert stage.went == [("patron", "2 0099 0001")]
    assert stage.said[-1].text == "Registered: Rasma Liepa"
    assert find_patrons(service.database, "rasma liepa")[0].number == "2 0099 0001"


def test_what_is_missing_is_said_beside_its_field(form):
    form.register({"given": "Rasma"})

    assert form.state.complaints == {"family": "A required field is missing: surname."}
    assert not form.state.busy


def test_all_problems_come_at_once(form):
    form.register({"code": "12", "card": TOWN.people[0].card})

    assert set(form.state.complaints) == {"given", "family", "code"}
    assert [note.text for note in form.state.notes] == ["This number already belongs to another patron."]


@pytest.mark.parametrize("birth", ["31.02.2010", "03/05/10", "yesterday", "2010-13-01"])
def test_an_impossible_day_is_never_sent(form, birth):
    form.register({**GROWN_UP, "birth": birth})

    assert set(form.state.complaints) == {"birth"}


def test_a_young_birth_date_asks_for_a_guarantor(form):
    form.look_at_birth("05.03.2014")
    assert form.state.minor

    form.look_at_birth("05.03.1974")

    assert not form.state.minor


def test_an_unfinished_birth_date_changes_nothing(form):
    form.look_at_birth("05.03.2014")

    form.look_at_birth("05.03.")

    assert form.state.minor


def test_a_minor_without_a_guarantor_is_refused_and_may_be_overridden(form, stage):
    form.register(MINOR)

    assert form.state.notes[0].text == "The patron is under 18 and has no guarantor."
    assert form.state.may_override

    form.ask_reason()
    form.override("The form is on its way.")

    assert stage.said[-1].text == "Registered: Emīls Kalniņš"


def test_a_minor_with_a_guarantor_is_registered(form, stage):
    form.register({**MINOR, "guarantor_given": "Ilze", "guarantor_family": "Kalniņa"})

    assert stage.said[-1].text == "Registered: Emīls Kalniņš"


def test_an_override_needs_the_permission(form, service):
    service.may("register")

    form.register(MINOR)

    assert not form.state.may_override
    assert "serve without a guarantor" in form.state.notes[0].hint


def test_an_override_without_a_reason_does_nothing(form, stage):
    form.register(MINOR)

    form.override(" ")

    assert stage.went == []


def test_a_field_that_is_wrong_cannot_be_overridden(form):
    """A guarantor may come later; a name may not."""
    form.register({**MINOR, "family": ""})

    assert not form.state.may_override


def test_a_doubtful_personal_code_is_told_and_refuses_nobody(form, stage):
    form.register({**GROWN_UP, "code": "021267-10009"})

    assert stage.went == [("patron", "2 0099 0001")]
    assert "check digit" in stage.said[-1].todo


def test_the_form_asks_what_is_asked_in_the_country(form):
    asked = form.form()

    assert asked.address == ("street", "house", "flat", "village", "parish", "municipality", "town", "postcode")
    assert "personal_code" not in asked.kinds
    assert list(asked.categories) == ["", "adult", "child", "institution", "library"]


def test_esc_closes_the_question_before_the_form(form):
    form.register(MINOR)
    form.ask_reason()

    assert form.step_back()
    assert not form.step_back()


def test_a_failure_lets_the_form_be_sent_again(form, service, stage):
    service.fails = RuntimeError("disk")

    form.register(GROWN_UP)

    assert not form.state.busy
    assert [str(error) for error in stage.troubles] == ["disk"]


def test_the_patron_group_follows_the_age_unless_somebody_chooses(form):
    names = form.form().categories

    assert names[""] == "By age"
    assert next(iter(names)) == ""


def test_what_was_shown_is_noted_of_both(form, service, stage):
    promised = {"guarantor_given": "Ilze", "guarantor_family": "Kalniņa", "guarantor_document": "id_card"}
    form.register({**MINOR, **promised, "document": "birth_certificate", "guarantee_means": "e-signature"})

    checks = "SELECT document, subject FROM identity_check ORDER BY id DESC LIMIT 2"
    assert sorted(service.database.connection.execute(checks)) == [
        ("birth_certificate", "patron"),
        ("id_card", "guarantor"),
    ]
    means = "SELECT means FROM guarantee ORDER BY id DESC LIMIT 1"
    assert service.database.connection.execute(means).fetchone() == ("e-signature",)
    assert stage.said[-1].todo == ""


def test_a_document_of_minors_proves_nothing_of_an_adult(form):
    form.register({**GROWN_UP, "document": "birth_certificate"})

    assert set(form.state.complaints) == {"document"}


def test_only_documents_of_adults_are_offered_for_a_guarantor(form):
    offered = form.form()

    assert set(offered.documents) - set(offered.of_adults) == {"birth_certificate"}
    assert next(iter(offered.documents)) == ""
