"""Write a form as a PDF with fields, as a workbook with one person on a sheet, as a letter in plain text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from random import Random

from openpyxl import Workbook
from pypdf.generic import DictionaryObject

from tests.forms import pdfs
from tests.forms.generated.layouts import YES_NO
from tests.forms.generated.paper import Block, Box, Grid, Paragraph, Piece, Place, Tick
from tests.forms.generated.plans import Plan, Question, Wish
from tests.forms.generated.word import drawn

GREETINGS = {"lv": ("Labdien!", "Sveiki!", "Labdien, sūtu anketu."), "da": ("Hej", "Kære bibliotek", "Goddag")}
CLOSINGS = {"lv": ("Ar cieņu", "Paldies!"), "da": ("Med venlig hilsen", "Mvh")}


# A letter


def lettered(dice: Random, plan: Plan, blocks: Iterable[Block]) -> bytes:
    """A letter with the form typed into it."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "kads@example.org", "biblioteka@example.org", plan.title
    lines = (_flat(block) for block in blocks if isinstance(block, Paragraph))
    text = [dice.choice(GREETINGS[plan.language]), "", *lines, "", dice.choice(CLOSINGS[plan.language])]
    letter.set_content("\n".join(text))
    return letter.as_bytes()


def _flat(paragraph: Paragraph) -> str:
    return "".join(map(_shown, paragraph.pieces)).rstrip()


def _shown(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Place():
            return piece.value
        case Tick():
            return drawn(piece)


# A workbook


def in_cells(blocks: Iterable[Block]) -> bytes:
    """One person on a sheet; what stands beside each other in a table stands in cells beside each other."""
    book = Workbook()
    sheet = book.active
    for number, row in enumerate(_rows(blocks), start=1):
        for column, text in enumerate(row, start=1):
            if text:
                sheet.cell(row=number, column=column, value=text).data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    for block in blocks:
        match block:
            case Paragraph():
                yield [_flat(block)]
            case Grid():
                yield from ([" ".join(map(_flat, cell)) for cell in row] for row in block.rows)
            case Box():
                yield from ([_flat(each)] for each in block.paragraphs)


# A PDF


def with_fields(dice: Random, plan: Plan) -> bytes:
    """Fields without any print beside them, called in one of the ways that the makers of forms call them."""
    naming = dice.choice(("label", "hint", "field", "humps", "tree"))
    fields = []
    for section in plan.sections:
        asked = [_field(dice, naming, each, number) for number, each in enumerate(section.questions, start=1)]
        said = dice.choice(section.questions).role
        fields += [pdfs.group(section.heading or said, *asked)] if section.heading else asked
    fields += [made for number, wish in enumerate(plan.wishes) for made in _ticks(dice, plan, wish, number)]
    return pdfs.form(*fields)


def _field(dice: Random, naming: str, question: Question, number: int) -> DictionaryObject:
    written = question.answer.written
    match naming:
        case "hint":
            return pdfs.tx(f"Text{number}{dice.randrange(1000)}", written, TU=question.label)
        case "field" if question.field and question.base not in {
            "full",
            "name",
            "reversed",
            "address",
            "contact",
            "post_town",
            "code_or_birth",
            "",
        }:
            return pdfs.tx(question.field, written)
        case "humps":
            return pdfs.tx(_humps(question.label), written, TU=dice.choice(("", question.label)))
        case _:
            return pdfs.tx(question.label, written)


def _humps(label: str) -> str:
    """A label as programs make names of it: "Talruna nr." is "TalrunaNr"."""
    plain = unicodedata.normalize("NFKD", label.replace("ø", "o").replace("æ", "ae").replace("Ø", "O"))
    bare = "".join(
        sign if sign.isalnum() and sign.isascii() else " " for sign in plain if not unicodedata.combining(sign)
    )
    return "".join(word[:1].upper() + word[1:] for word in bare.split())


def _ticks(dice: Random, plan: Plan, wish: Wish, number: int) -> Iterator[DictionaryObject]:
    if wish.base and dice.random() < 0.3:
        yield pdfs.box(wish.base, checked=wish.ticked)
    elif dice.random() < 0.4:
        yes, no = (word.title() for word in YES_NO[plan.language])
        yield pdfs.tx(f"Izvele{number}", yes if wish.ticked else no, TU=wish.words)
    else:
        yield pdfs.box(f"Check Box{number}", checked=wish.ticked, TU=wish.words)
