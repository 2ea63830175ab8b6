"""Joining a network: the newcomer's side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.db.database import open_database
from app.db.log.beginning import begin
from app.station.founding import new_incarnation
from app.station.home import Home
from app.station.station import Station
from app.station.world import World
from app.sync.errors import AlreadyFounded, InvitationUnusable, NotAdmitted
from app.sync.folder import DirectoryFolder
from app.sync.invitations import Invitation, read_invitation, unlock_invitation
from app.sync.keys import Keys, fingerprint
from app.sync.membership import accept_welcome, ask_to_join
from app.sync.positions import LogId

WAITING = "waiting"
MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Where a newcomer stands: waiting to be admitted, or a member."""

    replica: int
    state: str
    fingerprint: str
    branch: str


def join_network(home: Home, world: World, *, invitation: bytes, passphrase: str, share: Path) -> Joining:
    """Ask to join with an invitation; asking again with the same one changes nothing.

    Raises:
        AlreadyFounded: This home belongs to a network.
        InvitationUnusable: The invitation has expired or is not whole.
        PassphraseWrong: The passphrase is another.
    """
    if home.joining.exists() and home.joining.read_bytes() == invitation:
        with_station = Station.open(home, world)
        try:
            return _standing(read_invitation(invitation), with_station.keys(), WAITING)
        finally:
            with_station.close()
    if home.database.exists():
        raise AlreadyFounded(home=str(home.path))
    offered, token = unlock_invitation(invitation, passphrase)
    if offered.expires_ms < world.clock.wall_ms():
        raise InvitationUnusable(part="expired")
    home.make()
    folder = DirectoryFolder.in_share(share, random=world.random, pause=world.pause)
    secrets = ask_to_join(folder, offered, token, world.random)
    world.vault(home).save(offered.network, offered.number, secrets)
    home.settings.change(share=str(share.absolute()))
    home.joining.write_bytes(invitation)
    database = open_database(home.database)
    try:
        begin(database, network=offered.network, log=LogId(offered.number, new_incarnation(world)))
    finally:
        database.close()
    return _standing(offered, Keys(secrets), WAITING)


def _standing(invitation: Invitation, keys: Keys, state: str) -> Joining:
    return Joining(
        replica=invitation.number,
        state=state,
        fingerprint=fingerprint(keys.sign_key, keys.box_key),
        branch=invitation.branch_name,
    )


def complete_joining(station: Station) -> None:
    """Become a member where a welcome has come; do nothing for one that is a member already.

    Raises:
        NotAdmitted: Nobody has admitted this desk yet.
        InvitationUnusable: The folder's network is not the one that invited.
    """
    home, world = station.home, station.world
    if not home.joining.exists():
        return
    invitation = read_invitation(home.joining.read_bytes())
    accepted = accept_welcome(station.folder(), invitation, station.keys().secrets)
    if accepted is None:
        raise NotAdmitted
    world.vault(home).save(invitation.network, invitation.number, accepted.secrets)
    kept = len(station.store().roster())
    station.store().add_to_roster(accepted.entries[kept:])
    home.joining.unlink()


def is_training(station: Station) -> bool:
    """Tell whether the network is one for practice, which a newcomer knows from its invitation."""
    if station.home.joining.exists():
        return read_invitation(station.home.joining.read_bytes()).training
    return station.roster().founding.training
