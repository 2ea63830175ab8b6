"""What is written behind a label: typed text, text typed over or between blanks, and the slots of the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.forms.days import is_part_of_day
from app.forms.events import Entry
from app.forms.folding import tidy, without_hints
from app.forms.sheet import Slot
from app.forms.spotting import LETTER, begins_value, can_be_value
from app.forms.tokens import Token
from app.forms.vocabulary import Meaning, Vocabulary

EDGES = " \t\n,;:*\N{EN DASH}\N{EM DASH}-"
SHAPED = frozenset({"phone", "email", "code", "birth", "postcode", "code_or_birth"})
"""What shows by its shape that it is a value, wherever it stands on the line."""
PROSE_CHARS = 160
LONE_STOP = re.compile(r"\s+[.,;:]+$")
DAY_PRINT = re.compile(r"[\s_.,\-]*(?:(?<!_)(?:19|20)_[\s_.,\-]*)?(?:g(?:ada)?\b[\s_.,\-]*)?")
BLANK = "\x1f"  # Where a blank was, while its line is put together; no XML can hold this sign.
CENTURY = re.compile(rf"\b(19|20){BLANK}+(?=\d\d(?!\d))")
FIGURE = re.compile(r"\d")
FIGURES_MIN = 5  # "+371" beside an empty slot is print.


class Answers:
    """Reads the tokens that belong to one label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def entries(self, label: str, meaning: Meaning | None, tokens: Sequence[Token]) -> Iterator[Entry]:
        """Everything filled in behind a label. A known label also says so when nothing is."""
        slots = [token.slot for token in tokens if token.slot is not None and token.slot.checked is None]
        if slots:
            yield from self._slotted(label, meaning, tokens, slots)
        else:
            yield from self._written(label, meaning, tokens)

    def _written(self, label: str, meaning: Meaning | None, tokens: Sequence[Token]) -> Iterator[Entry]:
        if _is_day_nobody_wrote(tokens):
            tokens = [token for token in tokens if token.kind != "text"]
        typed, loose = self._parted(meaning, tokens)
        bare = not any(token.kind == "blank" for token in tokens)
        prose = meaning is None and bare and len(typed) > PROSE_CHARS
        if (typed or meaning is not None) and not prose:
            yield Entry(label=label, value=typed, meaning=meaning, bare=bare)
        if loose and (not loose[0].islower() or self._may_be_small(meaning, typed)):
            yield Entry(label=label, value=loose, meaning=meaning, sure=False)

    def _may_be_small(self, meaning: Meaning | None, typed: str) -> bool:
        """Whether what goes on in small letters behind a blank could still be its value, and not the sentence."""
        return meaning is not None and meaning.base not in SHAPED and not typed

    def _parted(self, meaning: Meaning | None, tokens: Sequence[Token]) -> tuple[str, str]:
        """What is surely typed here, and what only stands somewhere behind the blank.

        Text right behind the label or touching a blank on its left was typed over the blank. Text that stands off
        may as well be the label of the next blank, one we do not know; so it is a value only by its shape.
        """
        typed: list[str] = []
        loose: list[str] = []
        for before, token in zip((None, *tokens), tokens, strict=False):
            if token.kind == "text":
                off = _stands_off(before, token) and not self._has_shape(meaning, token.text)
                (loose if off else typed).append(token.text)
            elif token.kind in {"blank", "gap"}:
                typed.append(" " if token.kind == "gap" else BLANK)
        together = CENTURY.sub(r"\1", "".join(typed)) if _reads_words(meaning) else "".join(typed)
        return clean(together.replace(BLANK, " ")), clean(without_hints(" ".join(loose)))

    def _has_shape(self, meaning: Meaning | None, text: str) -> bool:
        if _reads_words(meaning):
            return is_part_of_day(text)
        return meaning is not None and meaning.base in SHAPED and can_be_value(meaning, text, self._vocabulary)

    def _slotted(
        self, label: str, meaning: Meaning | None, tokens: Sequence[Token], slots: Sequence[Slot]
    ) -> Iterator[Entry]:
        """One value from several slots if the label is known, "[24].[03].[2009]"; otherwise each for itself."""
        apart = meaning is None or any(self._is_named(slot) or slot.preset for slot in slots)
        if apart or (len(slots) == 1 and not _text(tokens)):
            yield from (entry_of(label, meaning, slot) for slot in slots)
        else:
            filled = _reads_words(meaning) or any(slot.value for slot in slots)
            together = _joined(meaning, tokens) if filled else ""
            first = slots[0] if len(slots) == 1 else Slot(origin=slots[0].origin)
            yield replace(entry_of(label, meaning, first), value=together)
        if apart or not _reads_words(meaning):
            yield from self._beside(label, meaning, tokens, filled=any(slot.value for slot in slots))

    def _beside(self, label: str, meaning: Meaning | None, tokens: Sequence[Token], *, filled: bool) -> Iterator[Entry]:
        """What is typed beside a slot: over a blank, or because the slot itself was left empty."""
        typed, _ = self._parted(meaning, tokens)
        written = any(token.kind == "blank" for token in tokens) or (meaning is not None and not filled)
        if written and (LETTER.search(typed) or len(FIGURE.findall(typed)) >= FIGURES_MIN):
            yield Entry(label=label, value=typed, meaning=meaning, sure=False)

    def _is_named(self, slot: Slot) -> bool:
        return any(self._vocabulary.meaning_of_name(name) for name in slot.names)


def entry_of(label: str, meaning: Meaning | None, slot: Slot) -> Entry:
    """A slot as it stands. What its author put there, or what we cannot look into, is shown and never filed."""
    return Entry(
        label=label,
        value=slot.value,
        meaning=meaning,
        names=slot.names,
        origin=slot.origin,
        day=slot.day,
        sure=not slot.preset and slot.origin != "sealed",
    )


def clean(text: str) -> str:
    """A value without the separators around it; without a letter or a figure it is no value."""
    value = LONE_STOP.sub("", tidy(text).strip(EDGES))
    return value if any(letter.isalnum() for letter in value) else ""


def _is_day_nobody_wrote(tokens: Sequence[Token]) -> bool:
    """Whether there is only the print of a day to fill in: "___.___.20___." or "20___. gada ___. _________"."""
    return DAY_PRINT.fullmatch("".join("_" if token.kind == "blank" else token.text for token in tokens)) is not None


def _stands_off(before: Token | None, token: Token) -> bool:
    """Whether the text goes on behind the place: after a space, or as a sentence does, after a comma."""
    if before is None or not (before.is_place or before.is_box):
        return False
    return not token.text[:1].strip() or (not begins_value(token.text) and LETTER.search(token.text) is not None)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if token.kind == "text").strip()


def _joined(meaning: Meaning | None, tokens: Sequence[Token]) -> str:
    """Slots and the signs between them. Words between them are print, unless it is a day: "20[09]. gada"."""
    return clean("".join(_part(token, words=_reads_words(meaning)) for token in tokens))


def _reads_words(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.base in {"birth", "code_or_birth"}


def _part(token: Token, *, words: bool) -> str:
    if token.slot is not None:
        return token.slot.value
    text = without_hints(token.text) if token.kind == "text" else " "
    return text if words or not LETTER.search(text) else " "
