"""Describe a content control from its properties: its names, its kind, whether anybody has touched it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from app.forms.markup import attribute, child, is_on, name
from app.forms.sheet import Slot

BORDERS = frozenset(
    {
        "w:docPartObj",
        "w:docPartList",
        "w:group",
        "w:picture",
        "w:equation",
        "w:citation",
        "w:bibliography",
        "w15:repeatingSection",
        "w15:repeatingSectionItem",
    }
)
FOREIGN_TAGS = ("goog_rdk_",)
"""Google Docs wraps ordinary text in controls of such tags."""
FULL_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the properties of a control say.

    Attributes:
        slot: The control as a place to fill in, still without the text it shows.
        untouched: It shows its placeholder.
        border: It holds parts of the form rather than a value; it is looked through.
    """

    slot: Slot
    untouched: bool
    border: bool


def describe(sdt: Element) -> Control:
    properties = child(sdt, "w:sdtPr")
    names = _names(properties)
    slot = Slot(names=names, origin="control", day=_day(properties), checked=_checked(properties))
    kinds = {name(kind) for kind in properties} if properties is not None else set()
    border = bool(kinds & BORDERS) or any(tag.startswith(FOREIGN_TAGS) for tag in names)
    return Control(slot=slot, untouched=is_on(child(properties, "w:showingPlcHdr")), border=border)


def _names(properties: Element | None) -> tuple[str, ...]:
    """Tag before alias: the tag is the author's key, the alias what Word shows above the control."""
    found = (child(properties, "w:tag"), child(properties, "w:alias"))
    names = (attribute(each, "w:val").strip() for each in found if each is not None)
    return tuple(dict.fromkeys(filter(None, names)))


def _day(properties: Element | None) -> str:
    date = child(properties, "w:date")
    full = FULL_DAY.match(attribute(date, "w:fullDate")) if date is not None else None
    return full.group(1) if full else ""


def _checked(properties: Element | None) -> bool | None:
    box = child(properties, "w14:checkbox")
    return None if box is None else is_on(child(box, "w14:checked"), "w14:val")
