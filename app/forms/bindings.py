"""Bring the controls of a Word file up to the data they are bound to, as Word itself does when it opens the file.

A program that fills in a form may write into the data part behind a control and leave what the control shows as it was.
The data count. Controls bound to the properties of the document (its title, its author) are left as they are shown:
those are the library's, not the applicant's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from app.forms.container import Container
from app.forms.markup import attribute, child, children, name, parse

PARTS_MAX = 20
CONTROLS_MAX = 2_000
PATH_CHARS_MAX = 400
VALUE_CHARS_MAX = 2_000
STEP = re.compile(r"/(?:(?P<prefix>[\w.-]+):)?(?P<local>@?[\w.-]+)(?:\[(?P<at>\d{1,4})\])?")
NAMESPACE = re.compile(r"xmlns:(?P<prefix>[\w.-]+)=(?P<quote>['\"])(?P<uri>[^'\"]*)(?P=quote)")
PLAIN = frozenset({"w:text", "w:date", "w:comboBox", "w:dropDownList"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TRUE = frozenset({"true", "1"})


def refresh(document: Element, container: Container, main: str) -> None:
    """Write into each bound control of the document what its data say; where they say nothing it stays as it is."""
    data = dict(_data(container, main))
    controls = document.iter() if data else ()
    bound = (element for element in controls if name(element) == "w:sdt")
    for _, sdt in zip(range(CONTROLS_MAX), list(bound), strict=False):
        properties = child(sdt, "w:sdtPr")
        value = _bound_value(properties, data).strip()
        if properties is not None and value:
            _show(sdt, properties, value)


def _data(container: Container, main: str) -> Iterator[tuple[str, Element]]:
    """The data parts by their ids."""
    for _, part in zip(range(PARTS_MAX), container.related(main, "customXml"), strict=False):
        for about in container.related(part, "customXmlProps"):
            yield attribute(parse(container.read(about)), "ds:itemID").lower(), parse(container.read(part))


def _bound_value(properties: Element | None, data: Mapping[str, Element]) -> str:
    binding = next(
        (found for kind in ("w:dataBinding", "w15:dataBinding") for found in children(properties, kind)), None
    )
    if binding is None:
        return ""
    root = data.get(attribute(binding, "w:storeItemID").lower())
    steps = _steps(attribute(binding, "w:xpath"), attribute(binding, "w:prefixMappings"))
    return _value(root, steps)[:VALUE_CHARS_MAX] if root is not None and steps else ""


def _steps(path: str, mappings: str) -> Sequence[tuple[str, int]]:
    """The names on a plain path, each with the number of the one that is meant; nothing for any other path."""
    found = list(STEP.finditer(path[:PATH_CHARS_MAX]))
    if "".join(step.group() for step in found) != path:
        return ()
    spaces = {mapped["prefix"]: mapped["uri"] for mapped in NAMESPACE.finditer(mappings)}
    return [(_full(step["prefix"], step["local"], spaces), int(step["at"] or 1)) for step in found]


def _full(prefix: str | None, local: str, spaces: Mapping[str, str]) -> str:
    return f"{{{spaces.get(prefix, '')}}}{local}" if prefix else local


def _value(root: Element, steps: Sequence[tuple[str, int]]) -> str:
    """The text at the end of the path; an element's own, or that of one of its attributes."""
    (first, _), *rest = steps
    if root.tag != first:
        return ""
    for wanted, at in rest:
        if wanted.startswith("@"):
            return str(root.get(wanted[1:], ""))
        found = [each for each in root if each.tag == wanted]
        if not 0 < at <= len(found):
            return ""
        root = found[at - 1]
    return "" if len(root) else root.text or ""


def _show(sdt: Element, properties: Element, value: str) -> None:
    box, date = child(properties, "w14:checkbox"), child(properties, "w:date")
    if box is not None:
        _tick(box, checked=value.lower() in TRUE)
    elif {name(kind) for kind in properties} & PLAIN:
        if date is not None and DAY.match(value):
            value = value[: len("2000-01-01")]
            date.set(_named(date, "fullDate"), f"{value}T00:00:00Z")
        _write(sdt, _in_list(properties, value))
        for prompt in list(children(properties, "w:showingPlcHdr")):
            properties.remove(prompt)


def _tick(box: Element, *, checked: bool) -> None:
    state = child(box, "w14:checked")
    state = state if state is not None else etree.SubElement(box, _named(box, "checked"))
    state.set(_named(box, "val"), "1" if checked else "0")


def _in_list(properties: Element, value: str) -> str:
    """What a list shows for a value."""
    for kind in ("w:comboBox", "w:dropDownList"):
        for item in children(child(properties, kind), "w:listItem"):
            if attribute(item, "w:value") == value:
                return attribute(item, "w:displayText") or value
    return value


def _write(sdt: Element, value: str) -> None:
    """Put the text where the first one stands, and take the others away."""
    content = child(sdt, "w:sdtContent")
    if content is None:
        return
    texts = [element for element in content.iter() if name(element) == "w:t"]
    if not texts:
        holder = next((element for element in content.iter() if name(element) in {"w:r", "w:p"}), content)
        run = holder if name(holder) == "w:r" else etree.SubElement(holder, _named(content, "r"))
        texts = [etree.SubElement(run, _named(content, "t"))]
    for element in texts:
        element.text = ""
    texts[0].text = value


def _named(beside: Element, local: str) -> str:
    return f"{{{etree.QName(beside).namespace}}}{local}"
