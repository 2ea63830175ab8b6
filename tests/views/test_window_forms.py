"""Forms in the real window: somebody who is registered already, with the keyboard alone; and a file that is slow."""

from datetime import date
from functools import partial
from threading import Event

import pytest

from app.desk.patrons import register_patron
from app.forms import reading
from tests.forms.sheets import line, saved, table, word_file

BIRTH = date(1984, 2, 11)
ROWS = (
    ("Vārds", "Ilze"),
    ("Uzvārds", "Kalnlapa"),
    ("Dzimšanas datums", "11.02.1984."),
    ("Tālruņa numurs", "2999 9999"),
)


@pytest.fixture
def form(window, tmp_path):
    """A form is read whose person is registered with another phone and a slip in the name."""
    act = partial(register_patron, given="Ilze", family="Kalnlape", birth_on=BIRTH, card="P1")
    window.desk.worker.call(lambda station: station.do(act))
    window.shell.go("forms")
    path = saved(tmp_path, word_file(line("Lietotāja reģistrācijas anketa"), table(*ROWS)), "anketa.docx")
    window.screen.presenter.read([path])
    window.pump(lambda: window.screen.presenter.alike.state.rows)
    return path


def test_one_key_shows_what_differs_and_another_enters_the_form(window, form):
    window.press("Alt-1")
    window.pump(lambda: window.screen.presenter.state.known)
    window.update()
    assert {"Jau reģistrēts: Ilze Kalnlape", "29999999", "Kalnlapa"} <= set(window.texts())
    assert not window.screen.alike.frame.winfo_manager()

    window.press("Control-Return")
    window.pump(lambda: not form.exists() and not window.screen.presenter.state.busy)

    kept = window.shell.service.database.connection.execute("SELECT phone FROM patron WHERE family LIKE 'Kalnlap_'")
    assert kept.fetchall() == [("29999999",)]
    assert "Kontaktdati apstiprināti: Ilze Kalnlape. Anketa ir iznīcināta." in window.texts()
    assert not window.screen.known.frame.winfo_manager()


def test_escape_leads_back_to_the_fields(window, form):
    window.press("Alt-1")
    window.pump(lambda: window.screen.presenter.state.known)

    window.press("Escape")

    assert window.screen.fields.values["family"] == "Kalnlapa"
    assert window.screen.alike.frame.winfo_manager()
    assert form.exists()


def test_the_page_is_a_key_away_and_the_form_waits(window, form):
    window.press("Alt-1")
    window.pump(lambda: window.screen.presenter.state.known)

    window.press("F9")
    window.pump(lambda: window.shell.service and getattr(window.screen, "person", None))
    assert window.screen.person.state.head.name == "Ilze Kalnlape"
    window.press("Escape")

    assert window.screen.presenter.state.sheet.file == "anketa.docx"
    assert form.exists()


def test_a_slow_file_keeps_no_deed_waiting(window, tmp_path, monkeypatch):
    reached, deed_done, answers = Event(), Event(), []

    def slow(trust):
        def read(path):
            reached.set()
            assert deed_done.wait(60), "the deed waited for the file"
            return reading.read_form(path)

        return read

    monkeypatch.setattr(reading, "form_reader", slow)
    window.shell.go("forms")
    path = saved(tmp_path, word_file(line("Lietotāja reģistrācijas anketa"), table(*ROWS)), "anketa.docx")
    window.screen.presenter.read([path])
    window.pump(reached.is_set)

    act = partial(register_patron, given="Anna", family="Apse", birth_on=BIRTH, card="P1")
    window.shell.service.do(act, done=answers.append, failed=answers.append)
    window.pump(lambda: answers)
    deed_done.set()
    window.pump(lambda: not window.screen.presenter.state.busy)

    assert answers[0].record.number == "P1"
    assert window.screen.presenter.state.sheet.file == "anketa.docx"


@pytest.fixture
def renamed(window, tmp_path):
    """A form is read whose person is registered under another name, by another phone: nobody is alike."""
    act = partial(register_patron, given="Ilze", family="Ozola", card="P1")
    window.desk.worker.call(lambda station: station.do(act))
    window.shell.go("forms")
    path = saved(tmp_path, word_file(line("Lietotāja reģistrācijas anketa"), table(*ROWS)), "anketa.docx")
    window.screen.presenter.read([path])
    window.pump(lambda: window.screen.presenter.state.sheet and not window.screen.presenter.state.busy)
    return path


def test_somebody_whom_nothing_looks_like_is_found_by_name_and_the_form_entered(window, renamed):
    assert window.screen.presenter.alike.state.rows == ()
    window.press("Control-f")
    assert window.root.focus_get() is window.screen.seeking.search

    window.type("oz il")
    window.press("Return")
    window.pump(lambda: window.screen.presenter.state.known)
    window.update()
    assert {"Jau reģistrēts: Ilze Ozola", "29999999"} <= set(window.texts())
    window.press("Control-Return")
    window.pump(lambda: not renamed.exists() and not window.screen.presenter.state.busy)

    people = window.shell.service.database.connection.execute(
        "SELECT family, phone FROM patron WHERE given = 'Ilze' AND family IN ('Ozola', 'Kalnlapa')"
    )
    assert people.fetchall() == [("Ozola", "29999999")]


def test_a_scan_finds_the_one_whose_card_it_is(window, renamed):
    window.press("Control-f")

    window.type("P1")
    window.press("Return")
    window.pump(lambda: window.screen.presenter.state.known)

    assert window.screen.presenter.state.known.title == "Jau reģistrēts: Ilze Ozola"


def test_escape_leads_back_to_the_search_and_then_to_the_fields(window, renamed):
    window.press("Control-f")
    window.type("ozola")
    window.press("Return")
    window.pump(lambda: window.screen.presenter.state.known)

    window.press("Escape")
    assert (window.root.focus_get(), window.screen.seeking.search.get()) == (window.screen.seeking.search, "ozola")
    window.press("Escape")

    assert not window.screen.seeking.frame.winfo_manager()
    assert window.screen.fields.values["family"] == "Kalnlapa"
    assert window.root.focus_get() is window.screen.table.tree


def test_nobody_is_registered_while_it_is_asked_who_it_is(window, renamed):
    window.press("Control-f")

    window.press("Control-Return")
    window.press("Return")
    window.update()

    assert not window.screen.presenter.state.busy
    assert renamed.exists()
    people = window.shell.service.database.connection.execute("SELECT 1 FROM patron WHERE family = 'Kalnlapa'")
    assert people.fetchall() == []
