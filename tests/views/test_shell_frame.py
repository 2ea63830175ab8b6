"""What the frame around every screen shows."""

from datetime import datetime

import pytest

from app.desk.outcome import Touched
from app.station.forms_folder import FormsFolderMissing
from app.station.post import MailNotSet
from app.sync.errors import FolderUnreachable
from app.views.presenters.line import Line, Tone
from app.views.presenters.news import PostNews, SyncNews
from app.views.presenters.shell import ShellPresenter
from app.words import LANGUAGES, Words

CONTACT = datetime(2026, 11, 21, 14, 32)


@pytest.fixture
def frame(service, words):
    return ShellPresenter(service, words, training=True)


def test_the_frame_says_where_when_and_who(frame):
    state = frame.state

    assert (state.branch, state.code) == ("Mazsalacas pilsētas bibliotēka", "MAZ")
    assert (state.workstation, state.staff) == ("Abonements 1", "Inga Kalniņa")
    assert state.day == "Saturday, November 21, 2026"
    assert state.training


def test_the_tasks_are_counted_while_somebody_is_signed_in(frame, service):
    assert frame.state.tasks == 2

    service.sign_out()
    frame.refresh()

    assert (frame.state.tasks, frame.state.staff) == (0, "")


@pytest.mark.parametrize(
    ("news", "pill", "tone"),
    [
        (SyncNews(), "Not synchronised yet", Tone.PLAIN),
        (SyncNews(contact=CONTACT), "Synchronised 14:32", Tone.OK),
        (SyncNews(contact=CONTACT, waiting=3), "Synchronised 14:32  ·  3 waiting", Tone.OK),
        (SyncNews(trouble=FolderUnreachable(folder="")), "Offline", Tone.ATTENTION),
        (
            SyncNews(contact=CONTACT, waiting=3, trouble=FolderUnreachable(folder="")),
            "Offline since 14:32  ·  3 waiting",
            Tone.ATTENTION,
        ),
    ],
)
def test_the_pill_says_how_the_desk_stands_with_the_folder(frame, news, pill, tone):
    frame.heard(news)

    assert (frame.state.sync, frame.state.sync_tone) == (pill, tone)


def test_a_contact_of_another_day_names_the_day(frame):
    frame.heard(SyncNews(contact=datetime(2026, 11, 19, 9, 5)))

    assert frame.state.sync == "Synchronised 19 Nov 2026 09:05"


def test_the_status_bar_says_what_is_wrong_with_the_folder(frame):
    frame.heard(SyncNews(contact=CONTACT))
    assert frame.state.folder == "Shared folder reachable"

    frame.heard(SyncNews(trouble=FolderUnreachable(folder="")))

    assert frame.state.folder == "The shared folder cannot be reached."


def test_a_sentence_stands_until_the_next_one(frame):
    line = Line(tone=Tone.OK, text="Returned: Gadi")

    frame.say(line)
    frame.heard(SyncNews(contact=CONTACT))

    assert frame.state.line == line


def test_only_what_can_make_a_task_counts_them_anew(frame, service):
    counted = []
    frame.show = lambda state: counted.append(state.tasks)

    frame.touched({Touched.NETWORK, Touched.STAFF})
    frame.touched({Touched.TASK})

    assert counted == [2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_speaks_every_language(service, language):
    state = ShellPresenter(service, Words(language), training=False).state

    assert "." not in state.sync
    assert not state.sync.startswith("shell.")


def test_forms_that_wait_are_counted_when_some_came(frame, service):
    assert frame.state.forms == 2
    with service.station.database.writing() as connection:
        connection.execute("DELETE FROM draft")

    frame.touched({Touched.TASK})
    assert frame.state.forms == 2
    frame.touched({Touched.FORM})

    assert frame.state.forms == 0


def test_what_holds_up_letters_and_forms_is_said_in_a_few_words(frame):
    gone = FormsFolderMissing(folder="X:\\anketas")

    frame.heard_of_post(PostNews(troubles={"folder": gone, "post": MailNotSet()}))
    assert frame.state.post == "Forms folder out of reach   ·   Letters are held up"
    frame.heard_of_post(PostNews())

    assert frame.state.post == ""
