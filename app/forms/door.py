"""The one door for every file: what its bytes are decides who reads it, never what it is called."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.desk.applications import Application
from app.forms import compound
from app.forms.container import FILE_BYTES_MAX, Container, opened
from app.forms.decoding import decoded
from app.forms.errors import Damaged, ForeignFile, NoColumns, NoFields, OwnerFile, TooLarge
from app.forms.lists import read_list
from app.forms.mail import is_mail, read_mail
from app.forms.opendocument import is_open_document, read_open_document
from app.forms.outlook import is_outlook, read_outlook
from app.forms.parts import Allowance, Inside
from app.forms.pdf import is_pdf, read_pdf
from app.forms.signatures.anchors import NO_ANCHORS, Anchors
from app.forms.signatures.containers import is_container, open_signed
from app.forms.signatures.inside import forms_inside
from app.forms.texts import read_text
from app.forms.tnef import is_tnef, read_tnef
from app.forms.word import read_word
from app.forms.workbook import is_workbook, read_workbook

OWNER_FILE_BYTES = 162
OWNER_NAME_BYTES_MAX = 54
MARKED_UP = ("<", "{\\rtf")
"""How a text begins that is written for a program and not for a person."""


def read_bytes(data: bytes, anchors: Anchors = NO_ANCHORS) -> tuple[Application, ...]:
    """Read the bytes of a file that somebody sent: every form in it, as deep as a form may lie.

    Raises:
        FormRefused: Nothing in it can be read as a form.
    """
    return _read(data, Inside(_read, Allowance(), anchors))


def _read(data: bytes, inside: Inside) -> tuple[Application, ...]:
    """Ask the reader of this kind of file."""
    # First: an old .doc may carry a whole zip inside it, and a zip reader would happily open that one.
    if data.startswith(compound.MAGIC):
        return _read_compound(data, inside)
    if len(data) > FILE_BYTES_MAX:
        raise TooLarge
    if not data:
        raise Damaged
    if data.startswith(b"PK"):
        return _read_zip(data, inside)
    if is_pdf(data):
        return read_pdf(data, inside.anchors)
    if is_tnef(data):
        return read_tnef(data, inside)
    if _is_owner_file(data):
        raise OwnerFile
    return _read_text(data, inside)


def _read_compound(data: bytes, inside: Inside) -> tuple[Application, ...]:
    if len(data) <= FILE_BYTES_MAX and is_outlook(data):
        return read_outlook(data, inside)
    raise compound.refusal_for(data)


ZIPPED: tuple[tuple[Callable[[Container], bool], Callable[[Container], tuple[Application, ...]]], ...] = (
    (is_open_document, read_open_document),
    (is_workbook, read_workbook),
)
"""Kinds of zip by what stands in them; what is none of these is taken for a Word file and may be refused as one."""


def _read_zip(data: bytes, inside: Inside) -> tuple[Application, ...]:
    if is_container(data):
        # Whoever signed the inner one signed something else than the outer one shows.
        if inside.signed:
            raise ForeignFile
        return forms_inside(open_signed(data, inside.anchors), replace(inside, signed=True))
    with opened(data) as container:
        read = next((read for suits, read in ZIPPED if suits(container)), read_word)
        return read(container)


def _is_owner_file(data: bytes) -> bool:
    """Word's note beside an open document: always 162 bytes, the length of the user's name first."""
    return len(data) == OWNER_FILE_BYTES and 0 < data[0] <= OWNER_NAME_BYTES_MAX


def _read_text(data: bytes, inside: Inside) -> tuple[Application, ...]:
    if is_mail(data):
        return read_mail(data, inside)
    text = decoded(data)
    if text is None or text.words.lstrip().startswith(MARKED_UP):
        raise ForeignFile
    try:
        return read_list(text)
    except (NoColumns, NoFields):
        with suppress(NoFields):  # The first reader's refusal is the one that helps a person.
            return read_text(text)
        raise
