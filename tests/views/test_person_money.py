"""The tab of fees: what is owed, paying, waiving, giving back, excluding, each by what the page offers."""

import pytest

from app.desk.money import charge_fee
from app.views.presenters.line import Tone
from app.views.presenters.person_state import Tab
from tests.views.test_person import ELINA, cells, do, facts, opened, person, said

__all__ = ["person"]


@pytest.fixture
def owing(service, person):
    """The page of somebody who owes 5 euros."""
    service.station.do(charge_fee, patron=ELINA, kind="other", amount_minor=500, note="copies")
    opened(person, ELINA, Tab.FEES)
    return person


def ids(person):
    return [one.id for one in person.state.offers]


def test_what_is_owed_stands_first(owing):
    assert facts(owing)["Owed"] == "€5.00"
    assert cells(owing)[0][1:4] == ("Other fee", "€5.00", "€5.00")
    assert "Owes €5.00" in [note.text for note in owing.state.head.notes]
    assert dict(owing.state.tabs)[Tab.FEES] == "Fees  1"


def test_a_payment_is_taken_in_parts(owing, stage):
    do(owing, "pay", amount="2,00")

    assert facts(owing)["Owed"] == "€3.00"
    assert said(stage).endswith("paid €2.00")
    do(owing, "pay-fee")
    assert facts(owing)["Owed"] == "€0.00"
    assert {one.tone for one in owing.state.shown.rows} == {Tone.PLAIN}
    assert "pay" not in ids(owing)


def test_an_amount_that_is_none_is_refused_where_it_was_typed(owing):
    do(owing, "pay", amount="two")

    assert owing.state.asked.question is not None
    assert facts(owing)["Owed"] == "€5.00"


def test_a_fee_is_waived_with_a_reason_and_the_waiver_taken_back(owing):
    do(owing, "waive", reason="ill")
    assert facts(owing)["Owed"] == "€0.00"

    owing.choose(next(row.key for row in owing.state.shown.rows if row.key.startswith("entry:")))
    do(owing, "take-back-entry")
    assert facts(owing)["Owed"] == "€5.00"


def test_somebody_is_excluded_and_may_borrow_again(owing):
    do(owing, "exclude", reason="notes in books")
    assert "lift" in ids(owing)

    do(owing, "lift")
    assert "exclude" in ids(owing)


def test_an_amount_is_charged_by_hand(person):
    opened(person, ELINA, Tab.FEES)
    do(person, "charge", amount="1.50", fee_kind="other", note="")

    assert facts(person)["Owed"] == "€1.50"
    assert cells(person)[0][2] == "€1.50"
