"""State is derived from facts alone: whatever came first, by a deed or by a merge, it is the same, and doctor agrees."""

import random

import pytest

from app.db.log.capture import capture_off
from app.db.log.merging import merge_changes
from app.db.log.outbox import collect
from app.db.state.keeping import compare_state, keep_state, rebuild_state
from app.db.state.verdicts import refresh_barcodes, refresh_numbers, refresh_usernames
from app.db.tasks import open_tasks
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.numbers import remove_number
from app.desk.renew import renew
from app.desk.tasks import decide_task
from app.desk.undo import undo
from app.rules.blocks import Why
from app.rules.reconcile import VerdictKind
from app.sync.changes import Changes, Group, Kind
from app.sync.ticks import TICK_MAX, make_tick
from tests.making import NOON, make_desk

THEIRS = 7


def merge(desk, *groups):
    with desk.database.writing() as connection:
        with capture_off(connection):
            touched, _ = merge_changes(connection, [Changes(schema=1, groups=groups)], TICK_MAX)
        keep_state(connection, touched)


def fact(table, at, **columns):
    tick = make_tick(NOON + at, THEIRS)
    return Group(
        kind=Kind.BIRTH,
        table=table,
        unit="",
        columns=(*columns, "at_ms"),
        ids=[tick],
        ticks=[tick],
        values=[[value] for value in (*columns.values(), NOON + at)],
    )


def right(desk):
    """Whether state is what the facts say."""
    with desk.database.writing() as connection:
        return compare_state(connection) == []


def holder(desk):
    return desk.value("SELECT patron FROM open_loan")


@pytest.fixture
def lending(desk):
    desk.patron("P1")
    desk.other = desk.patron("P2")
    desk.copy = desk.item("I1")
    return desk


def test_what_was_done_in_passing_is_what_rebuilding_gives(lending):
    for number in range(2, 8):
        lending.item(f"I{number}")
    dice = random.Random(4)
    for _ in range(120):
        barcode, card = f"I{dice.randint(1, 7)}", f"P{dice.randint(1, 2)}"
        lending.pass_days(dice.choice((0, 0, 1)))
        dice.choice(
            (
                lambda b=barcode, c=card: lending.do(check_out, patron=c, item=b),
                lambda b=barcode: lending.do(check_in, item=b),
                lambda b=barcode: lending.do(renew, item=b),
                lambda: lending.do(undo),
            )
        )()

    assert lending.value("SELECT count(*) FROM loan") > 10
    assert right(lending)


def test_a_wrong_state_is_found_and_put_right(lending):
    lending.done(check_out, patron="P1", item="I1")
    with lending.database.writing() as connection:
        connection.execute("UPDATE open_loan SET due_on = '2030-01-01'")
        connection.execute("DELETE FROM patron_search")
        assert compare_state(connection) == ["open_loan", "patron_search"]

    assert right(lending)


