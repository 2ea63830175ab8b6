"""Markup from a stranger: parsed without entities, network or endless depth, and named the same in both dialects.

Word and Excel write "transitional" and, when asked to, "strict" markup: the same words in other namespaces. Everything
behind this module sees one short name, `w:p` for a paragraph, whichever of the two was used.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from app.forms.errors import Damaged, TooLarge, Unsafe

TAGS_MAX = 1_000_000
DEPTH_MAX = 120

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "pr",
    "http://schemas.openxmlformats.org/officeDocument/2006/customXml": "ds",
    "http://purl.oclc.org/ooxml/officeDocument/customXml": "ds",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "s",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:form:1.0": "form",
    "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0": "field",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}


def parse(data: bytes) -> Element:
    """Parse one part of the container.

    Raises:
        Damaged: It is not well formed.
        TooLarge: It has more tags, or stands deeper, than a form.
        Unsafe: It declares a document type.
    """
    _refuse_doctype(data)
    if data.count(b"<") > TAGS_MAX:
        raise TooLarge
    root = _parsed(data)
    _refuse_depth(root)
    return root


def name(element: Element) -> str:
    """The short name of an element, `w:p` for example; empty for a comment or an unknown namespace."""
    tag: object = element.tag
    return _short(tag) if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str) -> str:
    """The value of an attribute by its short name, whichever dialect it was written in; empty if absent."""
    return next((str(value) for key, value in element.items() if _short(key) == wanted), "")


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """The children of this name; None has none, so that steps can be chained."""
    return (child for child in element if name(child) == wanted) if element is not None else iter(())


def child(element: Element | None, wanted: str) -> Element | None:
    """The first child of this name; None passes through, so that steps can be chained."""
    return None if element is None else next(children(element, wanted), None)


def is_on(element: Element | None, key: str = "w:val") -> bool:
    """Whether a switch is set: its bare presence says yes, its value may say no."""
    if element is None:
        return False
    return attribute(element, key).lower() not in {"0", "false", "off", "none"}


def branch(alternatives: Element) -> Element | None:
    """The one of several renderings that a modern Word shows; the fallback would say everything twice."""
    chosen = child(alternatives, "mc:Choice")
    return chosen if chosen is not None else child(alternatives, "mc:Fallback")


def _refuse_doctype(data: bytes) -> None:
    # Zero bytes are taken out first, so that UTF-16 cannot hide the declaration.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise Unsafe


def _parsed(data: bytes) -> Element:
    """Parse as the encoding the format allows; another, declared by the part itself, could hide a DOCTYPE."""
    encoding = "utf-16" if b"\0" in data[:4] else "utf-8"
    parser = etree.XMLParser(
        encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as trouble:
        raise Damaged from trouble


def _refuse_depth(root: Element) -> None:
    # The readers of tables and controls call themselves: depth is checked here, once, for all of them.
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH_MAX:
            raise TooLarge


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    prefix = PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""
