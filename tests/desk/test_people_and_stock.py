"""Registering people, taking copies into stock, and the network's own rows."""

from datetime import date

import pytest

from app.desk.items import add_item
from app.desk.network import Account, Place, add_staff, change_setting, seat_workstation
from app.desk.opening import close_days
from app.desk.outcome import Done
from app.desk.patrons import Contact, register_patron, report_card
from app.desk.promises import Guarantor
from app.desk.tasks import decide_task
from app.rules.blocks import Why
from tests.making import TODAY, permissions

CHILD = {"given": "Toms", "family": "Kalns", "birth_on": date(2015, 5, 5)}


def row(desk, table):
    cursor = desk.connection.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def test_somebody_is_registered_for_all_libraries(desk):
    done = desk.done(
        register_patron,
        given=" Elīna  Anna ",
        family="Krūze",
        birth_on=date(1990, 1, 2),
        code="16117519997",
        card="P1",
        contact=Contact(phone="2612 3456", town="Rūja"),
    )

    patron = row(desk, "patron")
    numbers = desk.connection.execute("SELECT kind, value FROM identifier ORDER BY id").fetchall()
    assert (patron["given"], patron["birth_on"], patron["town"]) == ("Elīna Anna", "1990-01-02", "Rūja")
    assert (patron["category"], patron["home_branch"]) == ("adult", desk.acting.branch)
    assert numbers == [("personal_code", "161175-19997"), ("library_card", "P1")]
    assert row(desk, "registration")["channel"] == "in_person"
    assert (done.number, done.name) == ("P1", "Elīna Anna Krūze")


def test_one_without_a_card_is_called_by_the_id(desk):
    done = desk.done(register_patron, given="Elīna", family="Krūze")

    assert done.number == f"#{done.patron}"


def test_a_name_is_needed(desk):
    assert desk.refused(register_patron, given=" ", family="") == [Why.FIELD_MISSING, Why.FIELD_MISSING]


def test_a_code_that_cannot_be_is_refused_and_a_doubtful_one_told(desk):
    assert desk.refused(register_patron, given="A", family="B", code="999999-12345") == [Why.FIELD_INVALID]

    outcome = desk.do(register_patron, given="A", family="B", code="161175-19998")

    assert isinstance(outcome, Done)
    assert [dict(notice.figures).get("field") for notice in outcome.notices] == [None, "code_check"]


def test_a_number_belongs_to_one_person(desk):
    desk.patron("P1", code="161175-19997")

    assert desk.refused(register_patron, given="A", family="B", card="p-1") == [Why.NUMBER_TAKEN]
    assert desk.refused(register_patron, given="A", family="B", code="16117519997") == [Why.NUMBER_TAKEN]


def test_a_child_needs_a_guarantor(desk):
    assert desk.refused(register_patron, **CHILD) == [Why.GUARANTEE_MISSING]
    guarantor = Guarantor(given="Ilze", family="Kalna", phone="29")

    desk.done(register_patron, **CHILD, guarantor=guarantor)

    guarantee = row(desk, "guarantee")
    assert row(desk, "patron")["category"] == "child"
    assert (guarantee["given"], guarantee["family"], guarantee["phone"]) == ("Ilze", "Kalna", "29")


def test_a_manager_may_register_a_child_without_one(desk):
    done = desk.do(register_patron, **CHILD, override={Why.GUARANTEE_MISSING}, reason="vecāki ceļā")

    assert [notice.why for notice in done.notices] == [Why.DOCUMENT_NOT_SEEN, Why.GUARANTEE_MISSING]


def test_a_kind_of_card_or_category_that_the_house_does_not_know_is_refused(desk):
    assert desk.refused(register_patron, given="A", family="B", card_kind="health_card") == [Why.FIELD_INVALID]
    assert desk.refused(register_patron, given="A", family="B", category="robot") == [Why.FIELD_INVALID]


def test_a_danish_health_card_is_the_card(danish_desk):
    danish_desk.done(register_patron, given="Rasmus", family="Birk", card="0107610002", card_kind="health_card")

    assert row(danish_desk, "identifier")["kind"] == "health_card"


