"""Signing in: one calm card, and nothing of anybody behind it."""

from __future__ import annotations

from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Note, Tone
from app.views.presenters.sign_in import SignInPresenter, SignInState
from app.views.widgets import fonts
from app.views.widgets.basics import NoteBox, button, card, enable, label
from app.views.widgets.fields import Field, on_enter
from app.views.widgets.scale import px
from app.words import Words

INSIDE = 320


class SignInScreen:
    """A name, a password, Enter."""

    def __init__(self, parent: Misc, words: Words, presenter: SignInPresenter) -> None:
        self._words, self._presenter = words, presenter
        self._said = ""
        self.frame = ttk.Frame(parent, style="Page.TFrame")
        self._card = card(self.frame, 32, 28, 32, 32)
        self._card.place(relx=0.5, rely=0.46, anchor="center")
        self._card.columnconfigure(0, minsize=px(INSIDE))
        ttk.Label(self._card, style="Accent.TLabel", icon="book-half", icon_size=34).grid(row=0, sticky="w")
        label(self._card, words("signin.title"), "Name").grid(row=1, sticky="w", pady=px(10, 0))
        self._where = label(self._card, "", "Muted", wraplength=px(INSIDE))
        self._where.grid(row=2, sticky="w", pady=px(2, 16))
        self.login = Field(self._card, words("signin.login"))
        self.login.grid(row=3, sticky="ew", pady=px(0, 12))
        self.password = Field(self._card, words("signin.password"), show="•")
        self.password.grid(row=4, sticky="ew")
        self._note = ttk.Frame(self._card)
        self._note.grid(row=5, sticky="ew", pady=px(12, 0))
        self._button = button(self._card, words("signin.sign-in"), self._sign_in, kind="Primary")
        self._button.grid(row=6, sticky="ew", pady=px(6, 0))
        on_enter(self.login.entry, self.password.entry.focus_set)
        on_enter(self.password.entry, self._sign_in)
        self.login.value = presenter.state.login
        presenter.show = self._show
        self._show(presenter.state)

    def entered(self) -> None:
        """Put the focus where something is missing."""
        self.password.value = ""
        (self.password if self.login.value else self.login).entry.focus_set()

    def _sign_in(self) -> None:
        self._presenter.sign_in(self.login.value, self.password.value)

    def _show(self, state: SignInState) -> None:
        self._where.configure(text=state.where)  # Empty it is as high as a line: the card does not jump.
        enable(self._button, when=not state.busy and not state.shut and state.admitted)
        self._button.configure(text=self._words("signin.checking" if state.busy else "signin.sign-in"))
        said = state.complaint
        if not state.admitted:
            said = f"{self._words('error.sync.not-admitted')} {self._words('error.sync.not-admitted.hint')}"
        if said == self._said:
            return
        self._said = said
        for child in self._note.winfo_children():
            child.destroy()
        if said:
            tone = Tone.REFUSED if state.admitted else Tone.ATTENTION
            NoteBox(self._note, Note(tone=tone, text=said)).pack(fill="x", pady=px(0, 8))
            self.password.value = ""
            self.password.entry.focus_set()
        else:
            self._note.configure(height=1)
        self.password.entry.configure(font=fonts.BODY)
