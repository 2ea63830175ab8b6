"""Fills the port `Work`: one deed's transaction, with its ticks, its capture and its state."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.db import accounts, alike, borrowers, cards, deeds, erasing, finding, forms, notices, persons, relations
from app.db.amendments import KnownAmendments
from app.db.beyond import KnownBeyond
from app.db.calendars import calendar, closed_span
from app.db.copies import KnownCopies
from app.db.counts import DeskCounts
from app.db.database import Database, translated
from app.db.declaration import BY_NAME
from app.db.holds import StoredHolds
from app.db.log import held
from app.db.log.capture import capture_off
from app.db.log.emptying import empty_touched, has_erased, leads_on
from app.db.log.history import OTHERS, heard_of, to_unlink, unlink
from app.db.log.marking import mark
from app.db.log.outbox import stamp
from app.db.log.standing import Ticks
from app.db.models import MODELS
from app.db.money import unsettled_loans
from app.db.money_desk import DeskMoney
from app.db.records_as_rows import TABLE_OF, row_of
from app.db.remembered import once
from app.db.state.keeping import keep_state
from app.db.stock_book import KnownStockBook
from app.db.tasks import TASK_CHOICES, open_tasks, people_of, undecided
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
from app.desk.outcome import Done, Outcome, Refused
from app.desk.records import Record
from app.rules.blocks import Why, block
from app.rules.calendar import Calendar, Span
from app.rules.guarantees import Promise
from app.rules.likeness import Traits
from app.rules.policy import Policy
from app.rules.reconcile import VerdictKind
from app.rules.terms import TermBook
from app.sync.ticks import REPLICA_BITS, SEQUENCE_BITS, make_tick, unix_ms_of

R = TypeVar("R")

LATE_UNDO = 25 * 3_600_000 << REPLICA_BITS + SEQUENCE_BITS
"""A deed is undone within a day (`app.desk.undo`); of a desk that far past a return, its undoing would be known."""
UNHEARD_DAYS = 90
"""The returns of a desk that was not heard of count once they are so much older than the cut."""

TEXT_BYTES_MAX = 32 << 10
"""No text that a deed keeps is longer, in UTF-8: so every row fits into a segment that every reader takes."""


class _Refusing(Exception):
    """Leaves the transaction of a deed that was refused, so that it is rolled back."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


def run_deed(database: Database, acting: Acting, now_ms: int, deed: Callable[[DeskWork], Outcome[R]]) -> Outcome[R]:
    """Run one deed in one transaction: done durably, or refused with nothing changed."""
    try:
        with translated(), database.writing() as connection:
            return _carried_out(DeskWork(database, connection, acting, deeds.instant_of(connection, now_ms)), deed)
    except _Refusing as refusing:
        return refusing.refused


def _carried_out(work: DeskWork, deed: Callable[[DeskWork], Outcome[R]]) -> Done[R]:
    outcome = deed(work)
    if isinstance(outcome, Refused):
        raise _Refusing(outcome)
    tasks = work.finish()
    return Done(record=outcome.record, touched=outcome.touched, notices=outcome.notices, tasks=tasks)


