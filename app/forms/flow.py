"""Read lines in their order, so that a label above or below a blank finds it.

The two ways look alike: label, blank, label, blank. What comes first decides: a label-only line that nothing has
claimed yet belongs to the blank below it; a blank that no label stands above waits for the line below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.forms.events import Entry, Event
from app.forms.lines import Lines, Parsed
from app.forms.sheet import Line
from app.forms.tokens import Token

CAPTION_WORDS_MAX = 8
ANSWER_WORDS_MAX = 6


class Flow:
    """Takes lines one by one and gives back events; at most two lines are held while their label is looked for."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._above: Parsed | None = None
        self._held: Parsed | None = None

    def read(self, lines: Iterable[Line]) -> Iterator[Event]:
        for line in lines:
            parsed = self._lines.parse(line)
            if not parsed.is_empty:
                yield from self._next(parsed)
        yield from self._close()

    def _next(self, parsed: Parsed) -> Iterator[Event]:
        if self._held is not None:
            held, self._held = self._held, None
            if parsed.labels and not any(label.colon for label in parsed.labels):
                yield from self._claimed(held, parsed.labels)
                return
            yield from self._unclaimed(held, _caption(parsed))
        yield from self._under_label(parsed)

    def _under_label(self, parsed: Parsed) -> Iterator[Event]:
        above, self._above = self._above, None
        if above is not None and parsed.waiting:
            yield from self._claimed(parsed, above.labels)
            return
        if above is not None:
            yield from above.events
            yield from _answer_below(above, parsed)
        yield from self._alone(parsed)

    def _alone(self, parsed: Parsed) -> Iterator[Event]:
        if parsed.labels:
            self._above = parsed
        elif parsed.waiting:
            self._held = parsed
        else:
            yield from parsed.events

    def _close(self) -> Iterator[Event]:
        if self._held is not None:
            yield from self._unclaimed(self._held, "")
        if self._above is not None:
            yield from self._above.events
        self._held = self._above = None

    def _claimed(self, parsed: Parsed, labels: Sequence[Token]) -> Iterator[Event]:
        """The waiting values under their labels; first, so that the label's role holds for the whole line."""
        parts = [parsed.waiting] if len(labels) == 1 else _parts(parsed.waiting)
        if len(parts) == len(labels):
            for label, part in zip(labels, parts, strict=True):
                yield from self._lines.entries(label, part)
        else:
            yield from self._lines.unlabelled(parsed.waiting, ", ".join(label.text for label in labels))
        yield from parsed.events

    def _unclaimed(self, parsed: Parsed, near: str) -> Iterator[Event]:
        yield from self._lines.unlabelled(parsed.waiting, near)
        yield from parsed.events


def _caption(parsed: Parsed) -> str:
    """A short plain line below a blank is shown as its label, though nobody knows what it means."""
    short = len(parsed.text.split()) <= CAPTION_WORDS_MAX
    return parsed.text if short and parsed.is_plain else ""


def _answer_below(above: Parsed, parsed: Parsed) -> Iterator[Entry]:
    """A label with a colon, alone on its line, and a short plain line below: perhaps its value, so it is shown."""
    colon = len(above.labels) == 1 and above.labels[0].colon
    if colon and parsed.is_plain and not parsed.labels and len(parsed.text.split()) <= ANSWER_WORDS_MAX:
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
