"""The main job by keyboard on two real windows: a form becomes a patron who borrows here, and returns there.

With LETE_PICTURES=DIR every step is saved as a picture, to be looked at.
"""

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
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
from tests.forms.sheets import line, table, word_file
from tests.views.window import Window

PICTURES = os.environ.get("LETE_PICTURES", "")
CARD, COPY = "2000017", "LV-1"

LATVIAN_FORM = (
    line("Lietotāja reģistrācijas anketa"),
    table(
        ("Vārds, uzvārds", "Ilze Kalnlapa"),
        ("Dzimšanas datums", "16.11.1975."),
        ("Tālrunis", "2612 3456"),
        ("Mīļākā krāsa", "zila"),
    ),
)
DANISH_FORM = (
    line("Indmeldelse i biblioteket"),
    table(("Fornavn", "Ida"), ("Efternavn", "Holm"), ("Fødselsdato", "16-11-1975"), ("Yndlingsfarve", "blå")),
)


class RunningClock:
    def wall_ms(self):
        return time.time_ns() // 1_000_000

    def monotonic_ms(self):
        return time.monotonic_ns() // 1_000_000


@pytest.fixture
def world():
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
def homes(request, tmp_path, world):
    """Two workstations of one network, each at a library of its own."""
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
def windows(world):
    opened = []

    def open_at(home, language, scale):
        window = Window.open(home, world, language, scaling=PIXELS_A_POINT * scale)
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


def add_a_copy(window):
    window.press("Control-4", "Control-n")
    for text in (COPY, "Straumeni", "Virza"):
        window.type(text)
        window.press("Return")
    window.press("Control-Return")
    window.pump(lambda: window.screen.presenter.state.copies)


def register_by_form(window, form):
    window.press("Control-3")
    window.screen._room = replace(window.screen._room, ask_files=lambda: [form])
    window.press("Control-o")
    window.pump(lambda: window.screen.presenter.state.sheet is not None)
    window.screen.card.focus_set()
    window.pump(lambda: window.root.focus_get() is window.screen.card)
    window.type(CARD)
    window.pump(lambda: window.screen.card.get() == CARD)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("homes", "language", "scale", "sheet"),
    [("valmiera", "lv", 1, LATVIAN_FORM), ("hjorring", "da", 2, DANISH_FORM)],
    ids=["Latvian", "Danish at 200 %"],
    indirect=["homes"],
)
def test_a_form_becomes_a_patron_who_borrows_here_and_returns_there(homes, language, scale, sheet, windows, tmp_path):
    form = tmp_path / "anketa.docx"
    form.write_bytes(word_file(*sheet))
    here = windows(homes[0], language, scale)
    add_a_copy(here)

    register_by_form(here, form)
    look(here, f"{language}-1-form")
    assert len(here.screen.presenter.state.sheet.unread) == 1
    here.press("Control-Return")
    here.pump(lambda: not form.exists())
    here.press("Control-1")
    here.scan(CARD)
    here.scan(COPY)
    here.pump(lambda: [loan.barcode for loan in here.state.loans] == [COPY])
    look(here, f"{language}-2-lent")
    name = here.state.patron.name
    everything_is_sent(here)
    here.close()

    there = windows(homes[1], language, scale)
    there.press("F7")
    there.pump(lambda: there.shell.service.database.connection.execute("SELECT count(*) FROM open_loan").fetchone()[0])
    there.scan(CARD)
    look(there, f"{language}-3-seen-there")
    assert (there.state.patron.name, len(there.state.loans)) == (name, 1)
    there.press("F3")
    there.scan(COPY)
    look(there, f"{language}-4-returned")
    assert "Mazpils" in there.state.line.todo
    everything_is_sent(there)

    report = tmp_path / "day.xlsx"
    there.press("Control-6")
    there.screen._room = replace(there.screen._room, ask_save=lambda _: report)
    there.press("Control-s")
    there.pump(lambda: there.screen.presenter.state.written)
    look(there, f"{language}-5-report")
    rows = load_workbook(report).worksheets[0].iter_rows(min_row=5, values_only=True)
    assert {row[1]: row[2:] for row in rows} == {"Mazpils": (1, 0, 0, 1), "Rūja": (0, 0, 1, 0)}
