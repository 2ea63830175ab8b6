"""Make signed containers as eParaksts and its like make them: another library's XAdES signer, keys of our own."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.xades import XAdESSigner

ASICE = "application/vnd.etsi.asic-e+zip"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
SIGNED_AT, SIGNED_MS = "2026-03-02T11:30:00+02:00", 1_772_443_800_000
SIGNATURE = "META-INF/signatures0.xml"
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
MARA = {NameOID.COMMON_NAME: "PARAUDZIŅA MĀRA", NameOID.GIVEN_NAME: "MĀRA", NameOID.SURNAME: "PARAUDZIŅA",
        NameOID.SERIAL_NUMBER: "PNOLV-321806-14495"}  # fmt: skip
CURVES = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1, "brainpool": ec.BrainpoolP256R1}


def key(kind="P-256", nth=0):
    """A private key; another `nth` is another key of the kind."""
    return _made(kind, nth)


@cache
def _made(kind, nth):
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(CURVES[kind]())


def name(said):
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in said.items()])


def certificate(owner, said=None, *, issuer=None, issuer_key=None, ca=False, until=UNTIL, serial=7):
    """A certificate for a key, by default by itself."""
    subject = name(said or MARA)
    builder = x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer.subject if issuer else subject,
        public_key=owner.public_key(),
        serial_number=serial,
        not_valid_before=FROM,
        not_valid_after=until,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    signing_key = issuer_key or owner
    same_again = True if isinstance(signing_key, ec.EllipticCurvePrivateKey) else None
    return builder.sign(signing_key, hashes.SHA256(), ecdsa_deterministic=same_again)


def pem(*certificates):
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


class Signer(XAdESSigner):
    """Signs files that lie beside the signature; with what has long been forbidden too, as old programs did."""

    def __init__(self, files, **how):
        super().__init__(method=SignatureConstructionMethod.detached, **how)
        self._files = files

    def check_deprecated_methods(self):
        pass

    def _unpack(self, data, references):
        root = etree.Element(f"{DS}Signature", nsmap=self.namespaces)
        return root, root, [], []

    def _build_sig(self, sig_root, references, c14n_inputs, **how):
        info, value = super()._build_sig(sig_root, references, c14n_inputs, **how)
        for uri, data in self._files.items():
            reference = etree.SubElement(info, f"{DS}Reference", URI=uri)
            etree.SubElement(reference, f"{DS}DigestMethod", Algorithm=self.digest_alg.value)
            told = etree.SubElement(reference, f"{DS}DigestValue")
            told.text = b64encode(self._get_digest(data, algorithm=self.digest_alg)).decode()
        return info, value

    def add_data_object_format(self, signed_data_object_properties, sig_root, signing_settings):
        pass

    def add_signing_time(self, signed_signature_properties, sig_root, signing_settings):
        element = etree.SubElement(signed_signature_properties, f"{XADES}SigningTime")
        element.text = SIGNED_AT


def signature(files, *, kind="P-256", method=SignatureMethod.ECDSA_SHA256, digest=DigestAlgorithm.SHA256, chain=None):
    """The bytes of one signature over files, by URI."""
    signer = Signer(files, signature_algorithm=method, digest_algorithm=digest)
    owner = key(kind)
    signed = signer.sign(None, key=owner, cert=chain or [certificate(owner)], always_add_key_value=False)
    return etree.tostring(signed)


def signed(files, **how):
    """A container of files with one signature over all of them."""
    return container({**files, SIGNATURE: signature({quote(name_): data for name_, data in files.items()}, **how)})


def altered(xml, old, new):
    """A signature in which somebody has written something else."""
    assert xml.count(old) == 1
    return xml.replace(old, new)


def container(entries, mimetype=ASICE):
    """The bytes of a container with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for entry, data in entries.items():
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