@dataclass
class DeskWork:
    """One deed at work, over the connection whose transaction it is."""

    database: Database
    connection: sqlite3.Connection
    acting: Acting
    now_ms: int
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    written: list[tuple[str, int]] = field(default_factory=list)

    @cached_property
    def ticks(self) -> Ticks:
        return Ticks.of(self.connection, self.now_ms)

    @cached_property
    def zone(self) -> str:
        return finding.time_zone(self.connection, self.acting.branch)

    @cached_property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now_ms / 1000, UTC).astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def policy(self) -> Policy:
        return self._of_rules(finding.policy, self.acting.branch)

    @property
    def terms(self) -> TermBook:
        return self.policy.terms

    @cached_property
    def copies(self) -> KnownCopies:
        return KnownCopies(self.connection, self.acting.branch or None, self._begin_of(self.today))

    @property
    def counts(self) -> DeskCounts:
        return DeskCounts.at(self.connection, self.acting.branch, self.now_ms, self.zone)

    @property
    def beyond(self) -> KnownBeyond:
        return KnownBeyond(self.connection)

    @property
    def amendments(self) -> KnownAmendments:
        return KnownAmendments(self.connection)

    @property
    def stock_book(self) -> KnownStockBook:
        return KnownStockBook(self.connection, self.acting)

    @cached_property
    def calendar(self) -> Calendar:
        return self.calendar_of(self.acting.branch)

    def calendar_of(self, branch: BranchId) -> Calendar:
        return self._of_rules(calendar, branch)

    def _of_rules(self, make: Callable[[sqlite3.Connection, date, int], R], branch: int) -> R:
        made = partial(make, self.connection, self.today, branch)
        return once(self.connection, (make.__name__, self.today, branch), made)

    def closed_day(self, row: int) -> Span | None:
        return closed_span(self.connection, row)

    @cached_property
    def money(self) -> DeskMoney:
        return DeskMoney(self.connection, self.today)

    @cached_property
    def holds(self) -> StoredHolds:
        return StoredHolds(self.connection)

    def add(self, record: Record) -> int:
        table = BY_NAME[TABLE_OF[type(record)]]
        row = row_of(record)
        _refuse_too_long(row)
        if table.kind == "fact":
            row |= {"staff": self.acting.staff or None, "branch": self.acting.branch or None, "at_ms": self.now_ms}
        row_id = self.ticks.draw()
        self._insert(table.name, table.kind, {"id": row_id, **row})
        self.touched[table.name].add(row_id)
        self.written.append((table.name, row_id))
        return row_id

    def _insert(self, table: str, kind: str, row: Mapping[str, str | int | None]) -> None:
        """Write a row: facts, which a scan waits for, as SQL text; descriptions through their model."""
        if kind == "fact":
            marks = ", ".join("?" * len(row))
            self.connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        else:
            MODELS[table].insert(**row).execute(self.database.peewee)

    def amend(self, table: str, row: int, **columns: str | int | None) -> None:
        _refuse_too_long(columns)
        model = MODELS[table]
        model.update(**columns).where(model.id == row).execute(self.database.peewee)
        self.touched[table].add(row)

    def finish(self) -> tuple[str, ...]:
        """End the deed: ticks for what was written, state for what was touched; return the tasks it concerns."""
        self._unlink()
        if has_erased(self.connection) or any(leads_on(BY_NAME[name]) for name in self.touched):
            empty_touched(self.connection, self.touched)
        stamp(self.connection, self.ticks)
        self.ticks.keep(self.connection)
        deeds.note(self.connection, self.written, self.now_ms)
        verdicts = keep_state(self.connection, self.touched)
        return tuple(task.name for task in undecided(self.connection, verdicts))

    def _unlink(self) -> None:
        """Forget whose the loans were that a cut covers, as a merge of it will everywhere else."""
        if self.touched.keys() & {"history_cut", "closing", "undo", "copy_report"}:
            with capture_off(self.connection):
                emptied = unlink(self.connection, self.touched)
            mark(self.connection, emptied)
            for table, ids in emptied.items():
                self.touched[table] |= set(ids)

    def borrower(self, scan: str) -> Borrower | None:
        return borrowers.borrower(self.connection, scan, self.today, self.zone)

    def copy(self, scan: str) -> Copy | None:
        return finding.copy(self.connection, scan, self.zone)

    def number_owner(self, number: str) -> PatronId | None:
        return finding.number_owner(self.connection, number)

    def number(self, scan: str) -> BoundNumber | None:
        return finding.number(self.connection, scan)

    def numbers_of(self, patron: PatronId) -> tuple[BoundNumber, ...]:
        return finding.numbers_of(self.connection, patron)

    def account(self, patron: PatronId) -> HeldAccount:
        return accounts.account(self.connection, patron)

    def external_owner(self, external_id: str) -> PatronId | None:
        return accounts.external_owner(self.connection, external_id)

    def username_owner(self, username: str) -> PatronId | None:
        return accounts.username_owner(self.connection, username)

    def template_row(self, code: str, language: str) -> int | None:
        return notices.template_row(self.connection, code, language)

    def workstation(self, replica: int) -> int | None:
        return notices.workstation(self.connection, replica)

    def notice(self, scan: str) -> HeldNotice | None:
        return notices.notice(self.connection, scan)

    def notices_of(self, patron: PatronId) -> tuple[HeldNotice, ...]:
        return notices.notices_of(self.connection, patron)

    def addressee(self, patron: PatronId) -> Addressee | None:
        return notices.addressee(self.connection, patron)

    def unsure_notice(self, task: str) -> FactId | None:
        found = (one for one in open_tasks(self.connection) if one.name == task)
        return next((FactId(one.facts[0]) for one in found if one.kind is VerdictKind.NOTICE_UNSURE), None)

    def is_replaced(self, identifier: IdentifierId) -> bool:
        return cards.is_replaced(self.connection, identifier)

    def ordered_card(self, scan: str) -> OrderedCard | None:
        return cards.ordered_card(self.connection, scan)

    def form(self, receipt: int) -> HeldForm | None:
        return forms.form(self.connection, receipt)

    def forms_of(self, patron: PatronId) -> tuple[HeldForm, ...]:
        return forms.forms_of(self.connection, patron)

    def fresh_card_number(self, prefix: str) -> str:
        return cards.fresh_number(self.connection, self.ticks.draw(), prefix)

    def record_of(self, scan: str) -> PatronId:
        return finding.record_of(self.connection, scan)

    def records_of(self, patron: PatronId) -> tuple[PatronId, ...]:
        return persons.records_of(self.connection, patron)

    def same_person(self, fact: int) -> Edge | None:
        return persons.edge(self.connection, fact)

    def said(self, table: str, records: Collection[PatronId], others: Collection[PatronId]) -> tuple[FactId, ...]:
        return persons.said(self.connection, table, records, others)

    def people_of_task(self, task: str) -> tuple[PatronId, ...]:
        return people_of(self.connection, task)

    def alike(self, traits: Traits) -> tuple[Alike, ...]:
        return alike.alike(self.connection, traits)

    def columns_of(self, patron: PatronId) -> Mapping[str, str | int | None]:
        return persons.columns_of(self.connection, patron)

    def promises_for(self, patron: PatronId) -> tuple[Promise, ...]:
        return relations.promises(self.connection, patron, self.zone)

    def has_visited_today(self, patron: PatronId) -> bool:
        return relations.has_visited(self.connection, patron, self.acting.branch or None, self._begin_of(self.today))

    def has_viewed_today(self, patron: PatronId, why: str) -> bool:
        since_ms = self._begin_of(self.today)
        return relations.has_viewed(
            self.connection, patron, staff=self.acting.staff or None, why=why, since_ms=since_ms
        )

    def person_of(self, table: str, row: int) -> PatronId | None:
        return relations.person_of(self.connection, table, row)

    def barcode_taken(self, barcode: str) -> bool:
        return finding.barcode_taken(self.connection, barcode)

    def title_like(self, *, title: str, author: str, isbn: str) -> TitleId | None:
        return finding.title_like(self.connection, title=title, author=author, isbn=isbn)

    def branch_with_code(self, code: str) -> BranchId | None:
        found = finding.one(self.connection, "SELECT id FROM branch WHERE code = ? ORDER BY id LIMIT 1", code)
        return None if found is None else BranchId(found)

    def staff_with_login(self, login: str) -> StaffId | None:
        found = finding.one(self.connection, "SELECT id FROM staff WHERE login = ? ORDER BY id LIMIT 1", login)
        return None if found is None else StaffId(found)

    def roles(self) -> tuple[str, ...]:
        return tuple(code for (code,) in self.connection.execute("SELECT code FROM role ORDER BY id"))

    def last_doings(self, since_ms: int) -> tuple[Doing, ...]:
        return deeds.last_doings(self.connection, since_ms)

    def last_heard_hours(self) -> int | None:
        return finding.last_heard_hours(self.connection, self.now_ms)

    def settle_held(self, *, task: str, choice: str) -> None:
        settled = held.settle(self.connection, task, choice)
        if settled is not None:
            self.touched[settled[0]].add(settled[1])

    def proposed_erasures(self) -> Mapping[FactId, PatronId]:
        return {FactId(one.id): PatronId(one.patron) for one in erasing.open_erasures(self.connection)}

    def unused_since(self, day: date, uses: Collection[str]) -> tuple[Forgettable, ...]:
        found = erasing.unused_patrons(self.connection, make_tick(self._begin_of(day), 0), uses)
        return tuple(finding.forgettable(self.connection, patron) for patron in found)

    def leaving(self) -> tuple[Forgettable, ...]:
        found = erasing.leaving_patrons(self.connection)
        return tuple(finding.forgettable(self.connection, patron) for patron in found)

    def wish_to_stop(self, patron: PatronId) -> FactId | None:
        return relations.wish_to_stop(self.connection, patron)

    def ended_history(self, day: date) -> EndedHistory:
        known = heard_of(self.connection, make_tick(self._begin_of(day), 0))
        margin = UNHEARD_DAYS * 86_400_000 << REPLICA_BITS + SEQUENCE_BITS
        known = {
            replica: last - LATE_UNDO for replica, last in {**known, str(self.ticks.replica): self.ticks.last}.items()
        }
        known[OTHERS] = max(0, make_tick(self._begin_of(day), 0) - margin)
        count, spared = to_unlink(self.connection, day, known, unsettled_loans)
        return EndedHistory(loans=count, known=json.dumps(known), spared=json.dumps(spared))

    def ticks_day(self) -> date:
        zone = ZoneInfo(self.zone)
        return datetime.fromtimestamp(unix_ms_of(self.ticks.draw()) / 1000, UTC).astimezone(zone).date()

    def _begin_of(self, day: date) -> int:
        """Return the instant at which a day begins at the branch."""
        zone = ZoneInfo(self.zone)
        return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)

    def open_tasks(self) -> Mapping[str, tuple[str, ...]]:
        return {task.name: TASK_CHOICES[task.kind] for task in open_tasks(self.connection)}


def _refuse_too_long(columns: Mapping[str, str | int | None]) -> None:
    """Refuse the deed where it would keep a text that is too long.

    Raises:
        _Refusing: It would.
    """
    long = [name for name, value in columns.items() if isinstance(value, str) and _is_too_long(value)]
    if long:
        kib = TEXT_BYTES_MAX >> 10
        raise _Refusing(Refused(blocks=tuple(block(Why.FIELD_TOO_LONG, field=name, kib=kib) for name in long)))


def _is_too_long(text: str) -> bool:
    return 4 * len(text) > TEXT_BYTES_MAX and len(text.encode()) > TEXT_BYTES_MAX
