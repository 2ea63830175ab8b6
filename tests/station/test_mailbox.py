"""Forms come in by mail from a real mailbox, and leave it when they are destroyed."""

import socket
import sys
from dataclasses import replace
from email.message import EmailMessage

import pytest

from app.db.drafts import drafts
from app.desk.notices import ask_notice, choose_mail_desk
from app.desk.outcome import Done, Refused
from app.desk.patrons import Contact, register_patron
from app.desk.sending import begin_sending, end_sending
from app.forms.reading import read_form
from app.notices.bounces import bounce_in
from app.notices.errors import (
    FolderMissing,
    NotEncrypted,
    PasswordInTheOpen,
    ServerUnreachable,
    ServerUntrusted,
    SignInRefused,
)
from app.notices.imap import imap_line
from app.settings import Mailbox
from app.station import mailbox
from app.station.inbox import confirm_form, set_aside_form
from app.station.letter_copies import letters_left
from app.station.mailbox import MailboxNotSet, fetch_forms, set_mailbox
from app.station.post import MailPasswordMissing
from tests.forms.sheets import line, table, word_file
from tests.station.mailboxes import looking, mailbox_serving
from tests.station.mailing import PASSWORD, USER, make_certificate

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def port(certificate):
    with mailbox_serving(certificate) as port:
        yield port


@pytest.fixture
def fetching(station, port, certificate):
    assert isinstance(kept(station, port, certificate), Mailbox)
    return station


def kept(station, port, certificate=None, password=PASSWORD, **given):
    trusted = {"authority": str(certificate.path)} if certificate else {}
    server = {"host": "localhost", "port": port, "user": USER, **trusted, **given}
    return set_mailbox(station, Mailbox(**server), password)


def form(given="Ilze", family="Kalnlapa"):
    return word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", given), ("Uzvārds", family)))


