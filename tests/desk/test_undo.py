"""Undo takes back all that a deed wrote, and nothing else."""

from app.db.deeds import last_doings
from app.db.queries.log import person_log
from app.db.state.keeping import compare_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.outcome import Done, Touched
from app.desk.records import Charge, HoldStep, Settlement, Transfer, Undo
from app.desk.undo import undo
from tests.making import DAY_MS


def standing(desk, table):
    return desk.value(f"SELECT count(*) FROM {table} f WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = f.id)")


def writing(*records):
    """Return a deed that writes these rows."""

    def deed(work):
        return Done(record=[work.add(record) for record in records], touched=frozenset({Touched.LOAN}))

    return deed


def test_all_facts_of_a_deed_go_together(desk):
    patron, item = desk.patron("P1"), desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    rows = (
        HoldStep(hold=5, step="caught", item=item),
        Transfer(item=item, to_branch=77, cause="hold", hold=5),
        Charge(patron=patron, kind="other", amount_minor=50, on_day=None),
    )
    desk.done(writing(*rows))

    undone = desk.done(undo)

    assert (undone.deed, undone.barcode, undone.patron_name) == ("charge", "", "Elīna Krūze")
    assert [standing(desk, table) for table in ("hold_step", "transfer", "charge", "loan")] == [0, 0, 0, 1]


def test_a_payment_in_several_rows_is_one_deed(desk):
    patron = desk.patron("P1")
    desk.done(
        writing(*(Settlement(patron=patron, kind="payment", amount_minor=part, on_day=None) for part in (50, 20)))
    )

    assert desk.done(undo).deed == "settlement"

    assert standing(desk, "settlement") == 0


def test_what_was_taken_back_by_itself_is_not_taken_back_twice(desk):
    patron = desk.patron("P1")
    first, second = desk.done(
        writing(*(Settlement(patron=patron, kind="payment", amount_minor=part, on_day=None) for part in (50, 20)))
    )
    desk.done(writing(Undo(fact_table="settlement", fact=first)))

    desk.done(undo)

    assert [fact for (fact,) in desk.connection.execute("SELECT fact FROM undo ORDER BY id")] == [first, second]


def test_a_visit_goes_with_the_loan_that_noted_it_and_comes_with_the_next(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1", shown="library_card")
    desk.done(undo)
    assert standing(desk, "visit") == 0
    assert "visit" not in [line.what for line in person_log(desk.database, desk.value("SELECT id FROM patron"))]

    desk.done(check_out, patron="P1", item="I1", shown="library_card")
    assert standing(desk, "visit") == 1


def test_an_undoing_is_not_undone_but_the_deed_before_it_is(desk):
    for patron, item in (("P1", "I1"), ("P2", "I2")):
        desk.patron(patron)
        desk.item(item)
        desk.done(check_out, patron=patron, item=item)
    desk.done(check_in, item="I1")

    assert [desk.done(undo).deed for _ in range(3)] == ["closing", "loan", "loan"]
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


def test_deeds_that_can_no_longer_be_undone_are_forgotten(desk):
    desk.patron("P1")
    desk.item("I1")
    for _ in range(3):
        desk.done(check_out, patron="P1", item="I1")
        desk.done(check_in, item="I1")
        desk.now_ms += 3 * DAY_MS

    assert desk.value("SELECT count(*) FROM deed_fact") < 6
    assert last_doings(desk.connection, desk.now_ms - DAY_MS) == ()


def test_undo_goes_by_the_clock_on_the_wall_where_ticks_leave_it_out(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    desk.pass_days(40)
    desk.done(check_in, item="I1")

    assert desk.done(undo).deed == "closing"
