"""The schema, step by step. A step is never changed once it has landed: what comes later is another step.

Each runs in one transaction with its record, capture off, and is a pure function of the rows it finds. A replicated
table has no UNIQUE, NOT NULL, CHECK or foreign key but its primary key: rows arrive in any order from anywhere.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

migrations = Migrations("lete")

STEPS = ("first", "held", "checkpoints", "erasures", "selfcheck", "people", "lending", "bans", "amendments")
"""The names of the steps below, in order."""

SCHEMA = len(STEPS)
"""What this version writes into heads and segments."""

_FIRST_TABLES = """
branch: code T, name T, address T, time_zone T, closed_weekdays T
workstation: replica I, branch I, name T
role: code T, permissions T
staff: login T, name T, verifier T, roles T, active I
setting: key T, branch I, from_on T, value T
closed_day: branch I, from_on T, until_on T, reason T, cancelled I
patron: given T, family T, birth_on T, phone T, email T, street T, house T, flat T, village T, parish T,
    municipality T, town T, postcode T, school T, note T, category T, home_branch I
identifier: patron I, kind T, value T, standing T, since_ms I
registration: patron I, channel T, staff I, branch I, at_ms I
guarantee: patron I, guarantor I, given T, family T, code T, birth_on T, phone T, email T, staff I, branch I, at_ms I
form_destruction: patron I, form_kind T, file_kind T, staff I, branch I, at_ms I
title: title T, author T, isbn T, publisher T, year T, language T
item: title I, barcode T, home_branch I, material T, lendable I, price_minor I, call_number T
loan: patron I, item I, due_on T, overrides T, reason T, staff I, branch I, at_ms I
renewal: loan I, item I, due_on T, overrides T, reason T, staff I, branch I, at_ms I
closing: loan I, item I, on_day T, cause T, staff I, branch I, at_ms I
undo: fact_table T, fact I, staff I, branch I, at_ms I
decision: task T, choice T, staff I, branch I, at_ms I
"""

_FIRST_INDEXES = """
workstation(replica) staff(login) setting(key) identifier(patron) registration(patron) guarantee(patron)
title(isbn) item(title) loan(item) loan(patron) renewal(loan) closing(item)
closing(loan) undo(fact)
"""

_NUMBER_INDEXES = """
CREATE INDEX item_barcode ON item(replace(replace(upper(barcode), ' ', ''), '-', ''));
CREATE INDEX identifier_value ON identifier(replace(replace(upper(value), ' ', ''), '-', ''));
"""
"""Numbers are found as they are compared: without spaces and hyphens, in capital letters."""

_ENGINE = """
CREATE TABLE standing (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE capture (off INTEGER) STRICT;
INSERT INTO capture VALUES (0);
CREATE TABLE outbox (n INTEGER PRIMARY KEY AUTOINCREMENT, tbl TEXT, row INTEGER, unit TEXT, tick INTEGER) STRICT;
CREATE INDEX outbox_unstamped ON outbox(n) WHERE tick IS NULL;
CREATE TABLE clock (tbl TEXT, row INTEGER, unit TEXT, tick INTEGER, PRIMARY KEY (tbl, row, unit)) STRICT, WITHOUT ROWID;
CREATE TABLE tombstone (tbl TEXT, row INTEGER, tick INTEGER, PRIMARY KEY (tbl, row)) STRICT, WITHOUT ROWID;
CREATE TABLE parked (tbl TEXT, row INTEGER, unit TEXT, tick INTEGER, why TEXT, contents BLOB,
    PRIMARY KEY (tbl, row, unit, tick)) STRICT, WITHOUT ROWID;
CREATE TABLE own_log (n INTEGER PRIMARY KEY, replica INTEGER, incarnation INTEGER, sequence INTEGER, link BLOB,
    heads INTEGER) STRICT;
CREATE TABLE segment (replica INTEGER, incarnation INTEGER, first INTEGER, last INTEGER, link BLOB, written INTEGER,
    data BLOB, PRIMARY KEY (replica, incarnation, last)) STRICT;
CREATE TABLE cursor (replica INTEGER, incarnation INTEGER, sequence INTEGER, link BLOB, ahead INTEGER,
    PRIMARY KEY (replica, incarnation)) STRICT, WITHOUT ROWID;
CREATE TABLE heard (replica INTEGER, incarnation INTEGER, counter INTEGER, wall_ms INTEGER, seen_ms INTEGER,
    sequence INTEGER, schema INTEGER, version TEXT, complete INTEGER,
    PRIMARY KEY (replica, incarnation)) STRICT, WITHOUT ROWID;
CREATE TABLE roster (n INTEGER PRIMARY KEY, data BLOB) STRICT;
CREATE TABLE invitation (id BLOB PRIMARY KEY, token BLOB, number INTEGER, branch_code TEXT, branch_name TEXT,
    workstation TEXT, expires_ms INTEGER, standing TEXT) STRICT;
"""

_STATE = """
CREATE TABLE open_loan (item INTEGER PRIMARY KEY, loan INTEGER, patron INTEGER, due_on TEXT, branch INTEGER,
    lent_ms INTEGER, renewals INTEGER, renewed_ms INTEGER) STRICT;
CREATE INDEX open_loan_patron ON open_loan(patron);
CREATE INDEX open_loan_due_on ON open_loan(due_on);
CREATE TABLE verdict (kind TEXT, subject TEXT, facts TEXT, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE patron_search USING fts5(text, tokenize = 'unicode61', prefix = '2 3', detail = none);
CREATE VIRTUAL TABLE title_search USING fts5(text, tokenize = 'unicode61', prefix = '2 3', detail = none);
"""

_DRAFTS = """
CREATE TABLE draft (id INTEGER PRIMARY KEY, path TEXT, digest BLOB, imported_ms INTEGER, application TEXT,
    patron INTEGER) STRICT;
"""


_LEAVING = """
CREATE TABLE leaving (replica INTEGER, incarnation INTEGER, first INTEGER, last INTEGER, link BLOB,
    PRIMARY KEY (replica, incarnation, first, last, link)) STRICT, WITHOUT ROWID
"""


_ANSWERS = """
CREATE TABLE answer (replica INTEGER, incarnation INTEGER, proposal INTEGER, sequence INTEGER, held INTEGER,
    PRIMARY KEY (replica, incarnation, proposal)) STRICT, WITHOUT ROWID
"""


@migrations()
def first(db: Tables) -> None:
    """Lay the tables of version 0.1: facts and descriptions, the engine's, state, and drafts of imported forms."""
    for table, columns in _parse(_FIRST_TABLES):
        db.table(table).create({"id": int, **columns}, pk="id", strict=True)
    for index in _FIRST_INDEXES.split():
        table, _, column = index.rstrip(")").partition("(")
        db.table(table).create_index([column], f"{table}_{column}")
    for script in (_NUMBER_INDEXES, _ENGINE, _STATE, _DRAFTS):
        for statement in filter(None, map(str.strip, script.split(";\n"))):
            db.execute(statement)


_HELD = """
CREATE TABLE held (tbl TEXT, row INTEGER, unit TEXT, tick INTEGER, contents BLOB,
    PRIMARY KEY (tbl, row, unit, tick)) STRICT, WITHOUT ROWID;
ALTER TABLE outbox ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX decision_on_held ON decision(task) WHERE choice IN ('accepted', 'refused');
INSERT INTO standing SELECT 'known', value FROM standing WHERE name = 'tick';
"""
"""What others may have seen is marked in the outbox: its ticks are never drawn anew. To begin with, that is all."""


@migrations()
def held(db: Tables) -> None:
    """Hold writings by clocks that lie, and know which ticks have left this desk."""
    for statement in filter(None, map(str.strip, _HELD.split(";\n"))):
        db.execute(statement)
    db.execute("UPDATE outbox SET seen = 1")


@migrations()
def checkpoints(db: Tables) -> None:
    """Make room for how far own segments have gone, and for files that are still to leave the folder."""
    db.execute("ALTER TABLE own_log ADD COLUMN retired INTEGER")
    db.execute("ALTER TABLE own_log ADD COLUMN retired_link BLOB")
    db.execute(_LEAVING)


@migrations()
def erasures(db: Tables) -> None:
    """Make room for proposals to erase somebody, and find at once what is about one person."""
    for table, columns in _parse("erasure: patron I, cause T, reason T, staff I, branch I, at_ms I"):
        db.table(table).create({"id": int, **columns}, pk="id", strict=True)
        db.table(table).create_index(["patron"], f"{table}_patron")
    db.table("form_destruction").create_index(["patron"], "form_destruction_patron")
    db.execute(_ANSWERS)


_SELFCHECK = """
CREATE TABLE leaf (tbl TEXT, number INTEGER, mark INTEGER, digest BLOB,
    PRIMARY KEY (tbl, number)) STRICT, WITHOUT ROWID;
CREATE TABLE differing (replica INTEGER, tbl TEXT, first INTEGER, last INTEGER, wrong INTEGER, found_ms INTEGER,
    PRIMARY KEY (replica, tbl, first)) STRICT, WITHOUT ROWID;
CREATE TABLE compared (replica INTEGER PRIMARY KEY, at_ms INTEGER) STRICT;
"""
"""Digests as they were made from the rows; where rows were found to differ, and who was compared when."""


@migrations()
def selfcheck(db: Tables) -> None:
    """Make room for digests of the rows, and for what comparing them has found."""
    for statement in filter(None, map(str.strip, _SELFCHECK.split(";\n"))):
        db.execute(statement)


_PEOPLE_TABLES = """
guarantee_end: guarantee I, on_day T, cause T, staff I, branch I, at_ms I
identity_check: patron I, document T, subject T, staff I, branch I, at_ms I
rules_acceptance: patron I, version T, means T, on_day T, staff I, branch I, at_ms I
contact_confirmation: patron I, year T, changed T, staff I, branch I, at_ms I
visit: patron I, shown T, staff I, branch I, at_ms I
viewing: patron I, why T, staff I, branch I, at_ms I
end_of_use: patron I, on_day T, means T, staff I, branch I, at_ms I
card_order: patron I, number T, kind T, due_on T, replaces I, price_minor I, staff I, branch I, at_ms I
card_report: identifier I, standing T, staff I, branch I, at_ms I
card_step: card_order I, step T, staff I, branch I, at_ms I
notice: patron I, kind T, channel T, language T, workstation I, staff I, branch I, at_ms I
notice_step: notice I, step T, cause T, staff I, branch I, at_ms I
same_person: patron I, other I, staff I, branch I, at_ms I
other_person: patron I, other I, staff I, branch I, at_ms I
history_cut: until_on T, known T, spared T, staff I, branch I, at_ms I
contact_person: patron I, given T, family T, duty T, phone T, email T, may_borrow I, active I
remark: patron I, body T, kind T, until_on T, ended I
template: code T, language T, subject T, body T
form_receipt: patron I, form_kind T, file_kind T, channel T, received_on T, signature T, signer T, signed_at T,
    staff I, branch I, at_ms I
form_step: form_receipt I, step T, on_day T, staff I, branch I, at_ms I
"""

_PEOPLE_COLUMNS = """
patron: care_of T, address_protected I, language T, email_bounced_ms I, died_on T, external_id T, username T,
    account_verifier T, account_once I, account_ms I, pin_verifier T, pin_ms I
identifier: issuer T, valid_until T
registration: overrides T, reason T
guarantee: means T
form_destruction: form_receipt I
"""

_PEOPLE_INDEXES = """
guarantee_end(guarantee) identity_check(patron) rules_acceptance(patron) contact_confirmation(patron) visit(patron)
viewing(patron) end_of_use(patron) card_order(patron) card_step(card_order) card_report(identifier) patron(username)
patron(external_id) notice(patron) notice_step(notice) same_person(patron) same_person(other) other_person(patron)
other_person(other) patron(birth_on) patron(phone)
contact_person(patron) remark(patron) form_receipt(patron) form_step(form_receipt) form_destruction(form_receipt)
"""

_PEOPLE_STATE = """
CREATE TABLE person (record INTEGER PRIMARY KEY, lead INTEGER) STRICT;
CREATE INDEX person_lead ON person(lead);
"""


@migrations()
def people(db: Tables) -> None:
    """Make room for a person's whole relation to the library: checks, rules, cards, messages, paper, being one."""
    _add(db, tables=_PEOPLE_TABLES, columns=_PEOPLE_COLUMNS, indexes=_PEOPLE_INDEXES)
    for statement in filter(None, map(str.strip, _PEOPLE_STATE.split(";\n"))):
        db.execute(statement)


_LENDING_TABLES = """
in_house_use: item I, on_day T, count I, staff I, branch I, at_ms I
copy_report: item I, loan I, kind T, on_day T, price_minor I, note T, staff I, branch I, at_ms I
renewal_request: loan I, channel T, staff I, branch I, at_ms I
renewal_answer: renewal_request I, answer T, cause T, renewal I, staff I, branch I, at_ms I
receipt: patron I, kind T, staff I, branch I, at_ms I
receipt_line: receipt I, fact_table T, fact I, promised_on T, amount_minor I, staff I, branch I, at_ms I
receipt_step: receipt I, step T, staff I, branch I, at_ms I
hold: patron I, title I, item I, kind T, pickup I, until_on T, overrides T, reason T, staff I, branch I, at_ms I
hold_step: hold I, step T, item I, to_branch I, until_on T, cause T, staff I, branch I, at_ms I
transfer: item I, to_branch I, cause T, hold I, staff I, branch I, at_ms I
transfer_end: transfer I, item I, cause T, staff I, branch I, at_ms I
charge: patron I, kind T, item I, loan I, amount_minor I, on_day T, note T, staff I, branch I, at_ms I
settlement: patron I, kind T, means T, amount_minor I, on_day T, fee T, loan I, charge I, reference T, reason T,
    staff I, branch I, at_ms I
restriction: patron I, kind T, from_on T, until_on T, amount_minor I, reason T, staff I, branch I, at_ms I
restriction_end: restriction I, on_day T, cause T, staff I, branch I, at_ms I
tally: kind T, on_day T, hour I, count I, staff I, branch I, at_ms I
event: kind T, name T, on_day T, adults I, children I, staff I, branch I, at_ms I
proxy: patron I, until_on T, staff I, branch I, at_ms I
proxy_holder: patron I, proxy I, staff I, branch I, at_ms I
proxy_end: proxy I, on_day T, staff I, branch I, at_ms I
taking: proxy_holder I, contact_person I, loan I, staff I, branch I, at_ms I
name_change: patron I, given T, family T, document T, on_day T, staff I, branch I, at_ms I
interlibrary_request: patron I, scope T, title T, author T, isbn T, note T, staff I, branch I, at_ms I
interlibrary_step: interlibrary_request I, step T, on_day T, partner T, number T, item I, due_on T, amount_minor I,
    staff I, branch I, at_ms I
stock_act: kind T, number T, on_day T, cause T, source T, basis T, staff I, branch I, at_ms I
stock_act_line: stock_act I, item I, price_minor I, staff I, branch I, at_ms I
"""

_LENDING_COLUMNS = """
branch: hours T
closed_day: yearly I
patron: absent_from T, absent_until T, home_service I, home_service_note T
title: age_min I
item: department T, issue T, issued_on T, quick I
loan: lent_on T, slip T, identifier I
"""

_LENDING_INDEXES = """
in_house_use(item) copy_report(item) copy_report(loan) renewal_request(loan) renewal_answer(renewal_request)
receipt(patron) receipt_line(receipt) receipt_line(fact) receipt_step(receipt) hold(patron) hold(title) hold(item)
hold_step(hold) hold_step(item) transfer(item) transfer_end(transfer) transfer_end(item) charge(patron) charge(loan)
charge(item) settlement(patron) settlement(loan) settlement(charge) settlement(reference) restriction(patron)
restriction_end(restriction) tally(on_day) event(on_day) proxy(patron) proxy_holder(patron) proxy_holder(proxy)
proxy_end(proxy) taking(loan) taking(proxy_holder) name_change(patron) interlibrary_request(patron)
interlibrary_step(interlibrary_request) interlibrary_step(item) stock_act(on_day) stock_act_line(stock_act)
stock_act_line(item) closed_day(until_on) closed_day(yearly)
loan(identifier)
"""


_LENDING_OWN = """
CREATE TABLE deed_fact (deed INTEGER, fact INTEGER, tbl TEXT, at_ms INTEGER,
    PRIMARY KEY (deed, fact)) STRICT, WITHOUT ROWID;
CREATE TABLE counting (kind TEXT, on_day TEXT, hour INTEGER, branch INTEGER, count INTEGER,
    PRIMARY KEY (kind, on_day, hour, branch)) STRICT, WITHOUT ROWID;
CREATE INDEX loan_on_paper ON loan(item) WHERE lent_on IS NOT NULL;
CREATE INDEX item_quick ON item(id) WHERE quick = 1;
CREATE INDEX closing_on_paper ON closing(item) WHERE cause = 'paper';
CREATE INDEX loan_slip ON loan(slip) WHERE slip <> '';
"""
"""What this desk alone keeps: the facts of its last deeds, for undo, and what is being counted at it."""

_LENDING_STATE = """
CREATE TABLE owing (fact INTEGER PRIMARY KEY, kind TEXT, patron INTEGER, loan INTEGER, item INTEGER, due_on TEXT,
    on_day TEXT, at_ms INTEGER, branch INTEGER, price_minor INTEGER, cancelled INTEGER) STRICT;
CREATE INDEX owing_patron ON owing(patron);
CREATE INDEX owing_item ON owing(item);
CREATE INDEX owing_loan ON owing(loan);
ALTER TABLE open_loan ADD COLUMN promised_on TEXT;
UPDATE open_loan SET promised_on = due_on;
CREATE INDEX item_department ON item(department) WHERE department <> '';
"""
"""What is owed; and what was promised, beside the day that closed days have made of it."""

_HOLDS_STATE = """
CREATE TABLE hold_standing (
    hold INTEGER PRIMARY KEY, title INTEGER, item INTEGER, patron INTEGER, kind TEXT, pickup INTEGER, until_on TEXT,
    branch INTEGER, placed_ms INTEGER, suspended_until TEXT, copy INTEGER, caught INTEGER, caught_ms INTEGER,
    ready_at INTEGER, ready_ms INTEGER, ready_until TEXT, fetching INTEGER, fetching_ms INTEGER, also TEXT) STRICT;
CREATE INDEX hold_standing_title ON hold_standing(title);
CREATE INDEX hold_standing_patron ON hold_standing(patron);
CREATE INDEX hold_standing_copy ON hold_standing(copy);
CREATE TABLE copy_place (
    item INTEGER PRIMARY KEY, branch INTEGER, transfer INTEGER, to_branch INTEGER, cause TEXT, hold INTEGER,
    at_ms INTEGER) STRICT;
"""


@migrations()
def lending(db: Tables) -> None:
    """Make room for the whole of lending: holds, copies on their way, money, restrictions, receipts, counters."""
    _add(db, tables=_LENDING_TABLES, columns=_LENDING_COLUMNS, indexes=_LENDING_INDEXES)
    for script in (_LENDING_OWN, _LENDING_STATE, _HOLDS_STATE):
        for statement in filter(None, map(str.strip, script.split(";\n"))):
            db.execute(statement)


_BANS_TABLES = "restriction_place: restriction I, place I, staff I, branch I, at_ms I"


@migrations()
def bans(db: Tables) -> None:
    """Make room for where a ban from the premises holds."""
    _add(db, tables=_BANS_TABLES, columns="", indexes="restriction_place(restriction)")


_AMENDMENTS_TABLES = """
amendment: patron I, unit T, replaces I, said T, staff I, branch I, at_ms I
amendment_seen: amendment I, staff I, branch I, at_ms I
"""


@migrations()
def amendments(db: Tables) -> None:
    """Make room for what was written anew about somebody, in the place of what, and who was shown it (C-11)."""
    _add(
        db,
        tables=_AMENDMENTS_TABLES,
        columns="",
        indexes="amendment(patron) amendment(replaces) amendment_seen(amendment)",
    )


def _add(db: Tables, *, tables: str, columns: str, indexes: str) -> None:
    for table, kinds in _parse(tables):
        db.table(table).create({"id": int, **kinds}, pk="id", strict=True)
    for table, kinds in _parse(columns):
        for column, kind in kinds.items():
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {'INTEGER' if kind is int else 'TEXT'}")
    for index in indexes.split():
        table, _, column = index.rstrip(")").partition("(")
        db.table(table).create_index([column], f"{table}_{column}")


def _parse(tables: str) -> list[tuple[str, dict[str, Any]]]:
    """Read `name: column T, column I` lines; a line that begins with spaces goes on."""
    kinds = {"T": str, "I": int}
    lines = tables.replace("\n    ", " ").strip().splitlines()
    return [
        (name, {column: kinds[kind] for column, kind in map(str.split, columns.split(","))})
        for name, _, columns in (line.partition(":") for line in lines)
    ]
