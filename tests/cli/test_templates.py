"""Templates of letters by command line."""

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def letter(tmp_path):
    def written(text):
        path = tmp_path / "letter.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def shown(shell, code="welcome", language="da"):
    return shell("template", "show", code, "--language", language)


def write(shell, path, subject="Hej {given}", code="welcome", **given):
    return shell("template", "set", code, "--language", "da", "--subject-line", subject, "--letter", path, **given)


def test_what_ships_is_listed_in_three_languages(founded):
    found = founded("template", "list")["templates"]

    assert len(found) == 9 * 3
    assert not any(one["own"] for one in found)
    assert "card_ready" in founded.text("template", "list")[0]


def test_a_letter_is_written_anew_for_every_desk_and_taken_back(founded, join, letter):
    before = shown(founded)
    write(founded, letter("\ufeffKære {name}\n"))
    founded("sync", "--once")
    other = join("b")

    assert {name: shown(other)[name] for name in ("subject", "body", "own")} == {
        "subject": "Hej {given}", "body": "Kære {name}", "own": True,
    }  # fmt: skip
    assert shown(other, language="lv")["own"] is False
    other("template", "reset", "welcome", "--language", "da")
    assert shown(other) == before
    write(other, letter("Igen"))
    assert shown(other)["body"] == "Igen"


def test_two_desks_that_write_one_letter_agree_which_counts(founded, join, letter):
    founded("sync", "--once")
    other = join("b")
    write(founded, letter("Her"))
    write(other, letter("Der"))

    for shell in (founded, other, founded):
        shell("sync", "--once")

    assert shown(founded)["body"] == shown(other)["body"] == "Der"
    write(founded, letter("Enige"))
    founded("sync", "--once")
    other("sync", "--once")
    assert shown(other)["body"] == "Enige"


@pytest.mark.parametrize(
    ("subject", "body", "why"),
    [
        ("Hej", "{nam}", ["PLACEHOLDER_UNKNOWN"]),
        ("{password}", "{number}", ["PLACEHOLDER_UNKNOWN"]),
        ("Hej", "{name", ["TEMPLATE_BRACES"]),
        (" ", " ", ["FIELD_MISSING", "FIELD_MISSING"]),
        ("Hej\nBcc: alle@example.dk", "x", ["FIELD_INVALID"]),
    ],
)
def test_what_would_not_become_a_letter_is_refused(founded, letter, subject, body, why):
    assert codes(write(founded, letter(body), subject, exit_code=1)["refused"]) == why
    assert shown(founded)["own"] is False


def test_the_letter_of_an_account_names_what_one_signs_in_with(founded, letter):
    refused = write(founded, letter("{username}"), code="account", exit_code=1)
    assert codes(refused["refused"]) == ["PLACEHOLDER_MISSING"]
    refused = write(founded, letter("{username} {password}"), subject="{password}", code="account", exit_code=1)
    assert "{password}" in refused["refused"][0]["blocks"][0]["sentence"]
    write(founded, letter("{username} {password}"), code="account")


def test_only_who_may_change_rules_writes_letters(founded, letter, monkeypatch):
    monkeypatch.setenv("LETE_NEW_PASSWORD", "cita parole")
    founded("staff", "add", "--login", "zane", "--name", "Zane", "--role", "librarian")
    monkeypatch.setenv("LETE_STAFF", "zane")
    monkeypatch.setenv("LETE_PASSWORD", "cita parole")

    assert codes(write(founded, letter("x"), exit_code=1)["refused"]) == ["NOT_PERMITTED"]
    reset = founded("template", "reset", "welcome", "--language", "da", exit_code=1)
    assert codes(reset["refused"]) == ["NOT_PERMITTED"]


def test_a_file_that_is_no_text_is_said_to_be_none(founded, tmp_path):
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04\xff")

    for name in ("x.docx", "none.txt"):
        assert write(founded, tmp_path / name, exit_code=2)["error"]["code"] == "template.body-unreadable"
