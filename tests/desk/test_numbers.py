"""Numbers that act as a card: eID, pupil's and student's cards, health cards, cards of other libraries (L-35, D-01)."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.queries.people import find_patrons, show_patron
from app.desk.amending import amend_patron
from app.desk.checkout import check_out
from app.desk.numbers import add_number, remove_number
from app.desk.patrons import register_patron, report_card
from app.rules.blocks import Severity, Why
from tests.making import TODAY, permissions, profile

CARDS = ["library_card", "eid", "pupil_card", "student_card", "staff_card", "other_library_card"]
DANISH_CARDS = ["health_card", "library_card", "child_card", "institution_card"]


def shown(desk, scan):
    return show_patron(desk.database, scan, today=TODAY, branch=desk.acting.branch)


@pytest.mark.parametrize("kind", CARDS)
def test_a_scan_of_any_card_finds_the_person(desk, kind):
    patron = desk.patron("P1")

    desk.done(add_number, patron="P1", number=" LV/ab 77§4 ", kind=kind, issuer="Rūjas  skola")

    found = shown(desk, "lv/AB77§4")
    assert found.patron == patron
    assert [(one.kind, one.value, one.issuer) for one in found.numbers][1:] == [(kind, "LV/ab 77§4", "Rūjas skola")]


@pytest.mark.parametrize("kind", DANISH_CARDS)
def test_a_danish_scan_finds_the_person(danish_desk, kind):
    patron = danish_desk.done(register_patron, given="Rasmus", family="Birk").patron

    danish_desk.done(add_number, patron=f"#{patron}", number="0107610002", kind=kind, override={Why.NUMBER_IS_CODE},
                     reason="skannet")  # fmt: skip

    assert shown(danish_desk, "010761-0002").patron == patron


def test_every_kind_of_card_of_the_two_texts_is_in_a_profile():
    assert {*CARDS, "personal_code"} == set(profile("valmiera")["numbers"]["kinds"])
    assert {*DANISH_CARDS, "personal_code"} == set(profile("hjorring")["numbers"]["kinds"])


def test_a_kind_that_the_house_does_not_know_an_empty_number_and_a_day_past_are_refused(desk):
    desk.patron("P1")

    assert desk.refused(add_number, patron="P1", number=" ", kind="health_card") == [
        Why.FIELD_MISSING,
        Why.FIELD_INVALID,
    ]
    assert desk.refused(add_number, patron="P1", number="E1", kind="eid", valid_until=date(2026, 3, 1)) == [
        Why.FIELD_INVALID
    ]
    assert desk.refused(add_number, patron="P9", number="E1", kind="eid") == [Why.UNKNOWN_SCAN]
    assert desk.refused(add_number, patron="P1", number="123", kind="personal_code") == [Why.FIELD_INVALID]


def test_a_number_that_somebody_has_is_refused(desk):
    desk.patron("P1")
    desk.patron("P2", given="Toms")
    desk.done(add_number, patron="P1", number="E-1", kind="eid")

    assert desk.refused(add_number, patron="P2", number="e 1", kind="pupil_card") == [Why.NUMBER_TAKEN]
    assert desk.refused(add_number, patron="P1", number="e1", kind="pupil_card") == [Why.NUMBER_BOUND]


def test_a_card_past_its_last_day_is_told_at_the_scan_and_stops_nobody(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(add_number, patron="P1", number="S1", kind="pupil_card", valid_until=TODAY)
    assert shown(desk, "S1").blocks == ()
    desk.pass_days(1)

    outcome = desk.do(check_out, patron="S1", item="I1")

    [notice] = outcome.notices
    assert (notice.why, notice.severity, dict(notice.figures)) == (
        Why.CARD_EXPIRED,
        Severity.INFORMATION,
        {"on": TODAY},
    )


def test_another_card_of_the_same_person_is_still_good(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(add_number, patron="P1", number="S1", kind="pupil_card", valid_until=TODAY)
    desk.pass_days(1)

    assert desk.do(check_out, patron="P1", item="I1").notices == ()


def test_a_number_that_was_taken_away_finds_nobody_and_may_be_given_to_another(desk):
    desk.patron("P1")
    other = desk.patron("P2", given="Toms", family="Kalns")
    desk.done(add_number, patron="P1", number="E1", kind="eid")

    removed = desk.done(remove_number, number="e-1")

    assert (removed.number, removed.name) == ("E1", "Elīna Krūze")
    assert shown(desk, "E1") is None
    assert [one.value for one in shown(desk, "P1").numbers] == ["P1"]
    assert find_patrons(desk.database, "E1") == []
    assert desk.refused(remove_number, number="E1") == [Why.UNKNOWN_SCAN]
    desk.done(add_number, patron="P2", number="E1", kind="eid")
    assert shown(desk, "E1").patron == other


def test_a_number_that_looks_like_a_code_is_asked_about(desk):
    desk.patron("P1")

    assert desk.refused(add_number, patron="P1", number="16117519997", kind="library_card") == [Why.NUMBER_IS_CODE]
    desk.done(add_number, patron="P1", number="16117519997", kind="personal_code")

    assert shown(desk, "161175-19997").numbers[1].value == "161175-•••••"


def test_a_health_card_is_neither_shown_nor_found_by_its_beginning(danish_desk):
    done = danish_desk.done(register_patron, given="Rasmus", family="Birk", card="0107610002", card_kind="health_card")

    person = shown(danish_desk, "0107610002")

    assert done.number == person.number == f"#{done.patron}"
    assert "0002" not in repr(person)
    assert find_patrons(danish_desk.database, "010761") == []


def test_a_health_card_is_reported_by_its_row_where_it_is_not_shown(danish_desk):
    danish_desk.done(register_patron, given="Rasmus", family="Birk", card="0107610002", card_kind="health_card")
    [number] = shown(danish_desk, "0107610002").numbers

    report = danish_desk.done(report_card, number=f"#{number.identifier}", standing="stolen")

    assert (report.number, report.standing) == ("010761-••••", "stolen")
    assert shown(danish_desk, "0107610002").numbers[0].standing == "stolen"


def test_with_the_special_card_the_health_card_is_found_no_more(danish_desk):
    patron = danish_desk.done(register_patron, given="Ida", family="Birk", card="0107610002", card_kind="health_card")
    by_id = f"#{patron.patron}"

    danish_desk.done(add_number, patron=by_id, number="B-77", kind="child_card")

    assert shown(danish_desk, "0107610002") is None
    again = {"patron": by_id, "number": "0107610002", "kind": "health_card"}
    assert danish_desk.refused(add_number, **again) == [Why.NUMBER_NOT_WANTED]
    danish_desk.done(add_number, **again, override={Why.NUMBER_NOT_WANTED}, reason="forældre har ombestemt sig")


def test_a_health_card_of_somebody_else_is_told_from_the_personal_code(danish_desk):
    patron = danish_desk.done(register_patron, given="Ida", family="Birk", code="010761-0002").patron
    other = {"patron": f"#{patron}", "number": "0207610003", "kind": "health_card"}

    assert danish_desk.refused(add_number, **other) == [Why.CODE_DIFFERS]
    danish_desk.done(add_number, **other, override={Why.CODE_DIFFERS}, reason="nyt CPR-nummer")

    assert danish_desk.refused(add_number, patron=f"#{patron}", number="030761-0004", kind="personal_code") == [
        Why.CODE_DIFFERS
    ]


def test_a_code_written_later_is_held_against_the_health_card(danish_desk):
    patron = danish_desk.done(register_patron, given="Ida", family="Birk", card="0107610002", card_kind="health_card")
    code = {"patron": f"#{patron.patron}", "changes": {}}

    assert danish_desk.refused(amend_patron, **code, code="020761-0003") == [Why.CODE_DIFFERS]
    danish_desk.done(amend_patron, **code, code="010761-0002")


def test_a_health_card_and_a_code_that_agree_are_registered_together(danish_desk):
    given = {"given": "Ida", "family": "Birk", "code": "010761-0002", "card_kind": "health_card"}

    assert danish_desk.refused(register_patron, **given, card="0207610003") == [Why.CODE_DIFFERS]
    danish_desk.done(register_patron, **given, card="0107610002")


def test_a_health_card_of_one_whose_code_nobody_wrote_is_bound(danish_desk):
    patron = danish_desk.done(register_patron, given="Ida", family="Birk").patron

    danish_desk.done(add_number, patron=f"#{patron}", number="0107610002", kind="health_card")


def test_the_time_of_each_report_is_kept(desk):
    desk.patron("P1")
    lost_ms = desk.now_ms + 1_000
    desk.done(report_card, number="P1", standing="lost")
    desk.pass_days(3)
    desk.done(report_card, number="P1", standing="active")

    reports = desk.connection.execute("SELECT standing, at_ms, staff FROM card_report ORDER BY id").fetchall()

    assert reports == [("lost", lost_ms, desk.acting.staff), ("active", desk.now_ms, desk.acting.staff)]


@pytest.mark.parametrize(
    ("deed", "given"),
    [(add_number, {"patron": "P1", "number": "E1", "kind": "eid"}), (remove_number, {"number": "P1"})],
)
def test_numbers_are_for_whoever_registers(desk, deed, given):
    desk.patron("P1")
    desk.acting = replace(desk.acting, permissions=permissions() - {"register"})

    assert desk.refused(deed, **given) == [Why.NOT_PERMITTED]
