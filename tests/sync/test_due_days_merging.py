"""C-22 between desks: a closed day said at one, a loan made or renewed at another, in either order."""

from datetime import date, timedelta

import pytest

from app.desk.checkout import check_out
from app.desk.circulation import Receipt, ReceiptLine
from app.desk.items import add_item
from app.desk.opening import change_hours, close_days, open_again
from app.desk.outcome import Done
from app.desk.patrons import register_patron
from app.desk.terms import set_term
from tests.sim.world import World
from tests.sync.meeting import do, meet, today


@pytest.fixture
def town(tmp_path):
    world = World(22, tmp_path, branches=3, clocks_lie=False)
    world.share.calm = True
    world.settle()
    north = world.branches[0]
    do(world, north, register_patron, given="Zelma", family="Zvirbule", card="Z-1")
    do(world, north, add_item, barcode="GADS-1", title="Gads")
    meet(world)
    yield world
    world.close()


def due(town):
    """Return the day on which every desk says that the copy is due."""
    found = [branch.database.connection.execute("SELECT due_on FROM open_loan").fetchall() for branch in town.branches]
    assert found[0] == found[1] == found[2]
    [(day,)] = found[0]
    return date.fromisoformat(day)


def lend(town, branch):
    return do(town, branch, check_out, patron="Z-1", item="GADS-1")


def closed(town, branch, first, days=1):
    return do(town, branch, close_days, first=first, last=first + timedelta(days=days - 1), everywhere=True)


@pytest.mark.parametrize("lent_first", [True, False])
def test_a_closed_day_said_elsewhere_moves_the_due_day_on_every_desk(town, lent_first):
    north, south, _ = town.branches
    expected = today(town, north) + timedelta(days=30)
    first = expected - timedelta(days=3)
    if lent_first:
        loan = lend(town, north)
        meet(town)
        closed(town, south, first, days=14)
    else:
        closed(town, south, first, days=14)
        loan = lend(town, north)
    meet(town)

    assert loan.due_on < first + timedelta(days=14)
    assert due(town) >= first + timedelta(days=14)
    town.check()


@pytest.mark.parametrize("lent_first", [True, False])
def test_hours_written_elsewhere_move_the_due_day_on_every_desk(town, lent_first):
    north, south, _ = town.branches
    if lent_first:
        loan = lend(town, north)
        meet(town)
    open_day = (today(town, north) + timedelta(days=31)).isoweekday()
    do(town, south, change_hours, hours=str(open_day))
    if not lent_first:
        loan = lend(town, north)
    meet(town)

    assert due(town).isoweekday() == open_day
    assert due(town) >= loan.due_on
    town.check()


def test_a_day_printed_meanwhile_stands_when_the_closed_day_is_taken_back(town):
    north, south, van = town.branches
    loan = lend(town, north)
    row = closed(town, south, loan.due_on, days=3)
    meet(town)
    moved = due(town)

    def printed(work):
        receipt = work.add(Receipt(patron=None, kind="loan"))
        line = ReceiptLine(receipt=receipt, fact_table="loan", fact=loan.loan, promised_on=moved)
        return Done(record=work.add(line), touched=frozenset())

    do(town, van, printed)
    do(town, south, open_again, closed_day=row.closed_day)
    meet(town)

    assert moved > loan.due_on
    assert due(town) == moved
    town.check()


def test_two_desks_that_write_one_term_come_to_the_later_one(town):
    north, south, _ = town.branches
    do(town, north, set_term, term="loan_days", subject="fiction", value="5")
    do(town, south, set_term, term="loan_days", subject="fiction", value="6")
    meet(town)

    terms = [
        branch.do(town.acting, lambda work: Done(record=work.terms, touched=frozenset())).record
        for branch in town.branches
    ]
    periods = {one.at(None, department="", material="fiction", category="adult").period for one in terms}
    query = "SELECT value FROM setting WHERE key = 'loan_days.fiction' ORDER BY id DESC LIMIT 1"
    assert periods == {branch.database.connection.execute(query).fetchone()[0] for branch in town.branches}
    assert len(periods) == 1
