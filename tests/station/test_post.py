"""Letters leave at most once, over an encrypted line, to a real server that takes or refuses them."""

import email
import email.policy
import logging
from contextlib import contextmanager

import pytest

from app.db.notices import notice
from app.db.queries.notices import notices_shown
from app.db.tasks import open_tasks
from app.desk.accounts import issue_account
from app.desk.network import change_setting
from app.desk.notices import ask_again, ask_notice, cancel_notice, choose_mail_desk
from app.desk.outcome import Done
from app.desk.patrons import Contact, register_patron
from app.desk.relations import Notice
from app.desk.templates import set_template
from app.notices.errors import (
    AuthorityUnreadable,
    NotEncrypted,
    PasswordInTheOpen,
    SenderRefused,
    ServerUnreachable,
    ServerUntrusted,
    SignInRefused,
)
from app.notices.smtp import smtp_line
from app.settings import Sender
from app.station.passwords import proves
from app.station.post import (
    MailBusy,
    MailNotSet,
    MailPasswordMissing,
    NotTheMailDesk,
    check_sender,
    posting,
    send_waiting,
)
from app.words import LANGUAGES
from tests.station.mailing import PASSWORD, SENDER, USER, make_certificate, port_of, serving
from tests.station.making import opened


@pytest.fixture
def server(post, certificate):
    with serving(post, certificate) as controller:
        yield controller


def configure(station, port, certificate=None, **given):
    trusted = {"authority": str(certificate.path)} if certificate else {}
    server = {"host": "localhost", "port": port, "user": USER, "address": SENDER, **trusted, **given}
    station.home.settings.change(sender=Sender(**server))
    station.world.vault(station.home).keep_password(*station.identity(), "smtp", PASSWORD)


@pytest.fixture
def mailing(station, server, certificate):
    configure(station, port_of(server), certificate)
    done(station, choose_mail_desk, replica=station.identity()[1])
    return station


def done(station, deed, **given):
    outcome = station.do(deed, **given)
    assert isinstance(outcome, Done), outcome
    return outcome.record


def register(station, name="Elīna", address="elina@example.lv", **given):
    return done(station, register_patron, given=name, family="Krūze", contact=Contact(email=address), **given)


def letters(post):
    return [email.message_from_bytes(content, policy=email.policy.default) for _, _, content in post.taken]


def text_of(letter):
    return letter.get_content().replace("\r\n", "\n")


def standings(station):
    return [(one.standing.value, one.cause) for one in reversed(list(notices_shown(station.reading)))]


