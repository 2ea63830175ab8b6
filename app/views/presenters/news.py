"""How this desk stands with the shared folder, and with the servers and folders that post and forms go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.errors import LibraryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Something between the desks that is not as it should be; `problem.<code>` words it.

    Attributes:
        replica: Whose file it is, or 0.
        detail: Which file.
        figures: What else its sentence names: the rows that it is about.
    """

    code: str
    replica: int = 0
    detail: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncNews:
    """How this desk stands with the shared folder.

    Attributes:
        contact: When the folder was last reached, by the clock on the wall; None for never.
        waiting: Changes that are not in the folder yet.
        trouble: Why the last round failed.
        problems: What the last round met that a person may want to know.
        asks_for_date: Whether nothing is sent until somebody has confirmed the date of this PC.
        busy: Whether a round runs just now.
    """

    contact: datetime | None = None
    waiting: int = 0
    trouble: LibraryError | None = None
    problems: tuple[Reported, ...] = ()
    asks_for_date: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNews:
    """How letters and forms fare that the desk sends and takes in by itself.

    Attributes:
        troubles: What stands in the way, by errand: "post", "mailbox", "folder".
        unread: Files and letters that came and are no form we can read, the newest first, each with the reason.
    """

    troubles: Mapping[str, LibraryError] = field(default_factory=dict)
    unread: tuple[tuple[str, LibraryError], ...] = ()
