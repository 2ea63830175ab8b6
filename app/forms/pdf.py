"""Read a PDF: the fields to fill in where it has some, otherwise the text of its pages as lines.

A PDF keeps its fields in a tree of their own and knows nothing of the words printed beside them. What a field is
called, for the program and for who fills it in, is all there is to go by.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.desk.applications import Application
from app.forms import folding
from app.forms.errors import Damaged, FormRefused, NoFields, PasswordProtected, TooLarge
from app.forms.events import Entry, Event, Heading
from app.forms.filling import application
from app.forms.glyphs import with_boxes
from app.forms.layout import Layout
from app.forms.pdf_fields import read_fields
from app.forms.sheet import Line
from app.forms.signatures.anchors import NO_ANCHORS, Anchors
from app.forms.signatures.pdf import signatures_in_pdf
from app.forms.texts import CHARS_MAX, LINES_MAX, names_somebody
from app.forms.wording import vocabulary

if TYPE_CHECKING:
    from pypdf import PdfReader

MAGIC = b"%PDF-"
MAGIC_WITHIN = 1024
PAGES_MAX = 20
"""Of which the text is read; forms are one or two."""
OBJECTS_MAX = 50_000
STREAM_BYTES_MAX = 8 * 1024 * 1024
WORK_MAX = 300_000
LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 32 * 1024 * 1024,
    "array_based_stream_maximum_output_length": STREAM_BYTES_MAX,
    "array_maximum_element_count": 20_000,
    "dictionary_maximum_element_count": 20_000,
    "lzw_maximum_output_length": STREAM_BYTES_MAX,
    "run_length_maximum_output_length": STREAM_BYTES_MAX,
    "zlib_maximum_output_length": STREAM_BYTES_MAX,
    "zlib_maximum_recovery_input_length": 1024 * 1024,
    "brotli_maximum_output_length": STREAM_BYTES_MAX,
    "stream_decoding_work_maximum_length": 4 * STREAM_BYTES_MAX,
    "stream_parsing_work_maximum_count": WORK_MAX,
    "page_tree_maximum_entries": 1_000,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 200,
    "jbig2dec_binary": None,
}
"""What a form may cost, far below what the library allows a book."""

QUIET = logging.NullHandler()
"""What the library murmurs about broken files on its way is nobody's to read."""
PDF_TROUBLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What the library meets broken files with, besides its own errors."""


def is_pdf(data: bytes) -> bool:
    return MAGIC in data[:MAGIC_WITHIN]


def read_pdf(data: bytes, anchors: Anchors = NO_ANCHORS) -> tuple[Application, ...]:
    """Read the one form that a PDF is, and judge its signatures.

    Raises:
        FormRefused: It needs a password, is broken, costs more than a form may, or holds nothing that we can read.
    """
    return (replace(_read(data), signatures=signatures_in_pdf(data, anchors)),)


def _read(data: bytes) -> Application:
    with _trouble_told():
        reader = _opened(data)
        fields = tuple(read_fields(reader))
        text = tuple(_lines(reader))
    printed = tuple(Layout(vocabulary()).read(text))
    if fields:
        return application((*_beside_fields(printed, fields), *fields), vocabulary())
    one = application(printed, vocabulary())
    if not names_somebody(one):
        raise NoFields
    return one


@contextmanager
def _trouble_told() -> Iterator[None]:
    """Bound the library, and translate what it says of broken files; only calls into it may stand inside."""
    import pypdf  # noqa: PLC0415  # It takes a tenth of a second, and most forms are none.
    from pypdf import errors  # noqa: PLC0415  # As above.

    logging.getLogger("pypdf").addHandler(QUIET)
    try:
        with pypdf.apply_configuration(**LIMITS):
            yield
    except FormRefused:
        raise
    except errors.FileNotDecryptedError as trouble:
        raise PasswordProtected from trouble
    except (errors.LimitReachedError, RecursionError, MemoryError) as trouble:
        raise TooLarge from trouble
    except (errors.PyPdfError, errors.DependencyError, errors.DeprecationError, *PDF_TROUBLE) as trouble:
        raise Damaged from trouble


def _opened(data: bytes) -> PdfReader:
    """Open the file; one that only forbids printing or copying opens without a password."""
    from pypdf import PdfReader  # noqa: PLC0415  # As above.

    reader = PdfReader(
        io.BytesIO(data), strict=False, root_object_recovery_limit=1_000, xref_stream_maximum_entries=OBJECTS_MAX
    )
    if reader.is_encrypted and not reader.decrypt(""):
        raise PasswordProtected
    return reader


def _lines(reader: PdfReader) -> Iterator[Line]:
    """The text of the first pages, line by line."""
    chars = count = 0
    for _, page in zip(range(PAGES_MAX), reader.pages, strict=False):
        for line in (page.extract_text() or "").splitlines():
            chars, count = chars + len(line), count + 1
            if chars > CHARS_MAX or count > LINES_MAX:
                return
            yield Line(pieces=tuple(with_boxes(line)))


def _beside_fields(printed: tuple[Event, ...], fields: tuple[Event, ...]) -> Iterator[Event]:
    """Of the print around the fields: the title, and what is written where we know the label; that is only shown.

    What only repeats the labels of the fields is no value: "Iela" has "Māja Dzīvoklis" beside it on the page.
    """
    labels = sorted((folding.key(event.label) for event in fields if isinstance(event, Entry)), key=len, reverse=True)
    for event in printed:
        if isinstance(event, Heading) and vocabulary().kind(event.text) != "unknown":
            yield event
        elif isinstance(event, Entry) and event.meaning is not None and not _is_print(event.value, labels):
            yield replace(event, sure=False)


def _is_print(value: str, labels: Sequence[str]) -> bool:
    """Whether nothing is left of a value when the labels of the fields are taken out of it."""
    left = folding.key(value)
    for label in filter(None, labels):
        left = left.replace(label, "")
    return not left
