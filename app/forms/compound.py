"""Tell the kinds of Microsoft's older container apart: an encrypted document, an old .doc or .xls, anything else.

Only the names in its directory are looked at; nothing inside is opened.
"""

from __future__ import annotations

from app.forms.errors import ForeignFile, FormRefused, OldExcel, OldWord, PasswordProtected

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ENTRY_BYTES = 128


def refusal_for(data: bytes) -> FormRefused:
    """Name the reason why this container is not a form; every kind of it is refused."""
    if has_entry(data, "EncryptedPackage"):
        return PasswordProtected()
    if has_entry(data, "WordDocument"):
        return OldWord()
    if has_entry(data, "Workbook") or has_entry(data, "Book"):
        return OldExcel()
    return ForeignFile()


def has_entry(data: bytes, name: str) -> bool:
    """Whether the name stands where a directory entry begins.

    Entries are 128 bytes long and aligned; a letter that merely talks of "WordDocument" does not count.
    """
    wanted = f"{name}\0".encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0 and at % ENTRY_BYTES:
        at = data.find(wanted, at + 1)
    return at >= 0
