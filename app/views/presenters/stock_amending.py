"""Telling otherwise what a copy is: its kind, where it belongs, what it cost, and from what age its title is lent."""

from __future__ import annotations

from functools import partial

from app.db.queries.stock import CopyShown
from app.desk.items import ItemAmended, amend_item
from app.rules.policy import Policy
from app.views.presenters.copy_fields import age_of, asked_price, copy_label, price_minor
from app.views.presenters.days import written_day
from app.views.presenters.person_doing import Make
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words

LENT, STAYS = "1", "0"


def amend_question(copy: CopyShown, age: str, policy: Policy, words: Words) -> Question:
    """Ask for what is known of a copy, with what is known filled in."""
    materials = {name: words(f"material.{name}") for name in (*policy.materials, copy.material) if name}
    lending = {LENT: words("stock.for-loan"), STAYS: words("stock.not-for-loan")}
    return Question(
        title=words("stock.change", item=copy.barcode),
        confirm=words("command.change-copy"),
        hint=words("stock.change.hint"),
        fields=(
            Asked(
                name="material",
                label=copy_label(words, "material"),
                kind=Kind.LIST,
                value=copy.material,
                options=materials,
            ),
            Asked(name="department", label=copy_label(words, "department"), value=copy.department),
            Asked(name="call_number", label=copy_label(words, "call_number"), value=copy.call_number),
            asked_price(words, policy.text("currency"), copy.price_minor),
            Asked(name="age_min", label=copy_label(words, "age_min"), value=age),
            Asked(
                name="lendable",
                label=copy_label(words, "lendable"),
                kind=Kind.LIST,
                value=LENT if copy.lendable else STAYS,
                options=lending,
            ),
            Asked(name="issue", label=copy_label(words, "issue"), value=copy.issue),
            Asked(
                name="issued_on",
                label=copy_label(words, "issued_on"),
                kind=Kind.DAY,
                value=written_day(copy.issued_on) if copy.issued_on else "",
            ),
        ),
    )


def amending(copy: CopyShown, question: Question) -> Make:
    """Return what makes the deed of an answer; what stayed is not written, for another desk may have changed it."""
    before = {one.name: one.value for one in question.fields}

    def make(answer: Answer) -> Deed[ItemAmended]:
        changed = {name for name, value in before.items() if answer[name] != value}
        age = (age_of(answer["age_min"]) or 0) if "age_min" in changed else None
        values = {
            **{name: answer[name] for name in ("material", "department", "call_number", "issue")},
            "price_minor": price_minor(answer),
            "lendable": int(answer["lendable"] != STAYS),
            "issued_on": answer.day("issued_on") or "",
        }
        changes = {name: value for name, value in values.items() if name in changed}
        return partial(amend_item, item=f"#{copy.item}", changes=changes, age_min=age)

    return make
