"""A patron in the two forms of an answer: keys for programs, sentences for people."""

from __future__ import annotations

from typing import Any

from app.cli.context import Context
from app.cli.telling import blocks_keys, lines, plain
from app.db.queries.people import PatronShown
from app.db.queries.persons import RecordsShown
from app.db.queries.relations import ContactPersonShown, RelationShown
from app.desk.visits import BY_NAME
from app.rules.relation import Identity
from app.words import Words

PATRON_KEYS = (
    "patron, patron_id, name, given, family, birth, category, phone, email, address, address_protected, school,"
    " language, branch, identity, checks: [{document, subject, on, branch}], contact_confirmed_on, guarantor,"
    " guarantees: [{guarantee, name, means, from, until}], numbers: [{kind, value, standing, issuer, valid_until}],"
    " loans: [{loan_id, item, item_id, title, due_on, branch, renewals, liable}], last_visit: {shown, on, branch},"
    " remarks: [{remark, body, warning, until}], contacts: [{contact, name, duty, phone, email, may_borrow}],"
    " records: [{record, name, birth, branch}], merges: [{merge, records, on, branch, staff}],"
    " use_ended_on, blocks: [{code, severity, figures, sentence}]"
)


def patron_keys(shown: PatronShown, context: Context) -> dict[str, Any]:
    return {
        "patron": shown.number,
        "patron_id": str(shown.patron),
        "name": shown.name,
        "given": shown.given,
        "family": shown.family,
        "birth": plain(shown.birth_on),
        "category": shown.category,
        "phone": shown.phone,
        "email": shown.email,
        "address": shown.address,
        "address_protected": shown.address_protected,
        "school": shown.school,
        "language": shown.language,
        "branch": shown.branch,
        "identity": shown.identity.value,
        "contact_confirmed_on": plain(shown.contact_on),
        "guarantor": shown.guarantor,
        "numbers": [
            {
                "kind": one.kind,
                "value": one.value,
                "standing": one.standing,
                "issuer": one.issuer,
                "valid_until": plain(one.valid_until),
            }
            for one in shown.numbers
        ],
        "loans": [
            {
                "loan_id": str(loan.loan),
                "item": loan.barcode,
                "item_id": str(loan.item),
                "title": loan.title,
                "due_on": plain(loan.due_on),
                "branch": loan.branch,
                "renewals": loan.renewals,
                "liable": shown.liable.get(loan.loan, ""),
            }
            for loan in shown.loans
        ],
        **_relation_keys(shown.relation),
        **_person_keys(shown.person),
        "blocks": blocks_keys(shown.blocks, context.words),
    }


def _relation_keys(relation: RelationShown) -> dict[str, Any]:
    visit = relation.last_visit
    return {
        "checks": [
            {"document": one.document, "subject": one.subject, "on": plain(one.on_day), "branch": one.branch}
            for one in relation.checks
        ],
        "guarantees": [
            {
                "guarantee": str(one.guarantee),
                "name": one.name,
                "means": one.means,
                "from": plain(one.from_on),
                "until": plain(one.until_on),
            }
            for one in relation.promises
        ],
        "last_visit": {"shown": visit.shown, "on": plain(visit.on_day), "branch": visit.branch} if visit else None,
        "remarks": [
            {"remark": str(one.remark), "body": one.body, "warning": one.warning, "until": plain(one.until_on)}
            for one in relation.remarks
        ],
        "contacts": [contact_keys(one) for one in relation.contacts],
        "use_ended_on": plain(relation.ended_on),
    }


def _person_keys(person: RecordsShown) -> dict[str, Any]:
    return {
        "records": [
            {"record": str(one.record), "name": one.name, "birth": plain(one.birth_on), "branch": one.branch}
            for one in person.records
        ],
        "merges": [
            {
                "merge": str(one.merge),
                "records": [str(one.patron), str(one.other)],
                "on": plain(one.on_day),
                "branch": one.branch,
                "staff": one.staff,
            }
            for one in person.merges
        ],
    }


def patron_text(shown: PatronShown, context: Context) -> str:
    words, relation = context.words, shown.relation
    address = words("patron.address-protected") if shown.address_protected else shown.address
    visit = relation.last_visit
    return lines(
        f"{shown.name}  {shown.number}",
        ", ".join(filter(None, (shown.phone, shown.email, address))),
        *(words("patron.record", number=f"#{one.record}", name=one.name) for one in shown.person.records),
        *(words("patron.merge", merge=str(one.merge), on=one.on_day, branch=one.branch) for one in shown.person.merges),
        *(words.block(block) for block in shown.blocks),
        *(f"{one.remark}  {one.body}" for one in relation.remarks),
        words(f"identity.{shown.identity}") if shown.identity is not Identity.TO_BE_CHECKED else "",
        *(
            words("patron.guaranteed", name=one.name, means=_promised(one.means, words), on=one.from_on)
            for one in relation.promises
            if one.until_on is None
        ),
        *(contact_line(one, words) for one in relation.contacts),
        words("patron.last-visit", on=visit.on_day, branch=visit.branch) if visit else "",
        words("desk.loans.count", count=len(shown.loans)),
        *_loan_lines(shown, words),
    )


def _promised(means: str, words: Words) -> str:
    return words(f"promise.{means}") if means else ""


def _loan_lines(shown: PatronShown, words: Words) -> list[str]:
    """Return a line for each loan, with who answers for it where that is not the borrower (D-09)."""
    liable = {loan: words("patron.loan.liable", name=name) for loan, name in shown.liable.items()}
    return [
        f"  {loan.barcode}  {loan.title}  {words.day(loan.due_on)}  {loan.branch}  {liable.get(loan.loan, '')}".rstrip()
        for loan in shown.loans
    ]


def shown_words(shown: str, words: Words) -> str:
    """Return what was shown at a visit: a kind of card, or of document, or nothing but a name."""
    if shown == BY_NAME:
        return words("shown.name")
    return words(f"number.{shown}") if words.knows(f"number.{shown}") else words(f"document.{shown}")


def contact_keys(one: ContactPersonShown) -> dict[str, Any]:
    return {
        "contact": str(one.contact),
        "name": one.name,
        "duty": one.duty,
        "phone": one.phone,
        "email": one.email,
        "may_borrow": one.may_borrow,
    }


def contact_line(one: ContactPersonShown, words: Words) -> str:
    said = words("patron.contact-person", name=one.name, duty=one.duty, phone=one.phone, email=one.email)
    return " ".join(said.split())
