"""A letter as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be sent.

    Attributes:
        number: Names the message for good: it is in the letter's id, so that a server may be asked about it.
        library: The sender's name, besides the address.
    """

    number: str
    network: str
    language: str
    library: str
    sender: str
    address: str
    name: str
    subject: str
    body: str
    at_ms: int


def wire_address(address: str) -> str:
    """Return an address in the letters that every server takes; "" for one that has none."""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).ascii_email or ""
    except EmailNotValidError:
        return ""


def letter_bytes(letter: Letter) -> bytes:
    """Return a letter with its headers, in ASCII."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{message_id(letter)}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(letter.at_ms / 1000, UTC))
    message["From"] = Address(_one_line(letter.library), addr_spec=letter.sender)
    message["To"] = Address(_one_line(letter.name), addr_spec=letter.address)
    message["Subject"] = _one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body + "\n", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = letter.language  # Setting the text takes away what was said of it before.
    return message.as_bytes()


ID_MARK = "lete"


def message_id(letter: Letter) -> str:
    return f"{ID_MARK}.{letter.number}.{letter.network}@{letter.sender.rpartition('@')[2]}"


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
