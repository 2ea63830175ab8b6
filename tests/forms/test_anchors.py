"""A signer's certificate leads to an authority that this library trusts, or it does not."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.forms.signatures.anchors import Anchors, load_anchors
from app.forms.signatures.containers import open_signed
from tests.forms import signing
from tests.forms.signing import certificate, key, pem, signed

ROOT = {signing.NameOID.COMMON_NAME: "DEMO LV Root"}
MIDDLE = {signing.NameOID.COMMON_NAME: "DEMO LV eID ICA"}
FILES = {"anketa.docx": b"Ilze"}

root_key, middle_key = key("P-384"), key("P-384", 2)
root = certificate(root_key, ROOT, ca=True)
middle = certificate(middle_key, MIDDLE, issuer=root, issuer_key=root_key, ca=True)
leaf = certificate(key(), issuer=middle, issuer_key=middle_key)


def anchor_of(*anchors, chain=(leaf, middle)):
    [seen] = open_signed(signed(FILES, chain=list(chain)), Anchors(anchors)).signatures
    assert seen.state == "intact"
    return seen.anchor


def test_a_chain_leads_to_an_anchor():
    assert anchor_of(root) == "DEMO LV Root"


def test_the_authority_next_above_may_be_the_anchor():
    assert anchor_of(middle, chain=[leaf]) == "DEMO LV eID ICA"


def test_without_anchors_nothing_is_led_to():
    assert anchor_of() == ""


def test_a_step_that_is_missing_leads_nowhere():
    assert anchor_of(root, chain=[leaf]) == ""


def test_a_root_of_the_same_name_is_another():
    other = certificate(key("P-384", 3), ROOT, ca=True)

    assert anchor_of(other) == ""


def test_a_person_is_no_authority():
    """Whoever has a certificate could otherwise make one for anybody."""
    person = certificate(middle_key, MIDDLE, issuer=root, issuer_key=root_key, ca=False)
    made = certificate(key(), issuer=person, issuer_key=middle_key)

    assert anchor_of(root, chain=[made, person]) == ""


def test_an_authority_whose_time_was_over_leads_nowhere():
    old = certificate(
        middle_key, MIDDLE, issuer=root, issuer_key=root_key, ca=True, until=datetime(2021, 1, 1, tzinfo=UTC)
    )

    assert anchor_of(root, chain=[leaf, old]) == ""


def test_a_signer_whose_time_was_over_leads_nowhere():
    old = certificate(key(), issuer=middle, issuer_key=middle_key, until=datetime(2021, 1, 1, tzinfo=UTC))

    assert anchor_of(root, chain=[old, middle]) == ""


def test_certificates_that_lead_to_each_other_come_to_an_end():
    one = certificate(middle_key, MIDDLE, issuer=root, issuer_key=root_key, ca=True, serial=8)
    other = certificate(root_key, ROOT, issuer=middle, issuer_key=middle_key, ca=True, serial=9)

    assert (
        anchor_of(certificate(key("P-384", 4), {signing.NameOID.COMMON_NAME: "x"}, ca=True), chain=[leaf, one, other])
        == ""
    )


def test_many_authorities_of_one_name_come_to_an_end():
    """Each has signed each: the ways through them are without number, the certificates are not."""
    many = [certificate(middle_key, MIDDLE, ca=True, serial=number) for number in range(1, 19)]

    assert anchor_of(root, chain=[leaf, *many]) == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [("root.pem", pem(root)), ("root.cer", root.public_bytes(Encoding.DER)), ("all.crt", pem(middle, root))],
)
def test_anchors_are_loaded_from_a_folder(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    assert root in load_anchors(tmp_path).certificates


def test_what_is_no_certificate_is_passed_over(tmp_path, caplog):
    (tmp_path / "a.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    (tmp_path / "b.der").write_bytes(b"nothing")
    (tmp_path / "notes.txt").write_bytes(pem(root))
    (tmp_path / "c.pem").write_bytes(pem(root))

    assert load_anchors(tmp_path).certificates == (root,)
    assert [name for name in ("a.pem", "b.der", "c.pem") if name in caplog.text] == ["a.pem", "b.der"]


def test_without_a_folder_there_are_no_anchors(tmp_path):
    assert load_anchors(tmp_path / "trust") == Anchors()
