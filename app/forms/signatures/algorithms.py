"""The algorithms of signatures by their names in XML, and whether a value fits a key: yes, no, or not told here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.forms.signatures import der

Scheme = Literal["rsa", "pss", "ecdsa"]

HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha3-224": hashes.SHA3_224,
    "sha3-256": hashes.SHA3_256,
    "sha3-384": hashes.SHA3_384,
    "sha3-512": hashes.SHA3_512,
}
WEAK = frozenset({"sha1"})
"""Two contents with one digest can be made to order, so that an unaltered digest proves nothing any more."""

DIGESTS = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmldsig-more#sha224": "sha224",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    **{f"http://www.w3.org/2007/05/xmldsig-more#sha3-{size}": f"sha3-{size}" for size in (224, 256, 384, 512)},
}

_METHOD = re.compile(
    r"http://www\.w3\.org/(?:2000/09/xmldsig|2001/04/xmldsig-more|2007/05/xmldsig-more|2021/04/xmldsig-more)#"
    r"(?:(?P<rsa>rsa)-(?P<of_rsa>sha\d+)|(?P<pss>(?P<of_pss>sha3-\d+|sha\d+)-rsa-MGF1)"
    r"|(?P<ecdsa>ecdsa)-(?P<of_ecdsa>sha3-\d+|sha\d+))"
)


class NotTold(Exception):
    """Whether a signature holds cannot be told here: an algorithm or a key that is not known."""


@dataclass(frozen=True, slots=True)
class Method:
    """How a value was made: the kind of signature and the digest."""

    scheme: Scheme
    digest: str


def method(uri: str) -> Method:
    """Return the method of this name in XML.

    Raises:
        NotTold: There is none that is known here.
    """
    found = _METHOD.fullmatch(uri)
    schemes: tuple[Scheme, ...] = ("rsa", "pss", "ecdsa")
    for scheme in schemes:
        if found and found[scheme] and (hashed := found[f"of_{scheme}"]) in HASHES:
            return Method(scheme, hashed)
    raise NotTold


def digest(name: str, data: bytes) -> bytes:
    return hashlib.new(name.replace("-", "_"), data, usedforsecurity=False).digest()


def fits(key: object, how: Method, value: bytes, data: bytes) -> bool:
    """Tell whether `value` is the signature of `data` by the owner of `key`.

    Raises:
        NotTold: The key is of another kind than the method, or this computer does not know it.
    """
    try:
        if how.scheme == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            return _ecdsa_fits(key, how, value, data)
        if how.scheme == "rsa" and isinstance(key, rsa.RSAPublicKey):
            return _rsa_fits(key, how, value, data)
        if how.scheme == "pss" and isinstance(key, rsa.RSAPublicKey):
            chosen = HASHES[how.digest]()
            key.verify(value, data, padding.PSS(padding.MGF1(chosen), padding.PSS.AUTO), chosen)
            return True
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError) as trouble:
        raise NotTold from trouble
    raise NotTold


def _ecdsa_fits(key: ec.EllipticCurvePublicKey, how: Method, value: bytes, data: bytes) -> bool:
    key.verify(_as_der(key, value), data, ec.ECDSA(HASHES[how.digest]()))
    return True


def _as_der(key: ec.EllipticCurvePublicKey, value: bytes) -> bytes:
    """Return the two numbers in DER: XML and cards write them side by side, some programs in DER at once."""
    size = (key.curve.key_size + 7) // 8
    if len(value) == 2 * size:
        return encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))
    try:
        decode_dss_signature(value)
    except ValueError as trouble:
        raise InvalidSignature from trouble
    return value


def _rsa_fits(key: rsa.RSAPublicKey, how: Method, value: bytes, data: bytes) -> bool:
    try:
        key.verify(value, data, padding.PKCS1v15(), HASHES[how.digest]())
    except InvalidSignature:
        return _fits_without_null(key, how, value, data)
    return True


def _fits_without_null(key: rsa.RSAPublicKey, how: Method, value: bytes, data: bytes) -> bool:
    """Tell whether only the way in which the digest was wrapped differs.

    Some cards leave out the NULL after the digest's name, which the standard (RFC 8017, A.2.4) allows and OpenSSL
    calls an invalid signature. A citizen must not be called a forger for that.

    Raises:
        NotTold: It is the right digest in a wrapping that is not known.
    """
    wrapped = key.recover_data_from_signature(value, padding.PKCS1v15(), None)
    told = digest(how.digest, data)
    try:
        [name, octets] = der.read(wrapped, der.SEQUENCE).inside()
        whole = der.read(wrapped).whole == wrapped and octets == der.Node(der.OCTETS, told, octets.whole)
        if whole and [der.oid(node) for node in name.inside()] == [OIDS[how.digest]]:
            return True
    except (der.NotDer, ValueError):
        pass
    if wrapped.endswith(told):
        raise NotTold
    return False


OIDS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "sha3-224": "2.16.840.1.101.3.4.2.7",
    "sha3-256": "2.16.840.1.101.3.4.2.8",
    "sha3-384": "2.16.840.1.101.3.4.2.9",
    "sha3-512": "2.16.840.1.101.3.4.2.10",
}
