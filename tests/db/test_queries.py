"""What screens and reports read."""

from datetime import date

import pytest

from app.db.queries.network import branches, data_up_to, own_place, workstations
from app.db.queries.people import find_patrons, show_patron
from app.db.queries.reports import day_sheet, overdue
from app.db.queries.settings import policy_in_force, settings_in_force
from app.db.queries.staff import account, logins
from app.db.queries.stock import find_titles, show_item
from app.db.queries.tasks import count_tasks, tasks
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.network import Account, add_staff, change_setting
from app.desk.patrons import Contact, register_patron, report_card
from app.desk.promises import Guarantor
from app.desk.renew import renew
from app.desk.undo import undo
from app.rules.blocks import Severity, Why
from tests.making import NOON, REPLICA, TODAY

CODE = "161175-19997"


@pytest.fixture
def town(desk):
    desk.patron("P1", code=CODE, contact=Contact(phone="2612 3456", street="Zvaigžņu iela", house="4", flat="12",
                                                 town="Rūja", postcode="LV-4240"))  # fmt: skip
    desk.patron("P2", given="Jānis", family="Øresund-Bērziņš")
    desk.patron("P3", given="Toms", family="Kalns", birth_on=date(2015, 1, 1),
                guarantor=Guarantor(given="Ilze", family="Kalna", phone="29"))  # fmt: skip
    desk.item("I1", author="Ikstena, Nora")
    desk.done(
        add_item, barcode="I2", title="Frøken Smillas fornemmelse for sne", author="Høeg, Peter", isbn="9788763800"
    )
    desk.done(add_item, barcode="I3", title="Ceļš uz Šarlotenburgu", material="nonfiction")
    return desk


def names(found):
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kruz", ["Elīna Krūze"]),
        ("Krūze elīna", ["Elīna Krūze"]),
        ("oresund", ["Jānis Øresund-Bērziņš"]),
        ("berz", ["Jānis Øresund-Bērziņš"]),
        ("2612", ["Elīna Krūze"]),
        ("2612 3456", ["Elīna Krūze"]),
        ("+371 26-12-34-56", ["Elīna Krūze"]),
        ("P2", ["Jānis Øresund-Bērziņš"]),
        ("p", ["Elīna Krūze", "Jānis Øresund-Bērziņš", "Toms Kalns"]),
        ("kruze toms", []),
        ("161175", []),
        ('"', []),
        ("c++ *", []),
        ("", []),
    ],
)
def test_people_are_found_by_the_beginnings_of_words(town, typed, found):
    assert sorted(names(find_patrons(town.database, typed))) == sorted(found)


def test_what_is_found_says_who_it_is(town):
    [one] = find_patrons(town.database, "toms")

    assert (one.number, one.birth_on, one.branch) == ("P3", date(2015, 1, 1), "Mazpils")


def test_a_changed_name_is_found_and_the_old_one_no_more(town):
    with town.database.writing() as connection:
        connection.execute("UPDATE patron SET family = 'Ozola' WHERE family = 'Krūze'")
        from app.db.state.keeping import keep_state

        keep_state(connection, {"patron": [town.value("SELECT id FROM patron WHERE family = 'Ozola'")]})

    assert names(find_patrons(town.database, "ozola")) == ["Elīna Ozola"]
    assert find_patrons(town.database, "kruze") == []


def test_a_patron_is_shown_with_all_that_a_desk_needs(town):
    town.done(check_out, patron="P1", item="I1")
    town.done(check_out, patron="P1", item="I3")

    shown = show_patron(town.database, "p1", today=TODAY, branch=town.acting.branch)

    assert (shown.name, shown.number, shown.phone) == ("Elīna Krūze", "P1", "26123456")
    assert shown.address == "Zvaigžņu iela 4-12, Rūja, LV-4240"
    assert [(loan.barcode, loan.due_on) for loan in shown.loans] == [
        ("I3", date(2026, 3, 16)),
        ("I1", date(2026, 4, 1)),
    ]
    assert shown.loans[0].branch == "Mazpils"
    assert shown.loans[0].days_late(date(2026, 3, 20)) == 4
    assert shown.blocks == ()


