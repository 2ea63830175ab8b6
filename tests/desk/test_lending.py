"""Lending, taking back, renewing, undoing: the deeds on a real desk."""

from datetime import date, timedelta

import pytest

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.opening import close_days
from app.desk.outcome import Done, Touched
from app.desk.patrons import Guarantor, report_card
from app.desk.renew import renew
from app.desk.undo import undo
from app.rules.blocks import Why
from tests.making import DAY_MS, TODAY, make_desk, permissions

IN_30_DAYS = date(2026, 4, 1)


@pytest.fixture
def lending(desk):
    """A desk with one patron (P1) and one copy (I1)."""
    desk.patron("P1")
    desk.item("I1")
    return desk


def open_loan(desk, barcode="I1"):
    return desk.connection.execute(
        "SELECT o.due_on, o.renewals FROM open_loan o JOIN item i ON i.id = o.item WHERE i.barcode = ?", (barcode,)
    ).fetchone()


def test_a_copy_goes_home_with_a_patron(lending):
    outcome = lending.do(check_out, patron="P1", item="I1")

    assert isinstance(outcome, Done)
    assert outcome.record.due_on == IN_30_DAYS
    assert Touched.LOAN in outcome.touched
    assert open_loan(lending) == ("2026-04-01", 0)


def test_a_loan_tells_who_lent_it_where_and_when(lending):
    lending.done(check_out, patron="P1", item="I1")

    staff, branch, at_ms = lending.connection.execute("SELECT staff, branch, at_ms FROM loan").fetchone()

    assert (staff, branch, at_ms) == (lending.acting.staff, lending.acting.branch, lending.now_ms)


def test_a_scan_finds_numbers_however_they_are_written(lending):
    lending.item("LV-0050 3327")

    assert lending.done(check_out, patron="p1", item="lv00503327").barcode == "LV-0050 3327"


def test_an_unknown_scan_is_named(lending):
    assert lending.refused(check_out, patron="P9", item="I9") == [Why.UNKNOWN_SCAN, Why.UNKNOWN_SCAN]
    assert lending.refused(check_out, patron="P1", item="I9") == [Why.UNKNOWN_SCAN]


def test_a_refused_deed_changes_nothing(lending):
    before = lending.value("SELECT max(n) FROM outbox")

    lending.refused(check_out, patron="P1", item="I9")

    assert lending.value("SELECT max(n) FROM outbox") == before


@pytest.mark.parametrize(
    ("material", "due"),
    [
        ("fiction", IN_30_DAYS),
        ("nonfiction", date(2026, 3, 16)),
        ("periodical", date(2026, 3, 9)),
        ("disc-film", date(2026, 3, 9)),
        ("disc-nonfiction", date(2026, 3, 16)),
    ],
)
def test_loan_days_follow_the_material(desk, material, due):
    desk.patron("P1")
    desk.item("I1", material=material)

    assert desk.done(check_out, patron="P1", item="I1").due_on == due


def test_a_danish_book_has_four_weeks(danish_desk):
    danish_desk.patron("P1")
    danish_desk.item("I1")

    assert danish_desk.done(check_out, patron="P1", item="I1").due_on == TODAY + timedelta(days=28)


def test_a_due_day_avoids_closed_days(lending):
    lending.done(close_days, first=IN_30_DAYS, last=date(2026, 4, 6), reason="Lieldienas")

    assert lending.done(check_out, patron="P1", item="I1").due_on == date(2026, 4, 7)


def test_a_due_day_by_hand_counts(lending):
    by_hand = date(2026, 5, 5)

    assert lending.done(check_out, patron="P1", item="I1", due=by_hand).due_on == by_hand
    assert lending.refused(check_out, patron="P1", item="I1", due=date(2026, 3, 1))[-1] == Why.DUE_IN_THE_PAST


def test_five_discs_and_no_more(desk):
    desk.patron("P1")
    for number in range(6):
        desk.item(f"D{number}", material="disc-film")
    for number in range(5):
        desk.done(check_out, patron="P1", item=f"D{number}")

    assert desk.refused(check_out, patron="P1", item="D5") == [Why.LOANS_AT_LIMIT]
    desk.item("B1")
    assert desk.done(check_out, patron="P1", item="B1")


def test_a_lost_card_lends_nothing_and_is_valid_again_when_found(lending):
    lending.done(report_card, number="P1")
    assert lending.refused(check_out, patron="P1", item="I1") == [Why.CARD_BLOCKED]

    lending.done(report_card, number="P1", standing="active")
    assert lending.done(check_out, patron="P1", item="I1")


