"""C-22: what was promised is kept, and moves on from days that turn out to be closed, whatever arrives first."""

from datetime import date
from functools import partial
from itertools import permutations

import pytest

from app.db.calendars import DueDays
from app.db.queries.calendar import closed_days, closing, opening, reopening, will_move
from app.db.state.keeping import compare_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.circulation import Receipt, ReceiptLine
from app.desk.network import change_setting
from app.desk.opening import change_hours, close_days, open_again, withdraw_hours
from app.desk.outcome import Done
from app.desk.records import ClosedDay, Undo
from app.desk.renew import renew
from tests.db.test_state import fact, merge, right
from tests.making import TODAY

DUE, MOVED = date(2026, 4, 1), date(2026, 4, 2)


@pytest.fixture
def lent(desk):
    """One copy, due on Wednesday 1 April; Easter begins on the Friday."""
    desk.patron("P1")
    desk.copy = desk.item("I1")
    desk.loan = desk.done(check_out, patron="P1", item="I1").loan
    return desk


def due(desk):
    return date.fromisoformat(desk.value("SELECT due_on FROM open_loan"))


def print_receipt(desk, fact_id, promised_on):
    def write(work):
        receipt = work.add(Receipt(patron=None, kind="loan"))
        line = ReceiptLine(receipt=receipt, fact_table="loan", fact=fact_id, promised_on=promised_on)
        return Done(record=work.add(line), touched=frozenset())

    return desk.done(write)


def close(desk, first=DUE, last=DUE, **given):
    return desk.done(close_days, first=first, last=last, **given).closed_day


def test_a_closed_day_added_later_moves_an_open_loan_forward(lent):
    close(lent)

    assert due(lent) == MOVED
    assert lent.value("SELECT due_on FROM loan") == DUE.isoformat()
    assert right(lent)


def test_a_loan_moves_on_over_holidays_and_sundays(lent):
    close(lent, last=date(2026, 4, 2))

    assert due(lent) == date(2026, 4, 4)


def test_closed_days_taken_back_leave_what_was_promised(lent):
    closed = close(lent, last=MOVED)
    assert due(lent) == date(2026, 4, 4)
    lent.done(open_again, closed_day=closed)
    assert due(lent) == DUE

    close(lent)
    print_receipt(lent, lent.loan, MOVED)
    for (closed,) in lent.connection.execute("SELECT id FROM closed_day WHERE cancelled = 0").fetchall():
        lent.done(open_again, closed_day=closed)

    assert due(lent) == MOVED
    assert right(lent)


def test_a_later_day_on_a_receipt_is_not_moved_back(lent):
    print_receipt(lent, lent.loan, date(2026, 4, 9))

    close(lent)

    assert due(lent) == date(2026, 4, 9)


def test_a_receipt_line_that_was_undone_promises_nothing(lent):
    line = print_receipt(lent, lent.loan, date(2026, 4, 9))
    lent.done(lambda work: Done(record=work.add(Undo(fact_table="receipt_line", fact=line)), touched=frozenset()))

    assert due(lent) == DUE
    assert right(lent)


def test_other_branches_close_without_moving_anything_here(lent):
    elsewhere = ClosedDay(branch=12345, from_on=DUE, until_on=DUE, reason="")
    lent.done(lambda work: Done(record=work.add(elsewhere), touched=frozenset()))

    assert due(lent) == DUE


def test_closed_weekdays_and_rules_move_due_days_too(lent):
    lent.done(change_hours, closed_weekdays="37")
    assert due(lent) == MOVED

    lent.done(change_setting, key="move_due_off_closed_days", value="0")
    assert due(lent) == DUE
    assert right(lent)


def test_hours_written_for_a_later_day_move_what_is_due_from_it_on(lent):
    lent.done(change_hours, hours="1-2 10:00-18:00; 4-6 10:00-18:00", from_on=DUE)
    assert due(lent) == MOVED
    lent.done(withdraw_hours, from_on=DUE)
    assert due(lent) == DUE

    lent.done(change_hours, hours="1-2 10:00-18:00; 4-6 10:00-18:00", from_on=MOVED)
    assert due(lent) == DUE
    assert right(lent)


