"""A form of somebody who is registered already: contact data, guarantee and rules are taken, who they are is not."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.queries.people import show_patron
from app.desk.amending import confirm_contact
from app.desk.form_life import ReceivedForm
from app.desk.known_forms import Difference, compare_form, enter_for_known
from app.desk.patrons import Contact
from app.desk.persons import merge_patrons
from app.desk.promises import Guarantor, guarantee
from app.rules.blocks import Why
from tests.making import TODAY

HOME = Contact(phone="26123456", email="elina@example.com", street="Rīgas iela", house="4", flat="12", town="Valmiera")
CHILD = {"given": "Toms", "family": "Kalns", "birth_on": date(2015, 5, 5)}
MOTHER = {"guarantor_given": "Ilze", "guarantor_family": "Kalna", "guarantor_phone": "2612 3456"}
SAID = {"given": "Elīna", "family": "Krūze", "phone": "2999 9999", "email": ""}


@pytest.fixture
def known(desk):
    """Somebody with contact data: P1."""
    desk.patron("P1", contact=HOME)
    return desk


def shown(desk, scan="P1"):
    return show_patron(desk.database, scan, today=TODAY, branch=desk.acting.branch)


def column(desk, name, scan="P1"):
    query = f"SELECT p.{name} FROM patron p JOIN identifier i ON i.patron = p.id WHERE i.value = ?"
    return desk.value(query, scan)


def taken(record):
    return {one.field: (one.known, one.said) for one in record.differences if one.taken}


def to_settle(record):
    return {one.field: (one.known, one.said) for one in record.differences if not one.taken}


# Contact data.


def test_contact_data_are_confirmed_with_what_the_form_says(known):
    record = known.done(enter_for_known, patron="P1", fields=SAID)

    assert record.differences == (Difference(field="phone", known="26123456", said="29999999", taken=True),)
    assert (column(known, "phone"), column(known, "email")) == ("29999999", "elina@example.com")
    assert known.value("SELECT year || ' ' || changed FROM contact_confirmation") == f"{TODAY.year} phone"
    assert known.value("SELECT count(*) FROM patron") == 1
    assert known.value("SELECT count(*) FROM registration") == 1


def test_what_would_change_is_shown_and_nothing_is_written(known):
    record = known.done(compare_form, patron="P1", fields=SAID)

    assert taken(record) == {"phone": ("26123456", "29999999")}
    assert column(known, "phone") == "26123456"
    assert known.value("SELECT count(*) FROM contact_confirmation") == 0


def test_a_phone_written_otherwise_is_no_difference(known):
    assert known.done(compare_form, patron="P1", fields={"phone": "+371 2612 3456"}).differences == ()


def test_a_new_flat_leaves_the_rest_of_the_address(known):
    known.done(enter_for_known, patron="P1", fields={"street": "Rīgas  iela", "flat": "13"})

    assert [column(known, name) for name in ("street", "house", "flat", "town")] == [
        "Rīgas iela", "4", "13", "Valmiera",
    ]  # fmt: skip


def test_the_address_of_another_place_leaves_nothing_of_the_former(known):
    record = known.done(enter_for_known, patron="P1", fields={"house": "Kalnlapas", "parish": "Kocēnu pagasts"})

    assert taken(record)["flat"] == ("12", "")
    assert [column(known, name) or "" for name in ("street", "house", "flat", "parish", "town")] == [
        "", "Kalnlapas", "", "Kocēnu pagasts", "",
    ]  # fmt: skip


def test_an_address_that_another_record_of_the_person_had_stays_whole(desk):
    desk.patron("P1")
    desk.patron("P2", given="Ella", family="Ozola", contact=HOME)
    desk.done(merge_patrons, patron="P1", other="P2")

    desk.done(confirm_contact, patron="P1", changes={"flat": "13"})

    assert (column(desk, "street"), column(desk, "flat")) == ("Rīgas iela", "13")


def test_a_doubtful_phone_is_kept_and_doubted(known):
    outcome = known.do(enter_for_known, patron="P1", fields={"phone": "12"})

    assert [one.why for one in outcome.notices] == [Why.FIELD_DOUBTFUL]


# Who it is.


def test_name_birth_date_and_code_are_shown_and_stay_as_they_are(known):
    fields = {"given": "Ella", "family": "Krūze", "birth": "1984-02-11", "code": "110284-10005"}

    record = known.done(enter_for_known, patron="P1", fields=fields)

    assert to_settle(record) == {
        "given": ("Elīna", "Ella"),
        "birth": ("", "1984-02-11"),
        "code": ("", "110284-•••••"),
    }
    assert (column(known, "given"), column(known, "birth_on")) == ("Elīna", None)
    assert known.value("SELECT count(*) FROM identifier WHERE kind = 'personal_code'") == 0


def test_a_form_with_the_code_of_another_person_is_not_this_ones(known):
    known.patron("P2", given="Anna", family="Apse", code="110284-10005")

    assert known.refused(compare_form, patron="P1", fields={"code": "110284-10005"}) == [Why.NUMBER_TAKEN]
    assert known.refused(enter_for_known, patron="P1", fields={"code": "110284-10005"}) == [Why.NUMBER_TAKEN]


def test_the_own_code_is_no_difference(known):
    known.patron("P2", given="Anna", family="Apse", code="110284-10005")

    assert known.done(compare_form, patron="P2", fields={"code": "110284-10005"}).differences == ()


# What the form brings.


def test_a_child_without_a_guarantor_gets_the_one_on_the_form(desk):
    desk.patron("P1", **CHILD, override={Why.GUARANTEE_MISSING}, reason="vecāki tālu")

    record = desk.done(enter_for_known, patron="P1", fields={**MOTHER, "consent": "yes"})

    assert taken(record) == {"guarantor": ("", "Ilze Kalna, 26123456")}
    assert shown(desk).guarantor == "Ilze Kalna"


def test_a_guarantor_who_follows_another_is_shown_and_takes_their_place(desk):
    desk.patron("P1", **CHILD, guarantor=Guarantor(given="Jānis", family="Kalns"))

    record = desk.done(enter_for_known, patron="P1", fields=MOTHER)

    assert taken(record) == {"guarantor": ("Jānis Kalns", "Ilze Kalna, 26123456")}
    assert shown(desk).guarantor == "Ilze Kalna"
    assert desk.value("SELECT cause FROM guarantee_end") == "replaced"


def test_a_form_without_consent_brings_no_guarantor_and_no_acceptance(desk):
    desk.patron("P1", **CHILD, override={Why.GUARANTEE_MISSING}, reason="vecāki tālu")
    before = desk.value("SELECT count(*) FROM rules_acceptance")

    outcome = desk.do(enter_for_known, patron="P1", fields={**MOTHER, "consent": "no"})

    assert outcome.record.differences == ()
    assert [one.why for one in outcome.notices] == [Why.GUARANTEE_MISSING]
    assert desk.value("SELECT count(*) FROM guarantee") == 0
    assert desk.value("SELECT count(*) FROM rules_acceptance") == before


def test_nobody_answers_for_somebody_of_age(known):
    assert known.refused(enter_for_known, patron="P1", fields={**SAID, **MOTHER}) == [Why.NOT_A_MINOR]
    assert column(known, "phone") == "26123456", "a form is entered whole or not at all"


def test_the_rules_are_taken_on_anew_and_of_age_that_ends_the_guarantee(desk):
    desk.patron("P1", given="Toms", family="Kalns", birth_on=date(TODAY.year - 17, 1, 1), guarantor=Guarantor(
        given="Ilze", family="Kalna"))  # fmt: skip
    desk.pass_days(366)

    desk.done(enter_for_known, patron="P1", fields={"phone": "26123456"}, accepted="ink", document="passport")

    assert desk.value("SELECT count(*) FROM rules_acceptance WHERE means = 'ink'") == 1
    assert desk.value("SELECT cause FROM guarantee_end") == "majority"
    assert desk.value("SELECT document FROM identity_check") == "passport"


def test_the_form_is_received_and_looked_at(known):
    known.done(enter_for_known, patron="P1", fields=SAID, received=ReceivedForm(kind="adult", file_kind="docx"))

    assert known.value("SELECT r.form_kind || ' ' || s.step FROM form_receipt r JOIN form_step s"
                       " ON s.form_receipt = r.id") == "adult checked"  # fmt: skip


def test_a_card_that_is_handed_over_is_bound(known):
    known.patron("P2", given="Anna", family="Apse")

    assert known.refused(enter_for_known, patron="P1", fields=SAID, card_number="P2") == [Why.NUMBER_TAKEN]
    known.done(enter_for_known, patron="P1", fields=SAID, card_number="P9")

    assert column(known, "phone", "P9") == "29999999"


# What is refused.


def test_nobody_enters_a_form_for_a_stranger_or_without_the_permission(known):
    assert known.refused(compare_form, patron="P9", fields={}) == [Why.UNKNOWN_SCAN]
    assert known.refused(enter_for_known, patron="P9", fields={}) == [Why.UNKNOWN_SCAN]
    assert known.refused(enter_for_known, patron="P1", fields={"colour": "red"}) == [Why.FIELD_INVALID]
    assert known.refused(enter_for_known, patron="P1", fields={"code": "x"}) == [Why.FIELD_INVALID]
    wrong = known.refused(enter_for_known, patron="P1", fields={}, document="ticket", accepted="telepathy")
    assert wrong == [Why.FIELD_INVALID, Why.FIELD_INVALID]
    known.acting = replace(known.acting, permissions=frozenset({"lend"}))
    assert set(known.refused(enter_for_known, patron="P1", fields={})) == {Why.NOT_PERMITTED}


def test_the_same_guarantor_again_is_no_difference(desk):
    desk.patron("P1", **CHILD, guarantor=Guarantor(given="Ilze", family="Kalna", phone="26123456"))
    desk.done(guarantee, patron="P1", guarantor=Guarantor(given="Ilze", family="Kalna", phone="26123456"))

    assert desk.done(compare_form, patron="P1", fields=MOTHER).differences == ()
