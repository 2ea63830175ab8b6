"""The card with the scan field: what a scan means now, and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Event, Misc, StringVar
from typing import Any

import ttkbootstrap as ttk

from app.views.presenters.desk_state import DeskState, Mode
from app.views.presenters.line import Line, Tone
from app.views.widgets import fonts
from app.views.widgets.basics import ICON_OF, TINT_OF, button, card
from app.views.widgets.ellipsis import ShortLabel, font_named, shortened
from app.views.widgets.fields import entry, on_enter
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px
from app.views.widgets.tip import Tip
from app.words import Words

MODE_ICONS = {
    Mode.CHECK_OUT: "box-arrow-right",
    Mode.RETURN: "box-arrow-in-left",
    Mode.RENEW: "arrow-repeat",
    Mode.HOLD: "bookmark-plus",
}
UNDO_WIDTH = 260
PILL_RIM = 24
"""Logical pixels that a pill keeps around its text."""
TYPED_MS = 150
"""After so long without a key the text was typed by a person, and the list opens; a scanner is faster."""


class ScanCard:
    """The field is always ready: emptied after every scan, and given back the focus."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        mode_keys: dict[Mode, str],
        on_mode: Callable[[Mode], None],
        on_undo: Callable[[], None],
        undo_key: str,
    ) -> None:
        self._words = words
        self.entered: Callable[[str], None] = lambda _: None
        self.typed: Callable[[str], None] = lambda _: None
        self._job: str | None = None
        self.frame = card(parent, 18, 16, 18, 12)
        self.frame.columnconfigure(1, weight=1)
        ttk.Label(self.frame, icon="upc-scan", icon_size=28, style="Accent.TLabel").grid(
            row=0, column=0, padx=px(2, 14)
        )
        self.field = entry(self.frame, font=fonts.SCAN)
        self.field.grid(row=0, column=1, sticky="ew")
        self._mode = StringVar(self.frame, value=Mode.CHECK_OUT.value)
        self._show_modes(mode_keys, on_mode)
        self._show_result(on_undo, undo_key)
        on_enter(self.field, self._enter)
        self.field.bind("<KeyRelease>", self._key, add="+")
        self.field.bind("<<Paste>>", lambda _: self._plan(), add="+")

    def _show_modes(self, keys: dict[Mode, str], on_mode: Callable[[Mode], None]) -> None:
        frame = ttk.Frame(self.frame)
        frame.grid(row=0, column=2, padx=px(14, 0), sticky="ns")
        for mode, icon in MODE_ICONS.items():
            made = ttk.Radiobutton(
                frame,
                text=f" {self._words(f'desk.mode.{mode}')}   {keys[mode]}",
                value=mode.value,
                variable=self._mode,
                command=lambda mode=mode: on_mode(mode),
                style="Segment.Toolbutton",
                icon=icon,
                icon_size=15,
                takefocus=False,
            )
            made.pack(side="left", padx=px(0, 6) if mode is not Mode.HOLD else 0)

    def _show_result(self, on_undo: Callable[[], None], undo_key: str) -> None:
        self._result = row = ttk.Frame(self.frame)
        row.grid(row=1, column=0, columnspan=3, sticky="ew", pady=px(10, 0))
        row.bind("<Configure>", lambda _: self._place_todo(), add="+")
        row.columnconfigure(1, weight=1)
        self._icon = Glyph(row, ICON_OF[Tone.PLAIN], 17, "Muted.TLabel")
        self._icon.grid(row=0, column=0, padx=px(4, 8))
        self._said = ShortLabel(row, font=fonts.BODY, style="Muted.TLabel")
        self._said.grid(row=0, column=1, sticky="ew")
        self._todo = ttk.Label(row, style="warn.Pill.TLabel")
        self._undo = button(row, "", on_undo, kind="Ghost", icon="arrow-counterclockwise", takefocus=False)
        self._undo_tip = Tip(self._undo)
        self._undo_key = undo_key

    # What is shown.

    def show(self, state: DeskState) -> None:
        self._mode.set(state.mode.value)
        self.show_line(state.line)
        if state.undo:
            named = shortened(state.undo, font_named(fonts.BODY, self.field), px(UNDO_WIDTH))
            self._undo.configure(text=f" {named}   {self._undo_key}")
            self._undo_tip.text = state.undo_about
            self._undo.grid(row=0, column=3, padx=px(8, 0))
        else:
            self._undo.grid_remove()
        self._place_todo()

    def show_line(self, line: Line) -> None:
        tint = TINT_OF[line.tone]
        style = "Muted.TLabel" if line.tone is Tone.PLAIN else f"{tint}.Ink.TLabel"
        self._icon.set(ICON_OF[line.tone], style)
        if str(self._said.cget("style")) != style:
            self._said.configure(style=style)
        self._said.set(line.text or self._words("desk.ready"))
        self._todo.configure(text=line.todo)
        self._place_todo()

    def _place_todo(self) -> None:
        """Put what is to be done beside what was done; below it where the two are too long for one line."""
        text = str(self._todo.cget("text"))
        if not text:
            self._todo.grid_remove()
            return
        undo = self._undo.winfo_reqwidth() + px(8) if self._undo.winfo_manager() else 0
        room = self._result.winfo_width() - self._icon.winfo_reqwidth() - px(12) - undo
        said = font_named(fonts.BODY, self.field).measure(self._said.full_text)
        self._todo.configure(wraplength=0)
        if said + self._todo.winfo_reqwidth() + px(16) <= room:
            self._todo.grid(row=0, column=2, columnspan=1, sticky="", padx=px(8, 0), pady=0)
        else:
            self._todo.configure(wraplength=max(px(200), room + undo - px(PILL_RIM)))
            self._todo.grid(row=1, column=1, columnspan=3, sticky="w", padx=0, pady=px(8, 0))

    # What is typed.

    def focus(self) -> None:
        self.field.focus_set()
        self.field.icursor("end")

    def clear(self) -> None:
        self._cancel()
        self.field.delete(0, "end")

    def add(self, text: str) -> None:
        """Take a key that was pressed elsewhere."""
        self.field.insert("end", text)
        self.focus()
        self._plan()

    def _enter(self) -> None:
        self._cancel()
        self.entered(self.field.get())

    def _key(self, event: Event[Any]) -> None:
        if event.keysym not in {"Return", "KP_Enter", "Up", "Down", "Escape", "Tab"}:
            self._plan()

    def _plan(self) -> None:
        self._cancel()
        self._job = self.field.after(TYPED_MS, self._tell)

    def _tell(self) -> None:
        self._job = None
        self.typed(self.field.get())

    def _cancel(self) -> None:
        if self._job is not None:
            self.field.after_cancel(self._job)
            self._job = None
