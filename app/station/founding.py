"""Founding a network from a workstation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.db.database import open_database
from app.db.log.beginning import begin
from app.db.work import run_deed
from app.desk.network import Account, Place, found_network
from app.desk.outcome import Refused
from app.rules.policy import settings_of
from app.station.home import Home
from app.station.passwords import verifier_of
from app.station.profiles import load_profile
from app.station.recovery import RecoverySheet, write_recovery
from app.station.station import NOBODY
from app.station.world import World
from app.sync.errors import AlreadyFounded
from app.sync.folder import DirectoryFolder
from app.sync.membership import found
from app.sync.positions import LogId


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who founds: the first administrator of the network."""

    login: str
    name: str
    password: str

    def __repr__(self) -> str:
        """Say nothing of the password: a log or a traceback must not tell it."""
        return f"Founder({self.login!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundedNetwork:
    """A network that has begun."""

    name: str
    replica: int
    branch: str
    recovery: RecoverySheet


def create_network(
    home: Home,
    world: World,
    *,
    share: Path,
    name: str,
    profile: str,
    place: Place,
    founder: Founder,
    training: bool = False,
    recovery_passphrase: str = "",
) -> FoundedNetwork:
    """Found a network in an empty shared folder, with this workstation as its first.

    Raises:
        AlreadyFounded: This home belongs to a network, or there is one in the folder.
        FolderUnreachable: The share is not there.
        ProfileUnknown: No profile has this name.
    """
    rules = load_profile(profile)
    if home.database.exists():
        raise AlreadyFounded(home=str(home.path))
    home.make()
    folder = DirectoryFolder.in_share(share, random=world.random, pause=world.pause)
    folder.found()
    founding = found(folder, name=name, profile=profile, training=training, random=world.random)
    world.vault(home).save(founding.roster.network, founding.number, founding.secrets)
    home.settings.change(share=str(share.absolute()))
    database = open_database(home.database)
    try:
        log = LogId(founding.number, new_incarnation(world))
        begin(database, network=founding.roster.network, log=log, roster=[founding.entry])
        done = run_deed(
            database,
            NOBODY,
            world.clock.wall_ms(),
            lambda work: found_network(
                work,
                place=with_profile(place, rules),
                replica=founding.number,
                administrator=Account(login=founder.login, name=founder.name, verifier=verifier_of(founder.password)),
                settings=settings_of(rules),
                roles=rules["roles"],
            ),
        )
        assert not isinstance(done, Refused)
    finally:
        database.close()
    sheet = write_recovery(home.recovery, founding, random=world.random, passphrase=recovery_passphrase)
    return FoundedNetwork(name=name, replica=founding.number, branch=place.branch_code, recovery=sheet)


def new_incarnation(world: World) -> int:
    """Draw the random name of a log: 63 bits, never 0."""
    return int.from_bytes(world.random(8), "big") >> 1 or 1


def with_profile(place: Place, rules: dict[str, dict[str, str]]) -> Place:
    """Return a place with the time zone and the weekly closed days of its profile."""
    network = rules["network"]
    return Place(
        branch_code=place.branch_code,
        branch_name=place.branch_name,
        workstation=place.workstation,
        time_zone=network["time_zone"],
        closed_weekdays=network["closed_weekdays"],
    )