def test_what_was_late_before_hours_changed_stays_late(lent):
    lent.pass_days(31)
    assert lent.done(check_in, item="I1").days_late == 1

    lent.done(change_hours, closed_weekdays="37")

    with lent.database.writing() as connection:
        assert DueDays(connection).in_the_end(lent.loan, DUE.isoformat()) == DUE


@pytest.mark.parametrize(
    ("change", "deed"),
    [
        (closing(DUE, DUE), partial(close_days, first=DUE, last=DUE)),
        (closing(date(2025, 4, 1), date(2025, 4, 1), yearly=True),
         partial(close_days, first=date(2025, 4, 1), last=date(2025, 4, 1), yearly=True)),
        (closing(MOVED, MOVED), partial(close_days, first=MOVED, last=MOVED)),
        (opening("1-2; 4", TODAY), partial(change_hours, hours="1-2; 4")),
        (opening("1-2; 4", MOVED), partial(change_hours, hours="1-2; 4", from_on=MOVED)),
        (opening("1-6", TODAY), partial(change_hours, hours="1-6")),
    ],
)  # fmt: skip
def test_how_many_due_days_will_move_is_known_before(lent, change, deed):
    told, before = will_move(lent.database, lent.acting.branch, change), due(lent)

    lent.done(deed)

    assert told == int(due(lent) != before)


def test_opening_again_moves_back_as_many_as_was_told(lent):
    closed = close(lent)
    [shown] = closed_days(lent.database, DUE, lent.acting.branch)

    assert will_move(lent.database, None, reopening(shown)) == 1
    lent.done(open_again, closed_day=closed)
    assert will_move(lent.database, None, reopening(shown)) == 0


def test_a_renewal_starts_from_the_moved_day_and_never_shortens(lent):
    close(lent, last=date(2026, 4, 30))
    lent.pass_days(1)

    assert due(lent) == date(2026, 5, 2)
    assert lent.refused(renew, item="I1") == ["RENEWAL_GAINS_NOTHING"]


def test_how_late_a_return_is_counts_from_the_moved_day(lent):
    close(lent)
    lent.pass_days(31)

    assert lent.done(check_in, item="I1").days_late == 0


def test_an_ended_loan_was_due_on_the_moved_day_as_well(lent):
    close(lent)
    lent.pass_days(40)
    lent.done(check_in, item="I1")
    with lent.database.writing() as connection:
        assert DueDays(connection).in_the_end(lent.loan, DUE.isoformat()) == MOVED

    print_receipt(lent, lent.loan, date(2026, 4, 9))
    with lent.database.writing() as connection:
        assert DueDays(connection).in_the_end(lent.loan, DUE.isoformat()) == date(2026, 4, 9)


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_whatever_arrives_first_the_due_day_is_the_same(desk, order):
    copy, branch = desk.item("I1"), desk.acting.branch
    loan = fact("loan", 60_000, item=copy, patron=1, due_on="2026-04-01", branch=branch)
    line = fact("receipt_line", 70_000, fact_table="loan", fact=loan.ids[0], promised_on="2026-04-07")
    renewal = fact("renewal", 80_000, loan=loan.ids[0], item=copy, due_on="2026-04-08")
    closed = born(
        "closed_day", 90_000, branch=None, from_on="2026-04-08", until_on="2026-04-08", reason="", cancelled=0, yearly=0
    )
    arriving = (loan, line, renewal, closed)

    for place in order:
        merge(desk, arriving[place])

    assert due(desk) == date(2026, 4, 9)
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


def born(table, at, **columns):
    """A description as it comes, without an instant."""
    group = fact(table, at, **columns)
    return type(group)(
        kind=group.kind,
        table=group.table,
        unit=group.unit,
        columns=group.columns[:-1],
        ids=group.ids,
        ticks=group.ticks,
        values=group.values[:-1],
    )
