"""What tabs of the settings have in common that are about a branch: which one it is, and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.db.queries.network import BranchShown, branches
from app.views.presenters.line import Line, Tone
from app.views.presenters.question import Asking
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.words import Words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


class TabPresenter(Showing[S]):
    """Shows something of a branch and asks before it is changed; its state has `asked`."""

    def __init__(self, state: S, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(state)
        self._service, self._words, self._stage = service, words, stage
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda asked: self.change(asked=asked)

    def forget(self) -> None:
        """Let go of what is being typed."""
        self.asking.close()

    def _branches(self) -> list[BranchShown]:
        return branches(self._service.database)

    def _branch(self, code: str) -> BranchShown | None:
        """Return the branch with a code; where nobody has chosen one yet, that of this desk."""
        own = self._service.place
        found = [one for one in self._branches() if (one.code == code if code else own and one.branch == own.branch)]
        return found[0] if found else None

    def _say(self, text: str) -> None:
        self._stage.say(Line(tone=Tone.OK, text=text))
