"""The shell: the frame around the screens, the way from one to another, and what every screen may ask of the window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import ttkbootstrap as ttk

from app.desk.found import Acting
from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.line import QUIET, Line
from app.views.presenters.news import PostNews, SyncNews
from app.views.presenters.settings import SettingsPresenter
from app.views.presenters.shell import ShellPresenter
from app.views.screens.registry import SCREENS, make_screen
from app.views.screens.screen import Room, Screen
from app.views.shell.asking import ask_files, ask_folder, ask_save
from app.views.shell.door import Door
from app.views.shell.frame import Frame
from app.views.shell.keys import Keys
from app.views.shell.live import LiveService
from app.views.shell.sound import Sound
from app.views.shell.tk_words import speak
from app.views.shell.training import training_band
from app.views.shell.troubles import Troubles
from app.views.widgets.palette import theme_name
from app.words import Words

if TYPE_CHECKING:
    from app.views.presenters.person_state import Tab
    from app.views.presenters.sign_in import SignInPresenter
    from app.views.screens.desk import DeskScreen
    from app.views.screens.patrons import PatronsScreen
    from app.views.screens.sign_in import SignInScreen
    from app.views.screens.stock import StockScreen

REFRESH_MS = 30_000
"""How often the frame looks at the day and at who waits: midnight comes without a deed."""

DESK, PATRONS, STOCK, TASKS, SETTINGS = "desk", "patrons", "stock", "tasks", "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the shell is given from outside.

    Attributes:
        open_file: Opens a file with the program that the PC has for it.
    """

    door: Door
    troubles: Troubles
    sound: Sound
    open_file: Callable[[Path], None]
    training: bool


