"""A network that was founded before a rule was thought of has it from the profile, and nobody writes it."""

import pytest

from app.db.defaults import note_profile
from app.db.queries.settings import policy_in_force, settings_in_force
from app.desk.network import change_setting
from app.rules.blocks import Severity, Why, block
from tests.making import TODAY


@pytest.fixture
def older(desk):
    """A network founded by a version that did not know of look-alikes and had no limit for who is unverified."""
    with desk.database.writing() as connection:
        connection.execute("UPDATE capture SET off = 1")
        connection.execute("DELETE FROM setting WHERE key IN ('block.LOOKS_ALIKE', 'unverified_loans_max')")
        connection.execute("UPDATE capture SET off = 0")
    return desk


def rules(desk):
    return settings_in_force(desk.database, TODAY, desk.acting.branch)


def test_what_a_later_version_of_the_profile_adds_holds_without_a_row(older):
    assert "block.LOOKS_ALIKE" not in rules(older)
    rows, waiting = (older.value(f"SELECT count(*) FROM {table}") for table in ("setting", "outbox"))

    with older.database.writing() as connection:
        note_profile(connection, "valmiera")

    assert (rules(older)["block.LOOKS_ALIKE"], rules(older)["unverified_loans_max"]) == ("override register", "1")
    weighed = policy_in_force(older.database, TODAY, older.acting.branch).weigh(block(Why.LOOKS_ALIKE))
    assert (weighed.severity, weighed.permission) == (Severity.OVERRIDE, "register")
    assert (rows, waiting) == tuple(older.value(f"SELECT count(*) FROM {table}") for table in ("setting", "outbox"))


def test_what_a_manager_has_set_comes_before_the_profile(older):
    with older.database.writing() as connection:
        note_profile(connection, "valmiera")
    older.done(change_setting, key="unverified_loans_max", value="0", from_on=None, everywhere=True)
    older.done(change_setting, key="unused_years", value="7", from_on=None, everywhere=True)

    assert (rules(older)["unverified_loans_max"], rules(older)["unused_years"]) == ("0", "7")


def test_a_profile_that_this_version_does_not_know_adds_nothing(older):
    before = rules(older)
    with older.database.writing() as connection:
        note_profile(connection, "elsewhere")

    assert rules(older) == before
