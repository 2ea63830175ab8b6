"""An open desk in its town, and the hands that play on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.desk.outcome import Outcome, Refused
from app.desk.ports import Work
from app.views.presenters.desk_state import Mode
from app.views.presenters.hold_lists import HOLD_LISTS
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.screens.desk import DeskScreen
from app.views.screens.lists import ListsScreen
from app.views.screens.patrons import PatronsScreen
from app.views.screens.screen import Screen
from app.views.screenshots.people import Town
from app.views.shell.opening import OpenDesk

LIMIT_S = 60
PAUSE_S = 0.003
TROUBLED = "24-offline"


@dataclass(frozen=True, slots=True)
class Stage:
    """An open desk in its town."""

    desk: OpenDesk
    town: Town

    def pump(self, until: Callable[[], object]) -> None:
        """Serve Tk until something is so."""
        limit = time.monotonic() + LIMIT_S
        while not until():
            assert time.monotonic() < limit, f"waited in vain; {self.unforeseen('') or 'nothing is told'}"
            self.desk.root.update()
            self.desk.world.pause(PAUSE_S)

    def settle(self) -> None:
        """Let Tk draw all it has to."""
        for _ in range(3):
            self.desk.root.update()

    def unforeseen(self, scene: str) -> list[str]:
        """Return what the banner tells in a scene that is not about trouble."""
        frame = self.desk.shell.frame
        said = frame.banner.text if frame is not None else ""
        return [f"tells of trouble: {said}"] if said and scene != TROUBLED else []

    def screen(self, name: str) -> Screen:
        self.desk.shell.go(name)
        return self.desk.shell.screens[name]

    def at_desk(self, mode: Mode = Mode.CHECK_OUT) -> DeskScreen:
        screen = self.screen("desk")
        assert isinstance(screen, DeskScreen)
        screen.forget()
        screen.presenter.set_mode(mode)
        screen.scan.focus()
        return screen

    def do(self, deed: Callable[[Work], Outcome[Any]]) -> Any:
        """Do something behind the window, and return what came of it; nothing in this town is refused."""
        outcome = self.desk.worker.call(lambda station: station.do(deed))
        assert not isinstance(outcome, Refused), outcome
        return outcome.record

    @property
    def replica(self) -> int:
        """The number of this workstation."""
        return self.desk.worker.call(lambda station: station.identity()[1])

    def other_kind(self) -> str:
        """Return a kind of number that is not the library's own card."""
        return "health_card" if self.town.profile == "hjorring" else "pupil_card"

    def person(self, place: int, tab: Tab) -> PersonPresenter:
        """Open somebody's page."""
        screen = self.screen("patrons")
        assert isinstance(screen, PatronsScreen)
        screen.open_details(self.town.people[place].card)
        screen.person.choose_tab(tab)
        return screen.person

    def list_of(self, kind: ListKind) -> ListsScreen:
        screen = self.screen("holds" if kind in {one.kind for one in HOLD_LISTS} else "lists")
        assert isinstance(screen, ListsScreen)
        screen.presenter.choose_kind(kind)
        self.pump(lambda: not screen.presenter.state.reading)
        return screen

    def scan(self, screen: DeskScreen, text: str) -> None:
        before = screen.presenter.state.number
        screen.presenter.scan(text)
        self.pump(lambda: screen.presenter.state.number > before and not screen.presenter.deeds.busy)
