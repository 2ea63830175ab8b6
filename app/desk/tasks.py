"""Tasks: what two desks did without knowing of each other, for a person to settle."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.notices import settle_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.persons import OTHER, SAME, settle_people
from app.desk.ports import Work
from app.desk.records import Decision
from app.desk.stock_book import renumber_act
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block

RENUMBER = "renumber"
"""The later of two acts with one number gets another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    task: str
    choice: str


def decide_task(work: Work, *, task: str, choice: str) -> Outcome[Decided]:
    """Settle a task. The decision names the verdict and its facts: should new facts come, there is a new task.

    Whether two records are of one person is said of the records themselves: that is no decision about a task alone.
    """
    tasks, blocks = work.open_tasks(), not_permitted(work, "tasks")
    if task not in tasks:
        blocks = (*blocks, block(Why.TASK_UNKNOWN))
    elif choice not in tasks[task]:
        blocks = (*blocks, block(Why.CHOICE_UNKNOWN))
    if blocks:
        return Refused(blocks=blocks)
    unsure = work.unsure_notice(task)
    if choice in {SAME, OTHER}:
        if against := settle_people(work, work.people_of_task(task), choice):
            return Refused(blocks=against)
    elif choice == RENUMBER:
        renumbered = renumber_act(work, act=f"#{work.stock_book.acts_of_task(task)[-1]}")
        if isinstance(renumbered, Refused):
            return renumbered
    else:
        work.add(Decision(task=task, choice=choice))
        work.settle_held(task=task, choice=choice)
    if unsure is not None:
        settle_notice(work, unsure, choice)
    return Done(
        record=Decided(task=task, choice=choice), touched=frozenset({Touched.TASK, Touched.PATRON, Touched.ITEM})
    )
