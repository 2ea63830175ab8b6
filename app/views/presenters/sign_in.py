"""Signing in: a name that is remembered, a password that is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.errors import LibraryError
from app.settings import SettingsFile
from app.views.presenters.showing import Showing
from app.views.presenters.trouble import error_line
from app.words import Words

if TYPE_CHECKING:  # The card is shown before any of these is needed.
    from app.db.queries.network import OwnPlace
    from app.desk.found import Acting


class Entrance(Protocol):
    """What is asked before there is anybody to act. An answer waits until the workstation is open."""

    @property
    def settings(self) -> SettingsFile: ...

    def sign_in(
        self, login: str, password: str, *, done: Callable[[Acting], None], failed: Callable[[Exception], None]
    ) -> None: ...


class Threshold(Protocol):
    """Where somebody goes who is let in, and where surprises go."""

    def enter(self, acting: Acting) -> None: ...

    def trouble(self, error: Exception) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInState:
    """What the card shows.

    Attributes:
        where: The branch; "" while the workstation is still being opened.
        complaint: Why nobody was let in, and what to do next.
        busy: Whether a password is being checked just now, or waits to be.
        admitted: Whether this workstation has a place in the network yet.
        shut: Whether it could not be opened: nobody can be let in.
    """

    where: str = ""
    login: str = ""
    complaint: str = ""
    busy: bool = False
    admitted: bool = True
    shut: bool = False


class SignInPresenter(Showing[SignInState]):
    """Decides who is let in."""

    def __init__(self, entrance: Entrance, words: Words, threshold: Threshold) -> None:
        super().__init__(SignInState(login=entrance.settings.load().last_login))
        self._entrance, self._words, self._threshold = entrance, words, threshold

    def look_at(self, place: OwnPlace | None) -> None:
        """Take in where this workstation stands, and whether it has been admitted."""
        where = place.branch_name if place else self._words("shell.no-place")
        self.change(where=where, admitted=place is not None)

    def complain(self, text: str) -> None:
        """Tell of something that went wrong."""
        self.change(busy=False, complaint=text)

    def shut(self) -> None:
        """Let nobody in from now on: this workstation could not be opened."""
        self.change(busy=False, shut=True)

    def sign_in(self, login: str, password: str) -> None:
        """Check a name and a password, beside the window: it takes a tenth of a second on purpose."""
        if self.state.busy or self.state.shut:
            return
        if not login.strip() or not password:
            self.change(complaint=self._words("signin.both-needed"))
            return
        self.change(busy=True, complaint="", login=login.strip())
        self._entrance.sign_in(login.strip(), password, done=self._signed_in, failed=self._failed)

    def _signed_in(self, acting: Acting) -> None:
        if self.state.shut:
            return
        self._entrance.settings.change(last_login=self.state.login)
        self.change(busy=False)
        self._threshold.enter(acting)

    def _failed(self, error: Exception) -> None:
        if self.state.shut:  # What was typed early fails with what has been told already.
            return
        self.change(busy=False)
        if isinstance(error, LibraryError):
            self.complain(error_line(self._words, error).whole)
        else:
            self._threshold.trouble(error)
