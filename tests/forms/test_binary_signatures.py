"""Signatures in binary: CAdES in containers, timestamps, and PDF files."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from app.forms.signatures.anchors import NO_ANCHORS, Anchors
from app.forms.signatures.cades import ASIC
from app.forms.signatures.cms import SIGNING_CERTIFICATE, stamped_at
from app.forms.signatures.containers import open_signed
from app.forms.signatures.pdf import signatures_in_pdf
from tests.forms import signing
from tests.forms.pdfs import sealed
from tests.forms.signing import DS, SIGNATURE, SIGNED_MS, XADES, certificate, container, key, signature
from tests.forms.tokens import (
    STAMPED_MS,
    attribute,
    by_cryptography,
    in_open_lengths,
    number,
    sequence,
    signed_message,
    signing_time,
    stamp,
    tlv,
)

ASICS = "application/vnd.etsi.asic-s+zip"
P7S = "META-INF/signature.p7s"
ESS = list(SIGNING_CERTIFICATE)[1]


def only_seen(data, anchors=NO_ANCHORS):
    [seen] = open_signed(data, anchors).signatures
    return seen


def judged(message, content=b"Ilze"):
    seen = only_seen(container({"anketa.docx": content, P7S: message}, ASICS))
    return seen.state, seen.reason


def names(owner):
    """The attribute that names the certificate of an owner."""
    told = hashlib.sha256(certificate(owner).public_bytes(Encoding.DER)).digest()
    return attribute(ESS, sequence(sequence(sequence(tlv(4, told)))))


# Over the only file


def test_a_binary_signature_says_who_and_when_over_the_only_file():
    message = signed_message(b"Ilze", attributes=[signing_time(), names(key())])
    anchor = certificate(key("P-384"), {signing.NameOID.COMMON_NAME: "x"}, ca=True)

    seen = only_seen(container({"anketa.docx": b"Ilze", P7S: message}, ASICS), Anchors((anchor,)))

    assert (seen.state, seen.signer, seen.code) == ("intact", "MĀRA PARAUDZIŅA", "PNOLV-321806-14495")
    assert (seen.claimed_ms, seen.covers, seen.anchor) == (SIGNED_MS, ("anketa.docx",), "")


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA", "PSS"])
def test_what_another_library_signed_is_intact(kind):
    message = by_cryptography(b"Ilze", key("RSA" if kind == "PSS" else kind), rsa_pss=kind == "PSS")

    assert judged(message) == ("intact", "")
    assert judged(message, b"Ilzf") == ("altered", "changed-file")


def test_a_message_in_open_lengths_is_read():
    assert judged(in_open_lengths(signed_message(b"Ilze"))) == ("intact", "")


def test_an_altered_attribute_is_seen():
    message = signed_message(b"Ilze", attributes=[signing_time()])

    assert judged(message.replace(b"260302093000Z", b"160302093000Z")) == ("altered", "other-key")


def test_another_certificate_than_the_named_is_seen():
    assert judged(signed_message(b"Ilze", attributes=[names(key("P-384"))])) == ("altered", "other-certificate")


def test_a_digest_that_is_signed_and_is_another_s_is_seen():
    assert judged(signed_message(b"Ilze", told=bytes(32))) == ("altered", "changed-file")


def test_a_message_without_its_certificate_cannot_be_confirmed():
    assert judged(signed_message(b"Ilze", bare=True)) == ("unconfirmed", "no-certificate")


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x80", b"\x30\x03\x02\x01\x05", b"\x30\x80" * 5_000, b"text"])
def test_a_message_that_cannot_be_read_cannot_be_confirmed(data):
    assert judged(data) == ("unconfirmed", "unreadable")


def test_an_unknown_digest_cannot_be_confirmed():
    message = signed_message(b"Ilze").replace(number("2.16.840.1.101.3.4.2.1"), number("2.16.840.1.101.3.4.2.99"))

    assert judged(message)[0] == "unconfirmed"


def test_without_a_list_nobody_can_tell_which_of_two_files_is_signed():
    seen = only_seen(container({"a": b"x", "b": b"y", P7S: signed_message(b"x")}))

    assert (seen.state, seen.reason, seen.covers) == ("unconfirmed", "unreadable", ())


# Over a list of files


def manifest(files, signed_by="META-INF/signature001.p7s"):
    root = etree.Element(f"{ASIC}ASiCManifest")
    etree.SubElement(root, f"{ASIC}SigReference", URI=signed_by)
    for uri, data in files.items():
        stated = etree.SubElement(root, f"{ASIC}DataObjectReference", URI=uri)
        etree.SubElement(stated, f"{DS}DigestMethod", Algorithm="http://www.w3.org/2001/04/xmlenc#sha256")
        told = etree.SubElement(stated, f"{DS}DigestValue")
        told.text = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return etree.tostring(root)


def listed(files, listed_files, **how):
    told = manifest(listed_files)
    signed = signed_message(told, **how)
    return container({**files, "META-INF/ASiCManifest001.xml": told, "META-INF/signature001.p7s": signed})


def test_a_binary_signature_over_a_list_is_over_its_files():
    opened = open_signed(listed({"a.docx": b"x", "b.txt": b"y", "c.txt": b"z"}, {"a.docx": b"x", "b.txt": b"y"}))

    [seen] = opened.signatures
    assert (seen.state, seen.covers, opened.uncovered) == ("intact", ("a.docx", "b.txt"), ("c.txt",))


@pytest.mark.parametrize(
    ("files", "reason"),
    [({"a.docx": b"other"}, "changed-file"), ({"b.docx": b"x"}, "missing-file")],
)
def test_a_listed_file_that_is_not_what_it_was_is_seen(files, reason):
    seen = only_seen(listed(files, {"a.docx": b"x"}))

    assert (seen.state, seen.reason, seen.files) == ("altered", reason, ("a.docx",))


def test_a_list_that_was_written_anew_is_seen():
    data = container({"a.docx": b"y", "META-INF/ASiCManifest001.xml": manifest({"a.docx": b"y"}),
                      "META-INF/signature001.p7s": signed_message(manifest({"a.docx": b"x"}))})  # fmt: skip

    assert (only_seen(data).state, only_seen(data).reason) == ("altered", "changed-file")


def test_a_list_of_nothing_confirms_nothing():
    seen = only_seen(listed({"a.docx": b"x"}, {}))

    assert (seen.state, seen.reason) == ("unconfirmed", "covers-nothing")


# Timestamps


def stamped(xml, over=None):
    """A signature to which somebody has added a timestamp, by default over its value."""
    root = etree.fromstring(xml)
    value = etree.tostring(root.find(f"{DS}SignatureValue"), method="c14n")
    qualifying = root.find(f"{DS}Object/{XADES}QualifyingProperties")
    place = etree.SubElement(
        etree.SubElement(qualifying, f"{XADES}UnsignedProperties"), f"{XADES}UnsignedSignatureProperties"
    )
    token = etree.SubElement(etree.SubElement(place, f"{XADES}SignatureTimeStamp"), f"{XADES}EncapsulatedTimeStamp")
    token.text = base64.b64encode(stamp(over or value)).decode()
    return etree.tostring(root)


def test_a_timestamp_says_when():
    seen = only_seen(container({"a": b"x", SIGNATURE: stamped(signature({"a": b"x"}))}))

    assert (seen.state, seen.claimed_ms, seen.stamped_ms) == ("intact", SIGNED_MS, STAMPED_MS)


def test_a_timestamp_over_something_else_says_nothing():
    seen = only_seen(container({"a": b"x", SIGNATURE: stamped(signature({"a": b"x"}), b"other")}))

    assert (seen.state, seen.stamped_ms) == ("intact", None)


def test_a_timestamp_that_was_altered_says_nothing():
    token = stamp(b"x")

    assert stamped_at(token, b"x").timestamp() * 1000 == STAMPED_MS
    assert stamped_at(token.replace(b"20260302", b"20160302"), b"x") is None
    assert stamped_at(token[:-1], b"x") is None


def test_a_binary_signature_may_bear_a_timestamp():
    message = signed_message(b"Ilze", stamped=stamp)

    seen = only_seen(container({"a": b"Ilze", P7S: message}))

    assert (seen.state, seen.stamped_ms) == ("intact", STAMPED_MS)


def test_a_timestamp_alone_is_nobody_s_signature():
    seen = only_seen(container({"anketa.docx": b"Ilze", "META-INF/timestamp.tst": stamp(b"Ilze")}, ASICS))

    assert (seen.state, seen.reason, seen.stamped_ms) == ("unconfirmed", "timestamp-only", STAMPED_MS)
    assert (seen.signer, seen.covers) == ("", ("anketa.docx",))


# PDF


def pdf(make=signed_message, *, start=0, more=b""):
    """A file with the room for a signature, and in it the signature of all that begins at `start`."""
    return sealed(b"%PDF-1.7\n", b"\n(Ilze)\n%%EOF\n", make, start=start) + more


def in_pdf(data):
    [seen] = signatures_in_pdf(data, NO_ANCHORS)
    return seen.state, seen.reason


def test_a_signed_pdf_is_intact():
    [seen] = signatures_in_pdf(pdf(lambda content: signed_message(content, attributes=[signing_time()])), NO_ANCHORS)

    assert (seen.state, seen.signer, seen.claimed_ms, seen.covers) == ("intact", "MĀRA PARAUDZIŅA", SIGNED_MS, ())


def test_a_pdf_without_a_signature_has_none():
    assert signatures_in_pdf(b"%PDF-1.7", NO_ANCHORS) == ()


def test_an_altered_pdf_is_seen():
    assert in_pdf(pdf().replace(b"(Ilze)", b"(Anna)")) == ("altered", "changed-file")


def test_what_was_added_to_a_pdf_later_is_not_signed():
    assert in_pdf(pdf(more=b"1 0 obj (Anna) endobj\n%%EOF\n")) == ("unconfirmed", "added-later")


def test_what_hides_in_the_gap_of_a_pdf_is_seen():
    data = pdf()
    at = data.index(b"0000>")

    assert in_pdf(data[:at] + b"> (A" + data[at + 4 :]) == ("unconfirmed", "unreadable")


def test_a_pdf_that_leaves_its_beginning_unsigned_cannot_be_confirmed():
    assert in_pdf(pdf(start=9)) == ("unconfirmed", "unreadable")


def test_a_pdf_that_was_cut_off_is_seen():
    assert in_pdf(pdf()[:-3]) == ("altered", "changed-file")


def test_a_timestamp_in_a_pdf_is_nobody_s_signature():
    assert in_pdf(pdf(stamp)) == ("unconfirmed", "timestamp-only")


def test_byte_ranges_without_sense_cannot_be_confirmed():
    assert in_pdf(b"%PDF-1.7 /ByteRange [0 9999999999 9999999999 1]") == ("unconfirmed", "unreadable")
