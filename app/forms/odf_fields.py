"""Describe the places to fill in of an OpenDocument text, each of its four kinds as the slot that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from app.forms.folding import tidy
from app.forms.markup import attribute, child, children, name
from app.forms.sheet import Slot

FULL_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?")
FORMS = "office:forms"
LISTS = frozenset({"form:listbox", "form:combobox"})
BOXES = frozenset({"form:checkbox", "form:radio"})
TYPED = frozenset(
    {"form:text", "form:textarea", "form:formatted-text", "form:date", "form:number", "form:generic-control"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the lines refer to: form controls by their ids, and the names of styles that draw blanks.

    Attributes:
        underlined: Styles of text whose white space is a line to write on.
        led: Styles of paragraphs whose tabs draw a line.
    """

    controls: Mapping[str, Slot]
    underlined: frozenset[str]
    led: frozenset[str]


def drawn_of(document: Element, body: Element | None) -> Drawn:
    styles = tuple(children(child(document, "office:automatic-styles"), "style:style"))
    return Drawn(
        controls=dict(_controls(child(body, FORMS))),
        underlined=frozenset(attribute(style, "style:name") for style in styles if _underlines(style)),
        led=frozenset(attribute(style, "style:name") for style in styles if _leads(style)),
    )


def content_control(element: Element) -> tuple[Slot, bool]:
    """A content control, without the text it shows; and whether nobody has touched it."""
    names = (attribute(element, key).strip() for key in ("loext:tag", "loext:alias"))
    box = attribute(element, "loext:checkbox") == "true"
    day = FULL_DAY.fullmatch(attribute(element, "loext:current-date"))
    slot = Slot(
        names=tuple(dict.fromkeys(filter(None, names))),
        origin="control",
        day=day.group(1) if day else "",
        checked=attribute(element, "loext:checked") == "true" if box else None,
    )
    return slot, attribute(element, "loext:showing-place-holder") == "true"


def field_mark(element: Element) -> Slot | None:
    """A form field that came from Word; None for a field of another kind."""
    kind = attribute(element, "field:type").rpartition(".")[2]
    said = {attribute(one, "field:name"): attribute(one, "field:value") for one in children(element, "field:param")}
    names = tuple(filter(None, (said.get("Name") or attribute(element, "text:name"),)))
    match kind:
        case "FORMCHECKBOX":
            return Slot(names=names, origin="legacy", checked=said.get("Checkbox_Checked") == "true")
        case "FORMDROPDOWN":
            return Slot(names=names, origin="legacy", value=_chosen(element, said.get("Dropdown_Selected", "0")))
        case "FORMDATE":
            day = FULL_DAY.fullmatch(said.get("DateField_CurrentDate", ""))
            return Slot(names=names, origin="control", day=day.group(1) if day else "")
        case _:
            return Slot(names=names, origin="legacy") if kind == "FORMTEXT" else None


def input_field(element: Element) -> Slot:
    """An input field of old; one that shows its own prompt is empty."""
    prompt = attribute(element, "text:description")
    names = tuple(dict.fromkeys(filter(None, (attribute(element, "text:name"), prompt))))
    if name(element) == "text:placeholder":
        return Slot(names=names, origin="control")
    shown = tidy("".join(map(str, element.itertext())))
    return Slot(names=names, origin="control", value="" if shown == tidy(prompt) else shown)


def _chosen(element: Element, at: str) -> str:
    params = children(element, "field:param")
    entries = [attribute(one, "field:value") for one in params if attribute(one, "field:name") == "Dropdown_ListEntry"]
    return entries[int(at)] if at.isascii() and at.isdecimal() and len(at) < 6 and int(at) < len(entries) else ""


def _controls(forms: Element | None) -> Iterator[tuple[str, Slot]]:
    for element in forms.iter() if forms is not None else ():
        slot = _control(element)
        if slot is not None:
            for key in {attribute(element, "form:id"), element.get("{http://www.w3.org/XML/1998/namespace}id", "")}:
                yield key, slot


def _control(element: Element) -> Slot | None:
    names = tuple(dict.fromkeys(filter(None, (attribute(element, "form:name"), attribute(element, "form:title")))))
    kind = name(element)
    if kind in BOXES:
        ticked = {attribute(element, key) for key in ("form:current-state", "form:current-selected")}
        return Slot(names=names, origin="control", checked=bool(ticked & {"checked", "true"}))
    if kind in LISTS:
        return Slot(names=names, origin="control", value=_shown(element))
    if kind in TYPED:
        return Slot(names=names, origin="control", value=_shown(element), preset=_is_preset(element))
    return None


def _shown(element: Element) -> str:
    current = attribute(element, "form:current-value") or attribute(element, "form:value")
    chosen = (attribute(one, "form:label") for one in element if attribute(one, "form:current-selected") == "true")
    lines = "\n".join("".join(map(str, one.itertext())) for one in children(element, "text:p"))
    return tidy(current or next(chosen, "") or lines)


def _is_preset(element: Element) -> bool:
    return not attribute(element, "form:current-value") and bool(attribute(element, "form:value"))


def _underlines(style: Element) -> bool:
    properties = child(style, "style:text-properties")
    kind = attribute(properties, "style:text-underline-style") if properties is not None else ""
    return kind not in {"", "none"}


def _leads(style: Element) -> bool:
    stops = child(child(style, "style:paragraph-properties"), "style:tab-stops")
    return any(attribute(stop, "style:leader-style") not in {"", "none"} for stop in children(stops, "style:tab-stop"))