def test_a_later_loan_elsewhere_has_the_copy(lending):
    lending.done(check_out, patron="P1", item="I1")

    merge(lending, fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02"))

    assert holder(lending) == lending.other
    assert right(lending)


def test_an_earlier_loan_that_is_heard_of_late_does_not(lending):
    lending.pass_days(1)
    lending.done(check_out, patron="P1", item="I1")

    merge(lending, fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02"))

    assert holder(lending) != lending.other
    assert right(lending)


def test_a_return_ends_a_loan_that_the_desk_had_not_heard_of(lending):
    lending.pass_days(1)
    lending.done(check_in, item="I1")

    merge(lending, fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02"))

    assert holder(lending) is None
    assert right(lending)


def test_a_renewal_that_comes_before_its_loan_counts_when_the_loan_comes(lending):
    loan = fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02")
    renewal = fact("renewal", 90_000, loan=loan.ids[0], item=lending.copy, due_on="2026-04-30")

    merge(lending, renewal)
    assert holder(lending) is None
    merge(lending, loan)

    assert lending.connection.execute("SELECT due_on, renewals FROM open_loan").fetchall() == [("2026-04-30", 1)]
    assert right(lending)


def test_an_undo_that_comes_before_what_it_undoes_counts_too(lending):
    loan = fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02")

    merge(lending, fact("undo", 90_000, fact_table="loan", fact=loan.ids[0]))
    merge(lending, loan)

    assert holder(lending) is None
    assert right(lending)


def test_two_loans_without_a_return_make_a_task_that_a_person_settles(lending):
    lending.done(check_out, patron="P1", item="I1")
    merge(lending, fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02"))

    [task] = open_tasks(lending.connection)
    assert (task.kind, task.subject, len(task.facts)) == (VerdictKind.LENT_TWICE, str(lending.copy), 2)
    assert lending.refused(decide_task, task="none", choice="checked") == [Why.TASK_UNKNOWN]
    assert lending.refused(decide_task, task=task.name, choice="eaten") == [Why.CHOICE_UNKNOWN]

    lending.done(decide_task, task=task.name, choice="checked")

    assert open_tasks(lending.connection) == []
    assert right(lending)


def test_new_facts_bring_a_settled_task_back_as_another(lending):
    lending.done(check_out, patron="P1", item="I1")
    merge(lending, fact("loan", 60_000, item=lending.copy, patron=lending.other, due_on="2026-04-02"))
    [task] = open_tasks(lending.connection)
    lending.done(decide_task, task=task.name, choice="checked")

    third = lending.patron("P3")
    merge(lending, fact("loan", 90_000, item=lending.copy, patron=third, due_on="2026-04-03"))

    [again] = open_tasks(lending.connection)
    assert again.name != task.name


def test_a_barcode_given_twice_makes_a_task_until_one_is_changed(lending):
    merge(lending, fact_item("i 1", 60_000))
    [task] = open_tasks(lending.connection)
    assert (task.kind, task.subject) == (VerdictKind.BARCODE_TWICE, "I1")

    merge(lending, rewritten(fact_item("i 1", 60_000).ids[0], barcode="I99"))

    assert open_tasks(lending.connection) == []
    assert right(lending)


def fact_item(barcode, at):
    group = fact("item", at, barcode=barcode)
    return Group(kind=group.kind, table="item", unit="", columns=group.columns[:1], ids=group.ids, ticks=group.ticks,
                 values=group.values[:1])  # fmt: skip


def rewritten(row, **columns):
    return Group(
        kind=Kind.WRITE,
        table="item",
        unit="copy",
        columns=("title", "barcode"),
        ids=[row],
        ticks=[make_tick(NOON + 120_000, THEIRS)],
        values=[[None], [columns["barcode"]]],
    )


def test_a_number_of_two_people_makes_a_task(lending):
    group = fact("identifier", 60_000, patron=lending.other, kind="library_card", value="p-1")
    columns = group.columns[:3]
    merge(lending, Group(kind=group.kind, table="identifier", unit="", columns=columns, ids=group.ids,
                         ticks=group.ticks, values=group.values[:3]))  # fmt: skip

    [task] = open_tasks(lending.connection)

    assert (task.kind, task.subject) == (VerdictKind.NUMBER_TWICE, "P1")
    assert right(lending)


def test_the_task_is_over_when_the_number_is_taken_away_from_one_of_the_two(lending):
    group = fact("identifier", 60_000, patron=lending.other, kind="library_card", value="p-1")
    columns = group.columns[:3]
    merge(lending, Group(kind=group.kind, table="identifier", unit="", columns=columns, ids=group.ids,
                         ticks=group.ticks, values=group.values[:3]))  # fmt: skip
    assert len(open_tasks(lending.connection)) == 1

    lending.done(remove_number, number="P1")

    assert open_tasks(lending.connection) == []
    assert right(lending)
    lending.done(remove_number, number="P1")
    assert right(lending)


def test_what_is_given_twice_is_found_by_an_index(lending):
    """A registration would otherwise read every number of the network while somebody waits."""
    said = []
    lending.connection.set_trace_callback(said.append)
    with lending.database.writing() as connection:
        refresh_numbers(connection, [1])
        refresh_barcodes(connection, [1])
        refresh_usernames(connection, [1])
    lending.connection.set_trace_callback(None)

    asked = [query for query in said if query.lstrip().startswith(("SELECT", "DELETE"))]
    plans = [row[3] for query in asked for row in lending.connection.execute(f"EXPLAIN QUERY PLAN {query}")]

    assert len(asked) == 6
    assert [
        step for step in plans if step.startswith("SCAN") and step.split()[1] in {"identifier", "item", "patron"}
    ] == []


def test_another_desk_derives_the_same_from_the_same_facts(lending, tmp_path, templates):
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other", templates)
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(2)
    lending.done(renew, item="I1")
    changes, _ = collect(lending.connection, 5_000, schema=1)

    with other.database.writing() as connection:
        with capture_off(connection):
            touched, _ = merge_changes(connection, [changes], TICK_MAX)
        keep_state(connection, touched)

    for table in ("open_loan", "patron_search", "title_search", "verdict"):
        ours, theirs = (sorted(one.connection.execute(f"SELECT * FROM {table}")) for one in (lending, other))
        assert ours == theirs, table
    other.database.close()


def test_rebuilding_an_empty_desk_gives_nothing(desk):
    with desk.database.writing() as connection:
        rebuild_state(connection)

    assert desk.value("SELECT count(*) FROM open_loan") == 0
