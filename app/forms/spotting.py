"""Find the labels in a stretch of text: the known ones by the vocabulary, others by the colon or blank behind them.

Forms put several fields on a line, leave out colons, and explain themselves in sentences that use the same words.
So a known label counts only where a label can stand: at the beginning, behind a separator, before a colon, before
a blank; and a value behind it only if it can be one. Anything less certain stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.forms.days import is_part_of_day
from app.forms.folding import WORD, fold
from app.forms.vocabulary import Meaning, Vocabulary, asks_the_same

WORDS_MAX = 14
UNKNOWN_WORDS_MAX = 8
UNKNOWN_CHARS_MAX = 120
VALUE_CHARS_MAX = 160
TEXT_CHARS_MAX = 2000

HINTS = re.compile(r"(?:\s*\([^()]{0,80}\)|\s*\*|\.|-(?=\s*[*:]|$))*\s*")
ENDS = " \t\n\N{NO-BREAK SPACE}.,;:)*-\N{EN DASH}\N{EM DASH}"
BETWEEN_WORDS = re.compile(r"[:;?!]|\)\s*\(")
SEPARATOR = re.compile(r"[,;|(•\N{EN DASH}\N{EM DASH}]")
LETTER = re.compile(r"[^\W\d_]")
NUMBERING = re.compile(r"\s*(?:\w{1,2}[.)]\s*|\d+(?:\.\d+)+\.?\s*)+")
COLON = re.compile(r"(?<!\d):(?!//)|(?<=\d):(?![\d/])")
JOINER = re.compile(r"[\s,/&+]*(?:un |og |vai |and )?\s*")
FREE_BEFORE = frozenset(" \t\n\N{NO-BREAK SPACE}(,;|•\N{EN DASH}\N{EM DASH}.)-*„“\"'/")
FREE_AFTER = frozenset(" \t\n\N{NO-BREAK SPACE}:,;)(*/\N{EN DASH}\N{EM DASH}-.?")
CODE = r"\d{6}\s*[-\N{EN DASH}]?\s*\d{4,5}(?!\d)"
SHAPES = {
    base: re.compile(shape)
    for base, shape in {
        "phone": r"\(?\+?\(?\d[\d\s()/.\-]{3,}\d",
        "email": r"\S+@\S",
        "contact": r"\(?\+?\(?\d[\d\s()/.\-]{3,}\d|\S+@\S",
        "code": CODE,
        "birth": r"\d",
        "code_or_birth": r"\d",
        "postcode": r"(?:LV\s?-?\s?)?\d{4}(?!\d)",
        "post_town": r"\d{4}(?!\d)",
        "flat": r"\d",
    }.items()
}
ADDRESS_PARTS = frozenset({"house", "flat", "village", "parish", "municipality", "town", "postcode"})
WRITTEN = re.compile(r"[^\W_]|[„“”\"'«+]|\(\+?\d")
QUOTES = "„“”\"'«"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands beside a text on its line."""

    after_label: bool = False
    after_address: bool = False
    after_place: bool = False
    before_place: bool = False
    before_box: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A label, from `start` to `end` with its colon or closing bracket."""

    start: int
    end: int
    label: str
    meaning: Meaning | None
    colon: bool = False
    bracketed: bool = False


def spots(text: str, around: Surroundings, vocabulary: Vocabulary) -> list[Spot]:
    """Every label in the text, in order. A very long text is prose, and looking through it would take for ever."""
    if len(text) > TEXT_CHARS_MAX:
        return []
    whole = _whole(text, around, vocabulary)
    if whole is not None:
        behind = Surroundings(
            after_label=True, after_address=_is_address(whole.meaning), before_place=around.before_place
        )
        more = spots(text[whole.end :], behind, vocabulary) if whole.end < len(text) else []
        return [whole, *(replace(spot, start=spot.start + whole.end, end=spot.end + whole.end) for spot in more)]
    known = list(_Spotter(text, around, vocabulary).known())
    found = _unknown(text, around, known, vocabulary)
    unknown = (replace(spot, meaning=vocabulary.meaning(spot.label)) for spot in found)
    return sorted([*known, *unknown], key=lambda spot: spot.start)


def _whole(text: str, around: Surroundings, vocabulary: Vocabulary) -> Spot | None:
    """The label that all words up to the colon are, or up to the blank, with what it says in brackets."""
    colon = COLON.search(text)
    end = colon.start() if colon else len(text)
    alone = colon is not None or around.before_place or not (around.after_label or around.after_place)
    if "(" not in text[:end] or around.after_label or not alone or text.lstrip().startswith("("):
        return None
    meaning = vocabulary.meaning(text[:end])
    if meaning is None:
        return None
    return Spot(
        start=0, end=end + 1 if colon else end, label=text[:end].strip(), meaning=meaning, colon=colon is not None
    )


def _is_address(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.base == "address"


class _Spotter:
    """Looks for known labels from left to right, the longest at each place."""

    def __init__(self, text: str, around: Surroundings, vocabulary: Vocabulary) -> None:
        self._text = text
        self._around = around
        self._vocabulary = vocabulary
        self._words = [(found.start(), found.end(), fold(found.group())) for found in WORD.finditer(text)]
        self._last: Spot | None = None

    def known(self) -> Iterator[Spot]:
        at = 0
        while at < len(self._words):
            last, meaning = self._longest(at)
            spot = self._accepted(at, last, meaning) if meaning else None
            if spot:
                yield spot
                self._last = spot
            at = last + 1 if spot else at + 1

    def _longest(self, at: int) -> tuple[int, Meaning | None]:
        """The number of the last word of the longest known label that begins with this word, and its meaning."""
        key, best, found = "", at, None
        for last in range(at, min(len(self._words), at + WORDS_MAX)):
            if last > at and BETWEEN_WORDS.search(self._text, self._words[last - 1][1], self._words[last][0]):
                break
            key += self._words[last][2]
            if len(key) > self._vocabulary.longest:
                break
            if key in self._vocabulary.labels:
                best, found = last, self._vocabulary.labels[key]
        return (self._said_again(best, found), found) if found else (best, found)

    def _said_again(self, last: int, meaning: Meaning) -> int:
        """The last word of a label that is said in another language as well: "Vārds / Name"."""
        if last + 1 >= len(self._words):
            return last
        again, other = self._longest(last + 1) if self._between(last) == "/" else (last, None)
        return again if other is not None and not other.languages and asks_the_same(meaning, other) else last

    def _between(self, last: int) -> str:
        """What stands between a word and the next, but for white space and the end of an abbreviation."""
        return self._text[self._words[last][1] : self._words[last + 1][0]].strip(" .*)")

    def _accepted(self, first: int, last: int, meaning: Meaning) -> Spot | None:
        start, end = self._words[first][0], self._words[last][1]
        if not self._stands_free(start, end):
            return None
        closed = self._closing_bracket(start, last)
        behind = _end_of_hints(self._text, closed or self._end_of_own_bracket(start, end))
        colon = self._text.startswith(":", behind) and not self._text.startswith("://", behind)
        if not closed and not self._may_be_label(start, last, meaning, rest=self._text[behind:], colon=colon):
            return None
        label = self._text[start:behind].strip(ENDS) if closed else self._text[start:behind].strip()
        start = self._text.rindex("(", 0, start) if closed else start
        told = self._vocabulary.hinted(meaning, label)
        return Spot(start=start, end=behind + colon, label=label, meaning=told, colon=colon, bracketed=bool(closed))

    def _stands_free(self, start: int, end: int) -> bool:
        """Whether the words are not a part of something longer, an e-mail address for instance."""
        before = self._text[start - 1] if start else " "
        after = self._text[end] if end < len(self._text) else " "
        runs_on = after == "." and self._text[end + 1 : end + 2].isalpha()
        return before in FREE_BEFORE and after in FREE_AFTER and not runs_on

    def _closing_bracket(self, start: int, last: int) -> int:
        """Where the bracket ends that the label fills, alone or with a hint; 0 if it fills none."""
        end = self._words[last][1]
        close = self._text.find(")", end)
        if close < 0 or "(" in self._text[end:close] or not self._text[:start].rstrip().endswith("("):
            return 0
        hints = (number for number in range(last + 1, len(self._words)) if self._words[number][0] < close)
        return 0 if any(self._longest(number)[1] for number in hints) else close + 1

    def _end_of_own_bracket(self, start: int, end: int) -> int:
        """The end of the label when it stops inside a bracket it opened: "Tālrunis (vecāka, mobilais)"."""
        label = self._text[start:end]
        close = self._text.find(")", end) if label.count("(") > label.count(")") else -1
        return close + 1 if close >= 0 else end

    def _may_be_label(self, start: int, last: int, meaning: Meaning, *, rest: str, colon: bool) -> bool:
        before = self._text[self._last.end if self._last else 0 : start]
        opens = _nothing_but_numbering(before)
        if meaning.base in ADDRESS_PARTS and rest.strip(ENDS) and not colon and self._within_address(before):
            return False  # "Zvaigžņu iela 4, dz. 12, Ogre": that is how an address is written.
        if colon:
            return opens or self._behind_value(before, start)
        if not rest.strip(ENDS) and self._around.before_place:
            person = bool(meaning.role) and not self._label_within(before, start)
            return opens or person or self._behind_value(before, start)
        if not rest.strip(ENDS):
            return opens and not (self._last and self._last.colon and not before.strip())
        fresh = bool(SEPARATOR.search(before)) or not (self._last or self._around.after_label)
        return opens and fresh and (can_be_value(meaning, rest, self._vocabulary) or self._label_follows(last))

    def _within_address(self, before: str) -> bool:
        """Whether the last label asks for a whole address, or there is none and a street may stand before."""
        if self._last is None:
            return self._around.after_address or (not self._around.after_label and LETTER.search(before) is not None)
        return _is_address(self._last.meaning)

    def _label_within(self, before: str, start: int) -> bool:
        """Whether the words before belong to a label too: "Underskrift af forælder/værge" asks for no name."""
        since = start - len(SEPARATOR.split(before)[-1])
        inside = (number for number, word in enumerate(self._words) if since <= word[0] < start)
        return any(self._longest(number)[1] for number in inside)

    def _behind_value(self, before: str, start: int) -> bool:
        """Whether a value stands between the last label and this one, and this one shows that it is one."""
        labelled = self._last is not None or self._around.after_label
        shows = self._text[start].isupper() or before[-2:].isspace()
        return labelled and bool(before.strip(ENDS)) and shows

    def _label_follows(self, last: int) -> bool:
        if last + 1 >= len(self._words):
            return False
        between = self._text[self._words[last][1] : self._words[last + 1][0]]
        return JOINER.fullmatch(between) is not None and self._longest(last + 1)[1] is not None


def _nothing_but_numbering(before: str) -> bool:
    """Whether nothing but a number or a bullet stands before, since the beginning or since a separator."""
    parted = SEPARATOR.split(before)[-1]
    numbered = NUMBERING.match(parted)
    return LETTER.search(parted, numbered.end() if numbered else 0) is None


def _end_of_hints(text: str, at: int) -> int:
    hints = HINTS.match(text, at)
    return hints.end() if hints else at


def begins_value(text: str) -> bool:
    """Whether a text right behind a blank is what is written there: no space, comma or bracket comes first."""
    return WRITTEN.match(text) is not None


def can_be_value(meaning: Meaning, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text right behind a label, with no colon and no blank, can be what the label asks for.

    Prose goes on in small letters; what people enter begins with a capital or a figure.
    """
    value = text.lstrip(ENDS)
    first = next(iter(value.split(maxsplit=1)), " ")
    match meaning.base:
        case base if base in SHAPES:
            return SHAPES[base].match(value) is not None
        case "card" | "consent":
            return vocabulary.answer(value) is not None
        case _:
            return len(value) <= VALUE_CHARS_MAX and (first[0].isupper() or first[0].isdigit() or first[0] in QUOTES)


