"""A copied disk: two machines under one number, and how one of them gets another."""

import shutil

from tests.cli.test_members import error, replica, sync, town

__all__ = ["town"]


def copied(desk, lete):
    twin = lete("twin")
    shutil.copytree(desk.home, twin.home)
    return twin


def test_a_copy_gets_another_number_and_loses_nothing(town, lete, share, tmp_path, monkeypatch):
    founder, desk, other = town
    twin = copied(desk, lete)
    desk("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    sync(desk)
    twin("patron", "register", "--given", "Jānis", "--family", "Ozols", "--card", "2-18")
    invited = founder("network", "invite", "--branch", "RUJ", "--branch-name", "Filiāle RUJ", "--workstation", "2",
                      "--out", tmp_path / "twin.lete")  # fmt: skip
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
    join = ("network", "join", invited["file"], "--share", share, "--renumber")

    asked = twin(*join)
    assert twin(*join) == asked
    before = sorted(path for path in share.rglob("*") if "replicas" in path.parts)
    registered = twin("patron", "register", "--given", "Anna", "--family", "Liepa", "--card", "2-19")
    assert error(twin, "sync", "--once", exit_code=3) == "sync.not-admitted"
    assert sorted(path for path in share.rglob("*") if "replicas" in path.parts) == before

    [admitted] = founder("network", "admit", "--replica", invited["replica"])["admitted"]
    assert admitted["fingerprint"] == asked["fingerprint"]
    sync(founder)
    twin("sync", "--once")
    sync(founder, desk, other, twin)

    assert replica(twin) == invited["replica"] != replica(desk)
    assert int(twin("patron", "show", "219")["patron_id"]) >> 10 & 0xFFF == invited["replica"]
    assert twin("patron", "show", "219")["patron_id"] != registered["patron_id"]
    for shell in (founder, desk, other, twin):
        for card in ("217", "218", "219"):
            assert shell("patron", "show", card)["patron"], (shell.home, card)
    assert len({shell("digest")["digest"] for shell in (founder, desk, other, twin)}) == 1


def test_only_a_number_of_this_network_is_given(town, lete, share, tmp_path, monkeypatch):
    founder, desk, _ = town
    invited = founder("network", "reinvite", "--replica", replica(desk), "--out", tmp_path / "again.lete")
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])

    answer = error(desk, "network", "join", invited["file"], "--share", share, "--renumber")

    assert answer == "network.invitation-unusable"
