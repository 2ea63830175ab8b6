"""Letters with forms on this PC's disk: what they are called, and the notes by which their copies are taken away."""

from __future__ import annotations

import hashlib
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

from app.files import write_whole
from app.station.home import Home

LETTER, GONE = ".eml", ".gone"


def name_of(data: bytes) -> str:
    """Return what a letter is called here: by what it is, for a mailbox numbers letters anew where they are moved."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def header(data: bytes, name: str) -> str:
    """Return one header of a letter, as one line; "" where it cannot be read."""
    try:
        said = str(BytesHeaderParser(policy=default).parsebytes(data).get(name, ""))
    except (MessageError, ValueError, LookupError, AttributeError, TypeError):
        return ""
    return " ".join(said.split())


def note_gone(home: Home, path: Path) -> None:
    """Note that a letter's forms are to be destroyed, so that its copy in the mailbox goes too."""
    if path.parent == home.letters.absolute() and path.exists():
        write_whole(path.with_suffix(GONE), header(path.read_bytes(), "Message-ID").encode())


def letters_of_forms(home: Home) -> int:
    """Return how many letters of the mailbox would leave it in the end: their forms wait, or are destroyed."""
    return len({path.stem for suffix in (LETTER, GONE) for path in home.letters.glob(f"*{suffix}")})


def letters_left(home: Home) -> int:
    """Return how many letters are still to be taken out of the mailbox."""
    return len(list(home.letters.glob(f"*{GONE}")))
