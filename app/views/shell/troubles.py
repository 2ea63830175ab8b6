"""The funnel for what went wrong: known errors in their own words, anything else as our mistake, with a reference."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import LibraryError
from app.views.presenters.line import Line, Tone
from app.views.presenters.trouble import error_line
from app.views.shell.sound import Sound
from app.words import Words

if TYPE_CHECKING:
    from app.sync.ports import Clock

LOG = logging.getLogger(__name__)

QUIET_MS = 10_000
"""The same mistake within so long is logged and not shown again."""


class Troubles:
    """Logs, words and sounds what went wrong; whoever is in sight shows it.

    Attributes:
        words: In the language of the window.
        show: Shows the line: the card of the door, or the banner of the frame.
    """

    def __init__(self, words: Words, *, clock: Clock, sound: Sound, log: Path) -> None:
        self.words, self._clock, self._sound, self._log = words, clock, sound, log
        self.show: Callable[[Line], None] = lambda _: None
        self._last: tuple[str, int] = ("", clock.monotonic_ms() - QUIET_MS)

    def tell(self, error: Exception) -> None:
        """Tell of something that went wrong."""
        if isinstance(error, LibraryError):
            LOG.info("told: %s", error.code)
            self._tell(error_line(self.words, error), error.code)
            return
        reference = f"{self._clock.wall_ms() & 0xFFFFFF:x}"
        LOG.error("our mistake %s", reference, exc_info=error)
        text = self.words("error.our-mistake", reference=reference)
        hint = self.words("error.our-mistake.hint", file=self._log)
        self._tell(Line(tone=Tone.REFUSED, text=text, todo=hint), repr(error))

    def _tell(self, line: Line, what: str) -> None:
        now_ms = self._clock.monotonic_ms()
        before, at_ms = self._last
        if what == before and now_ms - at_ms < QUIET_MS:
            return
        self._last = (what, now_ms)
        self._sound.play(line.tone)
        self.show(line)