def _unknown(text: str, around: Surroundings, known: list[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """The labels no vocabulary has: words before a colon, or words before a blank; a sentence before a yes or no."""
    asked = text.rfind(":")
    if not known and not around.after_label and asked > 0 and vocabulary.answer(text[asked:]) is not None:
        yield Spot(start=0, end=asked + 1, label=text[:asked].strip(), meaning=None, colon=True)
        return
    for start, end, after_label in _uncovered(text, around, known):
        yield from _before_colons(text, start, end, after_label=after_label)
    yield from _before_place(text, around, known)


def _uncovered(text: str, around: Surroundings, known: list[Spot]) -> Iterator[tuple[int, int, bool]]:
    start, after_label = 0, around.after_label
    for spot in known:
        yield start, spot.start, after_label
        start, after_label = spot.end, True
    yield start, len(text), after_label


def _before_colons(text: str, start: int, end: int, *, after_label: bool) -> Iterator[Spot]:
    for colon in COLON.finditer(text, start, end):
        separators = [found.end() for found in SEPARATOR.finditer(text, start, colon.start())]
        if after_label and not separators:
            continue  # "Vārds: Ilze darbs: skola": where the value ends nobody can tell.
        begin = separators[-1] if after_label else start
        label = text[begin : colon.start()].strip()
        if LETTER.search(label) and len(label.split()) <= UNKNOWN_WORDS_MAX:
            yield Spot(start=begin, end=colon.end(), label=label, meaning=None, colon=True)
            start, after_label = colon.end(), True


def _before_place(text: str, around: Surroundings, known: list[Spot]) -> Iterator[Spot]:
    """Words that lead up to a blank, unless they are a value: behind a label, or typed against a blank."""
    start = known[-1].end if known else 0
    after_label = bool(known) or around.after_label
    label = text[start:].strip(ENDS)
    typed = around.after_place and begins_value(text)
    if not around.before_place or after_label or typed or COLON.search(text, start):
        return
    if LETTER.search(label) and not is_part_of_day(label):
        yield Spot(start=start, end=len(text), label=label[-UNKNOWN_CHARS_MAX:], meaning=None)
