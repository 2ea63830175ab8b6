"""The door is shown before what is behind it is imported or opened; nothing that is typed meanwhile is lost."""

import subprocess
import sys
from tkinter import Misc

import pytest

from app.cli.main import main
from app.db.database import DatabaseDamaged, DatabaseUnavailable
from app.station.home import Home, NoNetwork
from app.views.screenshots.people import LATVIAN as TOWN
from app.views.screenshots.town import PASSWORD
from app.views.shell import inside, shut
from tests.views.window import Gate, Window

MARK = "  MĀCĪBU TĪKLS – šeit nekas nav pa īstam"
DAMAGED = "Šīs darbstacijas datubāze ir bojāta."
BEHIND = (
    "app.db",
    "app.desk",
    "app.rules",
    "app.sync",
    "babel",
    "nacl",
    "peewee",
    "sqlite_utils",
    "watchdog",
    "zstandard",
)


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def early(home, world, gate):
    """The window while its station is not open yet."""
    opened = Window.door(home, world, spawn=gate)
    opened.pump(lambda: gate.held)
    yield opened
    gate.open()
    opened.close()
    assert opened.troubles == []


@pytest.fixture
def damaged(home):
    home.database.write_bytes(b"This was a database once." * 500)
    return home


def test_the_way_to_the_door_imports_nothing_of_what_is_behind_it():
    program = (
        "import sys, app.cli.main, app.views.shell.opening; from app.cli.parser import commands; commands('desk');"
        "print(*sys.modules)"
    )
    imported = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert [name for name in imported.split() if name.startswith(BEHIND)] == []


def test_the_door_takes_keys_before_the_station_is_open(early):
    early.type("abc")

    assert early.desk.inside is None
    assert early.desk.door.screen.password.value == "abc"


def test_who_presses_enter_early_waits_and_is_let_in(early, gate):
    early.type(PASSWORD)
    early.press("Return")
    assert early.desk.door.presenter.state.busy
    assert "Pārbauda …" in early.texts()

    gate.open()

    early.pump(lambda: early.desk.inside is not None and early.shell.frame is not None)
    assert early.shell.frame.is_shown
    assert early.shell.service.acting.name == TOWN.librarian


def test_what_is_being_typed_stays_when_the_station_opens(early, gate):
    early.type("tik")
    gate.open()
    early.pump(lambda: early.desk.inside is not None)

    early.type("ai")

    assert early.desk.door.screen.password.value == "tikai"


def test_the_branch_and_the_mark_of_training_come_without_moving_the_card(early, gate):
    card = early.desk.door.screen.password.entry
    before = (card.winfo_rootx(), card.winfo_rooty())
    assert MARK not in early.texts()

    gate.open()
    early.pump(lambda: early.desk.inside is not None)
    early.update()

    assert {MARK, TOWN.branch} <= set(early.texts())
    assert (card.winfo_rootx(), card.winfo_rooty()) == before


def test_a_window_closed_at_once_still_goes(home, world, gate):
    window = Window.door(home, world, spawn=gate)
    window.pump(lambda: gate.held)
    window.root.after(50, gate.open)

    window.close()

    assert window.desk.worker.stopped.is_set()
    assert window.desk.inside is None


def test_a_real_network_is_not_marked_and_its_keys_go_where_they_should(home, world, monkeypatch):
    monkeypatch.setattr(inside, "is_training", lambda _: False)
    window = Window.open(home, world)
    assert MARK not in window.texts()
    window.sign_in()
    assert window.root.focus_get() is window.screen.scan.field

    window.press("F12")
    focus = window.root.focus_get()
    window.close()

    assert focus is window.shell.sign_in.password.entry


# What cannot be opened.


def test_a_database_that_cannot_be_read_is_told_on_the_card(home, world, monkeypatch):
    """It was there a moment ago, when the data worker opened it."""
    monkeypatch.setattr(inside, "open_for_reading", unavailable)
    window = Window.door(home, world)

    window.pump(lambda: window.desk.failure)

    assert isinstance(window.troubles.pop(), DatabaseUnavailable)
    assert window.desk.door.presenter.state.shut
    window.close()


def unavailable(_):
    raise DatabaseUnavailable


def test_a_home_without_a_network_is_refused_before_there_is_a_window(tmp_path, world):
    with pytest.raises(NoNetwork):
        Window.door(Home(tmp_path / "nowhere"), world)


def test_who_has_no_console_is_shown_why_there_is_no_window(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(shut, "show_why", lambda _words, error: shown.append(error.code))
    assert main(["--home", str(tmp_path), "desk"]) == NoNetwork.exit_code
    assert shown == [], "whoever has one reads it there"

    monkeypatch.setattr("sys.stderr", None)

    assert main(["--home", str(tmp_path), "desk"]) == NoNetwork.exit_code
    assert shown == ["home.no-network"]


def test_a_home_that_cannot_be_opened_is_told_on_the_card(damaged, world):
    window = Window.door(damaged, world)

    window.pump(lambda: window.desk.failure)

    assert any(text.startswith(DAMAGED) for text in window.texts())
    assert window.desk.door.screen._button.instate(["disabled"])
    assert isinstance(window.troubles.pop(), DatabaseDamaged)
    window.close()


def test_who_pressed_enter_early_is_told_the_same(damaged, world, gate):
    window = Window.door(damaged, world, spawn=gate)
    window.type(PASSWORD)
    window.press("Return")

    gate.open()
    window.pump(lambda: window.desk.failure)
    window.pump(lambda: not window.desk.door.presenter.state.busy)
    window.update()

    assert sum(text.startswith(DAMAGED) for text in window.texts()) == 1
    window.close()


@pytest.mark.parametrize("what", ["is_training", "open_for_reading"])
def test_our_own_mistake_in_opening_is_told_too(home, world, gate, monkeypatch, what):
    """On the data worker's thread or on the window's; who pressed Enter early is not led astray."""
    monkeypatch.setattr(inside, what, lambda _: 1 / 0)
    window = Window.door(home, world, spawn=gate)
    window.type(PASSWORD)
    window.press("Return")
    early = []
    window.desk.door.let_in = early.append

    gate.open()
    window.pump(lambda: window.troubles)
    window.desk.worker.call(lambda _: None)
    window.update()

    assert any("tā nav jūsu vaina" in text for text in window.texts())
    assert early == []
    assert not window.desk.door.presenter.state.busy
    window.close()


def serve_until_told(root):
    """Serve Tk until the card tells what is wrong, then close the window as a person does."""
    gone = []
    root.bind("<Destroy>", lambda event: gone.append(event.widget is root), add="+")
    while not any(DAMAGED in str(label.cget("text")) for label in labels(root)):
        root.update()
    root.tk.call(root.protocol("WM_DELETE_WINDOW"))
    while not any(gone):
        root.update()


def labels(widget):
    for child in widget.winfo_children():
        yield from labels(child)
        if child.winfo_class() == "TLabel":
            yield child


def test_the_command_answers_with_the_error_when_the_window_is_closed(damaged, monkeypatch, capsys):
    monkeypatch.setenv("LETE_LANGUAGE", "lv")
    monkeypatch.setattr(Misc, "mainloop", serve_until_told)

    code = main(["--home", str(damaged.path), "desk"])

    assert code == DatabaseDamaged.exit_code != 0
    assert capsys.readouterr().err.startswith(DAMAGED)
