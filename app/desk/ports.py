"""What deeds need of the one who keeps the records. `app.db` fills it; a deed never sees a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from app.desk.found import (
    Acting,
    Addressee,
    Alike,
    Borrower,
    BoundNumber,
    Copy,
    Doing,
    Edge,
    EndedHistory,
    Forgettable,
    HeldAccount,
    HeldForm,
    HeldNotice,
    OrderedCard,
)
from app.desk.ids import BranchId, FactId, IdentifierId, PatronId, StaffId, TitleId
from app.desk.ports_amendments import Amendments
from app.desk.ports_beyond import Beyond
from app.desk.ports_copies import Copies
from app.desk.ports_counts import Counts
from app.desk.ports_holds import Holds
from app.desk.ports_money import Money
from app.desk.ports_stock_book import StockBook
from app.desk.records import Record
from app.rules.calendar import Calendar
from app.rules.guarantees import Promise
from app.rules.likeness import Traits
from app.rules.policy import Policy
from app.rules.terms import TermBook


class Work(Protocol):
    """One deed at work: what it may ask, and what it may write, in one transaction."""

    @property
    def acting(self) -> Acting: ...

    @property
    def today(self) -> date:
        """The day at the branch."""

    @property
    def now_ms(self) -> int:
        """What the clock at the desk says, Unix milliseconds."""

    @property
    def policy(self) -> Policy: ...

    @property
    def terms(self) -> TermBook:
        """The terms of lending, of every branch."""

    @property
    def copies(self) -> Copies: ...

    @property
    def counts(self) -> Counts: ...

    @property
    def beyond(self) -> Beyond: ...

    @property
    def amendments(self) -> Amendments: ...

    @property
    def stock_book(self) -> StockBook: ...

    @property
    def calendar(self) -> Calendar:
        """The closed days of the branch."""

    def calendar_of(self, branch: BranchId) -> Calendar:
        """Return the closed days of another branch."""

    @property
    def money(self) -> Money: ...

    @property
    def holds(self) -> Holds: ...

    def closed_day(self, row: int) -> tuple[date, date] | None:
        """Return the first and last of closed days that were not taken back."""

    def add(self, record: Record) -> int:
        """Write a new row; return its id."""

    def amend(self, table: str, row: int, **columns: str | int | None) -> None:
        """Write units of a description anew."""

    def borrower(self, scan: str) -> Borrower | None: ...

    def copy(self, scan: str) -> Copy | None: ...

    def number_owner(self, number: str) -> PatronId | None:
        """Return who has a number already."""

    def number(self, scan: str) -> BoundNumber | None:
        """Return a number that is bound, by itself, or by `#` and the id of its row where it is not shown."""

    def numbers_of(self, patron: PatronId) -> tuple[BoundNumber, ...]:
        """Return the numbers that are bound to somebody, in whatever standing."""

    def account(self, patron: PatronId) -> HeldAccount: ...

    def external_owner(self, external_id: str) -> PatronId | None:
        """Return whom the catalogue of the country knows by a number."""

    def username_owner(self, username: str) -> PatronId | None:
        """Return who has a username already."""

    def template_row(self, code: str, language: str) -> int | None:
        """Return the row in which the library has written a template of its own."""

    def workstation(self, replica: int) -> int | None:
        """Return the row of a workstation by its number."""

    def notice(self, scan: str) -> HeldNotice | None:
        """Return a message by its number."""

    def notices_of(self, patron: PatronId) -> tuple[HeldNotice, ...]:
        """Return the messages to somebody, the oldest first."""

    def addressee(self, patron: PatronId) -> Addressee | None:
        """Return how somebody is written to."""

    def unsure_notice(self, task: str) -> FactId | None:
        """Return the message that a task asks about; None for another task."""

    def is_replaced(self, identifier: IdentifierId) -> bool:
        """Tell whether a card was handed over in place of this number."""

    def ordered_card(self, scan: str) -> OrderedCard | None:
        """Return an order by the number that the card will bear, the order's own, or one of the person's.

        One that is still open comes before those that are not, an older one before a newer.
        """

    def form(self, receipt: int) -> HeldForm | None:
        """Return a form by its receipt."""

    def forms_of(self, patron: PatronId) -> tuple[HeldForm, ...]:
        """Return the forms of somebody, the oldest first."""

    def fresh_card_number(self, prefix: str) -> str:
        """Return a number that no card of the network bears or will bear."""

    def record_of(self, scan: str) -> PatronId:
        """Return the record that a number was bound to, which need not be the one that leads; the number is known."""

    def records_of(self, patron: PatronId) -> tuple[PatronId, ...]:
        """Return all records of the person that a record is of, the leading one first."""

    def same_person(self, fact: int) -> Edge | None:
        """Return what was said of two records being of one person, unless it was taken back."""

    def said(self, table: str, records: Collection[PatronId], others: Collection[PatronId]) -> tuple[FactId, ...]:
        """Return the facts of a table, "same_person" or "other_person", between two lots of records that stand."""

    def people_of_task(self, task: str) -> tuple[PatronId, ...]:
        """Return the people that an open task asks about; nobody for another kind of task."""

    def alike(self, traits: Traits) -> tuple[Alike, ...]:
        """Return who looks like somebody, the strongest likeness first."""

    def columns_of(self, patron: PatronId) -> Mapping[str, str | int | None]:
        """Return what is written about somebody, by column."""

    def promises_for(self, patron: PatronId) -> tuple[Promise, ...]:
        """Return who has promised to answer for somebody, the oldest promise first."""

    def has_visited_today(self, patron: PatronId) -> bool:
        """Tell whether a visit of somebody at this branch is noted today."""

    def has_viewed_today(self, patron: PatronId, why: str) -> bool:
        """Tell whether it is noted that whoever acts looked at somebody's record today, for this purpose."""

    def person_of(self, table: str, row: int) -> PatronId | None:
        """Return whom a row about somebody belongs to."""

    def barcode_taken(self, barcode: str) -> bool: ...

    def title_like(self, *, title: str, author: str, isbn: str) -> TitleId | None:
        """Return the title that a new copy belongs to, where there is one."""

    def branch_with_code(self, code: str) -> BranchId | None: ...

    def staff_with_login(self, login: str) -> StaffId | None: ...

    def roles(self) -> tuple[str, ...]:
        """Return the codes of the roles that staff may have."""

    def last_doings(self, since_ms: int) -> tuple[Doing, ...]:
        """Return the facts of this workstation's last deed that is not undone, what it was called first."""

    def last_heard_hours(self) -> int | None:
        """Return how long ago the network was last heard of; None for a desk that is alone in it."""

    def settle_held(self, *, task: str, choice: str) -> None:
        """Write anew what was held, as it says ("accepted") or as it stood; nothing for another task."""

    def proposed_erasures(self) -> Mapping[FactId, PatronId]:
        """Return the open proposals to erase somebody."""

    def unused_since(self, day: date, uses: Collection[str]) -> tuple[Forgettable, ...]:
        """Return who has nothing open, is not proposed, and has used no library since the beginning of a day.

        Args:
            uses: What counts as use.
        """

    def leaving(self) -> tuple[Forgettable, ...]:
        """Return who wishes to stop, has nothing open, and is not proposed."""

    def ended_history(self, day: date) -> EndedHistory:
        """Return what there is to forget of the loans that ended by a day."""

    def ticks_day(self) -> date:
        """Return the day that the ticks of this desk tell, which no clock moves far by itself."""

    def wish_to_stop(self, patron: PatronId) -> FactId | None:
        """Return the wish of somebody to stop, where there is one."""

    def open_tasks(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names of open tasks, each with the choices that a person has."""
