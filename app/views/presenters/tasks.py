"""Tasks: what two desks did without knowing of each other, both sides in sight, and one key to settle it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from app.db.queries.tasks import Side, TaskShown, tasks
from app.desk.outcome import Outcome, Refused, Touched
from app.desk.tasks import Decided, decide_task
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCard:
    """One of the facts: what, to whom, where, by whom, when."""

    what: str
    patron: str
    branch: str
    staff: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What may be decided, and the digit that decides it."""

    key: str
    choice: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """A task as a person reads it."""

    name: str
    kind: str
    sentence: str
    branch: str
    mine: bool
    sides: tuple[SideCard, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksState:
    """The tasks, those of this branch first; `chosen` is the place of the one in sight."""

    tasks: tuple[TaskCard, ...] = ()
    chosen: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def task(self) -> TaskCard | None:
        return self.tasks[self.chosen] if self.chosen < len(self.tasks) else None


class TasksPresenter(Showing[TasksState]):
    """Shows tasks and settles them."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(TasksState())
        self._service, self._words, self._stage = service, words, stage
        self._busy = False

    def refresh(self) -> None:
        cards = [self._card(task) for task in tasks(self._service.database)]
        cards.sort(key=lambda card: not card.mine)
        chosen = min(self.state.chosen, max(0, len(cards) - 1))
        self.change(tasks=tuple(cards), chosen=chosen)

    def forget(self) -> None:
        """Put everything away: nobody stays in sight."""
        self.change(tasks=(), chosen=0, notes=())

    def choose(self, place: int) -> None:
        if 0 <= place < len(self.state.tasks):
            self.change(chosen=place, notes=())

    def settle(self, place: int) -> None:
        """Settle the task in sight with its choice at `place`."""
        task = self.state.task
        if task is None or self._busy or place >= len(task.choices):
            return
        self._busy = True
        deed = partial(decide_task, task=task.name, choice=task.choices[place].choice)
        self._service.do(deed, done=self._settled, failed=self._failed)

    def _settled(self, outcome: Outcome[Decided]) -> None:
        self._busy = False
        if isinstance(outcome, Refused):
            self.change(notes=block_notes(self._words, outcome.blocks, self._service.acting))
            self._stage.say(Line(tone=Tone.REFUSED, text=self.state.notes[0].text))
            return
        self.change(notes=())
        self._stage.say(Line(tone=Tone.OK, text=self._words("tasks.settled")))

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.TASK, Touched.LOAN, Touched.ITEM, Touched.PATRON} & set(kinds):
            self.refresh()

    def _card(self, task: TaskShown) -> TaskCard:
        place = self._service.place
        return TaskCard(
            name=task.name,
            kind=self._words(f"tasks.kind.{task.kind}"),
            sentence=self._words(f"task.{task.kind}", subject=task.subject),
            branch=task.branch,
            mine=place is not None and task.branch == place.branch_name,
            sides=tuple(self._side(side) for side in task.sides),
            choices=tuple(
                Choice(key=str(number), choice=choice, label=self._words(f"task.choice.{choice}"))
                for number, choice in enumerate(task.choices, start=1)
            ),
        )

    def _side(self, side: Side) -> SideCard:
        at = self._words.moment(self._service.local(side.at_ms)) if side.at_ms is not None else ""
        return SideCard(what=side.what, patron=side.patron, branch=side.branch, staff=side.staff, at=at)
