"""Read the check boxes of a line: which words belong to which box, and which question they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.forms.events import Boxes, Choice
from app.forms.folding import WORD, tidy, without_hints
from app.forms.tokens import Token
from app.forms.vocabulary import Vocabulary

EDGES = " \t,;:/?.*\N{EN DASH}\N{EM DASH}-"
ANSWERED = frozenset({"card", "consent"})


def boxed(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[list[Boxes], list[Token]]:
    """The groups of boxes on a line, and the tokens that may still hold other values."""
    boxes = [token for token in tokens if token.is_box]
    if not boxes:
        return [], list(tokens)
    stretches = list(_stretches(tokens))
    words = [_words(stretch) for stretch in stretches]
    before = _stand_before(words, vocabulary)
    labels, question = (words[:-1], "") if before else (words[1:], words[0])
    return list(_grouped(question, labels, boxes, vocabulary)), _left_over(stretches)


def _stand_before(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether each box has its words before it, "jā ☐ nē ☐", and not behind it, "☐ jā ☐ nē"."""
    first = WORD.findall(words[0])
    answered = bool(first) and vocabulary.answer(first[-1]) is not None
    return answered or (bool(first) and not WORD.search(without_hints(words[-1])))


def _grouped(question: str, labels: Sequence[str], boxes: Sequence[Token], vocabulary: Vocabulary) -> Iterator[Boxes]:
    """Choices under one question; an answer with more words behind it is followed by the next question."""
    choices: list[Choice] = []
    for label, box in zip(labels, boxes, strict=True):
        asked, said, next_asked = _parted(label, vocabulary, first=not choices, last=box is boxes[-1])
        if asked and not question:
            question = asked
        choices.append(_choice(said, box))
        if next_asked:
            yield Boxes(question=question, choices=tuple(choices))
            question, choices = next_asked, []
    if choices:
        yield Boxes(question=question, choices=tuple(choices))


def _parted(label: str, vocabulary: Vocabulary, *, first: bool, last: bool) -> tuple[str, str, str]:
    """The question before an answer, the answer, the next question behind it."""
    words = list(WORD.finditer(label))
    if len(words) > 1 and not last and vocabulary.answer(words[0].group()) is not None:
        return "", words[0].group(), label[words[0].end() :].strip(EDGES)
    if len(words) > 1 and first and vocabulary.answer(words[-1].group()) is not None:
        return label[: words[-1].start()].strip(EDGES), words[-1].group(), ""
    bare = without_hints(label).strip(EDGES)
    return "", bare if vocabulary.answer(bare) is not None else label, ""


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
    """The words of a stretch, up to where a value of its own is written: "☒ E-pasts: …"."""
    said: list[str] = []
    for token in stretch:
        if token.is_place:
            break
        said.append(token.text)
        if _begins_value(token):
            break
    return tidy(" ".join(said)).strip(EDGES)


def _begins_value(token: Token) -> bool:
    return token.colon and token.meaning is not None and token.meaning.base not in ANSWERED


def _left_over(stretches: Sequence[Sequence[Token]]) -> list[Token]:
    """Labels and what is filled in behind them, beside a box; the words of the boxes are used up."""
    left: list[Token] = []
    for stretch in stretches:
        if any(token.is_place or _begins_value(token) for token in stretch):
            left.extend(stretch)
        left.append(Token(kind="gap", text="\t"))
    return left
