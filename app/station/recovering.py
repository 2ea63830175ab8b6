"""Recovering a network: whoever holds the printed sheet and its passphrase makes this workstation the registrar.

The registrar's PC burnt, was stolen, or lost its keys. Nobody has to be signed in: the sheet is the authority.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from app.station.joining import begin_anew
from app.station.recovery import RecoveryKey, read_recovery
from app.station.station import Station
from app.sync.entries import Member, Recovered
from app.sync.errors import DeskExpelled, KeysMissing, RecoveryUnusable
from app.sync.keys import Keys, Secrets, new_secrets
from app.sync.registrar import recover
from app.sync.roster import Roster
from app.sync.roster_reading import extend_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredNetwork:
    """A network with another registrar.

    Attributes:
        registrar: This workstation.
        former: Who it was before: where that PC was stolen, it is to be expelled next.
    """

    registrar: int
    former: int


def recover_network(station: Station, *, sheet: str, passphrase: str) -> RecoveredNetwork:
    """Appoint this workstation with the recovery key, in a new term; one that lost its keys gets new ones.

    Raises:
        RecoveryUnusable: The sheet is not whole, or another network's.
        PassphraseWrong: The passphrase does not open it.
        KeysMissing: The sheet is one of version 0.1, and this workstation has no keys of the network either.
        DeskExpelled: This workstation was expelled.
    """
    key, (network, own) = read_recovery(sheet, passphrase), station.identity()
    if key.network != network:
        raise RecoveryUnusable(part="network")
    random, vault = station.world.random, station.world.vault(station.home)
    kept = vault.load(network, own)
    roster = _roster_as_the_sheet_opens_it(station, key, kept)
    if own in roster.expelled:
        raise DeskExpelled
    secrets = structs.replace(
        kept or new_secrets(random),
        network_keys=dict(roster.network_keys),
        roster_keys=roster.former_roster_keys,
    )
    vault.save(network, own, secrets)  # First: an appointment without its key would be nobody's.
    if kept is None:
        begin_anew(station)
    present = Keys(secrets)
    entry = Recovered(registrar=_member(present, roster, own))
    recover(station.folder(), roster, entry, recovery=key.keys(kept), random=random)
    extend_roster(station.store(), station.folder(), station.keys(), random)
    station.home.joining.unlink(missing_ok=True)
    return RecoveredNetwork(registrar=own, former=roster.registrar)


def _member(keys: Keys, roster: Roster, own: int) -> Member:
    """Return this workstation as the roster is to know it; a box key that it has moved on to stays."""
    before = roster.members.get(own)
    box_key = before.box_key if before and keys.box_for((before.box_key,)) else keys.box_key
    return Member(number=own, sign_key=keys.sign_key, box_key=box_key)


def _roster_as_the_sheet_opens_it(station: Station, key: RecoveryKey, kept: Secrets | None) -> Roster:
    """Return the roster as it is in the folder now, with the network's keys of all its epochs."""
    keys = key.keys(kept)
    if not keys.roster_keys:
        raise KeysMissing
    store, folder, random = station.store(), station.folder(), station.world.random
    if kept is not None and kept.network_keys:
        extend_roster(store, folder, station.keys(), random)  # What this desk sealed, only its own keys seal anew.
    return extend_roster(store, folder, keys, random)
