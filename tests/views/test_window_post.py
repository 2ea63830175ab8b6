"""What an open window does by itself: forms come in, letters leave, and a server that is silent holds nobody up."""

import socket
from contextlib import contextmanager

import pytest
import ttkbootstrap as ttk

from app.db.queries.notices import notices_shown
from app.desk.notices import choose_mail_desk
from app.desk.patrons import Contact, register_patron
from app.settings import Sender
from app.station.errands import Errand
from tests.forms.sheets import line, table, word_file
from tests.station.mailing import SENDER, Post, port_of, serving
from tests.views.window import Window

FORM = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))


@pytest.fixture
def folder(home, tmp_path):
    """The forms folder of this PC."""
    made = tmp_path / "anketas"
    made.mkdir()
    home.settings.change(forms_folder=str(made))
    return made


@contextmanager
def open_window(home, world):
    ttk.set_bootstyle_strict(True)
    window = Window.open(home, world)
    try:
        yield window
    finally:
        window.close()
    assert window.troubles == []


def write_to_somebody(window):
    def act(station):
        station.do(choose_mail_desk, replica=station.identity()[1])
        station.do(register_patron, given="Ilze", family="Kalnlapa", contact=Contact(email="ilze@example.lv"))

    window.desk.worker.call(act)
    window.shell.service.deed_done()


def standings(window):
    return [one.standing.value for one in notices_shown(window.shell.service.database)]


def keep_sender(home, port):
    home.settings.change(sender=Sender(host="localhost", port=port, security="none", address=SENDER))


def test_a_form_that_is_dropped_into_the_folder_comes_into_the_list(folder, window):
    window.shell.go("forms")
    rows = window.screen.presenter.state.rows
    (folder / "anketa.docx").write_bytes(FORM)
    (folder / "attels.docx").write_bytes(b"PK\x03\x04 no zip")

    window.press("F7")
    window.pump(lambda: len(window.screen.presenter.state.rows) > len(rows) and window.screen.presenter.state.not_read)
    window.update()

    assert window.screen.presenter.state.rows[-1].name == "Ilze Kalnlapa"
    assert f"  Anketas  ·  {len(rows) + 1}" in window.texts()
    assert any("attels.docx" in text for text in window.texts()), "what cannot be read is told where forms are"


def test_letters_leave_while_the_window_is_open(home, world):
    post = Post()
    with serving(post, sign_in=False) as server, open_window(home, world) as window:
        keep_sender(home, port_of(server))
        window.sign_in()
        write_to_somebody(window)
        window.pump(lambda: window.shell.service.news.contact)
        window.press("F7")
        window.pump(lambda: standings(window) == ["sent"])

    assert [to for _, to, _ in post.taken] == [["ilze@example.lv"]]


def test_a_server_out_of_reach_is_one_quiet_line_at_the_foot(home, world):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    keep_sender(home, port)
    with open_window(home, world) as window:
        window.sign_in()
        write_to_somebody(window)
        window.pump(lambda: window.shell.service.news.contact)
        window.press("F7")
        window.pump(lambda: window.shell.presenter.state.post)
        window.update()

        assert any("Vēstules gaida" in text for text in window.texts())
        assert not window.shell.presenter.state.line.text, "nobody is disturbed at the desk"
        assert standings(window) == ["waiting"]


def test_closing_does_not_wait_for_a_server_that_says_nothing(home, world):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        keep_sender(home, silent.getsockname()[1])
        with open_window(home, world) as window:
            window.sign_in()
            write_to_somebody(window)
            window.pump(lambda: window.shell.service.news.contact)
            window.press("F7")
            silent.settimeout(30)
            line_, _ = silent.accept()
            window.close()

            assert window.desk.worker.stopped.is_set(), "what follows in the row was stopped in peace"
            assert not window.desk.inside.errands.ended.is_set(), "the thread still waits for an answer"
            line_.close()


def test_the_window_says_of_every_errand_how_it_is_held_up(window):
    words = window.shell.words

    assert all(words.knows(f"shell.held-up.{errand}") for errand in Errand)


def test_what_is_doubtful_on_a_form_is_gone_through_with_one_key(window):
    window.shell.go("forms")
    window.update()
    fields = window.screen.fields
    assert any(text.startswith("1 lauks ir apšaubāms") for text in window.texts())

    window.press("F6")
    assert window.root.focus_get() is fields._entries["guarantor_birth"]
    window.press("F6")
    window.update()
    note = next(one for one in fields._unread if "plkst. 17" in str(one.cget("text")))
    top = note.winfo_rooty() - window.screen._scroller.winfo_rooty()

    assert 0 <= top < window.screen._scroller.winfo_height(), "it is in sight"
    window.press("F6")
    assert window.root.focus_get() is fields._entries["guarantor_birth"]
