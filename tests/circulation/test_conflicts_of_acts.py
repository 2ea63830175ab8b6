"""Acts of the stock book that two desks gave one number; a third desk hears of them in either order."""

from app.db.queries.stock_book import acts
from app.db.queries.tasks import tasks
from app.db.state.keeping import compare_state
from app.db.tasks import open_tasks
from app.desk.stock_book import open_act, put_on_act, renumber_act
from app.desk.tasks import RENUMBER, decide_task

NUMBER = "17/2026"


def both_open(town):
    town.do(town.a, open_act, kind="accession", number=NUMBER, source="A")
    town.do(town.b, open_act, kind="withdrawal", number=NUMBER.lower(), source="B")


def sources(branch):
    return [(act.source, act.number) for act in acts(branch.database)]


def test_two_acts_with_one_number_are_a_task_of_the_later_ones_branch(town):
    both_open(town)
    town.hear()

    [task] = town.everywhere(lambda branch: tasks(branch.database))
    assert (task.kind, task.subject, task.choices) == ("ACT_NUMBER_TWICE", NUMBER, ("checked", RENUMBER))
    assert [side.what for side in task.sides] == [f"A {NUMBER}", f"B {NUMBER}"]
    assert task.branch == task.sides[-1].branch
    assert town.everywhere(lambda branch: compare_state(branch.database.connection)) == []


def test_the_later_act_gets_the_next_number_with_one_key(town):
    both_open(town)
    town.do(town.b, put_on_act, act=NUMBER, item="I0", price_minor=700)
    town.hear()
    [task] = open_tasks(town.b.database.connection)

    town.do(town.b, decide_task, task=task.name, choice=RENUMBER)
    town.hear()

    assert town.tasks() == []
    [(_, kept), (who, given)] = town.everywhere(sources)
    assert (kept, who) == (NUMBER, "B")
    assert given.endswith("-2026-1")
    assert town.everywhere(lambda branch: [act.value_minor for act in acts(branch.database)]) == [0, 700]


def test_a_number_that_was_changed_before_anybody_heard_of_it_is_no_task(town):
    both_open(town)
    town.do(town.a, renumber_act, act=NUMBER, number="18/2026")
    town.hear()

    assert town.tasks() == []
    assert town.everywhere(lambda branch: compare_state(branch.database.connection)) == []
