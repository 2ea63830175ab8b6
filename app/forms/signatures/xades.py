"""One XAdES signature: who, when, over which files, and whether anything was altered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml.etree import _Element as Element

from app.desk.applications import SignatureReason, SignatureSeen
from app.forms import markup
from app.forms.errors import FormRefused
from app.forms.signatures.algorithms import WEAK, NotTold, digest, fits, method
from app.forms.signatures.anchors import Anchors
from app.forms.signatures.cms import CERTIFICATES_MAX, stamped_at
from app.forms.signatures.instants import unix_ms
from app.forms.signatures.judging import altered, covered, not_told, state_of
from app.forms.signatures.people import certificate, decoded, key_of, name_and_code
from app.forms.signatures.xmldsig import DS, Files, Reference, canonical, only, references, told_digest

XADES = "http://uri.etsi.org/01903/"
ADDED_LATER = ("QualifyingProperties", "UnsignedProperties", "UnsignedSignatureProperties")
TIMESTAMPS_MAX = 5
SIGNATURES_MAX = 50


def signatures_in(
    data: bytes, files: Files, is_payload: Callable[[str], bool], anchors: Anchors
) -> list[SignatureSeen]:
    """Judge every signature in the bytes of a signature file; one that cannot be read cannot be confirmed."""
    try:
        root = markup.parse(data)
    except FormRefused:
        return [SignatureSeen(state="unconfirmed", reason="unreadable")]
    found = [root] if root.tag == f"{DS}Signature" else root.findall(f"{DS}Signature")
    if not 0 < len(found) <= SIGNATURES_MAX:
        return [SignatureSeen(state="unconfirmed", reason="unreadable")]
    return [_seen(one, files, is_payload, anchors) for one in found]


def _seen(signature: Element, files: Files, is_payload: Callable[[str], bool], anchors: Anchors) -> SignatureSeen:
    try:
        over = references(signature, files)
    except NotTold:
        return SignatureSeen(state="unconfirmed", reason="unreadable")
    stated = _statement(over)
    others = list(_certificates(signature))
    signer = _signer(stated, others)
    reason, about = _reason(signature, stated, signer, over)
    covers = covered(over, is_payload)
    if not reason and not covers:
        reason = "covers-nothing"
    name, code = name_and_code(signer) if signer is not None else ("", "")
    seen = SignatureSeen(
        state=state_of(reason), reason=reason, files=about, signer=name, code=code,
        claimed_ms=_claimed_ms(stated), stamped_ms=_stamped_ms(signature), covers=covers,
    )  # fmt: skip
    return anchors.asked(seen, signer, others)


def _reason(
    signature: Element, stated: Element | None, signer: x509.Certificate | None, over: Sequence[Reference]
) -> tuple[SignatureReason, tuple[str, ...]]:
    """Look for what was altered first, then for what cannot be told; return why it is not intact, and which files."""
    if (found := altered(over))[0]:
        return found
    if signer is None:
        return "no-certificate", ()
    try:
        if _names_another(stated, signer):
            return "other-certificate", ()
    except NotTold:
        return "unknown-algorithm", ()
    if wrong := _wrong_value(signature, signer):
        return wrong, ()
    return not_told(over)


def _wrong_value(signature: Element, signer: x509.Certificate) -> SignatureReason:
    """Return what is wrong with the signature's value, "" where it fits the key of the certificate."""
    try:
        key = key_of(signer)
    except NotTold:
        return "unknown-key"
    try:
        whole, weak = _value_fits(signature, key)
    except NotTold:
        return "unknown-algorithm"
    if not whole:
        return "other-key"
    return "weak-algorithm" if weak else ""


