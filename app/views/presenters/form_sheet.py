"""A registration form side by side with what was read of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from app.desk.applications import FIELDS, Unread
from app.rules.forms import GUARANTEES
from app.station.signatures import signature_lines
from app.views.presenters.days import written_day
from app.views.presenters.line import Note, Tone
from app.views.presenters.registration import ADDRESS, CONTACT, DAYS, GUARANTOR
from app.views.presenters.service import DraftShown
from app.words import Words

ALWAYS = ("given", "family", "code", "birth", *CONTACT)
"""Shown even where the form says nothing: what a registration needs, or nearly always has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One form in the list."""

    draft: int
    name: str
    kind: str
    file: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field of a form.

    Attributes:
        value: As people write it: days day first.
        source: The label as printed on the form; "" where the form does not have it.
        written: What stands there, where it is not what `value` says; for several fields with the first alone.
        problem: What could not be read.
    """

    name: str
    label: str
    value: str
    source: str
    written: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSheet:
    """One form, side by side with what was read of it.

    Attributes:
        doubts: How much of it is to be looked at, before anything is entered; "" for nothing.
        signature: What its signatures say, the most important first.
        altered: Whether it was altered since it was signed.
        keeps: Whether the rules of the library keep forms of this kind; whoever confirms may decide otherwise.
    """

    draft: int
    title: str
    file: str
    path: Path
    doubts: str
    fields: tuple[FieldRow, ...]
    unread: tuple[Unread, ...]
    signature: tuple[str, ...]
    altered: bool
    keeps: bool
    to_destroy: bool


def draft_row(words: Words, draft: DraftShown) -> DraftRow:
    name = " ".join(filter(None, (draft.application.fields.get("given"), draft.application.fields.get("family"))))
    altered = draft.application.signature_state == "altered"
    doubtful = draft.application.problems or draft.to_destroy or altered
    return DraftRow(
        draft=draft.draft,
        name=name or words("forms.to-destroy" if draft.to_destroy else "forms.no-name"),
        kind=words(f"form.kind.{draft.application.kind}"),
        file=draft.application.place_in(draft.path.name),
        tone=Tone.ATTENTION if doubtful else Tone.PLAIN,
    )


def draft_sheet(
    words: Words, draft: DraftShown, rules: Mapping[str, str], local: Callable[[int], datetime]
) -> DraftSheet:
    """Return a form as it is shown.

    Args:
        rules: The house rules in force.
        local: Turns an instant into the wall clock's.
    """
    fields = () if draft.to_destroy else _fields(words, draft, rules)
    return DraftSheet(
        draft=draft.draft,
        title=words(f"form.kind.{draft.application.kind}"),
        file=draft.application.place_in(draft.path.name),
        path=draft.path,
        doubts=_doubts(words, fields, draft.application.unread),
        fields=fields,
        unread=draft.application.unread,
        signature=() if draft.to_destroy else signature_lines(draft.application, words, local),
        altered=draft.application.signature_state == "altered",
        keeps=draft.application.kind in GUARANTEES and rules.get("destroy_guarantees", "0") == "0",
        to_destroy=draft.to_destroy,
    )


def file_notes(words: Words, draft: DraftShown) -> tuple[Note, ...]:
    """What of the form's file could not be read, to be looked at before the file is destroyed."""
    problems = [one for one in draft.application.problems if not one.field]
    return tuple(Note(tone=Tone.ATTENTION, text=words.form_problem("", one.code, one.value)) for one in problems)


def _names(draft: DraftShown, rules: Mapping[str, str]) -> list[str]:
    """What the form says, and what a registration needs, in the order of the paper."""
    wanted = {*ALWAYS, *ADDRESS.get(rules.get("country", ""), ()), *draft.application.fields}
    wanted |= {problem.field for problem in draft.application.problems}
    if draft.application.kind in GUARANTEES:
        wanted |= {*GUARANTOR, "consent"}
    return [name for name in FIELDS if name in wanted]


def _doubts(words: Words, fields: Sequence[FieldRow], unread: Sequence[Unread]) -> str:
    """Say it above the fields: what was not understood stands below them, perhaps out of sight."""
    doubtful = sum(bool(one.problem) for one in fields)
    said = (
        words("forms.doubtful", count=doubtful) if doubtful else "",
        words("forms.unread.count", count=len(unread)) if unread else "",
    )
    return "   ·   ".join(filter(None, said))


def _fields(words: Words, draft: DraftShown, rules: Mapping[str, str]) -> tuple[FieldRow, ...]:
    """Return the fields; what fills several of them, an address, is shown beside the first."""
    rows: list[FieldRow] = []
    for name in _names(draft, rules):
        row = _field(words, name, draft)
        again = any((one.source, one.written) == (row.source, row.written) for one in rows)
        rows.append(replace(row, written="") if again else row)
    return tuple(rows)


def _field(words: Words, name: str, draft: DraftShown) -> FieldRow:
    problems = [one for one in draft.application.problems if one.field == name]
    label, value = words(f"field.{name}"), _as_shown(name, draft.application.fields.get(name, ""))
    written = draft.application.written.get(name, "")
    if not value and problems:
        written = problems[0].value
    return FieldRow(
        name=name,
        label=label[:1].upper() + label[1:],
        value=value,
        source=draft.application.sources.get(name, ""),
        written=written if _bare(written) != _bare(value) else "",
        problem=" ".join(words.form_problem(name, one.code, one.value) for one in problems),
    )


def _as_shown(name: str, value: str) -> str:
    return written_day(date.fromisoformat(value)) if name in DAYS and value else value


def _bare(value: str) -> str:
    """Return a value without what makes no difference to whoever compares it with the paper."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())
