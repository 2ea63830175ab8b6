"""What lies on the desk at this moment, and how it is brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db.queries.doings import last_doing
from app.db.queries.holds import holds_of_patron
from app.db.queries.network import branches
from app.db.queries.people import PatronShown, show_patron
from app.db.queries.settings import settings_in_force
from app.db.queries.stock import ItemShown, show_item
from app.desk.undo import HOURS
from app.desk.visits import BY_NAME
from app.rules.blocks import Block
from app.views.presenters.desk_state import DeskState, ItemCard
from app.views.presenters.line import QUIET, Line, Tone
from app.views.presenters.patron_panel import loan_row, patron_panel
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import discreet
from app.words import Words


class DeskBoard(Showing[DeskState]):
    """The state of the desk.

    Attributes:
        fresh: Loans that were lent or renewed since this patron was called up.
        by_name: Whether whoever is in sight showed nothing: somebody found them in a list, and asked a question.
        unknown: The last scan that nobody and nothing had; "" after any other.
    """

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(DeskState())
        self.service, self.words, self.stage = service, words, stage
        self.fresh: dict[int, str] = {}
        self.unknown = ""
        self.by_name = False
        self._blocks: tuple[Block, ...] = ()

    def tell(self, line: Line) -> None:
        """Say in one line what came of something."""
        self.change(line=line, number=self.state.number + 1)
        self.stage.say(line)

    def clear(self) -> None:
        """Put everything away: nothing of anybody stays in sight."""
        self.fresh.clear()
        self._blocks = ()
        self.state = DeskState(number=self.state.number)
        self.show_undo()
        self.stage.say(QUIET)

    def show_undo(self) -> None:
        """Name what undo would undo."""
        doing = last_doing(self.service.database, self.service.now_ms() - HOURS * 3_600_000)
        if doing is None:
            self.change(undo="", undo_about="")
            return
        about = " – ".join(filter(None, (doing.title, doing.patron_name)))
        self.change(undo=self.words(f"desk.undo.{doing.deed}", title=doing.title), undo_about=about)

    # Patrons.

    def find_patron(self, scan: str) -> PatronShown | None:
        return show_patron(self.service.database, scan, today=self.service.today(), branch=self._branch())

    def show_patron(self, shown: PatronShown, scan: str) -> None:
        words, today = self.words, self.service.today()
        self._blocks = shown.blocks
        codes = {one.name: one.code for one in branches(self.service.database)}
        loans = tuple(loan_row(loan, words=words, today=today, fresh=self.fresh, codes=codes) for loan in shown.loans)
        holds = holds_of_patron(self.service.database, shown.patron, today=today, branch=self._branch())
        panel = patron_panel(shown, scan, words=words, today=today, holds=holds)
        self.change(patron=replace(panel, taker=self.state.taker_name), item=None, loans=loans)

    def what_was_shown(self) -> str:
        """Return what the patron in sight showed, as their first loan of the day notes it (L-36)."""
        patron = self.state.patron
        return BY_NAME if self.by_name or patron is None else patron.called_by

    def news(self, notices: Sequence[Block]) -> list[Block]:
        """Leave out what the patron's panel says already: a warning that never ends is heard by nobody."""
        known = {found.why for found in self._blocks}
        return [notice for notice in notices if notice.why not in known]

    def discreet(self, scan: str) -> str:
        """Return a scan as it may be shown."""
        return discreet(scan, self._country())

    def _country(self) -> str:
        found = settings_in_force(self.service.database, self.service.today(), self._branch())
        return found.get("country", "")

    def _branch(self) -> int:
        return self.service.place.branch if self.service.place else 0

    # Copies.

    def show_item(self, item: ItemShown) -> None:
        """Show a copy that was scanned while nobody is called up."""
        words = self.words
        self.change(item=self._card(item))
        code = "desk.item.on-loan" if item.loan else f"desk.item.{item.status.replace('_', '-')}"
        branch = item.sent_to or item.lies_at or item.branch
        text = words(code, title=item.title, patron=item.patron_name, due=item.due_on or "", branch=branch)
        self.tell(Line(tone=Tone.ATTENTION, text=text))

    def show_item_anew(self) -> None:
        """Show the copy in sight as it stands now: something was said of it, or it was lent elsewhere."""
        shown = self.state.item and show_item(self.service.database, self.state.item.barcode)
        if shown:
            self.change(item=self._card(shown))

    def _card(self, item: ItemShown) -> ItemCard:
        words, late = self.words, item.due_on is not None and item.due_on < self.service.today()
        said = [words(f"item.said.{one}") for one in (item.place, item.fitness) if one]
        return ItemCard(
            barcode=item.barcode,
            title=item.title,
            author=item.author,
            material=words(f"material.{item.material}") if item.material else "",
            branch=item.branch if item.lies_at in {"", item.branch} else f"{item.branch} · {item.lies_at}",
            status=" · ".join((words(f"item.{item.status}"), *said)),
            tone=Tone.REFUSED if late or said else Tone.ATTENTION if item.loan else Tone.OK,
            holder=item.patron_name,
            holder_scan=item.patron_number,
            due=words.day(item.due_on) if item.due_on else "",
        )
