"""The whole contract between the library and the engine: which tables are replicated, and how.

*Facts* are rows written once. *Descriptions* are true until somebody says otherwise; their columns are grouped in
units that belong together and are written together: the greater tick wins a unit, never a column (half of one
address and half of another is nobody's address) and never a row (a new phone number must not undo a new e-mail).
A unit's columns are fixed for ever. What is derived from these tables is state, kept by `app.db.state`, never declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ANY_TABLE = "*"
"""A reference whose table stands in another column of the row."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is SQLite's; `refers_to` names the table whose id it holds (the column then is a tick)."""

    name: str
    type: Literal["INTEGER", "TEXT"]
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Columns that are written together. A personal unit is emptied when the person it is about is erased.

    Attributes:
        follows: The older unit that this one and others were split from; "" for none.
        sources: For each column, that of the older unit from which it is filled.
    """

    name: str
    columns: tuple[Column, ...]
    personal: bool = False
    follows: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A replicated table.

    Attributes:
        kind: Facts are never changed; of descriptions each unit may be written again.
        person: The columns that lead from a row to the patron it is about, one after another; () for none,
            ("id",) for the patron itself. In a description every personal unit holds the first of them, so that
            each writing says itself whom it is about.
    """

    name: str
    kind: Literal["fact", "description"]
    units: tuple[Unit, ...]
    person: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for unit in self.units for column in unit.columns)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def personal_names(self) -> tuple[str, ...]:
        """The columns that are emptied when the person is erased."""
        return tuple(column.name for unit in self.units if unit.personal for column in unit.columns)

    def unit(self, name: str) -> Unit | None:
        return next((unit for unit in self.units if unit.name == name), None)


def text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "TEXT") for name in names)


def number(*names: str) -> tuple[Column, ...]:
    """Counts, yes (1) and no (0), money in minor units, instants in Unix milliseconds."""
    return tuple(Column(name, "INTEGER") for name in names)


def ref(table: str, name: str = "") -> tuple[Column, ...]:
    return (Column(name or table, "INTEGER", table),)


ACT = Unit("act", (*ref("staff"), *ref("branch"), *number("at_ms")))
"""Who did it, at which branch, and when by the desk's own clock; workstation and order stand in the id."""

OVERRIDE = Unit("override", text("overrides", "reason"), personal=True)
"""Codes of the blocks that were overridden, parted by spaces, and why: in somebody's own words, about somebody."""


def fact(name: str, *units: Unit, person: tuple[str, ...] = ()) -> Table:
    return Table(name, "fact", (*units, ACT), person)


def description(name: str, *units: Unit, person: tuple[str, ...] = ()) -> Table:
    return Table(name, "description", units, person)


def about(name: str, what: tuple[Column, ...]) -> Table:
    """A fact about one person of which nothing but whom it is about is personal."""
    return fact(name, Unit("who", ref("patron"), personal=True), Unit("what", what), person=("patron",))


ADDRESS = ("street", "house", "flat", "village", "parish", "municipality", "town", "postcode")

