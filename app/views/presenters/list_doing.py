"""What the deeds of the lists are done with: the workstation, the words, the window, and asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.desk.outcome import Done
from app.views.presenters.person_doing import Doing
from app.views.presenters.question import Answer, Answered, Asking
from app.views.presenters.service import Failed, Service
from app.views.presenters.stage import Stage
from app.words import Words

Say = Callable[[Done[Any]], str]


class ListDoing(Doing):
    """Asks, does, writes files, and tells, for the deeds of the lists.

    Attributes:
        wanted: The key of the row to be chosen when its list is read the next time; "" for the one that is.
        kept: What the last deed left that may be taken back as long as its list is in sight; None for nothing.
    """

    def __init__(self, service: Service, words: Words, stage: Stage, asking: Asking) -> None:
        super().__init__(service, words, stage, asking)
        self.service, self.words, self.stage = service, words, stage
        self.kept: Any = None
        self.wanted = ""

    def write(self, write: Callable[..., None], path: Path, say: Say) -> None:
        """Have a file written, and open it; `write` takes `path`, `done` and `failed`."""

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            write(path=path, done=done, failed=failed)

        def told(outcome: Done[Any]) -> str:
            self.stage.open_file(path)
            return say(outcome)

        self.act(act, told)
