"""Accounts and PINs by command line: a secret is in one answer, or on one slip, and in no argument."""

import pytest

from app.cli.parser import commands
from tests.cli.test_commands import codes


@pytest.fixture
def elina(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1")
    return founded


def test_an_account_is_issued_and_reset(elina):
    issued = elina("account", "issue", "P1")
    reset = elina("account", "reset", "P1")

    assert issued["username"] == reset["username"] == "elina.kruze"
    assert issued["password"] != reset["password"]
    shown = elina("account", "show", "P1")
    assert (shown["username"], shown["must_change"], shown["pin"]) == ("elina.kruze", True, "unused")
    assert reset["password"] not in repr(shown)
    assert codes(elina("account", "issue", "P1", exit_code=1)["refused"]) == ["ACCOUNT_EXISTS"]
    assert codes(elina("account", "show", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]


def test_what_is_on_a_slip_is_not_in_the_answer(elina, tmp_path):
    slip = tmp_path / "slip.pdf"

    issued = elina("account", "issue", "P1", "--slip", slip)

    assert slip.read_bytes().startswith(b"%PDF-")
    assert slip.stat().st_mode & 0o077 == 0
    assert "password" not in issued
    assert "elina.kruze" in elina.text("account", "show", "P1")[0]


def test_a_pin_comes_by_prompt_or_variable_alone(elina, monkeypatch):
    elina("setting", "set", "pin_digits", "4")
    assert elina("pin", "set", "P1", exit_code=2)["error"]["code"] == "cli.secret-missing"
    monkeypatch.setenv("LETE_PIN", "4711")

    assert elina("pin", "set", "P1")["before"] is False
    said, _ = elina.text("pin", "set", "P1")

    assert "4711" not in said
    assert elina("account", "show", "P1")["pin"] == "set"
    assert not any("pin" in argument.name for command in commands() for argument in command.arguments)
    assert codes(elina("pin", "set", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]


def test_two_desks_that_gave_one_username_twice_get_a_task(elina, join):
    elina("sync", "--once")
    other = join("b")
    for shell in (elina, other):
        patron = shell("patron", "register", "--given", "Anna", "--family", "Ozola")["patron"]
        assert shell("account", "issue", patron)["username"] == "anna.ozola"

    for shell in (elina, other, elina):
        shell("sync", "--once")

    [task] = elina("task", "list")["tasks"]
    assert (task["kind"], task["subject"]) == ("USERNAME_TWICE", "anna.ozola")
    assert elina("account", "reset", patron, "--username", "anna.o")["username"] == "anna.o"
    assert elina("task", "list")["tasks"] == []
