"""The page of one person: what is known, in tabs, and the deeds of each tab."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from app.db.queries.accounts import held_account
from app.db.queries.bans import bans_of_person
from app.db.queries.cards import card_orders
from app.db.queries.forgetting import erasure_of
from app.db.queries.holds import absence_of, holds_of_patron
from app.db.queries.log import person_log
from app.db.queries.money import money_of
from app.db.queries.network import branches
from app.db.queries.notices import correspondence
from app.db.queries.people import show_patron
from app.db.queries.proxies import proxies_of
from app.db.queries.settings import policy_in_force
from app.desk.ids import PatronId
from app.desk.outcome import Touched
from app.desk.viewing import note_viewing
from app.views.presenters.patron_panel import initials
from app.views.presenters.person_bans import notes_and_bans
from app.views.presenters.person_data import data_notes, data_tab
from app.views.presenters.person_deeds import PersonDeeds
from app.views.presenters.person_doing import Begun
from app.views.presenters.person_holds import holds_tab
from app.views.presenters.person_log import log_tab
from app.views.presenters.person_messages import messages_tab
from app.views.presenters.person_money import fees_tab
from app.views.presenters.person_offers import offers
from app.views.presenters.person_state import PersonHead, PersonState, Tab, TabShown
from app.views.presenters.person_tabs import (
    PersonRead,
    cards_tab,
    contact_tab,
    guardians_tab,
    loans_tab,
    tab_names,
)
from app.views.presenters.question import Asking, QuestionState
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import warning_notes
from app.words import Words

VIEWINGS_SEEN = "export"
"""Who may hand out what is kept of people sees who looked at it."""
ON_SCREEN = frozenset({Touched.PATRON, Touched.LOAN, Touched.HOLD, Touched.ITEM, Touched.MONEY, Touched.SETTING})
WITH_DEEDS = frozenset(Tab) - {Tab.CONTACT, Tab.LOG}
"""Tabs with deeds about a row: one is chosen at once."""
DRAWN = {
    Tab.LOANS: loans_tab,
    Tab.HOLDS: holds_tab,
    Tab.FEES: fees_tab,
    Tab.CARDS: cards_tab,
    Tab.CONTACT: contact_tab,
    Tab.GUARDIANS: guardians_tab,
    Tab.NOTES: notes_and_bans,
}


class PersonPresenter(Showing[PersonState]):
    """Shows a person, and does what the tab in sight offers."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(PersonState())
        self._service, self._words, self._stage = service, words, stage
        self._read: PersonRead | None = None
        self.asking = Asking(service, words, stage)
        self.asking.show = self._asked
        self._deeds = PersonDeeds(service, words, stage, self.asking)

    @property
    def is_open(self) -> bool:
        return self.state.head is not None

    # Whom, and which tab.

    def open(self, scan: str, tab: Tab = Tab.LOANS) -> bool:
        """Show the person with this number; tell whether there is one."""
        self.asking.close()
        called = self._find(scan)
        read = self._find(called.scan) if called else None  # The page is about the person, not about this number.
        if read is None:
            return False
        self.state = PersonState(tab=tab)
        self._show_read(read)
        self._note_viewing(read)
        return True

    def _note_viewing(self, read: PersonRead) -> None:
        """Note that whoever works here looked, where the house rules note every record that is opened (R-32)."""
        if read.policy.number("viewings_noted"):
            viewed = partial(note_viewing, patron=PatronId(read.shown.patron))
            self._service.do(viewed, done=lambda _: None, failed=self._stage.trouble)

    def close(self) -> None:
        """Put everything away: nothing of anybody stays in sight."""
        self._read = None
        self.asking.close()
        self.state = PersonState()
        self.show(self.state)

    def choose_tab(self, tab: Tab) -> None:
        if self._read is not None and tab is not self.state.tab:
            self.asking.close()
            self.state = PersonState(tab=tab)
            self._show_read(self._read)

    def step_tab(self, step: int) -> None:
        """Go to the next tab, or the one before; after the last comes the first."""
        tabs = list(Tab)
        self.choose_tab(tabs[(tabs.index(self.state.tab) + step) % len(tabs)])

    def choose(self, key: str) -> None:
        """Choose the row that deeds are about."""
        if self._read is not None and key != self.state.chosen:
            self.change(chosen=key, offers=offers(self._read, self.state.tab, key, self._words))

    def open_at_desk(self) -> None:
        if self._read is not None:
            self._stage.open_patron(self._read.shown.number)

    # Deeds.

    def start(self, name: str, path: Path | None = None, told: Mapping[str, str] | None = None) -> None:
        """Begin the deed with this id, where the tab offers it.

        Args:
            told: What somebody has told already of what will be asked.
        """
        offer = next((one for one in self.state.offers if one.id == name), None)
        if offer is not None and self._read is not None and not self.asking.state.busy:
            self._deeds.start(Begun(offer=offer, read=self._read, chosen=self.state.chosen, path=path, told=told))

    def step_back(self) -> bool:
        """Close what is asked; tell whether anything was."""
        return self.asking.step_back()

    def _asked(self, state: QuestionState) -> None:
        self.change(asked=state)

    # What is shown.

    def touched(self, kinds: Collection[Touched]) -> None:
        if self._read is None or not ON_SCREEN & set(kinds):
            return
        read = self._find(self._read.scan)
        if read is None:
            self.close()
        else:
            self._show_read(read)

    def _find(self, scan: str) -> PersonRead | None:
        database, today = self._service.database, self._service.today()
        branch = self._service.place.branch if self._service.place else 0
        shown = show_patron(database, scan, today=today, branch=branch)
        if shown is None:
            return None
        policy = policy_in_force(database, today, branch)
        orders = card_orders(database, today, patron=shown.patron)
        return PersonRead(
            shown=shown,
            orders=tuple(one for one in orders if one.standing.is_open),
            account=held_account(database, shown.patron),
            policy=policy,
            today=today,
            codes={one.name: one.code for one in branches(database)},
            letters=correspondence(database, shown.patron, mail_desk=policy.number("mail_desk")),
            money=money_of(database, shown.patron, today=today),
            erasure=erasure_of(database, shown.patron, self._service.now_ms()),
            permissions=self._service.acting.permissions if self._service.acting else frozenset(),
            holds=tuple(holds_of_patron(database, shown.patron, today=today, branch=branch)),
            absence=absence_of(database, shown.patron),
            proxies=proxies_of(database, shown.patron, today),
            bans=tuple(bans_of_person(database, shown.patron, today=today)),
        )

    def _show_read(self, read: PersonRead) -> None:
        self._read = read
        tab = self._tab(read)
        keys = [row.key for row in tab.rows]
        first = next(iter(keys), "") if self.state.tab in WITH_DEEDS else ""
        chosen = self.state.chosen if self.state.chosen in keys else first
        self.change(
            head=self._head(read),
            tabs=tab_names(read, self._words),
            shown=tab,
            chosen=chosen,
            offers=offers(read, self.state.tab, chosen, self._words),
            asked=self.asking.state,
        )

    def _tab(self, read: PersonRead) -> TabShown:
        if self.state.tab is Tab.LOG:
            sees = VIEWINGS_SEEN in read.permissions
            lines = person_log(self._service.database, read.shown.patron, viewings=sees)
            return log_tab(lines, self._words, self._service.local)
        if self.state.tab is Tab.MESSAGES:
            return messages_tab(read, self._words, self._service.local)
        if self.state.tab is Tab.DATA:
            return data_tab(read, self._words, self._service.local)
        return DRAWN[self.state.tab](read, self._words)

    def _head(self, read: PersonRead) -> PersonHead:
        shown, words = read.shown, self._words
        number = "" if shown.number.startswith("#") else shown.number
        born = words("person.born", on=shown.birth_on) if shown.birth_on else ""
        card = words("desk.card", number=number) if number else words("desk.no-card")
        return PersonHead(
            scan=shown.number,
            patron=shown.patron,
            name=shown.name,
            initials=initials(shown.given, shown.family),
            number=number,
            category=words(f"category.{shown.category}") if shown.category else "",
            about="   ·   ".join(filter(None, (card, born, shown.branch))),
            notes=(*warning_notes(words, shown.blocks), *data_notes(read, words)),
        )
