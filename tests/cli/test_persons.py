"""One person registered twice, on the command line."""

from tests.cli.test_commands import codes

REGISTER = ("patron", "register", "--family", "Krūze", "--birth", "1984-02-11", "--document", "passport")
ELINA, AGAIN = (*REGISTER, "--given", "Elīna", "--card", "P1"), (*REGISTER, "--given", "Elina", "--card", "P2")


def test_who_is_alike_is_shown_and_refused_and_goes_on_with_a_reason(founded):
    founded(*ELINA)

    [found] = founded("patron", "alike", "--given", "elina", "--family", "kruse", "--birth", "1984-02-11")["alike"]
    assert (found["patron"], found["likeness"]) == ("P1", "name_and_birth")
    assert founded("patron", "alike", "--family", "Ozols")["alike"] == []
    assert codes(founded(*AGAIN, exit_code=1)["refused"]) == ["LOOKS_ALIKE"]
    told = founded(*AGAIN, "--override", "LOOKS_ALIKE", "--reason", "twins")["notices"]
    assert "Elīna Krūze, P1 (name and birth date)" in next(
        one["sentence"] for one in told if one["code"] == "LOOKS_ALIKE"
    )
    assert founded("task", "list")["tasks"] == []
    out, _ = founded.text("patron", "alike", "--given", "Elina", "--family", "Kruze", "--birth", "1984-02-11")
    assert "P1" in out
    assert "P2" in out


def test_two_desks_register_one_person_and_a_third_answers(founded, join):
    other = join("b")
    one = founded(*ELINA)["patron_id"]
    two = other(*AGAIN)["patron_id"]
    for lete in (founded, other, founded):
        lete("sync", "--once")
    [task] = founded("task", "list")["tasks"]
    assert (task["kind"], task["subject"], task["choices"]) == (
        "LOOKS_ALIKE", "Elīna Krūze, Elina Krūze", ["same_person", "other_person"])  # fmt: skip
    assert [fact["what"] for fact in task["facts"]] == ["P1 1984-02-11", "P2 1984-02-11"]

    founded("task", "close", task["task"], "--choice", "same_person")
    for lete in (founded, other):
        lete("sync", "--once")

    shown = other("patron", "show", "P2")
    assert (shown["patron"], shown["patron_id"]) == ("P1", one)
    assert [record["record"] for record in shown["records"]] == [one, two]
    [merge] = shown["merges"]
    assert (merge["records"], merge["staff"]) == ([one, two], "anna")
    assert len(other("patron", "find", "kruze")["patrons"]) == 1
    assert merge["merge"] in other.text("patron", "show", "P2")[0]

    assert other("patron", "part", merge["merge"])["parted"] == merge["merge"]
    assert other("patron", "show", "P2")["patron_id"] == two
    assert len(other("task", "list")["tasks"]) == 1
    other("patron", "distinct", "P1", "P2")
    assert other("task", "list")["tasks"] == []


def test_a_merge_and_a_proposal_to_erase_name_every_record(founded):
    one = founded(*ELINA)["patron_id"]
    two = founded("patron", "register", "--given", "Zane", "--family", "Ozola", "--card", "P2")["patron_id"]

    merged = founded("patron", "merge", "P2", "P1")
    assert (merged["patron"], merged["patron_id"], merged["records"]) == ("P1", one, [one, two])
    assert codes(founded("patron", "merge", "P2", "P1", exit_code=1)["refused"]) == ["ONE_PERSON_ALREADY"]

    proposed = founded("patron", "erase", "P2", "--reason", "asked")
    assert len(proposed["others"]) == 1
    listed = founded("retention", "list")["proposals"]
    assert sorted(entry["patron_id"] for entry in listed) == [one, two]
    founded("retention", "withdraw", proposed["others"][0])
    assert founded("retention", "list")["proposals"] == []


def test_a_network_founded_before_look_alikes_were_asked_about_asks_all_the_same(founded, join):
    """Both desks have the rule from their profile, and neither writes it for the other."""
    import sqlite3
    from contextlib import closing

    other = join("b")
    for lete in (founded, other):
        with closing(sqlite3.connect(next(lete.home.rglob("*.db")))) as connection:
            connection.executescript(
                "UPDATE capture SET off = 1; DELETE FROM setting WHERE key = 'block.LOOKS_ALIKE';"
                "UPDATE capture SET off = 0; DELETE FROM standing WHERE name = 'profile'"
            )
    founded(*ELINA)
    founded("sync", "--once")
    other("sync", "--once")

    assert other("setting", "list")["settings"]["block.LOOKS_ALIKE"] == "override register"
    other(*AGAIN, "--override", "LOOKS_ALIKE", "--reason", "twins")
    for lete in (founded, other):
        with closing(sqlite3.connect(next(lete.home.rglob("*.db")))) as connection:
            assert connection.execute("SELECT count(*) FROM setting WHERE key = 'block.LOOKS_ALIKE'").fetchone() == (0,)
            assert connection.execute("SELECT value FROM standing WHERE name = 'profile'").fetchone() == ("valmiera",)
