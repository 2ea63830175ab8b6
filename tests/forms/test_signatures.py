"""What a signature is over, whose it is, and whether anything was altered since."""

import base64
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod

from app.desk.applications import SignatureSeen
from app.forms.signatures.algorithms import DIGESTS, HASHES, OIDS, Method, NotTold, digest, fits
from app.forms.signatures.containers import open_signed
from tests.forms import signing
from tests.forms.signing import SIGNATURE, SIGNED_MS, altered, certificate, container, key, signature, signed

FILES = {"anketa.docx": b"Ilze", "foto.jpg": b"\xff\xd8"}
SHA1 = {"method": SignatureMethod.ECDSA_SHA1, "digest": DigestAlgorithm.SHA256}


def only_seen(data):
    [seen] = open_signed(data).signatures
    return seen


def judged(xml, files=FILES):
    """What a container says whose signature is this."""
    seen = only_seen(container({**files, SIGNATURE: xml}))
    return seen.state, seen.reason


def test_a_signature_says_who_and_when_over_which_files():
    assert only_seen(signed(FILES)) == SignatureSeen(
        state="intact",
        signer="MĀRA PARAUDZIŅA",
        code="PNOLV-321806-14495",
        claimed_ms=SIGNED_MS,
        covers=("anketa.docx", "foto.jpg"),
    )


WAYS = {
    "RSA": {"kind": "RSA", "method": SignatureMethod.RSA_SHA256},
    "RSA with SHA-512": {"kind": "RSA", "method": SignatureMethod.RSA_SHA512, "digest": DigestAlgorithm.SHA512},
    "RSA-PSS": {"kind": "RSA", "method": SignatureMethod.SHA256_RSA_MGF1},
    "RSA-PSS with SHA3": {"kind": "RSA", "method": SignatureMethod.SHA3_384_RSA_MGF1},
    "P-256": {"kind": "P-256", "method": SignatureMethod.ECDSA_SHA256},
    "P-384": {"kind": "P-384", "method": SignatureMethod.ECDSA_SHA384, "digest": DigestAlgorithm.SHA384},
    "brainpool": {"kind": "brainpool", "method": SignatureMethod.ECDSA_SHA256},
    "SHA3": {"method": SignatureMethod.ECDSA_SHA3_256, "digest": DigestAlgorithm.SHA3_256},
}


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS.keys())
def test_what_was_not_altered_is_intact(how):
    assert judged(signature(FILES, **how)) == ("intact", "")


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS.keys())
def test_one_other_byte_in_a_file_is_seen(how):
    xml = signature(FILES, **how)

    seen = only_seen(container({"anketa.docx": b"Ilzf", "foto.jpg": b"\xff\xd8", SIGNATURE: xml}))

    assert (seen.state, seen.reason, seen.files) == ("altered", "changed-file", ("anketa.docx",))


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS.keys())
def test_one_other_byte_in_the_value_is_seen(how):
    xml = signature(FILES, **how)
    [value] = re.findall(rb"SignatureValue>([^<]+)<", xml)
    other = bytearray(base64.b64decode(value))
    other[-1] ^= 1

    assert judged(altered(xml, value, base64.b64encode(other))) == ("altered", "other-key")


@pytest.mark.parametrize(
    "how", [SHA1, {"digest": DigestAlgorithm.SHA1}, {"kind": "RSA", "method": SignatureMethod.RSA_SHA1}]
)
def test_sha1_proves_nothing_any_more(how):
    xml = signature(FILES, **how)

    assert judged(xml) == ("unconfirmed", "weak-algorithm")
    assert judged(xml, {**FILES, "foto.jpg": b""}) == ("altered", "changed-file")


def test_a_file_that_was_taken_out_or_renamed_is_missing():
    renamed = {"anketa.docx": b"Ilze", "foto2.jpg": b"\xff\xd8"}

    seen = open_signed(container({**renamed, SIGNATURE: signature(FILES)}))

    assert seen.signatures[0].files == ("foto.jpg",)
    assert (seen.signatures[0].state, seen.signatures[0].covers) == ("altered", ("anketa.docx",))
    assert seen.uncovered == ("foto2.jpg",)


