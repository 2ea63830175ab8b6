"""An application: what a registration form says, before a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


BETWEEN = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


def joined(outer: str, inner: str) -> str:
    """Return the name of a part with the name of what it stands in before it."""
    return BETWEEN.join(filter(None, (outer, inner)))


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


SignatureState = Literal["intact", "altered", "unconfirmed", "none"]
"""What can be told here of a signature: the contents are those that were signed; they, or what the signature itself
states, were altered since; neither can be told; and for a form that bears no signature, none. Whether a signature is
valid in law is never among them."""

SIGNATURE_STATES: tuple[SignatureState, ...] = ("altered", "unconfirmed", "intact", "none")
"""The worst first."""

SignatureReason = Literal[
    "",
    "changed-file",
    "missing-file",
    "changed-statement",
    "other-key",
    "other-certificate",
    "no-certificate",
    "unknown-key",
    "unknown-algorithm",
    "weak-algorithm",
    "covers-nothing",
    "unreadable",
    "timestamp-only",
    "added-later",
]
"""Why a signature is not intact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSeen:
    """One signature as it was found.

    Attributes:
        reason: Why it is not intact; "" where it is.
        files: The files that the reason is about.
        signer: The person's name as the certificate gives it.
        code: The person's code as the certificate gives it, PNOLV-321806-14495 for example.
        claimed_ms: When the signer says it was, in milliseconds of UTC.
        stamped_ms: When an unbroken timestamp says it was; whose timestamp it is was not asked.
        covers: The files it is over.
        anchor: The certificate among the library's own that the signer's leads to; "" for none. Whether one of them
            was revoked is never asked.
    """

    state: SignatureState
    reason: SignatureReason = ""
    files: tuple[str, ...] = ()
    signer: str = ""
    code: str = ""
    claimed_ms: int | None = None
    stamped_ms: int | None = None
    covers: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One form as read: nothing guessed, nothing hidden.

    Attributes:
        kind: What the sheet is.
        language: "lv", "da" or "" where its labels do not tell.
        fields: A value for each field that was understood; keys from `FIELDS`.
        sources: For each key of `fields`, the label as printed on the form.
        written: For each key of `fields`, all that stands at its label as it is written: a whole address for a street.
        unread: Everything else that carries a value, in the order of the sheet.
        problems: What was understood and is impossible, and what of the same file could not be read.
        part: Where in the file it stands: an attachment, a sheet, a row; "" where the file is the form.
        signatures: The signatures over the form or the file it came in.
        uncovered: Where it came in a container, the files in there that no signature is over.
    """

    kind: FormKind
    language: str
    fields: Mapping[str, str]
    sources: Mapping[str, str]
    unread: tuple[Unread, ...]
    problems: tuple[FieldProblem, ...]
    part: str = ""
    signatures: tuple[SignatureSeen, ...] = ()
    uncovered: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    def place_in(self, file: str) -> str:
        """Return the name of the file, and where in it the form stands."""
        return joined(file, self.part)

    @property
    def signature_state(self) -> SignatureState:
        """What can be told of the form's signatures together: the worst of them."""
        states = {one.state for one in self.signatures}
        return next((state for state in SIGNATURE_STATES if state in states), "none")


class FormReader(Protocol):
    """Reads one file as applications."""

    def __call__(self, path: Path) -> tuple[Application, ...]:
        """Read the forms in the file at `path`, at least one; the file is only read, never changed.

        Raises:
            FormRefused: Nothing in the file can be read as a form; the error's code says why.
        """
