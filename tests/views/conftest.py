"""An invented town, lived in once and copied for every test."""

import shutil

import pytest
import ttkbootstrap as ttk

from app.station import passwords, recovery
from app.station.home import Home
from app.station.station import Station
from app.views.presenters.desk import DeskPresenter
from app.views.screenshots.people import LATVIAN
from app.views.screenshots.town import LOGIN, PASSWORD, TODAY, found_town, played_world
from app.words import Words
from tests.conftest import CHEAP_BYTES, CHEAP_OPS
from tests.views.doubles import DirectService, RememberingStage
from tests.views.stories import homes, running_world, windows  # noqa: F401  # Fixtures.
from tests.views.window import Window


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory):
    """The town's folder; it is copied, never used."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        for module in (passwords, recovery):
            patch.setattr(module, "OPS", CHEAP_OPS)
            patch.setattr(module, "MEMORY_BYTES", CHEAP_BYTES)
        found_town(folder, "lv")
    return folder


@pytest.fixture
def world():
    return played_world(LATVIAN, at=TODAY)


@pytest.fixture
def home(lived_in, tmp_path):
    """A workstation of the town; its shared folder lies beside it."""
    shutil.copytree(lived_in, tmp_path / "town")
    made = Home(tmp_path / "town" / "home")
    made.settings.change(share=str(tmp_path / "town" / "share"), sound=False)
    return made


@pytest.fixture
def service(home, world):
    """The workstation, with its librarian signed in, answering at once."""
    station = Station.open(home, world)
    made = DirectService(station, settings=home.settings)
    made.sign_in(LOGIN, PASSWORD, done=lambda _: None, failed=lambda error: pytest.fail(str(error)))
    yield made
    station.close()


@pytest.fixture
def words():
    return Words("en")


@pytest.fixture
def stage():
    return RememberingStage()


@pytest.fixture
def desk(service, words, stage):
    """The presenter of the desk, which hears of every deed as it does in the window."""
    presenter = DeskPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


@pytest.fixture
def closed_door(home, world):
    """The window, with nobody signed in."""
    ttk.set_bootstyle_strict(True)  # A style that does not exist is an error, not a warning.
    opened = Window.open(home, world)
    yield opened
    opened.close()
    assert opened.troubles == []


@pytest.fixture
def window(closed_door):
    """The window at the desk."""
    closed_door.sign_in()
    return closed_door
