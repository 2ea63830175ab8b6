"""Binary signatures in containers: CAdES over the one file or over a list of files, and timestamps alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from app.desk.applications import SignatureSeen
from app.forms import markup
from app.forms.errors import FormRefused
from app.forms.signatures.anchors import Anchors
from app.forms.signatures.cms import judged, stamped_at
from app.forms.signatures.instants import unix_ms
from app.forms.signatures.judging import altered, covered, not_told, state_of
from app.forms.signatures.xmldsig import REFERENCES_MAX, Files, Reference, to_file

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A list of files with their digests, which stands for them in a signature.

    Attributes:
        signed_by: The name of the file with the signature.
    """

    signed_by: str
    content: bytes
    over: tuple[Reference, ...]


def manifests(entries: Mapping[str, bytes], files: Files) -> Iterator[Manifest]:
    """Read lists of signed files; one that cannot be read is none."""
    for data in entries.values():
        try:
            root = markup.parse(data)
        except FormRefused:
            continue
        stated = root.findall(f"{ASIC}DataObjectReference")[:REFERENCES_MAX]
        signed_by = _signed_by(root, files)
        if root.tag == f"{ASIC}ASiCManifest" and signed_by:
            yield Manifest(signed_by=signed_by, content=data, over=tuple(to_file(one, files) for one in stated))


def _signed_by(root: Element, files: Files) -> str:
    reference = root.find(f"{ASIC}SigReference")
    return (files.find(reference.get("URI", "")) or "") if reference is not None else ""


def binary_signature(
    data: bytes, manifest: Manifest | None, is_payload: Callable[[str], bool], anchors: Anchors
) -> SignatureSeen:
    """Judge one binary signature by the list of files that it is over."""
    if manifest is None:
        return SignatureSeen(state="unconfirmed", reason="unreadable")
    seen, signer, others = judged(data, manifest.content)
    covers = covered(manifest.over, is_payload)
    for reason, about in (altered(manifest.over), (seen.reason, ()), not_told(manifest.over)):
        if reason:
            return replace(seen, state=state_of(reason), reason=reason, files=about, covers=covers)
    if not covers:
        return replace(seen, state="unconfirmed", reason="covers-nothing")
    return anchors.asked(replace(seen, covers=covers), signer, others)


def timestamp(data: bytes, manifest: Manifest | None, is_payload: Callable[[str], bool]) -> SignatureSeen:
    """Tell of a timestamp that stands where a signature would: nobody has signed, at whatever time it was."""
    if manifest is None:
        return SignatureSeen(state="unconfirmed", reason="unreadable")
    at = stamped_at(data, manifest.content)
    covers = covered(manifest.over, is_payload)
    stamped_ms = None if at is None else unix_ms(at)
    return SignatureSeen(state="unconfirmed", reason="timestamp-only", stamped_ms=stamped_ms, covers=covers)
