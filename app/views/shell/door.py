"""The door: the card that asks who is there, shown before anything behind it is imported or opened.

What is typed meanwhile is not lost: it waits in the data worker's queue, and is answered when the station is open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from app.settings import SettingsFile
from app.station.worker import DataWorker
from app.views.presenters.line import Line
from app.views.presenters.sign_in import SignInPresenter
from app.views.screens.sign_in import SignInScreen
from app.views.shell.tasks import Tasks
from app.views.shell.training import training_band
from app.views.shell.troubles import Troubles
from app.words import Words

if TYPE_CHECKING:  # Behind the door.
    from app.db.queries.network import OwnPlace
    from app.desk.found import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorbell:
    """Fills the port `Entrance`: asks the data worker, which may still be opening the station."""

    settings: SettingsFile
    worker: DataWorker
    tasks: Tasks

    def sign_in(
        self, login: str, password: str, *, done: Callable[[Acting], None], failed: Callable[[Exception], None]
    ) -> None:
        answer = self.worker.submit(lambda station: station.signed_in(login, password))
        self.tasks.follow(answer, done=lambda station: done(station.acting), failed=failed)


class Door:
    """Shows who is to sign in. It fills the port `Threshold`.

    Attributes:
        let_in: Takes in whoever has signed in; named by what is behind the door, before anybody can be answered.
    """

    def __init__(self, root: ttk.App, words: Words, bell: Doorbell, troubles: Troubles) -> None:
        self._root, self._bell, self._troubles = root, bell, troubles
        self._training = False
        self.let_in: Callable[[Acting], None] = lambda _: None
        root.rowconfigure(1, weight=1)
        root.columnconfigure(0, weight=1)
        troubles.show = self.complain
        self.build(words)

    def build(self, words: Words) -> None:
        """Build the card; anew for every language."""
        self._words = words
        self._root.title(words("shell.window"))
        self.presenter = SignInPresenter(self._bell, words, self)
        self.screen = SignInScreen(self._root, words, self.presenter)
        if self._training:
            self.mark_training()

    def look_at(self, place: OwnPlace | None) -> None:
        """Show where this workstation stands."""
        self.presenter.look_at(place)

    def mark_training(self) -> None:
        """Mark a network for practice: over the page, so that the card stays where it is when this is known."""
        self._training = True
        training_band(self.screen.frame, self._words).place(x=0, y=0, relwidth=1)

    def show(self) -> None:
        """Ask who is there."""
        self.screen.frame.grid(row=1, column=0, sticky="nsew")
        self._root.update_idletasks()  # What is not laid out yet cannot take the focus.
        self.screen.entered()

    def hide(self) -> None:
        self.screen.frame.grid_remove()

    def shut(self) -> None:
        """Let nobody in: what is behind the door cannot be opened."""
        self.presenter.shut()

    def complain(self, line: Line) -> None:
        self.presenter.complain(line.whole)

    def enter(self, acting: Acting) -> None:
        self.let_in(acting)

    def trouble(self, error: Exception) -> None:
        self._troubles.tell(error)
