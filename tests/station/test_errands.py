"""An open desk sends letters and takes forms in by itself, waits longer for who does not answer, and ends at once."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from app.db.drafts import drafts
from app.db.queries.notices import notices_shown
from app.desk.notices import choose_mail_desk
from app.desk.outcome import Done, Touched
from app.desk.patrons import Contact, register_patron
from app.desk.sending import begin_sending, end_sending
from app.forms.reading import read_form
from app.settings import Mailbox, Sender
from app.station.beside import StationBeside
from app.station.errands import (
    FOLDER_PAUSE_MAX_MS,
    NOT_YET_MS,
    PAUSE_FIRST_MS,
    PAUSE_MAX_MS,
    WAIT_MAX_MS,
    Brought,
    Errand,
    Errands,
)
from app.station.forms_folder import SCAN_MS, STILL_MS, choose_folder
from app.station.post import posting
from app.station.station import NOBODY, Station
from app.station.worker import DataWorker
from tests.forms.sheets import line, table, word_file
from tests.station.mailboxes import looking, mailbox_serving
from tests.station.mailing import PASSWORD as MAIL_PASSWORD
from tests.station.mailing import SENDER, USER, port_of, serving
from tests.station.making import PASSWORD
from tests.station.test_mailbox import report

FORM = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))
POST_MS = 5 * 60_000
"""What both profiles say."""


@pytest.fixture
def worker(home, world):
    made = DataWorker(
        lambda: Station.open(home, world), lambda work: threading.Thread(target=work, daemon=True).start()
    )
    made.submit(lambda station: station.signed_in("anna", PASSWORD))
    yield made
    made.stop()
    assert made.stopped.wait(30)


class Desk:
    """The errands of an open desk, stepped by hand."""

    def __init__(self, home, world, worker):
        self.news, self.deeds, self.waits, self.current = [], [], [], True
        self.worker, self.home, self.world = worker, home, world
        self.errands = Errands(
            home=home,
            world=world,
            worker=worker,
            is_current=lambda: self.current,
            deed_done=lambda: self.deeds.append(1),
            tell=self.news.append,
            make_reader=lambda: read_form,
            wait=lambda _, seconds: self.waits.append(round(seconds * 1000)),
        )
        worker.call(lambda _: None)
        self.station = StationBeside.beside(home, world, worker)
        self.turns = self.errands._turns(self.station)

    def step(self):
        self.errands.step(self.station, self.turns)

    def after(self, ms):
        self.world.clock.pass_ms(ms)
        self.step()

    def do(self, deed, **given):
        outcome = self.worker.call(lambda station: station.do(deed, **given))
        assert isinstance(outcome, Done), outcome
        return outcome.record

    def standings(self):
        return [one.standing.value for one in notices_shown(self.station.reading)]

    def troubles(self):
        return {errand.value: error.code for errand, error in self.news[-1].troubles.items()} if self.news else {}

    def write_to_somebody(self, email="ilze@example.lv"):
        """Have a letter wait; this desk is the one that sends."""
        self.do(choose_mail_desk, replica=self.station.identity()[1])
        self.do(register_patron, given="Ilze", family="Kalnlapa", contact=Contact(email=email))

    def keep_sender(self, port, certificate):
        self._keep("smtp", sender=Sender(**self._server(port, certificate), address=SENDER))

    def keep_mailbox(self, port, certificate):
        self._keep("imap", mailbox=Mailbox(**self._server(port, certificate)))

    def _server(self, port, certificate):
        return {"host": "localhost", "port": port, "user": USER, "authority": str(certificate.path)}

    def _keep(self, what, **server):
        self.home.settings.change(**server)
        self.world.vault(self.home).keep_password(*self.station.identity(), what, MAIL_PASSWORD)


@pytest.fixture
def desk(home, world, worker):
    made = Desk(home, world, worker)
    yield made
    made.turns.stop()
    made.station.close()


def test_a_desk_where_nothing_is_set_up_does_nothing(desk):
    desk.step()
    desk.after(POST_MS)

    assert (desk.news, desk.deeds) == ([], [])
    assert desk.waits == [WAIT_MAX_MS, WAIT_MAX_MS]


def test_letters_leave_by_themselves_once_what_the_others_did_is_known(desk, post, certificate):
    desk.write_to_somebody()
    with serving(post, certificate) as server:
        desk.keep_sender(port_of(server), certificate)
        desk.current = False
        desk.step()
        assert (post.taken, desk.waits) == ([], [NOT_YET_MS])
        desk.current = True
        desk.after(NOT_YET_MS)

    assert [to for _, to, _ in post.taken] == [["ilze@example.lv"]]
    assert desk.standings() == ["sent"]
    assert desk.news[-1].brought.touched == {Touched.PATRON, Touched.TASK}
    assert desk.deeds, "the others are to hear of it"
    assert desk.worker.call(_writers) == [None, None], "nobody at the window has sent it"


def _writers(station):
    return [row[0] for row in station.reading.connection.execute("SELECT staff FROM notice_step ORDER BY id")]


def test_a_server_that_does_not_answer_is_tried_later_and_later_and_told_quietly(desk, post, certificate):
    desk.write_to_somebody()
    with serving(post, certificate) as server:
        port = port_of(server)
    desk.keep_sender(port, certificate)

    desk.step()
    assert desk.troubles() == {"post": "mail.server-unreachable"}
    pause, tries = PAUSE_FIRST_MS, 1
    while pause < PAUSE_MAX_MS:
        told = len(desk.news)
        desk.after(pause - 1)
        assert len(desk.news) == told, "not before its time"
        desk.after(1)
        pause, tries = min(pause * 2, PAUSE_MAX_MS), tries + 1
        assert len(desk.news) == told + 1

    assert tries == 7
    assert desk.standings() == ["waiting"], "a desk without a line loses nothing"
    assert desk.deeds == []
    desk.errands.look_now()
    with serving(post, certificate) as server:
        desk.keep_sender(port_of(server), certificate)
        desk.step()
    assert desk.troubles() == {}
    assert desk.standings() == ["sent"]


def test_letters_without_a_server_are_a_trouble_of_the_desk_that_is_to_send(desk):
    desk.write_to_somebody()

    desk.step()

    assert desk.troubles() == {"post": "mail.not-set"}


def test_another_program_that_sends_is_waited_for(desk, post, certificate):
    desk.write_to_somebody()
    with posting(desk.home):
        desk.step()
        assert (desk.news, desk.standings()) == ([], ["waiting"])
    with serving(post, certificate) as server:
        desk.keep_sender(port_of(server), certificate)
        desk.after(WAIT_MAX_MS)
    assert desk.standings() == ["sent"]


def test_a_desk_that_closes_takes_no_further_letter_in_hand(desk, post, certificate):
    desk.write_to_somebody()
    desk.write_to_somebody(email="anna@example.lv")
    left = []

    def closes(server, envelope):
        desk.errands.stop()
        left.append(desk.errands.may_be_left())

    post.at_data = closes
    with serving(post, certificate) as server:
        desk.keep_sender(port_of(server), certificate)
        desk.step()

    assert left == [False], "the letter in hand is ended first"
    assert len(post.taken) == 1
    assert sorted(desk.standings()) == ["sent", "waiting"]


def test_forms_come_in_from_the_mailbox_while_somebody_may_enter_them(desk, certificate):
    with mailbox_serving(certificate) as port:
        desk.keep_mailbox(port, certificate)
        with looking(port, certificate) as box:
            box.append(_letter(FORM), "INBOX")
            box.append(_letter(b"PK\x03\x04 no zip", subject="Bilde"), "INBOX")
        desk.worker.call(lambda station: replace(station, acting=NOBODY))
        desk.step()
        assert drafts(desk.station.reading) == [], "nobody is signed in"

        desk.worker.call(lambda station: station.signed_in("anna", PASSWORD))
        desk.after(WAIT_MAX_MS)

    [draft] = drafts(desk.station.reading)
    assert draft.application.fields["family"] == "Kalnlapa"
    [news] = desk.news
    assert (news.brought.forms, news.brought.touched) == (1, {Touched.FORM})
    assert [(one.name, one.error.code[:5]) for one in news.brought.unread] == [("Bilde", "form.")]


def test_a_letter_that_came_back_is_the_deed_of_nobody_at_the_window(desk, certificate):
    desk.write_to_somebody()
    notice = next(notices_shown(desk.station.reading)).notice
    for deed, given in ((begin_sending, {}), (end_sending, {"step": "sent"})):
        desk.do(deed, notice=notice, **given)
    with mailbox_serving(certificate) as port:
        desk.keep_mailbox(port, certificate)
        with looking(port, certificate) as box:
            box.append(report(notice, desk.station.identity()[0].hex()[:16]), "INBOX")
        desk.step()

    assert desk.standings() == ["failed"]
    assert desk.deeds, "the others are to hear of it"
    *own, came_back = desk.worker.call(_writers)
    assert None not in own
    assert came_back is None


def _letter(attached, subject="Anketa"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ilze@example.lv", SENDER, subject
    mail["Message-ID"] = f"<{subject}@example.lv>"
    mail.set_content("")
    mail.add_attachment(attached, maintype="application", subtype="octet-stream", filename="anketa.docx")
    return mail.as_bytes()


def test_the_forms_folder_is_read_and_another_one_is_begun_anew(desk, tmp_path):
    first, second = tmp_path / "anketas", tmp_path / "citas"
    for folder in (first, second):
        folder.mkdir()
        (folder / "anketa.docx").write_bytes(FORM)
    choose_folder(desk.station, first)
    desk.step()
    assert desk.waits[-1] == STILL_MS, "a new file is looked at again soon"
    desk.after(STILL_MS)
    assert [one.path.parent for one in drafts(desk.station.reading)] == [first]

    choose_folder(desk.station, second)
    desk.errands.look_now()
    desk.step()
    desk.after(STILL_MS)

    assert [one.path.parent for one in drafts(desk.station.reading)] == [first, second]
    assert [one.brought.forms for one in desk.news] == [1, 1]


def test_a_file_that_is_written_into_the_folder_is_heard_of(desk, tmp_path):
    choose_folder(desk.station, tmp_path)
    desk.step()
    (tmp_path / "anketa.docx").write_bytes(FORM)

    assert desk.errands._wake.wait(30), "the watcher has heard nothing"
    desk.step()

    assert desk.waits[-1] == STILL_MS, "it was looked at before its time"


def test_a_folder_that_is_gone_is_told_until_it_is_back(desk, tmp_path):
    folder = tmp_path / "anketas"
    folder.mkdir()
    choose_folder(desk.station, folder)
    desk.step()
    folder.rename(tmp_path / "prom")
    desk.after(SCAN_MS)
    assert desk.troubles() == {"folder": "form.folder-missing"}

    folder.mkdir()
    desk.after(PAUSE_FIRST_MS)

    assert desk.troubles() == {}


def test_a_folder_that_was_gone_for_long_is_found_within_minutes(desk, tmp_path):
    folder = tmp_path / "anketas"
    folder.mkdir()
    choose_folder(desk.station, folder)
    desk.step()
    folder.rename(tmp_path / "prom")
    desk.after(SCAN_MS)
    for _ in range(10):
        desk.after(FOLDER_PAUSE_MAX_MS)
    assert desk.troubles() == {"folder": "form.folder-missing"}

    folder.mkdir()
    (folder / "anketa.docx").write_bytes(FORM)
    desk.after(FOLDER_PAUSE_MAX_MS)
    assert desk.troubles() == {}
    desk.after(STILL_MS)

    assert len(drafts(desk.station.reading)) == 1


def test_what_waits_for_a_server_may_be_left_and_what_waits_for_its_time_ends(home, world, worker):
    made = Desk(home, world, worker)
    made.errands.wait = threading.Event.wait
    asked, answer = threading.Event(), threading.Event()
    turns = SimpleNamespace(look=Brought, send=lambda _: Brought(), stop=lambda: None)
    turns.fetch = lambda: (asked.set(), answer.wait(30), Brought())[2]
    with _running(made.errands, turns) as thread:
        assert asked.wait(30)
        made.errands.stop()
        assert made.errands.may_be_left(), "a server that does not answer keeps no window"
        assert not made.errands.ended.is_set()
        answer.set()
        thread.join(30)

    assert made.errands.ended.is_set()
    assert made.errands.may_be_left()
    made.station.close()


@contextmanager
def _running(errands, turns):
    thread = threading.Thread(target=errands.run, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Errands, "_turns", lambda *_: turns)
        thread.start()
        yield thread


def test_the_thread_ends_when_it_is_stopped_between_two_errands(home, world, worker):
    made, waiting = Desk(home, world, worker), threading.Event()

    def wait(woken, seconds):
        waiting.set()
        woken.wait(seconds)

    made.errands.wait = wait
    thread = threading.Thread(target=made.errands.run, daemon=True)
    thread.start()
    assert waiting.wait(30)

    made.errands.stop()
    thread.join(30)

    assert made.errands.ended.is_set()
    made.station.close()


def test_every_errand_is_done_once_a_turn(desk):
    done = []
    turns = SimpleNamespace(
        look=lambda: done.append("folder") or Brought(),
        fetch=lambda: done.append("mailbox") or Brought(),
        send=lambda _: done.append("post") or Brought(),
    )

    desk.errands.step(desk.station, turns)

    assert done == list(Errand)
    assert desk.waits == [WAIT_MAX_MS]
