"""The house rules as they hold on one day at one branch, read from replicated settings, never from code.

A setting is a key, a value, the day from which it holds, and perhaps the branch that it is for. The branch's own
comes before the network's; of several, the one that began last; of two for one day, the one written last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from app.rules.blocks import Block, Severity, Why
from app.rules.relation import Asked
from app.rules.terms import TermBook

USUALLY_TOLD = frozenset(
    {Why.RULES_NOT_ACCEPTED, Why.MAJORITY_REACHED, Why.CONTACT_UNCONFIRMED, Why.REMARK, Why.DOCUMENT_NOT_SEEN}
)
"""What is only told where the house rules give it no weight: it asks for something while the person is here."""


class Setting(NamedTuple):
    """One row of the house rules. `id` is its tick: who wrote last is greatest."""

    id: int
    key: str
    branch: int | None
    from_on: str
    value: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force, by key. `book` has the terms of lending of every branch."""

    values: Mapping[str, str]
    book: TermBook | None = None

    @classmethod
    def in_force(
        cls, settings: Iterable[Setting], *, today: date, branch: int, defaults: Mapping[str, str] | None = None
    ) -> Policy:
        """Choose of every key the value that holds today at this branch.

        Args:
            defaults: Values for keys that nobody has ever set, from the profile.
        """
        day = today.isoformat()
        settings = list(settings)
        holding = [row for row in settings if row.from_on <= day and row.branch in {None, branch}]
        holding.sort(key=lambda row: (row.branch is not None, row.from_on, row.id))
        values = {**(defaults or {}), **{row.key: row.value for row in holding}}
        return cls(values, TermBook(settings, defaults or {}, today, branch))

    @property
    def terms(self) -> TermBook:
        """The terms of lending; of rules without rows, those that the values themselves say."""
        return self.book or TermBook((), self.values, date.min, None)

    def text(self, key: str) -> str:
        return self.values.get(key, "")

    def number(self, key: str) -> int:
        """Return a whole number; 0 where the key is missing or is none."""
        value = self.values.get(key, "")
        return int(value) if value.lstrip("-").isdecimal() else 0

    @property
    def materials(self) -> tuple[str, ...]:
        """What copies are of: each has loan days of its own for everybody."""
        keys = (key.removeprefix("loan_days.") for key in self.values if key.startswith("loan_days."))
        return tuple(sorted(key for key in keys if ";" not in key))

    @property
    def number_kinds(self) -> tuple[str, ...]:
        return tuple(self.text("number_kinds").split())

    def kept_out_by(self, kind: str) -> str:
        """Return the kind of number that is given in place of this one (D-06); "" for most."""
        return self.text(f"number_instead_of.{kind}")

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(self.text("categories").split())

    @property
    def documents(self) -> tuple[str, ...]:
        """The kinds of documents that prove an identity (L-07)."""
        return tuple(self.text("documents").split())

    @property
    def documents_of_minors(self) -> tuple[str, ...]:
        """Those of them that do so for minors alone (L-40)."""
        return tuple(self.text("documents_of_minors").split())

    @property
    def institutions(self) -> tuple[str, ...]:
        """The categories of patrons that are no persons (D-11)."""
        return tuple(self.text("institutions").split())

    def asked(self) -> Asked:
        """Return what is asked of a person's relation to the library."""
        return Asked(
            unverified_loans_max=self.number("unverified_loans_max"),
            rules_version=self.text("rules_version"),
            majority_years=self.number("guarantee_until_years"),
            contact_after_days=self.number("contact_after_days"),
        )

    def weigh(self, block: Block) -> Block:
        """Give a block the weight that the library gives its code; one without a setting stays hard, or is told."""
        if block.severity is Severity.INFORMATION:
            return block
        usual = Severity.INFORMATION if block.why in USUALLY_TOLD else ""
        severity, _, permission = (self.text(f"block.{block.why}") or usual).partition(" ")
        if not severity:
            return block
        return replace(block, severity=Severity(severity), permission=permission)


def settings_of(profile: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys and values with which a profile founds a network."""
    yield from ((key, str(value)) for key, value in profile["network"].items() if key != "closed_weekdays")
    yield from ((key, str(value)) for key, value in profile["settings"].items())
    for material, rule in profile["materials"].items():
        yield from ((f"{name}.{material}", str(value)) for name, value in rule.items())
    yield from ((f"group_max.{group}", str(rule["loans_max"])) for group, rule in profile["groups"].items())
    yield from ((row["key"], str(row["value"])) for row in profile["terms"])
    yield from ((f"block.{code}", weight) for code, weight in profile["blocks"].items())
    yield "number_kinds", " ".join(profile["numbers"]["kinds"])
    yield from ((f"number_instead_of.{kind}", other) for kind, other in profile["numbers"]["instead_of"].items())
    yield "categories", " ".join(profile["categories"]["names"])
    yield "category", profile["categories"]["default"]
    yield "institutions", " ".join(profile["categories"]["institutions"])
    yield "documents", " ".join(profile["documents"]["kinds"])
    yield "documents_of_minors", " ".join(profile["documents"]["minors"])
    yield "acceptance_means", " ".join(profile["promises"]["acceptance"])
    yield "guarantee_means", " ".join(profile["promises"]["guarantee"])
