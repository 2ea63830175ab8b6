"""The tables of stock and of lending as peewee models; `app.db.models` has the others, and says what they are."""

from __future__ import annotations

from peewee import IntegerField, TextField

from app.db.row import Fact, Row


class Title(Row):
    title = TextField(null=True)
    author = TextField(null=True)
    isbn = TextField(null=True)
    publisher = TextField(null=True)
    year = TextField(null=True)
    language = TextField(null=True)
    age_min = IntegerField(null=True)


class Item(Row):
    title = IntegerField(null=True)
    barcode = TextField(null=True)
    home_branch = IntegerField(null=True)
    material = TextField(null=True)
    lendable = IntegerField(null=True)
    price_minor = IntegerField(null=True)
    call_number = TextField(null=True)
    department = TextField(null=True)
    issue = TextField(null=True)
    issued_on = TextField(null=True)
    quick = IntegerField(null=True)


class Loan(Fact):
    patron = IntegerField(null=True)
    item = IntegerField(null=True)
    due_on = TextField(null=True)
    overrides = TextField(null=True)
    reason = TextField(null=True)
    lent_on = TextField(null=True)
    slip = TextField(null=True)
    identifier = IntegerField(null=True)


class Renewal(Fact):
    loan = IntegerField(null=True)
    item = IntegerField(null=True)
    due_on = TextField(null=True)
    overrides = TextField(null=True)
    reason = TextField(null=True)


class Closing(Fact):
    loan = IntegerField(null=True)
    item = IntegerField(null=True)
    on_day = TextField(null=True)
    cause = TextField(null=True)


class InHouseUse(Fact):
    item = IntegerField(null=True)
    on_day = TextField(null=True)
    count = IntegerField(null=True)


class CopyReport(Fact):
    item = IntegerField(null=True)
    loan = IntegerField(null=True)
    kind = TextField(null=True)
    on_day = TextField(null=True)
    price_minor = IntegerField(null=True)
    note = TextField(null=True)


class RenewalRequest(Fact):
    loan = IntegerField(null=True)
    channel = TextField(null=True)


class RenewalAnswer(Fact):
    renewal_request = IntegerField(null=True)
    answer = TextField(null=True)
    cause = TextField(null=True)
    renewal = IntegerField(null=True)


class Receipt(Fact):
    patron = IntegerField(null=True)
    kind = TextField(null=True)


class ReceiptLine(Fact):
    receipt = IntegerField(null=True)
    fact_table = TextField(null=True)
    fact = IntegerField(null=True)
    promised_on = TextField(null=True)
    amount_minor = IntegerField(null=True)


class ReceiptStep(Fact):
    receipt = IntegerField(null=True)
    step = TextField(null=True)


class Hold(Fact):
    patron = IntegerField(null=True)
    title = IntegerField(null=True)
    item = IntegerField(null=True)
    kind = TextField(null=True)
    pickup = IntegerField(null=True)
    until_on = TextField(null=True)
    overrides = TextField(null=True)
    reason = TextField(null=True)


class HoldStep(Fact):
    hold = IntegerField(null=True)
    step = TextField(null=True)
    item = IntegerField(null=True)
    to_branch = IntegerField(null=True)
    until_on = TextField(null=True)
    cause = TextField(null=True)


class Transfer(Fact):
    item = IntegerField(null=True)
    to_branch = IntegerField(null=True)
    cause = TextField(null=True)
    hold = IntegerField(null=True)


class TransferEnd(Fact):
    transfer = IntegerField(null=True)
    item = IntegerField(null=True)
    cause = TextField(null=True)


class Charge(Fact):
    patron = IntegerField(null=True)
    kind = TextField(null=True)
    item = IntegerField(null=True)
    loan = IntegerField(null=True)
    amount_minor = IntegerField(null=True)
    on_day = TextField(null=True)
    note = TextField(null=True)


class Settlement(Fact):
    patron = IntegerField(null=True)
    kind = TextField(null=True)
    means = TextField(null=True)
    amount_minor = IntegerField(null=True)
    on_day = TextField(null=True)
    fee = TextField(null=True)
    loan = IntegerField(null=True)
    charge = IntegerField(null=True)
    reference = TextField(null=True)
    reason = TextField(null=True)


class Restriction(Fact):
    patron = IntegerField(null=True)
    kind = TextField(null=True)
    from_on = TextField(null=True)
    until_on = TextField(null=True)
    amount_minor = IntegerField(null=True)
    reason = TextField(null=True)


class RestrictionEnd(Fact):
    restriction = IntegerField(null=True)
    on_day = TextField(null=True)
    cause = TextField(null=True)


class RestrictionPlace(Fact):
    restriction = IntegerField(null=True)
    place = IntegerField(null=True)


class Tally(Fact):
    kind = TextField(null=True)
    on_day = TextField(null=True)
    hour = IntegerField(null=True)
    count = IntegerField(null=True)


class Event(Fact):
    kind = TextField(null=True)
    name = TextField(null=True)
    on_day = TextField(null=True)
    adults = IntegerField(null=True)
    children = IntegerField(null=True)


class Proxy(Fact):
    patron = IntegerField(null=True)
    until_on = TextField(null=True)


class ProxyHolder(Fact):
    patron = IntegerField(null=True)
    proxy = IntegerField(null=True)


class ProxyEnd(Fact):
    proxy = IntegerField(null=True)
    on_day = TextField(null=True)


class Taking(Fact):
    proxy_holder = IntegerField(null=True)
    contact_person = IntegerField(null=True)
    loan = IntegerField(null=True)


class NameChange(Fact):
    patron = IntegerField(null=True)
    given = TextField(null=True)
    family = TextField(null=True)
    document = TextField(null=True)
    on_day = TextField(null=True)


class InterlibraryRequest(Fact):
    patron = IntegerField(null=True)
    scope = TextField(null=True)
    title = TextField(null=True)
    author = TextField(null=True)
    isbn = TextField(null=True)
    note = TextField(null=True)


class InterlibraryStep(Fact):
    interlibrary_request = IntegerField(null=True)
    step = TextField(null=True)
    on_day = TextField(null=True)
    partner = TextField(null=True)
    number = TextField(null=True)
    item = IntegerField(null=True)
    due_on = TextField(null=True)
    amount_minor = IntegerField(null=True)


class StockAct(Fact):
    kind = TextField(null=True)
    number = TextField(null=True)
    on_day = TextField(null=True)
    cause = TextField(null=True)
    source = TextField(null=True)
    basis = TextField(null=True)


class StockActLine(Fact):
    stock_act = IntegerField(null=True)
    item = IntegerField(null=True)
    price_minor = IntegerField(null=True)
