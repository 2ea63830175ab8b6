"""Read lines in their order, so that a label above or below a blank finds it.

The two ways look alike: label, blank, label, blank. What comes first decides: a label alone on its line belongs to
the blank below it; a blank that no label stands above takes the label on the line below. Once labels stand above, a
line of words that we do not know is a label as well: its blank never takes the label of the next. Only the head of a
section, "Galvotājs", leaves its blank to a label below, if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from app.forms.events import Entry, Event
from app.forms.lines import Lines, Parsed
from app.forms.sheet import Line
from app.forms.tokens import Token

CAPTION_WORDS_MAX = 8
ANSWER_WORDS_MAX = 6
NUMBER_OR_MAIL = re.compile(r"\d\d|@")
STACKED_MIN = 2
"""So many labels with a value on the next line, and nothing that marks a place, show how the sheet is laid out."""
NOTHING = Parsed(text="")


class Flow:
    """Reads the lines between two tables as one run."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def read(self, lines: Iterable[Line]) -> Iterator[Event]:
        run = [parsed for parsed in map(self._lines.parse, lines) if not parsed.is_empty]
        stacked = sum(self._is_answered_below(one, two) for one, two in pairwise(run)) >= STACKED_MIN
        at, above = 0, False
        while at < len(run):
            one, two, three = (run[at + step] if at + step < len(run) else NOTHING for step in range(3))
            if _belongs_below(one, two) and (above or not (_is_caption(three) and self._lines.is_section(one))):
                yield from self._claimed(two, one.labels)
                at, above = at + 2, True
            elif above and one.text and one.is_plain and not one.labels and two.waiting:
                yield from (*one.events, *self._lines.unlabelled(two.waiting, one.text), *two.events)
                at += 2
            elif one.waiting and _is_caption(two):
                yield from self._claimed(one, two.labels)
                at, above = at + 2, False
            elif stacked and self._is_answered_below(one, two):
                yield from self._lines.entries(one.labels[0], two.written)
                at, above = at + 2, True
            elif stacked and above and self._may_be_answered_below(one, two):
                yield Entry(label=one.text, value=two.text, sure=False)
                at += 2
            elif one.written and _is_caption(two) and all(label.bracketed for label in two.labels):
                yield from self._captioned(one, two.labels)
                at += 2
            else:
                yield from self._alone(one, two)
                at += 1

    def _is_answered_below(self, above: Parsed, parsed: Parsed) -> bool:
        """Whether a lone label has a line below it that looks like just what it asks for."""
        if len(above.labels) != 1 or not parsed.written or self._lines.is_said(parsed.text):
            return False
        return self._lines.can_be(above.labels[0], parsed.text, prose=True)

    def _may_be_answered_below(self, above: Parsed, parsed: Parsed) -> bool:
        """Where labels stand above, a figure or an address below words is shown with them, whatever they mean."""
        said = parsed.written and NUMBER_OR_MAIL.search(parsed.text) and not self._lines.is_said(parsed.text)
        return bool(said) and above.is_plain and len(above.text.split()) <= CAPTION_WORDS_MAX

    def _claimed(self, parsed: Parsed, labels: Sequence[Token]) -> Iterator[Event]:
        """The waiting values under their labels; first, so that the label's role holds for the whole line."""
        parts = [parsed.waiting] if len(labels) == 1 else _parts(parsed.waiting)
        if len(parts) == len(labels):
            for label, part in zip(labels, parts, strict=True):
                yield from self._lines.entries(label, part)
        else:
            yield from self._lines.unlabelled(parsed.waiting, ", ".join(label.text for label in labels))
        yield from parsed.events

    def _captioned(self, parsed: Parsed, labels: Sequence[Token]) -> Iterator[Event]:
        """A line whose blank was typed over, explained in brackets below; filed only if it can be such a value."""
        for entry in self._lines.entries(labels[0], parsed.written):
            sure = len(labels) == 1 and self._lines.can_be(labels[0], entry.value)
            yield replace(entry, sure=entry.sure and sure)

    def _alone(self, parsed: Parsed, below: Parsed) -> Iterator[Event]:
        if parsed.waiting:
            yield from self._lines.unlabelled(parsed.waiting, _words_below(below))
        yield from parsed.events
        yield from _answer_below(parsed, below)


def _belongs_below(labels: Parsed, blank: Parsed) -> bool:
    return bool(labels.labels) and bool(blank.waiting)


def _is_caption(parsed: Parsed) -> bool:
    return bool(parsed.labels) and not any(label.colon for label in parsed.labels)


def _words_below(parsed: Parsed) -> str:
    """A short plain line below a blank is shown as its label, though nobody knows what it means."""
    short = len(parsed.text.split()) <= CAPTION_WORDS_MAX
    return parsed.text if short and parsed.is_plain else ""


def _answer_below(above: Parsed, parsed: Parsed) -> Iterator[Entry]:
    """A label with a colon, alone on its line, and a short plain line below: perhaps its value, so it is shown."""
    colon = len(above.labels) == 1 and above.labels[0].colon
    if colon and parsed.text and parsed.is_plain and not parsed.labels and len(parsed.text.split()) <= ANSWER_WORDS_MAX:
        yield Entry(label=above.labels[0].text, value=parsed.text, meaning=above.labels[0].meaning, sure=False)


def _parts(waiting: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Waiting values side by side: a tab parts them, or nothing but white space between two blanks."""
    parts: list[list[Token]] = [[]]
    for number, token in enumerate(waiting):
        if token.kind == "gap" or _is_space_between(waiting, number):
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if any(token.slot or token.text.strip() for token in part)]


def _is_space_between(waiting: Sequence[Token], number: int) -> bool:
    token = waiting[number]
    inner = 0 < number < len(waiting) - 1
    return inner and token.kind == "text" and not token.text.strip() and waiting[number - 1].is_place
