"""CMS, the binary kind of signature: in timestamps, in CAdES and in PDF files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.desk.applications import SignatureReason, SignatureSeen
from app.forms.signatures import der
from app.forms.signatures.algorithms import OIDS, WEAK, Method, NotTold, Scheme, digest, fits
from app.forms.signatures.instants import unix_ms
from app.forms.signatures.judging import state_of
from app.forms.signatures.people import X509_TROUBLE, certificate, key_of, name_and_code

SIGNED_DATA = "1.2.840.113549.1.7.2"
TIMESTAMP_INFO = "1.2.840.113549.1.9.16.1.4"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
TIMESTAMP = "1.2.840.113549.1.9.16.2.14"
SIGNING_CERTIFICATE = {"1.2.840.113549.1.9.16.2.12": "sha1", "1.2.840.113549.1.9.16.2.47": "sha256"}
"""The attribute that names the certificate, and the digest it means where it names none."""

CERTIFICATES_MAX = 20

_RSA, _PSS, _EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1"
_METHODS: dict[str, tuple[Scheme, str]] = {
    "1.2.840.113549.1.1.5": ("rsa", "sha1"),
    "1.2.840.113549.1.1.14": ("rsa", "sha224"),
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
    "1.2.840.10045.4.1": ("ecdsa", "sha1"),
    "1.2.840.10045.4.3.1": ("ecdsa", "sha224"),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
}
_DIGEST_NAMES = {number: name for name, number in OIDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A signed message.

    Attributes:
        kind: What is signed, as an object identifier.
        content: What is signed; None where it lies elsewhere.
        signers: One for each signature.
    """

    kind: str
    content: bytes | None
    certificates: tuple[x509.Certificate, ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One signature of a message.

    Attributes:
        named: The certificate, by issuer and serial number or by the identifier of its key, as it stands there.
        attributes: What was signed beside the content, by object identifier.
        signed: The bytes the value is over; empty for the content itself.
        later: Attributes that were added afterwards: timestamps.
    """

    named: der.Node
    digest: str
    attributes: Mapping[str, der.Node]
    signed: bytes
    method: Method
    value: bytes
    later: Mapping[str, der.Node]


def message(data: bytes) -> Message:
    """Read a signed message.

    Raises:
        NotTold: It is none, or of a kind that is not known here.
    """
    try:
        kind, wrapped = der.read(data, der.SEQUENCE).inside()[:2]
        if der.oid(kind) != SIGNED_DATA:
            raise NotTold
        return _message(der.read(der.expected(wrapped, der.TAGGED_0).body, der.SEQUENCE).inside())
    except (ValueError, IndexError) as trouble:
        raise NotTold from trouble


def _message(fields: list[der.Node]) -> Message:
    enclosed = der.expected(fields[2], der.SEQUENCE).inside()
    content = der.octets(der.read(enclosed[1].body)) if len(enclosed) > 1 else None
    bags = [bag for bag in fields[3:] if bag.tag == der.TAGGED_0]
    return Message(
        kind=der.oid(enclosed[0]),
        content=content,
        certificates=tuple(_certificates(bags)),
        signers=tuple(map(_signer, der.expected(fields[-1], der.SET).inside())),
    )


def _certificates(bags: list[der.Node]) -> Iterator[x509.Certificate]:
    nodes = [node for bag in bags for node in bag.inside() if node.tag == der.SEQUENCE]
    for node in nodes[:CERTIFICATES_MAX]:
        try:
            yield certificate(node.whole)
        except NotTold:
            continue


def _signer(node: der.Node) -> Signer:
    _, named, hashed, *rest = der.expected(node, der.SEQUENCE).inside()
    signed = rest.pop(0) if rest[0].tag == der.TAGGED_0 else None
    if signed and not signed.whole.endswith(signed.body):
        raise NotTold  # Not in DER: it would have to be written anew before it is what was signed.
    how, value, *later = rest
    name = _digest_name(hashed)
    return Signer(
        named=named,
        digest=name,
        attributes=_attributes(signed) if signed else {},
        signed=bytes([der.SET]) + signed.whole[1:] if signed else b"",
        method=_method(how, name),
        value=der.expected(value, der.OCTETS).body,
        later=_attributes(later[0]) if later else {},
    )


def _attributes(node: der.Node) -> dict[str, der.Node]:
    """Return the first value of each attribute."""
    found = {}
    for attribute in node.inside():
        kind, values = der.expected(attribute, der.SEQUENCE).inside()
        found[der.oid(kind)] = der.read(values.body)
    return found


def _digest_name(node: der.Node) -> str:
    name = _DIGEST_NAMES.get(der.oid(der.expected(node, der.SEQUENCE).inside()[0]))
    if name is None:
        raise NotTold
    return name


def _method(node: der.Node, hashed: str) -> Method:
    kind, *parameters = der.expected(node, der.SEQUENCE).inside()
    match der.oid(kind):
        case number if number in _METHODS:
            return Method(*_METHODS[number])
        case number if number == _RSA:
            return Method("rsa", hashed)
        case number if number == _EC_KEY:
            return Method("ecdsa", hashed)
        case number if number == _PSS:
            named = [one for one in parameters[0].inside() if one.tag == der.TAGGED_0] if parameters else []
            return Method("pss", _digest_name(der.read(named[0].body)) if named else "sha1")
    raise NotTold


def owner(said: Message, signer: Signer) -> x509.Certificate | None:
    """Return the certificate that a signature names, if the message brings it along."""
    for one in said.certificates:
        if signer.named.tag == der.SEQUENCE:
            if _is_named(one, signer.named):
                return one
        elif _key_identifier(one) == signer.named.body:
            return one
    return None


def _is_named(one: x509.Certificate, named: der.Node) -> bool:
    """Tell whether this is the certificate of such an issuer and serial number."""
    try:
        issuer, serial = named.inside()
        number = int.from_bytes(serial.body, "big", signed=True)
        return one.serial_number == number and one.issuer.public_bytes() == issuer.whole
    except X509_TROUBLE:
        return False


def _key_identifier(one: x509.Certificate) -> bytes | None:
    try:
        return one.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except X509_TROUBLE:
        return None


def wrong(signer: Signer, signed_by: x509.Certificate, content: bytes) -> SignatureReason:
    """Return what keeps the content from being what was signed with the key of this certificate, "" for nothing."""
    if signer.signed:
        told = signer.attributes.get(MESSAGE_DIGEST)
        if told is None or told.body != digest(signer.digest, content):
            return "changed-file"
    try:
        key = key_of(signed_by)
    except NotTold:
        return "unknown-key"
    try:
        if not _names(signer, signed_by):
            return "other-certificate"
        if not fits(key, signer.method, signer.value, signer.signed or content):
            return "other-key"
    except NotTold:
        return "unknown-algorithm"
    return "weak-algorithm" if {signer.digest, signer.method.digest} & WEAK else ""


def _names(signer: Signer, signed_by: x509.Certificate) -> bool:
    """Tell whether the certificate is the one named among what was signed; one that names none says nothing else."""
    try:
        for number, usual in SIGNING_CERTIFICATE.items():
            if number in signer.attributes:
                first = signer.attributes[number].inside()[0].inside()[0].inside()
                name = _digest_name(first[0]) if first[0].tag == der.SEQUENCE else usual
                told = next(node.body for node in first if node.tag == der.OCTETS)
                return told == digest(name, signed_by.public_bytes(Encoding.DER))
    except (ValueError, IndexError, StopIteration) as trouble:
        raise NotTold from trouble
    return True


def judged(data: bytes, content: bytes) -> tuple[SignatureSeen, x509.Certificate | None, tuple[x509.Certificate, ...]]:
    """Judge a message that signs `content` beside it; return also the signer's certificate, and all that came along."""
    try:
        said = message(data)
    except NotTold:
        return SignatureSeen(state="unconfirmed", reason="unreadable"), None, ()
    if not said.signers:
        return SignatureSeen(state="unconfirmed", reason="unreadable"), None, ()
    signer = said.signers[0]
    signed_by = owner(said, signer)
    reason: SignatureReason = wrong(signer, signed_by, content) if signed_by is not None else "no-certificate"
    name, code = name_and_code(signed_by) if signed_by is not None else ("", "")
    stamp = signer.later.get(TIMESTAMP)
    at = stamped_at(stamp.whole, signer.value) if stamp is not None else None
    seen = SignatureSeen(
        state=state_of(reason), reason=reason, signer=name, code=code, claimed_ms=_claimed_ms(signer),
        stamped_ms=None if at is None else unix_ms(at),
    )  # fmt: skip
    return seen, signed_by, said.certificates


def _claimed_ms(signer: Signer) -> int | None:
    try:
        return unix_ms(der.moment(signer.attributes[SIGNING_TIME])) if SIGNING_TIME in signer.attributes else None
    except der.NotDer:
        return None


def stamped_at(token: bytes, data: bytes) -> datetime | None:
    """Return when a timestamp says that `data` existed; None for one that is broken or about something else.

    Whether its authority is a trusted one is not asked here.
    """
    try:
        said = message(token)
        if said.kind != TIMESTAMP_INFO or said.content is None or not said.signers:
            return None
        signed_by = owner(said, said.signers[0])
        _, _, imprint, _, at = der.read(said.content, der.SEQUENCE).inside()[:5]
        hashed, told = imprint.inside()[:2]
        if signed_by is None or told.body != digest(_digest_name(hashed), data):
            return None
        return None if wrong(said.signers[0], signed_by, said.content) else der.moment(at)
    except (NotTold, ValueError, IndexError):
        return None
