"""The command line, command by command: answers, exit codes, and errors in a sentence."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from app.cli import context, window_commands
from app.cli.document import document
from app.cli.main import main
from app.cli.parser import MODULES, commands
from app.demo import training
from tests.cli.conftest import PASSWORD

ROOT = Path(__file__).parents[2]


def codes(refused):
    return [block["code"] for block in refused[0]["blocks"]]


def test_the_reference_page_is_that_of_the_program():
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == document() + "\n"


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_help_in_every_language(command, lete, monkeypatch):
    for language in ("lv", "da", "en"):
        monkeypatch.setenv("LETE_LANGUAGE", language)
        with pytest.raises(SystemExit) as ended:
            main([*command.words, "--help"])
        assert ended.value.code == 0


def test_founding_tells_where_the_recovery_key_lies(lete, share):
    answer = lete()("network", "create", "--name", "T", "--share", share, "--profile", "hjorring", "--branch", "HJO",
                    "--branch-name", "Hovedbiblioteket", "--training")  # fmt: skip

    assert Path(answer["recovery_sheet"]).read_bytes().startswith(b"%PDF-")
    sheet = Path(answer["recovery_file"]).read_text(encoding="utf-8")
    assert (answer["network"], answer["branch"]) == ("T", "HJO")
    assert 1 <= answer["replica"] <= 4095
    assert answer["recovery_passphrase"] not in sheet
    assert PASSWORD not in sheet


def test_a_passphrase_of_ones_own_is_not_told_again(lete, share, monkeypatch):
    monkeypatch.setenv("LETE_RECOVERY_PASSPHRASE", "mana frāze")

    answer = lete()("network", "create", "--name", "T", "--share", share, "--profile", "valmiera", "--branch", "A",
                    "--branch-name", "A")  # fmt: skip

    assert "recovery_passphrase" not in answer


def test_a_folder_or_home_holds_one_network(founded, lete, share):
    again = ("network", "create", "--name", "T", "--share", share, "--profile", "valmiera", "--branch", "B",
             "--branch-name", "B")  # fmt: skip

    assert founded(*again, exit_code=1)["error"]["code"] == "network.already-founded"
    assert lete("other")(*again, exit_code=1)["error"]["code"] == "network.already-founded"
    assert not (lete("other").home / "lete.db").exists()


def test_a_share_that_is_not_there_is_an_error_of_the_environment(lete, tmp_path):
    answer = lete()("network", "create", "--name", "T", "--share", tmp_path / "none", "--profile", "valmiera",
                    "--branch", "A", "--branch-name", "A", exit_code=3)  # fmt: skip

    assert answer["error"]["code"] == "sync.folder-unreachable"


def test_the_window_is_not_kept_waiting_for_the_station(founded, monkeypatch):
    """It opens its own, when the door is shown."""
    opened = []
    monkeypatch.setattr(window_commands, "open_desk", lambda home, *_: opened.append(home.path))
    monkeypatch.setattr(context.Context, "station", lambda _: pytest.fail("opened twice"))

    founded.text("desk")

    assert opened == [founded.home]


def test_no_window_is_opened_with_a_clock_by_hand_outside_training(lete, share, monkeypatch):
    monkeypatch.setattr(window_commands, "open_desk", lambda *_: pytest.fail("opened"))
    shell = lete()
    shell("network", "create", "--name", "T", "--share", share, "--profile", "valmiera", "--branch", "A",
          "--branch-name", "A")  # fmt: skip

    error = shell("desk", "--clock", "2026-11-23T10:00:00", exit_code=2)["error"]

    assert error["code"] == "cli.clock-not-for-real"


@pytest.mark.parametrize("module", MODULES)
def test_every_command_is_found_by_its_first_word(module):
    found = import_module(f"app.cli.{module}").COMMANDS

    assert {command.words[0] for command in found} == set(MODULES[module])


def test_the_words_before_a_command_do_not_hide_it(founded):
    assert founded("--clock", "2026-11-23T10:00:00", "digest") == founded("digest")
    assert founded("digest", "--clock=2026-11-23T10:00:00") == founded("--clock=2026-11-23T10:00:00", "digest")


def test_a_profile_that_nobody_knows_is_a_mistake_of_usage(lete, share):
    answer = lete()("network", "create", "--name", "T", "--share", share, "--profile", "atlantis", "--branch", "A",
                    "--branch-name", "A", exit_code=2)  # fmt: skip

    assert "hjorring, valmiera" in answer["error"]["hint"]


def test_a_home_without_a_network_says_what_to_do(lete):
    error = lete()("patron", "find", "x", exit_code=1)["error"]

    assert error["code"] == "home.no-network"
    assert "lete demo" in error["hint"]


def test_the_wrong_password_opens_nothing(founded, monkeypatch):
    monkeypatch.setenv("LETE_PASSWORD", "minēju")

    assert founded("patron", "find", "x", exit_code=1)["error"]["code"] == "staff.sign-in-failed"


def test_a_secret_that_is_missing_is_asked_for_or_named(founded, monkeypatch):
    monkeypatch.delenv("LETE_PASSWORD")
    error = founded("patron", "find", "x", exit_code=2)["error"]
    assert error["code"] == "cli.secret-missing"
    assert "LETE_PASSWORD" in error["sentence"]

    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr(context.getpass, "getpass", lambda _: PASSWORD)
    assert founded("patron", "find", "x") == {"patrons": []}


def test_no_secret_stands_in_an_argument():
    names = {argument.name for command in commands() for argument in command.arguments}

    assert not [name for name in names if any(word in name for word in ("pass", "pin", "secret", "key-"))]


def test_no_secret_reaches_the_log(founded, join):
    join("b")

    logged = (founded.home / "lete.log").read_text(encoding="utf-8") if (founded.home / "lete.log").exists() else ""
    assert PASSWORD not in logged


def test_a_patron_is_registered_found_and_shown(founded):
    registered = founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17", "--birth",
                         "1990-01-02", "--code", "161175-19997", "--phone", "26123456", "--town", "Rūja")  # fmt: skip

    [found] = founded("patron", "find", "kruz", "eli")["patrons"]
    shown = founded("patron", "show", "217")

    assert found["patron_id"] == shown["patron_id"] == registered["patron_id"]
    assert (shown["patron"], shown["name"], shown["birth"]) == ("2-17", "Elīna Krūze", "1990-01-02")
    assert shown["address"] == "Rūja"
    assert "19997" not in json.dumps(shown)
    assert founded("patron", "show", "161175-19997")["patron"] == "2-17"
    assert founded("patron", "show", f"#{registered['patron_id']}")["patron"] == "2-17"


def test_a_child_is_registered_with_a_guarantor(founded):
    child = ("patron", "register", "--given", "Toms", "--family", "Kalns", "--birth", "05.05.2015")
    assert codes(founded(*child, exit_code=1)["refused"]) == ["GUARANTEE_MISSING"]

    answer = founded(*child, "--guarantor", "Ilze Anna Kalna", "--guarantor-phone", "29")

    assert founded("patron", "show", answer["patron"])["guarantor"] == "Ilze Anna Kalna"


def test_what_is_unknown_is_refused(founded):
    assert codes(founded("patron", "show", "9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert codes(founded("item", "show", "9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert codes(founded("card", "lost", "9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]


@pytest.fixture
def stocked(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1")
    for barcode in ("I1", "I2"):
        founded("item", "add", "--barcode", barcode, "--title", f"Grāmata {barcode}")
    return founded


def test_what_was_done_is_listed_though_something_was_refused(stocked):
    answer = stocked("checkout", "--patron", "P1", "--item", "I1", "NONE", "I2", exit_code=1)

    assert [loan["item"] for loan in answer["loans"]] == ["I1", "I2"]
    assert [one["item"] for one in answer["refused"]] == ["NONE"]
    assert codes(answer["refused"]) == ["UNKNOWN_SCAN"]


def test_a_loan_by_the_training_clock_is_late_in_a_minute(stocked):
    lent = stocked("--clock", "2026-11-23T10:00:00", "checkout", "--patron", "P1", "--item", "I1")
    shown = stocked("patron", "show", "P1", "--clock", "2026-12-30T10:00:00")
    returned = stocked("checkin", "--item", "I1", "--clock", "2026-12-30T10:00:00")

    assert lent["loans"][0]["due_on"] == "2026-12-23"
    assert [block["code"] for block in shown["blocks"]] == ["HAS_OVERDUE"]
    assert returned["returned"][0]["days_late"] == 7


def test_a_clock_by_hand_is_for_training_alone(lete, share):
    shell = lete()
    create = ("network", "create", "--name", "T", "--share", share, "--profile", "valmiera", "--branch", "A",
              "--branch-name", "A")  # fmt: skip
    assert shell(*create, "--clock", "2026-11-23T10:00:00", exit_code=2)["error"]["code"] == "cli.clock-not-for-real"

    shell(*create)

    error = shell("digest", "--clock", "2026-11-23T10:00:00", exit_code=2)["error"]
    assert error["code"] == "cli.clock-not-for-real"


def test_an_override_goes_on_with_a_reason(stocked):
    stocked("item", "add", "--barcode", "R1", "--title", "Vārdnīca", "--not-for-loan")
    lend = ("checkout", "--patron", "P1", "--item", "R1")

    [refused] = stocked(*lend, exit_code=1)["refused"]
    assert refused["blocks"][0]["permission"] == "override.not-for-loan"
    assert codes(stocked(*lend, "--override", "NOT_FOR_LOAN", exit_code=1)["refused"]) == ["REASON_MISSING"]
    [loan] = stocked(*lend, "--override", "NOT_FOR_LOAN", "--reason", "izstāde")["loans"]
    assert [notice["code"] for notice in loan["notices"]] == ["NOT_FOR_LOAN"]


def test_renewing_and_undoing(stocked):
    stocked("checkout", "--patron", "P1", "--item", "I1", "--due", "2099-01-05")
    assert codes(stocked("renew", "--item", "I1", exit_code=1)["refused"]) == ["RENEWAL_GAINS_NOTHING"]

    again = stocked("renew", "--item", "I1", "--override", "RENEWAL_GAINS_NOTHING", "--reason", "lūdza")
    assert again["renewed"][0]["due_on"] == "2099-01-05"
    assert stocked("undo")["undone"]["deed"] == "renewal"
    assert stocked("undo")["undone"] == {"deed": "loan", "item": "I1", "title": "Grāmata I1"}
    answer = stocked("undo", exit_code=1)
    assert (answer["undone"], codes(answer["refused"])) == (None, ["NOTHING_TO_UNDO"])


def test_a_lost_card_is_blocked(stocked):
    assert stocked("card", "lost", "P1") == {"card": "P1", "standing": "lost"}

    answer = stocked("checkout", "--patron", "P1", "--item", "I1", exit_code=1)

    assert codes(answer["refused"]) == ["CARD_BLOCKED"]


def test_rules_and_closed_days(stocked):
    stocked("setting", "set", "loan_days.fiction", "7")
    assert stocked("setting", "list")["settings"]["loan_days.fiction"] == "7"

    lent = stocked("checkout", "--patron", "P1", "--item", "I1", "--due", "2098-12-22")
    closed = stocked("closed", "add", "--from", "2098-12-22", "--until", "2098-12-23", "--everywhere", "--yearly")

    assert lent["loans"][0]["due_on"] == "2098-12-22"
    assert (closed["from"], closed["until"], closed["due_days"]) == ("2098-12-22", "2098-12-23", 1)
    assert stocked("item", "show", "I1")["loan"]["due_on"] == "2098-12-27"

    listed = stocked("closed", "list", "--year", "2098")
    assert [one["closed_day"] for one in listed["closed"]] == [closed["closed_day"]]
    assert {"on": "2098-11-18", "name": "Latvijas Republikas Proklamēšanas diena"} in listed["holidays"]
    assert stocked("closed", "cancel", closed["closed_day"])["from"] == "2098-12-22"
    assert codes(stocked("closed", "cancel", closed["closed_day"], exit_code=1)["refused"]) == ["ROW_UNKNOWN"]
    assert stocked("item", "show", "I1")["loan"]["due_on"] == "2098-12-22"


def test_staff_is_added_and_signs_in(stocked, monkeypatch):
    monkeypatch.setenv("LETE_NEW_PASSWORD", "ingas parole")
    stocked("staff", "add", "--login", "inga", "--name", "Inga K.", "--role", "librarian")
    monkeypatch.setenv("LETE_STAFF", "inga")
    monkeypatch.setenv("LETE_PASSWORD", "ingas parole")

    assert stocked("checkout", "--patron", "P1", "--item", "I1")["loans"]
    assert codes(stocked("setting", "set", "loans_max", "1", exit_code=1)["refused"]) == ["NOT_PERMITTED"]
    invite = ("network", "invite", "--branch", "B", "--branch-name", "B", "--out", "never.lete")
    assert codes(stocked(*invite, exit_code=1)["refused"]) == ["NOT_PERMITTED"]
    assert not Path("never.lete").exists()


def test_reports_are_listed_and_made(stocked, tmp_path):
    assert stocked("report", "list")["reports"] == [
        "day-sheet",
        "hourly-use",
        "overdue",
        "pick-list",
        "hold-shelf",
        "transit",
        "stale-holds",
        "not-entered",
        "forms-not-destroyed",
        "destruction-record",
        "notices",
        "branches",
        "stock-book",
        "interlibrary",
        "institutions",
        "fees-ledger",
        "debtors",
        "payments-to-reconcile",
        "restrictions",
    ]

    answer = stocked("report", "overdue", "--out", tmp_path / "late.xlsx")

    assert (Path(answer["file"]).exists(), answer["rows"]) == (True, 0)
    assert stocked("report", "overdue", exit_code=2)["error"]["code"] == "report.out-missing"
    unknown = stocked("report", "horoscope", "--out", tmp_path / "x.xlsx", exit_code=2)
    assert unknown["error"]["code"] == "report.unknown"


def test_a_task_is_listed_and_closed(stocked, join):
    other = join("b")
    for shell, card, name in ((stocked, "P1", None), (other, "P2", "Jānis")):
        if name:
            shell("patron", "register", "--given", name, "--family", "Bērziņš", "--card", card)
        shell("checkout", "--patron", card, "--item", "I1")
    for shell in (stocked, other, stocked):
        shell("sync", "--once")

    [task] = stocked("task", "list")["tasks"]
    assert [fact["patron"] for fact in task["facts"]] == ["Elīna Krūze", "Jānis Bērziņš"]
    assert stocked("task", "close", task["task"], "--choice", "checked")["choice"] == "checked"
    assert stocked("task", "list")["tasks"] == []
    assert codes(stocked("task", "close", task["task"], "--choice", "checked", exit_code=1)["refused"]) == [
        "TASK_UNKNOWN"
    ]


def test_the_doctor_tells_what_is_not_as_it_should_be(founded):
    answer = founded("doctor", exit_code=1)

    assert {problem["code"] for problem in answer["problems"]} == {"doctor.keys-open", "doctor.recovery-on-disk"}
    assert all(problem["sentence"] and problem["hint"] for problem in answer["problems"])


def test_the_doctor_finds_a_strangers_file(founded, share):
    founded("sync", "--once")
    [head] = share.rglob("head-b.bin")
    (head.parent / "head-b (conflicted copy).bin").write_bytes(head.read_bytes())
    (head.parent / "000000000001-000000000002 copy.seg").write_bytes(b"x")

    found = {problem["code"] for problem in founded("doctor", exit_code=1)["problems"]}

    assert "doctor.strange-file" in found


def test_keys_under_a_passphrase(lete, share, monkeypatch):
    monkeypatch.setenv("LETE_KEY_PASSPHRASE", "atslēga")
    shell = lete()
    shell("network", "create", "--name", "T", "--share", share, "--profile", "valmiera", "--branch", "A",
          "--branch-name", "A")  # fmt: skip
    shell("sync", "--once")
    assert "doctor.keys-open" not in {one["code"] for one in shell("doctor", exit_code=1)["problems"]}

    monkeypatch.setenv("LETE_KEY_PASSPHRASE", "cita")
    assert shell("sync", "--once", exit_code=3)["error"]["code"] == "sync.keys-locked"


def test_a_folder_out_of_reach_does_not_stop_the_desk(stocked, share):
    share.rename(share.with_name("away"))

    assert stocked("checkout", "--patron", "P1", "--item", "I1")["loans"]
    assert stocked("sync", "--once", exit_code=3)["error"]["code"] == "sync.folder-unreachable"

    share.with_name("away").rename(share)
    assert stocked("sync", "--once")["waiting"] == 0


def test_syncing_needs_to_know_how(founded):
    assert founded("sync", exit_code=2)["error"]["code"] == "cli.how-to-sync"


def test_what_is_no_command_is_a_mistake_of_usage(founded, lete):
    assert founded("dance", exit_code=2)["error"]["code"] == "cli.usage"
    out, err = lete().text("checkout", exit_code=2)
    assert out == ""
    assert "lete checkout" in err


def test_a_day_is_never_read_month_first(stocked):
    wrong = stocked("checkin", "--item", "I1", "--on", "31.02.2026", exit_code=2)

    assert wrong["error"]["code"] == "cli.usage"


def test_people_get_text_and_programs_one_object(stocked):
    out, err = stocked.text("checkout", "--patron", "P1", "--item", "I1")

    assert out.startswith("Checked out: Grāmata I1 – Elīna Krūze, due ")
    assert err == ""


def test_a_surprise_is_our_mistake_and_no_traceback(founded, monkeypatch):
    monkeypatch.setattr("app.cli.patron_commands.find_patrons", lambda *_: 1 / 0)

    error = founded("patron", "find", "x", exit_code=3)["error"]

    assert error["code"] == "our-mistake"
    assert "ZeroDivisionError" in (founded.home / "lete.log").read_text(encoding="utf-8")


def test_a_console_without_latvian_letters_is_no_surprise(stocked, tmp_path):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "app", "--home", str(stocked.home), "patron", "find", "elina"],
        capture_output=True,
        env={**__import__("os").environ, "PYTHONIOENCODING": "cp1252"},
        cwd=ROOT,
        check=False,
    )
    keys = subprocess.run(
        [sys.executable, "-m", "app", "--home", str(stocked.home), "--json", "patron", "find", "elina"],
        capture_output=True,
        env={**__import__("os").environ, "PYTHONIOENCODING": "cp1252"},
        cwd=ROOT,
        check=False,
    )

    assert (done.returncode, keys.returncode) == (0, 0)
    assert b"Traceback" not in done.stderr
    assert json.loads(keys.stdout)["patrons"][0]["name"] == "Elīna Krūze"


def test_a_checkpoint_is_written_when_asked_for_and_counts_for_a_newcomer(founded, join):
    second = join("b")
    patron = founded("patron", "register", "--given", "Ā", "--family", "Kalns")["patron_id"]

    file = founded("network", "checkpoint")["file"]
    assert file.endswith(".ckpt")
    second("sync", "--once")
    founded("sync", "--once")
    second("sync", "--once")
    third = join("c", branch="VAL")

    assert third("patron", "find", "Kalns")["patrons"][0]["patron_id"] == patron
    assert third("digest")["digest"] == founded("digest")["digest"]
    out, _ = founded.text("network", "checkpoint")
    assert ".ckpt" in out


def test_a_checkpoint_is_left_to_the_open_desk(founded, share):
    from app.station.home import Home
    from app.station.syncing import publishing

    with publishing(Home(founded.home)):
        assert founded("network", "checkpoint") == {"file": ""}
    assert list(share.glob("lete-1/checkpoints/*")) == []

    founded("sync", "--once")
    assert len(list(share.glob("lete-1/checkpoints/*.ckpt"))) == 1


@pytest.mark.parametrize(("chosen", "spoken"), [("", "en"), ("lv", "lv")])
def test_the_desk_for_practice_speaks_what_was_chosen_in_it(chosen, spoken, lete, tmp_path, monkeypatch):
    trained, opened = training.Training(folder=tmp_path / "t"), []
    trained.home("MAZ").settings.change(language=chosen)
    monkeypatch.setattr(training, "found_training", lambda *_: trained)
    monkeypatch.setattr(window_commands, "has_display", lambda: True)
    monkeypatch.setattr(window_commands, "open_desk", lambda home, _, words: opened.append((home, words.language)))

    lete().text("demo", "--folder", tmp_path / "t")

    assert opened == [(trained.home("MAZ"), spoken)]


def test_who_stops_reading_meets_no_traceback(founded):
    import os
    import subprocess
    import sys

    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "app", "--home", str(founded.home), "setting", "list"],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")
