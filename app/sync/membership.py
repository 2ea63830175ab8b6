"""Founding a network and joining it: what is written to the folder, and what must be proved before it is believed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from msgspec import structs

from app.sync.announced import has_read
from app.sync.entries import Admitted, Founded, Member, Rejoined
from app.sync.envelope import verify
from app.sync.errors import AlreadyFounded, InvitationUnusable, Malformed, NotRegistrar, NumbersExhausted
from app.sync.heads import Head
from app.sync.invitations import (
    FILE_MAX,
    Invitation,
    Request,
    Welcome,
    open_welcome,
    read_request,
    read_welcome,
    write_request,
    write_welcome,
)
from app.sync.keys import Keys, Secrets, fingerprint, new_secrets, seal_for
from app.sync.layout import REPLICAS, REQUESTS, ROSTER, WELCOME
from app.sync.ports import Folder, Random
from app.sync.positions import LogId
from app.sync.registrar import sign
from app.sync.roster import Roster, entry_file, read_roster, write_entry
from app.sync.roster_reading import read_winner
from app.sync.ticks import REPLICA_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """A network just founded: its first entry, the founder's number and secrets, and the recovery key's."""

    entry: bytes
    roster: Roster
    number: int
    secrets: Secrets
    recovery: Secrets


def found(folder: Folder, *, name: str, profile: str, training: bool, random: Random) -> Founding:
    """Found a network in an empty folder.

    Raises:
        AlreadyFounded: There is a network in it.
    """
    if folder.names(ROSTER) or folder.names(REPLICAS):
        raise AlreadyFounded
    number = draw_number(set(), random)
    secrets = new_secrets(random, {1: random(32)})
    recovery, keys = new_secrets(random), Keys(secrets)
    founded = Founded(
        name=name,
        profile=profile,
        training=training,
        registrar=Member(number=number, sign_key=keys.sign_key, box_key=keys.box_key),
        recovery_sign=Keys(recovery).sign_key,
        recovery_box=Keys(recovery).box_key,
        sealed_keys={1: seal_for(Keys(recovery).box_key, secrets.network_keys[1])},
    )
    entry = write_entry(founded, after=None, writing=keys.writing(number, random))
    folder.write_new(entry_file(1), entry)
    roster = read_roster([entry], keys)
    return Founding(entry=entry, roster=roster, number=number, secrets=secrets, recovery=recovery)


def draw_number(taken: Collection[int], random: Random) -> int:
    """Draw a replica number that was never seen: two registrars that do not know of each other rarely draw alike.

    Raises:
        NumbersExhausted: All are taken.
    """
    free = [number for number in range(1, REPLICA_MAX + 1) if number not in taken]
    if not free:
        raise NumbersExhausted
    return free[int.from_bytes(random(4), "big") % len(free)]


def numbers_seen(folder: Folder, roster: Roster) -> set[int]:
    """Return every number that roster or folder knows."""
    return set(roster.members) | {int(name) for name in folder.names(REPLICAS) if name.isdecimal()}


def ask_to_join(folder: Folder, invitation: Invitation, token: bytes, random: Random) -> Secrets:
    """Write a request under an invitation; return the secrets of the newcomer."""
    secrets = new_secrets(random)
    keys = Keys(secrets)
    request = Request(invitation=invitation.id, number=invitation.number, sign_key=keys.sign_key, box_key=keys.box_key)
    folder.write_new(_request_file(request), write_request(request, token))
    return secrets


def _request_file(request: Request) -> str:
    return f"{REQUESTS}/{request.invitation.hex()}-{fingerprint(request.sign_key, request.box_key)}.bin"


def requests_for(folder: Folder, invitation_id: bytes, token: bytes) -> Iterator[Request]:
    """Yield the requests under an invitation whose writers know its token; a copy of one is not another."""
    seen: set[Request] = set()
    for name in folder.names(REQUESTS):
        if name.startswith(invitation_id.hex()):
            data = folder.read(f"{REQUESTS}/{name}", bytes_max=FILE_MAX)
            try:
                request = read_request(data or b"", token)
            except Malformed:
                continue  # Torn, or by somebody who saw the file and not the passphrase.
            if request not in seen:
                seen.add(request)
                yield request


def withdraw_requests(folder: Folder, invitation_id: bytes) -> None:
    """Take away what was asked under an invitation that is closed."""
    for name in folder.names(REQUESTS):
        if name.startswith(f"{invitation_id.hex()}-"):
            folder.delete(f"{REQUESTS}/{name}")


def take_welcomes_away(folder: Folder, roster: Roster, heads: Mapping[LogId, Head]) -> None:
    """Take away, as the registrar, the welcomes of those who have come in, and what they had asked with.

    A welcome holds network keys, sealed for a box key that its member moves on from; it is of no use to anybody else.
    """
    came = {log.replica for log, head in heads.items() if _has_come(log.replica, head, roster)}
    known = {n: fingerprint(roster.members[n].sign_key, box_key) for n, box_key in roster.welcomed.items() if n in came}
    for path in (REQUESTS, WELCOME) if known else ():
        for name in folder.names(path):
            if name.endswith(tuple(f"{print_}.bin" for print_ in known.values())):
                folder.delete(f"{path}/{name}")


def _has_come(number: int, head: Head, roster: Roster) -> bool:
    return number in roster.named and has_read(head, roster, roster.named[number].entry)


def admit(folder: Folder, roster: Roster, request: Request, *, keys: Keys, random: Random, own: int) -> None:
    """Sign a newcomer into the roster and leave a welcome; done twice, for a crash in between, it ends the same.

    Raises:
        NotRegistrar: This desk is not the registrar.
    """
    if own != roster.registrar:
        raise NotRegistrar
    member = Member(number=request.number, sign_key=request.sign_key, box_key=request.box_key)
    if member.number not in roster.members or roster.members[member.number].sign_key != member.sign_key:
        kind = Rejoined if member.number in roster.members else Admitted
        roster = sign(
            folder, roster, kind(member=member, invitation=request.invitation), keys=keys, random=random, own=own
        )
    welcome_member(folder, roster, member, keys)


def readmit(folder: Folder, roster: Roster, member: Member, *, keys: Keys, random: Random, own: int) -> None:
    """Sign again the admission of a member that only a roster that lost has, same key and number.

    Raises:
        NotRegistrar: This desk is not the registrar.
    """
    after = sign(folder, roster, Admitted(member=member, invitation=b""), keys=keys, random=random, own=own)
    welcome_member(folder, after, member, keys)


def welcome_member(folder: Folder, roster: Roster, member: Member, keys: Keys) -> None:
    """Leave a member, as the registrar, the network's keys where only it can open them."""
    welcome = Welcome(
        network=roster.network,
        number=member.number,
        registrar=roster.registrar,
        network_keys=dict(roster.network_keys),
        roster_keys=roster.former_roster_keys,
        roster_length=roster.length,
    )
    folder.write_new(welcome_file(member.sign_key, member.box_key), write_welcome(welcome, member.box_key, keys))


