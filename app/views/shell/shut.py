"""The desk cannot be opened: one card that says why, for whoever started it without a console to read."""

from __future__ import annotations

from tkinter import Misc

import ttkbootstrap as ttk

from app.errors import LibraryError
from app.views.presenters.trouble import error_line
from app.views.shell.opening import make_root
from app.views.widgets.basics import button, card
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px
from app.words import LANGUAGES, Words

WIDTH = 460


def show_why(words: Words, error: LibraryError) -> None:
    """Show why the desk cannot be opened, until it is closed."""
    root = make_root(dark=False)
    Reason(root, words, error)
    root.mainloop()


class Reason:
    """The card. Before there is a network nobody has said which language is spoken: each is offered by its name."""

    def __init__(self, root: ttk.App, words: Words, error: LibraryError) -> None:
        self._root, self._error = root, error
        self.languages: dict[str, ttk.Button] = {}
        self._frame = card(root, 28, 26)
        self._frame.pack(fill="both", expand=True)
        self._frame.columnconfigure(0, minsize=px(WIDTH))
        self.speak(words)

    def speak(self, words: Words) -> None:
        """Say it in a language."""
        self._root.title(words("shell.window"))
        for child in self._frame.winfo_children():
            child.destroy()
        said = error_line(words, self._error)
        Glyph(self._frame, "book-half", 34, "Accent.TLabel").grid(sticky="w", pady=px(0, 12))
        Wrapped(self._frame, text=said.text, style="Heading.TLabel").grid(sticky="ew")
        Wrapped(self._frame, text=said.todo, style="Muted.TLabel").grid(sticky="ew", pady=px(6, 18))
        foot = ttk.Frame(self._frame)
        foot.grid(sticky="ew")
        self.languages = {one: self._offered(foot, one) for one in LANGUAGES if one != words.language}
        close = button(foot, words("shell.close"), self._root.destroy, kind="Primary")
        close.pack(side="right")
        close.focus_set()

    def _offered(self, parent: Misc, language: str) -> ttk.Button:
        made = button(parent, LANGUAGES[language], lambda: self.speak(Words(language)), kind="Ghost")
        made.pack(side="left", padx=px(0, 8))
        return made
