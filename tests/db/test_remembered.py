"""What is worked out of the house rules is kept until somebody writes one, whoever it is."""

from datetime import date

import pytest

from app.db import finding
from app.db.database import open_database
from app.db.remembered import KEPT_MAX, once
from app.db.work import run_deed
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.outcome import Done, Refused
from app.desk.records import Setting

ACTING = Acting(staff=StaffId(1), name="A", branch=BranchId(1), permissions=frozenset())
NOW_MS = 1_790_000_000_000


def asked(database, deed=lambda work: None):
    """Return what a deed takes for the number of renewals, after whatever it does."""
    found = []

    def ask(work):
        deed(work)
        found.append(work.policy.number("renewals_max"))
        return Done(record=0, touched=frozenset())

    run_deed(database, ACTING, NOW_MS, ask)
    return found[0]


@pytest.fixture
def database(tmp_path):
    database = open_database(tmp_path / "a.db")
    write(database, "3")
    yield database
    database.close()


def write(database, value):
    with database.writing() as connection:
        connection.execute(
            "INSERT INTO setting (id, key, from_on, value) VALUES ((SELECT coalesce(max(id), 1) + 1 FROM setting),"
            " 'renewals_max', '2020-01-01', ?)",
            (value,),
        )


def test_rules_are_worked_out_once_for_many_deeds(database, monkeypatch):
    worked_out = []

    def policy(connection, today, branch):
        worked_out.append(today)
        return read(connection, today, branch)

    read = finding.policy
    monkeypatch.setattr(finding, "policy", policy)

    assert [asked(database), asked(database), asked(database)] == [3, 3, 3]
    assert len(worked_out) == 1


@pytest.mark.parametrize("statement", ["UPDATE setting SET value = '7'", "DELETE FROM setting WHERE value = '3'"])
def test_a_rule_that_anybody_writes_holds_in_the_next_deed(database, statement):
    write(database, "7")
    write(database, "3")
    assert asked(database) == 3

    with database.writing() as connection:
        connection.execute(statement)

    assert asked(database) == 7


def test_a_rule_that_another_program_writes_holds_in_the_next_deed(database, tmp_path):
    assert asked(database) == 3
    beside = open_database(tmp_path / "a.db")
    write(beside, "9")
    beside.close()

    assert asked(database) == 9


def test_a_rule_of_a_deed_that_was_refused_holds_nowhere(database):
    assert asked(database) == 3

    def refused(work):
        work.add(Setting(key="renewals_max", branch=None, from_on=date(2020, 1, 1), value="8"))
        assert work.policy.number("renewals_max") == 8
        return Refused(blocks=())

    run_deed(database, ACTING, NOW_MS, refused)

    assert asked(database) == 3


def test_no_more_is_kept_than_a_desk_asks_for(database):
    for number in range(3 * KEPT_MAX):
        assert once(database.connection, number, lambda: number) == number  # noqa: B023  # Called at once.

    assert not any(once(database.connection, number, lambda: None) for number in range(2 * KEPT_MAX))


def test_a_desk_whose_rules_bear_no_stamp_is_given_one_when_it_is_opened(database, tmp_path):
    database.connection.execute("DELETE FROM standing WHERE name = 'rules'")
    beside = open_database(tmp_path / "a.db")

    assert asked(beside) == 3
    write(beside, "4")
    assert (asked(database), asked(beside)) == (4, 4)
    beside.close()