def test_a_card_is_reported_at_once(desk):
    desk.patron("P1")
    desk.done(report_card, number="p1", standing="stolen")

    assert row(desk, "identifier")["standing"] == "stolen"
    assert desk.refused(report_card, number="P9") == [Why.UNKNOWN_SCAN]
    assert desk.refused(report_card, number="P1", standing="eaten") == [Why.FIELD_INVALID]


def test_copies_of_one_title_share_it(desk):
    desk.done(add_item, barcode="I1", title="Mātes piens", author="Ikstena, Nora")
    desk.done(add_item, barcode="I2", title="mates  PIENS", author="ikstena, nora")
    desk.done(add_item, barcode="I3", title="Mātes piens", author="Somebody Else")

    assert desk.value("SELECT count(*) FROM title") == 2


def test_an_isbn_tells_the_title(desk):
    first = desk.done(add_item, barcode="I1", title="Mātes piens", isbn="9789984878171")
    other = desk.done(add_item, barcode="I2", title="Soviet Milk", isbn="9789984878171")

    assert first.title == other.title


def test_a_copy_needs_a_barcode_of_its_own_and_a_title(desk):
    desk.item("I-1")

    assert desk.refused(add_item, barcode="i1", title="X") == [Why.BARCODE_TAKEN]
    assert desk.refused(add_item, barcode="", title="") == [Why.FIELD_MISSING, Why.FIELD_MISSING]
    assert desk.refused(add_item, barcode="I2", title="X", material="stone") == [Why.FIELD_INVALID]


def test_a_copy_is_of_the_usual_material_unless_somebody_says_otherwise(desk, danish_desk):
    desk.item("I1")
    danish_desk.item("I1")

    assert (row(desk, "item")["material"], row(danish_desk, "item")["material"]) == ("fiction", "book")


def test_staff_is_added_with_a_role(desk):
    account = Account(login="inga", name="Inga K.", verifier="v")
    desk.done(add_staff, account=account, role="librarian")

    assert row(desk, "staff")["roles"] == "librarian"
    assert desk.refused(add_staff, account=account, role="librarian") == [Why.LOGIN_TAKEN]
    assert desk.refused(add_staff, account=Account(login=" ", name="X", verifier="v"), role="king") == [
        Why.FIELD_MISSING,
        Why.FIELD_INVALID,
    ]


def test_a_rule_is_changed_from_a_day_on(desk):
    desk.done(change_setting, key="loan_days.fiction", value="21", from_on=date(2026, 3, 9))

    assert row(desk, "setting")["from_on"] == "2026-03-09"
    assert desk.refused(change_setting, key="loan_days.stone", value="1") == [Why.FIELD_INVALID]
    assert desk.refused(change_setting, key="loan_days.fiction", value="three weeks") == [Why.FIELD_INVALID]


def test_closed_days_end_after_they_begin(desk):
    assert desk.refused(close_days, first=TODAY, last=date(2026, 3, 1)) == [Why.FIELD_INVALID]


def test_a_workstation_is_seated_in_its_branch(desk):
    place = Place(branch_code="RUJ", branch_name="Rūja", workstation="1")
    one = desk.done(seat_workstation, place=place, replica=7)
    other = desk.done(seat_workstation, place=place, replica=8)

    assert one == other
    assert desk.value("SELECT count(*) FROM workstation WHERE branch = ?", one) == 2


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        (register_patron, {"given": "A", "family": "B"}),
        (add_item, {"barcode": "I1", "title": "X"}),
        (add_staff, {"account": Account(login="x", name="X", verifier="v"), "role": "librarian"}),
        (change_setting, {"key": "loans_max", "value": "1"}),
        (close_days, {"first": TODAY, "last": TODAY}),
        (report_card, {"number": "P1"}),
        (seat_workstation, {"place": Place(branch_code="A", branch_name="A", workstation="1"), "replica": 7}),
        (decide_task, {"task": "x", "choice": "y"}),
    ],
)
def test_each_deed_needs_its_permission(desk, deed, given):
    from dataclasses import replace

    desk.patron("P1")
    desk.acting = replace(desk.acting, permissions=permissions() & {"lend"})

    assert desk.refused(deed, **given)[0] == Why.NOT_PERMITTED
