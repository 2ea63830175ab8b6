"""Who looks like the person being entered: above the form, with one key for each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.alike import LOOKED_AT, ROWS_MAX, AlikePresenter, AlikeRow, AlikeState
from app.views.presenters.command import Command
from app.views.widgets import fonts
from app.views.widgets.basics import NoteBox, button
from app.views.widgets.ellipsis import ShortLabel
from app.views.widgets.scale import px
from app.words import Words

TYPED_MS = 250
"""After so long without another key it is looked."""
DIGITS = tuple(str(place) for place in range(1, ROWS_MAX + 1))
NONE_OF_THEM = "0"


def alike_commands(
    presenter: AlikePresenter,
    on_another: Callable[[], None],
    *,
    on_this: Callable[[str], None],
    may: Callable[[], bool],
) -> tuple[Command, ...]:
    """Return the answers as commands; their keys stand on the buttons of the panel."""
    return (
        *(
            Command(
                id=f"known-{digit}",
                key=f"Alt-Key-{digit}",
                run=partial(on_this, digit),
                may=lambda digit=digit: may() and presenter.may_be(digit),  # type: ignore[misc]  # Its default is bound.
                shown=False,
            )
            for digit in DIGITS
        ),
        Command(
            id="another-person",
            key=f"Alt-Key-{NONE_OF_THEM}",
            run=on_another,
            may=lambda: may() and bool(presenter.state.rows),
            shown=False,
        ),
    )


class AlikePanel:
    """Shown inside a card while somebody registered already looks like the one being entered."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        presenter: AlikePresenter,
        *,
        on_another: Callable[[], None],
        on_this: Callable[[str], None],
    ) -> None:
        self._words, self._presenter, self._on_another, self._on_this = words, presenter, on_another, on_this
        self._shown = AlikeState()
        self._job: str | None = None
        self._typed: Mapping[str, str] = {}
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.frame.bind("<Destroy>", lambda _: self.put_off(), add="+")

    # What is typed.

    def watch(self, field: ttk.Entry, values: Callable[[], Mapping[str, str]]) -> None:
        """Look for who is alike soon after something was typed in a field."""
        field.bind("<KeyRelease>", lambda _: self._plan(values), add="+")

    def _plan(self, values: Callable[[], Mapping[str, str]]) -> None:
        typed = {name: value for name, value in values().items() if value and name in LOOKED_AT}
        if typed != self._typed:  # The Esc that closes a form is let go in it, and Tab changes nothing.
            self.put_off()
            self._typed = typed
            self._job = self.frame.after(TYPED_MS, partial(self._look, values))

    def _look(self, values: Callable[[], Mapping[str, str]]) -> None:
        self._job = None
        self._presenter.look(values())

    def put_off(self) -> None:
        """Do not look any more for what was typed last."""
        if self._job is not None:
            self.frame.after_cancel(self._job)
            self._job = None

    def forget(self) -> None:
        """Let go of what was typed: another form begins."""
        self.put_off()
        self._typed = {}

    # What is shown.

    def show(self, state: AlikeState) -> None:
        if state == self._shown:
            return
        self._shown = state
        for child in self.frame.winfo_children():
            child.destroy()
        if state.note is None:
            return
        NoteBox(self.frame, state.note).grid(row=0, column=0, columnspan=2, sticky="ew", pady=px(0, 4))
        for place, row in enumerate(state.rows, start=1):
            self._row(place, row)
        text = f"{self._words('command.another-person')}   Alt+{NONE_OF_THEM}"
        other = button(self.frame, text, self._on_another, icon="person-plus")
        other.grid(row=len(state.rows) + 1, column=1, sticky="ew", pady=px(4, 0))

    def _row(self, place: int, row: AlikeRow) -> None:
        said = ttk.Frame(self.frame)
        said.columnconfigure(0, weight=1)
        said.grid(row=place, column=0, sticky="ew", padx=px(2, 14), pady=px(4, 2))
        name = ShortLabel(said, font=fonts.BODY_BOLD, style="Strong.TLabel")
        name.grid(row=0, column=0, sticky="ew")
        name.set(f"{row.name}   ·   {row.likeness}")
        about = ShortLabel(said, font=fonts.BODY, style="Muted.TLabel")
        about.grid(row=1, column=0, sticky="ew")
        about.set(row.about)
        text = f"{self._words('command.known-1')}   Alt+{row.key}"
        this = button(self.frame, text, partial(self._on_this, row.key), icon="person-check")
        this.grid(row=place, column=1, sticky="ew", pady=px(4, 2))
