"""Read a Word registration form: from a file somebody sent to an application that a person will confirm.

The way of a form: container (the zip, with suspicion), markup (safe XML), walk and inline (lines and tables as a
person sees them), layout (labels with values), understanding (which field, whose), filling (one value a field).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lxml.etree import _Element as Element

from app.desk.applications import Application
from app.forms.container import FILE_BYTES_MAX, Parts, open_parts
from app.forms.errors import FormRefused, MissingFile, NotWord, OwnerFile, Unreadable
from app.forms.events import Event
from app.forms.filling import application
from app.forms.layout import Layout
from app.forms.markup import child, name, parse
from app.forms.walk import blocks_of
from app.forms.wording import vocabulary

OWNER_FILE_NAMES = ("~$", ".~lock.")


def read_form(path: Path) -> Application:
    """Read the form at `path`; the file is only read, never changed.

    Raises:
        FormRefused: The file cannot be read as a form; the error's code says why, its figures name the file.
    """
    try:
        return _read(path)
    except FormRefused as refusal:
        refusal.figures["name"] = path.name
        raise


def _read(path: Path) -> Application:
    parts = open_parts(_bytes(path))
    return application(_events(parts), vocabulary())


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than allowed at most; never from a pipe or a device, which might not end."""
    try:
        if not path.is_file():
            raise Unreadable if path.exists() else MissingFile
        if path.name.startswith(OWNER_FILE_NAMES):
            raise OwnerFile
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError as trouble:
        raise MissingFile from trouble
    except OSError as trouble:
        raise Unreadable from trouble


def _events(parts: Parts) -> Iterator[Event]:
    """The sheet from top to bottom; of its margins only what is marked as filled in."""
    layout = Layout(vocabulary())
    headers = (layout.marked(blocks_of(parse(part))) for part in parts.headers)
    footers = (layout.marked(blocks_of(parse(part))) for part in parts.footers)
    yield from chain.from_iterable(headers)
    yield from layout.read(blocks_of(_body(parse(parts.document))))
    yield from chain.from_iterable(footers)


def _body(document: Element) -> Element | None:
    """The body of a Word document; a spreadsheet's main part, for instance, is none."""
    if name(document) != "w:document":
        raise NotWord
    return child(document, "w:body")
