"""Inviting a workstation and admitting it: the registrar's side of joining."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.db.invitations import OpenInvitation, close_invitation, keep_invitation, open_invitations
from app.db.queries.network import branches, workstations
from app.desk.network import Place, seat_workstation
from app.desk.outcome import Refused
from app.station.founding import with_profile
from app.station.profiles import load_profile
from app.station.station import Station
from app.sync.chains import lost_members
from app.sync.entries import Member
from app.sync.errors import NotRegistrar
from app.sync.folder import DirectoryFolder
from app.sync.invitations import TOKEN_BYTES, Invitation, Request, new_passphrase, write_invitation
from app.sync.keys import fingerprint
from app.sync.membership import admit, draw_number, numbers_seen, readmit, requests_for, withdraw_requests
from app.sync.registrar import check_may_go
from app.sync.roster import Roster
from app.sync.roster_reading import Looked, look_at_roster

EXPIRES_DAYS = 7
DAY_MS = 86_400_000

NETWORK = "network"
"""The permission to change who is a member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation: the bytes that a person carries, and the passphrase that is spoken."""

    invitation: Invitation
    data: bytes
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A workstation that asks to join, or has been admitted.

    Attributes:
        fingerprint: To be compared with the one on the newcomer's own screen.
    """

    replica: int
    fingerprint: str
    branch: str
    workstation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What came of looking at the requests.

    Attributes:
        waiting: Requests that nobody has admitted.
        voided: Numbers of invitations that two different workstations have answered: somebody else had the file.
        again: Workstations that a roster that lost had admitted; each is admitted again by its number alone, for
            whoever took the registrar's PC may have admitted them.
    """

    admitted: tuple[Asking, ...]
    waiting: tuple[Asking, ...]
    expired: tuple[int, ...]
    voided: tuple[int, ...]
    again: tuple[Asking, ...] = ()


def invite(station: Station, *, place: Place) -> Invited | Refused:
    """Invite one workstation. The invitation is used once, and expires in seven days.

    Raises:
        NotRegistrar: This desk is not the registrar.
    """
    if blocks := station.not_permitted(NETWORK):
        return Refused(blocks=blocks)
    roster, folder = _membership(station)
    promised = {invitation.number for invitation in open_invitations(station.database)}
    number = draw_number(numbers_seen(folder, roster) | promised, station.world.random)
    return _invited(station, roster, place, number)


def invite_again(station: Station, *, replica: int) -> Invited | Refused:
    """Invite a workstation that has lost its keys: it keeps its number and its database.

    Raises:
        NotRegistrar: This desk is not the registrar.
        NoSuchMember: There is no such workstation.
        AlreadyExpelled: It was expelled, and is invited as a new one.
        RegistrarStays: It is the registrar; only the recovery sheet gives it new keys.
    """
    if blocks := station.not_permitted(NETWORK):
        return Refused(blocks=blocks)
    roster, _ = _membership(station)
    check_may_go(roster, replica)
    return _invited(station, roster, place_of_workstation(station, replica), replica)


def place_of_workstation(station: Station, replica: int) -> Place:
    """Return where a workstation stands, as far as its rows have arrived."""
    shown = next((one for one in workstations(station.reading) if one.replica == replica), None)
    name = shown.branch if shown else ""
    code = next((branch.code for branch in branches(station.reading) if branch.name == name), "")
    return Place(branch_code=code, branch_name=name, workstation=shown.name if shown else "")


def _invited(station: Station, roster: Roster, place: Place, number: int) -> Invited:
    random = station.world.random
    invitation = Invitation(
        id=random(16),
        network=roster.network,
        name=roster.name,
        profile=roster.founding.profile,
        training=roster.founding.training,
        branch=place.branch_code,
        branch_name=place.branch_name,
        workstation=place.workstation,
        number=number,
        registrar=roster.registrar,
        registrar_key=station.keys().sign_key,
        roster=roster.link,
        expires_ms=station.world.clock.wall_ms() + EXPIRES_DAYS * DAY_MS,
    )
    token, passphrase = random(TOKEN_BYTES), new_passphrase(random)
    keep_invitation(station.database, invitation, token)
    data = write_invitation(invitation, token, passphrase, random)
    return Invited(invitation=invitation, data=data, passphrase=passphrase)


def _membership(station: Station) -> tuple[Roster, DirectoryFolder]:
    return _looked(station).roster, station.folder()


def _looked(station: Station) -> Looked:
    store, folder, random = station.store(), station.folder(), station.world.random
    looked = look_at_roster(None, store, folder, station.keys(), random, once=True, writes=True)
    if station.identity()[1] != looked.roster.registrar:
        raise NotRegistrar
    return looked


def admit_waiting(station: Station, *, replica: int | None = None, everybody: bool = False) -> Admission | Refused:
    """Admit one workstation that asks, or all of them; with neither, only tell who asks.

    Raises:
        NotRegistrar: This desk is not the registrar.
    """
    if blocks := station.not_permitted(NETWORK):
        return Refused(blocks=blocks)
    admitted, waiting, expired, voided = [], [], [], []
    for invitation in open_invitations(station.database):
        requests = list(requests_for(_membership(station)[1], invitation.id, invitation.token))
        if invitation.expires_ms < station.world.clock.wall_ms():
            _close(station, invitation, "expired")
            expired.append(invitation.number)
        elif len(requests) > 1:
            _close(station, invitation, "voided")
            voided.append(invitation.number)
        elif requests and (everybody or invitation.number == replica):
            _admit(station, invitation, requests[0])
            admitted.append(_asking(invitation, requests[0]))
        elif requests:
            waiting.append(_asking(invitation, requests[0]))
    again, readmitted = _admit_again(station, replica)
    return Admission(
        admitted=(*admitted, *readmitted),
        waiting=tuple(waiting),
        expired=tuple(expired),
        voided=tuple(voided),
        again=again,
    )


def _admit_again(station: Station, replica: int | None) -> tuple[tuple[Asking, ...], tuple[Asking, ...]]:
    """Sign again, same key and number, the lost admission that a person names; return who is left, and who is in."""
    looked = _looked(station)
    lost = lost_members(looked.lost, looked.roster)
    for member in lost:
        if member.number == replica:
            own, keys, random = looked.roster.registrar, station.keys(), station.world.random
            readmit(station.folder(), looked.roster, member, keys=keys, random=random, own=own)
    told = [(member.number == replica, _lost(station, member)) for member in lost]
    return tuple(asking for done, asking in told if not done), tuple(asking for done, asking in told if done)


def _lost(station: Station, member: Member) -> Asking:
    place = place_of_workstation(station, member.number)
    return Asking(
        replica=member.number,
        fingerprint=fingerprint(member.sign_key, member.box_key),
        branch=place.branch_name,
        workstation=place.workstation,
    )


def _admit(station: Station, invitation: OpenInvitation, request: Request) -> None:
    """Sign the newcomer into the roster, write its rows, close the invitation; each step may be repeated."""
    roster, folder = _membership(station)
    keys, random = station.keys(), station.world.random
    admit(folder, roster, request, keys=keys, random=random, own=roster.registrar)
    if invitation.number not in {workstation.replica for workstation in workstations(station.reading)}:
        place = Place(
            branch_code=invitation.branch_code,
            branch_name=invitation.branch_name,
            workstation=invitation.workstation,
        )
        place = with_profile(place, load_profile(roster.founding.profile))
        station.do(seat_workstation, place=place, replica=invitation.number)
    _close(station, invitation, "used")


def _close(station: Station, invitation: OpenInvitation, standing: str) -> None:
    """Close an invitation, and let nothing lie in the folder that was asked under it."""
    close_invitation(station.database, invitation, standing)  # First: what is void stays void whatever fails.
    withdraw_requests(station.folder(), invitation.id)


def _asking(invitation: OpenInvitation, request: Request) -> Asking:
    return Asking(
        replica=invitation.number,
        fingerprint=fingerprint(request.sign_key, request.box_key),
        branch=invitation.branch_name,
        workstation=invitation.workstation,
    )
