"""One cell altered on one PC, by command line: told with its table and its days, then put right."""

import sqlite3
from datetime import date

from tests.cli.conftest import Shell


def alter(shell: Shell):
    """Change a cell as a failing disk does: past the program."""
    connection = sqlite3.connect(shell.home / "lete.db")
    connection.execute("UPDATE capture SET off = 1")
    connection.execute("UPDATE patron SET family = 'Cits' WHERE given = 'Elīna'")
    connection.execute("UPDATE capture SET off = 0")
    connection.commit()
    connection.close()


def in_agreement(founded, join):
    """Return two more desks that hold what the founder does, and have told so."""
    others = [join("b", "RUJ"), join("c", "SIL")]
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2000017")
    for _ in range(2):
        for shell in (founded, *others):
            shell("sync", "--once")
    return others


def agreement(shell):
    return {one["branch"]: one["digest_ok"] for one in shell("network", "status")["replicas"]}


def rows_told(answer):
    return [one for one in answer["problems"] if one["code"].startswith("sync.rows-")]


def test_desks_that_hold_the_same_say_so(founded, join):
    others = in_agreement(founded, join)

    for shell in (founded, *others):
        assert agreement(shell) == {"Mazpils": True, "Filiāle RUJ": True, "Filiāle SIL": True}


def test_before_anything_was_compared_nobody_knows(founded):
    assert agreement(founded) == {"Mazpils": None}


def test_an_altered_cell_is_told_with_table_and_days(founded, join):
    rujiena, sili = in_agreement(founded, join)
    alter(rujiena)

    [found] = rows_told(rujiena("doctor", exit_code=1))
    rujiena("sync", "--once", exit_code=1)
    [told] = rows_told(founded("sync", "--once", exit_code=1))
    [seen] = rows_told(sili("doctor", exit_code=1))

    assert found["code"] == "sync.rows-altered"
    assert "patrons" in found["sentence"]
    assert "lete doctor --rebuild" in found["hint"]
    assert told["code"] == seen["code"] == "sync.rows-differ-there"
    assert "Filiāle RUJ, 1" in told["sentence"]
    assert told["table"] == "patron"
    assert date.fromisoformat(told["from"]) <= date.fromisoformat(told["until"])
    assert agreement(rujiena) == {"Mazpils": True, "Filiāle RUJ": False, "Filiāle SIL": True}
    assert agreement(founded) == {"Mazpils": True, "Filiāle RUJ": False, "Filiāle SIL": True}


def test_rebuilding_puts_it_right_and_loses_nothing(founded, join):
    rujiena, sili = in_agreement(founded, join)
    alter(rujiena)
    rujiena("doctor", exit_code=1)
    rujiena("patron", "register", "--given", "Jānis", "--family", "Jauns", "--card", "2000018")
    rujiena("sync", "--once", exit_code=1)
    rujiena("patron", "register", "--given", "Anna", "--family", "Jauna", "--card", "2000019")

    rebuilt = rujiena("doctor", "--rebuild")
    for _ in range(2):
        for shell in (founded, sili, rujiena):
            shell("sync", "--once", exit_code=None)

    assert [one["table"] for one in rebuilt["rebuilt"]] == ["patron"]
    assert (rujiena.home / "backups").joinpath(rebuilt["backup"]).exists()
    assert rujiena("patron", "show", "2000017")["family"] == "Krūze"
    assert founded("patron", "show", "2000018")["family"] == "Jauns"
    assert founded("patron", "show", "2000019")["family"] == "Jauna"
    digests = [shell("digest") for shell in (founded, rujiena, sili)]
    assert digests[0] == digests[1] == digests[2]
    assert rows_told(rujiena("sync", "--once")) == rows_told(founded("sync", "--once")) == []
    assert agreement(founded) == {"Mazpils": True, "Filiāle RUJ": True, "Filiāle SIL": True}


def test_a_person_is_told_in_sentences(founded, join):
    rujiena, _ = in_agreement(founded, join)
    alter(rujiena)

    examined, _ = rujiena.text("doctor", exit_code=1)
    rebuilt, _ = rujiena.text("doctor", "--rebuild")
    again, _ = rujiena.text("doctor", "--rebuild")

    assert "Data on this PC have changed without the program: patrons" in examined
    assert "Put right: patrons" in rebuilt
    assert "nothing differed" in again


def test_without_the_folder_nothing_is_rebuilt(founded, share):
    share.rename(share.with_name("elsewhere"))

    assert founded("doctor", "--rebuild", exit_code=3)["error"]["code"] == "sync.folder-unreachable"
