"""Read `labels.toml` once and fold it into the vocabulary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from app.desk.applications import FIELDS, FormKind
from app.forms import folding
from app.forms.vocabulary import APPLICANT, GUARANTOR, SOMEONE, Meaning, Section, Vocabulary, Wish

LANGUAGES = ("lv", "da", "en")
UNTOLD = "en"  # An English label says nothing about which library the form came from.
KINDS: tuple[FormKind, ...] = ("guarantee", "consent", "adult")
PERSONAL = frozenset(
    {"given", "family", "name", "full", "reversed", "code", "birth", "phone", "email", "contact", "code_or_birth"}
)


@cache
def tables() -> dict[str, Any]:
    """The tables as they are written."""
    return tomllib.loads(resources.files("app.forms").joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """The tables as they are used."""
    spoken = [(language, tables()[language]) for language in LANGUAGES]
    labels = _labels(spoken)
    return Vocabulary(
        labels=labels,
        names=_names(),
        sections=tuple(_section(table) for _, table in spoken),
        titles={kind: tuple(chain.from_iterable(table["titles"][kind] for _, table in spoken)) for kind in KINDS},
        title_languages=_title_languages(spoken),
        answers=_answers(spoken),
        wishes=tuple(chain.from_iterable(_wishes(language, table) for language, table in spoken)),
        prompts=frozenset(folding.key(text) for text in tables()["prompts"]["texts"]),
        columns=_columns(spoken),
        row_numbers=frozenset(folding.key(text) for text in tables()["lists"]["row_numbers"]),
        signatures=frozenset(folding.key(word) for word in tables()["signatures"]["words"]),
        longest=max(map(len, labels)),
    )


def written_labels(language: str, table: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """The labels as the tables have them, before role words are put around them."""
    spoken = frozenset({language} - {UNTOLD})
    for base, texts in table["labels"].items():
        for text in texts:
            yield text, Meaning(base=base, languages=spoken)
    for role, texts in table["persons"].items():
        for text in texts:
            yield text, Meaning(base="name", role=role, languages=spoken)


def _labels(spoken: list[tuple[str, dict[str, Any]]]) -> dict[str, Meaning]:
    labels: dict[str, Meaning] = {}
    for language, table in spoken:
        for text, meaning in written_labels(language, table):
            _learn(labels, folding.key(text), meaning)
    for language, table in spoken:
        for label, meaning in _with_roles(language, table):
            labels.setdefault(label, meaning)
    return labels


def _learn(labels: dict[str, Meaning], label: str, meaning: Meaning) -> None:
    """Add a label; one that two languages share belongs to both, and one that English shares tells nothing."""
    known = labels.get(label)
    languages = meaning.languages | known.languages if known else meaning.languages
    languages = languages if meaning.languages else frozenset()
    labels[label] = replace(known or meaning, languages=languages)


def _with_roles(language: str, table: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Every label with the words for a role before it, and a person's own also with them behind it."""
    spoken = frozenset({language} - {UNTOLD})
    joiners = ("", *map(folding.key, table["roles"]["joiners"]))
    for base, texts in table["labels"].items():
        for label in map(folding.key, texts):
            for role, word in _role_words(table):
                meaning = Meaning(base=base, role=role, languages=spoken)
                yield word + label, meaning
                if base in PERSONAL:
                    yield from ((label + joiner + word, meaning) for joiner in joiners)


def _role_words(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for role in (GUARANTOR, APPLICANT):
        yield from ((role, folding.key(word)) for word in table["roles"][role])
    yield from (("", folding.key(word)) for word in table["roles"]["anyone"])


def _names() -> dict[str, Meaning]:
    """Our own names of the fields: what our own blank forms carry as the tags of their controls."""
    return {folding.key(field.replace("_", "")): _field_meaning(field) for field in FIELDS}


def _field_meaning(field: str) -> Meaning:
    base = field.removeprefix("guarantor_")
    return Meaning(base=base, role=APPLICANT if base == field else GUARANTOR)


def _columns(spoken: list[tuple[str, dict[str, Any]]]) -> dict[str, Meaning]:
    """What means a person at the head of a column only: "Skolēns" over names."""
    return {
        folding.key(text): Meaning(base=base, role=APPLICANT, languages=frozenset({language} - {UNTOLD}))
        for language, table in spoken
        for base, texts in table["columns"].items()
        for text in texts
    }


def _section(table: dict[str, Any]) -> Section:
    said = table["sections"]
    fillers = chain.from_iterable(map(folding.words, said["fillers"]))
    return Section(
        stems={role: tuple(said[role]) for role in (GUARANTOR, APPLICANT, SOMEONE)},
        fillers=frozenset(fillers),
        staff=tuple(folding.key(text) for text in said["fillers_of_someone"]),
    )


def _title_languages(spoken: list[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    told = [(language, table) for language, table in spoken if language != UNTOLD]
    return {stem: language for language, table in told for kind in KINDS for stem in table["titles"][kind]}


def _answers(spoken: list[tuple[str, dict[str, Any]]]) -> dict[str, bool]:
    said = [(table["answers"][word], word == "yes") for _, table in spoken for word in ("yes", "no")]
    return {folding.key(text): truth for texts, truth in said for text in texts}


def _wishes(language: str, table: dict[str, Any]) -> Iterator[Wish]:
    for base, wish in table["wishes"].items():
        meaning = Meaning(base=base, languages=frozenset({language} - {UNTOLD}))
        yield Wish(meaning=meaning, every=tuple(map(tuple, wish["every"])), never=tuple(wish["never"]))
