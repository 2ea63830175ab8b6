"""How a town begins: keys, a roster that has everybody, and what the founder enters before the first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from app.db.defaults import read_profile
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.items import add_item
from app.desk.network import Account, Place, found_network, seat_workstation
from app.desk.patrons import register_patron
from app.rules.policy import settings_of
from app.sync.entries import Admitted, Founded, Member
from app.sync.epochs import sealed_key
from app.sync.keys import Keys, Secrets
from app.sync.roster import following, read_roster, write_entry
from tests.sim.branch import Branch

USUAL = "valmiera"
"""The profile of a town where nothing else is said."""

RECOVERY = Keys(Secrets(sign_seed=b"R" * 32, box_seed=b"r" * 32, network_keys={}))
"""The key that a registrar keeps in a safe."""


def administrator() -> Acting:
    permissions = frozenset(read_profile(USUAL)["roles"]["administrator"])
    return Acting(staff=StaffId(1), name="A", branch=BranchId(1), permissions=permissions)


def make_members(
    random: Random, numbers: Sequence[int], *, profile: str = USUAL, recoverable: bool = False
) -> tuple[dict[int, Keys], list[bytes]]:
    """Return everybody's keys, and a roster that has them all; the first number founds it.

    Args:
        recoverable: Whether the recovery key may appoint a registrar.
    """
    network_key = random.randbytes(32)
    keys = {
        number: Keys(
            Secrets(sign_seed=random.randbytes(32), box_seed=random.randbytes(32), network_keys={1: network_key})
        )
        for number in numbers
    }
    members = {n: Member(number=n, sign_key=k.sign_key, box_key=k.box_key) for n, k in keys.items()}
    founder = numbers[0]
    writing = keys[founder].writing(founder, random.randbytes)
    founded = Founded(
        name="Town",
        profile=profile,
        training=True,
        registrar=members[founder],
        recovery_sign=RECOVERY.sign_key if recoverable else b"",
        recovery_box=RECOVERY.box_key if recoverable else b"",
        sealed_keys={1: sealed_key(1, network_key, {}, RECOVERY.box_key).recovery} if recoverable else {},
    )
    entries = [write_entry(founded, after=None, writing=writing)]
    roster = read_roster(entries, keys[founder])
    for number in numbers[1:]:
        entries.append(write_entry(Admitted(member=members[number], invitation=b""), after=roster, writing=writing))
        roster = following(roster, entries[-1], keys[founder])
    return keys, entries


def found(
    founder: Branch,
    others: Sequence[Branch],
    acting: Acting,
    profile: str = USUAL,
    settings: Mapping[str, str] | None = None,
) -> None:
    """Let the founder enter the rules, every branch, and a few patrons and copies.

    Args:
        settings: What holds in this town in place of what its profile says.
    """
    rules = read_profile(profile)
    zone = rules["network"]["time_zone"]
    place = Place(branch_code="B0", branch_name="B0", workstation="1", time_zone=zone)
    founder.do(
        acting,
        lambda work: found_network(
            work,
            place=place,
            replica=founder.number,
            administrator=Account(login="a", name="A", verifier=""),
            settings={**dict(settings_of(rules)), **(settings or {})}.items(),
            roles=rules["roles"],
        ),
    )
    for branch in others:
        seat = Place(branch_code=f"B{branch.number}", branch_name="B", workstation="1", time_zone=zone)
        founder.do(acting, lambda work, b=branch, p=seat: seat_workstation(work, place=p, replica=b.number))
    for number in range(8):
        card, barcode, name = f"C{number}", f"I{number}", f"N{number}"
        founder.do(acting, lambda work, c=card, n=name: register_patron(work, given="Ā", family=n, card=c))
        founder.do(acting, lambda work, b=barcode, n=name: add_item(work, barcode=b, title=f"T{n}"))
