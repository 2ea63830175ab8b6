"""A ban from the premises and the written notice of an exclusion, from a person's page."""

import pytest

from app.desk.bans import PERMISSION
from app.desk.exclusion import restrict
from app.desk.money import charge_fee
from app.desk.network import change_setting
from app.views.presenters.line import Tone
from app.views.presenters.person_state import Tab
from tests.views.test_person import ELINA, cells, do, opened, person, said

__all__ = ["person"]


def ids(person):
    return [one.id for one in person.state.offers]


def test_somebody_is_banned_until_a_day_and_the_ban_is_lifted(person, stage):
    opened(person, ELINA, Tab.NOTES)
    do(person, "ban", reason="noise", until="24.12.2088")

    row = person.state.shown.rows[0]
    assert (row.cells[0], row.cells[2], row.tone) == ("Ban from the premises", "24 Dec 2088", Tone.REFUSED)
    assert "noise" in row.cells[1]
    assert person.state.head.notes[0].text.startswith("Banned from the premises here")
    do(person, "lift-ban")
    assert "lift-ban" not in ids(person)
    assert said(stage).endswith("may come to the library again.")


def test_why_somebody_is_banned_is_shown_to_those_who_may_ban(service, person):
    opened(person, ELINA, Tab.NOTES)
    do(person, "ban", reason="noise", place="everywhere")
    service.may(*(service.acting.permissions - {PERMISSION}))
    opened(person, ELINA, Tab.NOTES)

    assert cells(person)[0][1] == "in all libraries"
    assert "ban" not in ids(person)


@pytest.fixture
def notified(service, person):
    """The page of somebody who was told today that they will be excluded for a debt."""
    service.station.do(change_setting, key="debt_limit_minor", value="500")
    service.station.do(charge_fee, patron=ELINA, kind="other", amount_minor=500)
    service.station.do(restrict, patron=ELINA, kind="debt")
    opened(person, ELINA, Tab.FEES)
    return person


def test_the_notice_of_an_exclusion_is_printed_and_opened(notified, stage, tmp_path):
    offer = next(one for one in notified.state.offers if one.id == "exclusion-letter")
    assert offer.file == "notice of exclusion.pdf"

    notified.start(offer.id, path=tmp_path / offer.file)
    assert (tmp_path / offer.file).read_bytes().startswith(b"%PDF")
    assert "hand it over or post it today" in said(stage)