TABLES: tuple[Table, ...] = (
    # The network and its people.
    description(
        "branch",
        Unit("name", text("code", "name")),
        Unit("place", text("address", "time_zone")),
        Unit("opening", text("closed_weekdays")),
        Unit("hours", text("hours")),
    ),
    description(
        "workstation",
        Unit("number", number("replica")),
        Unit("place", (*ref("branch"), *text("name"))),
    ),
    description("role", Unit("name", text("code")), Unit("permissions", text("permissions"))),
    description(
        "staff",
        Unit("name", text("login", "name")),
        Unit("password", text("verifier")),
        Unit("duty", (*text("roles"), *number("active"))),
    ),
    description("setting", Unit("value", (*text("key"), *ref("branch"), *text("from_on", "value")))),
    description(
        "closed_day",
        Unit("days", (*ref("branch"), *text("from_on", "until_on", "reason"), *number("cancelled"))),
        Unit("recurrence", number("yearly")),
    ),
    # Patrons.
    description(
        "patron",
        Unit("name", text("given", "family"), personal=True),
        Unit("birth", text("birth_on"), personal=True),
        Unit("phone", text("phone"), personal=True),
        Unit("email", text("email"), personal=True),
        Unit("address", text(*ADDRESS), personal=True),
        Unit("school", text("school"), personal=True),
        Unit("note", text("note"), personal=True),
        Unit("category", text("category")),
        Unit("home", ref("branch", "home_branch")),
        Unit("care", text("care_of"), personal=True),
        Unit("protection", number("address_protected"), personal=True),
        Unit("language", text("language"), personal=True),
        Unit("bounce", number("email_bounced_ms"), personal=True),
        Unit("death", text("died_on"), personal=True),
        Unit("external", text("external_id"), personal=True),
        Unit("account", (*text("username", "account_verifier"), *number("account_once", "account_ms")), personal=True),
        Unit("pin", (*text("pin_verifier"), *number("pin_ms")), personal=True),
        Unit("absence", text("absent_from", "absent_until"), personal=True),
        Unit("service", (*number("home_service"), *text("home_service_note")), personal=True),
        person=("id",),
    ),
    description(
        "identifier",
        Unit("binding", (*ref("patron"), *text("kind", "value")), personal=True),
        Unit("standing", (*text("standing"), *number("since_ms"))),
        Unit("issue", text("issuer", "valid_until")),
        person=("patron",),
    ),
    fact("card_report", Unit("what", (*ref("identifier"), *text("standing")))),
    fact(
        "registration",
        Unit("who", ref("patron"), personal=True),
        Unit("what", text("channel")),
        OVERRIDE,
        person=("patron",),
    ),
    fact(
        "guarantee",
        Unit("who", ref("patron"), personal=True),
        Unit(
            "guarantor",
            (*ref("patron", "guarantor"), *text("given", "family", "code", "birth_on", "phone", "email")),
            personal=True,
        ),
        Unit("means", text("means")),
        person=("patron",),
    ),
    fact("guarantee_end", Unit("what", (*ref("guarantee"), *text("on_day", "cause")))),
    about("identity_check", text("document", "subject")),
    about("rules_acceptance", text("version", "means", "on_day")),
    about("contact_confirmation", text("year", "changed")),
    about("visit", text("shown")),
    fact(
        "viewing",
        Unit("who", ref("patron"), personal=True),
        Unit("why", text("why"), personal=True),
        person=("patron",),
    ),
    about("end_of_use", text("on_day", "means")),
    fact(
        "card_order",
        Unit("who", (*ref("patron"), *text("number")), personal=True),
        Unit("what", (*text("kind", "due_on"), *ref("identifier", "replaces"), *number("price_minor"))),
        person=("patron",),
    ),
    fact("card_step", Unit("what", (*ref("card_order"), *text("step")))),
    about("notice", (*text("kind", "channel", "language"), *ref("workstation"))),
    fact("notice_step", Unit("what", (*ref("notice"), *text("step", "cause")))),
    fact(
        "amendment",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*text("unit"), *ref("amendment", "replaces"))),
        Unit("said", text("said"), personal=True),
        person=("patron",),
    ),
    fact("amendment_seen", Unit("what", ref("amendment"))),
    fact("same_person", Unit("what", (*ref("patron"), *ref("patron", "other")))),
    fact("other_person", Unit("what", (*ref("patron"), *ref("patron", "other")))),
    fact("history_cut", Unit("what", text("until_on", "known", "spared"))),
    description(
        "contact_person",
        Unit("who", (*ref("patron"), *text("given", "family", "duty", "phone", "email")), personal=True),
        Unit("rights", number("may_borrow", "active")),
        person=("patron",),
    ),
    description(
        "remark",
        Unit("what", (*ref("patron"), *text("body")), personal=True),
        Unit("show", (*text("kind", "until_on"), *number("ended"))),
        person=("patron",),
    ),
    description("template", Unit("what", text("code", "language", "subject", "body"))),
    # The forms of paper and of mail.
    fact(
        "form_receipt",
        Unit("who", ref("patron"), personal=True),
        Unit("what", text("form_kind", "file_kind", "channel", "received_on")),
        Unit("signature", text("signature", "signer", "signed_at"), personal=True),
        person=("patron",),
    ),
    fact("form_step", Unit("what", (*ref("form_receipt"), *text("step", "on_day")))),
    fact(
        "form_destruction",
        Unit("who", ref("patron"), personal=True),
        Unit("what", text("form_kind", "file_kind")),
        Unit("receipt", ref("form_receipt")),
        person=("patron",),
    ),
    fact(
        "erasure",
        Unit("what", (*ref("patron"), *text("cause"))),
        Unit("why", text("reason"), personal=True),
        person=("patron",),
    ),
    # The stock.
    description(
        "title",
        Unit("name", text("title", "author")),
        Unit("isbn", text("isbn")),
        Unit("imprint", text("publisher", "year", "language")),
        Unit("age", number("age_min")),
    ),
    description(
        "item",
        Unit("copy", (*ref("title"), *text("barcode"))),
        Unit("home", ref("branch", "home_branch")),
        Unit("material", text("material")),
        Unit("lending", number("lendable")),
        Unit("price", number("price_minor")),
        Unit("shelf", text("call_number")),
        Unit("department", text("department")),
        Unit("issue", text("issue", "issued_on")),
        Unit("quick", number("quick")),
    ),
    # Lending.
    fact(
        "loan",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*ref("item"), *text("due_on"))),
        OVERRIDE,
        Unit("paper", text("lent_on", "slip")),
        Unit("shown", ref("identifier"), personal=True),
        person=("patron",),
    ),
    fact("renewal", Unit("what", (*ref("loan"), *ref("item"), *text("due_on"))), OVERRIDE, person=("loan", "patron")),
    fact("closing", Unit("what", (*ref("loan"), *ref("item"), *text("on_day", "cause"))), person=("loan", "patron")),
    fact("in_house_use", Unit("what", (*ref("item"), *text("on_day"), *number("count")))),
    fact(
        "copy_report",
        Unit("what", (*ref("item"), *ref("loan"), *text("kind", "on_day"), *number("price_minor"))),
        Unit("words", text("note"), personal=True),
        person=("loan", "patron"),
    ),
    fact("renewal_request", Unit("what", (*ref("loan"), *text("channel")))),
    fact(
        "renewal_answer",
        Unit("what", (*ref("renewal_request"), *text("answer", "cause"), *ref("renewal"))),
    ),
    fact(
        "receipt",
        Unit("who", ref("patron"), personal=True),
        Unit("what", text("kind")),
        person=("patron",),
    ),
    fact(
        "receipt_line",
        Unit("what", (*ref("receipt"), *text("fact_table"), *ref(ANY_TABLE, "fact"))),
        Unit("promise", (*text("promised_on"), *number("amount_minor"))),
    ),
    fact("receipt_step", Unit("what", (*ref("receipt"), *text("step")))),
    # Holds, and copies on their way.
    fact(
        "hold",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*ref("title"), *ref("item"), *text("kind"), *ref("branch", "pickup"), *text("until_on"))),
        OVERRIDE,
        person=("patron",),
    ),
    fact(
        "hold_step",
        Unit("what", (*ref("hold"), *text("step"), *ref("item"), *ref("branch", "to_branch"))),
        Unit("until", text("until_on", "cause")),
    ),
    fact("transfer", Unit("what", (*ref("item"), *ref("branch", "to_branch"), *text("cause"), *ref("hold")))),
    fact("transfer_end", Unit("what", (*ref("transfer"), *ref("item"), *text("cause")))),
    # What is owed, what was settled, and who may not borrow.
    fact(
        "charge",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*text("kind"), *ref("item"), *ref("loan"), *number("amount_minor"), *text("on_day"))),
        Unit("words", text("note"), personal=True),
        person=("patron",),
    ),
    fact(
        "settlement",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*text("kind", "means"), *number("amount_minor"), *text("on_day"))),
        Unit("toward", (*text("fee"), *ref("loan"), *ref(ANY_TABLE, "charge"))),  # Or a card order, or a report.
        Unit("words", text("reference", "reason"), personal=True),
        person=("patron",),
    ),
    fact(
        "restriction",
        Unit("who", ref("patron"), personal=True),
        Unit("what", (*text("kind", "from_on", "until_on"), *number("amount_minor"))),
        Unit("why", text("reason"), personal=True),
        person=("patron",),
    ),
    fact("restriction_end", Unit("what", (*ref("restriction"), *text("on_day", "cause")))),
    fact("restriction_place", Unit("what", (*ref("restriction"), *ref("branch", "place")))),
    # Others: who acts for somebody, and libraries that lend to us.
    about("proxy", text("until_on")),
    about("proxy_holder", ref("proxy")),
    fact("proxy_end", Unit("what", (*ref("proxy"), *text("on_day")))),
    fact(
        "taking",
        Unit("who", (*ref("proxy_holder"), *ref("contact_person")), personal=True),
        Unit("what", ref("loan")),
        person=("loan", "patron"),
    ),
    fact(
        "name_change",
        Unit("who", (*ref("patron"), *text("given", "family")), personal=True),
        Unit("what", text("document", "on_day")),
        person=("patron",),
    ),
    fact(
        "interlibrary_request",
        Unit("who", ref("patron"), personal=True),
        Unit("what", text("scope", "title", "author", "isbn")),
        Unit("words", text("note"), personal=True),
        person=("patron",),
    ),
    fact(
        "interlibrary_step",
        Unit("what", (*ref("interlibrary_request"), *text("step", "on_day", "partner", "number"))),
        Unit("copy", (*ref("item"), *text("due_on"), *number("amount_minor"))),
    ),
    # The stock book.
    fact("stock_act", Unit("what", text("kind", "number", "on_day", "cause", "source", "basis"))),
    fact("stock_act_line", Unit("what", (*ref("stock_act"), *ref("item"), *number("price_minor")))),
    # What is counted without naming anybody.
    fact("tally", Unit("what", (*text("kind", "on_day"), *number("hour", "count")))),
    fact("event", Unit("what", (*text("kind", "name", "on_day"), *number("adults", "children")))),
    fact("undo", Unit("what", (*text("fact_table"), *ref(ANY_TABLE, "fact")))),
    fact("decision", Unit("what", text("task", "choice"))),
)

BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
