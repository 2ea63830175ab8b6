"""Printing a letter about an exclusion: the fact first, then the file, then the note that it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.db.notices import notice
from app.db.queries.money import money_of
from app.db.queries.people import PatronShown, show_patron
from app.desk.outcome import Refused
from app.desk.paper_letters import LetterBegun, begin_letter, note_letter
from app.files import write_whole
from app.station.debts_in_letters import answering
from app.station.letters import written_letter
from app.station.printing.letters import PaperLetter, letter_pdf
from app.station.station import Station
from app.words import Words


def print_exclusion_letter(station: Station, *, patron: str, path: Path) -> LetterBegun | Refused:
    """Write the letter as a PDF, in the person's language.

    Raises:
        FileNotWritten: The file cannot be written; the letter waits, and can be printed again.
    """
    place = station.place()
    begun = station.do(begin_letter, patron=patron, replica=place.replica)
    if isinstance(begun, Refused):
        return begun
    held = notice(station.reading.connection, str(begun.record.notice))
    shown = show_patron(station.reading, f"#{begun.record.patron}", today=station.today(), branch=place.branch)
    assert held is not None
    assert shown is not None
    library = station.roster().name
    written = written_letter(station, held, library=library)
    letter = PaperLetter(
        library=library,
        addressee=tuple(_addressee(station, shown)),
        subject=written.subject,
        body=written.body,
        day=station.today(),
    )
    made_at = datetime.fromtimestamp(station.world.clock.wall_ms() / 1000, UTC).astimezone(ZoneInfo(place.time_zone))
    write_whole(path, letter_pdf(letter, words=Words(written.language), made_at=made_at))
    noted = station.do(note_letter, notice=begun.record.notice)
    return noted if isinstance(noted, Refused) else begun.record


def _addressee(station: Station, shown: PatronShown) -> Iterator[str]:
    """Yield to whom the letter goes: first whoever answers for a minor; never an address that is protected."""
    account = money_of(station.reading, shown.patron, today=station.today())
    yield from answering(station.reading, account, station.today())
    yield shown.name
    if not shown.address_protected:
        yield from filter(None, (part.strip() for part in shown.address.split(",")))