def test_a_file_that_was_put_in_later_is_covered_by_nobody():
    seen = open_signed(container({**FILES, "later.docx": b"x", SIGNATURE: signature(FILES)}))

    assert (seen.signatures[0].state, seen.uncovered) == ("intact", ("later.docx",))


def test_what_the_signer_states_cannot_be_altered():
    xml = signature(FILES)

    assert judged(altered(xml, b"2026-03-02T", b"2016-03-02T")) == ("altered", "changed-statement")


def test_what_was_not_signed_states_nothing():
    """The properties that a signature is not over may be anybody's: no time is taken from them."""
    root = without_own_parts(etree.fromstring(signature(FILES)))

    seen = only_seen(container({**FILES, SIGNATURE: resigned(root)}))

    assert (seen.state, seen.claimed_ms) == ("intact", None)


def resigned(root):
    """A signature whose list of references was written anew by the signer, with the RSA key."""
    info = root.find(f"{signing.DS}SignedInfo")
    info.find(f"{signing.DS}SignatureMethod").set("Algorithm", SignatureMethod.RSA_SHA256.value)
    value = key("RSA").sign(etree.tostring(info, method="c14n"), padding.PKCS1v15(), hashes.SHA256())
    root.find(f"{signing.DS}SignatureValue").text = base64.b64encode(value).decode()
    beside = root.find(f".//{signing.DS}X509Certificate")
    beside.text = base64.b64encode(certificate(key("RSA")).public_bytes(signing.Encoding.DER)).decode()
    return etree.tostring(root)


def without_own_parts(root):
    """Take out of the list of references those to parts of the signature itself."""
    info = root.find(f"{signing.DS}SignedInfo")
    for reference in info.findall(f"{signing.DS}Reference"):
        if reference.get("URI").startswith("#"):
            info.remove(reference)
    return root


def test_properties_that_another_part_hides_are_not_read():
    """Two parts with one Id: one to be checked, the other to be shown."""
    root = etree.fromstring(signature(FILES))
    held = root.find(f"{signing.DS}Object")
    held.addprevious(etree.fromstring(etree.tostring(held).replace(b"2026-03-02T", b"2016-03-02T")))

    seen = only_seen(container({**FILES, SIGNATURE: etree.tostring(root)}))

    assert (seen.state, seen.reason, seen.claimed_ms) == ("unconfirmed", "unknown-algorithm", None)


def test_another_key_than_the_certificate_s_is_seen():
    stranger = certificate(key("P-256", nth=1))

    assert judged(signature(FILES, chain=[stranger])) == ("altered", "other-key")


def test_a_certificate_that_was_exchanged_is_seen():
    """Another certificate for the same key, in another name."""
    other = certificate(key(), {signing.NameOID.COMMON_NAME: "Cits"})
    root = etree.fromstring(signature(FILES))
    info = root.find(f"{signing.DS}KeyInfo")
    info.find(f".//{signing.DS}X509Certificate").text = base64.b64encode(
        other.public_bytes(signing.Encoding.DER)
    ).decode()
    for reference in root.findall(f"{signing.DS}SignedInfo/{signing.DS}Reference"):
        if reference.get("URI") == f"#{info.get('Id')}":
            reference.getparent().remove(reference)

    assert judged(etree.tostring(root)) == ("altered", "other-certificate")


def test_a_certificate_named_by_a_digest_that_is_not_known_here_cannot_be_confirmed():
    """Its signer is no forger for that; the list of what is signed was written anew to go with it."""
    root = etree.fromstring(signature(FILES, kind="RSA", method=SignatureMethod.RSA_SHA256))
    stated = root.find(f".//{signing.XADES}SignedProperties")
    stated.find(f".//{signing.DS}DigestMethod").set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5")
    for reference in root.findall(f"{signing.DS}SignedInfo/{signing.DS}Reference"):
        if reference.get("URI") == f"#{stated.get('Id')}":
            told = digest("sha256", etree.tostring(stated, method="c14n"))
            reference.find(f"{signing.DS}DigestValue").text = base64.b64encode(told).decode()
        elif reference.get("URI").startswith("#"):
            reference.getparent().remove(reference)

    assert judged(resigned(root)) == ("unconfirmed", "unknown-algorithm")


