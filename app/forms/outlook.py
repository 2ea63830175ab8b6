"""Take an Outlook message (.msg) apart: its text, what is attached, and messages inside it.

The file is one of Microsoft's older containers. Its directory is weighed before anything in it is read, for many
entries may name the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.desk.applications import Application
from app.forms.compound import has_entry, refusal_for
from app.forms.decoding import Decoded, decoded
from app.forms.errors import Damaged, ForeignFile, FormRefused, TooLarge
from app.forms.hypertext import text_of_html
from app.forms.mail import one_line
from app.forms.message import Message, read_message
from app.forms.parts import BYTES_MAX, PARTS_MAX, Inside, Part, Reading

if TYPE_CHECKING:
    from olefile.olefile import OleDirectoryEntry
    from oxmsg.storage import Storage

PROPERTIES = "__properties_version1.0"
ATTACHED = "__attach_version1.0_#"
ENTRIES_MAX = 5_000
DEPTH_MAX = 24
HEADERS = {"message": 32, "inner": 24, "attachment": 8}
"""Where the properties of each begin in their stream."""
SUBJECT, BODY, HTML, RTF = 0x0037, 0x1000, 0x1013, 0x1009
LONG_NAME, SHORT_NAME, SHOWN_NAME, DATA = 0x3707, 0x3704, 0x3001, 0x3701
STRING, STRING8, BINARY, OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
TROUBLE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, TypeError, ValueError, struct.error)
"""What the libraries meet broken files with."""


def is_outlook(data: bytes) -> bool:
    return has_entry(data, PROPERTIES)


def read_outlook(data: bytes, inside: Inside) -> tuple[Application, ...]:
    """Read the forms in an Outlook message.

    Raises:
        FormRefused: There is none, or the message is only a part of some other file.
    """
    storage = _opened(data)
    if not any(stream.name == PROPERTIES for stream in storage.streams):
        raise refusal_for(data)
    return _read(storage, inside, HEADERS["message"])


def _opened(data: bytes) -> Storage:
    from olefile import OleFileIO  # noqa: PLC0415  # Few forms come in such a file.
    from oxmsg.storage import Storage  # noqa: PLC0415  # As above.

    try:
        with OleFileIO(data) as ole:
            _weigh(ole.root)
            return Storage.from_ole(ole)
    except FormRefused:
        raise
    except RecursionError as trouble:
        raise TooLarge from trouble
    except TROUBLE as trouble:
        raise Damaged from trouble


def _weigh(root: OleDirectoryEntry) -> None:
    """Refuse what would read more than a message holds: entries, bytes, folders in folders."""
    count = size = 0
    pending = [(root, 0)]
    while pending:
        node, depth = pending.pop()
        count, size = count + 1, size + (node.size if node is not root else 0)
        if count > ENTRIES_MAX or size > BYTES_MAX or depth > DEPTH_MAX:
            raise TooLarge
        pending += ((kid, depth + 1) for kid in node.kids)


def _read(storage: Storage, inside: Inside, header: int) -> tuple[Application, ...]:
    return read_message(Message(text=_body(storage, header), parts=list(_parts(storage, inside))))


def _body(storage: Storage, header: int) -> Decoded:
    plain = _string(storage, BODY, header)
    if plain.words.strip():
        return plain
    page = _stream(storage, HTML, BINARY)
    html = decoded(page) if page else _string(storage, HTML, header)
    return Decoded(words=text_of_html(html.words), sure=html.sure) if html else plain


def _parts(storage: Storage, inside: Inside) -> Iterator[tuple[str, Reading]]:
    """What is attached; a text that only Outlook's own writing holds is one more that we cannot read."""
    texts = (
        _stream(storage, pid, kind) for pid, kind in ((BODY, STRING), (BODY, STRING8), (HTML, BINARY), (HTML, STRING))
    )
    if not any(texts) and _stream(storage, RTF, BINARY):
        yield "RTF", _unreadable
    attached = [one for one in storage.storages if one.name.startswith(ATTACHED)]
    for one in attached[: PARTS_MAX + 1]:
        yield _attached(one, inside)


def _unreadable() -> tuple[Application, ...]:
    raise ForeignFile


def _attached(storage: Storage, inside: Inside) -> tuple[str, Reading]:
    header = HEADERS["attachment"]
    names = (_string(storage, pid, header).words for pid in (LONG_NAME, SHORT_NAME, SHOWN_NAME))
    name = next(filter(None, map(one_line, names)), "")
    inner = next((one for one in storage.storages if one.name == _stream_name(DATA, OBJECT)), None)
    if inner is None:
        return inside.reading(Part(name=name, data=_stream(storage, DATA, BINARY)))
    subject = one_line(_string(inner, SUBJECT, HEADERS["inner"]).words)
    return name or subject, lambda: _read(inner, inside.deeper(), HEADERS["inner"])


def _string(storage: Storage, pid: int, header: int) -> Decoded:
    """A text property, in the letters that the message says its texts are written in."""
    wide = _stream(storage, pid, STRING)
    if wide:
        return Decoded(words=wide.decode("utf-16-le", "replace"))
    narrow = _stream(storage, pid, STRING8)
    return _in_said_letters(storage, pid, header) or decoded(narrow) or Decoded(words="")


def _in_said_letters(storage: Storage, pid: int, header: int) -> Decoded | None:
    from oxmsg.properties import Properties  # noqa: PLC0415  # As above.

    try:
        said = Properties(storage, properties_header_offset=header).str_prop_value(pid)
    except TROUBLE:
        return None
    return Decoded(words=said) if said else None


def _stream(storage: Storage, pid: int, kind: int) -> bytes:
    name = _stream_name(pid, kind)
    return next((one.bytes_ for one in storage.streams if one.name == name), b"")


def _stream_name(pid: int, kind: int) -> str:
    return f"__substg1.0_{pid:04X}{kind:04X}"
