"""From what a signature refers to, and what became of it, to one word: intact, altered, or not to be told here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desk.applications import SignatureReason, SignatureState
from app.forms.signatures.xmldsig import Reference

ALTERED: frozenset[SignatureReason] = frozenset(
    {"changed-file", "missing-file", "changed-statement", "other-key", "other-certificate"}
)

Reason = tuple[SignatureReason, tuple[str, ...]]


def state_of(reason: SignatureReason) -> SignatureState:
    if not reason:
        return "intact"
    return "altered" if reason in ALTERED else "unconfirmed"


def altered(over: Sequence[Reference]) -> Reason:
    """Return what was altered among the things a signature is over, and which files."""
    if missing := tuple(one.file for one in over if one.finding == "missing"):
        return "missing-file", missing
    if changed := tuple(one.file for one in over if one.finding == "differs" and one.file):
        return "changed-file", changed
    return ("changed-statement" if any(one.finding == "differs" for one in over) else ""), ()


def not_told(over: Sequence[Reference]) -> Reason:
    """Return what cannot be told of the things a signature is over."""
    untold = [one for one in over if one.finding == "not told"]
    if untold:
        return "unknown-algorithm", tuple(one.file for one in untold if one.file)
    return ("weak-algorithm" if any(one.weak for one in over) else ""), ()


def covered(over: Sequence[Reference], is_payload: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the files that were sent and that a signature is over, each once."""
    return tuple(dict.fromkeys(one.file for one in over if one.finding != "missing" and is_payload(one.file)))
