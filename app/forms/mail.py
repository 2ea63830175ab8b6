"""Take an e-mail apart: its text, and what is attached, however its program wrote it down.

Mails are malformed every day: letters lie about their encoding, names carry line breaks, lines are cut. What cannot be
decoded strictly is decoded as well as it can be.
"""

from __future__ import annotations

import re
from binascii import Error as NoBase64
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.parser import BytesParser
from email.policy import Compat32

from app.desk.applications import Application
from app.forms.decoding import Decoded, decoded
from app.forms.errors import Damaged, TooLarge
from app.forms.folding import tidy
from app.forms.hypertext import text_of_html
from app.forms.message import Message, read_message
from app.forms.parts import Inside, Part, Reading

BEGINNING = re.compile(rb"(?:From [^\n]*\r?\n)?(?:[!-9;-~]{1,76}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
TELLING = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|x-[a-z-]+):",
    re.IGNORECASE | re.MULTILINE,
)
TELLING_MIN = 2
BEGINNING_BYTES_MAX = 64 * 1024
HEADER_CHARS_MAX = 8_000
FOLDS_MAX = 200
"""Of parts, and of messages in messages. The parser of the standard library calls itself for each."""
FOLDS = (b"boundary", b"message/")
NAME_CHARS_MAX = 120
SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
"""What proves who wrote the mail; there is nothing in it to read."""


class _Bounded(Compat32):
    """Headers no longer than any that means something, for their parameters are parsed with patience."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_CHARS_MAX]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002  # The library gives it by place.
        """The header as it came: the usual way would replace raw letters by question marks."""
        return value


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail, two of them at least that every mail has."""
    beginning = BEGINNING.match(data[:BEGINNING_BYTES_MAX])
    return beginning is not None and len(TELLING.findall(beginning.group())) >= TELLING_MIN


def read_mail(data: bytes, inside: Inside) -> tuple[Application, ...]:
    """Read the forms in a mail, and in the mails inside it.

    Raises:
        FormRefused: There is none.
    """
    small = data.lower()
    if any(small.count(fold) > FOLDS_MAX for fold in FOLDS):
        raise TooLarge
    try:
        mail = BytesParser(policy=_Bounded()).parsebytes(data)
    except RecursionError as trouble:
        raise TooLarge from trouble
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as trouble:  # As it meets what it cannot.
        raise Damaged from trouble
    return _read(mail, inside)


def _read(mail: Mail, inside: Inside) -> tuple[Application, ...]:
    texts, parts = _Texts(), []
    for part in _leaves(mail):
        if part.get_content_maintype() == "message" and part.is_multipart():
            parts.append(_nested(part, inside))
        elif _is_text(part):
            texts.add(part)
        elif part.get_content_type() not in SIGNATURES:
            parts.append(inside.reading(Part(name=_name(part), data=_bytes(part))))
    return read_message(Message(text=texts.text, parts=parts))


def _leaves(mail: Mail) -> Iterator[Mail]:
    """The parts that hold something themselves; a mail in a mail is one of them."""
    if not mail.is_multipart() or mail.get_content_maintype() == "message":
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, Mail):
            yield from _leaves(part)


def _nested(part: Mail, inside: Inside) -> tuple[str, Reading]:
    inner = part.get_payload(0)
    assert isinstance(inner, Mail)  # What the parser puts into a message in a message.
    name = _name(part, otherwise=_header(inner, "subject"))
    return name, lambda: _read(inner, inside.deeper())


class _Texts:
    """The texts of a mail. The same text comes as plain text and as a web page; then the plain one is read."""

    def __init__(self) -> None:
        self._plain: list[Decoded] = []
        self._pages: list[Decoded] = []

    def add(self, part: Mail) -> None:
        text = _decoded(part)
        if part.get_content_subtype() == "html":
            self._pages.append(Decoded(words=text_of_html(text.words), sure=text.sure))
        else:
            self._plain.append(text)

    @property
    def text(self) -> Decoded:
        texts = self._plain if any(text.words.strip() for text in self._plain) else self._pages
        return Decoded(words="\n".join(text.words for text in texts), sure=all(text.sure for text in texts))


def _is_text(part: Mail) -> bool:
    """Whether it is text of the mail itself; a text with a name is a file that somebody attached."""
    if part.get_content_maintype() == "multipart":
        return True  # Its parts are nowhere to be found, so it was read as one text.
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return False
    return part.get_content_subtype() in {"plain", "html"} and not _said_name(part)


def _decoded(part: Mail) -> Decoded:
    """The text in the letters that its header claims, if they can be; otherwise in those that its bytes show."""
    data = _bytes(part)
    charset = part.get_content_charset("")
    try:
        if charset and charset not in {"us-ascii", "ascii", "unknown-8bit"}:
            return Decoded(words=data.decode(charset))
    except (UnicodeError, LookupError, ValueError):
        pass
    return decoded(data) or Decoded(words=data.decode("ascii", "replace"), sure=False)


def _bytes(part: Mail) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (NoBase64, ValueError, LookupError, TypeError, AttributeError, AssertionError) as trouble:
        raise Damaged from trouble
    return data if isinstance(data, bytes) else b""


def _name(part: Mail, *, otherwise: str = "") -> str:
    """What the attachment is called, as one line; its kind where it has no name."""
    return _said_name(part) or one_line(otherwise) or part.get_content_type()


def _said_name(part: Mail) -> str:
    try:
        return one_line(_written(str(part.get_filename() or "")))
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError):
        return ""


def _header(mail: Mail, name: str) -> str:
    try:
        return _written(str(mail.get(name, "")))
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError):
        return ""


def _written(value: str) -> str:
    """A header in its own letters: encoded words decoded, raw bytes in the letters that they show."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() and _is_raw(value) else None
    if raw is not None:
        text = decoded(raw)
        return text.words if text else ""
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, UnicodeError, LookupError, ValueError):
        return value


def _is_raw(value: str) -> bool:
    return all(sign.isascii() or "\udc80" <= sign <= "\udcff" for sign in value)


def one_line(text: str) -> str:
    """A name as it can be shown: one line, no longer than a name is."""
    printable = "".join(sign if sign.isprintable() else " " for sign in tidy(text))
    return " ".join(printable.split())[:NAME_CHARS_MAX]
