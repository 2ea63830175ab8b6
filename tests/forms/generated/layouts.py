"""Lay out a plan on paper: where the label stands, what there is to write on, how much stands on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from tests.forms.generated.paper import Block, Box, Piece, Place, Tick, grid, p
from tests.forms.generated.plans import Plan, Question, Section, Wish

TRAILING_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
YES_NO = {"lv": ("jā", "nē"), "da": ("ja", "nej")}
ASKED_IN_PLACES = frozenset({"given", "family", "code", "birth", "phone", "email", "school", "card", "consent"})
Questions = Sequence[Question]


def laid_out(dice: Random, plan: Plan, layout: str) -> Iterator[Block]:
    """The blocks of the sheet, from letterhead to signature."""
    for text in plan.letterhead:
        yield p(text)
    yield p(plan.title)
    for text in plan.prose[:1]:
        yield p(text)
    for section in plan.sections:
        yield from _section(dice, section, layout)
    wish_style = dice.choice(TABLE_WISHES if layout in TABLES else WISHES_OF)
    for wish in plan.wishes:
        yield from wish_style(dice, plan, wish, layout)
    for text in plan.prose[1:]:
        yield p(text)
    day, sign = ("Datums", "Paraksts") if plan.language == "lv" else ("Dato", "Underskrift")
    yield dice.choice((p(f"{day}: 20.11.2026.\t{sign}: ____________"), p(f"{day} ____________ {sign} ____________")))


def _section(dice: Random, section: Section, layout: str) -> Iterator[Block]:
    inside = section.heading and layout in TABLES and dice.random() < 0.4 and layout != "table of heads"
    if section.heading and not inside:
        yield p(section.heading)
    blocks = list(LAYOUTS[layout](dice, section.questions))
    if inside:
        first, *rest = blocks
        head = grid(((p(section.heading)),))
        blocks = [type(first)((*head.rows, *first.rows)), *rest]  # type: ignore[union-attr, call-arg]  # It has rows.
    yield from blocks


# Lines


def _typed(dice: Random, question: Question) -> str:
    """What is typed over a blank: often a part of it stays."""
    sign = dice.choice("___.…")
    written = question.answer.written
    if not written:
        return sign * dice.randrange(8, 40)
    if sign != "_":
        return f"{sign * dice.randrange(5, 9)}{written}{sign * dice.randrange(5, 9)}"
    return (
        f"{'_' * dice.choice((0, 2, 4))}{written}{'_' * dice.choice((0, 2, 9))}"
        if dice.random() < 0.7
        else f"__ {written} __"
    )


def _colons(dice: Random, questions: Questions) -> Iterator[Block]:
    gap = dice.choice((": ", ":", ":  ", " : "))
    yield from (p(f"{_plain(each.label)}{gap}{each.answer.written}".rstrip()) for each in questions)


def _blanks(dice: Random, questions: Questions) -> Iterator[Block]:
    sign = dice.choice((": ", " ", ":", ""))
    for each in questions:
        yield p(f"{_plain(each.label)}{sign or (' ' if _typed_against(each) else '')}{_blank_typed(dice, each)}")


def _typed_against(question: Question) -> bool:
    return bool(question.answer.written)


def _blank_typed(dice: Random, question: Question) -> str:
    written = question.answer.written
    before = "_" * dice.randrange(3, 8)
    return f"{before}{written}{'_' * dice.randrange(3, 9)}" if written else "_" * dice.randrange(12, 40)


def _dots(dice: Random, questions: Questions) -> Iterator[Block]:
    sign = dice.choice(("....", "…………", "......", "__"))
    for each in questions:
        yield p(f"{_plain(each.label)} {sign}{each.answer.written}{sign if each.answer.written else sign * 5}")


def _tabs(dice: Random, questions: Questions) -> Iterator[Block]:
    colon = dice.choice((":", ""))
    yield from (p(f"{_plain(each.label)}{colon}\t{each.answer.written}") for each in questions)


def _several(dice: Random, questions: Questions) -> Iterator[Block]:
    """Two or three on a line, parted by a tab, by a comma or by spaces."""
    between = dice.choice(("\t", ", ", "   "))
    waiting = list(questions)
    while waiting:
        count = dice.choice((1, 2, 2, 3))
        line, waiting = waiting[:count], waiting[count:]
        yield p(
            between.join(f"{_plain(each.label)}{dice.choice((' ', ': '))}{_blank_typed(dice, each)}" for each in line)
        )


def _several_colons(dice: Random, questions: Questions) -> Iterator[Block]:
    waiting = list(questions)
    while waiting:
        line, waiting = waiting[:2], waiting[2:]
        yield p("\t".join(f"{_plain(each.label)}: {each.answer.written}" for each in line))


def _below(dice: Random, questions: Questions) -> Iterator[Block]:
    """The label under its blank, in brackets or not; sometimes two beside each other."""
    bracketed = dice.random() < 0.5
    waiting = list(questions)
    while waiting:
        count = dice.choice((1, 1, 2))
        line, waiting = waiting[:count], waiting[count:]
        yield p("\t".join(_blank_typed(dice, each) for each in line))
        yield p("\t".join(f"({_bare(each.label)})" if bracketed else _bare(each.label) for each in line))


def _behind(dice: Random, questions: Questions) -> Iterator[Block]:
    yield from (p(f"{_blank_typed(dice, each)} ({_bare(each.label)})") for each in questions)


def _above(dice: Random, questions: Questions) -> Iterator[Block]:
    colon = dice.choice((":", ""))
    for each in questions:
        yield p(_plain(each.label) + colon)
        yield p(_blank_typed(dice, each))


def _above_plain(dice: Random, questions: Questions) -> Iterator[Block]:
    """The label on its line and what was typed on the next, with nothing that marks a place."""
    colon = dice.choice((":", ":", ""))
    for each in questions:
        yield p(_plain(each.label) + colon)
        yield p(each.answer.written)


# Places the file marks


def _places(dice: Random, questions: Questions) -> Iterator[Block]:
    kind, gap = dice.choice(("control", "legacy")), dice.choice((": ", " ", "\t"))
    naming = dice.choice(("label", "field", "nothing", "number"))
    for number, each in enumerate(questions):
        yield p(f"{_plain(each.label)}{gap}", _place(kind, naming, number, each))


def _place(kind: str, naming: str, number: int, each: Question) -> Place:
    name = {"label": each.label, "nothing": "", "number": f"Text{number + 1}"}.get(
        naming, each.field if each.base in ASKED_IN_PLACES else ""
    )
    day = each.answer.fields.get("birth", "") if each.base == "birth" and kind == "control" else ""
    return Place(kind=kind, value=each.answer.written, name=name, day=day if day != "?" else "")  # type: ignore[arg-type]  # Drawn from its values.


# Tables


def _pairs(dice: Random, questions: Questions) -> Iterator[Block]:
    colon = dice.choice((":", ""))
    numbered = dice.random() < 0.2
    rows = [(_plain(each.label) + colon, each.answer.written) for each in questions]
    yield grid(*(((f"{at}.", *row) if numbered else row) for at, row in enumerate(rows, start=1)))


def _double_pairs(dice: Random, questions: Questions) -> Iterator[Block]:
    colon = dice.choice((":", ""))
    cells = [(_plain(each.label) + colon, each.answer.written) for each in questions]
    if len(cells) % 2:
        cells.append(("", ""))
    yield grid(*((*one, *two) for one, two in zip(cells[::2], cells[1::2], strict=True)))


def _pairs_of_places(dice: Random, questions: Questions) -> Iterator[Block]:
    kind, naming = dice.choice(("control", "legacy")), dice.choice(("label", "field", "nothing", "number"))
    yield grid(*((_plain(each.label), p(_place(kind, naming, at, each))) for at, each in enumerate(questions)))


def _pairs_with_blanks(dice: Random, questions: Questions) -> Iterator[Block]:
    yield grid(*((_plain(each.label), _blank_typed(dice, each)) for each in questions))


def _heads(dice: Random, questions: Questions) -> Iterator[Block]:
    """Rows of labels with a row of values below each."""
    waiting = list(questions)
    while waiting:
        line, waiting = waiting[:3], waiting[3:]
        yield grid(tuple(_plain(each.label) for each in line), tuple(each.answer.written for each in line))


def _stacked(dice: Random, questions: Questions) -> Iterator[Block]:
    """Label and value one above the other in each cell."""
    cells = [(p(_plain(each.label)), p(each.answer.written)) for each in questions]
    if len(cells) % 2:
        cells.append((p(""), p("")))
    yield grid(*zip(cells[::2], cells[1::2], strict=True))


def _one_column(dice: Random, questions: Questions) -> Iterator[Block]:
    yield grid(*((f"{_plain(each.label)}: {each.answer.written}".strip(),) for each in questions))


def _captions(dice: Random, questions: Questions) -> Iterator[Block]:
    """A row of values with their labels in brackets in the row below."""
    waiting = list(questions)
    while waiting:
        line, waiting = waiting[:2], waiting[2:]
        yield grid(tuple(each.answer.written for each in line), tuple(f"({_bare(each.label)})" for each in line))


# Text boxes


def _boxes(dice: Random, questions: Questions) -> Iterator[Block]:
    for each in questions:
        yield Box((p(f"{_plain(each.label)}: {each.answer.written}"),))


def _label_and_box(dice: Random, questions: Questions) -> Iterator[Block]:
    for each in questions:
        yield p(f"{_plain(each.label)}:")
        yield Box((p(each.answer.written),))


# Wishes


def _wish_before(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yield p(_tick(dice, wish, layout), f" {wish.words}")


def _wish_behind(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yield p(f"{wish.words} ", _tick(dice, wish, layout))


def _wish_yes_no(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yield p(f"{wish.words}: ", *_yes_no(dice, plan, wish))


def _wish_below(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yes, no = YES_NO[plan.language]
    yield p(f"{wish.words}:")
    yield p(Tick(kind="drawn", ticked=wish.ticked), f" {yes.title()}")
    yield p(Tick(kind="drawn", ticked=not wish.ticked), f" {no.title()}")


def _wish_in_words(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yes, no = YES_NO[plan.language]
    yield p(f"{wish.words}: {yes if wish.ticked else no}")


def _wish_row(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yield grid((wish.words, p(*_yes_no(dice, plan, wish))))


def _wish_cells(dice: Random, plan: Plan, wish: Wish, layout: str) -> Iterator[Block]:
    yield grid((p(_tick(dice, wish, layout)), wish.words))


def _yes_no(dice: Random, plan: Plan, wish: Wish) -> Iterator[Piece]:
    yes, no = YES_NO[plan.language]
    kind = dice.choice(("drawn", "drawn", "brackets", "control"))
    boxes = (Tick(kind=kind, ticked=wish.ticked), Tick(kind=kind, ticked=not wish.ticked))  # type: ignore[arg-type]  # Drawn from its values.
    if dice.random() < 0.5:
        yield from (boxes[0], f" {yes} ", boxes[1], f" {no}")
    else:
        yield from (f"{yes} ", boxes[0], f" {no} ", boxes[1])


def _tick(dice: Random, wish: Wish, layout: str) -> Tick:
    kind = dice.choice(("control", "legacy", "drawn", "drawn", "brackets"))
    return Tick(kind=kind, ticked=wish.ticked, name=wish.base if dice.random() < 0.3 else "")  # type: ignore[arg-type]  # Drawn from its values.


# What there is


def _plain(label: str) -> str:
    return label.rstrip(": ")


def _bare(label: str) -> str:
    """A label that stands in brackets itself leaves its own out."""
    return TRAILING_BRACKET.sub("", label).rstrip(":* ")


WISHES_OF: tuple[Callable[[Random, Plan, Wish, str], Iterator[Block]], ...] = (
    _wish_before, _wish_before, _wish_behind, _wish_yes_no, _wish_below, _wish_in_words,
)  # fmt: skip
TABLE_WISHES = (*WISHES_OF, _wish_row, _wish_cells)
LAYOUTS: dict[str, Callable[[Random, Questions], Iterator[Block]]] = {
    "colons": _colons,
    "blanks": _blanks,
    "dots": _dots,
    "tabs": _tabs,
    "several on a line": _several,
    "two with colons": _several_colons,
    "labels below": _below,
    "labels behind": _behind,
    "labels above": _above,
    "labels above, no blank": _above_plain,
    "places": _places,
    "table of pairs": _pairs,
    "table of double pairs": _double_pairs,
    "table of places": _pairs_of_places,
    "table with blanks": _pairs_with_blanks,
    "table of heads": _heads,
    "table, label over value": _stacked,
    "table of one column": _one_column,
    "table with captions": _captions,
    "text boxes": _boxes,
    "labels beside text boxes": _label_and_box,
}
TABLES = frozenset(name for name in LAYOUTS if name.startswith("table"))
PLAIN = frozenset(
    {
        "colons",
        "blanks",
        "dots",
        "several on a line",
        "two with colons",
        "labels below",
        "labels above",
        "labels behind",
        "labels above, no blank",
    }
)
"""What can be written without any markup."""
