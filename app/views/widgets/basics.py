"""The small parts every screen is made of: cards, pills, notes, keycaps, buttons, hairlines."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc
from typing import Any, Literal

import ttkbootstrap as ttk
from ttkbootstrap import Assets

from app.views.presenters.line import Note, Tone
from app.views.widgets import fonts
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.palette import tokens
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px

Tint = Literal["ok", "bad", "warn", "chip"]

TINT_OF: dict[Tone, Tint] = {Tone.PLAIN: "chip", Tone.OK: "ok", Tone.ATTENTION: "warn", Tone.REFUSED: "bad"}
ICON_OF: dict[Tone, str] = {
    Tone.PLAIN: "info-circle",
    Tone.OK: "check-circle-fill",
    Tone.ATTENTION: "exclamation-triangle-fill",
    Tone.REFUSED: "x-octagon-fill",
}

Kind = Literal["Primary", "PagePrimary", "Outline", "Quiet", "Ghost", "Warn"]


def card(parent: Misc, *padding: float, style: str = "Card.TFrame") -> ttk.Frame:
    """Return a white card with a hairline around it."""
    return ttk.Frame(parent, style=style, padding=px(*(padding or (18, 18))))


def line(parent: Misc) -> ttk.Frame:
    return ttk.Frame(parent, style="Line.TFrame", height=1)


def label(parent: Misc, text: str = "", style: str = "Body", **options: Any) -> ttk.Label:
    return ttk.Label(parent, text=text, style=f"{style}.TLabel", **options)


def pill(parent: Misc, text: str, tint: Tint = "chip", icon: str = "") -> ttk.Label:
    """Return a short word on a rounded tint."""
    made = ttk.Label(parent, text=f" {text}" if icon else text, style=f"{tint}.Pill.TLabel")
    if icon:
        made.configure(icon=icon, icon_size=13)
    return made


def keycap(parent: Misc, key: str) -> ttk.Label:
    return ttk.Label(parent, text=key, style="Key.TLabel")


def button(
    parent: Misc, text: str, command: Callable[[], object], *, kind: Kind = "Quiet", icon: str = "", **options: Any
) -> ttk.Button:
    """Return a button; the one that a view is for is `Primary`."""
    made = ttk.Button(parent, text=f" {text}" if icon else text, command=command, style=f"{kind}.TButton", **options)
    if icon:
        made.configure(icon=icon, icon_size=15)
    return made


def press_with_space(window: Misc) -> None:
    """Let Space press the button that has the focus, as in every other program; ttkbootstrap leaves it Enter alone."""
    window.bind_class("TButton", "<Key-space>", "ttk::button::activate %W")


def enable(widget: ttk.Button | ttk.Radiobutton | ttk.Entry, *, when: bool) -> None:
    widget.state(["!disabled" if when else "disabled"])


class Disc(ttk.Label):
    """Initials on a disc."""

    def __init__(self, parent: Misc, size: int = 46) -> None:
        super().__init__(parent, compound="center", font=fonts.HEADING, style="Heading.TLabel")
        self._size = size
        self._paint()
        self.bind("<<ThemeChanged>>", lambda _: self._paint(), add="+")

    def _paint(self) -> None:
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        colours = tokens(style)
        self.configure(image=Assets(style).circle(colours.chosen, self._size), foreground=colours.chosen_fg)


class NoteBox(ttk.Frame):
    """A tinted box with an icon, a sentence, and below it what to do next; it fills the width that it is given."""

    def __init__(self, parent: Misc, note: Note) -> None:
        tint = TINT_OF[note.tone]
        super().__init__(parent, style=f"{tint}.NoteBox.TFrame", padding=px(12, 8))
        self.columnconfigure(1, weight=1)
        icon = Glyph(self, ICON_OF[note.tone], 15, f"{tint}.InNote.TLabel")
        icon.grid(row=0, column=0, sticky="n", padx=px(0, 10), pady=px(2, 0))
        Wrapped(self, text=note.text, style=f"{tint}.InNote.TLabel").grid(row=0, column=1, sticky="ew")
        if note.hint:
            hint = Wrapped(self, text=note.hint, style=f"{tint}.InNoteSmall.TLabel")
            hint.grid(row=1, column=1, sticky="ew", pady=px(2, 0))


class Empty(ttk.Frame):
    """What stands where there is nothing yet: a large quiet icon, a sentence, and what to do next."""

    def __init__(self, parent: Misc, *, icon: str, wrap: int = 320) -> None:
        super().__init__(parent)
        self._wrap = wrap
        self._icon = Glyph(self, icon, 40, "Muted.TLabel")
        self._icon.pack(pady=px(0, 12))
        self._text = label(self, style="Strong", justify="center", wraplength=px(wrap))
        self._text.pack()
        self._hint = label(self, style="Muted", justify="center", wraplength=px(wrap))
        self._hint.pack(pady=px(4, 0))

    def set(self, text: str, hint: str = "", icon: str = "") -> None:
        self._text.configure(text=text)
        self._hint.configure(text=hint)
        if icon:
            self._icon.set(icon, "Muted.TLabel")

    def place_in_middle(self, room: int) -> None:
        """Lie in the middle of a height; without the icon, or not at all, where that is too low."""
        said = self._text.winfo_reqheight() + self._hint.winfo_reqheight() + px(4)
        with_icon = said + self._icon.winfo_reqheight() + px(12)
        if room < with_icon:
            self._icon.pack_forget()
        elif not self._icon.winfo_manager():
            self._icon.pack(pady=px(0, 12), before=self._text)
        if room < said:
            self.place_forget()
        else:
            self.place(relx=0.5, rely=0.45 if room >= with_icon + with_icon // 4 else 0.5, anchor="center")


def show_notes(parent: ttk.Frame, notes: tuple[Note, ...]) -> None:
    """Show these notes, one below the other, in a frame that is theirs alone."""
    for child in parent.winfo_children():
        child.destroy()
    for note in notes:
        NoteBox(parent, note).pack(fill="x", pady=px(0, 8))
    if not notes:
        parent.configure(height=1)
