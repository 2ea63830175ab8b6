"""Write a sheet as an OpenDocument text, as LibreOffice does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.forms import opendocuments as odt
from tests.forms.generated.paper import Block, Box, Grid, Paragraph, Piece, Place, Tick
from tests.forms.generated.word import drawn
from tests.forms.sheets import zipped

PROMPT = "Noklikšķiniet šeit, lai ievadītu tekstu."


def written(dice: Random, blocks: Iterable[Block]) -> bytes:
    """The whole file."""
    return zipped(odt.parts(*_blocks(dice, blocks)))


def _blocks(dice: Random, blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _paragraph(dice, block)
            case Box():
                inside = "".join(_paragraph(dice, each) for each in block.paragraphs)
                yield odt.p(f"<draw:frame><draw:text-box>{inside}</draw:text-box></draw:frame>")
            case Grid():
                yield odt.table(*(_row(dice, row) for row in block.rows))


def _row(dice: Random, row: tuple[tuple[Paragraph, ...], ...]) -> str:
    cells = ("".join(_paragraph(dice, each) for each in cell) for cell in row)
    return odt.row(*(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells))


def _paragraph(dice: Random, paragraph: Paragraph) -> str:
    return odt.p(*(_piece(dice, piece) for piece in paragraph.pieces))


def _piece(dice: Random, piece: Piece) -> str:
    match piece:
        case str():
            return _text(dice, piece)
        case Place():
            return _place(piece)
        case Tick():
            return _tick(piece)


def _text(dice: Random, text: str) -> str:
    """White space as OpenDocument has it; sometimes a part of the line has a style of its own."""
    at = dice.randrange(len(text) + 1) if dice.random() < 0.4 else 0
    return "".join(
        f"<text:span>{_spaced(part)}</text:span>" if at else _spaced(part) for part in (text[:at], text[at:]) if part
    )


def _spaced(text: str) -> str:
    said = escape(text).replace("\t", "<text:tab/>")
    while "  " in said:
        said = said.replace("  ", " <text:s/>", 1)
    return said


def _place(place: Place) -> str:
    if place.kind == "legacy":
        return f"<field:fieldmark-start {odt.mark('FORMTEXT', escape(place.name))}</field:fieldmark-start>{escape(place.value)}<field:fieldmark-end/>"
    day = f' loext:date="true" loext:current-date="{place.day}T00:00:00Z"' if place.day else ""
    empty = ' loext:showing-place-holder="true"' if not place.value else ""
    shown = escape(place.value or PROMPT)
    return f"<loext:content-control loext:tag={quoteattr(place.name)}{day}{empty}>{shown}</loext:content-control>"


def _tick(tick: Tick) -> str:
    if tick.kind == "control":
        return (
            f'<loext:content-control loext:tag={quoteattr(tick.name)} loext:checkbox="true"'
            f' loext:checked="{str(tick.ticked).lower()}">{drawn(tick)}</loext:content-control>'
        )
    return drawn(tick)
