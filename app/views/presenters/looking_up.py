"""The list below the scan field: patrons and titles whose words begin as typed."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.database import Database
from app.db.queries.people import PatronFound, find_patrons
from app.db.queries.stock import TitleFound, find_titles
from app.views.presenters.desk_state import Found, FoundKind, FoundRow
from app.words import Words

LETTERS_MIN = 2
PATRONS_MAX = 6
TITLES_MAX = 3


def look_up(database: Database, words: Words, text: str) -> Found | None:
    """Return what begins as typed; None where there is nothing or too little was typed.

    A text with letters chooses the first line, for Enter to take. One without may be half a number: whose it is
    must be chosen by hand.
    """
    if len(text.strip()) < LETTERS_MIN:
        return None
    patrons = find_patrons(database, text, most=PATRONS_MAX + 1)
    titles = find_titles(database, text, most=TITLES_MAX + 1)
    rows = (
        *(_patron(words, one, scan_of(one, patrons)) for one in patrons[:PATRONS_MAX]),
        *(_title(words, one) for one in titles[:TITLES_MAX]),
    )
    if not rows:
        return None
    more = len(patrons) > PATRONS_MAX or len(titles) > TITLES_MAX
    by_name = not any(letter.isdecimal() for letter in text)
    return Found(text=text, rows=rows, chosen=0 if by_name else None, more=words("desk.found.more") if more else "")


def scan_of(found: PatronFound, among: Sequence[PatronFound]) -> str:
    """Return how to call up somebody who was found: by number, or by id where two have the same number."""
    shared = sum(one.number == found.number for one in among) > 1
    return f"#{found.patron}" if shared else found.number


def _patron(words: Words, found: PatronFound, scan: str) -> FoundRow:
    number = words("desk.no-card") if found.number.startswith("#") else found.number
    born = words.day(found.birth_on) if found.birth_on else ""
    return FoundRow(
        kind=FoundKind.PATRON,
        key=scan,
        name=found.name,
        about=" · ".join(filter(None, (number, born, found.branch))),
    )


def _title(words: Words, found: TitleFound) -> FoundRow:
    copies = words("stock.copies", count=found.copies)
    out = words("stock.on-loan", count=found.on_loan) if found.on_loan else ""
    return FoundRow(
        kind=FoundKind.TITLE,
        key=str(found.title),
        name=found.name,
        about=" · ".join(filter(None, (found.author, copies, out))),
    )
