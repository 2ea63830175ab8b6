"""A real window for tests: real threads, real keys, and nothing that waits for a time instead of a condition."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from app.views.screenshots.town import PASSWORD
from app.views.shell.keys import ALT
from app.views.shell.opening import OpenDesk, open_window
from app.words import Words

LIMIT_S = 60
SHOW_TEXT = {"TLabel", "TButton", "TRadiobutton", "TCheckbutton"}
KEYSYMS = {" ": "space", ".": "period", "-": "minus", ",": "comma", "@": "at", "+": "plus"}


def in_thread(work):
    threading.Thread(target=work, daemon=True).start()


@dataclass
class Gate:
    """Keeps threads from starting, until a test lets them."""

    held: list = field(default_factory=list)
    is_open: bool = False

    def __call__(self, work):
        if self.is_open:
            in_thread(work)
        else:
            self.held.append(work)

    def open(self):
        self.is_open = True
        while self.held:
            in_thread(self.held.pop(0))


@dataclass
class Window:
    """An open desk, and hands for it.

    Attributes:
        troubles: What the window told of as trouble; a test that expects none fails on any.
    """

    desk: OpenDesk
    troubles: list = field(default_factory=list)
    closed: bool = False

    @classmethod
    def door(cls, home, world, language="lv", *, spawn=in_thread, scaling=None):
        """Open the window; the station is opened while Tk is served."""
        opened = []
        desk = open_window(
            home,
            world,
            Words(language),
            spawn=spawn,
            scaling=scaling,
            open_file=opened.append,
        )
        window = cls(desk)
        window._listen()
        window.pump(desk.root.winfo_viewable)
        desk.root.focus_force()
        desk.door.screen.entered()
        window.pump(lambda: desk.root.focus_get() is not None)
        return window

    @classmethod
    def open(cls, home, world, language="lv", **options):
        """Open the window, and wait until the station is open behind the door."""
        window = cls.door(home, world, language, **options)
        window.pump(lambda: window.desk.inside is not None)
        return window

    def _listen(self):
        tell = self.desk.troubles.tell

        def trouble(error):
            self.troubles.append(error)
            tell(error)

        self.desk.troubles.tell = trouble

    @property
    def root(self):
        return self.desk.root

    @property
    def shell(self):
        return self.desk.shell

    @property
    def screen(self):
        return self.shell.screens[self.shell.chosen]

    @property
    def state(self):
        """The state of the desk."""
        return self.shell.screens["desk"].presenter.state

    # Waiting.

    def update(self):
        for _ in range(2):
            self.root.update()

    def pump(self, until):
        """Serve Tk until something is so."""
        limit = time.monotonic() + LIMIT_S
        while not until():
            assert time.monotonic() < limit, "waited in vain"
            self.root.update()
            threading.Event().wait(0.002)

    # Hands.

    def press(self, *keys):
        """Press keys as Tk names them: "F2", "Shift-F8", "Control-Return"."""
        for key in keys:
            *held, keysym = key.split("-")
            state = sum({"Shift": 0x1, "Control": 0x4, "Alt": ALT}[one] for one in held)
            self._focused().event_generate("<KeyPress>", keysym=keysym, state=state)
            self._focused().event_generate("<KeyRelease>", keysym=keysym, state=state)
            self.update()

    def type(self, text):
        for letter in text:
            keysym = KEYSYMS.get(letter, letter)
            self._focused().event_generate("<KeyPress>", keysym=keysym)
            self._focused().event_generate("<KeyRelease>", keysym=keysym)
        self.root.update()

    def _focused(self):
        focused = self.root.focus_get()
        assert focused is not None, "without the focus keys are lost silently"
        return focused

    # What a librarian does over and over.

    def sign_in(self):
        """Type the password: the login is remembered."""
        self.type(PASSWORD)
        self.press("Return")
        self.pump(lambda: self.shell.frame is not None and self.shell.frame.is_shown)
        self.update()

    def scan(self, text):
        """Type a number and enter it, as a scanner does; wait for what comes of it."""
        before = self.state.number
        self.type(text)
        self.press("Return")
        self.pump(lambda: self.state.number > before)

    def result(self, act):
        """Do something and wait for its result."""
        before = self.state.number
        act()
        self.pump(lambda: self.state.number > before)
        return self.state.line

    def texts(self):
        """Every text that is in sight."""
        return [str(widget.cget("text")) for widget in _mapped(self.root) if widget.winfo_class() in SHOW_TEXT]

    # The end.

    def close(self):
        """Close the window as a person does, and wait until it is gone."""
        if self.closed:
            return
        self.closed = True
        gone = []
        self.root.bind("<Destroy>", lambda event: gone.append(event.widget is self.root), add="+")
        self.root.tk.call(self.root.protocol("WM_DELETE_WINDOW"))
        limit = time.monotonic() + LIMIT_S
        while not any(gone):
            assert time.monotonic() < limit, "the window does not close"
            self.root.update()
            threading.Event().wait(0.002)


def _mapped(widget):
    for child in widget.winfo_children():
        if child.winfo_viewable():
            yield child
            yield from _mapped(child)
