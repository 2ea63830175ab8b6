"""What every command has at hand: the home, the world, the words, and whoever acts."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.errors import Misuse
from app.station.home import Home
from app.station.world import World
from app.words import Words

if TYPE_CHECKING:
    from app.station.station import Station


class SecretMissing(Misuse):
    """A secret is needed, and there is neither a variable for it nor a person to ask."""

    code = "cli.secret-missing"


class ClockNotForReal(Misuse):
    """A fixed clock is for training networks alone."""

    code = "cli.clock-not-for-real"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every command has at hand.

    Attributes:
        environment: The variables of the process.
        ask: Asks a person for a secret.
        fixed_clock: Whether the wall clock was given by hand.
        say: Gives an answer in between, for a command that goes on.
    """

    home: Home
    world: World
    words: Words
    environment: Mapping[str, str]
    ask: Callable[[str], str]
    fixed_clock: bool
    say: Callable[[Mapping[str, Any], str], None]

    @contextmanager
    def station(self) -> Iterator[Station]:
        """Open this workstation, with nobody signed in."""
        from app.station.joining import is_training  # noqa: PLC0415  # The window opens its own, when it is shown.
        from app.station.station import Station  # noqa: PLC0415  # As above.

        station = Station.open(self.home, self.world)
        try:
            if self.fixed_clock:  # Only then: a desk that has lost its keys cannot tell, and may be recovered.
                self.check_clock(is_training=is_training(station))
                # Whoever plays with the time in a training network means it.
                station.store().confirm_clock(station.world.clock.wall_ms())
            yield station
        finally:
            station.close()

    @contextmanager
    def staffed(self) -> Iterator[Station]:
        """Open this workstation, with whoever `LETE_STAFF` names signed in."""
        with self.station() as station:
            yield station.signed_in(self.login(), self.secret("LETE_PASSWORD"))

    def check_clock(self, *, is_training: bool) -> None:
        """Refuse a clock given by hand outside training.

        Raises:
            ClockNotForReal: The network is a real one.
        """
        if self.fixed_clock and not is_training:
            raise ClockNotForReal

    def login(self) -> str:
        return self.secret("LETE_STAFF")

    def secret(self, variable: str) -> str:
        """Return a secret from its variable, or ask for it; it never stands in an argument.

        Raises:
            SecretMissing: There is no variable and nobody to ask.
        """
        return self.environment.get(variable) or self.ask(variable)

    def local(self, unix_ms: int, station: Station) -> datetime:
        """Return an instant as the clocks of the branch show it."""
        from app.db.queries.network import own_place  # noqa: PLC0415  # As above.

        place = own_place(station.reading)
        zone = ZoneInfo(place.time_zone) if place else UTC
        return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(zone)


def ask_person(prompt: str) -> str:
    """Ask at the terminal; the answer is not shown.

    Raises:
        SecretMissing: Nobody sits at a terminal.
    """
    if not sys.stdin.isatty():
        raise SecretMissing(variable=prompt)
    answer = getpass.getpass(f"{prompt}: ")
    if not answer:
        raise SecretMissing(variable=prompt)
    return answer
