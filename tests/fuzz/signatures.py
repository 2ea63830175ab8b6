"""What is fuzzed of signed forms: the container as it came, the signatures in a sound one, and those of a PDF file."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.forms.errors import FormRefused
from app.forms.signatures.anchors import Anchors
from app.forms.signatures.cms import message
from app.forms.signatures.containers import MIMETYPES, is_container, open_signed
from app.forms.signatures.pdf import signatures_in_pdf
from tests.forms.sheets import zipped

FORM = b"Ilze"
BINARY, XML = (path.read_bytes() for path in sorted((Path(__file__).parent / "signed").iterdir()))
"""Signatures over these bytes, one of each kind, with a timestamp."""
NAMES = ("META-INF/signatures.xml", "META-INF/signature.p7s", "META-INF/timestamp.tst", "META-INF/ASiCManifest.xml")
ANCHORS = Anchors(message(BINARY).certificates)
STATES = {"intact", "altered", "unconfirmed"}


def container(data: bytes) -> None:
    is_container(data)
    with suppress(FormRefused):
        open_signed(data, ANCHORS)


def signature(data: bytes) -> None:
    """The same bytes as a signature in XML, in binary, as a timestamp and as a list of files."""
    seen = open_signed(zipped({"mimetype": MIMETYPES[0], "anketa.docx": FORM, **dict.fromkeys(NAMES, data)}), ANCHORS)
    assert {one.state for one in seen.signatures} <= STATES


def pdf_signature(data: bytes) -> None:
    """A PDF file as it came, and one with these bytes in the place of its signature."""
    signatures_in_pdf(data, ANCHORS)
    front, end = b"%PDF /ByteRange [0 00000050 00000000 5] /Contents ".ljust(50), b"%%EOF"
    front = front.replace(b"00000000", str(52 + 2 * len(data)).rjust(8).encode())
    [seen] = signatures_in_pdf(front + b"<" + data.hex().encode() + b">" + end, ANCHORS)
    assert seen.state in STATES


TARGETS: dict[str, Callable[[bytes], None]] = {
    "container": container,
    "signature": signature,
    "pdf-signature": pdf_signature,
}


def seeds() -> dict[str, list[bytes]]:
    return {
        "container": [zipped({"mimetype": MIMETYPES[0], "anketa.docx": FORM, NAMES[0]: XML})],
        "signature": [XML, BINARY],
        "pdf-signature": [BINARY, b"%PDF /ByteRange [0 9 12 3] <3000>"],
    }
