"""Read plain text as a form: what a person wrote into a message, line by line, with or without labels.

Danish parents write in free text what their library asks for: "barnets navn, cpr. nummer, mobilnummer, mailadresse". A
line with a number or an address that nobody understood is shown whole.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.desk.applications import Application, FieldProblem, Unread
from app.forms.claims import MAIL
from app.forms.days import iso_day
from app.forms.decoding import Decoded
from app.forms.errors import NoFields, TooLarge
from app.forms.filling import application
from app.forms.folding import tidy
from app.forms.glyphs import with_boxes
from app.forms.layout import Layout
from app.forms.lists import IDENTITY
from app.forms.problems import LETTERS_UNSURE
from app.forms.sheet import Line
from app.forms.wording import vocabulary

CHARS_MAX = 100_000
LINES_MAX = 2_000
BLANK = re.compile(r"_{2,}|[.…]{4,}|…+")
QUOTED = re.compile(r"^(?:\s*>)+ ?")
NUMBER = re.compile(r"\d[\d\s()/.\-]{5,}\d")
"""Codes, days and phones are numbers that a registration needs."""
GUARDIAN = frozenset({"guarantor_given", "guarantor_family", "guarantor_code"})


def names_somebody(one: Application) -> bool:
    """Whether the text says who is to be registered; a letter that only gives a phone is no form."""
    return bool((IDENTITY | GUARDIAN) & set(one.fields))


def read_text(text: Decoded) -> tuple[Application, ...]:
    """Read a text file as one form.

    Raises:
        NoFields: It names nobody.
        TooLarge: It is longer than any form.
    """
    one = understood(text)
    if not names_somebody(one):
        raise NoFields
    return (one,)


def understood(text: Decoded) -> Application:
    """What a text says, whether it names anybody or not.

    Raises:
        TooLarge: It is longer than any form or letter.
    """
    lines = [QUOTED.sub("", line) for line in text.words.splitlines()]
    if len(text.words) > CHARS_MAX or len(lines) > LINES_MAX:
        raise TooLarge
    one = application(Layout(vocabulary()).read(Line(pieces=tuple(with_boxes(line))) for line in lines), vocabulary())
    problems = () if text.sure else (FieldProblem(field="", code=LETTERS_UNSURE, value=""),)
    return replace(one, unread=(*one.unread, *_overlooked(lines, one)), problems=(*one.problems, *problems))


def _overlooked(lines: list[str], one: Application) -> list[Unread]:
    """Lines that say a number or an address which is neither in a field nor shown yet."""
    shown = {_bare(value) for value in (*one.fields.values(), *(unread.value for unread in one.unread))}
    shown |= {_bare(problem.value) for problem in one.problems}
    return [Unread(label="", value=line) for line in map(tidy, lines) if not _is_shown(line, shown)]


def _is_shown(line: str, shown: set[str]) -> bool:
    written = BLANK.sub(" ", line)
    told = (_read_as(said) for said in (*MAIL.findall(written), *NUMBER.findall(written)))
    return all(any(each in value for value in shown for each in ways) for ways in told)


def _read_as(said: str) -> tuple[str, ...]:
    """A number or an address as it may stand in a field: a day as ISO, or as it was written."""
    day, _ = iso_day(said)
    return tuple(_bare(each) for each in (day, said) if each)


def _bare(value: str) -> str:
    return "".join(value.split()).casefold()