def welcome_file(sign_key: bytes, box_key: bytes) -> str:
    return f"{WELCOME}/{fingerprint(sign_key, box_key)}.bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A newcomer's way in: its secrets with the network's keys, and the roster's entries."""

    secrets: Secrets
    entries: list[bytes]


def accept_welcome(folder: Folder, invitation: Invitation, secrets: Secrets) -> Accepted | None:
    """Return what a welcome brings, or None while there is none.

    Raises:
        InvitationUnusable: The folder's network is not the one that the invitation names.
    """
    keys = Keys(secrets)
    data = folder.read(welcome_file(keys.sign_key, keys.box_key), bytes_max=FILE_MAX)
    if data is None:
        return None
    try:
        welcome = read_welcome(data, keys, invitation.registrar_key)
    except Malformed:
        return None  # Not whole yet.
    member = structs.replace(secrets, network_keys=welcome.network_keys, roster_keys=welcome.roster_keys)
    chain = read_winner(folder, Keys(member), welcome.network)
    if welcome.network != invitation.network or (chain and invitation.roster not in chain.roster.links):
        raise InvitationUnusable(part="roster")
    if chain is None or chain.roster.length < welcome.roster_length or invitation.number not in chain.roster.members:
        return None
    return Accepted(secrets=member, entries=list(chain.entries))


def accept_anew(folder: Folder, network: bytes, number: int, secrets: Secrets) -> Accepted | None:
    """Return what a welcome brings to one that was a member before, or None while there is none that counts.

    A roster that lost had admitted it, and the present registrar has signed it again; there is no invitation to
    hold the welcome to, so it counts when whoever signed it is a member still, by the roster that its keys open.
    """
    keys = Keys(secrets)
    names = set(folder.names(WELCOME))
    found = (one for one in keys.box_keys() if f"{fingerprint(keys.sign_key, one)}.bin" in names)
    box = keys.box_for(tuple(found))
    if box is None:
        return None
    data = folder.read(welcome_file(keys.sign_key, bytes(box.public_key)), bytes_max=FILE_MAX)
    try:
        welcome = open_welcome(data or b"", box)
        member = structs.replace(
            secrets,
            network_keys={**secrets.network_keys, **welcome.network_keys},
            roster_keys={**secrets.roster_keys, **welcome.roster_keys},
        )
        chain = read_winner(folder, Keys(member), network)
        if chain is None or welcome.registrar not in chain.roster.remaining or number not in chain.roster.members:
            return None
        verify(data or b"", chain.roster.verify_key(welcome.registrar))
    except Malformed:
        return None
    return Accepted(secrets=member, entries=list(chain.entries))
