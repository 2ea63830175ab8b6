"""Describe a form field of Word 97 to 2003, which newer forms still use: FORMTEXT, FORMCHECKBOX, FORMDROPDOWN."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from app.forms.markup import attribute, child, children, is_on
from app.forms.sheet import Slot


@dataclass(slots=True, kw_only=True)
class OpenField:
    """A complex field while the runs inside it are still being read.

    Attributes:
        data: The form field's own record, where it has one.
        instruction: What kind of field it is, in Word's words; it may come in pieces.
        text: The result as far as read. Some programs leave out the mark that begins the result, so any text
            inside the field counts as result; the instruction never stands in a text element.
    """

    data: Element | None
    instruction: str = ""
    text: list[str] = field(default_factory=list)

    @property
    def is_form(self) -> bool:
        return self.data is not None or self.instruction.strip().upper().startswith("FORM")


def slot_of(form: OpenField) -> Slot:
    """The finished field as a place to fill in."""
    names = _names(form.data)
    box = child(form.data, "w:checkBox")
    if box is not None or "CHECKBOX" in form.instruction.upper():
        return Slot(names=names, origin="legacy", checked=_checked(box))
    choices = child(form.data, "w:ddList")
    if choices is not None:
        return Slot(names=names, origin="legacy", value=_chosen(choices))
    value = "".join(form.text)
    return Slot(names=names, origin="legacy", value=value, preset=_is_preset(form.data, value))


def _names(data: Element | None) -> tuple[str, ...]:
    named = child(data, "w:name")
    bookmark = attribute(named, "w:val").strip() if named is not None else ""
    return (bookmark,) if bookmark else ()


def _checked(box: Element | None) -> bool:
    """The state; a box nobody touched stands as its default says."""
    state = child(box, "w:checked")
    return is_on(state if state is not None else child(box, "w:default"))


def _chosen(choices: Element) -> str:
    """The entry shown: the chosen one, else the default, else the first."""
    entries = [attribute(entry, "w:val") for entry in children(choices, "w:listEntry")]
    marks = (child(choices, "w:result"), child(choices, "w:default"))
    number = next((attribute(mark, "w:val") for mark in marks if mark is not None), "0")
    at = int(number) if number.isdecimal() else 0
    return entries[at] if at < len(entries) else ""


def _is_preset(data: Element | None, value: str) -> bool:
    default = child(child(data, "w:textInput"), "w:default")
    return default is not None and bool(value.strip()) and attribute(default, "w:val").strip() == value.strip()
