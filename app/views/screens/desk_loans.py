"""The card on the right: the patron's loans, or what came back a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.desk_state import DeskState, Mode
from app.views.widgets.basics import button, card, label, pill
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row
from app.words import Words


class LoansCard:
    """Two tables in one place: loans while a patron is here, returns while none is."""

    def __init__(self, parent: Misc, words: Words, *, keys: dict[str, str], on_renew: Callable[[], object]) -> None:
        self._words = words
        self.frame = card(parent, 18, 14, 18, 14)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        head = ttk.Frame(self.frame)
        head.grid(row=0, column=0, sticky="ew", pady=px(0, 6))
        self._title = label(head, style="Heading")
        self._title.pack(side="left")
        self._count = pill(head, "")
        self._renew = button(
            head,
            f"{words('command.renew-all')}   {keys['renew-all']}",
            on_renew,
            kind="Ghost",
            icon="arrow-repeat",
            takefocus=False,
        )
        self.loans = DataTable(self.frame, self._loan_columns(), empty_icon="book", many=True)
        self.returns = DataTable(self.frame, self._return_columns(), empty_icon="box-arrow-in-left")

    def _loan_columns(self) -> list[Column]:
        words = self._words
        return [
            Column(id="title", heading=words("column.title"), weight=3),
            Column(id="author", heading=words("column.author"), weight=2),
            Column(id="barcode", heading=words("column.barcode"), most=120),
            Column(id="due", heading=words("column.due"), most=110),
            Column(id="state", heading=words("column.status"), most=170),
            Column(id="branch", heading=words("desk.lent-at"), most=60, optional=True),
        ]

    def _return_columns(self) -> list[Column]:
        words = self._words
        return [
            Column(id="title", heading=words("column.title"), weight=3),
            Column(id="author", heading=words("column.author"), weight=2, optional=True),
            Column(id="barcode", heading=words("column.barcode"), most=120),
            Column(id="state", heading=words("desk.next-step"), most=400),
        ]

    def show(self, state: DeskState) -> None:
        words = self._words
        if state.patron is not None:
            self._show_loans(state)
        else:
            self._show_returns(state)
        if state.loans:
            self._renew.pack(side="right")
        else:
            self._renew.pack_forget()
        if state.patron is None and not state.returned:
            returning = state.mode is Mode.RETURN
            self.returns.empty.set(
                words("desk.nothing-returned" if returning else "desk.nothing-here"),
                words("desk.nothing-returned.hint" if returning else "desk.nothing-here.hint"),
                icon="box-arrow-in-left" if returning else "book",
            )

    def _show_loans(self, state: DeskState) -> None:
        self.returns.grid_remove()
        self.loans.grid(row=1, column=0, sticky="nsew")
        self._head("desk.on-loan", len(state.loans))
        self.loans.empty.set(self._words("desk.no-loans"), self._words("desk.no-loans.hint"))
        self.loans.fill(
            [
                Row(
                    key=str(row.loan),
                    cells=(row.title, row.author, row.barcode, row.due, row.state, row.branch),
                    tone=row.tone,
                )
                for row in state.loans
            ]
        )

    def _show_returns(self, state: DeskState) -> None:
        self.loans.fill([])
        self.loans.grid_remove()
        self.returns.grid(row=1, column=0, sticky="nsew")
        returning = bool(state.returned) or state.mode is Mode.RETURN
        self._head("desk.returned-now" if returning else "desk.on-loan", len(state.returned))
        if (
            state.drop_on is not None
        ):  # It stays in sight: a day that was forgotten would count for the next reader, too.
            self._title.configure(text=self._words("desk.returned-on", day=state.drop_on))
        rows = reversed(list(enumerate(reversed(state.returned))))
        self.returns.fill(
            [
                Row(key=str(number), cells=(row.title, row.author, row.barcode, row.state), tone=row.tone)
                for number, row in rows
            ]
        )

    def _head(self, code: str, count: int) -> None:
        self._title.configure(text=self._words(code))
        if count:
            self._count.configure(text=str(count))
            self._count.pack(side="left", padx=px(8, 0))
        else:
            self._count.pack_forget()
