"""What the registrar signs into the roster: each entry is held to the rules of reading before it is written."""

from __future__ import annotations

from collections.abc import Mapping

from app.sync.entries import Entry, Expelled, HandedOver, Keeping, Recovered, Rekeyed, Renamed, Retired
from app.sync.errors import AlreadyExpelled, NoSuchMember, NotRegistrar, RegistrarStays
from app.sync.keys import KEY_BYTES, Keys
from app.sync.ports import Folder, Random, Store
from app.sync.roster import NONE_ANNOUNCED, RECOVERY_KEY, Roster, following, new_key_for, write_entry
from app.sync.roster_reading import file_for


def sign(
    folder: Folder,
    roster: Roster,
    entry: Entry,
    *,
    keys: Keys,
    random: Random,
    own: int,
    store: Store | None = None,
) -> Roster:
    """Write the entry that follows a roster; return the roster after it.

    Args:
        store: Keeps the entry first. A listing that omits it brings no second one then, and a folder that goes back
            does not take it along: the registrar writes it again as one that the folder lost.

    Raises:
        NotRegistrar: This desk is not the registrar.
    """
    if own != roster.registrar:
        raise NotRegistrar
    return _write(folder, roster, entry, keys=keys, random=random, replica=own, store=store)


def _write(
    folder: Folder,
    roster: Roster,
    entry: Entry,
    *,
    keys: Keys,
    random: Random,
    replica: int,
    store: Store | None = None,
) -> Roster:
    knowing = keys.knowing(roster.network_keys, roster.roster_keys)
    data = write_entry(entry, after=roster, writing=knowing.writing(replica, random))
    after = following(roster, data, keys)
    if store is not None:
        store.add_to_roster([data])
    folder.write_new(file_for(folder, data), data)
    return after


def check_remaining(roster: Roster, number: int) -> None:
    """Refuse a number that is no member, or no longer one.

    Raises:
        NoSuchMember: It is none.
    """
    if number not in roster.remaining:
        raise NoSuchMember(replica=number)


def check_may_go(roster: Roster, number: int) -> None:
    """Refuse to let a workstation go that is none, or that is the registrar.

    Raises:
        NoSuchMember: There is none with this number.
        AlreadyExpelled: It was expelled before.
        RegistrarStays: It is the registrar, who hands over first.
    """
    if number not in roster.members:
        raise NoSuchMember(replica=number)
    if number in roster.expelled:
        raise AlreadyExpelled(replica=number)
    if number == roster.registrar:
        raise RegistrarStays(replica=number)


def expulsion(roster: Roster, number: int, random: Random, announced: Mapping[int, bytes] = NONE_ANNOUNCED) -> Expelled:
    """Return the entry that expels a member, with a new network key for the rest."""
    check_may_go(roster, number)
    return Expelled(number=number, key=new_key_for(roster, random(KEY_BYTES), announced, without=number))


def rekeying(
    roster: Roster, random: Random, announced: Mapping[int, bytes] = NONE_ANNOUNCED, *, erased: int | None = None
) -> Rekeyed:
    """Return the entry that starts a new epoch for everybody."""
    return Rekeyed(key=new_key_for(roster, random(KEY_BYTES), announced, erased=erased))


def retirement(roster: Roster, number: int) -> Retired:
    """Return the entry that takes a workstation out of use."""
    check_may_go(roster, number)
    check_remaining(roster, number)
    return Retired(number=number)


def hand_over(roster: Roster, number: int) -> HandedOver:
    """Return the entry that names another registrar."""
    check_remaining(roster, number)
    return HandedOver(registrar=number)


def keeping(roster: Roster, number: int, *, keeper: bool) -> Keeping:
    """Return the entry that gives the keeper role or takes it away."""
    check_remaining(roster, number)
    return Keeping(number=number, keeper=keeper)


def renaming(name: str) -> Renamed:
    """Return the entry that gives the network another name for people."""
    return Renamed(name=name)


def recover(folder: Folder, roster: Roster, entry: Recovered, *, recovery: Keys, random: Random) -> Roster:
    """Appoint a registrar with the recovery key: a new term begins.

    Args:
        recovery: The keys of the sheet.
    """
    return _write(folder, roster, entry, keys=recovery, random=random, replica=RECOVERY_KEY)