def letter(*attached, subject="Anketa", number="1"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ilze@example.lv", "biblioteka@example.lv", subject
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0200"
    if number:
        mail["Message-ID"] = f"<{number}@example.lv>"
    mail.set_content("Labdien! Pielikumā anketa.")
    for place, data in enumerate(attached):
        mail.add_attachment(data, maintype="application", subtype=WORD, filename=f"anketa{place}.docx")
    return mail.as_bytes()


def arrive(port, certificate, *letters):
    with looking(port, certificate) as box:
        for one in letters:
            box.append(one, "INBOX")


def subjects(port, certificate, folder="INBOX"):
    with looking(port, certificate) as box:
        if not box.folder.exists(folder):
            return []
        box.folder.set(folder)
        return sorted(one.subject for one in box.fetch(mark_seen=False))


def test_a_form_in_a_letter_becomes_a_draft_and_the_letter_is_filed(fetching, port, certificate):
    arrive(port, certificate, letter(form()), letter(subject="Jautājums", number="2"))

    done = fetch_forms(fetching, read_form)

    [draft] = done.drafts
    assert (draft.application.fields["family"], draft.path.parent) == ("Kalnlapa", fetching.home.letters)
    assert [(one.subject, one.error.code) for one in done.passed_over] == [("Jautājums", "form.no-form")]
    assert subjects(port, certificate) == ["Jautājums"]
    assert subjects(port, certificate, "Lete") == ["Anketa"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by the rights of the folder")
def test_only_its_owner_may_read_a_letter(fetching, port, certificate):
    arrive(port, certificate, letter(form()))

    [draft] = fetch_forms(fetching, read_form).drafts

    assert draft.path.stat().st_mode & 0o077 == 0


def test_what_stays_is_told_of_once_and_not_marked_as_read(fetching, port, certificate):
    arrive(port, certificate, letter(subject="Jautājums"))
    fetch_forms(fetching, read_form)

    assert fetch_forms(fetching, read_form).passed_over == []
    with looking(port, certificate) as box:
        assert [one.flags for one in box.fetch(mark_seen=False)] in ([()], [("\\Recent",)])


def test_a_destroyed_form_leaves_the_disk_and_the_mailbox(fetching, port, certificate):
    arrive(port, certificate, letter(form()), letter(form("Toms"), subject="Cita", number="2"))
    first = next(one for one in fetch_forms(fetching, read_form).drafts if one.application.fields["given"] == "Ilze")

    confirmed = confirm_form(fetching, first.id, changes={})

    assert isinstance(confirmed, Done)
    assert confirmed.record.destroyed
    assert not first.path.exists()
    assert letters_left(fetching.home) == 1
    assert subjects(port, certificate, "Lete") == ["Anketa", "Cita"]
    taken = fetch_forms(fetching, read_form)
    assert (taken.removed, taken.left) == (1, 0)
    assert subjects(port, certificate, "Lete") == ["Cita"]


def test_a_letter_without_an_id_is_found_by_what_it_is(fetching, port, certificate):
    arrive(port, certificate, letter(form(), number=""), letter(form("Toms"), subject="Cita", number=""))
    first = next(one for one in fetch_forms(fetching, read_form).drafts if one.application.fields["given"] == "Ilze")

    confirm_form(fetching, first.id, changes={})
    fetch_forms(fetching, read_form)

    assert subjects(port, certificate, "Lete") == ["Cita"]


def test_a_letter_with_two_forms_stays_until_both_are_done(fetching, port, certificate):
    arrive(port, certificate, letter(form(), form("Toms")))
    first, second = fetch_forms(fetching, read_form).drafts
    confirm_form(fetching, first.id, changes={})
    assert fetch_forms(fetching, read_form).removed == 0

    confirm_form(fetching, second.id, changes={})

    assert fetch_forms(fetching, read_form).removed == 1
    assert subjects(port, certificate, "Lete") == []


def test_a_form_that_is_kept_stays_in_the_mailbox_and_not_on_the_disk(fetching, port, certificate):
    arrive(port, certificate, letter(form()), letter(form("Toms"), subject="Cita", number="2"))
    first, second = fetch_forms(fetching, read_form).drafts
    confirm_form(fetching, first.id, changes={}, keep=True)
    set_aside_form(fetching, second.id)

    fetch_forms(fetching, read_form)

    assert list(fetching.home.letters.glob("*.eml")) == []
    assert subjects(port, certificate, "Lete") == ["Anketa", "Cita"]


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_round_that_broke_off_before_filing_loses_and_doubles_nothing(
    fetching, port, certificate, monkeypatch, confirmed
):
    arrive(port, certificate, letter(form()))

    def cut(self, number, folder):
        raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(mailbox.ImapLine, "file", cut)
        with pytest.raises(PowerCut):
            fetch_forms(fetching, read_form)
    [draft] = drafts(fetching.reading)
    if confirmed:
        confirm_form(fetching, draft.id, changes={})

    fetch_forms(fetching, read_form)

    left = [one.application.fields["given"] for one in drafts(fetching.reading)]
    assert left == ([] if confirmed else ["Ilze"])
    assert subjects(port, certificate) == []
    assert subjects(port, certificate, "Lete") == ([] if confirmed else ["Anketa"])
    assert letters_left(fetching.home) == 0


def test_letters_that_others_have_marked_to_go_are_not_taken_along(fetching, port, certificate):
    arrive(port, certificate, letter(form()), letter(subject="Cita", number="2"))
    with looking(port, certificate) as box:
        [number] = [one.uid for one in box.fetch(mark_seen=False) if one.subject == "Cita"]
        box.client.uid("STORE", number, "+FLAGS", r"(\Deleted)")

    fetch_forms(fetching, read_form)

    assert subjects(port, certificate) == ["Cita"]


def report(number, network, status="5.1.1", action="failed"):
    return f"""From: MAILER-DAEMON@example.lv
To: biblioteka@example.lv
Subject: Undelivered
Message-ID: <r{number}@example.lv>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your letter could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.lv

Final-Recipient: rfc822; elina@example.lv
Action: {action}
Status: {status}
--b
Content-Type: text/rfc822-headers

Message-ID: <lete.{number}.{network}@example.lv>
Subject: Laipni
--b--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(("status", "marked"), [("5.1.1", True), ("5.2.2", False)])
@pytest.mark.parametrize("step", ["sent", "uncertain"])
def test_a_letter_of_ours_that_came_back_is_listed_and_its_address_marked(
    fetching, port, certificate, status, marked, step
):
    number = sent(fetching, step)
    network = fetching.identity()[0].hex()[:16]
    arrive(port, certificate, report(number, network, status), report(number, "0" * 16))

    done = fetch_forms(fetching, read_form)

    standing = fetching.reading.connection.execute(
        "SELECT group_concat(step, ' ') FROM (SELECT step FROM notice_step WHERE notice = ? ORDER BY id)", (number,)
    ).fetchone()[0]
    assert standing.endswith("sent bounced")
    assert (done.came_back, len(done.passed_over)) == (1, 1), "a report of another network's letter is no form"
    assert subjects(port, certificate) == ["Undelivered"]
    bounced = fetching.reading.connection.execute("SELECT email_bounced_ms IS NOT NULL FROM patron").fetchone()[0]
    assert bool(bounced) is marked


def sent(station, step):
    station.do(choose_mail_desk, replica=station.identity()[1])
    station.do(register_patron, given="Elīna", family="Krūze", card="P1", contact=Contact(email="elina@example.lv"))
    station.do(ask_notice, patron="P1", kind="welcome")
    notice = station.reading.connection.execute("SELECT id FROM notice").fetchone()[0]
    station.do(begin_sending, notice=notice)
    station.do(end_sending, notice=notice, step=step)
    return notice


def test_a_delay_is_no_failure():
    assert bounce_in(report(7, "0" * 16)).number == "7"
    assert bounce_in(report(7, "0" * 16, action="delayed")) is None
    assert bounce_in(letter()) is None
    assert bounce_in(b"\xff\x00") is None


# The line.


def test_an_untrusted_or_unencrypted_mailbox_gets_no_password(station, port, certificate, tmp_path):
    kept(station, port)
    with pytest.raises(ServerUntrusted):
        fetch_forms(station, read_form)
    with mailbox_serving() as plain:
        kept(station, plain, certificate)
        with pytest.raises(NotEncrypted):
            fetch_forms(station, read_form)
        kept(station, plain, security="none")
        assert fetch_forms(station, read_form).drafts == []
    with pytest.raises(PasswordInTheOpen):
        kept(station, 143, host="mail.example.lv", security="none")


def test_what_is_wrong_with_a_mailbox_is_said(station, port, certificate):
    with pytest.raises(MailboxNotSet):
        fetch_forms(station, read_form)
    kept(station, port, certificate, password="cita")
    with pytest.raises(SignInRefused):
        fetch_forms(station, read_form)
    kept(station, port, certificate, folder="Nav tādas")
    with pytest.raises(FolderMissing):
        fetch_forms(station, read_form)
    kept(station, port, certificate, password="")
    with pytest.raises(MailPasswordMissing):
        fetch_forms(station, read_form)
    assert isinstance(kept(station, 0, host="", user="", taken="INBOX"), Refused)


def test_a_mailbox_that_breaks_off_is_said_to_be_out_of_reach(fetching, port, certificate):
    server, password = mailbox.mailbox_of(fetching)

    def broken():
        with imap_line(server, password) as open_line:
            open_line.box.client.sock.shutdown(socket.SHUT_RDWR)
            open_line.numbers()

    with pytest.raises(ServerUnreachable):
        broken()


def test_only_who_may_read_forms_fetches_them(fetching):
    other = replace(fetching, acting=replace(fetching.acting, permissions=frozenset()))

    assert isinstance(fetch_forms(other, read_form), Refused)
    assert isinstance(kept(other, 143), Refused)