def test_a_personal_code_finds_its_owner_and_is_never_shown(town):
    shown = show_patron(town.database, "16117519997", today=TODAY, branch=town.acting.branch)

    assert shown.number == "P1"
    assert [(one.kind, one.value) for one in shown.numbers] == [
        ("personal_code", "161175-•••••"),
        ("library_card", "P1"),
    ]
    assert CODE not in repr(shown)


def test_what_stands_in_the_way_is_shown_with_its_weight(town):
    town.done(check_out, patron="P1", item="I3")
    town.done(report_card, number="P1")

    shown = show_patron(town.database, "P1", today=date(2026, 4, 20), branch=town.acting.branch)

    assert [(block.why, block.severity) for block in shown.blocks] == [
        (Why.CARD_BLOCKED, Severity.OVERRIDE),
        (Why.HAS_OVERDUE, Severity.INFORMATION),
    ]


def test_a_childs_guarantor_is_shown(town):
    assert show_patron(town.database, "P3", today=TODAY, branch=town.acting.branch).guarantor == "Ilze Kalna"


def test_nobody_is_shown_for_a_strangers_number(town):
    for scan in ("P9", "#1", "#999999999999999999999999", "#x", ""):
        assert show_patron(town.database, scan, today=TODAY, branch=town.acting.branch) is None


def test_a_copy_is_shown_where_it_is(town):
    assert show_item(town.database, "i1", zone="Europe/Riga").status == "on_shelf"
    town.done(check_out, patron="P1", item="I1")

    shown = show_item(town.database, "I1", zone="Europe/Riga")

    assert (shown.status, shown.patron_name, shown.due_on) == ("on_loan", "Elīna Krūze", date(2026, 4, 1))
    assert show_item(town.database, "I9") is None


def test_titles_are_found_with_their_copies(town):
    town.item("I4", author="Ikstena, Nora")
    town.done(check_out, patron="P1", item="I1")

    [one] = find_titles(town.database, "mates")

    assert (one.copies, one.on_loan) == (2, 1)
    assert [title.author for title in find_titles(town.database, "froken hoeg")] == ["Høeg, Peter"]
    assert len(find_titles(town.database, "9788763800")) == 1
    assert find_titles(town.database, "!") == []


def test_the_network_is_known_by_branch_and_workstation(town):
    [branch] = branches(town.database)
    [own] = workstations(town.database)
    place = own_place(town.database)

    assert (branch.code, branch.time_zone) == ("MAZ", "Europe/Riga")
    assert (own.replica, own.is_own, own.heard_ms) == (REPLICA, True, None)
    assert (place.branch_name, place.workstation) == ("Mazpils", "1")


def test_data_are_as_old_as_the_oldest_workstation_of_a_branch(town):
    with town.database.writing() as connection:
        connection.execute("INSERT INTO branch (id, code, name) VALUES (77, 'RUJ', 'Rūja'), (78, 'SIL', 'Sili')")
        connection.execute("INSERT INTO workstation (id, replica, branch) VALUES (1, 7, 77), (2, 8, 77), (3, 9, 78)")
        connection.execute(
            "INSERT INTO heard VALUES (7, 1, 1, 500, 600, 3, 1, '', 1), (8, 1, 1, 400, 600, 3, 1, '', 1)"
        )
        connection.execute("INSERT INTO heard VALUES (9, 1, 1, 900, 900, 3, 1, '', 0)")

    known = {one.branch: one.unix_ms for one in data_up_to(town.database, NOON)}

    assert known == {"Mazpils": NOON, "Rūja": 400, "Sili": None}


def test_an_account_is_found_whatever_its_capitals(town):
    town.done(add_staff, account=Account(login="inga", name="Inga K.", verifier="v"), role="librarian")

    found = account(town.database, " INGA ")

    assert (found.name, "lend" in found.permissions, "staff" in found.permissions) == ("Inga K.", True, False)
    assert account(town.database, "nobody") is None
    assert logins(town.database) == [("anna", "Anna A."), ("inga", "Inga K.")]


