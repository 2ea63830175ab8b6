"""A person's relation to the library: documents, rules, guarantees, contact data, visits, notes."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.queries.asking import contact_round, majority, unguaranteed, unverified
from app.db.queries.people import show_patron
from app.db.queries.settings import policy_in_force
from app.desk.amending import amend_patron, confirm_contact
from app.desk.checkout import check_out
from app.desk.identity import identify
from app.desk.ids import FactId
from app.desk.institutions import add_contact_person, end_contact_person
from app.desk.network import change_setting
from app.desk.outcome import Done
from app.desk.patrons import Contact, register_patron
from app.desk.promises import Guarantor, accept_rules, guarantee
from app.desk.records import GuaranteeEnd
from app.desk.visits import add_remark, end_remark, record_visit
from app.rules.blocks import Severity, Why
from app.rules.relation import Identity
from tests.making import NOON, TODAY, permissions

CHILD = {"given": "Toms", "family": "Kalns", "birth_on": date(2008, 5, 5)}
MOTHER = Guarantor(given="Ilze", family="Kalna")
ZONE = "Europe/Riga"


def whys(outcome):
    return [notice.why for notice in outcome.notices]


def shown(desk, scan="P1", today=TODAY):
    return show_patron(desk.database, scan, today=today, branch=desk.acting.branch)


def policy(desk, today=TODAY):
    return policy_in_force(desk.database, today, desk.acting.branch)


def names(found):
    return [one.name for one in found]


@pytest.fixture
def remote(desk):
    """A desk with somebody who registered from afar, and three copies."""
    desk.patron("P1", channel="remote", birth_on=date(1990, 1, 2))
    for barcode in ("I1", "I2", "I3"):
        desk.item(barcode)
    return desk


# Identity (L-07, L-21, L-40).


def test_the_document_shown_at_registration_is_recorded_by_its_kind(desk):
    outcome = desk.do(register_patron, given="A", family="B", card="P1", document="passport")

    assert whys(outcome) == []
    assert [(one.document, one.subject) for one in shown(desk).relation.checks] == [("passport", "patron")]
    assert shown(desk).identity is Identity.SEEN


def test_who_comes_in_person_is_registered_without_a_document_and_that_is_told(desk):
    outcome = desk.do(register_patron, given="A", family="B", card="P1")

    assert whys(outcome) == [Why.DOCUMENT_NOT_SEEN]
    assert shown(desk).identity is Identity.NOT_RECORDED
    assert shown(desk).blocks == ()


def test_a_library_may_insist_on_a_document(desk):
    desk.done(change_setting, key="block.DOCUMENT_NOT_SEEN", value="hard")

    assert desk.refused(register_patron, given="A", family="B") == [Why.DOCUMENT_NOT_SEEN]


@pytest.mark.parametrize("document", ["library_card", "birth_certificate", "nonsense"])
def test_what_proves_no_identity_is_refused(desk, document):
    assert desk.refused(register_patron, given="A", family="B", document=document) == [Why.FIELD_INVALID]


def test_a_birth_certificate_tells_who_a_child_is(desk):
    desk.done(register_patron, **CHILD, card="P1", guarantor=replace(MOTHER, document="id_card"),
              document="birth_certificate")  # fmt: skip

    checks = [(one.document, one.subject) for one in shown(desk).relation.checks]
    assert checks == [("birth_certificate", "patron"), ("id_card", "guarantor")]


def test_who_registered_from_afar_may_borrow_a_little_until_a_document_is_shown(remote):
    first = remote.do(check_out, patron="P1", item="I1")

    assert whys(first) == [Why.IDENTITY_UNVERIFIED]
    assert remote.refused(check_out, patron="P1", item="I2") == [Why.IDENTITY_UNVERIFIED]

    remote.done(identify, patron="P1", document="id_card")

    assert whys(remote.do(check_out, patron="P1", item="I2")) == []
    assert shown(remote).identity is Identity.SEEN


def test_how_much_that_is_the_house_rules_say(remote):
    remote.done(change_setting, key="unverified_loans_max", value="0")

    assert remote.refused(check_out, patron="P1", item="I1") == [Why.IDENTITY_UNVERIFIED]

    lent = remote.do(check_out, patron="P1", item="I1", override={"IDENTITY_UNVERIFIED"}, reason="kaimiņiene")
    assert whys(lent) == [Why.IDENTITY_UNVERIFIED]


def test_the_document_of_a_guarantor_says_nothing_of_the_child(desk):
    desk.patron("P1", **CHILD, guarantor=MOTHER, channel="remote")

    desk.done(identify, patron="P1", document="passport", subject="guarantor")

    assert shown(desk).identity is Identity.TO_BE_CHECKED


def test_whose_document_it_was_is_known(remote):
    assert remote.refused(identify, patron="P1", document="passport", subject="dog") == [Why.FIELD_INVALID]
    assert remote.refused(identify, patron="P1", document="") == [Why.FIELD_INVALID]
    assert remote.refused(identify, patron="P9", document="passport") == [Why.UNKNOWN_SCAN]


def test_those_whose_document_is_to_be_seen_are_listed(remote):
    remote.patron("P2")

    assert [one.number for one in unverified(remote.database, ZONE)] == ["P1"]

    remote.done(identify, patron="P1", document="passport")
    assert unverified(remote.database, ZONE) == []


# The rules (L-09, L-12).


def acceptances(desk):
    return desk.connection.execute("SELECT version, means, on_day FROM rules_acceptance ORDER BY id").fetchall()


def test_registering_takes_on_the_rules_in_force(desk):
    desk.patron("P1")
    desk.patron("P2", accepted="ink")

    assert acceptances(desk) == [("1.0", "registration", "2026-03-02"), ("1.0", "ink", "2026-03-02")]
    assert desk.refused(register_patron, given="A", family="B", accepted="a nod") == [Why.FIELD_INVALID]


def test_new_rules_are_asked_for_at_the_next_loan_and_stop_nobody(desk):
    desk.patron("P1")
    desk.item("I1"), desk.item("I2")
    desk.done(change_setting, key="rules_version", value="2.0")

    [notice] = desk.do(check_out, patron="P1", item="I1").notices
    assert (notice.why, notice.figures) == (Why.RULES_NOT_ACCEPTED, (("version", "2.0"),))

    accepted = desk.done(accept_rules, patron="P1", means="ink")
    assert (accepted.version, accepted.ended) == ("2.0", 0)
    assert whys(desk.do(check_out, patron="P1", item="I2")) == []


def test_rules_that_begin_later_are_asked_for_later(desk):
    desk.patron("P1")
    desk.done(change_setting, key="rules_version", value="2.0", from_on=date(2026, 3, 3))

    assert shown(desk).blocks == ()
    assert [block.why for block in shown(desk, today=date(2026, 3, 3)).blocks] == [Why.RULES_NOT_ACCEPTED]


def test_taking_on_the_rules_needs_somebody_a_known_means_and_rules(desk):
    desk.patron("P1")

    assert desk.refused(accept_rules, patron="P9", means="a nod") == [Why.FIELD_INVALID, Why.UNKNOWN_SCAN]
    desk.done(change_setting, key="rules_version", value="")
    assert desk.refused(accept_rules, patron="P1") == [Why.FIELD_MISSING]


# Guarantees (L-38 to L-42, D-04, D-09).


def test_a_guarantee_says_by_what_it_was_given(desk):
    desk.patron("P1", **CHILD, guarantor=replace(MOTHER, means="e-signature"))
    desk.patron("P2", **{**CHILD, "given": "Jānis"}, guarantor=MOTHER)

    assert desk.connection.execute("SELECT means FROM guarantee ORDER BY id").fetchall() == [
        ("e-signature",),
        ("form",),
    ]
    assert desk.refused(register_patron, **{**CHILD, "given": "Ēriks"}, guarantor=replace(MOTHER, means="a nod")) == [
        Why.FIELD_INVALID
    ]


def test_a_guarantor_has_a_name_and_is_of_age(desk):
    young = Guarantor(given="Ilze", family="Kalna", birth_on=date(2010, 1, 1))

    assert desk.refused(register_patron, **CHILD, guarantor=young) == [Why.FIELD_INVALID]
    assert Why.FIELD_MISSING in desk.refused(register_patron, **CHILD, guarantor=Guarantor(given="I", family=" "))


def test_what_a_guarantor_gives_is_kept_one_way_and_doubted_aloud(desk):
    odd = replace(MOTHER, phone="29", email="ilze", code="1611751999")
    good = replace(MOTHER, phone="+371 2612 3456", code="16117519997")

    doubts = desk.do(register_patron, **CHILD, card="P1", document="passport", guarantor=odd).notices
    desk.done(register_patron, **{**CHILD, "given": "Jānis"}, card="P2", guarantor=good)

    assert [dict(doubt.figures)["field"] for doubt in doubts] == [
        "guarantor_code", "guarantor_phone", "guarantor_email"]  # fmt: skip
    kept = desk.connection.execute("SELECT phone, email, code FROM guarantee ORDER BY id").fetchall()
    assert kept == [("29", "ilze", "1611751999"), ("26123456", "", "161175-19997")]


def test_another_guarantor_answers_for_later_loans_only(desk):
    desk.patron("P1", **CHILD, guarantor=MOTHER)
    desk.item("I1"), desk.item("I2")
    desk.done(check_out, patron="P1", item="I1")
    desk.pass_days(7)

    desk.done(guarantee, patron="P1", guarantor=Guarantor(given="Maija", family="Ozola"))
    desk.done(check_out, patron="P1", item="I2")

    today = date(2026, 3, 9)
    seen = shown(desk, today=today)
    assert seen.guarantor == "Maija Ozola"
    assert {loan.barcode: seen.liable[loan.loan] for loan in seen.loans} == {"I1": "Ilze Kalna", "I2": "Maija Ozola"}
    assert [one.until_on for one in seen.relation.promises] == [today, None]


def test_nobody_answers_for_an_adult(desk):
    desk.patron("P1", birth_on=date(1980, 1, 1))
    desk.patron("P2")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")

    assert desk.refused(guarantee, patron="P1", guarantor=MOTHER) == [Why.NOT_A_MINOR]
    assert desk.refused(guarantee, patron="P2", guarantor=MOTHER) == [Why.NOT_A_MINOR]
    assert desk.refused(guarantee, patron="P9", guarantor=MOTHER) == [Why.UNKNOWN_SCAN]
    assert shown(desk).liable == {}


@pytest.fixture
def growing(desk):
    """A desk at which somebody of seventeen has borrowed, and then waits for the birthday on 5 May."""
    desk.patron("P1", **CHILD, guarantor=MOTHER)
    desk.item("I1"), desk.item("I2")
    desk.done(check_out, patron="P1", item="I1", due=date(2026, 9, 1))
    desk.now_ms = NOON + 64 * 86_400_000
    return desk


BIRTHDAY = date(2026, 5, 5)


def test_coming_of_age_is_told_and_lending_goes_on(growing):
    assert whys(growing.do(check_out, patron="P1", item="I2")) == [Why.MAJORITY_REACHED]


def test_ones_own_acceptance_ends_the_guarantee_for_later_loans_only(growing):
    accepted = growing.done(accept_rules, patron="P1", means="ink")
    growing.done(check_out, patron="P1", item="I2")

    ends = growing.connection.execute("SELECT on_day, cause FROM guarantee_end").fetchall()
    seen = shown(growing, today=BIRTHDAY)
    assert (accepted.ended, ends) == (1, [("2026-05-05", "majority")])
    assert {loan.barcode: seen.liable.get(loan.loan, "") for loan in seen.loans} == {"I1": "Ilze Kalna", "I2": ""}
    assert (seen.guarantor, seen.blocks) == ("", ())


def test_a_child_that_takes_on_the_rules_keeps_its_guarantor(desk):
    desk.patron("P1", **CHILD, guarantor=MOTHER)

    assert desk.done(accept_rules, patron="P1").ended == 0
    assert shown(desk).guarantor == "Ilze Kalna"


def test_those_who_come_of_age_are_listed_until_they_accept_the_rules(growing):
    growing.patron("P2", given="Vecs", birth_on=date(1950, 1, 1))
    listed = [
        (today, days, names(majority(growing.database, policy(growing, today), today, within_days=days)))
        for today, days in ((date(2026, 4, 4), 30), (date(2026, 4, 5), 30), (BIRTHDAY, 0), (date(2027, 1, 1), 0))
    ]
    growing.done(accept_rules, patron="P1")

    assert [found for *_, found in listed] == [[], ["Toms Kalns"], ["Toms Kalns"], ["Toms Kalns"]]
    assert majority(growing.database, policy(growing), BIRTHDAY, within_days=30) == []


@pytest.fixture
def unguarded(desk):
    """A desk with a child for whom nobody answers, and a copy."""
    desk.do(register_patron, **CHILD, card="P1", override={Why.GUARANTEE_MISSING}, reason="vecāki ceļā")
    desk.item("I1")
    return desk


def test_while_guarantees_are_collected_their_lack_is_told_and_from_a_day_on_it_stops(unguarded):
    unguarded.done(change_setting, key="guarantee_only_told", value="1")
    unguarded.done(change_setting, key="guarantee_only_told", value="0", from_on=date(2026, 3, 9))

    [before] = shown(unguarded).blocks
    [after] = shown(unguarded, today=date(2026, 3, 9)).blocks

    assert (before.why, before.severity) == (Why.GUARANTEE_MISSING, Severity.INFORMATION)
    assert (after.why, after.severity) == (Why.GUARANTEE_MISSING, Severity.OVERRIDE)
    assert unguarded.refused(register_patron, **{**CHILD, "given": "Jānis"}) == [Why.GUARANTEE_MISSING]


def test_a_guarantee_lifts_the_block_as_soon_as_it_is_received(unguarded):
    today = TODAY
    assert names(unguaranteed(unguarded.database, policy(unguarded), today, ZONE)) == ["Toms Kalns"]
    assert unguarded.refused(check_out, patron="P1", item="I1") == [Why.GUARANTEE_MISSING]

    unguarded.done(guarantee, patron="P1", guarantor=MOTHER)

    assert unguaranteed(unguarded.database, policy(unguarded), today, ZONE) == []
    unguarded.done(check_out, patron="P1", item="I1")


def test_a_guarantee_that_has_ended_opens_no_way_any_more(desk):
    desk.patron("P1", **CHILD, guarantor=MOTHER)
    guarantee_of = FactId(desk.value("SELECT id FROM guarantee"))

    def withdraw(work):
        work.add(GuaranteeEnd(guarantee=guarantee_of, on_day=date(2026, 3, 3), cause="withdrawn"))
        return Done(record=None, touched=frozenset())

    desk.done(withdraw)

    assert shown(desk).blocks == ()
    assert [block.why for block in shown(desk, today=date(2026, 3, 3)).blocks] == [Why.GUARANTEE_MISSING]


# Contact data and addresses (L-16, D-10).


def patron_row(desk):
    cursor = desk.connection.execute("SELECT * FROM patron ORDER BY id DESC LIMIT 1")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def test_contact_data_are_kept_one_way_and_doubted_aloud(desk, danish_desk):
    told = desk.do(
        register_patron, given="A", family="B", document="passport",
        contact=Contact(phone="+371 2612-34 56", email=" Ana@Example.LV", postcode="lv 4240"),
    ).notices  # fmt: skip
    doubts = danish_desk.do(
        register_patron, given="A", family="B", document="passport",
        contact=Contact(phone="12 34", email="ana@", postcode="98000", town="Hjørring"),
    ).notices  # fmt: skip

    row, danish = patron_row(desk), patron_row(danish_desk)
    assert told == ()
    assert (row["phone"], row["email"], row["postcode"]) == ("26123456", "Ana@example.lv", "LV-4240")
    assert [(one.why, dict(one.figures)["field"]) for one in doubts] == [
        (Why.FIELD_DOUBTFUL, name) for name in ("phone", "email", "postcode")
    ]
    assert (danish["phone"], danish["email"], danish["postcode"]) == ("12 34", "ana@", "98000")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+45 98 12 34 56", "+4598123456"),
        ("26123456, 29123456", "26123456, 29123456"),
        ("26123456 mamma", "26123456 mamma"),
        ("(+371) 26 12 34 56", "26123456"),
    ],
)
def test_a_phone_number_is_kept_whole_or_as_it_was_typed(desk, typed, kept):
    desk.patron("P1", contact=Contact(phone=typed))

    assert patron_row(desk)["phone"] == kept


def test_a_protected_address_is_in_no_answer(desk):
    desk.patron("P1", address_protected=True, contact=Contact(street="Slepenā iela", house="7", town="Rūja"))

    seen = shown(desk)

    assert (seen.address, seen.address_protected) == ("", True)
    assert "Slepen" not in repr(seen)


def test_a_code_that_says_another_birthday_is_doubted(desk):
    outcome = desk.do(register_patron, given="A", family="B", birth_on=date(1975, 11, 17), document="passport",
                      code="161175-19997")  # fmt: skip

    assert [dict(one.figures)["field"] for one in outcome.notices] == ["code_birth"]


def test_every_unit_can_be_written_anew(desk):
    desk.patron("P1", birth_on=date(1990, 1, 2), contact=Contact(phone="26123456"))
    changes = {
        "given": "Anna", "family": "Liepa", "birth_on": "1991-02-03", "phone": "29123456", "email": "a@b.lv",
        "care_of": "Ozols", "street": "Liepu iela", "house": "5", "flat": "1", "village": "V", "parish": "P",
        "municipality": "M", "town": "T", "postcode": "4240", "school": "S", "note": "N", "category": "child",
        "language": "da", "died_on": "2026-03-01", "address_protected": "yes",
    }  # fmt: skip

    amended = desk.done(amend_patron, patron="P1", changes=changes)

    row = patron_row(desk)
    assert set(amended.changed) == set(changes)
    assert {name: str(row[name]) for name in changes} == {**changes, "postcode": "LV-4240", "address_protected": "1"}


def test_what_is_the_same_is_not_written_and_what_is_not_named_stays(desk):
    desk.patron("P1", contact=Contact(phone="26123456", email="a@b.lv"))

    amended = desk.done(amend_patron, patron="P1", changes={"phone": "+371 26123456", "town": ""})

    assert amended.changed == ()
    assert patron_row(desk)["email"] == "a@b.lv"


def test_a_new_address_of_mail_has_not_bounced(desk):
    patron = desk.patron("P1", contact=Contact(email="a@b.lv"))
    with desk.database.writing() as connection:
        connection.execute("UPDATE patron SET email_bounced_ms = 5 WHERE id = ?", (patron,))

    desk.done(amend_patron, patron="P1", changes={"email": "c@d.lv"})

    assert patron_row(desk)["email_bounced_ms"] is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"given": ""}, Why.FIELD_MISSING),
        ({"birth_on": "2030-01-01"}, Why.FIELD_INVALID),
        ({"birth_on": "never"}, Why.FIELD_INVALID),
        ({"category": "robot"}, Why.FIELD_INVALID),
        ({"address_protected": "perhaps"}, Why.FIELD_INVALID),
        ({"home_branch": "1"}, Why.FIELD_INVALID),
        ({"birth_on": "2015-01-01"}, Why.GUARANTEE_MISSING),
    ],
)
def test_what_cannot_be_is_not_written(desk, changes, why):
    desk.patron("P1")

    assert desk.refused(amend_patron, patron="P1", changes=changes) == [why]


def test_old_and_new_codes_find_the_same_person(desk):
    patron = desk.patron("P1", code="161175-19997")
    desk.patron("P2", code="290758-10403")

    assert desk.done(amend_patron, patron="P1", changes={}, code="32503511782").changed == ("code",)
    assert desk.done(amend_patron, patron="P1", changes={}, code="325035-11782").changed == ()

    assert {shown(desk, code).patron for code in ("16117519997", "325035-11782", "P1")} == {patron}
    assert desk.refused(amend_patron, patron="P1", changes={}, code="290758-10403") == [Why.NUMBER_TAKEN]
    assert desk.refused(amend_patron, patron="P1", changes={}, code="999999-12345") == [Why.FIELD_INVALID]


def test_contact_data_are_asked_after_at_the_first_visit_of_a_year(desk):
    desk.patron("P1")
    desk.item("I1"), desk.item("I2")
    desk.pass_days(310)

    lent = desk.do(check_out, patron="P1", item="I1")
    confirmed = desk.done(confirm_contact, patron="P1")

    assert whys(lent) == [Why.CONTACT_UNCONFIRMED]
    assert (lent.notices[0].severity, confirmed.changed) == (Severity.INFORMATION, ())
    assert desk.value("SELECT year || changed FROM contact_confirmation") == "2027"
    assert whys(desk.do(check_out, patron="P1", item="I2")) == []


def test_in_denmark_they_are_asked_after_once_in_365_days(danish_desk):
    danish_desk.patron("P1")
    seen = {
        day: shown(danish_desk, today=day).blocks != ()
        for day in (date(2027, 1, 1), date(2027, 3, 1), date(2027, 3, 2))
    }

    assert list(seen.values()) == [False, False, True]


def test_what_was_different_is_recorded_with_the_confirmation(desk):
    desk.patron("P1", contact=Contact(phone="26123456"))

    desk.done(confirm_contact, patron="P1", changes={"phone": "29123456", "town": "Rūja", "email": ""})

    assert desk.value("SELECT changed FROM contact_confirmation") == "phone town"
    assert desk.refused(confirm_contact, patron="P1", changes={"family": "X"}) == [Why.FIELD_INVALID]


def test_the_round_of_a_year_lists_who_is_missing_and_says_how_far_it_is(desk):
    for card in ("P1", "P2", "P3"):
        desk.patron(card)
    desk.pass_days(310)
    desk.done(confirm_contact, patron="P2")
    desk.done(amend_patron, patron="P3", changes={"died_on": "2026-12-31"})
    today = date(2027, 1, 6)

    found = contact_round(desk.database, policy(desk, today), today, ZONE)

    assert [one.number for one in found.missing] == ["P1"]
    assert (found.done, found.share) == (1, 50)
    assert contact_round(desk.database, policy(desk), TODAY, ZONE).share == 100
    assert contact_round(desk.database, policy(desk, today), today, ZONE, "MAZ").missing == found.missing
    assert contact_round(desk.database, policy(desk, today), today, ZONE, "RUJ").missing == []


# Institutions (D-11).


def test_an_institution_has_a_name_and_no_birthday(danish_desk):
    outcome = danish_desk.do(register_patron, family="Børnehaven Solsikken", category="institution", card="P1",
                             card_kind="institution_card")  # fmt: skip

    assert (outcome.record.name, whys(outcome)) == ("Børnehaven Solsikken", [])
    refused = danish_desk.refused(register_patron, family="X", category="institution", code="0107610002",
                                  birth_on=date(1961, 7, 1), guarantor=MOTHER)  # fmt: skip
    assert refused == [Why.FIELD_INVALID] * 3
    assert danish_desk.refused(register_patron, family="", category="institution") == [Why.FIELD_MISSING] * 2
    assert danish_desk.refused(amend_patron, patron="P1", changes={}, code="0107610002") == [Why.FIELD_INVALID]


def test_people_speak_for_an_institution_until_they_leave(danish_desk):
    danish_desk.patron("P1", given="", family="Dagplejen", category="institution")
    danish_desk.patron("P2")
    added = danish_desk.done(add_contact_person, patron="P1", given="Signe", family="Birk", phone="98 12 34 56")

    [contact] = shown(danish_desk).relation.contacts
    assert (contact.contact, contact.name, contact.phone, contact.may_borrow) == (
        added.contact, "Signe Birk", "98123456", True)  # fmt: skip
    assert danish_desk.refused(add_contact_person, patron="P2", given="", family=" ") == [
        Why.NOT_AN_INSTITUTION,
        Why.FIELD_MISSING,
    ]

    danish_desk.done(end_contact_person, contact=added.contact)

    assert shown(danish_desk).relation.contacts == ()
    assert danish_desk.refused(end_contact_person, contact=7) == [Why.ROW_UNKNOWN]


# Visits and notes (L-36).


def test_a_visit_says_what_was_shown(desk):
    desk.patron("P1", code="161175-19997")

    assert desk.done(record_visit, patron="P1").shown == "library_card"
    assert desk.done(record_visit, patron="16117519997").shown == "personal_code"
    assert desk.done(record_visit, patron="#" + str(shown(desk).patron)).shown == "name"
    assert desk.done(record_visit, patron="P1", shown="passport").shown == "passport"
    assert desk.refused(record_visit, patron="P1", shown="smile") == [Why.FIELD_INVALID]
    assert shown(desk).relation.last_visit.shown == "passport"


def test_the_first_loan_of_a_day_notes_the_visit(desk):
    desk.patron("P1")
    for barcode in ("I1", "I2", "I3"):
        desk.item(barcode)
    desk.done(check_out, patron="P1", item="I1", shown="id_card")
    desk.done(check_out, patron="P1", item="I2", shown="id_card")
    desk.pass_days(1)
    desk.done(check_out, patron="P1", item="I3", shown="library_card")

    assert desk.connection.execute("SELECT shown FROM visit ORDER BY id").fetchall() == [
        ("id_card",),
        ("library_card",),
    ]


def test_a_loan_that_is_refused_notes_no_visit(desk):
    desk.patron("P1")

    assert desk.refused(check_out, patron="P1", item="I9", shown="id_card") == [Why.UNKNOWN_SCAN]
    desk.item("I1")
    assert desk.refused(check_out, patron="P1", item="I1", shown="smile") == [Why.FIELD_INVALID]
    assert desk.value("SELECT count(*) FROM visit") == 0


def test_a_visit_tells_what_to_ask(remote):
    remote.done(add_remark, patron="P1", body="Atstājis lietussargu", warning=True)

    assert whys(remote.do(record_visit, patron="P1")) == [Why.IDENTITY_UNVERIFIED, Why.REMARK]


def test_a_warning_pops_up_and_a_note_only_stands_there(desk):
    desk.patron("P1")
    desk.item("I1"), desk.item("I2")
    note = desk.done(add_remark, patron="P1", body="Raksta grāmatu").remark
    warning = desk.done(add_remark, patron="P1", body=" Iedot aploksni ", warning=True).remark

    [notice] = desk.do(check_out, patron="P1", item="I1").notices
    assert (notice.why, dict(notice.figures)) == (Why.REMARK, {"body": "Iedot aploksni"})
    assert [one.remark for one in shown(desk).relation.remarks] == [warning, note]

    desk.done(end_remark, remark=warning)
    assert whys(desk.do(check_out, patron="P1", item="I2")) == []
    assert desk.refused(end_remark, remark=5) == [Why.ROW_UNKNOWN]


def test_a_warning_with_a_last_day_is_not_shown_after_it(desk):
    desk.patron("P1")
    desk.done(add_remark, patron="P1", body="x", warning=True, until_on=TODAY)

    assert [block.why for block in shown(desk).blocks] == [Why.REMARK]
    assert shown(desk, today=date(2026, 3, 3)).blocks == ()
    assert desk.refused(add_remark, patron="P1", body=" ", until_on=date(2026, 3, 1)) == [
        Why.FIELD_MISSING,
        Why.FIELD_INVALID,
    ]


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        (identify, {"patron": "P1", "document": "passport"}),
        (accept_rules, {"patron": "P1"}),
        (guarantee, {"patron": "P1", "guarantor": MOTHER}),
        (amend_patron, {"patron": "P1", "changes": {}}),
        (confirm_contact, {"patron": "P1"}),
        (add_contact_person, {"patron": "P1", "given": "A", "family": "B"}),
        (end_contact_person, {"contact": 1}),
        (record_visit, {"patron": "P1"}),
        (add_remark, {"patron": "P1", "body": "x"}),
        (end_remark, {"remark": 1}),
    ],
)
def test_each_deed_needs_its_permission_and_a_person(desk, deed, given):
    desk.patron("P1")
    desk.acting = replace(desk.acting, permissions=permissions() & {"tasks"})

    assert desk.refused(deed, **given)[0] == Why.NOT_PERMITTED
    if "patron" in given:
        assert desk.refused(deed, **{**given, "patron": "P9"})[-1] == Why.UNKNOWN_SCAN
