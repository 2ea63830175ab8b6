"""Signing in: a name that is remembered, a password that is not."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.ports import Acting
from app.errors import LibraryError
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import error_line
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInState:
    """What the card shows.

    Attributes:
        complaint: Why nobody was let in, and what to do next.
        busy: Whether a password is being checked just now.
        admitted: Whether this workstation has a place in the network yet.
    """

    login: str = ""
    complaint: str = ""
    busy: bool = False
    admitted: bool = True


class SignInPresenter(Showing[SignInState]):
    """Decides who is let in."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(SignInState(login=service.settings.load().last_login))
        self._service, self._words, self._stage = service, words, stage
        self.look_again()

    def look_again(self) -> None:
        """See whether this workstation has been admitted."""
        self.change(admitted=self._service.place is not None)

    def sign_in(self, login: str, password: str) -> None:
        """Check a name and a password, beside the window: it takes a tenth of a second on purpose."""
        if self.state.busy:
            return
        if not login.strip() or not password:
            self.change(complaint=self._words("signin.both-needed"))
            return
        self.change(busy=True, complaint="", login=login.strip())
        self._service.sign_in(login.strip(), password, done=self._signed_in, failed=self._failed)

    def _signed_in(self, acting: Acting) -> None:
        self._service.settings.change(last_login=self.state.login)
        self.change(busy=False)
        self._stage.enter(acting)

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        if isinstance(error, LibraryError):
            self.change(complaint=error_line(self._words, error).whole)
        else:
            self._stage.trouble(error)