def test_an_account_that_was_closed_is_none(town):
    with town.database.writing() as connection:
        connection.execute("UPDATE staff SET active = 0")

    assert account(town.database, "anna") is None


def test_rules_are_read_as_they_hold(town):
    town.done(change_setting, key="loans_max", value="9")

    assert policy_in_force(town.database, TODAY, town.acting.branch).number("loans_max") == 9
    assert settings_in_force(town.database, TODAY, town.acting.branch)["loan_days.fiction"] == "30"


def test_the_day_sheet_counts_what_was_done_each_day(town):
    town.done(check_out, patron="P1", item="I1")
    town.done(check_out, patron="P2", item="I2")
    town.done(undo)
    town.pass_days(1)
    town.done(renew, item="I1")
    town.done(check_in, item="I1")

    days = day_sheet(town.database, first=TODAY, last=date(2026, 3, 4), branch="MAZ")

    assert [(day.on.day, day.loans, day.renewals, day.returns, day.registrations) for day in days] == [
        (2, 1, 0, 0, 3),
        (3, 0, 1, 1, 0),
        (4, 0, 0, 0, 0),
    ]


def test_a_branch_where_nothing_happened_is_left_out_of_the_sheet_of_all(town):
    assert day_sheet(town.database, first=date(2026, 5, 1), last=date(2026, 5, 3)) == []


def test_a_day_begins_at_midnight_of_the_branch(town):
    town.now_ms = NOON - NOON % 86_400_000 - 2 * 3_600_000 - 2_000
    town.done(register_patron, given="Vēls", family="Vakars")
    town.now_ms += 1_000
    town.done(register_patron, given="Agrs", family="Rīts")

    days = day_sheet(town.database, first=date(2026, 3, 1), last=TODAY, branch="MAZ")

    assert [day.registrations for day in days] == [1, 4]


def test_the_overdue_list_tells_how_to_reach_whoever_answers(town):
    town.done(check_out, patron="P1", item="I1")
    town.done(check_out, patron="P3", item="I3")
    today = date(2026, 4, 3)

    child, adult = overdue(town.database, today=today)

    assert (child.name, child.days, child.guarantor, child.guarantor_phone) == ("Toms Kalns", 18, "Ilze Kalna", "29")
    assert (adult.name, adult.days, adult.phone, adult.guarantor) == ("Elīna Krūze", 2, "26123456", "")
    assert overdue(town.database, today=today, branch="MAZ") == [child, adult]
    assert overdue(town.database, today=today, branch="RUJ") == []


def test_who_answered_for_a_loan_goes_on_answering_for_it_and_for_no_later_one(town):
    town.done(check_out, patron="P3", item="I3")
    town.pass_days(7 * 366)
    town.done(check_out, patron="P3", item="I1")

    as_child, grown_up = overdue(town.database, today=date(2033, 12, 1))

    assert (as_child.guarantor, grown_up.guarantor) == ("Ilze Kalna", "")


def test_a_task_shows_both_sides(town):
    from app.sync.ticks import make_tick

    town.done(check_out, patron="P1", item="I1")
    theirs = make_tick(NOON + 100_000, 7)
    with town.database.writing() as connection:
        connection.execute(
            "INSERT INTO loan (id, item, patron, due_on, at_ms) SELECT ?, i.id, p.id, '2026-04-01', ? FROM item i,"
            " patron p WHERE i.barcode = 'I1' AND p.family LIKE 'Ø%'",
            (theirs, NOON + 100_000),
        )
        from app.db.state.keeping import keep_state

        keep_state(connection, {"loan": [theirs]})

    [task] = tasks(town.database)

    assert count_tasks(town.database) == 1
    assert task.subject == "Mātes piens I1"
    assert [side.patron for side in task.sides] == ["Elīna Krūze", "Jānis Øresund-Bērziņš"]
    assert (task.branch, task.sides[0].staff, task.choices) == ("Mazpils", "Anna A.", ("checked",))
