"""The loan history of two desks in a library that forgets it, by command line."""

import json
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def hjorring(lete, share):
    shell = lete()
    shell("network", "create", "--name", "Øvelse", "--share", share, "--profile", "hjorring", "--branch", "HJO",
          "--branch-name", "Hjørring", "--training", "--clock", "2026-03-02T10:00:00")  # fmt: skip
    return shell


def at(day):
    return ("--clock", f"{day}T10:00:00")


def joined(first, lete, share, tmp_path, monkeypatch):
    invited = first("network", "invite", "--branch", "VRA", "--branch-name", "Vrå", "--out", tmp_path / "b.lete",
                    *at("2026-03-02"))  # fmt: skip
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
    second = lete("b")
    second("network", "join", invited["file"], "--share", share, *at("2026-03-02"))
    first("network", "admit", "--all", *at("2026-03-02"))
    sync("2026-03-02", first, second)
    return second


def sync(day, *shells):
    for _ in range(3):
        for shell in shells:
            shell("sync", "--once", *at(day))


def borrowers(shell):
    with closing(sqlite3.connect(shell.home / "lete.db")) as database:
        return database.execute("SELECT patron IS NOT NULL FROM loan ORDER BY id").fetchall()


def test_both_desks_forget_what_ended_and_stay_the_same(hjorring, lete, share, tmp_path, monkeypatch):
    vraa = joined(hjorring, lete, share, tmp_path, monkeypatch)
    hjorring("patron", "register", "--given", "Mette", "--family", "Holm", "--card", "P1", *at("2026-03-02"))
    for barcode in ("I1", "I2"):
        hjorring("item", "add", "--barcode", barcode, "--title", "Bog", *at("2026-03-02"))
    sync("2026-03-02", hjorring, vraa)
    hjorring("checkout", "--patron", "P1", "--item", "I1", "I2", *at("2026-03-03"))
    sync("2026-03-03", hjorring, vraa)
    vraa("checkin", "--item", "I1", *at("2026-03-04"))
    sync("2026-03-04", hjorring, vraa)
    assert [one["item"] for one in hjorring("patron", "history", "P1", *at("2026-03-05"))["loans"]] == ["I1"]

    sync("2026-04-12", hjorring, vraa)

    assert borrowers(hjorring) == borrowers(vraa) == [(0,), (1,)]
    digests = [json.dumps(shell("digest", *at("2026-04-12"))) for shell in (hjorring, vraa)]
    assert digests[0] == digests[1]
    assert vraa("patron", "history", "P1", *at("2026-04-12"))["loans"] == []
    assert [one["item"] for one in vraa("patron", "show", "P1", *at("2026-04-12"))["loans"]] == ["I2"]
    assert hjorring("retention", "history", *at("2026-04-12"))["forgotten"] == 0
    problems = vraa("doctor", *at("2026-04-12"), exit_code=None)["problems"]
    assert {one["code"] for one in problems} <= {"doctor.keys-open"}
