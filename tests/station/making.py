"""A workstation for tests: founded in a temporary folder, with a clock that stands where it is put."""

import hashlib
import itertools
from dataclasses import dataclass, field

from app.desk.network import Place
from app.station.founding import Founder, create_network
from app.station.home import Home
from app.station.station import Station
from app.station.vault import FileVault
from app.station.world import World
from tests.making import NOON

PASSWORD = "ļoti slepeni"
PLACE = Place(branch_code="MAZ", branch_name="Mazpils", workstation="1")


@dataclass
class StandingClock:
    """Both clocks stand until a test moves them."""

    wall: int = NOON
    steady: int = 1_000_000

    def wall_ms(self):
        return self.wall

    def monotonic_ms(self):
        return self.steady

    def pass_ms(self, ms):
        self.wall += ms
        self.steady += ms


@dataclass
class Chance:
    """Different bytes at every call, the same in every run."""

    calls: itertools.count = field(default_factory=itertools.count)

    def __call__(self, count):
        return hashlib.shake_128(next(self.calls).to_bytes(4, "big")).digest(count)


def make_world(clock=None):
    chance = Chance()
    return World(
        clock=clock or StandingClock(),
        random=chance,
        pause=lambda _: None,
        vault=lambda home: FileVault(path=home.keys, random=chance),
        version="test",
    )


def founded(folder, world, *, training=True):
    """Found a network below `folder`; return the home."""
    home, share = Home(folder / "home"), folder / "share"
    share.mkdir()
    founder = Founder(login="anna", name="Anna A.", password=PASSWORD)
    create_network(
        home, world, share=share, name="Tīkls", profile="valmiera", place=PLACE, founder=founder, training=training
    )
    return home


def opened(home, world):
    return Station.open(home, world).signed_in("anna", PASSWORD)
