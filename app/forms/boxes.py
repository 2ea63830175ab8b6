"""Read the check boxes of a line: which words belong to which box, and which question they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.forms.events import Boxes, Choice
from app.forms.folding import WORD, tidy
from app.forms.tokens import Token
from app.forms.vocabulary import Vocabulary

EDGES = " \t,;:/?.*\N{EN DASH}\N{EM DASH}-"


def boxed(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[list[Boxes], list[Token]]:
    """The groups of boxes on a line, and the tokens that may still hold other values."""
    boxes = [token for token in tokens if token.is_box]
    if not boxes:
        return [], list(tokens)
    stretches = list(_stretches(tokens))
    words = [_words(stretch) for stretch in stretches]
    # "☐ jā ☐ nē" or "jā ☐ nē ☐": if nothing follows the last box, the words stand before the boxes.
    labels = words[1:] if words[-1] or not words[0] else words[:-1]
    question = words[0] if labels is not words[:-1] and words[0] and labels == words[1:] else ""
    return list(_grouped(question, labels, boxes, vocabulary)), _left_over(stretches)


def _grouped(
    question: str, labels: Sequence[str], boxes: Sequence[Token], vocabulary: Vocabulary
) -> Iterator[Boxes]:
    """Choices under one question; an answer with more words behind it is followed by the next question."""
    choices: list[Choice] = []
    for label, box in zip(labels, boxes, strict=True):
        asked, said, next_asked = _parted(label, vocabulary, first=not choices)
        if asked and not question:
            question = asked
        choices.append(_choice(said, box))
        if next_asked:
            yield Boxes(question=question, choices=tuple(choices))
            question, choices = next_asked, []
    if choices:
        yield Boxes(question=question, choices=tuple(choices))


def _parted(label: str, vocabulary: Vocabulary, *, first: bool) -> tuple[str, str, str]:
    """The question before an answer, the answer, the next question behind it."""
    words = list(WORD.finditer(label))
    if len(words) > 1 and vocabulary.answer(words[0].group()) is not None:
        return "", words[0].group(), label[words[0].end() :].strip(EDGES)
    if first and len(words) > 1 and vocabulary.answer(words[-1].group()) is not None:
        return label[: words[-1].start()].strip(EDGES), words[-1].group(), ""
    return "", label, ""


def _choice(label: str, box: Token) -> Choice:
    slot = box.slot
    assert slot is not None
    return Choice(label=label, checked=bool(slot.checked), names=slot.names)


def _stretches(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands before, between and behind the boxes."""
    stretch: list[Token] = []
    for token in tokens:
        if token.is_box:
            yield stretch
            stretch = []
        else:
            stretch.append(token)
    yield stretch


def _words(stretch: Sequence[Token]) -> str:
    """The words of a stretch, up to the first blank: what is written there is a value, not a label."""
    said: list[str] = []
    for token in stretch:
        if token.is_place:
            break
        said.append(token.text)
    return tidy(" ".join(said)).strip(EDGES)


def _left_over(stretches: Sequence[Sequence[Token]]) -> list[Token]:
    """Labels and what is filled in behind them, beside a box; the box's own words are used up."""
    left: list[Token] = []
    for stretch in stretches:
        first = next((number for number, token in enumerate(stretch) if token.kind == "label"), len(stretch))
        kept = stretch[first:]
        if any(token.is_place for token in stretch):
            left.extend(kept or stretch)
        left.append(Token(kind="gap", text="\t"))
    return left
