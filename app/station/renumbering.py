"""Another number for a machine whose disk is a copy: two must not draw ids under one number.

What it has done so far goes out under the number that it has, and what not everybody has read in a log of its own: the
other machine may go on in the one that both had, and then nobody else could write this side of it again. Once it has
asked, it publishes nothing until it is admitted; what is done meanwhile is drawn anew under the new number, for nobody
else has seen it.
"""

from __future__ import annotations

from app.errors import Rejected
from app.station.home import Home
from app.station.joining import WAITING, Joining, begin_anew, standing
from app.station.station import Station
from app.station.syncing import sync_once
from app.station.world import World
from app.sync.errors import InvitationUnusable, KeysMissing
from app.sync.invitations import read_invitation, unlock_invitation
from app.sync.keys import Keys
from app.sync.membership import ask_to_join


class NotAllSent(Rejected):
    """Something of this workstation waits to be published under its present number."""

    code = "network.not-all-sent"


def ask_for_a_number(home: Home, world: World, *, invitation: bytes, passphrase: str) -> Joining:
    """Ask for the number that an invitation names, in the network of this home; asking again changes nothing.

    Raises:
        InvitationUnusable: It has expired, or is another network's, or names the number that this desk has.
        PassphraseWrong: The passphrase is another.
        NotAllSent: Something could not be published yet.
    """
    station = Station.open(home, world)
    try:
        if home.joining.exists() and home.joining.read_bytes() == invitation:
            return standing(read_invitation(invitation), _keys(home, world, invitation), WAITING)
        offered, token = unlock_invitation(invitation, passphrase)
        network, number = station.identity()
        if offered.network != network or offered.number == number:
            raise InvitationUnusable(part="network")
        if offered.expires_ms < world.clock.wall_ms():
            raise InvitationUnusable(part="expired")
        begin_anew(station)
        if sync_once(station).waiting:
            raise NotAllSent
        secrets = ask_to_join(station.folder(), offered, token, world.random)
        world.vault(home).save(network, offered.number, secrets)
        home.joining.write_bytes(invitation)
        return standing(offered, Keys(secrets), WAITING)
    finally:
        station.close()


def _keys(home: Home, world: World, invitation: bytes) -> Keys:
    offered = read_invitation(invitation)
    secrets = world.vault(home).load(offered.network, offered.number)
    if secrets is None:
        raise KeysMissing
    return Keys(secrets)
