"""Joining a network: the newcomer's side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.db.database import open_database
from app.db.log.beginning import begin
from app.station.founding import new_incarnation
from app.station.home import Home
from app.station.mark import FileMark
from app.station.station import Station
from app.station.world import World
from app.sync.errors import AlreadyFounded, InvitationUnusable, KeysMissing, NotAdmitted
from app.sync.folder import DirectoryFolder
from app.sync.invitations import Invitation, read_invitation, unlock_invitation
from app.sync.keys import Keys, fingerprint
from app.sync.membership import accept_anew, accept_welcome, ask_to_join
from app.sync.past import forget_log
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

    A desk that has lost its keys asks with an invitation to its own number, and keeps its database.

    Raises:
        AlreadyFounded: This home belongs to a network.
        InvitationUnusable: The invitation has expired or is not whole.
        PassphraseWrong: The passphrase is another.
    """
    if home.joining.exists() and home.joining.read_bytes() == invitation:
        with_station = Station.open(home, world)
        try:
            return standing(read_invitation(invitation), with_station.keys(), WAITING)
        finally:
            with_station.close()
    if home.database.exists() and not _has_lost_its_keys(home, world, read_invitation(invitation)):
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
    if not home.database.exists():
        _begin(home, world, offered)
    return standing(offered, Keys(secrets), WAITING)


def _begin(home: Home, world: World, offered: Invitation) -> None:
    database = open_database(home.database)
    try:
        begin(database, network=offered.network, log=LogId(offered.number, new_incarnation(world)))
    finally:
        database.close()


def _has_lost_its_keys(home: Home, world: World, offered: Invitation) -> bool:
    """Tell whether the desk of this home is the one that an invitation names, without the keys that it had."""
    station = Station.open(home, world)
    try:
        if station.identity() != (offered.network, offered.number):
            return False
    finally:
        station.close()
    return world.vault(home).load(offered.network, offered.number) is None


def standing(invitation: Invitation, keys: Keys, state: str) -> Joining:
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
        KeysMissing: The keys that it asked with are gone.
        InvitationUnusable: The folder's network is not the one that invited.
    """
    home, world = station.home, station.world
    if not home.joining.exists():
        _take_welcome_anew(station)
        return
    invitation = read_invitation(home.joining.read_bytes())
    secrets = world.vault(home).load(invitation.network, invitation.number)
    if secrets is None:
        raise KeysMissing
    accepted = accept_welcome(station.folder(), invitation, secrets)
    if accepted is None:
        raise NotAdmitted
    world.vault(home).save(invitation.network, invitation.number, accepted.secrets)
    had_a_log = bool(station.store().roster())
    station.store().replace_roster(accepted.entries)
    if invitation.number != station.identity()[1]:
        log = LogId(invitation.number, new_incarnation(world))
        station.store().renumber(log, world.clock.wall_ms())
    elif had_a_log:
        begin_anew(station)
    home.joining.unlink()


def begin_anew(station: Station) -> None:
    """Let a desk open a new log in its next round: what it had sealed before, it publishes again where some lack it."""
    forget_log(FileMark(station.home.mark), station.identity()[1])


def _take_welcome_anew(station: Station) -> None:
    """Look for a welcome where the roster as kept does not have this desk: a roster that lost had admitted it."""
    network, own = station.identity()
    if not station.store().roster() or _belongs(station):
        return
    secrets = station.keys().secrets
    accepted = accept_anew(station.folder(), network, own, secrets)
    if accepted is not None:
        station.world.vault(station.home).save(network, own, accepted.secrets)
        station.store().replace_roster(accepted.entries)


def _belongs(station: Station) -> bool:
    roster = station.roster()
    return station.identity()[1] in roster.members and roster.epoch in roster.network_keys


def is_training(station: Station) -> bool:
    """Tell whether the network is one for practice, which a newcomer knows from its invitation."""
    if station.home.joining.exists():
        return read_invitation(station.home.joining.read_bytes()).training
    return station.roster().founding.training
