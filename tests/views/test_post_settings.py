"""Where forms come in and letters leave is set on the screen, and tried."""

import socket
import threading

import pytest

from app.notices.errors import ServerUnreachable
from app.notices.lines import SECURITIES
from app.settings import Mailbox, Sender
from app.station.post import IMAP, SMTP
from app.station.station import Station
from app.station.worker import DataWorker
from app.views.presenters.line import Tone
from app.views.presenters.news import PostNews
from app.views.presenters.post_settings import FOLDER, MAILBOX, SENDER, PostSettingsPresenter
from app.views.shell.mailing import try_mailbox, try_sender
from tests.station.mailboxes import mailbox_serving
from tests.station.mailing import PASSWORD, USER, Post, make_certificate, port_of, serving
from tests.station.mailing import SENDER as ADDRESS

MAIL = {"host": "smtp.example.org", "user": "biblioteka", "mail_password": PASSWORD, "email": "info@example.org"}
BOX = {"host": "imap.example.org", "user": "biblioteka", "mail_password": PASSWORD}


@pytest.fixture
def post(service, words, stage):
    presenter = PostSettingsPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def answer(presenter, **values):
    asked = {one.name: one.value for one in presenter.state.asked.question.fields}
    presenter.asking.submit({**asked, **values})


def kept_password(service, what):
    return service.station.world.vault(service.station.home).password(*service.station.identity(), what)


def test_where_nothing_is_set_the_page_says_so(post):
    state = post.state

    assert (state.folder, state.mailbox, state.sender, state.desk) == ("", "not set", "not set", "no workstation")
    assert (state.has_mailbox, state.has_sender, state.has_desk, state.said) == (False, False, False, {})


def test_a_server_is_kept_and_its_password_goes_where_the_keys_are(post, service, stage):
    post.ask_sender()
    answer(post, **MAIL)

    assert service.settings.load().sender == Sender(
        host="smtp.example.org", port=587, security="starttls", user="biblioteka", address="info@example.org"
    )
    assert kept_password(service, SMTP) == PASSWORD
    assert post.state.sender == "info@example.org, server smtp.example.org"
    assert stage.said[-1].text == "The server is kept. Try it."


def test_a_password_is_never_shown_and_stays_where_nothing_is_typed(post, service):
    post.ask_sender()
    answer(post, **MAIL)
    post.ask_sender()
    shown = {one.name: one.value for one in post.state.asked.question.fields}
    assert shown["mail_password"] == ""

    answer(post, port="2525")

    assert service.settings.load().sender.port == 2525
    assert kept_password(service, SMTP) == PASSWORD


def test_a_password_goes_to_no_other_server_than_it_was_typed_for(post, service):
    post.ask_sender()
    answer(post, **MAIL)
    post.ask_sender()

    answer(post, host="smtp.elsewhere.org")

    assert list(post.state.asked.complaints) == ["mail_password"]
    assert service.settings.load().sender.host == "smtp.example.org"


def test_a_mailbox_is_kept_with_its_folders(post, service):
    post.ask_mailbox()
    answer(post, **{**BOX, "mail_password": " sākas ar  tukšumu"}, security="tls")

    assert service.settings.load().mailbox == Mailbox(
        host="imap.example.org", port=993, security="tls", user="biblioteka"
    )
    assert kept_password(service, IMAP) == " sākas ar  tukšumu", "a password is what was typed"
    assert post.state.mailbox == "biblioteka (imap.example.org), folder INBOX"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"host": ""}, "host"), ({"port": "x"}, "port"), ({"port": "70000"}, "port"), ({"email": "nobody"}, "email")],
)
def test_what_is_wrong_is_said_beside_its_field(post, service, wrong, field):
    post.ask_sender()

    answer(post, **{**MAIL, **wrong})

    assert list(post.state.asked.complaints) == [field]
    assert service.settings.load().sender is None


def test_a_password_in_the_open_is_refused(post, service, stage):
    post.ask_mailbox()

    answer(post, **BOX, security="none")

    assert [one.code for one in stage.troubles] == ["mail.password-in-the-open"]
    assert service.settings.load().mailbox is None


def test_a_certificate_that_was_trusted_stays_trusted(post, service, tmp_path):
    authority = str(tmp_path / "ca.pem")
    service.settings.change(sender=Sender(host="a.example.org", port=587, authority=authority, address=ADDRESS))
    post.ask_sender()

    answer(post, email="other@example.org")

    assert (service.settings.load().sender.authority, post.state.sender[:5]) == (authority, "other")


def test_without_permission_nothing_is_set(post, service, tmp_path):
    service.may("lend")
    post.ask_sender()
    answer(post, **MAIL)
    assert "You may not do this" in post.state.asked.notes[0].text
    post.choose_folder(tmp_path)
    assert post.state.asked.notes
    post.send_here(here=True)

    assert post.state.asked.notes
    assert service.settings.load().sender is None
    assert service.settings.load().forms_folder == ""
    assert not post.state.has_desk


def test_a_folder_is_watched_and_let_go(post, service, stage, tmp_path):
    post.choose_folder(tmp_path)
    assert post.state.folder == service.settings.load().forms_folder == str(tmp_path)

    post.choose_folder(None)

    assert post.state.folder == service.settings.load().forms_folder == ""
    assert [one.text for one in stage.said] == ["The folder is watched now.", "No folder is watched any more."]