def _value_fits(signature: Element, key: object) -> tuple[bool, bool]:
    """Tell whether the signature's value fits the key, and whether by a digest that proves nothing any more."""
    info, value = only(signature, f"{DS}SignedInfo"), only(signature, f"{DS}SignatureValue")
    how, form = only(info, f"{DS}SignatureMethod"), only(info, f"{DS}CanonicalizationMethod")
    if info is None or value is None or how is None or form is None:
        raise NotTold
    chosen = method(how.get("Algorithm", ""))
    try:
        told = decoded(value.text or "")
    except ValueError as trouble:
        raise NotTold from trouble
    return fits(key, chosen, told, canonical(info, form)), chosen.digest in WEAK


# What the signer states


def _statement(over: Sequence[Reference]) -> Element | None:
    """Return the signed properties, if they are the ones that the signature is over: others may be anybody's."""
    parts = [one.part for one in over if one.part is not None and _is(one.part, "SignedProperties")]
    return parts[0] if len(parts) == 1 else None


def _is(element: Element, name: str) -> bool:
    """Tell whether this is the XAdES element of this name, in whichever version of XAdES."""
    tag: object = element.tag
    return isinstance(tag, str) and tag.startswith(f"{{{XADES}") and tag.endswith(f"}}{name}")


def _all(parent: Element | None, *path: str) -> Iterator[Element]:
    """The elements at the end of a path of XAdES names."""
    if parent is None:
        return
    if not path:
        yield parent
        return
    for child in parent:
        if _is(child, path[0]):
            yield from _all(child, *path[1:])


def _claimed_ms(stated: Element | None) -> int | None:
    for element in _all(stated, "SignedSignatureProperties", "SigningTime"):
        return _ms(element.text or "")
    return None


def _ms(text: str) -> int | None:
    try:
        return unix_ms(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def _stamped_ms(signature: Element) -> int | None:
    """Return the earliest instant that an unbroken timestamp over the signature's value gives."""
    value = only(signature, f"{DS}SignatureValue")
    if value is None:
        return None
    held = signature.findall(f"{DS}Object")
    stamps = (stamp for one in held for stamp in _all(one, *ADDED_LATER, "SignatureTimeStamp"))
    instants = [_stamp_ms(stamp, value) for stamp in islice(stamps, TIMESTAMPS_MAX)]
    return min((instant for instant in instants if instant is not None), default=None)


def _stamp_ms(stamp: Element, value: Element) -> int | None:
    try:
        over = canonical(value, only(stamp, f"{DS}CanonicalizationMethod"))
        tokens = [decoded(one.text or "") for one in _all(stamp, "EncapsulatedTimeStamp")]
    except (NotTold, ValueError):
        return None
    at = stamped_at(tokens[0], over) if tokens else None
    return None if at is None else unix_ms(at)


# Certificates


def _certificates(signature: Element) -> Iterator[x509.Certificate]:
    """The certificates that come with a signature, those beside the key first."""
    beside = signature.iterfind(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    path = (*ADDED_LATER, "CertificateValues", "EncapsulatedX509Certificate")
    along = (one for held in signature.findall(f"{DS}Object") for one in _all(held, *path))
    for source in (beside, along):
        for element in islice(source, CERTIFICATES_MAX):
            try:
                yield certificate(decoded(element.text or ""))
            except (NotTold, ValueError):
                continue


def _signer(stated: Element | None, others: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """Return the signer's certificate: the one that was signed along, or else the first."""
    try:
        named = next((one for one in others if not _names_another(stated, one)), None)
    except NotTold:
        named = None
    return named or (others[0] if others else None)


def _names_another(stated: Element | None, one: x509.Certificate) -> bool:
    """Tell whether the signed properties name a certificate, and not this one.

    Raises:
        NotTold: They name it by a digest that is not known here.
    """
    for version in ("SigningCertificate", "SigningCertificateV2"):
        for digested in _all(stated, "SignedSignatureProperties", version, "Cert", "CertDigest"):
            algorithm, told = told_digest(digested)
            return digest(algorithm, one.public_bytes(Encoding.DER)) != told
    return False
