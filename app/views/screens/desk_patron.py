"""The card on the left: the patron who stands at the desk, or the copy that was asked about."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.desk_state import ItemCard
from app.views.presenters.line import Note, Tone
from app.views.presenters.patron_panel import PatronPanel
from app.views.widgets.basics import TINT_OF, Disc, Empty, NoteBox, button, card, label, line, pill
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.tip import Tip
from app.words import Words

WIDTH = 284
INSIDE = WIDTH - 36


class PatronCard:
    """Shows a patron, a copy, or that nobody is here yet."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        keys: dict[str, str],
        on_done: Callable[[], object],
        on_details: Callable[[], object],
        on_confirm: Callable[[], object],
        on_take: Callable[[], object],
        on_document: Callable[[], object],
        on_return: Callable[[], object],
        on_holder: Callable[[], object],
    ) -> None:
        self._words, self._keys = words, keys
        self._on_return, self._on_holder = on_return, on_holder
        self._on_confirm, self._on_take, self._on_document = on_confirm, on_take, on_document
        self._shown: object = None
        self.frame = card(parent, 18, 18, 18, 16)
        self.frame.configure(width=px(WIDTH))
        self.frame.grid_propagate(False)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self._empty = Empty(self.frame, icon="person-badge", wrap=INSIDE - 20)
        self._empty.set(words("desk.nobody"), words("desk.nobody.hint"))
        self._scroller = Scroller(self.frame)
        self._foot = ttk.Frame(self.frame)
        self._foot.columnconfigure((0, 1), weight=1, uniform="foot")
        details = button(self._foot, words("desk.details"), on_details)
        details.grid(row=0, column=0, sticky="ew", padx=px(0, 8))
        Tip(details).text = f"{words('command.open-person')}   {keys['open-person']}"
        done = button(self._foot, f"{words('command.done')}   {keys['done']}", on_done)
        done.grid(row=0, column=1, sticky="ew")

    def show(self, patron: PatronPanel | None, item: ItemCard | None) -> None:
        """Show a patron; without one a copy; without either an invitation."""
        shown = patron or item
        if shown == self._shown and shown is not None:
            return
        self._shown = shown
        for child in self._scroller.inside.winfo_children():
            child.destroy()
        if shown is None:
            self._scroller.grid_remove()
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
        else:
            self._empty.place_forget()
            self._scroller.grid(row=0, column=0, sticky="nsew")
            self._scroller.to_top()
        if patron is not None:
            self._foot.grid(row=1, column=0, sticky="ew", pady=px(12, 0))
            self._show_patron(patron)
        else:
            self._foot.grid_remove()
            if item is not None:
                self._show_item(item)
        self._scroller.settle()

    # A patron.

    def _show_patron(self, patron: PatronPanel) -> None:
        inside = self._scroller.inside
        self._who(inside, patron)
        taken = self._words("desk.taker.now", name=patron.taker)
        along = (Note(tone=Tone.ATTENTION, text=taken),) if patron.taker else ()
        for note in (*along, *patron.warnings, *patron.ready):
            NoteBox(inside, note).pack(fill="x", pady=px(0, 8))
        self._to_settle(inside, patron)
        self._counts(inside, patron)
        for icon, text in (
            ("telephone", patron.phone),
            ("envelope", patron.email),
            ("person-check", f"{self._words('desk.guarantor')}: {patron.guarantor}" if patron.guarantor else ""),
            *(("shield-check", one) for one in patron.liable),
            ("house", patron.branch),
        ):
            if text:
                self._fact(inside, icon, text)

    def _who(self, inside: ttk.Frame, patron: PatronPanel) -> None:
        top = ttk.Frame(inside)
        top.pack(fill="x", pady=px(0, 12))
        disc = Disc(top)
        disc.configure(text=patron.initials)
        disc.pack(side="left", padx=px(0, 12), anchor="n")
        who = ttk.Frame(top)
        who.pack(side="left", fill="x", expand=True)
        Wrapped(who, text=patron.name, style="Name.TLabel").pack(fill="x")
        number = self._words("desk.card", number=patron.number) if patron.number else self._words("desk.no-card")
        Wrapped(who, text=number, style="Muted.TLabel").pack(fill="x")
        if patron.category:
            pill(who, patron.category).pack(anchor="w", pady=px(6, 0))

    def _to_settle(self, inside: ttk.Frame, patron: PatronPanel) -> None:
        """Offer, with one key each, what is to be asked of somebody who stands here."""
        for name, due, act in (
            ("confirm-contact", patron.contact_due, self._on_confirm),
            ("take-given-up", patron.changed_twice, self._on_take),
            ("note-document", patron.identity_due, self._on_document),
        ):
            if due:
                text = f"{self._words(f'command.{name}')}   {self._keys[name]}"
                button(inside, text, act, kind="Outline", takefocus=False).pack(fill="x", pady=px(0, 8))

    def _counts(self, inside: ttk.Frame, patron: PatronPanel) -> None:
        row = ttk.Frame(inside)
        row.pack(fill="x", pady=px(2, 4))
        label(row, self._words("desk.loans"), "Muted").pack(side="left")
        label(row, patron.loans, "Strong").pack(side="right")
        if patron.share is not None:
            ttk.Progressbar(inside, value=patron.share, bootstyle="primary thin").pack(fill="x", pady=px(0, 6))
        line(inside).pack(fill="x", pady=px(4, 4))
        row = ttk.Frame(inside)
        row.pack(fill="x")
        label(row, self._words("desk.overdue"), "Muted").pack(side="left", pady=px(2, 2))
        if patron.overdue:
            pill(row, str(patron.overdue), "bad").pack(side="right")
        else:
            label(row, "0", "Strong").pack(side="right")
        if patron.holds:
            line(inside).pack(fill="x", pady=px(4, 4))
            row = ttk.Frame(inside)
            row.pack(fill="x")
            label(row, self._words("desk.holds"), "Muted").pack(side="left")
            label(row, str(patron.holds), "Strong").pack(side="right")
        line(inside).pack(fill="x", pady=px(4, 10))

    def _fact(self, inside: ttk.Frame, icon: str, text: str) -> None:
        row = ttk.Frame(inside)
        row.pack(fill="x", pady=px(0, 6))
        Glyph(row, icon, 14, "Muted.TLabel").pack(side="left", padx=px(2, 10), anchor="n")
        Wrapped(row, text=text, style="Body.TLabel").pack(side="left", fill="x", expand=True)

    # A copy.

    def _show_item(self, item: ItemCard) -> None:
        inside, words = self._scroller.inside, self._words
        Glyph(inside, "book", 30, "Accent.TLabel").pack(anchor="w", pady=px(2, 10))
        Wrapped(inside, text=item.title, style="Name.TLabel").pack(fill="x")
        if item.author:
            Wrapped(inside, text=item.author, style="Muted.TLabel").pack(fill="x")
        pill(inside, item.status, TINT_OF[item.tone]).pack(anchor="w", pady=px(10, 12))
        for code, text in (
            ("column.barcode", item.barcode),
            ("column.branch", item.branch),
            ("desk.material", item.material),
            ("desk.holder", item.holder),
            ("column.due", item.due),
        ):
            if text:
                line(inside).pack(fill="x", pady=px(4, 4))
                row = ttk.Frame(inside)
                row.pack(fill="x")
                label(row, words(code), "Muted").pack(side="left", anchor="n", padx=px(0, 12))
                label(row, text, "Strong", wraplength=px(INSIDE - 120), justify="right").pack(side="right")
        if item.holder:
            text = f"{words('command.return-offered')}   {self._keys['return-offered']}"
            button(inside, text, self._on_return, kind="Outline").pack(fill="x", pady=px(18, 8))
            text = f"{words('command.open-holder')}   {self._keys['open-holder']}"
            button(inside, text, self._on_holder).pack(fill="x")
