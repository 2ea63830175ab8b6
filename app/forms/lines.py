"""Read one line: which label owns what, and what waits for a label on the line above or below.

Most forms put the label before its blank. Some put it behind, "________ (vārds, uzvārds)", and some below, so that a
line may begin with a blank nobody on it explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.forms.answers import Answers
from app.forms.boxes import boxed
from app.forms.events import Entry, Event, Heading
from app.forms.folding import tidy
from app.forms.roles import NAMES
from app.forms.sheet import Line
from app.forms.spotting import LETTER, SHAPES, can_be_value
from app.forms.tokens import Token, tokens
from app.forms.vocabulary import Vocabulary

WRITTEN_CHARS_MAX = 100
ANSWER_WORDS_MAX = 12


@dataclass(slots=True, kw_only=True)
class Group:
    """A label, if there is one, and the tokens that are its own."""

    label: Token | None = None
    own: list[Token] = field(default_factory=list)

    @property
    def has_place(self) -> bool:
        return any(token.is_place for token in self.own)

    @property
    def has_text(self) -> bool:
        return any(token.kind == "text" and LETTER.search(token.text) for token in self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A line as read.

    Attributes:
        text: All of it.
        waiting: What stands at its beginning and has no label on this line.
        labels: The labels, if there is nothing else on it.
        written: The whole line, if it is short and holds neither label nor blank.
        events: Everything that is settled.
    """

    text: str
    waiting: tuple[Token, ...] = ()
    labels: tuple[Token, ...] = ()
    written: tuple[Token, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.waiting or self.events)

    @property
    def is_plain(self) -> bool:
        return all(isinstance(event, Heading) for event in self.events) and not self.waiting


class Lines:
    """Reads lines with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._answers = Answers(vocabulary)

    def parse(self, line: Line) -> Parsed:
        text = tidy(line.text)
        boxes, found = boxed(tokens(line, self._vocabulary), self._vocabulary)
        labels = _only_labels(found)
        if labels and not boxes:
            return Parsed(text=text, labels=labels, events=(Heading(text=text),))
        grouped = _groups(found)
        waiting = _waiting(grouped, boxed=bool(boxes))
        events = (*self._events(grouped[bool(waiting) :]), *boxes)
        if events or waiting or not text:
            return Parsed(text=text, waiting=waiting, events=events)
        written = tuple(found) if len(text) <= WRITTEN_CHARS_MAX else ()
        return Parsed(text=text, written=written, events=(Heading(text=text),))

    def entries(self, label: Token, own: Sequence[Token]) -> Iterator[Entry]:
        return self._answers.entries(label.text, label.meaning, own)

    def unlabelled(self, own: Sequence[Token], near: str = "") -> Iterator[Entry]:
        """What has no label of its own; a line near by may still be shown as one."""
        for entry in self._answers.entries(near, None, own):
            yield replace(entry, sure=entry.sure and not near)

    def is_section(self, parsed: Parsed) -> bool:
        """Whether the line also heads a section: "Galvotājs" may ask for a name or begin the guarantor's part."""
        return bool(self._vocabulary.section(parsed.text))

    def can_be(self, label: Token, value: str, *, prose: bool = False) -> bool:
        """Whether a line with no blank left on it looks like what the label asks for, each word of a name too.

        With `prose` around, nothing that could be a sentence does.
        """
        if label.meaning is None or not value or not can_be_value(label.meaning, value, self._vocabulary):
            return False
        if prose and label.meaning.base not in SHAPES and _is_sentence(value):
            return False
        named = label.meaning.base in NAMES
        return not named or all(word[:1].isupper() for word in value.split())

    def is_said(self, text: str) -> bool:
        """Whether the words mean something of their own: a title, a section, where to sign."""
        known = self._vocabulary.section(text) or self._vocabulary.meaning(text)
        return bool(known) or self._vocabulary.kind(text) != "unknown" or self._vocabulary.is_signature(text)

    def _events(self, grouped: Sequence[Group]) -> Iterator[Event]:
        shaky = _is_row_of_labels(grouped)
        for group in grouped:
            for entry in self._owned(group):
                yield replace(entry, sure=entry.sure and not shaky)

    def _owned(self, group: Group) -> Iterator[Entry]:
        label = group.label
        if label is None:
            yield from self.unlabelled(group.own) if group.has_place else ()
        elif group.has_place or group.has_text or label.colon or _figures(group.own):
            guess = label.bracketed and not group.has_place
            yield from (replace(entry, sure=entry.sure and not guess) for entry in self.entries(label, group.own))


def _is_sentence(text: str) -> bool:
    """Whether it ends as prose does, or goes on as long."""
    return len(text.split()) > ANSWER_WORDS_MAX or (text.endswith((".", "!", "?", ":")) and not text[-2:-1].isdigit())


def _only_labels(found: Sequence[Token]) -> tuple[Token, ...]:
    labels = tuple(token for token in found if token.kind == "label")
    rest = (token for token in found if token.kind != "label")
    others = any(token.is_place or LETTER.search(token.text) or _figures([token]) for token in rest)
    return () if others else labels


def _figures(own: Sequence[Token]) -> bool:
    return any(token.kind == "text" and any(sign.isdigit() for sign in token.text) for token in own)


def _groups(found: Sequence[Token]) -> list[Group]:
    if _labels_stand_behind(found):
        return [Group(label=group.label, own=group.own) for group in _behind(found)]
    return list(_before(found))


def _labels_stand_behind(found: Sequence[Token]) -> bool:
    """Whether the line begins with a value and ends with a label: "____Ilze____ Vārds"."""
    told = [token for token in found if token.slot or token.text.strip()]
    labels = [token for token in told if token.kind == "label"]
    if len(told) < 2 or any(label.colon for label in labels) or told[-1].kind != "label":
        return False
    return told[0].is_place and not told[-2].text.rstrip().endswith(",") and told[-2].kind != "label"


def _behind(found: Sequence[Token]) -> Iterator[Group]:
    own: list[Token] = []
    for token in found:
        if token.kind == "label":
            yield Group(label=token, own=own)
            own = []
        else:
            own.append(token)


def _before(found: Sequence[Token]) -> Iterator[Group]:
    """Each label with what follows it; a label in brackets behind a blank explains that blank."""
    group = Group()
    for token in found:
        if token.kind != "label":
            group.own.append(token)
        elif token.bracketed and (group.has_place or group.has_text):
            unknown = group.label is None or group.label.meaning is None
            yield replace(group, label=token) if unknown else group
            group = Group()
        else:
            yield group
            group = Group(label=token)
    yield group


def _waiting(grouped: Sequence[Group], *, boxed: bool) -> tuple[Token, ...]:
    """What the line begins with and no label on it explains: a blank, or a name before ", personas kods …"."""
    first = grouped[0]
    if first.label is not None or boxed:
        return ()
    told = len(grouped) > 1 and (grouped[1].has_place or grouped[1].has_text or _figures(grouped[1].own))
    named = told and first.has_text and _text_ends_with_comma(first)
    return tuple(first.own) if first.has_place or named else ()


def _text_ends_with_comma(group: Group) -> bool:
    return "".join(token.text for token in group.own).rstrip().endswith(",")


def _is_row_of_labels(grouped: Sequence[Group]) -> bool:
    """Whether labels stand side by side without values: the head of a table, where a value is not one."""
    labelled = [group for group in grouped if group.label is not None]
    if any(group.has_place or (group.label and group.label.colon) for group in labelled):
        return False
    return len(labelled) > 1 and any(not group.has_text and not _figures(group.own) for group in labelled)
