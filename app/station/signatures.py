"""What the signatures on a form say, in sentences: the same on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from app.desk.applications import Application, SignatureSeen
from app.words import Words

Local = Callable[[int], datetime]
"""Turns milliseconds of UTC into what the clocks of the branch show."""


def signature_lines(application: Application, words: Words, local: Local) -> tuple[str, ...]:
    """Return what can be told of a form's signatures together, then of each, then what none of them is over."""
    state = application.signature_state
    lines = [words(f"signature.state.{state}"), words(f"signature.hint.{state}")]
    for one in application.signatures:
        lines += _of_one(one, words, local)
    if application.uncovered:
        lines.append(words("signature.uncovered", files=", ".join(application.uncovered)))
    return tuple(lines)


def _of_one(seen: SignatureSeen, words: Words, local: Local) -> Iterator[str]:
    signer = f"{seen.signer} ({seen.code})" if seen.signer and seen.code else seen.signer or seen.code
    yield words("signature.signer", signer=signer or words("signature.nobody"))
    if seen.reason:
        yield words(f"signature.state.{seen.state}")
        yield words(f"signature.reason.{seen.reason}", files=", ".join(seen.files))
    if seen.claimed_ms is not None:
        yield words("signature.claimed", at=local(seen.claimed_ms))
    if seen.stamped_ms is not None:
        yield words("signature.stamped", at=local(seen.stamped_ms))
    if seen.covers:
        yield words("signature.covers", files=", ".join(seen.covers))
    if seen.anchor:
        yield words("signature.anchor", anchor=seen.anchor)
