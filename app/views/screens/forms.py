"""Registration forms: the list, the one in sight side by side, and what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from tkinter import BooleanVar, Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.alike import LOOKED_AT, AlikeState
from app.views.presenters.command import Command
from app.views.presenters.form_sheet import DraftSheet
from app.views.presenters.forms import Blank, FormsPresenter, FormsState
from app.views.screens.alike import AlikePanel, alike_commands
from app.views.screens.desk_refusal import RefusalPanel
from app.views.screens.form_fields import FormFields
from app.views.screens.form_known import KnownPanel
from app.views.screens.form_seeking import SeekPanel
from app.views.screens.screen import Room
from app.views.widgets import fonts
from app.views.widgets.basics import Empty, button, card, enable, keycap, label
from app.views.widgets.ellipsis import ShortLabel, Wrapped
from app.views.widgets.fields import entry
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.table import Column, DataTable, Row

LIST_WIDTH = 236


class FormsScreen:
    """What was read stands beside what is printed; nobody is registered before a second look."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._sheet: object = None
        self._instead: ttk.Frame | None = None
        self.presenter = FormsPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = self._commands()
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(1, weight=1)
        self.frame.rowconfigure(1, weight=1)
        label(self.frame, words("forms.title"), "Title").grid(row=0, column=0, columnspan=2, sticky="w", pady=px(0, 10))
        self._build_list(keys)
        self._build_sheet(keys)
        self._show_sheet(self.presenter.state)
        self.presenter.show = self._show

    def _commands(self) -> tuple[Command, ...]:
        presenter = self.presenter
        return (
            Command(id="read-forms", key="Control-o", run=self._ask_files, may=lambda: not presenter.state.busy),
            Command(id="blank-form", key="Control-p", run=self._open_blanks, may=self._may_print, shown=False),
            Command(id="confirm-form", key="Control-Return", run=self._confirm, may=self._may_confirm),
            Command(id="next-doubt", key="F6", run=self._next_doubt, may=self._has_doubts, shown=False),
            Command(id="set-aside-form", key="F4", run=presenter.set_aside, may=self._may_set_aside),
            Command(id="override", key="F8", run=presenter.ask_reason, may=lambda: presenter.state.may_override),
            Command(id="back", key="Escape", run=presenter.step_back, shown=False),
            Command(id="seek-known", key="Control-f", run=presenter.seek, may=presenter.may_seek, shown=False),
            Command(id="open-person", key="F9", run=presenter.open_person, may=self._is_known, shown=False),
            *alike_commands(presenter.alike, presenter.another, on_this=self._this_one, may=self._may_answer),
        )

    def _build_list(self, keys: dict[str, str]) -> None:
        words = self._room.words
        left = card(self.frame, 14, 14)
        left.configure(width=px(LIST_WIDTH))
        left.grid(row=1, column=0, sticky="ns", padx=px(0, 14))
        left.grid_propagate(False)
        left.rowconfigure(2, weight=1)
        left.columnconfigure(0, weight=1)
        text = f"{words('command.read-forms')}   {keys['read-forms']}"
        self._read = button(left, text, self._ask_files, icon="folder2-open")
        self._read.grid(row=0, column=0, sticky="ew", pady=px(0, 2))
        text = f"{words('command.blank-form')}   {keys['blank-form']}"
        self._blank = button(left, text, self._open_blanks, kind="Ghost", icon="file-earmark-text")
        self._blank.grid(row=1, column=0, sticky="ew", pady=px(0, 8))
        self._blanks = ttk.Menu(left, tearoff=False)
        columns = [Column(id="name", heading=words("column.name"), weight=1)]
        self.table = DataTable(left, columns, empty_icon="inbox")
        self.table.grid(row=2, column=0, sticky="nsew")
        self.table.empty.set(words("forms.none"))
        self.table.chosen = lambda key: self._choose(int(key))
        self._not_read = ttk.Frame(left)
        self._not_read_shown: tuple[str, ...] = ()

    def _build_sheet(self, keys: dict[str, str]) -> None:
        words = self._room.words
        self._middle = card(self.frame, 18, 16, 14, 14)
        self._middle.grid(row=1, column=1, sticky="nsew")
        self._middle.columnconfigure(0, weight=1)
        self._middle.rowconfigure(3, weight=1)
        head = ttk.Frame(self._middle)
        head.grid(row=0, column=0, sticky="ew", pady=px(0, 8))
        head.columnconfigure(0, weight=1)
        self._kind = label(head, style="Heading")
        self._kind.grid(row=0, column=0, columnspan=4, sticky="w")
        self._file = ShortLabel(head, font=fonts.SMALL, style="Caption.TLabel")
        self._file.grid(row=1, column=0, sticky="ew")
        self._doubts = ttk.Frame(head)
        self._doubts.columnconfigure(1, weight=1)
        keycap(self._doubts, keys["next-doubt"]).grid(row=0, column=0, padx=px(0, 8))
        self._doubts_said = Wrapped(self._doubts, style="Doubt.TLabel")
        self._doubts_said.grid(row=0, column=1, sticky="ew")
        self._open = button(head, words("forms.open-file"), self._open_file, kind="Ghost", icon="file-earmark-text")
        self._open.grid(row=1, column=1)
        text = f"{words('command.seek-known')}   {keys['seek-known']}"
        self._seek = button(head, text, self.presenter.seek, kind="Ghost", icon="person-check")
        self._seek.grid(row=1, column=3)
        text = f"{words('command.set-aside-form')}   {keys['set-aside-form']}"
        self._aside = button(head, text, self.presenter.set_aside, kind="Ghost", icon="inbox")
        self._aside.grid(row=1, column=2)
        self._refusal = RefusalPanel(
            self._middle,
            words,
            key=keys["override"],
            on_ask=self.presenter.ask_reason,
            on_override=self.presenter.override,
            on_close=self.presenter.step_back,
        )
        self.alike = AlikePanel(
            self._middle,
            words,
            self.presenter.alike,
            on_another=self.presenter.another,
            on_this=self._this_one,
        )
        self.presenter.alike.show = self._show_alike
        self.known = KnownPanel(
            self._middle,
            words,
            page_key=keys["open-person"],
            on_page=self.presenter.open_person,
            back_key=keys["back"],
            on_back=self.presenter.step_back,
        )
        self.seeking = SeekPanel(
            self._middle,
            words,
            self.presenter.found,
            on_take=self._take_found,
            back_key=keys["back"],
            on_back=self.presenter.step_back,
        )
        self._scroller = Scroller(self._middle)
        self.fields = FormFields(self._scroller.inside, words)
        self._build_foot(keys)
        self._empty = Empty(self._middle, icon="file-earmark-text", wrap=360)
        self._empty.set(words("forms.empty"), words("forms.empty.hint"))

    def _build_foot(self, keys: dict[str, str]) -> None:
        words = self._room.words
        self._foot = foot = ttk.Frame(self._middle)
        foot.columnconfigure(1, weight=1)
        label(foot, words("forms.card-number"), "Label").grid(row=0, column=0, padx=px(0, 10))
        self.card = entry(foot, width=16)
        self.card.grid(row=0, column=1, sticky="w")
        self._keep = BooleanVar(foot, value=False)
        keep = ttk.Checkbutton(
            foot, text=words("forms.keep"), variable=self._keep, bootstyle="round toggle", command=self._name_deed
        )
        keep.grid(row=0, column=2, sticky="e")
        self._key = keys["confirm-form"]
        self._confirm_button = button(foot, "", self._confirm, kind="Primary", icon="check-lg")
        for key, pages in (("<Next>", 1), ("<Prior>", -1)):
            self._confirm_button.bind(key, partial(self._turn, pages), add="+")
        self._confirm_button.grid(row=1, column=0, columnspan=3, sticky="ew", pady=px(12, 0))

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        self.table.tree.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    # What is done.

    def _choose(self, draft: int) -> None:
        sheet = self.presenter.state.sheet
        if sheet is None or sheet.draft != draft:
            self.presenter.choose(draft)

    def _ask_files(self) -> None:
        self.presenter.read(self._room.ask_files())

    def _open_blanks(self) -> None:
        """Offer the blank forms of the network, each in every language."""
        self._blanks.delete(0, "end")
        for blank in self.presenter.blanks:
            self._blanks.add_command(label=blank.label, command=partial(self.save_blank, blank))
        self._blanks.tk_popup(self._blank.winfo_rootx(), self._blank.winfo_rooty() + self._blank.winfo_height())

    def save_blank(self, blank: Blank) -> None:
        """Ask where a blank form is to be saved, and write it there."""
        path = self._room.ask_save(blank.file)
        if path is not None:
            self.presenter.write_blank(blank, path)

    def _open_file(self) -> None:
        if self.presenter.state.sheet is not None:
            self._room.stage.open_file(self.presenter.state.sheet.path)

    def _may_print(self) -> bool:
        return not self.presenter.state.busy

    def _may_confirm(self) -> bool:
        state = self.presenter.state
        return state.sheet is not None and not state.busy and not state.asks_who

    def _is_known(self) -> bool:
        return self.presenter.state.known is not None

    def _may_answer(self) -> bool:
        return self._may_confirm() and not self._is_known()

    def _this_one(self, key: str) -> None:
        self.alike.put_off()
        self.presenter.this_one(key, self.fields.values)

    def _take_found(self, scan: str) -> None:
        self.presenter.enter_for(scan, self.fields.values)

    def _turn(self, pages: int, _: object) -> None:
        """Read on in what differs: there is nothing in it that takes the focus."""
        self.known.turn(pages)

    def _has_doubts(self) -> bool:
        sheet = self.presenter.state.sheet
        return sheet is not None and bool(sheet.doubts) and not (self._is_known() or self.presenter.state.seeking)

    def _next_doubt(self) -> None:
        """Bring what is to be looked at into sight, one after another."""
        found = self.fields.next_doubt()
        if found is not None:
            self._scroller.see(found)

    def _may_set_aside(self) -> bool:
        sheet = self.presenter.state.sheet
        return sheet is not None and not sheet.to_destroy and not self.presenter.state.busy

    def _confirm(self) -> None:
        self.alike.put_off()
        self.presenter.confirm(self.fields.values, card=self.card.get(), keep=self._keep.get())

    # What is shown.

    def _show_alike(self, state: AlikeState) -> None:
        self.alike.show(state)
        self._place_alike()
        self._room.keys_changed()

    def _place_alike(self) -> None:
        if self.presenter.alike.state.rows and not (self._is_known() or self.presenter.state.seeking):
            self.alike.frame.grid(row=2, column=0, sticky="ew", pady=px(0, 10))
        else:
            self.alike.frame.grid_remove()

    def _show_who(self, state: FormsState) -> None:
        """Show in place of the fields what would change, or who is looked for; or the fields again."""
        self.known.show(state.known)
        self._place_alike()
        wanted = self.known.frame if state.known else self.seeking.frame if state.seeking else None
        if wanted is not self._instead:
            self._put_instead(wanted, began=state.asks_who and self._instead is None)
        if state.known is not None:
            self._confirm_button.focus_set()
        self._name_deed()

    def _put_instead(self, wanted: ttk.Frame | None, *, began: bool) -> None:
        before, self._instead = self._instead, wanted
        if before is not None:
            before.grid_remove()
        if wanted is not None:
            self._scroller.grid_remove()
            self._doubts.grid_remove()
            wanted.grid(row=3, column=0, sticky="nsew")
        elif self.presenter.state.sheet is not None:
            self._scroller.grid(row=3, column=0, sticky="nsew")
            self._place_doubts()
        if wanted is self.seeking.frame:
            self.seeking.open(anew=began)
        elif before is self.seeking.frame:
            self.table.tree.focus_set()

    def _show(self, state: FormsState) -> None:
        chosen = [str(state.sheet.draft)] if state.sheet else []
        rows = [Row(key=str(row.draft), cells=(row.name,), tone=row.tone) for row in state.rows]
        self.table.fill(rows, select=chosen)
        self._show_not_read(state.not_read)
        if state.sheet != self._sheet:
            self._sheet = state.sheet
            self._show_sheet(state)
        self._show_who(state)
        self.fields.complain(state.complaints)
        if state.notes:
            self._refusal.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
            self._refusal.show(state.notes, may_override=state.may_override, asking=state.asking)
        else:
            self._refusal.frame.grid_remove()
        enable(self._confirm_button, when=self._may_confirm())
        enable(self._read, when=not state.busy)
        enable(self._blank, when=not state.busy)
        enable(self._aside, when=self._may_set_aside())
        enable(self._seek, when=self.presenter.may_seek())
        self._room.keys_changed()

    def _place_doubts(self) -> None:
        if self._has_doubts():
            self._doubts.grid(row=2, column=0, columnspan=3, sticky="ew", pady=px(8, 0))
        else:
            self._doubts.grid_remove()

    def _show_not_read(self, said: tuple[str, ...]) -> None:
        """Say below the list what came and could not be read: it lies where it was."""
        if said == self._not_read_shown:
            return
        self._not_read_shown = said
        for child in self._not_read.winfo_children():
            child.destroy()
        if not said:
            self._not_read.grid_remove()
            return
        label(self._not_read, self._room.words("forms.not-read"), "Label").pack(anchor="w", pady=px(10, 4))
        for sentence in said:
            shown = Wrapped(self._not_read, text=sentence, style="Caption.TLabel")
            shown.pack(fill="x", pady=px(0, 4))
        self._not_read.grid(row=3, column=0, sticky="ew")

    def _show_sheet(self, state: FormsState) -> None:
        sheet = state.sheet
        self.alike.forget()
        self.card.delete(0, "end")
        self._keep.set(sheet is not None and sheet.keeps)
        if sheet is None:
            for part in (self._scroller, self._foot, self._open, self._aside, self._seek, self._doubts):
                part.grid_remove()
            self._kind.configure(text="")
            self._file.set("")
            self.fields.fill(())
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
        else:
            self._empty.place_forget()
            self._kind.configure(text=sheet.title)
            self._file.set(sheet.file)
            self._doubts_said.configure(text=sheet.doubts)
            self._place_doubts()
            self._open.grid()
            self._aside.grid()
            self._seek.grid()
            self.fields.fill(sheet.fields, sheet.unread, sheet.signature, note=self._note(sheet))
            for field in self.fields.entries(LOOKED_AT):
                self.alike.watch(field, lambda: self.fields.values)
            self._scroller.grid(row=3, column=0, sticky="nsew")
            self._scroller.settle()
            self._scroller.to_top()
            self._foot.grid(row=4, column=0, sticky="ew", pady=px(12, 0))
        self._name_deed()

    def _note(self, sheet: DraftSheet) -> str:
        words = self._room.words
        if sheet.to_destroy:
            return words("forms.to-destroy.hint")
        return f"{words('signature.state.altered')}. {words('signature.hint.altered')}" if sheet.altered else ""

    def _name_deed(self) -> None:
        """Say on the button what will happen to the form."""
        words, sheet = self._room.words, self.presenter.state.sheet
        deed = "forms.known.confirm" if self._is_known() else "forms.confirm"
        code = f"{deed}.keep" if self._keep.get() else f"{deed}.destroy"
        if sheet is not None and sheet.to_destroy:
            code = "forms.destroy"
        self._confirm_button.configure(text=f" {words(code)}   {self._key}")
