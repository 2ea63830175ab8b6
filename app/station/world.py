"""What a workstation needs from outside: the clock, chance, and where its keys are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.station.home import Home

if TYPE_CHECKING:
    from app.station.vault import StationVault
    from app.sync.ports import Clock, Random


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a workstation needs from outside, given by the one assembling place.

    Attributes:
        random: Returns random bytes.
        pause: Waits so many seconds.
        vault: Returns where the keys and passwords of a home are kept.
        scratch: Folders of this PC where copies of a form may lie: downloads, and files of a moment.
    """

    clock: Clock
    random: Random
    pause: Callable[[float], None]
    vault: Callable[[Home], StationVault]
    version: str
    scratch: tuple[Path, ...] = ()
