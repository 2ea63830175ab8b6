"""Joining by command line, and what goes wrong with it."""

from datetime import timedelta

import pytest


@pytest.fixture
def invited(founded, tmp_path):
    return founded("network", "invite", "--branch", "RUJ", "--branch-name", "Rūja", "--out", tmp_path / "b.lete")


def join(shell, invited, share, monkeypatch, *, exit_code=0, passphrase=None):
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", passphrase or invited["passphrase"])
    return shell("network", "join", invited["file"], "--share", share, exit_code=exit_code)


def test_who_is_not_admitted_waits(founded, invited, lete, share, monkeypatch):
    newcomer = lete("b")
    answer = join(newcomer, invited, share, monkeypatch)

    assert answer["replica"] == invited["replica"]
    assert newcomer("sync", "--once", exit_code=3)["error"]["code"] == "sync.not-admitted"
    assert newcomer("network", "status")["replicas"] == []
    [waiting] = founded("network", "admit")["waiting"]
    assert waiting["fingerprint"] == answer["fingerprint"]


def test_asking_twice_is_asking_once(founded, invited, lete, share, monkeypatch):
    first = join(lete("b"), invited, share, monkeypatch)
    again = join(lete("b"), invited, share, monkeypatch)

    assert first == again
    assert len(founded("network", "admit", "--replica", invited["replica"])["admitted"]) == 1


def test_two_that_answer_one_invitation_void_it(founded, invited, lete, share, monkeypatch):
    join(lete("b"), invited, share, monkeypatch)
    join(lete("thief"), invited, share, monkeypatch)

    answer = founded("network", "admit", "--all", exit_code=1)

    assert (answer["admitted"], answer["voided"]) == ([], [invited["replica"]])
    assert lying(share) == []
    assert founded("network", "admit", "--all")["admitted"] == []


def test_an_invitation_expires(founded, invited, lete, share, monkeypatch):
    from datetime import datetime

    later = (datetime.fromisoformat(invited["expires"]) + timedelta(minutes=1)).isoformat()
    join(lete("b"), invited, share, monkeypatch)

    answer = founded("network", "admit", "--all", "--clock", later)
    assert (answer["admitted"], answer["expired"]) == ([], [invited["replica"]])
    assert lying(share) == []

    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
    late = lete("late")("network", "join", invited["file"], "--share", share, "--clock", later, exit_code=1)
    assert late["error"]["code"] == "network.invitation-unusable"


def lying(share):
    """Return what lies in the folder of those who ask and those who are answered."""
    return [path.name for name in ("requests", "welcome") for path in (share / "lete-1" / name).glob("*")]


def test_nothing_of_a_joining_stays_in_the_folder(founded, join, share):
    join("b")
    assert len(lying(share)) == 1

    founded("sync", "--once")

    assert lying(share) == []


def test_the_wrong_passphrase_joins_nothing(invited, lete, share, monkeypatch):
    answer = join(lete("b"), invited, share, monkeypatch, exit_code=1, passphrase="bako-bako")

    assert answer["error"]["code"] == "network.passphrase-wrong"
    assert not lete("b").home.exists()


@pytest.mark.parametrize("contents", [b"", b"no invitation", b"LINV\x00\x01garbage"])
def test_a_file_that_is_no_invitation_is_named(lete, share, tmp_path, monkeypatch, contents):
    (tmp_path / "x.lete").write_bytes(contents)
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", "x")

    answer = lete("b")("network", "join", tmp_path / "x.lete", "--share", share, exit_code=1)

    assert answer["error"]["code"] == "network.invitation-unusable"
    missing = lete("b")("network", "join", tmp_path / "none.lete", "--share", share, exit_code=1)
    assert missing["error"]["code"] == "cli.file-unreadable"


def test_a_member_cannot_join_again(founded, invited, share, monkeypatch):
    answer = join(founded, invited, share, monkeypatch, exit_code=1)

    assert answer["error"]["code"] == "network.already-founded"


def test_only_the_registrar_invites_and_admits(request, tmp_path):
    member = request.getfixturevalue("join")("b")

    invite = ("network", "invite", "--branch", "X", "--branch-name", "X", "--out", tmp_path / "x.lete")
    assert member(*invite, exit_code=1)["error"]["code"] == "network.not-registrar"


def test_nobody_to_admit_is_said(founded):
    assert founded("network", "admit", "--all")["admitted"] == []
    assert founded("network", "admit", "--replica", "7", exit_code=1)["admitted"] == []
