"""An application: what a registration form says, before a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

FormKind = Literal["adult", "guarantee", "consent", "unknown"]
"""An adult's form, a guarantor's for a minor (L-39), a guardian's consent (D-04), or none of these."""

FIELDS: tuple[str, ...] = (
    "given",
    "family",
    "code",
    "birth",
    "phone",
    "email",
    "street",
    "house",
    "flat",
    "village",
    "parish",
    "municipality",
    "town",
    "postcode",
    "school",
    "card",
    "consent",
    "guarantor_given",
    "guarantor_family",
    "guarantor_code",
    "guarantor_birth",
    "guarantor_phone",
    "guarantor_email",
)
"""The fields a form can fill, in the order of the paper. `birth` is an ISO day; `card` (a wish for a library
card) and `consent` (the rules accepted, the guarantor's or guardian's yes) are "yes" or "no"; `house` is a
number or a Latvian house name; the rest is text as written, with its white space made single."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A label and a value that were seen and not understood: shown raw beside the fields."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """A value that was understood to belong to a field and could not be read as it, an impossible day for instance.

    Attributes:
        field: A key of `FIELDS`; "" where it is no field but a part of the file that could not be read. Then `code` is
            that of the refusal, or of what is wrong with the whole file, and `value` names the part.
    """

    field: str
    code: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One form as read: nothing guessed, nothing hidden.

    Attributes:
        kind: What the sheet is.
        language: "lv", "da" or "" where its labels do not tell.
        fields: A value for each field that was understood; keys from `FIELDS`.
        sources: For each key of `fields`, the label as printed on the form.
        unread: Everything else that carries a value, in the order of the sheet.
        problems: What was understood and is impossible, and what of the same file could not be read.
        part: Where in the file it stands: an attachment, a sheet, a row; "" where the file is the form.
    """

    kind: FormKind
    language: str
    fields: Mapping[str, str]
    sources: Mapping[str, str]
    unread: tuple[Unread, ...]
    problems: tuple[FieldProblem, ...]
    part: str = ""


class FormReader(Protocol):
    """Reads one file as applications."""

    def __call__(self, path: Path) -> tuple[Application, ...]:
        """Read the forms in the file at `path`, at least one; the file is only read, never changed.

        Raises:
            FormRefused: Nothing in the file can be read as a form; the error's code says why.
        """
