"""What the words on a form mean: labels, roles, headings, titles and answers, as `labels.toml` teaches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from app.desk.applications import FormKind
from app.forms import folding

HEADING_WORDS_MAX = 10
TITLE_WORDS_MAX = 12
APPLICANT = "applicant"
GUARANTOR = "guarantor"
SIGNER = "signer"
"""Whoever says "I": the guarantor on a guarantor's sheet, otherwise the applicant."""
SOMEONE = "someone"
"""A third person: a contact, the librarian. Their data belong to no field."""
WHOLE_NAME = "name"
PARTS_OF_NAMES = frozenset({"given", "full", "reversed"})
"""What English forms call just "name"."""
OTHER = "other"
"""The base of labels that are known and lead to no field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a label asks for.

    Attributes:
        base: A key of the tables in `labels.toml`: given, full, address, other …
        role: Whose it is, where the label itself says so.
        languages: Where forms say it so; empty for English.
    """

    base: str
    role: str = ""
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a sentence beside a box is known to ask for a field: a word of every group, none of the last."""

    meaning: Meaning
    every: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]

    def is_in(self, key: str) -> bool:
        wanted = all(any(stem in key for stem in group) for group in self.every)
        return wanted and not any(stem in key for stem in self.never)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The stems by which a heading tells whose data follow, and the words that may stand around them."""

    stems: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    staff: tuple[str, ...]

    def role(self, text: str) -> str:
        words = folding.words(text)
        if "".join(words).startswith(self.staff):
            return SOMEONE
        telling = [word for word in words if word not in self.fillers and not word.isdigit()]
        if not telling or len(words) > HEADING_WORDS_MAX:
            return ""
        roles = {self._role_of(word) for word in telling}
        return roles.pop() if len(roles) == 1 else ""

    def mentioned(self, text: str) -> set[str]:
        """Every role that a word of the text speaks of."""
        return set(filter(None, map(self._role_of, folding.words(text))))

    def _role_of(self, word: str) -> str:
        return next((role for role, stems in self.stems.items() if any(_fits(word, stem) for stem in stems)), "")


def _fits(word: str, stem: str) -> bool:
    """Whether the word begins with the stem, or is just that where the stem says so: "=mor" is no "morgen"."""
    return word == stem[1:] if stem.startswith("=") else word.startswith(stem)


def asks_the_same(one: Meaning, again: Meaning) -> bool:
    """Whether a second label, in another language, asks for what the first does; "Vārds / Name" does."""
    wider = again.base == WHOLE_NAME and one.base in PARTS_OF_NAMES
    return (again.base == one.base or wider) and again.role in {"", one.role}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything the reader knows about words. All keys are folded."""

    labels: Mapping[str, Meaning]
    names: Mapping[str, Meaning]
    sections: tuple[Section, ...]
    titles: Mapping[FormKind, tuple[str, ...]]
    title_languages: Mapping[str, str]
    answers: Mapping[str, bool]
    wishes: tuple[Wish, ...]
    prompts: frozenset[str]
    columns: Mapping[str, Meaning]
    row_numbers: frozenset[str]
    signatures: frozenset[str]
    longest: int

    def meaning(self, label: str) -> Meaning | None:
        """What a printed label asks for; what stands in brackets may be left out."""
        found = self.labels.get(folding.key(label))
        if found is None:
            bare = folding.without_hints(label).lstrip("0123456789.) ")
            found = self.labels.get(folding.key(bare)) or self._in_two_languages(bare)
        return self.hinted(found, label)

    def _in_two_languages(self, label: str) -> Meaning | None:
        """A label said twice, "Uzvārds / Surname"; both must ask for the same."""
        said, _, again = label.rpartition("/")
        first, other = self.labels.get(folding.key(said)), self.labels.get(folding.key(again))
        return first if first is not None and other is not None and asks_the_same(first, other) else None

    def hinted(self, meaning: Meaning | None, label: str) -> Meaning | None:
        """The meaning with the role that a bracket in the label adds: "Tālrunis (vecāka, mobilais)".

        A bracket that names somebody else, or two people, makes it a label nobody can be sure of; and so does a
        stroke between two people.
        """
        if meaning is None or self._parts_people(label):
            return None
        said = self._mentioned(folding.hints(label))
        outer = self.labels.get(folding.key(folding.without_hints(label)))
        if not said or (outer is not None and outer.role in said):
            return meaning
        told = outer is not None and outer.role
        return None if told or len(said) > 1 else replace(meaning, role=said.pop())

    def _parts_people(self, label: str) -> bool:
        """Whether a stroke stands between two people: "Bērna/vecāka tālrunis"."""
        sides = [folding.words(side) for side in label.split("/")]
        pairs = ((one[-1:], two[:1]) for one, two in pairwise(sides))
        roles = (self._mentioned(" ".join((*left, *right))) for left, right in pairs)
        return any(len(said) > 1 for said in roles)

    def _mentioned(self, text: str) -> set[str]:
        return {role for section in self.sections for role in section.mentioned(text)}

    def meaning_of_name(self, name: str) -> Meaning | None:
        """What the tag of a control or the name of a form field asks for: a field's own name, or any label."""
        key = folding.key(name)
        return self.names.get(key) or self.labels.get(key)

    def section(self, heading: str) -> str:
        """Whose data follow this heading; empty if it does not say."""
        return next(filter(None, (section.role(heading) for section in self.sections)), "")

    def kind(self, title: str) -> FormKind:
        """What sheet a title names; the stricter kind wins, "anketa – galvojums" is a guarantee."""
        key = folding.key(title)
        if len(folding.words(title)) > TITLE_WORDS_MAX:
            return "unknown"
        return next((kind for kind, stems in self.titles.items() if any(stem in key for stem in stems)), "unknown")

    def title_language(self, title: str) -> str:
        key = folding.key(title)
        return next((language for stem, language in self.title_languages.items() if stem in key), "")

    def answer(self, text: str) -> bool | None:
        """Yes or no, where the text is just that."""
        return self.answers.get(folding.key(text))

    def is_signature(self, text: str) -> bool:
        """Whether somebody signs there."""
        return not self.signatures.isdisjoint(folding.words(text))

    def wish(self, text: str) -> Meaning | None:
        """Which of the yes-or-no fields a sentence beside a box asks for."""
        meaning = self.meaning(text)
        if meaning is not None and meaning.base in {"card", "consent"}:
            return meaning
        key = folding.key(text)
        return next((wish.meaning for wish in self.wishes if wish.is_in(key)), None)

    def is_prompt(self, value: str) -> bool:
        return folding.key(value) in self.prompts
