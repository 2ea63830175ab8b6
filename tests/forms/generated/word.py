"""Write a sheet as a Word file: as Word does, with broken runs, as LibreOffice does, or as a plain library does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from tests.forms import sheets
from tests.forms.generated.paper import Block, Box, Grid, Paragraph, Piece, Place, Tick

PROMPTS = ("Klikšķiniet vai pieskarieties šeit, lai ievadītu tekstu.", "Klik eller tryk her for at skrive tekst.")
NO_BREAK_SPACES = "\N{EN SPACE}" * 5


def broken(dice: Random, blocks: Iterable[Block]) -> bytes:
    """As Word writes: a line in many runs, with marks of revisions and of the spelling checker between them."""
    return sheets.word_file(*_written(_Word(dice, runs=6), blocks))


def whole(dice: Random, blocks: Iterable[Block]) -> bytes:
    """As a library writes: a line is one run."""
    return sheets.word_file(*_written(_Word(dice, runs=1), blocks))


def strict(dice: Random, blocks: Iterable[Block]) -> bytes:
    return sheets.word_file(*_written(_Word(dice, runs=2), blocks), strict=True)


class _Word:
    def __init__(self, dice: Random, *, runs: int) -> None:
        self._dice = dice
        self._runs = runs

    def paragraph(self, paragraph: Paragraph) -> str:
        return sheets.line(*(markup for piece in paragraph.pieces for markup in self._piece(piece)))

    def _piece(self, piece: Piece) -> Iterator[str]:
        match piece:
            case str():
                for part in self._parts(piece):
                    yield from self._tabbed(part)
            case Place():
                yield self._place(piece)
            case Tick():
                yield self._tick(piece)

    def _tabbed(self, text: str) -> Iterator[str]:
        for number, part in enumerate(text.split("\t")):
            if number:
                yield "<w:r><w:tab/></w:r>"
            if part:
                yield sheets.run(part, properties=self._dice.choice(("", "", "<w:b/>", '<w:lang w:val="lv-LV"/>')))
                if self._runs > 1 and self._dice.random() < 0.2:
                    yield '<w:proofErr w:type="spellStart"/>'

    def _parts(self, text: str) -> Iterator[str]:
        cuts = sorted(self._dice.randrange(len(text) + 1) for _ in range(self._dice.randrange(self._runs)))
        for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
            if text[start:end]:
                yield text[start:end]

    def _place(self, place: Place) -> str:
        if place.kind == "legacy":
            return sheets.text_field(place.value or NO_BREAK_SPACES, name=_bookmark(place.name))
        if place.day:
            return sheets.date_control(place.value, place.day, tag=place.name)
        shown = place.value or self._dice.choice(PROMPTS)
        return sheets.control(
            shown, tag=place.name, alias=self._dice.choice(("", place.name)), untouched=not place.value
        )

    def _tick(self, tick: Tick) -> str:
        if tick.kind == "control":
            return sheets.box_control(checked=tick.ticked, tag=tick.name)
        if tick.kind == "legacy":
            return sheets.box_field(checked=tick.ticked, name=tick.name)
        return sheets.run(drawn(tick))


def drawn(tick: Tick) -> str:
    """A box as characters."""
    if tick.kind == "brackets":
        return "[x]" if tick.ticked else "[ ]"
    return "☒" if tick.ticked else "☐"


def _bookmark(name: str) -> str:
    """A name as old Word allows it: twenty letters and figures, nothing else."""
    return "".join(sign for sign in name if sign.isalnum() or sign == "_")[:20]


def _written(word: _Word, blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield word.paragraph(block)
            case Box():
                inside = "".join(map(word.paragraph, block.paragraphs))
                yield sheets.line(sheets.text_box(inside))
            case Grid():
                yield sheets.table(
                    *(sheets.row(*(sheets.cell(*map(word.paragraph, cell)) for cell in row)) for row in block.rows)
                )
