"""Two desks acted without knowing of each other: a person sees both sides, and settles it with one key."""

import pytest

from app.views.presenters.tasks import TasksPresenter


@pytest.fixture
def tasks(service, words, stage):
    presenter = TasksPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def test_open_tasks_are_listed_with_what_they_are(tasks):
    assert sorted(task.kind for task in tasks.state.tasks) == ["Barcode given twice", "Lent twice"]


def test_both_sides_say_who_where_and_when(tasks):
    [lent_twice] = [task for task in tasks.state.tasks if task.kind == "Lent twice"]

    first, second = lent_twice.sides
    assert (first.patron, first.branch) == ("Elīna Bērziņa", "Mazsalacas pilsētas bibliotēka")
    assert (second.patron, second.branch) == ("Līga Ozoliņa", "Rūjienas bibliotēka")
    assert (first.at, second.at) == ("20 Nov 2026 16:10", "20 Nov 2026 16:40")
    assert first.staff == "Inga Kalniņa"


def test_a_task_is_settled_and_gone(tasks, stage):
    task = tasks.state.task

    tasks.settle(0)

    assert stage.said[-1].text == "The task is settled."
    assert task.name not in {one.name for one in tasks.state.tasks}


def test_every_choice_has_a_digit_for_its_key(tasks):
    assert [choice.key for choice in tasks.state.task.choices] == ["1"]
    assert tasks.state.task.choices[0].label == "Checked"


def test_a_digit_without_a_choice_does_nothing(tasks, stage):
    tasks.settle(1)

    assert stage.said == []


def test_settling_needs_its_permission(tasks, service):
    service.may("lend")

    tasks.settle(0)

    assert tasks.state.notes[0].text == "You may not do this: settle tasks."
    assert len(tasks.state.tasks) == 2


def test_after_the_last_task_there_is_none_in_sight(tasks):
    tasks.settle(0)
    tasks.settle(0)

    assert tasks.state.task is None
    tasks.settle(0)


def test_another_task_is_chosen_from_the_list(tasks):
    tasks.choose(1)
    assert tasks.state.task == tasks.state.tasks[1]

    tasks.choose(9)

    assert tasks.state.chosen == 1


def test_a_failure_lets_the_task_be_settled_again(tasks, service, stage):
    service.fails = RuntimeError("disk")
    tasks.settle(0)
    service.fails = None

    tasks.settle(0)

    assert len(stage.troubles) == 1
    assert len(tasks.state.tasks) == 1
