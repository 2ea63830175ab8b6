"""Receipts by command line."""

import pytest
from pypdf import PdfReader

from tests.cli.test_commands import codes


@pytest.fixture
def lending(founded):
    """A desk where P1 has I1."""
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1")
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens")
    founded("checkout", "--patron", "P1", "--item", "I1")
    return founded


def test_a_receipt_is_printed_and_printed_again_by_its_number(lending, tmp_path):
    lending("setting", "set", "receipt_note", "Bibliotēka neatbild par jūsu datoru.")
    first = lending("receipt", "print", "--patron", "P1", "--out", tmp_path / "kvits.pdf")
    again = lending("receipt", "print", first["receipt"].lower(), "--out", tmp_path / "vēlreiz.pdf")

    text = PdfReader(tmp_path / "kvits.pdf").pages[0].extract_text()
    assert all(said in text for said in ("Mātes piens", first["receipt"], "Elīna Krūze", "neatbild par jūsu"))
    assert (again["receipt"], again["printed"]) == (first["receipt"], 1)
    assert lending("receipt", "list", "--patron", "P1")["receipts"][0]["printed"] == 2


def test_a_receipt_that_nobody_knows_is_refused(lending, tmp_path):
    out = tmp_path / "kvits.pdf"

    assert codes(lending("receipt", "print", "XYZ", "--out", out, exit_code=1)["refused"]) == ["RECEIPT_UNKNOWN"]
    assert codes(lending("receipt", "list", "--patron", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert lending("receipt", "list")["receipts"] == []
