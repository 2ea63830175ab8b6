"""Who belongs to the network: what the registrar's workstation can change of it, by somebody who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.desk.outcome import Refused
from app.station.inviting import NETWORK
from app.station.station import Station
from app.sync.announced import announced_box_keys
from app.sync.entries import Entry, Expelled
from app.sync.errors import FolderFull, FolderReadOnly, FolderUnreachable
from app.sync.registrar import expulsion, hand_over, keeping, renaming, retirement, sign
from app.sync.roster import Roster, read_roster
from app.sync.roster_reading import extend_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the network's membership stands after a change.

    Attributes:
        waits: The folder could not be written: this desk keeps what it signed, and brings it with its next round.
    """

    roster: Roster
    waits: bool = False

    @property
    def keepers(self) -> list[int]:
        return sorted(self.roster.keepers)


def expel(station: Station, *, replica: int) -> Standing | Refused:
    """Expel a stolen workstation: the rest go on under a new key, and take of its log only what others acknowledge.

    Raises:
        NotRegistrar: This desk is not the registrar.
        NoSuchMember: There is no such workstation.
        RegistrarStays: It is the registrar itself.
        AlreadyExpelled: It was expelled before.
    """

    def entry(roster: Roster) -> Expelled:
        announced = announced_box_keys(station.folder(), roster, station.keys())
        return expulsion(roster, replica, station.world.random, announced)

    return _signed(station, entry)


def retire(station: Station, *, replica: int) -> Standing | Refused:
    """Take a workstation out of use: its log stays readable; raises as `expel` does."""
    return _signed(station, lambda roster: retirement(roster, replica))


def hand_over_to(station: Station, *, replica: int) -> Standing | Refused:
    """Make another member the registrar; raises as `expel` does."""
    return _signed(station, lambda roster: hand_over(roster, replica))


def make_keeper(station: Station, *, replica: int, keeper: bool) -> Standing | Refused:
    """Give a workstation the keeper role, or take it away; raises as `expel` does."""
    return _signed(station, lambda roster: keeping(roster, replica, keeper=keeper))


def rename_network(station: Station, *, name: str) -> Standing | Refused:
    """Give the network another name for people; raises as `expel` does."""
    return _signed(station, lambda _: renaming(name))


def _signed(station: Station, make: Callable[[Roster], Entry]) -> Standing | Refused:
    """Sign an entry as the registrar, and keep the roster as it is after it."""
    if blocks := station.not_permitted(NETWORK):
        return Refused(blocks=blocks)
    folder, random, own, store = station.folder(), station.world.random, station.identity()[1], station.store()
    roster = extend_roster(store, folder, station.keys(), random)
    known = len(store.roster())
    try:
        sign(folder, roster, make(roster), keys=station.keys(), random=random, own=own, store=store)
        return Standing(roster=extend_roster(store, folder, station.keys(), random))
    except (FolderFull, FolderReadOnly, FolderUnreachable):
        if len(store.roster()) == known:
            raise
        return Standing(roster=read_roster(store.roster(), station.keys()), waits=True)