def test_a_server_is_forgotten_with_its_password_after_a_question(post, service, stage):
    post.ask_sender()
    answer(post, **MAIL)
    post.ask_to_drop(SENDER)
    assert post.state.asked.question.title == "Remove the mail server? info@example.org, server smtp.example.org"
    assert service.settings.load().sender is not None

    answer(post)

    assert (service.settings.load().sender, kept_password(service, SMTP)) == (None, "")
    assert (post.state.sender, post.state.has_sender) == ("not set", False)
    assert stage.said[-1].text == "This PC sends no letters any more."


def test_a_mailbox_is_forgotten_and_it_is_told_what_stays_in_it(post, service, stage):
    post.ask_mailbox()
    answer(post, **BOX)
    letters = service.station.home.letters
    letters.mkdir()
    for name in ("a.eml", "a.gone", "b.gone", "passed-over.json"):
        (letters / name).write_text("")
    post.ask_to_drop(MAILBOX)
    assert post.state.asked.question.hint.startswith("2 letters with forms stay in the mailbox")

    answer(post)

    assert (service.settings.load().mailbox, kept_password(service, IMAP)) == (None, "")
    assert stage.said[-1].text == "Forms are fetched from no mailbox any more."


def test_without_permission_nothing_is_forgotten(post, service):
    post.ask_sender()
    answer(post, **MAIL)
    service.may("lend")
    post.ask_to_drop(SENDER)

    answer(post)

    assert "You may not do this" in post.state.asked.notes[0].text
    assert (service.settings.load().sender.host, kept_password(service, SMTP)) == ("smtp.example.org", PASSWORD)


def test_a_folder_that_is_not_there_is_not_taken(post, service, stage, tmp_path):
    post.choose_folder(tmp_path / "none")

    assert [one.code for one in stage.troubles] == ["form.folder-missing"]
    assert service.settings.load().forms_folder == ""


def test_this_desk_sends_or_none(post):
    post.send_here(here=True)
    assert (post.state.desk, post.state.is_here) == ("Mazsalacas pilsētas bibliotēka, Abonements 1", True)

    post.send_here(here=False)

    assert (post.state.desk, post.state.is_here, post.state.has_desk) == ("no workstation", False, False)


def test_trying_a_server_answers_in_one_sentence(post, service):
    post.attempt(SENDER)
    note = post.state.said[SENDER]
    assert (note.tone, note.text) == (Tone.OK, "The server answers and takes the sign-in.")

    service.fails = ServerUnreachable(host="imap.example.org", port=143)
    post.attempt(MAILBOX)

    note = post.state.said[MAILBOX]
    assert (note.tone, note.text) == (
        Tone.ATTENTION,
        "The mail server imap.example.org (port 143) does not answer.",
    )
    assert note.hint
    assert service.tried == [SENDER, MAILBOX]
    assert post.state.trying == ""


def test_a_surprise_while_trying_goes_to_the_one_funnel(post, service, stage):
    service.fails = RuntimeError("?")

    post.attempt(SENDER)

    assert [str(one) for one in stage.troubles] == ["?"]
    assert (post.state.said, post.state.trying) == ({}, "")


def test_what_the_open_desk_met_is_told_until_it_was_tried_again(post, service):
    service.post = PostNews(troubles={"post": ServerUnreachable(host="smtp.example.org", port=587)})
    post.refresh()
    assert post.state.said[SENDER].tone is Tone.ATTENTION

    post.attempt(SENDER)

    assert post.state.said[SENDER].tone is Tone.OK


def test_whoever_leaves_lets_go_of_what_was_typed(post):
    post.ask_sender()

    post.forget()

    assert post.state.asked.question is None
    assert post.state.said == {}


# Against real servers.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def worker(home, world):
    made = DataWorker(
        lambda: Station.open(home, world), lambda work: threading.Thread(target=work, daemon=True).start()
    )
    yield made
    made.stop()
    assert made.stopped.wait(30)


def set_up(home, world, worker, what, **server):
    home.settings.change(**server)
    network, replica = worker.call(lambda station: station.identity())
    world.vault(home).keep_password(network, replica, what, PASSWORD)


def test_a_real_server_is_tried_without_a_letter(home, world, worker, certificate):
    post = Post()
    with serving(post, certificate) as server:
        sender = Sender(
            host="localhost", port=port_of(server), user=USER, address=ADDRESS, authority=str(certificate.path)
        )
        set_up(home, world, worker, SMTP, sender=sender)
        try_sender(home, world, worker)

    assert (post.lines > 0, post.taken) == (True, [])
    with pytest.raises(ServerUnreachable):
        try_sender(home, world, worker)


def test_a_real_mailbox_is_tried_without_touching_it(home, world, worker, certificate):
    with mailbox_serving(certificate) as port:
        mailbox = Mailbox(host="localhost", port=port, user=USER, authority=str(certificate.path))
        set_up(home, world, worker, IMAP, mailbox=mailbox)
        try_mailbox(home, world, worker)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        gone = closed.getsockname()[1]
    home.settings.change(mailbox=Mailbox(host="localhost", port=gone, user=USER))

    with pytest.raises(ServerUnreachable):
        try_mailbox(home, world, worker)


def test_every_part_has_its_words(words):
    parts = [f"settings.{part}{more}" for part in (FOLDER, MAILBOX, SENDER, "desk") for more in ("", ".hint", ".done")]
    parts += [f"settings.{server}.good" for server in (MAILBOX, SENDER)]
    parts += [f"settings.security.{one}" for one in SECURITIES]

    assert [code for code in parts if not words.knows(code)] == []
