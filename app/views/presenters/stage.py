"""What a screen may ask of the window around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.desk.found import Acting
from app.views.presenters.line import Line

if TYPE_CHECKING:
    from app.views.presenters.person_state import Tab


class Stage(Protocol):
    """The window, as presenters see it."""

    def say(self, line: Line) -> None:
        """Put a sentence into the status bar; one that is not plain is heard, too."""

    def trouble(self, error: Exception) -> None:
        """Tell of something that went wrong, in the banner; the one funnel for surprises."""

    def open_patron(self, scan: str) -> None:
        """Go to the desk with this patron."""

    def open_details(self, scan: str, tab: Tab | None = None) -> None:
        """Go to the page of this patron, under this tab; whoever leaves it comes back to where they were."""

    def open_known(self, scan: str, told: Mapping[str, str]) -> None:
        """Go to the page of this patron, and ask for the contact data, with what somebody has just told filled in."""

    def open_title(self, title: int, name: str) -> None:
        """Go to the stock with this title."""

    def open_registration(self) -> None:
        """Go to the patrons, to find or register one."""

    def enter(self, acting: Acting) -> None:
        """Let somebody in who has signed in."""

    def open_file(self, path: Path) -> None:
        """Open a file with the program that the PC has for it."""
