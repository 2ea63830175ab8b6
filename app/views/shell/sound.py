"""How a scan sounds: three distinct signals, so that a librarian need not look up from the books."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from app.views.presenters.line import Tone

AFTER_MS = 140
BELLS: Mapping[Tone, int] = {Tone.OK: 1, Tone.ATTENTION: 2, Tone.REFUSED: 3}
"""Where there is but one bell, its number tells."""

_MESSAGE_BEEP: Mapping[Tone, int] = {Tone.OK: 0x40, Tone.ATTENTION: 0x30, Tone.REFUSED: 0x10}
"""Windows' own sounds: information, exclamation, stop."""


class Sound:
    """Lets a tone be heard.

    Attributes:
        wanted: Whether anything is heard at all.
    """

    def __init__(
        self,
        *,
        bell: Callable[[], None],
        after: Callable[[int, Callable[[], None]], object],
        spawn: Callable[[Callable[[], None]], None],
        wanted: Callable[[], bool],
    ) -> None:
        self._bell, self._after, self._spawn, self._wanted = bell, after, spawn, wanted

    def play(self, tone: Tone) -> None:
        if tone not in BELLS or not self._wanted():
            return
        if sys.platform == "win32":
            self._spawn(lambda: _message_beep(tone))
            return
        for number in range(BELLS[tone]):
            self._after(1 + number * AFTER_MS, self._bell)


def _message_beep(tone: Tone) -> None:
    """Play it beside the window: on some PCs the call waits until the sound has ended."""
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415  # There is none elsewhere.

        winsound.MessageBeep(_MESSAGE_BEEP[tone])
