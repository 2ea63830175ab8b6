"""The library's own trust anchors: certificates of authorities that somebody here has put into a folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from app.desk.applications import SignatureSeen
from app.forms.signatures.algorithms import NotTold
from app.forms.signatures.people import X509_TROUBLE, certificate, name_and_code

LOG = logging.getLogger(__name__)

STEPS_MAX = 5
FILES_MAX = 200
FILE_BYTES_MAX = 1024 * 1024
SUFFIXES = {".pem", ".crt", ".cer", ".der"}


@dataclass(frozen=True, slots=True)
class Anchors:
    """Certificates that this library trusts to say who is who."""

    certificates: tuple[x509.Certificate, ...] = ()

    def asked(
        self, seen: SignatureSeen, signer: x509.Certificate | None, others: Sequence[x509.Certificate]
    ) -> SignatureSeen:
        """Add to an intact signature which anchor its signer leads to, at the time of its timestamp or as claimed."""
        if seen.state != "intact" or signer is None:
            return seen
        at_ms = seen.stamped_ms if seen.stamped_ms is not None else seen.claimed_ms
        return replace(seen, anchor=self.above(signer, others, at_ms))

    def above(self, signer: x509.Certificate, others: Sequence[x509.Certificate], at_ms: int | None) -> str:
        """Return the name of the anchor that a signer's certificate leads to, "" for none.

        Every step is signed by the next, which is an authority, and all of them are within their time at `at_ms`.
        Revocation is not asked.
        """
        if not self.certificates or at_ms is None:
            return ""
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        level, left = [signer] if _is_in_time(signer, at) else [], list(others)
        for below in range(STEPS_MAX + 1):
            for anchor in self.certificates:
                if any(_issued(one, anchor, at, below) for one in level):
                    return name_and_code(anchor)[0] or anchor.subject.rfc4514_string()
            # Each certificate is taken once: paths through many of one name would be without number.
            level = [other for other in left if any(_issued(one, other, at, below) for one in level)]
            left = [other for other in left if other not in level]
        return ""


def _is_in_time(one: x509.Certificate, at: datetime) -> bool:
    return one.not_valid_before_utc <= at <= one.not_valid_after_utc


def _issued(one: x509.Certificate, issuer: x509.Certificate, at: datetime, below: int) -> bool:
    """Tell whether `issuer` is an authority that signed `one`, with so many other authorities below it."""
    try:
        if one.issuer != issuer.subject or not _is_in_time(issuer, at):
            return False
        basic = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not basic.ca or (basic.path_length is not None and basic.path_length < below) or not _may_sign(issuer):
            return False
        one.verify_directly_issued_by(issuer)
    except (InvalidSignature, *X509_TROUBLE):
        return False
    return True


def _may_sign(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return True


NO_ANCHORS = Anchors()


def load_anchors(folder: Path) -> Anchors:
    """Load the certificates of a folder; a file that holds none is passed over, and the log says so."""
    if not folder.is_dir():
        return NO_ANCHORS
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return Anchors(tuple(one for path in files[:FILES_MAX] for one in _certificates(path)))


def _certificates(path: Path) -> Iterator[x509.Certificate]:
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX)
        if b"-----BEGIN" in data:
            yield from x509.load_pem_x509_certificates(data)
        else:
            yield certificate(data)
    except (OSError, ValueError, NotTold) as trouble:
        LOG.warning("%s holds no certificate: %s", path.name, trouble)