UNKNOWN = {
    "an algorithm that nobody knows": (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#ecdsa-sha999"),
    "a shared secret": (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#hmac-sha256"),
    "the method of another key": (b"xmldsig-more#ecdsa-sha256", b"xmldsig-more#rsa-sha256"),
    "another canonical form": (b'CanonicalizationMethod Algorithm="', b'CanonicalizationMethod Algorithm="x'),
    "a value that is no base 64": (b"SignatureValue>", b"SignatureValue>%"),
}


@pytest.mark.parametrize(("old", "new"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_not_known_here_cannot_be_confirmed(old, new):
    assert judged(signature(FILES).replace(old, new, 1)) == ("unconfirmed", "unknown-algorithm")


def test_a_digest_that_is_not_known_here_cannot_be_confirmed():
    root = without_own_parts(etree.fromstring(signature({"anketa.docx": b"Ilze"})))
    root.find(f".//{signing.DS}DigestMethod").set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5")

    seen = only_seen(container({**FILES, SIGNATURE: resigned(root)}))

    assert (seen.state, seen.reason, seen.files) == ("unconfirmed", "unknown-algorithm", ("anketa.docx",))


def test_a_file_that_was_to_be_changed_before_it_is_compared_cannot_be_confirmed():
    root = without_own_parts(etree.fromstring(signature({"anketa.docx": b"Ilze"})))
    steps = etree.Element(f"{signing.DS}Transforms")
    etree.SubElement(steps, f"{signing.DS}Transform", Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116")
    root.find(f".//{signing.DS}Reference").insert(0, steps)

    assert judged(resigned(root)) == ("unconfirmed", "unknown-algorithm")


def test_a_key_that_this_computer_does_not_take_cannot_be_confirmed():
    """An RSA key with an even number as its exponent, as some cards of 2011 bear."""
    owner = key("RSA")
    der = certificate(owner).public_bytes(signing.Encoding.DER)
    odd = der.replace(b"\x02\x03\x01\x00\x01", b"\x02\x03\x01\x00\x00")
    root = without_own_parts(etree.fromstring(signature(FILES, kind="RSA", method=SignatureMethod.RSA_SHA256)))
    root.find(f".//{signing.DS}X509Certificate").text = base64.b64encode(odd).decode()

    assert judged(etree.tostring(root)) == ("unconfirmed", "unknown-key")


def test_a_signature_without_a_certificate_cannot_be_confirmed():
    root = etree.fromstring(signature(FILES))
    for reference in root.findall(f"{signing.DS}SignedInfo/{signing.DS}Reference"):
        if reference.get("URI").startswith("#SignXMLCert"):
            reference.getparent().remove(reference)
    root.remove(root.find(f"{signing.DS}KeyInfo"))

    assert judged(etree.tostring(root)) == ("unconfirmed", "no-certificate")


def test_a_signature_over_no_file_confirms_nothing():
    seen = only_seen(container({**FILES, SIGNATURE: signature({})}))

    assert (seen.state, seen.reason, seen.covers) == ("unconfirmed", "covers-nothing", ())


@pytest.mark.parametrize(
    "xml", [b"", b"<", b"<x/>", b"<!DOCTYPE x><x/>", b"\xff\xfe<", f"<Signature xmlns='{signing.DS[1:-1]}'/>".encode()]
)
def test_a_signature_that_cannot_be_read_cannot_be_confirmed(xml):
    assert judged(xml) == ("unconfirmed", "unreadable")


def test_more_references_than_a_signature_has_are_not_followed():
    xml = signature({"anketa.docx": b"Ilze"})
    reference = re.search(rb"<ds:Reference URI=\"anketa.docx\">.*?</ds:Reference>", xml)[0]

    assert judged(altered(xml, reference, reference * 300)) == ("unconfirmed", "unreadable")


NAMES = {
    "a space": ("Mana anketa.docx", "Mana%20anketa.docx"),
    "a plus": ("Faili+nimi.docx", "Faili+nimi.docx"),
    "Latvian letters": ("Pieteikums Šķēle.docx", "Pieteikums%20%C5%A0%C4%B7%C4%93le.docx"),
    "letters as they are": ("Anketa Ķīle.docx", "Anketa Ķīle.docx"),
    "a percent sign": ("50%.docx", "50%25.docx"),
    "a folder": ("mape/anketa.docx", "mape/anketa.docx"),
    "a stroke before it": ("anketa.docx", "/anketa.docx"),
}


@pytest.mark.parametrize(("name", "uri"), NAMES.values(), ids=NAMES.keys())
def test_a_file_is_found_however_its_name_is_written(name, uri):
    seen = only_seen(container({name: b"Ilze", SIGNATURE: signature({uri: b"Ilze"})}))

    assert (seen.state, seen.covers) == ("intact", (name,))


def test_a_plus_is_no_space():
    seen = only_seen(container({"Faili nimi.docx": b"Ilze", SIGNATURE: signature({"Faili+nimi.docx": b"Ilze"})}))

    assert (seen.state, seen.reason) == ("altered", "missing-file")


def test_signatures_are_judged_one_by_one():
    data = container(
        {
            "anketa.docx": b"Ilze",
            "foto.jpg": b"other",
            "META-INF/signatures0.xml": signature({"anketa.docx": b"Ilze"}),
            "META-INF/signatures1.xml": signature({"foto.jpg": b"\xff\xd8"}),
        }
    )

    assert [(one.state, one.covers) for one in open_signed(data).signatures] == [
        ("intact", ("anketa.docx",)),
        ("altered", ("foto.jpg",)),
    ]


# Wrappings of a digest


def wrapped(told, name, null):
    """A digest as RSA wraps it, with or without the NULL that some cards leave out."""
    oid = {"sha256": bytes.fromhex("0609608648016503040201"), "sha1": bytes.fromhex("06052b0e03021a")}[name]
    inner = oid + (b"\x05\x00" if null else b"")
    inner = bytes([0x30, len(inner)]) + inner + bytes([0x04, len(told)]) + told
    return bytes([0x30, len(inner)]) + inner


def raw_rsa(message):
    """The RSA signature of bytes as they are, padded but not digested."""
    numbers = key("RSA").private_numbers()
    size = key("RSA").key_size // 8
    block = b"\0\1" + b"\xff" * (size - len(message) - 3) + b"\0" + message
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


@pytest.mark.parametrize("name", ["sha256", "sha1"])
@pytest.mark.parametrize("null", [True, False])
def test_a_card_that_leaves_out_the_null_is_no_forger(name, null):
    value = raw_rsa(wrapped(digest(name, b"Ilze"), name, null))

    assert fits(key("RSA").public_key(), Method("rsa", name), value, b"Ilze")
    assert not fits(key("RSA").public_key(), Method("rsa", name), value, b"Ilzf")


def test_a_digest_in_a_wrapping_that_is_not_known_cannot_be_told():
    with pytest.raises(NotTold):
        fits(key("RSA").public_key(), Method("rsa", "sha256"), raw_rsa(b"x" + digest("sha256", b"Ilze")), b"Ilze")


def test_every_digest_has_its_number():
    assert set(DIGESTS.values()) == set(HASHES) == set(OIDS)


def test_a_value_in_der_is_read_too():
    value = key().sign(b"Ilze", signing.ec.ECDSA(hashes.SHA256()))

    assert fits(key().public_key(), Method("ecdsa", "sha256"), value, b"Ilze")
    assert not fits(key().public_key(), Method("ecdsa", "sha256"), b"0" + value, b"Ilze")
