"""A letter on a page: the library, to whom, the day, what it is about, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.station.printing.documents import new_document
from app.words import Words

BODY_PT = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLetter:
    """A letter in words. `addressee` is a line each."""

    library: str
    addressee: tuple[str, ...]
    subject: str
    body: str
    day: date


def letter_pdf(letter: PaperLetter, *, words: Words, made_at: datetime) -> bytes:
    """Return the pages."""
    with new_document(letter.subject, words.language, made_at, letter.library) as sheet:
        sheet.text(letter.library, muted=True)
        sheet.space(12)
        sheet.text("\n".join(letter.addressee), size=BODY_PT)
        sheet.space(10)
        sheet.text(words.long_day(letter.day), muted=True)
        sheet.title(letter.subject)
        sheet.space(2)
        for paragraph in letter.body.split("\n\n"):
            sheet.text(paragraph, size=BODY_PT)
        return bytes(sheet.page.output())