class Shell:
    """Shows screens to whoever the door lets in. It fills the port `Stage`."""

    def __init__(self, root: ttk.App, service: LiveService, words: Words, around: Around) -> None:
        self.root, self.service, self.words, self._around = root, service, words, around
        self.door = around.door
        self._locked_by: object = None
        self.screens: dict[str, Screen] = {}
        self.chosen = DESK
        self.frame: Frame | None = None
        self.presenter: ShellPresenter | None = None
        self._band: ttk.Frame | None = None
        self.keys = Keys(root, self._commands)
        speak(words)
        self.door.let_in = self.enter
        self.door.look_at(service.place)
        around.troubles.show = self._show_trouble
        self._refresh_now_and_then()

    @property
    def sign_in(self) -> SignInScreen:
        return self.door.screen

    @property
    def signing_in(self) -> SignInPresenter:
        return self.door.presenter

    def prepare(self) -> None:
        """Build what is behind the door, while somebody is still typing a password."""
        if self.frame is None and self.service.place is not None:
            self._build_frame()

    def _build_frame(self) -> Frame:
        training = self._around.training
        self.presenter = ShellPresenter(self.service, self.words, training=training)
        self._band = training_band(self.root, self.words) if training else None
        self.frame = Frame(
            self.root,
            self.words,
            version=self.service.version,
            choose=self.go,
            commands=self._commands,
            look_now=self.service.look_now,
            lock=self.lock,
            sign_out=self.sign_out,
        )
        self.presenter.show = self.frame.show
        self.presenter.heard(self.service.news)
        self.presenter.heard_of_post(self.service.post)
        self._screen(DESK)
        return self.frame

    def _screen(self, name: str) -> Screen:
        """Return a screen, made when it is asked for first."""
        if name not in self.screens:
            assert self.frame is not None, "screens stand in the frame"
            self.screens[name] = make_screen(name, self.frame.content, self._room())
        return self.screens[name]

    def _room(self) -> Room:
        return Room(
            service=self.service,
            words=self.words,
            stage=self,
            settings=SettingsPresenter(self.service, speak=self.speak, darken=self.darken),
            keys_changed=self._keys_changed,
            listen=self.keys.listen,
            ask_files=partial(ask_files, self.root, self.words),
            ask_folder=partial(ask_folder, self.root, self.words),
            ask_save=partial(ask_save, self.root, self.words),
        )

    def speak(self, language: str) -> None:
        """Speak another language: everything is built anew, and whoever is signed in stays so."""
        self.words = self.service.words = self._around.troubles.words = Words(language)
        speak(self.words)
        self.screens.clear()
        self.frame = self.presenter = self._band = None
        for child in self.root.winfo_children():
            child.destroy()
        self.door.build(self.words)
        self.door.look_at(self.service.place)
        if self.service.acting is None:
            self.door.show()
        else:
            self.chosen = SETTINGS
            self._show_frame()

    def darken(self, dark: bool) -> None:  # noqa: FBT001  # A setting, passed on as it is.
        self.root.theme_use(theme_name(dark=dark))

    # Who works here.

    def enter(self, acting: Acting) -> None:
        """Let somebody in. Another than who locked the desk finds it cleared."""
        self.service.acting = acting
        if acting.staff != self._locked_by:
            self._forget()
            self.chosen = DESK
        self._locked_by = acting.staff
        self._show_frame()

    def _show_frame(self) -> None:
        frame = self.frame or self._build_frame()
        assert self.presenter is not None, "the frame has its presenter"
        if self._band is not None:
            self._band.grid(row=0, column=0, sticky="ew")
        frame.grid(row=1)
        self.door.hide()  # Last: a window that is empty in between lays out nothing, and nothing takes the focus.
        self.presenter.refresh()
        self.go(self.chosen)

    def lock(self) -> None:
        """Hide everything until somebody signs in."""
        self.service.sign_out()
        self.door.look_at(self.service.place)
        self.door.show()
        if self.frame is not None:
            self.frame.hide()
        if self._band is not None:
            self._band.grid_remove()

    def sign_out(self) -> None:
        """Hide everything, and put it away."""
        self._locked_by = None
        self._forget()
        self.lock()

    def _forget(self) -> None:
        for screen in self.screens.values():
            screen.forget()
        if self.presenter is not None:
            self.presenter.say(QUIET)

    # From screen to screen.

    def go(self, name: str) -> None:
        """Show a screen."""
        assert self.frame is not None, "nobody goes anywhere before signing in"
        screen = self._screen(name)
        if name != self.chosen and self.presenter is not None:
            self.presenter.say(QUIET)
        self.chosen = name
        self.frame.put(screen.frame, name)
        screen.entered()
        self._keys_changed()

    def open_patron(self, scan: str) -> None:
        self.go(DESK)
        cast("DeskScreen", self._screen(DESK)).open_patron(scan)

    def open_details(self, scan: str, tab: Tab | None = None) -> None:
        back = self._way_back()
        self.go(PATRONS)
        cast("PatronsScreen", self._screen(PATRONS)).open_details(scan, tab, back=back)

    def open_known(self, scan: str, told: Mapping[str, str]) -> None:
        back = self._way_back()
        self.go(PATRONS)
        cast("PatronsScreen", self._screen(PATRONS)).open_known(scan, told, back=back)

    def _way_back(self) -> Callable[[], None] | None:
        """Return what leads back to the screen in sight, from a page on the screen of patrons."""
        return partial(self.go, self.chosen) if self.chosen != PATRONS else None

    def open_registration(self) -> None:
        self.go(PATRONS)

    def open_title(self, title: int, name: str) -> None:
        self.go(STOCK)
        cast("StockScreen", self._screen(STOCK)).open_title(title, name)

    def open_file(self, path: Path) -> None:
        self._around.open_file(path)

    # Commands.

    def _commands(self) -> Sequence[Command]:
        """Return what may be done at this moment; while the help is open only to close it."""
        if self.service.acting is None or self.frame is None or not self.frame.is_shown:
            return ()
        if self.frame.help.is_open:
            return tuple(
                Command(id="help", key=key, run=self.frame.help.close, shown=False) for key in ("F1", "Escape")
            )
        return (*self._screen(self.chosen).commands, *self._everywhere())

    def _everywhere(self) -> Sequence[Command]:
        screens = (
            Command(id=f"screen.{entry.id}", key=f"Control-Key-{digit}", run=partial(self.go, entry.id), shown=False)
            for digit, entry in zip("1234567890", SCREENS, strict=False)
        )
        desk = self._screen(DESK).commands if self.chosen != DESK else ()
        return (
            Command(id="help", key="F1", run=self.open_help),
            Command(id="look-now", key="F7", run=self.service.look_now),
            Command(id="lock", key="F12", run=self.lock),
            *(self._from_elsewhere(command) for command in desk if command.id in FROM_EVERYWHERE),
            *screens,
        )

    def _from_elsewhere(self, command: Command) -> Command:
        def run() -> None:
            self.go(DESK)
            command.run()

        return Command(id=command.id, key=command.key, run=run, may=command.may, shown=False)

    def open_help(self) -> None:
        """Show every key of this screen, and those that work everywhere."""
        assert self.frame is not None, "the help lies over the frame"
        words = self.words
        here = self._screen(self.chosen).commands
        self.frame.help.open(
            [
                (words(f"shell.screen.{self.chosen}"), here),
                (words("shell.help.everywhere"), self._everywhere()),
            ]
        )

    def _keys_changed(self) -> None:
        made = self.chosen in self.screens  # One that is still being made has no commands yet.
        if made and self.frame is not None and self.frame.is_shown and self.service.acting is not None:
            self.frame.keys.show(self._screen(self.chosen).commands, self._everywhere())

    # News.

    def say(self, line: Line) -> None:
        self._around.sound.play(line.tone)
        if self.presenter is not None:
            self.presenter.say(line)

    def heard(self, news: SyncNews, touched: Collection[Touched]) -> None:
        """Take in how a round with the shared folder went, and what it brought."""
        self.service.news = news
        if self.presenter is not None:
            self.presenter.heard(news)
        self.publish({*touched, Touched.NETWORK})

    def heard_of_post(self, news: PostNews, touched: Collection[Touched]) -> None:
        """Take in how letters and forms fare that come and go by themselves."""
        self.service.post = news
        if self.presenter is not None:
            self.presenter.heard_of_post(news)
        self.publish(touched)

    def publish(self, touched: Collection[Touched]) -> None:
        """Have what is in sight shown anew; a screen that is not looks when it is entered."""
        if Touched.BRANCH in touched:
            self.service.look_at_place()
            self.door.look_at(self.service.place)
        if self.service.acting is None or self.presenter is None:
            return
        for listener in (self.presenter.touched, self._screen(self.chosen).touched):
            self.service.tasks.post(partial(listener, touched))  # One that fails keeps no neighbour from the news.

    def trouble(self, error: Exception) -> None:
        self._around.troubles.tell(error)

    def _show_trouble(self, line: Line) -> None:
        if self.frame is not None and self.frame.is_shown:
            self.frame.show_banner(line)
        else:
            self.door.complain(line)

    def _refresh_now_and_then(self) -> None:
        self.root.after(REFRESH_MS, self._refresh_now_and_then)
        if self.presenter is not None:
            self.presenter.refresh()


FROM_EVERYWHERE = frozenset({"check-out", "return", "renew", "find"})
"""Commands of the desk whose keys work on every screen."""
