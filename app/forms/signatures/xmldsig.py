"""XML signatures: what the references are to, and whether it is what was signed (XML-DSig, without anything odd)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from app.forms.signatures.algorithms import DIGESTS, WEAK, NotTold, digest
from app.forms.signatures.people import decoded

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = (INCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11", EXCLUSIVE)
WITH_COMMENTS = {f"{uri.removesuffix('#')}#WithComments": uri for uri in CANONICAL}

REFERENCES_MAX = 256
INNER_REFERENCES_MAX = 8  # Each is a canonical copy of a part of the signature.

Finding = Literal["same", "differs", "missing", "not told"]


class Files:
    """The files beside a signature, and their digests, each taken once."""

    def __init__(self, entries: Mapping[str, bytes]) -> None:
        self._entries = entries
        self._digests: dict[tuple[str, str], bytes] = {}

    def find(self, uri: str) -> str | None:
        """Return the name of the file that a reference means: percent signs are read, a plus is a plus."""
        names = (unquote(uri), uri, unquote(uri).removeprefix("/"))
        return next((name for name in names if name in self._entries), None)

    def digest(self, name: str, algorithm: str) -> bytes:
        key = (name, algorithm)
        if key not in self._digests:
            self._digests[key] = digest(algorithm, self._entries[name])
        return self._digests[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One thing that a signature is over.

    Attributes:
        file: The name of a file, or as the reference writes it where there is none; "" for a part of the signature.
        part: The part of the signature itself.
        weak: Whether its digest proves nothing any more.
    """

    finding: Finding
    file: str = ""
    part: Element | None = None
    weak: bool = False


def only(parent: Element | None, tag: str) -> Element | None:
    """Return the one child of this name; two of a kind are an attempt to show one thing and check another."""
    found = parent.findall(tag) if parent is not None else []
    return found[0] if len(found) == 1 else None


def references(signature: Element, files: Files) -> list[Reference]:
    """Compare everything that a signature refers to with what there is.

    Raises:
        NotTold: There are none, or more than a signature has.
    """
    stated = signature.findall(f"{DS}SignedInfo/{DS}Reference")
    inner = [one for one in stated if one.get("URI", "").startswith("#")]
    if not 0 < len(stated) <= REFERENCES_MAX or len(inner) > INNER_REFERENCES_MAX:
        raise NotTold
    parts = _parts(signature)
    return [_to_part(one, parts) if one in inner else to_file(one, files) for one in stated]


def _parts(signature: Element) -> dict[str, Element | None]:
    """Return the parts of a signature by their Id; None for an Id that two of them have."""
    found: dict[str, Element | None] = {}
    for element in signature.iter(etree.Element):
        if name := element.get("Id"):
            found[name] = None if name in found else element
    return found


def to_file(reference: Element, files: Files) -> Reference:
    """Compare what an element states of a file, its digest in the words of XML-DSig, with the file there is."""
    uri = reference.get("URI", "")
    name = files.find(uri)
    if not uri:
        return Reference(finding="not told")
    if name is None:
        return Reference(finding="missing", file=unquote(uri))
    try:
        algorithm, told = told_digest(reference)
    except NotTold:
        return Reference(finding="not told", file=name)
    if _transforms(reference):
        return Reference(finding="not told", file=name)
    same = files.digest(name, algorithm) == told
    return Reference(finding="same" if same else "differs", file=name, weak=algorithm in WEAK)


def _to_part(reference: Element, parts: Mapping[str, Element | None]) -> Reference:
    part = parts.get(reference.get("URI", "").removeprefix("#"))
    if part is None:
        return Reference(finding="not told")
    steps = _transforms(reference)
    if len(steps) > 1:
        return Reference(finding="not told", part=part)
    try:
        algorithm, told = told_digest(reference)
        written = canonical(part, steps[0] if steps else None, comments=False)
    except NotTold:
        return Reference(finding="not told", part=part)
    same = digest(algorithm, written) == told
    return Reference(finding="same" if same else "differs", part=part, weak=algorithm in WEAK)


def told_digest(stated: Element) -> tuple[str, bytes]:
    """Return the digest that an element states, and by which algorithm.

    Raises:
        NotTold: By one that is not known here.
    """
    how, value = only(stated, f"{DS}DigestMethod"), only(stated, f"{DS}DigestValue")
    algorithm = DIGESTS.get(how.get("Algorithm", "")) if how is not None else None
    if algorithm is None or value is None:
        raise NotTold
    try:
        return algorithm, decoded(value.text or "")
    except ValueError as trouble:
        raise NotTold from trouble


def _transforms(reference: Element) -> list[Element]:
    return reference.findall(f"{DS}Transforms/{DS}Transform")


def canonical(element: Element, method: Element | None, *, comments: bool = True) -> bytes:
    """Write an element in the canonical form that `method` names; without one, in the oldest.

    Raises:
        NotTold: The form is not known, or the element's surroundings would have a part in it.
    """
    uri = method.get("Algorithm", "") if method is not None else INCLUSIVE
    base = WITH_COMMENTS.get(uri, uri)
    if base not in CANONICAL:
        raise NotTold
    exclusive = base == EXCLUSIVE
    if not exclusive and any(str(key).startswith(XML) for above in element.iterancestors() for key in above.attrib):
        raise NotTold  # Such an attribute is inherited, differently in 1.0 and 1.1; no signing program writes one.
    try:
        return etree.tostring(
            element,
            method="c14n",
            exclusive=exclusive,
            with_comments=comments and uri in WITH_COMMENTS,
            inclusive_ns_prefixes=list(_prefixes(method)) if exclusive else None,
        )
    except etree.LxmlError as trouble:
        raise NotTold from trouble


def _prefixes(method: Element | None) -> Iterator[str]:
    listed = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces") if method is not None else None
    if listed is not None:
        yield from listed.get("PrefixList", "").split()
