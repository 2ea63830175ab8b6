"""What happened to a person, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.db.queries.log import LogLine
from app.views.presenters.person_state import TabColumn, TabRow, TabShown
from app.words import Words


def log_tab(lines: Sequence[LogLine], words: Words, local: Callable[[int], datetime]) -> TabShown:
    return TabShown(
        columns=(
            TabColumn(id="at", heading=words("person.at"), most=150),
            TabColumn(id="what", heading=words("person.what"), weight=1),
            TabColumn(id="staff", heading=words("person.by"), most=130),
            TabColumn(id="branch", heading=words("column.branch"), most=60),
        ),
        rows=tuple(
            TabRow(
                key=f"log:{place}",
                cells=(words.moment(local(one.at_ms)), log_sentence(one, words), one.staff, one.branch),
            )
            for place, one in enumerate(lines)
        ),
        empty=words("person.no-log"),
    )


def log_sentence(one: LogLine, words: Words) -> str:
    """Return what happened as a sentence."""
    code = f"log.{one.what}.{one.kind}" if one.what in BY_KIND else f"log.{one.what}"
    return words(code, kind=_kind(one, words), said=_said(one, words)).rstrip(" :–")


BY_KIND = frozenset({"registration", "guarantee_end", "card_step", "card_report"})
"""Facts that are worded by their kind as a whole."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "identity_check": ("document",),
    "rules_acceptance": ("promise",),
    "visit": ("number", "document", "shown"),
    "guarantee": ("promise",),
    "card_order": ("number",),
    "form_destruction": ("form.kind",),
    "erasure": ("retention.cause",),
    "same_person": (),
    "viewing": ("viewing",),
}
"""Where the word for a kind is looked for."""


def _kind(one: LogLine, words: Words) -> str:
    found = (f"{family}.{one.kind}" for family in KINDS.get(one.what, ()) if words.knows(f"{family}.{one.kind}"))
    code = next(found, "")
    return words(code) if code else ""


def _said(one: LogLine, words: Words) -> str:
    if one.what == "identity_check":
        return words(f"person.subject.{one.said}") if one.said == "guarantor" else ""
    if one.what == "contact_confirmation":
        return ", ".join(words(f"field.{name}") for name in one.said.split())
    return one.said
