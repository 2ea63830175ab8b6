"""Signatures in PDF files: over all bytes of the file but the signature itself (PAdES, and what came before it)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from app.desk.applications import SignatureSeen
from app.forms.signatures import der
from app.forms.signatures.algorithms import NotTold
from app.forms.signatures.anchors import Anchors
from app.forms.signatures.cms import TIMESTAMP_INFO, judged, message, stamped_at
from app.forms.signatures.instants import unix_ms

SIGNATURES_MAX = 20
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


def signatures_in_pdf(data: bytes, anchors: Anchors) -> tuple[SignatureSeen, ...]:
    """Judge the signatures of a PDF file; each is over the file itself, so that it names no files."""
    found = islice(BYTE_RANGE.finditer(data), SIGNATURES_MAX)
    ranges = dict.fromkeys(tuple(map(int, match.groups())) for match in found)
    return tuple(_seen(data, one, anchors) for one in ranges)


def _seen(data: bytes, spans: tuple[int, ...], anchors: Anchors) -> SignatureSeen:
    start, length, after, rest = spans
    end = start + length
    try:
        signature = der.read(_enclosed(data[end:after])).whole
    except ValueError:
        return SignatureSeen(state="unconfirmed", reason="unreadable")
    if start:
        return SignatureSeen(state="unconfirmed", reason="unreadable")  # Its beginning would be anybody's.
    if after + rest > len(data):
        return SignatureSeen(state="altered", reason="changed-file")
    content = data[start:end] + data[after : after + rest]
    if _is_timestamp(signature):
        at = stamped_at(signature, content)
        return SignatureSeen(
            state="unconfirmed", reason="timestamp-only", stamped_ms=None if at is None else unix_ms(at)
        )
    seen, signer, others = judged(signature, content)
    if seen.state == "intact" and data[after + rest :].strip():
        return replace(seen, state="unconfirmed", reason="added-later")
    return anchors.asked(seen, signer, others)


def _enclosed(gap: bytes) -> bytes:
    """Return the signature that stands, in hexadecimal digits, in the one gap of what it is over.

    Raises:
        ValueError: Something else stands there: it would not be signed, and might be shown.
    """
    text = gap.strip()
    if not (text.startswith(b"<") and text.endswith(b">")):
        raise ValueError
    return bytes.fromhex(text[1:-1].decode("ascii"))


def _is_timestamp(signature: bytes) -> bool:
    try:
        return message(signature).kind == TIMESTAMP_INFO
    except NotTold:
        return False
