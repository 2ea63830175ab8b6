"""The desk cannot be opened: one card that says why, for whoever started it without a console to read."""

from __future__ import annotations

from app.errors import LibraryError
from app.views.presenters.trouble import error_line
from app.views.shell.opening import make_root
from app.views.widgets.basics import button, card
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px
from app.words import Words

WIDTH = 460


def show_why(words: Words, error: LibraryError) -> None:
    """Show why the desk cannot be opened, until it is closed."""
    said = error_line(words, error)
    root = make_root(dark=False)
    root.title(words("shell.window"))
    frame = card(root, 28, 26)
    frame.pack(fill="both", expand=True)
    frame.columnconfigure(0, minsize=px(WIDTH))
    Glyph(frame, "book-half", 34, "Accent.TLabel").grid(sticky="w", pady=px(0, 12))
    Wrapped(frame, text=said.text, style="Heading.TLabel").grid(sticky="ew")
    Wrapped(frame, text=said.todo, style="Muted.TLabel").grid(sticky="ew", pady=px(6, 18))
    close = button(frame, words("shell.close"), root.destroy, kind="Primary")
    close.grid(sticky="e")
    close.focus_set()
    root.mainloop()
