"""The network: who was heard of, what is on its way, and a date that is asked."""

from datetime import date

import pytest

from app.db.queries.network import workstations
from app.desk.outcome import Touched
from app.sync.errors import FolderUnreachable
from app.sync.problems import DATE_DOUBTFUL, ROWS_DIFFER_THERE, UNREADABLE_SEGMENT
from app.views.presenters.line import Tone
from app.views.presenters.network import NetworkPresenter
from app.views.presenters.news import Reported, SyncNews

DOUBTFUL = SyncNews(waiting=12, problems=(Reported(code=DATE_DOUBTFUL),), asks_for_date=True)


@pytest.fixture
def network(service, words, stage):
    return NetworkPresenter(service, words, stage)


def test_every_workstation_has_a_line(network, service):
    service.news = SyncNews(waiting=3)
    network.refresh()

    here, far = network.state.rows
    assert (here.heard, here.waiting, here.version, here.tone) == ("Here", "3", "test", Tone.OK)
    assert (far.branch, far.waiting, far.clock) == ("Rūjienas bibliotēka", "14", "1 h 30 min ahead")
    assert far.heard.startswith("20 Nov 2026")
    assert network.state.sending == "3 changes have not been sent yet."


def test_one_that_was_silent_for_days_is_told_apart(network, service):
    service.station.world.clock.set("2026-11-26T10:00:00")

    network.refresh()

    assert [row.tone for row in network.state.rows] == [Tone.OK, Tone.ATTENTION]


def test_nothing_waits_and_nothing_is_wrong(network):
    network.refresh()

    assert (network.state.notes, network.state.today) == ((), "")
    assert network.state.sending == "Everything done here has been sent."


def test_what_is_wrong_is_told_with_what_to_do(network, service):
    service.news = SyncNews(
        trouble=FolderUnreachable(folder=""), problems=(Reported(code=UNREADABLE_SEGMENT, replica=7, detail="x.seg"),)
    )

    network.refresh()

    folder, file = network.state.notes
    assert folder.hint
    assert "x.seg" in file.text
    assert "7" in file.text


def test_rows_that_differ_are_told_with_the_desk_the_table_and_the_days(network, service):
    figures = {"table": "loan", "first": date(2026, 1, 5), "last": date(2026, 1, 29)}
    [replica] = [one.replica for one in workstations(service.database) if not one.is_own]
    service.news = SyncNews(problems=(Reported(code=ROWS_DIFFER_THERE, replica=replica, figures=figures),))

    network.refresh()

    [note] = network.state.notes
    assert all(said in note.text for said in ("Rūjienas bibliotēka", "loans", "5 Jan 2026", "29 Jan 2026"))
    assert "lete doctor --rebuild" in note.hint


def test_a_line_says_whether_the_rows_agree(network, service):
    [far] = [one.replica for one in workstations(service.database) if not one.is_own]
    network.refresh()
    assert [row.rows for row in network.state.rows] == ["", ""]

    with service.station.database.writing() as connection:
        connection.execute("INSERT INTO compared VALUES (?, 1)", (far,))
    network.refresh()
    assert [row.rows for row in network.state.rows] == ["", "alike"]

    with service.station.database.writing() as connection:
        connection.execute("INSERT INTO differing VALUES (?, 'loan', 1, 2, 0, 1)", (far,))
    network.refresh()
    assert [row.rows for row in network.state.rows] == ["", "differ"]
    assert [row.tone for row in network.state.rows] == [Tone.OK, Tone.ATTENTION]


def test_news_is_shown_at_once(network, service):
    service.news = DOUBTFUL

    network.touched({Touched.NETWORK})

    assert network.state.today == "21 Nov 2026"


def test_other_news_is_none(network, service):
    service.news = DOUBTFUL

    network.touched({Touched.LOAN})

    assert network.state.today == ""


def test_a_date_that_is_confirmed_lets_things_go(network, service, stage):
    service.news = DOUBTFUL
    network.refresh()

    network.confirm_date()

    assert (service.confirmed, service.looked) == (1, 1)
    assert stage.said[-1].tone is Tone.OK


def test_a_date_that_nobody_asked_for_is_not_confirmed(network, service):
    network.refresh()

    network.confirm_date()

    assert service.confirmed == 0


def test_one_key_confirms_the_date_in_the_window(window, monkeypatch):
    hear = window.shell.heard
    monkeypatch.setattr(window.shell, "heard", lambda *_: None)  # The desk's own rounds have other news.
    window.press("Control-9")
    hear(DOUBTFUL, frozenset())
    window.pump(lambda: window.screen.presenter.state.today)
    assert any("21.11.2026." in text for text in window.texts())
    assert any("Datums jāapstiprina" in text for text in window.texts())

    window.press("Control-Return")

    window.pump(lambda: "Datums ir apstiprināts." in window.texts())
