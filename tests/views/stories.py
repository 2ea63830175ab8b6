"""Two real windows, each of a workstation of its own in one network, and pictures of what they show.

With LETE_PICTURES=DIR every step of a story is saved as a picture, to be looked at.
"""

import os
import threading
import time
from pathlib import Path

import pytest
from PIL import ImageGrab

from app.desk.network import Place
from app.station.founding import Founder, create_network
from app.station.home import Home
from app.station.inviting import admit_waiting, invite
from app.station.joining import join_network
from app.station.station import Station
from app.station.syncing import sync_once
from app.station.vault import FileVault
from app.station.world import World
from app.views.screenshots.playing import PIXELS_A_POINT
from app.views.screenshots.town import LOGIN, PASSWORD
from tests.views.window import Window

PICTURES = os.environ.get("LETE_PICTURES", "")


class RunningClock:
    def wall_ms(self):
        return time.time_ns() // 1_000_000

    def monotonic_ms(self):
        return time.monotonic_ns() // 1_000_000


@pytest.fixture
def running_world():
    return World(
        clock=RunningClock(),
        random=os.urandom,
        pause=lambda seconds: threading.Event().wait(seconds),
        vault=lambda home: FileVault(path=home.keys, random=os.urandom),
        version="test",
    )


def with_station(home, world, act):
    station = Station.open(home, world)
    try:
        return act(station.signed_in(LOGIN, PASSWORD) if act is not sync_once else station)
    finally:
        station.close()


@pytest.fixture
def homes(request, tmp_path, running_world):
    """Two workstations of one network, each at a library of its own."""
    world = running_world
    first, second, share = Home(tmp_path / "a"), Home(tmp_path / "b"), tmp_path / "share"
    share.mkdir()
    create_network(
        first,
        world,
        share=share,
        name="Tīkls",
        profile=request.param,
        place=Place(branch_code="MAZ", branch_name="Mazpils", workstation="1"),
        founder=Founder(login=LOGIN, name="Inga Kalniņa", password=PASSWORD),
        training=True,
    )
    there = Place(branch_code="RUJ", branch_name="Rūja", workstation="1")
    invited = with_station(first, world, lambda station: invite(station, place=there))
    join_network(second, world, invitation=invited.data, passphrase=invited.passphrase, share=share)
    with_station(first, world, lambda station: admit_waiting(station, everybody=True))
    for home in (first, second):
        with_station(home, world, sync_once)
        home.settings.change(last_login=LOGIN, sound=False)
    return first, second


@pytest.fixture
def windows(running_world):
    opened = []

    def open_at(home, language, scale):
        window = Window.open(home, running_world, language, scaling=PIXELS_A_POINT * scale)
        opened.append(window)
        window.sign_in()
        return window

    yield open_at
    for window in opened:
        window.close()
        assert window.troubles == []


def look(window, name):
    if PICTURES:
        window.update()
        root = window.root
        x, y = root.winfo_rootx(), root.winfo_rooty()
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        shot = ImageGrab.grab(bbox=(x, y, x + root.winfo_width(), y + root.winfo_height()))
        shot.save(Path(PICTURES) / f"{name}.png")


def everything_is_sent(window):
    window.press("F7")
    window.pump(lambda: window.shell.service.news.contact is not None and not window.shell.service.news.waiting)
