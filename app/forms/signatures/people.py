"""Certificates: who is named in one, and the key in it; odd ones are told apart, never a crash."""

from __future__ import annotations

import base64
import binascii
import warnings

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from app.forms.signatures.algorithms import NotTold

TEXT_LENGTH_MAX = 200
X509_TROUBLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
"""What a certificate that is odd, or lacks something, makes its reader say, at once or when it is asked."""


def decoded(text: str) -> bytes:
    """Return what a text in base 64 says; white space in it is usual.

    Raises:
        ValueError: It is not base 64.
    """
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as trouble:
        raise ValueError from trouble


def certificate(data: bytes) -> x509.Certificate:
    """Read a certificate.

    Raises:
        NotTold: It cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # A serial number below one, and its like.
            return x509.load_der_x509_certificate(data)
    except X509_TROUBLE as trouble:
        raise NotTold from trouble


def key_of(owner: x509.Certificate) -> CertificatePublicKeyTypes:
    """Return the key in a certificate.

    Raises:
        NotTold: This computer does not take it: an unknown curve, or an RSA key that is none.
    """
    try:
        return owner.public_key()
    except X509_TROUBLE as trouble:
        raise NotTold from trouble


def name_and_code(owner: x509.Certificate) -> tuple[str, str]:
    """Return a person's name and code as the certificate gives them; "" for what it does not say.

    Given name and surname where both are there, for a common name often holds the code as well; the code stands in
    the serial number, PNOLV-321806-14495 for example.
    """
    try:
        subject = owner.subject
    except X509_TROUBLE:
        return "", ""
    given, family = _said(subject, NameOID.GIVEN_NAME), _said(subject, NameOID.SURNAME)
    common = _said(subject, NameOID.COMMON_NAME) or _said(subject, NameOID.ORGANIZATION_NAME)
    return (f"{given} {family}" if given and family else common), _said(subject, NameOID.SERIAL_NUMBER)


def _said(subject: x509.Name, wanted: x509.ObjectIdentifier) -> str:
    """Return the first such part of a name, in one line of decent length."""
    found = next(iter(subject.get_attributes_for_oid(wanted)), None)
    return _one_line(found.value) if found is not None else ""


def _one_line(text: str | bytes) -> str:
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:TEXT_LENGTH_MAX]
