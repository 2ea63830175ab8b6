"""Letters by command line: from a server that is set to what became of each, and a program that is killed in between."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from app.cli.parser import commands
from tests.cli.test_commands import codes
from tests.station.mailboxes import looking, mailbox_serving
from tests.station.mailing import PASSWORD, SENDER, USER, port_of, serving

FORM_IN_A_LETTER = """From: ilze@example.lv
To: biblioteka@example.lv
Subject: Anketa
Message-ID: <1@example.lv>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Lietotāja reģistrācijas anketa
Vārds: Ilze
Uzvārds: Kalnlapa
Tālrunis: 26123456
""".replace("\n", "\r\n").encode()


@pytest.fixture
def server(post, certificate):
    with serving(post, certificate) as controller:
        yield controller


@pytest.fixture
def mailing(founded, server, certificate, monkeypatch):
    monkeypatch.setenv("LETE_MAIL_PASSWORD", PASSWORD)
    founded("mail", "set", "--host", "localhost", "--port", port_of(server), "--user", USER,
            "--address", SENDER, "--authority", certificate.path)  # fmt: skip
    founded("mail", "desk")
    return founded


def register(shell, given="Elīna", email="elina@example.lv"):
    return shell("patron", "register", "--given", given, "--family", "Krūze", "--email", email)["patron"]


def test_a_server_is_set_and_its_password_is_seen_nowhere(mailing):
    shown = mailing("mail", "show")

    assert (shown["server"]["host"], shown["server"]["security"], shown["server"]["password_kept"]) == (
        "localhost", "starttls", True,
    )  # fmt: skip
    assert shown["mail_desk"] == mailing("network", "status")["replicas"][0]["replica"]
    assert mailing("mail", "check")["host"] == "localhost"
    assert PASSWORD not in repr(shown) + mailing.text("mail", "show")[0]
    assert PASSWORD.encode() not in (mailing.home / "settings.json").read_bytes()
    assert (mailing.home / "keys-mail.bin").stat().st_mode & 0o077 == 0
    mine = [one for one in commands() if one.words[0] in {"mail", "notice", "mailbox"}]
    assert not [one.name for one in mine for argument in one.arguments if "password" in argument.name]


def test_a_server_is_removed_with_its_password(mailing):
    before = mailing("mail", "show")

    removed = mailing("mail", "remove")

    assert (removed["host"], removed["mail_desk"]) == ("localhost", before["mail_desk"])
    assert mailing("mail", "show")["server"] is None
    assert PASSWORD.encode() not in (mailing.home / "keys-mail.bin").read_bytes()
    assert mailing("mail", "remove", exit_code=1)["error"]["code"] == "mail.not-set"


def test_a_mailbox_is_removed_with_its_password(founded, monkeypatch):
    monkeypatch.setenv("LETE_MAILBOX_PASSWORD", PASSWORD)
    founded("mailbox", "set", "--host", "localhost", "--user", USER)

    removed = founded("mailbox", "remove")

    assert (removed["user"], removed["left"]) == (USER, 0)
    assert founded("mailbox", "show")["server"] is None
    assert PASSWORD.encode() not in (founded.home / "keys-mail.bin").read_bytes()
    assert founded("mailbox", "remove", exit_code=1)["error"]["code"] == "mailbox.not-set"


def test_a_forms_folder_is_let_go(founded, tmp_path):
    founded("forms", "folder", str(tmp_path))

    assert founded("forms", "unwatch")["folder"] == str(tmp_path)

    assert founded("forms", "folder", exit_code=1)["error"]["code"] == "form.folder-not-set"
    assert founded("forms", "unwatch", exit_code=1)["error"]["code"] == "form.folder-not-set"
    assert tmp_path.is_dir()


def test_a_welcome_goes_from_registering_to_the_list(mailing, post):
    patron = register(mailing)
    assert mailing("notice", "list", "--state", "waiting")["notices"][0]["patron"] == patron

    sent = mailing("notice", "send")

    assert (sent["letters"], sent["waiting"], sent["trouble"]) == ({"sent": 1}, 0, None)
    assert [to for _, to, _ in post.taken] == [["elina@example.lv"]]
    [one] = mailing("notice", "list", "--patron", patron)["notices"]
    assert (one["standing"], one["sentence"], one["desk"]) == ("sent", "sent", "Mazpils, 1")
    assert "welcome after registration" in mailing.text("notice", "list")[0]
    assert "0 messages wait" in mailing.text("notice", "send")[0]


def test_another_desk_asks_and_the_one_desk_sends(mailing, post, join):
    mailing("sync", "--once")
    other = join("b")
    register(other)
    assert other("notice", "send", exit_code=1)["error"]["code"] == "mail.not-this-desk"
    other("sync", "--once")

    assert mailing("notice", "send")["letters"] == {"sent": 1}

    other("sync", "--once")
    assert other("notice", "list")["notices"][0]["standing"] == "sent"
    assert len(post.taken) == 1


def test_refused_addresses_are_listed_with_words(mailing, post):
    register(mailing)
    post.answers["RCPT", "elina@example.lv"] = "550 5.1.1 no such user"
    mailing("notice", "send")

    [one] = mailing("notice", "list", "--state", "failed")["notices"]

    assert (one["cause"], one["sentence"]) == ("address-unknown", "not sent: the server does not know the address")
    refused = mailing("notice", "again", one["notice"], exit_code=1)
    assert codes(refused["refused"]) == ["ADDRESS_BOUNCED"]
    mailing("patron", "amend", one["patron"], "--email", "elina.k@example.lv")
    mailing("notice", "again", one["notice"])
    assert mailing("notice", "send")["letters"] == {"sent": 1}


def test_a_line_that_is_down_is_an_environment_and_letters_wait(mailing, server):
    register(mailing)
    server.stop()

    kept = mailing("notice", "send", exit_code=3)

    assert (kept["trouble"]["code"], kept["waiting"]) == ("mail.server-unreachable", 1)
    assert mailing("notice", "cancel", mailing("notice", "list")["notices"][0]["notice"])["standing"] == "cancelled"


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed that way there")
def test_a_program_killed_after_the_server_took_the_letter_leaves_a_task_and_no_second_letter(mailing, post):
    register(mailing)
    told = {}

    def kill(server, envelope):
        os.kill(told["process"].pid, signal.SIGKILL)
        told["process"].wait()

    post.at_data = kill
    command = [sys.executable, "-m", "app", "--home", str(mailing.home), "--json", "notice", "send"]
    told["process"] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told["process"].communicate(timeout=60)
    post.at_data = None
    assert told["process"].returncode == -signal.SIGKILL
    assert len(post.taken) == 1

    again = mailing("notice", "send")

    assert again["letters"] == {"uncertain": 1}
    [task] = mailing("task", "list")["tasks"]
    assert (task["kind"], task["subject"], task["choices"]) == (
        "NOTICE_UNSURE", "Elīna Krūze", ["was-sent", "was-not-sent"],
    )  # fmt: skip
    assert mailing("notice", "send")["letters"] == {}
    mailing("task", "close", task["task"], "--choice", "was-sent")
    assert mailing("notice", "list")["notices"][0]["standing"] == "sent"
    assert len(post.taken) == 1


def test_a_desk_restored_from_a_backup_does_not_send_again(mailing, post, tmp_path):
    register(mailing)
    mailing("sync", "--once")
    kept = tmp_path / "kept.db"
    shutil.copy(mailing.home / "lete.db", kept)
    mailing("notice", "send")

    for beside in mailing.home.glob("lete.db-*"):
        beside.unlink()
    shutil.copy(kept, mailing.home / "lete.db")
    again = mailing("notice", "send")

    assert (again["letters"], len(post.taken)) == ({}, 1)
    assert mailing("notice", "list")["notices"][0]["standing"] == "sent"


def test_without_the_shared_folder_nothing_is_sent(mailing, post, share):
    register(mailing)
    share.rename(share.with_name("away"))

    assert mailing("notice", "send", exit_code=3)["error"]["code"] == "sync.folder-unreachable"
    assert post.taken == []


def test_an_account_by_mail_shows_its_password_to_nobody_here(mailing, post):
    patron = register(mailing)

    issued = mailing("account", "issue", patron, "--by-mail")

    assert (issued["username"], issued["by_mail"], "password" in issued) == ("elina.kruze", True, False)
    mailing("notice", "send")
    assert b"elina.kruze" in post.taken[-1][2]
    both = mailing("account", "reset", patron, "--by-mail", "--slip", "x.pdf", exit_code=2)
    assert both["error"]["code"] == "account.slip-or-mail"


def test_an_account_is_not_issued_by_mail_to_who_has_none(mailing):
    patron = mailing("patron", "register", "--given", "Toms", "--family", "Kalns")["patron"]

    refused = mailing("account", "issue", patron, "--by-mail", exit_code=1)

    assert codes(refused["refused"]) == ["NO_ADDRESS"]
    assert mailing("account", "show", patron)["username"] == ""


def test_those_who_are_due_are_asked_for_their_contact(mailing, monkeypatch):
    register(mailing)
    monkeypatch.setenv("LETE_LANGUAGE", "lv")

    assert mailing("notice", "ask-contact") == {"asked": 0, "unreachable": 0, "asked_before": 0}
    asked = mailing("notice", "ask", "contact_asked", mailing("notice", "list")["notices"][0]["patron"])
    assert (asked["kind"], asked["standing"]) == ("contact_asked", "waiting")
    later = mailing("--clock", "2029-01-10T10:00:00", "notice", "ask-contact")
    assert later == {"asked": 1, "unreachable": 0, "asked_before": 0}


def test_what_is_typed_wrong_is_said_and_nothing_is_kept(founded, monkeypatch):
    monkeypatch.setenv("LETE_MAIL_PASSWORD", PASSWORD)
    wrong = founded("mail", "set", "--host", " ", "--port", "99999", "--address", "none", exit_code=1)
    assert codes(wrong["refused"]) == ["FIELD_MISSING", "FIELD_INVALID", "FIELD_INVALID"]
    given = ("mail", "set", "--host", "mail.example.lv", "--address", SENDER, "--user", USER, "--security", "none")
    assert founded(*given, exit_code=2)["error"]["code"] == "mail.password-in-the-open"

    assert founded("mail", "show")["server"] is None
    assert founded("mail", "check", exit_code=1)["error"]["code"] == "mail.not-set"
    assert codes(founded("mail", "desk", "--replica", "77", exit_code=1)["refused"]) == ["WORKSTATION_UNKNOWN"]
    assert founded("mail", "desk", "--replica", "0") == {"mail_desk": 0}
    assert codes(founded("notice", "list", "--patron", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert "No workstation" in founded.text("mail", "show")[0]


def test_forms_are_fetched_from_a_mailbox_and_their_letters_leave_it(founded, certificate, monkeypatch):
    monkeypatch.setenv("LETE_MAILBOX_PASSWORD", PASSWORD)
    with mailbox_serving(certificate) as port:
        founded("mailbox", "set", "--host", "localhost", "--port", port, "--user", USER,
                "--authority", certificate.path)  # fmt: skip
        with looking(port, certificate) as box:
            box.append(FORM_IN_A_LETTER)
        assert PASSWORD not in repr(founded("mailbox", "show"))

        fetched = founded("mailbox", "fetch")

        [draft] = fetched["drafts"]
        assert (draft["fields"]["family"], fetched["passed_over"]) == ("Kalnlapa", [])
        assert founded("forms", "confirm", draft["draft"])["destroyed"] is True
        assert founded("mailbox", "show")["left"] == 1
        assert "still to leave the mailbox" in founded.text("mailbox", "show")[0]
        taken = founded("mailbox", "fetch")
        assert (taken["removed"], taken["left"]) == (1, 0)
        assert "no new forms" in founded.text("mailbox", "fetch")[0]


def test_a_mailbox_that_is_not_set_is_said_to_be_none(founded):
    assert founded("mailbox", "show")["server"] is None
    assert founded("mailbox", "fetch", exit_code=1)["error"]["code"] == "mailbox.not-set"
    assert "no mailbox" in founded.text("mailbox", "show")[0]


def test_forms_that_lie_in_the_folder_are_read(founded, tmp_path):
    assert founded("forms", "watch", "--once", exit_code=1)["error"]["code"] == "form.folder-not-set"
    folder = tmp_path / "anketas"
    folder.mkdir()
    assert founded("forms", "folder", folder) == founded("forms", "folder") == {"folder": str(folder)}
    (folder / "anketa.eml").write_bytes(FORM_IN_A_LETTER)

    [draft] = founded("forms", "watch", "--once")["drafts"]

    assert draft["fields"]["family"] == "Kalnlapa"
    assert founded("forms", "watch", "--once")["drafts"] == []
