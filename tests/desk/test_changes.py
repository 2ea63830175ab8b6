"""Somebody has another name, or has died."""

from datetime import date, timedelta

import pytest

from app.db.queries.debtors import Step, debtors
from app.db.queries.deceased import deceased
from app.db.queries.people import find_patrons
from app.desk.amending import amend_patron
from app.desk.changes import change_name, note_death
from app.desk.checkout import check_out
from app.desk.circulation import Hold
from app.desk.money import charge_fee
from app.desk.outcome import Done
from app.desk.renew import renew
from exports.balances import write_balances
from tests.making import TODAY


@pytest.fixture
def used(desk):
    """A desk with a person who has a copy at home."""
    desk.one = desk.patron("P1", birth_on=date(1950, 1, 2))
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    return desk


def found(desk, text):
    return [one.name for one in find_patrons(desk.database, text)]


def place_hold(work, *, patron, title):
    return Done(
        record=work.add(Hold(patron=patron, title=title, kind="queue", pickup=work.acting.branch)), touched=frozenset()
    )


def test_a_former_name_goes_on_finding_somebody(used):
    renamed = used.done(change_name, patron="P1", family="Ozola", document="passport")

    assert (renamed.name, renamed.former) == ("Elīna Ozola", "Elīna Krūze")
    assert found(used, "krūze") == found(used, "ozola") == ["Elīna Ozola"]


def test_a_name_is_changed_on_a_document_and_to_another_one(used):
    assert used.refused(change_name, patron="P1", family="Ozola", document="letter") == ["FIELD_INVALID"]
    assert used.refused(change_name, patron="P1", family="Krūze", document="passport") == ["NAME_IS_SAME"]
    assert used.refused(change_name, patron="P9", family="Ozola", document="passport") == ["UNKNOWN_SCAN"]


def test_to_somebody_who_has_died_nothing_is_lent(used):
    outcome = used.do(note_death, patron="P1", on_day=TODAY - timedelta(days=3))
    used.item("I2")

    assert (outcome.record.loans, [one.why.value for one in outcome.notices]) == (1, ["STILL_ON_LOAN"])
    assert "DEREGISTERED" in used.refused(check_out, patron="P1", item="I2")


def test_nothing_is_renewed_for_somebody_who_has_died(used):
    used.pass_days(10)
    used.done(note_death, patron="P1")

    assert used.refused(renew, item="I1") == ["DEREGISTERED"]


def test_what_the_dead_owe_is_told_to_nobody_who_collects_it(used, tmp_path):
    used.done(charge_fee, patron="P1", kind="other", amount_minor=500)
    assert write_balances(tmp_path / "before.csv", used.database, today=TODAY) == 1

    used.done(note_death, patron="P1")

    assert write_balances(tmp_path / "after.csv", used.database, today=TODAY) == 0
    assert [(one.balance_minor, one.step) for one in debtors(used.database, today=TODAY)] == [(500, Step.NONE)]


def test_what_the_dead_have_at_home_is_listed_to_be_fetched(used):
    used.done(note_death, patron="P1")

    [one] = deceased(used.database)
    assert (one.number, one.died_on, one.titles) == ("P1", TODAY, ("Mātes piens",))
    assert deceased(used.database, "RUJ") == []


def test_what_somebody_had_asked_for_is_let_go_when_they_die(used):
    title = used.value("SELECT title FROM item")
    hold = used.done(place_hold, patron=used.one, title=title)

    assert used.done(note_death, patron="P1").holds == 1
    assert used.connection.execute("SELECT hold, step, cause FROM hold_step").fetchall() == [
        (hold, "cancelled", "died")
    ]
    assert used.done(note_death, patron="P1", on_day=TODAY).holds == 0


def test_a_death_written_by_mistake_is_amended(used):
    used.done(note_death, patron="P1")
    used.done(amend_patron, patron="P1", changes={"died_on": ""})

    assert deceased(used.database) == []


def test_nobody_dies_before_birth_or_tomorrow_and_an_institution_never(used):
    used.patron("S1", given="", family="Mazpils skola", category="institution")

    assert used.refused(note_death, patron="P1", on_day=date(1949, 1, 1)) == ["FIELD_INVALID"]
    assert used.refused(note_death, patron="P1", on_day=TODAY + timedelta(days=1)) == ["FIELD_INVALID"]
    assert used.refused(note_death, patron="S1") == ["NOT_A_PERSON"]
