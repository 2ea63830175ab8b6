"""Take a winmail.dat apart: what Outlook wraps a message and its files in where it expects Outlook to open them.

The format is a row of attributes, each with its length; those of a message and of an attachment may hold properties in
turn (MS-OXTNEF). Nothing in it is compressed, so nothing in it is larger than the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.desk.applications import Application
from app.forms.decoding import Decoded, decoded
from app.forms.errors import Damaged, ForeignFile
from app.forms.hypertext import text_of_html
from app.forms.mail import one_line
from app.forms.message import Message, read_message
from app.forms.parts import Inside, Part, Reading

MAGIC = bytes.fromhex("789f3e22")
OF_MESSAGE, OF_ATTACHMENT = 1, 2
ATTRIBUTES_MAX = 10_000
PROPERTIES_MAX = 10_000
BODY, RENDERING, TITLE, DATA = 0x800C, 0x9002, 0x8010, 0x800F
MESSAGE_PROPERTIES, ATTACHMENT_PROPERTIES = 0x9003, 0x9005
P_BODY, P_RTF, P_HTML, P_SUBJECT = 0x1000, 0x1009, 0x1013, 0x0037
P_LONG_NAME, P_SHORT_NAME, P_SHOWN_NAME, P_DATA = 0x3707, 0x3704, 0x3001, 0x3701
WIDE, MANY, NAMED_FROM = 0x001F, 0x1000, 0x8000
VARIABLE = frozenset({0x000D, 0x001E, WIDE, 0x0102})
FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
"""How many bytes each kind of property takes; those of two are filled up to four."""
OBJECT_ID_BYTES = 16
"""An attached object begins with the name of its interface."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property as its bytes, and which kind it is of."""

    kind: int
    data: bytes

    @property
    def text(self) -> Decoded:
        if self.kind == WIDE:
            return Decoded(words=self.data.decode("utf-16-le", "replace").rstrip("\0"))
        return decoded(self.data.rstrip(b"\0")) or Decoded(words="")


NOTHING = Property(0, b"")
Properties = Mapping[int, Property]


@dataclass(slots=True, kw_only=True)
class _Attached:
    title: bytes = b""
    data: bytes = b""
    properties: Properties = field(default_factory=dict)

    @property
    def name(self) -> str:
        names = (self.properties.get(pid, NOTHING).text.words for pid in (P_LONG_NAME, P_SHORT_NAME, P_SHOWN_NAME))
        title = decoded(self.title.rstrip(b"\0"))
        return next(filter(None, map(one_line, (*names, title.words if title else ""))), "")

    @property
    def bytes(self) -> bytes:
        """The file; an attached message is kept as an object whose bytes are a winmail.dat of its own."""
        kept = self.properties.get(P_DATA, NOTHING).data
        inner = kept[OBJECT_ID_BYTES:]
        return self.data or (inner if inner.startswith(MAGIC) else kept)


def is_tnef(data: bytes) -> bool:
    return data.startswith(MAGIC)


def read_tnef(data: bytes, inside: Inside) -> tuple[Application, ...]:
    """Read the forms in a winmail.dat.

    Raises:
        FormRefused: There is none.
    """
    text, properties, attached = b"", {}, []
    for level, kind, said in _attributes(data):
        if level == OF_MESSAGE and kind == BODY:
            text = said
        elif level == OF_MESSAGE and kind == MESSAGE_PROPERTIES:
            properties = dict(_properties(said))
        elif level == OF_ATTACHMENT and kind == RENDERING:
            attached.append(_Attached())
        elif level == OF_ATTACHMENT and attached:
            _add(attached[-1], kind, said)
    parts = [*_sealed(text, properties), *(inside.reading(Part(name=one.name, data=one.bytes)) for one in attached)]
    return read_message(Message(text=_body(text, properties), parts=parts))


def _add(attached: _Attached, kind: int, said: bytes) -> None:
    if kind == TITLE:
        attached.title = said
    elif kind == DATA:
        attached.data = said
    elif kind == ATTACHMENT_PROPERTIES:
        attached.properties = dict(_properties(said))


def _body(text: bytes, properties: Properties) -> Decoded:
    plain = properties.get(P_BODY, NOTHING).text if P_BODY in properties else decoded(text.rstrip(b"\0"))
    if plain is not None and plain.words.strip():
        return plain
    html = properties.get(P_HTML, NOTHING).text
    return Decoded(words=text_of_html(html.words), sure=html.sure)


def _sealed(text: bytes, properties: Properties) -> Iterator[tuple[str, Reading]]:
    """A text that only Outlook's own writing holds is one more part that we cannot read."""
    if not text and not {P_BODY, P_HTML} & set(properties) and P_RTF in properties:
        yield "RTF", _unreadable


def _unreadable() -> tuple[Application, ...]:
    raise ForeignFile


# The bytes.


class _Bytes:
    """Takes bytes off the front, and never more than there are."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        """Take so many bytes.

        Raises:
            Damaged: There are not as many.
        """
        if count > self.left:
            raise Damaged
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def filled(self, count: int) -> bytes:
        """Take so many bytes, and those that fill them up to four."""
        data = self.take(count)
        self.take(min(-count % 4, self.left))
        return data


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The attributes in their order: level, name, data. What follows the last one that is whole is no part of it."""
    rest = _Bytes(data)
    rest.take(min(len(MAGIC) + 2, rest.left))
    for _ in range(ATTRIBUTES_MAX):
        if rest.left < struct.calcsize("<BII"):
            return
        level, kind, length = struct.unpack("<BII", rest.take(struct.calcsize("<BII")))
        if level not in {OF_MESSAGE, OF_ATTACHMENT}:
            return
        yield level, kind & 0xFFFF, rest.take(length)
        rest.take(min(2, rest.left))


def _properties(data: bytes) -> Iterator[tuple[int, Property]]:
    rest = _Bytes(data)
    for _ in range(min(rest.number(), PROPERTIES_MAX)):
        if not rest.left:
            return
        kind, pid = struct.unpack("<HH", rest.take(4))
        if pid >= NAMED_FROM:
            _skip_name(rest)
        values = _values(rest, kind)
        if pid < NAMED_FROM and values:
            yield pid, Property(kind, values[0])


def _skip_name(rest: _Bytes) -> None:
    rest.take(16)
    if rest.number():
        rest.filled(rest.number())
    else:
        rest.take(4)


def _values(rest: _Bytes, kind: int) -> list[bytes]:
    base = kind & ~MANY
    if base in VARIABLE:
        return [rest.filled(rest.number()) for _ in range(min(rest.number(), PROPERTIES_MAX))]
    if base not in FIXED:
        raise Damaged
    return [rest.take(FIXED[base]) for _ in range(min(rest.number(), PROPERTIES_MAX) if kind & MANY else 1)]
