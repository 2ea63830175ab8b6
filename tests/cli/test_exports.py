"""Files for other systems by command line."""

import json

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def elina(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1", "--code", "161175-19997")
    return founded


def test_accounts_and_status_are_written(elina, tmp_path):
    elina("account", "issue", "P1")

    assert elina("export", "accounts", tmp_path / "a.json") == {"file": str(tmp_path / "a.json"), "accounts": 1}
    assert elina("export", "status", tmp_path / "s.json")["accounts"] == 1

    [account] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["accounts"]
    assert account["verifier"].startswith("$argon2id$")
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["format"] == "lete-status"


def test_accounts_leave_by_whoever_may_hand_them_on(elina, tmp_path, monkeypatch):
    monkeypatch.setenv("LETE_NEW_PASSWORD", "cita parole")
    elina("staff", "add", "--login", "inga", "--name", "Inga")
    monkeypatch.setenv("LETE_STAFF", "inga")
    monkeypatch.setenv("LETE_PASSWORD", "cita parole")

    for what in ("accounts", "status"):
        assert codes(elina("export", what, tmp_path / "a.json", exit_code=1)["refused"]) == ["NOT_PERMITTED"]
    assert not (tmp_path / "a.json").exists()


def test_a_folder_that_is_not_there_is_an_error_of_the_environment(elina, tmp_path):
    error = elina("export", "status", tmp_path / "none" / "s.json", exit_code=3)["error"]

    assert error["code"] == "file.not-written"


def test_who_is_to_be_entered_is_listed_written_and_ticked_off(elina, tmp_path):
    listed = elina("patron", "list", "not-entered")
    assert [one["name"] for one in listed["patrons"]] == ["Elīna Krūze"]
    assert "161175" not in json.dumps(listed), "a code is in the file alone"

    for name in ("list.xlsx", "list.csv"):
        assert elina("patron", "list", "not-entered", "--out", tmp_path / name)["rows"] == 1
    assert "161175-19997" in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")

    assert elina("patron", "entered", "P1", "--external-id", "A77")["external_id"] == "A77"
    assert elina("patron", "list", "not-entered")["patrons"] == []
    assert codes(elina("patron", "entered", "P1", "--external-id", " ", exit_code=1)["refused"]) == ["FIELD_MISSING"]
