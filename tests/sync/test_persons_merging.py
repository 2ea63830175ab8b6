"""Registered at two desks, merged at two desks, parted at one: every desk comes to the same people (C-9)."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.database import open_database
from app.db.queries.people import find_patrons, show_patron
from app.db.state.keeping import compare_state, keep_state
from app.db.tasks import open_tasks
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure
from app.desk.items import add_item
from app.desk.outcome import Done
from app.desk.patrons import register_patron
from app.desk.persons import merge_patrons, part_patrons, tell_apart
from app.desk.promises import accept_rules
from app.desk.relations import SamePerson
from app.desk.tasks import decide_task
from tests.sim.world import World
from tests.sync.meeting import do, meet, today

CARDS = ("Z-1", "Z-2", "Z-3", "Z-4")


@pytest.fixture
def town(tmp_path):
    world = World(9, tmp_path, branches=3, clocks_lie=False)
    world.share.calm = True
    world.settle()
    yield world
    world.close()


def shown(town, branch, scan):
    return show_patron(branch.database, scan, today=today(town, branch), branch=town.acting.branch)


def people(town):
    """Return which cards lead to one person, the same on every desk."""
    found = []
    for branch in town.branches:
        by_person = {}
        for card in CARDS:
            if (person := shown(town, branch, card)) is not None:
                by_person.setdefault(person.patron, []).append(card)
        found.append(sorted(by_person.values()))
    assert found[0] == found[1] == found[2]
    return found[0]


def tasks(town):
    found = [[(one.kind.value, one.name) for one in open_tasks(branch.database.connection)] for branch in town.branches]
    assert found[0] == found[1] == found[2]
    return [kind for kind, _ in found[0]]


def four(town):
    """Register four people at a desk of their own each, and let everybody know."""
    records = [
        do(town, town.branches[n % 3], register_patron, given=f"Nr{n}", family=f"Family{n}", card=card).patron
        for n, card in enumerate(CARDS)
    ]
    meet(town)
    return records


def test_one_person_registered_at_two_desks_is_a_task_and_then_one_person(town):
    north, south, van = town.branches
    birth_on = today(town, north).replace(year=1984)
    do(town, north, register_patron, given="Zelma", family="Zvirbule", birth_on=birth_on, card="Z-1")
    town.now_ms += 1000
    do(town, south, register_patron, given="Zelma", family="Zvirbula", birth_on=birth_on, card="Z-2")
    do(town, south, add_item, barcode="B-1", title="T")
    do(town, south, check_out, patron="Z-2", item="B-1")
    meet(town)
    assert tasks(town) == ["LOOKS_ALIKE"]

    [task] = open_tasks(van.database.connection)
    do(town, van, decide_task, task=task.name, choice="same_person")
    do(town, north, accept_rules, patron="Z-1")
    meet(town)

    assert people(town) == [["Z-1", "Z-2"]]
    assert tasks(town) == []
    for branch in town.branches:
        person = shown(town, branch, "Z-1")
        assert [loan.barcode for loan in person.loans] == ["B-1"]
        assert [number.value for number in person.numbers] == ["Z-1", "Z-2"]
        assert len(find_patrons(branch.database, "zvirbul")) == 1
    town.check()


def test_the_same_number_at_two_desks_is_no_task_any_more_once_they_are_one_person(town):
    north, south, _ = town.branches
    do(town, north, register_patron, given="Zelma", family="Z", code="161175-19997", card="Z-1")
    do(town, south, register_patron, given="Zelma", family="Ozola", code="161175-19997", card="Z-2")
    meet(town)
    assert tasks(town) == ["NUMBER_TWICE"]

    do(town, south, merge_patrons, patron="Z-1", other="Z-2")
    meet(town)

    assert (tasks(town), people(town)) == ([], [["Z-1", "Z-2"]])
    town.check()


def test_two_desks_that_merge_in_a_circle_and_in_a_chain_come_to_one_person(town):
    north, south, van = town.branches
    four(town)
    do(town, north, merge_patrons, patron="Z-1", other="Z-2")
    do(town, north, merge_patrons, patron="Z-2", other="Z-3")
    do(town, south, merge_patrons, patron="Z-3", other="Z-1")
    do(town, van, merge_patrons, patron="Z-4", other="Z-3")
    meet(town)

    assert people(town) == [list(CARDS)]
    town.check()


def test_an_edge_taken_back_at_one_desk_parts_nobody_whom_another_desk_has_joined(town):
    north, south, _ = town.branches
    four(town)
    merge = do(town, north, merge_patrons, patron="Z-1", other="Z-2").merge
    meet(town)
    do(town, north, part_patrons, merge=merge)
    do(town, south, merge_patrons, patron="Z-2", other="Z-3")
    meet(town)
    assert people(town) == [["Z-1"], ["Z-2", "Z-3"], ["Z-4"]]

    do(town, north, merge_patrons, patron="Z-1", other="Z-3")
    merge = do(town, south, merge_patrons, patron="Z-1", other="Z-2").merge
    meet(town)
    do(town, south, part_patrons, merge=merge)
    meet(town)
    assert people(town) == [["Z-1", "Z-2", "Z-3"], ["Z-4"]]
    town.check()


def test_one_desk_says_one_and_another_two(town):
    north, south, van = town.branches
    four(town)
    do(town, north, merge_patrons, patron="Z-1", other="Z-2")
    do(town, south, tell_apart, patron="Z-2", other="Z-1")
    meet(town)
    assert tasks(town) == ["SAME_AND_OTHER"]

    [task] = open_tasks(van.database.connection)
    do(town, van, decide_task, task=task.name, choice="other_person")
    meet(town)

    assert people(town) == [[card] for card in CARDS]
    assert tasks(town) == []
    town.check()


def test_forgetting_a_person_forgets_every_record(town):
    north, south, _ = town.branches
    records = four(town)
    do(town, south, merge_patrons, patron="Z-1", other="Z-2")
    meet(town)

    proposed = do(town, north, propose_erasure, patron="Z-2", reason="asks for it")
    assert len(proposed.others) == 1
    for _ in range(6):
        meet(town)

    assert people(town) == [["Z-3"], ["Z-4"]]
    for branch in town.branches:
        erased = branch.database.connection.execute("SELECT row FROM tombstone WHERE tbl = 'patron' ORDER BY row")
        assert [row for (row,) in erased] == sorted(records[:2])
    town.check()


def test_a_record_that_another_desk_joins_meanwhile_must_be_named_before_the_person_is_forgotten(town):
    north, south, _ = town.branches
    four(town)
    do(town, north, propose_erasure, patron="Z-1", reason="asks for it")
    do(town, south, merge_patrons, patron="Z-1", other="Z-2")
    for _ in range(6):
        meet(town)
    assert people(town)[0] == ["Z-1", "Z-2"]

    do(town, north, propose_erasure, patron="Z-1", reason="asks for it")
    for _ in range(6):
        meet(town)

    assert people(town) == [["Z-3"], ["Z-4"]]
    town.check()


def test_what_is_left_of_somebody_who_was_erased_meanwhile_is_a_task(town):
    north, _, van = town.branches
    four(town)
    do(town, north, propose_erasure, patron="Z-1", reason="asks for it")
    for _ in range(6):
        meet(town)
    (gone,) = van.database.connection.execute("SELECT row FROM tombstone WHERE tbl = 'patron'").fetchone()
    van.do(town.acting, lambda work: said_before(work, gone))
    meet(town)

    assert tasks(town) == ["RECORD_OF_ERASED"]
    do(town, north, propose_erasure, patron="Z-4", reason="as well")
    for _ in range(6):
        meet(town)
    assert tasks(town) == []
    town.check()


def said_before(work, gone):
    """Say what a desk said that had not heard of the erasure."""
    work.add(SamePerson(patron=work.borrower("Z-4").patron, other=gone))
    return Done(record=0, touched=frozenset())


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    database = open_database(tmp_path_factory.mktemp("persons") / "lete.db")
    yield database
    database.close()


PAIRS = list(combinations(range(1, 7), 2))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edges=st.lists(st.sampled_from(PAIRS), max_size=7),
    taken_back=st.sets(st.integers(0, 6)),
    apart=st.lists(st.sampled_from(PAIRS), max_size=2),
    erased=st.sets(st.integers(1, 6), max_size=2),
    random=st.randoms(use_true_random=False),
)
def test_state_is_the_same_whatever_the_order_of_arrival(empty, edges, taken_back, apart, erased, random):
    """Rows come one by one, in any order: people, edges, what takes them back, tombstones."""
    rows = [("patron", n, {"given": "A", "family": "B", "birth_on": "2000-01-01"}) for n in range(1, 7)]
    rows += [("same_person", 100 + n, {"patron": one, "other": two}) for n, (one, two) in enumerate(edges)]
    rows += [("undo", 200 + n, {"fact_table": "same_person", "fact": 100 + n}) for n in taken_back if n < len(edges)]
    rows += [("other_person", 300 + n, {"patron": two, "other": one}) for n, (one, two) in enumerate(apart)]
    rows += [("tombstone", n, {}) for n in erased]

    first, second = _arrived(empty, rows), _arrived(empty, random.sample(rows, len(rows)))

    assert first == second


def _arrived(database, rows):
    """Return the state after rows have come in this order, in a transaction that is thrown away."""
    connection = database.connection
    connection.execute("BEGIN")
    try:
        for table, id_, columns in rows:
            if table == "tombstone":
                connection.execute("INSERT INTO tombstone VALUES ('patron', ?, ?)", (id_, id_))
                connection.execute("DELETE FROM patron WHERE id = ?", (id_,))
                table = "patron"
            else:
                names = ", ".join(["id", *columns])
                marks = ", ".join("?" * (len(columns) + 1))
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", (id_, *columns.values()))
            keep_state(connection, {table: [id_]})
        state = [sorted(connection.execute(f"SELECT * FROM {table}")) for table in ("person", "verdict")]
        assert compare_state(connection) == []
        return state
    finally:
        connection.execute("ROLLBACK")
