"""Lists to work through: one of them in sight, how many there are on the others, and what is done with a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.db import finding
from app.db.database import Database
from app.db.queries.network import branches
from app.desk.outcome import Touched
from app.rules.blocks import Why, block
from app.views.presenters.line import Note
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import Here, ListAsked, ListDeed, ListKind, ListRead, WorkList
from app.views.presenters.lists_state import EMPTY, DeedShown, ListsState, MenuEntry
from app.views.presenters.question import Asking, QuestionState
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words


class ListsPresenter(Showing[ListsState]):
    """Shows lists, the first of them first."""

    def __init__(self, service: Service, words: Words, stage: Stage, lists: Sequence[WorkList]) -> None:
        self._lists = {one.kind: one for one in lists}
        self._service, self._words, self._stage = service, words, stage
        self._branch: str | None = None
        super().__init__(ListsState(kind=lists[0].kind, show=_usual(lists[0]), branch=self._branch_of(lists[0])))
        self._found = ListRead()
        self._reading: ListAsked | None = None
        self._shows: dict[ListKind, str] = {}
        self._number = self._count_number = 0
        self._again = False
        self.asking = Asking(service, words, stage)
        self.asking.show = self._asked_changed
        self._doing = ListDoing(service, words, stage, self.asking)

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """Return the lists there are, those of a group together."""
        return tuple(
            MenuEntry(kind=kind, group=one.group, name=self._words(f"lists.{kind}"))
            for kind, one in self._lists.items()
        )

    @property
    def list(self) -> WorkList:
        """Return the list in sight."""
        return self._lists[self.state.kind]

    @property
    def shows(self) -> Mapping[str, str]:
        """Return the parts of the list in sight."""
        return {show: self._words(f"lists.{self.state.kind}.show.{show}") for show in self.list.shows}

    @property
    def branches(self) -> Mapping[str, str]:
        every = {"": self._words("report.all-branches")}
        return every | {one.code: one.name for one in branches(self._service.database)}

    # What is asked for.

    def choose_kind(self, kind: ListKind) -> None:
        one = self._lists[kind]
        self._ask_for(kind=kind, show=self._shows.get(kind, _usual(one)), branch=self._branch_of(one), inside="")

    def _branch_of(self, one: WorkList) -> str:
        """Return which branch a list begins with: the one that was chosen before, else the usual one."""
        if self._branch is not None:
            return self._branch
        place = self._service.place
        return place.code if one.at_home and place is not None else ""

    def step_kind(self, step: int) -> None:
        """Go to the next list, or the one before; after the last comes the first."""
        kinds = list(self._lists)
        self.choose_kind(kinds[(kinds.index(self.state.kind) + step) % len(kinds)])

    def choose_show(self, show: str) -> None:
        self._shows[self.state.kind] = show
        self._ask_for(show=show, inside="")

    def choose_branch(self, code: str) -> None:
        self._branch = code
        self._ask_for(branch=code, inside="")

    def _ask_for(self, **changes: object) -> None:
        """Put away what is in sight, and read something else."""
        self.asking.close()
        self._doing.kept = None
        self._found = ListRead()
        self.state = replace(self.state, **{**EMPTY, "title": "", **changes})  # type: ignore[arg-type]  # Its fields.
        self.refresh()

    def choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.state = replace(self.state, chosen=key)
            self._show_chosen()

    def _show_chosen(self, **changes: object) -> None:
        """Show what may be done with the chosen row, and what is known of it."""
        here, beside = self._here(), self.list.beside
        self.change(
            compared=beside(self._doing, here) if beside is not None and here.one is not None else (),
            deeds=tuple(self._deed(one, here) for one in self._deeds()),
            **changes,
        )

    def _deed(self, one: ListDeed, here: Here) -> DeedShown:
        may = self.is_free() and one.may(here)
        file = one.file(self._words, here) if may and one.file is not None else ""
        return DeedShown(id=one.id, key=one.key, icon=one.icon, may=may, file=file)

    def _deeds(self) -> tuple[ListDeed, ...]:
        return self.list.at(self.state.inside).deeds

    def _here(self, path: Path | None = None) -> Here:
        return Here(
            self._asked(), self._found, self.state.chosen, self._service.acting, kept=self._doing.kept, path=path
        )

    # What it shows.

    def refresh(self) -> None:
        """Read the list in sight anew, on another thread; once more where it is just being read."""
        asked = self._asked()
        if asked == self._reading:
            self._again = True
            return
        listing = self.list.at(asked.inside)
        if refused := self._not_permitted(self.list):
            self.change(columns=listing.columns(self._words), notes=refused, reading=False)
            return
        self._reading, self._again = asked, False
        self._number += 1
        self._show_chosen(columns=listing.columns(self._words), reading=True)
        self._service.read(
            lambda database: listing.read(database, asked, self._words),
            done=partial(self._read, self._number),
            failed=partial(self._not_read, self._number),
        )

    def _not_permitted(self, one: WorkList) -> tuple[Note, ...]:
        """Return what stands against somebody's seeing a list at all."""
        acting = self._service.acting
        if not one.permission or (acting is not None and one.permission in acting.permissions):
            return ()
        return block_notes(self._words, [block(Why.NOT_PERMITTED, permission=one.permission)], acting)

    def _asked(self) -> ListAsked:
        state = self.state
        return self._asked_of(state.kind, show=state.show, branch=state.branch, inside=state.inside)

    def _asked_of(self, kind: ListKind, *, show: str, branch: str, inside: str = "") -> ListAsked:
        place = self._service.place
        return ListAsked(
            kind=kind,
            show=show,
            branch=branch,
            inside=inside,
            today=self._service.today(),
            here=place.branch if place else 0,
            zone=place.time_zone if place else finding.DEFAULT_ZONE,
            now_ms=self._service.now_ms(),
        )

    def _read(self, number: int, found: ListRead) -> None:
        if number != self._number:  # Another list was asked for meanwhile, or the desk was locked.
            return
        self._found, self._reading = found, None
        keys = [row.key for row in found.rows]
        chosen = next((key for key in (self._doing.wanted, self.state.chosen, *keys) if key in keys), "")
        self._doing.wanted = ""
        counts = self.state.counts if self.state.inside else {**self.state.counts, self.state.kind: found.count}
        self.state = replace(self.state, chosen=chosen)
        self._show_chosen(rows=found.rows, headline=found.headline, counts=counts, reading=False)
        if self._again:
            self.refresh()
        else:
            self._count_others()

    def _not_read(self, number: int, error: Exception) -> None:
        if number == self._number:
            self._reading = None
            self.change(reading=False)
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if self.list.touched & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self._number += 1
        self._count_number += 1
        self.asking.close()
        self._doing.kept = None
        self._found, self._reading, self._again = ListRead(), None, False
        self.change(**EMPTY, inside="", title="", counts={}, reading=False)

    # How many there are on the others.

    def _count_others(self) -> None:
        """Count, on another thread, what can be counted quickly."""
        self._count_number += 1
        asked = {
            kind: self._asked_of(kind, show=_usual(one), branch=self._branch_of(one))
            for kind, one in self._lists.items()
            if one.counted and kind is not self.state.kind and not self._not_permitted(one)
        }
        self._service.read(
            partial(_counts, lists=self._lists, asked=asked, words=self._words),
            done=partial(self._counted, self._count_number),
            failed=self._stage.trouble,
        )

    def _counted(self, number: int, counts: Mapping[ListKind, int]) -> None:
        if number == self._count_number:
            self.change(counts={**self.state.counts, **counts})

    # What is done.

    def is_free(self) -> bool:
        """Tell whether nothing is asked: else Enter answers."""
        return not self.asking.state.is_open and not self.asking.state.busy

    def _asked_changed(self, asked: QuestionState) -> None:
        self.state = replace(self.state, asked=asked)
        self._show_chosen()

    def may_step_back(self) -> bool:
        return not self.is_free() or bool(self.state.inside)

    def step_back(self) -> None:
        """Close what is asked; else go back to the list on which a row was opened."""
        if not self.asking.step_back() and self.state.inside:
            self._ask_for(inside="", chosen=self.state.inside)

    def may_open_row(self) -> bool:
        """Tell whether the chosen row has rows of its own."""
        inside = self.list.inside is not None and not self.state.inside
        return self.is_free() and inside and bool(self.state.chosen)

    def open_row(self) -> None:
        if self.may_open_row():
            row = next(row for row in self.state.rows if row.key == self.state.chosen)
            self._ask_for(inside=row.key, title=row.cells[0])

    def may_open(self) -> bool:
        return self.is_free() and self.state.chosen in self._found.scans

    def open_person(self) -> None:
        """Go to the page of the chosen one, where it is settled for what they stand here."""
        if self.may_open():
            self._stage.open_details(self._found.scans[self.state.chosen], self.list.tab)

    def may(self, name: str) -> bool:
        """Tell whether a deed may be begun."""
        return any(one.id == name and one.may for one in self.state.deeds)

    def begin(self, name: str, path: Path | None = None) -> None:
        """Begin a deed of the list in sight; `path` is the file that it writes."""
        if self.may(name):
            found = next(one for one in self._deeds() if one.id == name)
            found.begin(self._doing, self._here(path))


def _usual(one: WorkList) -> str:
    return next(iter(one.shows), "")


def _counts(
    database: Database, lists: Mapping[ListKind, WorkList], asked: Mapping[ListKind, ListAsked], words: Words
) -> dict[ListKind, int]:
    """Return how many there are on these lists."""
    return {kind: lists[kind].listing.read(database, one, words).count for kind, one in asked.items()}