def test_a_welcome_is_sent_in_the_language_of_the_person(mailing, post):
    register(mailing, card="P1", language="da")

    sent = send_waiting(mailing)

    assert (dict(sent.by_standing), sent.waiting, sent.trouble) == ({"sent": 1}, 0, None)
    [(sender, to, _)] = post.taken
    [letter] = letters(post)
    assert (sender, to) == (SENDER, ["elina@example.lv"])
    assert (str(letter["Subject"]), letter["To"].addresses[0].display_name) == ("Velkommen til Tīkls", "Elīna Krūze")
    assert (letter["From"].addresses[0].display_name, letter["Content-Language"]) == ("Tīkls", "da")
    said = text_of(letter)
    assert said.startswith("Kære Elīna Krūze\n")
    assert "Dit lånernummer: P1\n" in said
    assert "{" not in said
    assert "brugernavn" not in said, "there is none to tell"
    assert standings(mailing) == [("sent", "")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_written_in_every_language(mailing, post, language):
    person = register(mailing, language=language)
    done(mailing, issue_account, patron=person.number, verifier="x")
    done(mailing, ask_notice, patron=person.number, kind="contact_asked")
    done(mailing, ask_notice, patron=person.number, kind="account")

    send_waiting(mailing)

    assert [one.standing for one in notices_shown(mailing.reading)] == ["sent"] * 3
    assert all("{" not in letter.get_content() and str(letter["Subject"]) for letter in letters(post))


def test_what_was_sent_is_not_sent_again(mailing, post):
    register(mailing)
    send_waiting(mailing)

    assert send_waiting(mailing).by_standing == {}
    assert len(post.taken) == 1


def test_without_a_line_letters_wait(mailing, post, server):
    register(mailing)
    server.stop()

    kept = send_waiting(mailing)

    assert (kept.waiting, type(kept.trouble)) == (1, ServerUnreachable)
    assert standings(mailing) == [("waiting", "")], "nothing is written for every hour without a line"


def test_what_broke_off_is_asked_about_and_never_repeated(mailing, post, home, world):
    register(mailing)

    @contextmanager
    def dying(server, password):
        with smtp_line(server, password) as line:
            yield Dying(line)

    with pytest.raises(PowerCut):
        send_waiting(mailing, dying)
    mailing.close()
    again = opened(home, world)

    sent = send_waiting(again)

    assert (len(post.taken), dict(sent.by_standing)) == (1, {"uncertain": 1})
    assert standings(again) == [("uncertain", "interrupted")]
    assert [task.kind for task in open_tasks(again.reading.connection)] == ["NOTICE_UNSURE"]
    assert send_waiting(again).by_standing == {}
    assert len(post.taken) == 1
    again.close()


class PowerCut(BaseException):
    pass


class Dying:
    def __init__(self, line):
        self.line = line

    def send(self, address, letter):
        self.line.send(address, letter)
        raise PowerCut


def test_a_letter_is_noted_before_anything_of_it_leaves(mailing, post):
    number = str(register(mailing) and mailing.reading.connection.execute("SELECT id FROM notice").fetchone()[0])
    seen = []

    @contextmanager
    def watching(server, password):
        with smtp_line(server, password) as line:
            yield Watching(line)

    class Watching:
        def __init__(self, line):
            self.line = line

        def send(self, address, letter):
            with mailing.database.writing():  # What is written is in the file, and no transaction is open.
                seen.append(notice(mailing.reading.connection, number).standing)
            return self.line.send(address, letter)

    send_waiting(mailing, watching)

    assert seen == ["sending"]


def test_a_server_that_hangs_up_before_its_answer_leaves_a_question(mailing, post):
    register(mailing)
    register(mailing, "Toms", "toms@example.lv")
    post.at_data = lambda server, envelope: server.transport.abort()

    broken = send_waiting(mailing)

    assert standings(mailing) == [("uncertain", "connection-lost"), ("waiting", "")]
    assert type(broken.trouble) is ServerUnreachable
    post.at_data = None
    send_waiting(mailing)
    assert standings(mailing) == [("uncertain", "connection-lost"), ("sent", "")]
    assert [to for _, to, _ in post.taken] == [["elina@example.lv"], ["toms@example.lv"]]


def test_a_server_that_hangs_up_before_the_letter_has_not_taken_it(mailing, post, clock):
    register(mailing)
    post.answers["RCPT", "elina@example.lv"] = "421 4.3.2 bye"

    send_waiting(mailing)

    assert standings(mailing) == [("waiting", "server-busy")]
    post.answers.clear()
    assert send_waiting(mailing).by_standing == {}, "a pause comes first"
    clock.pass_ms(15 * 60_000)
    assert send_waiting(mailing).by_standing == {"sent": 1}


@pytest.mark.parametrize(
    ("command", "said", "standing", "cause", "marked"),
    [
        ("RCPT", "550 5.1.1 no such user", "failed", "address-unknown", True),
        ("RCPT", "550 no", "failed", "address-unknown", True),
        ("RCPT", "550 5.7.1 policy", "failed", "address-refused", False),
        ("RCPT", "552 5.2.2 full", "failed", "mailbox-full", False),
        ("RCPT", "452 4.2.2 full", "waiting", "mailbox-full", False),
        ("RCPT", "450 4.2.0 greylisted", "waiting", "server-busy", False),
        ("DATA", "554 5.7.1 spam", "failed", "message-refused", False),
        ("DATA", "451 4.3.0 later", "waiting", "server-busy", False),
    ],
)
def test_what_a_server_refuses_is_listed_with_its_reason(mailing, post, command, said, standing, cause, marked):
    person = register(mailing)
    register(mailing, "Toms", "toms@example.lv")
    post.answers[command, "elina@example.lv"] = said

    send_waiting(mailing)

    assert standings(mailing) == [(standing, cause), ("sent", "")], "the others go on the same line"
    bounced = mailing.reading.connection.execute(
        "SELECT email_bounced_ms IS NOT NULL FROM patron WHERE id = ?", (person.patron,)
    ).fetchone()
    assert bool(bounced[0]) is marked


def test_after_many_refusals_a_letter_is_given_up(mailing, post, clock):
    register(mailing)
    done(mailing, change_setting, key="notice_tries_max", value="2")
    post.answers["RCPT", "elina@example.lv"] = "450 later"

    for _ in range(3):
        send_waiting(mailing)
        clock.pass_ms(4 * 3_600_000)

    assert standings(mailing) == [("failed", "given-up")]


def test_a_refused_sender_is_no_fault_of_the_person(mailing, post):
    register(mailing)
    register(mailing, "Toms", "toms@example.lv")
    post.answers["MAIL"] = "550 5.7.1 who are you"

    refused = send_waiting(mailing)

    assert type(refused.trouble) is SenderRefused
    assert standings(mailing) == [("waiting", "server-busy"), ("waiting", "")]


def test_an_address_that_cannot_be_written_fails_and_the_rest_goes(mailing, post):
    register(mailing, address="elīna@example.lv")
    register(mailing, "Toms", "toms@rūjiena.lv")

    send_waiting(mailing)

    assert standings(mailing) == [("failed", "address-wrong"), ("sent", "")]
    assert [to for _, to, _ in post.taken] == [["toms@" + "rūjiena.lv".encode("idna").decode()]]


def test_what_is_not_needed_any_more_does_not_go(mailing, post, clock):
    person = register(mailing)
    done(mailing, issue_account, patron=person.number, verifier="x")
    asked = done(mailing, ask_notice, patron=person.number, kind="account")
    clock.pass_ms(1_000)
    done(mailing, issue_account, patron=person.number, verifier="y", again=True)
    done(
        mailing,
        cancel_notice,
        notice=str(mailing.reading.connection.execute("SELECT min(id) FROM notice").fetchone()[0]),
    )

    send_waiting(mailing)

    assert post.taken == []
    assert standings(mailing) == [("cancelled", "by-staff"), ("cancelled", "account-changed")]
    assert mailing.reading.connection.execute("SELECT account_verifier FROM patron").fetchone() == ("y",)
    assert asked.kind == "account"


def test_a_password_goes_by_letter_alone_and_is_good(mailing, post, caplog, home):
    caplog.set_level(logging.DEBUG)
    person = register(mailing)
    done(mailing, issue_account, patron=person.number, verifier="x")
    done(mailing, ask_notice, patron=person.number, kind="account")

    send_waiting(mailing)

    said = text_of(letters(post)[-1])
    [line] = [line for line in said.splitlines() if "parole:" in line]
    password = line.partition(": ")[2]
    verifier, once = mailing.reading.connection.execute("SELECT account_verifier, account_once FROM patron").fetchone()
    assert (proves(verifier, password), once) == (True, 1)
    kept = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    assert password.encode() not in kept
    for secret in (password, PASSWORD, "elina@example.lv"):
        assert not [one for one in caplog.records if one.name.startswith("app") and secret in one.getMessage()]


def test_a_letter_that_was_taken_twice_by_two_desks_goes_once(mailing, post):
    """Two desks asked for the same before they knew of each other."""
    person = register(mailing)
    first = mailing.reading.connection.execute("SELECT workstation FROM notice").fetchone()

    def elsewhere(work):
        work.add(Notice(patron=person.patron, kind="welcome", channel="email", language="lv", workstation=first[0]))
        return Done(record=None, touched=frozenset())

    done(mailing, elsewhere)

    send_waiting(mailing)

    assert len(post.taken) == 1
    assert standings(mailing) == [("sent", ""), ("cancelled", "double")]


def test_a_letter_cannot_be_made_to_say_more_in_its_headers(mailing, post):
    body = "Labdien, {name}!\n.\nQUIT"
    done(mailing, set_template, code="welcome", language="lv", subject="{given}", body=body, languages=["lv"])
    register(mailing, "Elīna\r\nBcc: visi@example.lv")

    send_waiting(mailing)

    [letter] = letters(post)
    assert (letter["Bcc"], str(letter["Subject"])) == (None, "Elīna Bcc: visi@example.lv")
    assert letter.get_content().splitlines() == ["Labdien, Elīna Bcc: visi@example.lv Krūze!", ".", "QUIT"]
    assert post.taken[0][1] == ["elina@example.lv"]


def test_a_failed_letter_is_sent_when_somebody_asks_again(mailing, post):
    register(mailing)
    post.answers["DATA", "elina@example.lv"] = "554 5.7.1 spam"
    send_waiting(mailing)
    post.answers.clear()

    done(mailing, ask_again, notice=str(next(notices_shown(mailing.reading)).notice))
    send_waiting(mailing)

    assert standings(mailing) == [("failed", "message-refused"), ("sent", "")]


def test_only_the_desk_that_is_named_sends(mailing, post):
    done(mailing, choose_mail_desk, replica=0)
    register(mailing)

    with pytest.raises(NotTheMailDesk):
        send_waiting(mailing)


def test_two_programs_of_one_home_do_not_send_together(mailing, home):
    with posting(home), pytest.raises(MailBusy):
        send_waiting(mailing)


def test_what_is_not_set_is_said(station, certificate):
    done(station, choose_mail_desk, replica=station.identity()[1])
    register(station)
    with pytest.raises(MailNotSet):
        send_waiting(station)
    configure(station, 25, certificate, user="other")
    station.world.vault(station.home).keep_password(*station.identity(), "smtp", "")
    with pytest.raises(MailPasswordMissing):
        send_waiting(station)


# The line.


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(mailing, post, server, tmp_path):
    other = make_certificate(tmp_path, "other.example")
    configure(mailing, port_of(server), other)
    with pytest.raises(ServerUntrusted):
        check_sender(mailing)
    configure(mailing, port_of(server))
    with pytest.raises(ServerUntrusted):
        check_sender(mailing)
    configure(mailing, port_of(server), other, authority=str(tmp_path / "none.pem"))
    with pytest.raises(AuthorityUnreadable):
        check_sender(mailing)
    assert post.lines == 2, "nobody is greeted again over a line that is not trusted"


def test_a_server_without_encryption_gets_no_password(station, post):
    with serving(post, tls=False) as open_server:
        configure(station, port_of(open_server))
        with pytest.raises(NotEncrypted):
            check_sender(station)


def test_encryption_from_the_first_byte(station, post, certificate):
    with serving(
        post, certificate, tls=False, ssl_context=certificate.context(), server_hostname="localhost"
    ) as server:
        configure(station, port_of(server), certificate, security="tls")

        assert check_sender(station).security == "tls"


def test_an_open_line_is_for_this_machine_alone(station, post):
    with serving(post, tls=False) as open_server:
        configure(station, port_of(open_server), security="none")
        assert check_sender(station).host == "localhost"
    configure(station, 25, host="mail.example.lv", security="none")
    with pytest.raises(PasswordInTheOpen):
        check_sender(station)


def test_a_wrong_password_is_said_to_be_wrong(mailing):
    mailing.world.vault(mailing.home).keep_password(*mailing.identity(), "smtp", "cita")

    with pytest.raises(SignInRefused):
        check_sender(mailing)
