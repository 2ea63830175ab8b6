"""Letters of ours that came back: which one, and whether it is the address that is not good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from app.notices.letter import ID_MARK

OUR_ID = re.compile(rb"(?im)^message-id:\s*<" + ID_MARK.encode() + rb"\.(\d{1,19})\.([0-9a-f]{16})@")
STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report that a letter could not be delivered.

    Attributes:
        number: The number that the letter was given.
        network: Of which network it was, as it stands in its id.
        of_address: There is no such address.
    """

    number: str
    network: str
    of_address: bool


def bounce_in(data: bytes) -> Bounce | None:
    """Return what a letter reports of one of ours; None where it reports no final failure."""
    try:
        mail = BytesParser().parsebytes(data)
    except (ValueError, LookupError, RecursionError):
        return None
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return None
    ours = OUR_ID.search(data)
    statuses = [_status(part) for part in mail.walk() if part.get("Action", "").strip().lower() == "failed"]
    if ours is None or not statuses:
        return None
    return Bounce(
        number=ours[1].decode(), network=ours[2].decode(), of_address=any(one == ("5", "1") for one in statuses)
    )


def _status(part: Message) -> tuple[str, str]:
    found = STATUS.match(str(part.get("Status", "")))
    return (found[1], found[2]) if found else ("", "")
