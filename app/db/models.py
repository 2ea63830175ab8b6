"""The replicated tables as peewee models, for reading and writing rows where an ordinary speed is enough.

They are bound to no database: a query is executed on the one that is handed to it. Types are those of a STRICT table.
"""

from __future__ import annotations

from collections.abc import Mapping

from peewee import IntegerField, TextField

from app.db import lending_models
from app.db.declaration import TABLES
from app.db.row import Fact, Row


class Branch(Row):
    code = TextField(null=True)
    name = TextField(null=True)
    address = TextField(null=True)
    time_zone = TextField(null=True)
    closed_weekdays = TextField(null=True)
    hours = TextField(null=True)


class Workstation(Row):
    replica = IntegerField(null=True)
    branch = IntegerField(null=True)
    name = TextField(null=True)


class Role(Row):
    code = TextField(null=True)
    permissions = TextField(null=True)


class Staff(Row):
    login = TextField(null=True)
    name = TextField(null=True)
    verifier = TextField(null=True)
    roles = TextField(null=True)
    active = IntegerField(null=True)


class Setting(Row):
    key = TextField(null=True)
    branch = IntegerField(null=True)
    from_on = TextField(null=True)
    value = TextField(null=True)


class ClosedDay(Row):
    branch = IntegerField(null=True)
    from_on = TextField(null=True)
    until_on = TextField(null=True)
    reason = TextField(null=True)
    cancelled = IntegerField(null=True)
    yearly = IntegerField(null=True)


class Patron(Row):
    given = TextField(null=True)
    family = TextField(null=True)
    birth_on = TextField(null=True)
    phone = TextField(null=True)
    email = TextField(null=True)
    street = TextField(null=True)
    house = TextField(null=True)
    flat = TextField(null=True)
    village = TextField(null=True)
    parish = TextField(null=True)
    municipality = TextField(null=True)
    town = TextField(null=True)
    postcode = TextField(null=True)
    school = TextField(null=True)
    note = TextField(null=True)
    category = TextField(null=True)
    home_branch = IntegerField(null=True)
    care_of = TextField(null=True)
    address_protected = IntegerField(null=True)
    language = TextField(null=True)
    email_bounced_ms = IntegerField(null=True)
    died_on = TextField(null=True)
    external_id = TextField(null=True)
    username = TextField(null=True)
    account_verifier = TextField(null=True)
    account_once = IntegerField(null=True)
    account_ms = IntegerField(null=True)
    pin_verifier = TextField(null=True)
    pin_ms = IntegerField(null=True)
    absent_from = TextField(null=True)
    absent_until = TextField(null=True)
    home_service = IntegerField(null=True)
    home_service_note = TextField(null=True)


class Identifier(Row):
    patron = IntegerField(null=True)
    kind = TextField(null=True)
    value = TextField(null=True)
    standing = TextField(null=True)
    since_ms = IntegerField(null=True)
    issuer = TextField(null=True)
    valid_until = TextField(null=True)


class ContactPerson(Row):
    patron = IntegerField(null=True)
    given = TextField(null=True)
    family = TextField(null=True)
    duty = TextField(null=True)
    phone = TextField(null=True)
    email = TextField(null=True)
    may_borrow = IntegerField(null=True)
    active = IntegerField(null=True)


class Remark(Row):
    patron = IntegerField(null=True)
    body = TextField(null=True)
    kind = TextField(null=True)
    until_on = TextField(null=True)
    ended = IntegerField(null=True)


class Template(Row):
    code = TextField(null=True)
    language = TextField(null=True)
    subject = TextField(null=True)
    body = TextField(null=True)


class Registration(Fact):
    patron = IntegerField(null=True)
    channel = TextField(null=True)
    overrides = TextField(null=True)
    reason = TextField(null=True)


class Guarantee(Fact):
    patron = IntegerField(null=True)
    guarantor = IntegerField(null=True)
    given = TextField(null=True)
    family = TextField(null=True)
    code = TextField(null=True)
    birth_on = TextField(null=True)
    phone = TextField(null=True)
    email = TextField(null=True)
    means = TextField(null=True)


class GuaranteeEnd(Fact):
    guarantee = IntegerField(null=True)
    on_day = TextField(null=True)
    cause = TextField(null=True)


class IdentityCheck(Fact):
    patron = IntegerField(null=True)
    document = TextField(null=True)
    subject = TextField(null=True)


class RulesAcceptance(Fact):
    patron = IntegerField(null=True)
    version = TextField(null=True)
    means = TextField(null=True)
    on_day = TextField(null=True)


class ContactConfirmation(Fact):
    patron = IntegerField(null=True)
    year = TextField(null=True)
    changed = TextField(null=True)


class Amendment(Fact):
    patron = IntegerField(null=True)
    unit = TextField(null=True)
    replaces = IntegerField(null=True)
    said = TextField(null=True)


class AmendmentSeen(Fact):
    amendment = IntegerField(null=True)


class Visit(Fact):
    patron = IntegerField(null=True)
    shown = TextField(null=True)


class Viewing(Fact):
    patron = IntegerField(null=True)
    why = TextField(null=True)


class EndOfUse(Fact):
    patron = IntegerField(null=True)
    on_day = TextField(null=True)
    means = TextField(null=True)


class CardReport(Fact):
    identifier = IntegerField(null=True)
    standing = TextField(null=True)


class CardOrder(Fact):
    patron = IntegerField(null=True)
    number = TextField(null=True)
    kind = TextField(null=True)
    due_on = TextField(null=True)
    replaces = IntegerField(null=True)
    price_minor = IntegerField(null=True)


class CardStep(Fact):
    card_order = IntegerField(null=True)
    step = TextField(null=True)


class Notice(Fact):
    patron = IntegerField(null=True)
    kind = TextField(null=True)
    channel = TextField(null=True)
    language = TextField(null=True)
    workstation = IntegerField(null=True)


class NoticeStep(Fact):
    notice = IntegerField(null=True)
    step = TextField(null=True)
    cause = TextField(null=True)


class SamePerson(Fact):
    patron = IntegerField(null=True)
    other = IntegerField(null=True)


class OtherPerson(Fact):
    patron = IntegerField(null=True)
    other = IntegerField(null=True)


class HistoryCut(Fact):
    until_on = TextField(null=True)
    known = TextField(null=True)
    spared = TextField(null=True)


class FormReceipt(Fact):
    patron = IntegerField(null=True)
    form_kind = TextField(null=True)
    file_kind = TextField(null=True)
    channel = TextField(null=True)
    received_on = TextField(null=True)
    signature = TextField(null=True)
    signer = TextField(null=True)
    signed_at = TextField(null=True)


class FormStep(Fact):
    form_receipt = IntegerField(null=True)
    step = TextField(null=True)
    on_day = TextField(null=True)


class FormDestruction(Fact):
    patron = IntegerField(null=True)
    form_kind = TextField(null=True)
    file_kind = TextField(null=True)
    form_receipt = IntegerField(null=True)


class Erasure(Fact):
    patron = IntegerField(null=True)
    cause = TextField(null=True)
    reason = TextField(null=True)


class Undo(Fact):
    fact_table = TextField(null=True)
    fact = IntegerField(null=True)


class Decision(Fact):
    task = TextField(null=True)
    choice = TextField(null=True)


_NAMED = {**vars(lending_models), **globals()}

MODELS: Mapping[str, type[Row]] = {table.name: _NAMED[table.name.title().replace("_", "")] for table in TABLES}
"""The model of every replicated table, by the table's name."""