def test_a_lost_card_does_not_lock_out_its_owner(lending):
    """The person may still be served with an identity document: here by the number `#` and the id."""
    patron = lending.value("SELECT id FROM patron")
    lending.done(report_card, number="P1")

    assert lending.done(check_out, patron=f"#{patron}", item="I1")


def test_overdue_loans_are_told_and_do_not_stop(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.item("I2")
    lending.pass_days(40)

    outcome = lending.do(check_out, patron="P1", item="I2")

    assert isinstance(outcome, Done)
    assert [notice.why for notice in outcome.notices] == [Why.HAS_OVERDUE]


def test_what_is_not_for_loan_stays(lending):
    lending.item("R1", lendable=False)

    assert lending.refused(check_out, patron="P1", item="R1") == [Why.NOT_FOR_LOAN]


def test_all_blocks_come_at_once(desk):
    desk.patron("K1", birth_on=date(2015, 1, 1), guarantor=Guarantor(given="Ā", family="B"))
    desk.patron("P2")
    desk.item("R1", lendable=False)
    desk.done(check_out, patron="P2", item="R1", override={Why.NOT_FOR_LOAN}, reason="izstāde")
    desk.done(report_card, number="K1", standing="stolen")

    assert desk.refused(check_out, patron="K1", item="R1") == [Why.CARD_BLOCKED, Why.NOT_FOR_LOAN, Why.ON_LOAN]


def test_an_override_needs_a_reason_and_is_kept_with_it(lending):
    lending.item("R1", lendable=False)
    assert lending.refused(check_out, patron="P1", item="R1", override={Why.NOT_FOR_LOAN}) == [Why.REASON_MISSING]

    outcome = lending.do(check_out, patron="P1", item="R1", override={Why.NOT_FOR_LOAN}, reason=" skolas diena ")

    assert [notice.why for notice in outcome.notices] == [Why.NOT_FOR_LOAN]
    assert lending.connection.execute("SELECT overrides, reason FROM loan").fetchall() == [
        ("NOT_FOR_LOAN", "skolas diena")
    ]


def test_an_override_that_was_not_needed_leaves_no_trace(lending):
    lending.done(check_out, patron="P1", item="I1", override={Why.NOT_FOR_LOAN}, reason="lieki")

    assert lending.connection.execute("SELECT overrides, reason FROM loan").fetchall() == [("", "")]


def test_an_override_needs_the_permission(tmp_path, templates):
    desk = make_desk(tmp_path, templates, role="librarian")
    desk.patron("P1")
    desk.item("R1", lendable=False)

    assert desk.refused(check_out, patron="P1", item="R1", override={Why.NOT_FOR_LOAN}, reason="x") == [
        Why.NOT_FOR_LOAN
    ]
    desk.database.close()


def test_whoever_may_not_lend_is_told(lending):
    from dataclasses import replace

    lending.acting = replace(lending.acting, permissions=permissions() - {"lend", "undo"})

    assert lending.refused(check_out, patron="P1", item="I1") == [Why.NOT_PERMITTED]
    assert lending.refused(check_in, item="I1") == [Why.NOT_PERMITTED]
    assert lending.refused(renew, item="I1")[0] == Why.NOT_PERMITTED
    assert lending.refused(undo) == [Why.NOT_PERMITTED]


def test_a_copy_on_loan_is_refused_or_lent_on(lending):
    lending.patron("P2")
    lending.done(check_out, patron="P1", item="I1")
    assert lending.refused(check_out, patron="P2", item="I1") == [Why.ON_LOAN]

    lending.done(check_out, patron="P2", item="I1", override={Why.ON_LOAN}, reason="atnesa līdzi")

    assert lending.value("SELECT count(*) FROM open_loan") == 1
    assert lending.value("SELECT cause FROM closing") == "lent_on"


def test_a_copy_comes_back(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(33)

    returned = lending.done(check_in, item="I1")

    assert (returned.patron_name, returned.days_late, returned.todo) == ("Elīna Krūze", 3, ())
    assert open_loan(lending) is None


def test_the_book_drop_counts_from_its_day(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(33)

    assert lending.done(check_in, item="I1", on=IN_30_DAYS).days_late == 0
    assert lending.value("SELECT on_day FROM closing") == "2026-04-01"
    assert lending.refused(check_in, item="I1", on=date(2026, 12, 1)) == [Why.RETURN_IN_THE_FUTURE]


def test_what_came_back_is_never_refused(lending):
    returned = lending.done(check_in, item="I1")

    assert [todo.code for todo in returned.todo] == ["WAS_NOT_ON_LOAN"]
    assert lending.value("SELECT count(*) FROM closing") == 1


def test_a_copy_of_another_branch_goes_home(lending):
    with lending.database.writing() as connection:
        connection.execute("INSERT INTO branch (id, name) VALUES (77, 'Rūja')")
        connection.execute("UPDATE item SET home_branch = 77")

    returned = lending.done(check_in, item="I1")

    assert ("SEND_HOME", (("branch", "Rūja"),)) in [(todo.code, todo.figures) for todo in returned.todo]


def test_a_loan_is_renewed_from_today(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(10)

    assert lending.done(renew, item="I1").due_on == date(2026, 4, 11)
    assert open_loan(lending) == ("2026-04-11", 1)
    assert lending.refused(renew, item="I1") == [Why.RENEWED_TODAY]


def test_a_renewal_on_the_day_of_lending_gains_nothing_and_uses_none_up(lending):
    lending.done(check_out, patron="P1", item="I1")

    [block] = lending.do(renew, item="I1").blocks

    assert (block.why, block.figures) == (Why.RENEWAL_GAINS_NOTHING, (("on", IN_30_DAYS),))
    assert open_loan(lending) == ("2026-04-01", 0)


def test_a_renewal_never_shortens_a_loan(lending):
    lending.done(check_out, patron="P1", item="I1", due=date(2026, 6, 1))
    assert lending.refused(renew, item="I1") == [Why.RENEWAL_GAINS_NOTHING]

    done = lending.done(renew, item="I1", override={Why.RENEWAL_GAINS_NOTHING}, reason="lūdza")

    assert done.due_on == date(2026, 6, 1)


def test_three_renewals_and_no_more_without_an_override(lending):
    lending.done(check_out, patron="P1", item="I1")
    for _ in range(3):
        lending.pass_days(7)
        lending.done(renew, item="I1")
    lending.pass_days(7)

    assert lending.refused(renew, item="I1") == [Why.RENEWALS_AT_LIMIT]
    assert lending.done(renew, item="I1", override={Why.RENEWALS_AT_LIMIT}, reason="slimnīca")
    assert lending.value("SELECT reason FROM renewal ORDER BY id DESC LIMIT 1") == "slimnīca"


def test_what_is_not_on_loan_is_not_renewed(lending):
    assert lending.refused(renew, item="I1") == [Why.NOT_ON_LOAN]
    assert lending.refused(renew, item="I9") == [Why.UNKNOWN_SCAN]


def test_a_check_out_is_undone(lending):
    lending.done(check_out, patron="P1", item="I1")

    undone = lending.done(undo)

    assert (undone.deed, undone.barcode, undone.patron_name) == ("loan", "I1", "Elīna Krūze")
    assert open_loan(lending) is None
    assert lending.value("SELECT count(*) FROM loan") == 1


def test_a_return_and_a_renewal_are_undone(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(6)
    lending.done(renew, item="I1")
    lending.done(check_in, item="I1")

    assert lending.done(undo).deed == "closing"
    assert open_loan(lending) == ("2026-04-07", 1)
    assert lending.done(undo).deed == "renewal"
    assert open_loan(lending) == ("2026-04-01", 0)


def test_lending_on_is_undone_as_one_deed(lending):
    lending.patron("P2")
    lending.done(check_out, patron="P1", item="I1")
    lending.done(check_out, patron="P2", item="I1", override={Why.ON_LOAN}, reason="x")

    lending.done(undo)

    assert lending.value("SELECT given FROM patron JOIN open_loan ON patron = patron.id") is not None
    assert lending.value("SELECT loan FROM open_loan") == lending.value("SELECT min(id) FROM loan")


def test_undo_goes_back_deed_by_deed_and_then_stops(lending):
    lending.item("I2")
    lending.done(check_out, patron="P1", item="I1")
    lending.done(check_out, patron="P1", item="I2")

    barcodes = [lending.done(undo).barcode for _ in range(2)]

    assert barcodes == ["I2", "I1"]
    assert lending.refused(undo) == [Why.NOTHING_TO_UNDO]


def test_what_lies_a_day_back_is_not_undone_in_passing(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.now_ms += DAY_MS

    assert lending.refused(undo) == [Why.NOTHING_TO_UNDO]


def test_another_workstations_deed_is_not_undone_here(lending):
    from app.sync.ticks import make_tick

    lending.done(check_out, patron="P1", item="I1")
    theirs = make_tick(lending.now_ms + 5, 99)
    with lending.database.writing() as connection:
        connection.execute("INSERT INTO loan (id, item, at_ms) VALUES (?, 1, ?)", (theirs, lending.now_ms))

    assert lending.done(undo).barcode == "I1"
