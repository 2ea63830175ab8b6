"""Read a Word file: from the parts of its zip to the application that its sheet is.

The way of a form: container (the zip, with suspicion), markup (safe XML), walk and inline (lines and tables as a
person sees them), layout (labels with values), understanding (which field, whose), filling (one value a field).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lxml.etree import _Element as Element

from app.desk.applications import Application
from app.forms.bindings import refresh
from app.forms.container import Container
from app.forms.errors import ForeignFile
from app.forms.events import Event
from app.forms.filling import application
from app.forms.layout import Layout
from app.forms.markup import child, name, parse
from app.forms.walk import blocks_of
from app.forms.wording import vocabulary

MAIN = "officeDocument"
USUAL_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a Word file that a person sees as the sheet; its margins still as bytes."""

    document: Element
    headers: tuple[bytes, ...]
    footers: tuple[bytes, ...]


def read_word(container: Container) -> tuple[Application, ...]:
    """Read the one form that a Word file is.

    Raises:
        FormRefused: It carries a program, or its main part is no document.
    """
    return (application(_events(sheet_parts(container)), vocabulary()),)


def sheet_parts(container: Container) -> Parts:
    container.refuse_macros()
    main = next(container.related("", MAIN), USUAL_MAIN)
    if main not in container:
        raise ForeignFile
    document = parse(container.read(main))
    refresh(document, container, main)
    return Parts(
        document=document,
        headers=tuple(container.read(part) for part in container.related(main, "header")),
        footers=tuple(container.read(part) for part in container.related(main, "footer")),
    )


def _events(parts: Parts) -> Iterator[Event]:
    """The sheet from top to bottom; of its margins only what is marked as filled in."""
    layout = Layout(vocabulary())
    headers = (layout.marked(blocks_of(parse(part))) for part in parts.headers)
    footers = (layout.marked(blocks_of(parse(part))) for part in parts.footers)
    yield from chain.from_iterable(headers)
    yield from layout.read(blocks_of(_body(parts.document)))
    yield from chain.from_iterable(footers)


def _body(document: Element) -> Element | None:
    """The body of a Word document; the main part of something else is none."""
    if name(document) != "w:document":
        raise ForeignFile
    return child(document, "w:body")
