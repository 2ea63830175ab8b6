"""Make binary signatures and timestamps, down to their bytes."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from app.forms.signatures.cms import MESSAGE_DIGEST, SIGNED_DATA, SIGNING_TIME, TIMESTAMP, TIMESTAMP_INFO
from tests.forms.signing import certificate, key

SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
DATA = "1.2.840.113549.1.7.1"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
STAMPED_AT, STAMPED_MS = b"20260302093005Z", 1_772_443_805_000


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + body


def sequence(*parts):
    return tlv(0x30, *parts)


def number(dotted):
    first, second, *rest = map(int, dotted.split("."))
    coded = bytes([40 * first + second])
    for arc in rest:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        coded += bytes(reversed(groups))
    return tlv(6, coded)


def attribute(dotted, *values):
    return sequence(number(dotted), tlv(0x31, *values))


def signed_message(content, *, kind=DATA, inside=False, owner=None, attributes=(), stamped=None, told=None, bare=False):
    """A message with one signature in ECDSA over content, inside it or beside it.

    `stamped` makes a timestamp of the signature's value, `told` is another digest than the content's, and a `bare`
    message comes without its certificate.
    """
    owner = owner or key()
    one = certificate(owner)
    digested = told or hashlib.sha256(content).digest()
    signed = b"".join(sorted([attribute(CONTENT_TYPE, number(kind)), attribute(MESSAGE_DIGEST, tlv(4, digested)),
                              *attributes]))  # fmt: skip
    value = owner.sign(tlv(0x31, signed), ec.ECDSA(hashes.SHA256()))
    serial = one.serial_number.to_bytes(1, "big")
    signer = sequence(
        tlv(2, b"\1"),
        sequence(one.issuer.public_bytes(), tlv(2, serial)),
        sequence(number(SHA256)),
        tlv(0xA0, signed),
        sequence(number(ECDSA_SHA256)),
        tlv(4, value),
        *([tlv(0xA1, attribute(TIMESTAMP, stamped(value)))] if stamped else []),
    )
    enclosed = sequence(number(kind), *([tlv(0xA0, tlv(4, content))] if inside else []))
    whole = sequence(
        tlv(2, b"\1"),
        tlv(0x31, sequence(number(SHA256))),
        enclosed,
        *([] if bare else [tlv(0xA0, one.public_bytes(Encoding.DER))]),
        tlv(0x31, signer),
    )
    return sequence(number(SIGNED_DATA), tlv(0xA0, whole))


def signing_time(text=b"260302093000Z"):
    return attribute(SIGNING_TIME, tlv(0x17, text))


def stamp(data, *, at=STAMPED_AT):
    """A timestamp over data."""
    imprint = sequence(sequence(number(SHA256)), tlv(4, hashlib.sha256(data).digest()))
    info = sequence(tlv(2, b"\1"), number("1.2.3"), imprint, tlv(2, b"\5"), tlv(0x18, at))
    return signed_message(info, kind=TIMESTAMP_INFO, inside=True)


def in_open_lengths(message):
    """The same message with its two outermost lengths left open, as BER has it."""
    from app.forms.signatures import der

    kind, wrapped = der.read(message).inside()
    return b"\x30\x80" + kind.whole + b"\xa0\x80" + wrapped.body + b"\0\0\0\0"


def by_cryptography(content, owner, *, rsa_pss=False):
    """A signature beside content, made by another library."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    how = {"rsa_padding": padding.PSS(padding.MGF1(hashes.SHA256()), 32)} if rsa_pss else {}
    builder = builder.add_signer(certificate(owner), owner, hashes.SHA256(), **how)
    assert not how or isinstance(owner, rsa.RSAPrivateKey)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
