"""To whom the library comes, and what the one who goes takes along."""

from datetime import UTC, date, datetime

import pytest

from app.db.queries.home_service import home_service
from app.desk.amending import amend_patron
from app.desk.changes import note_death
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ending import end_use
from app.desk.holds import place_hold
from app.desk.home_service import serve_at_home
from app.desk.patrons import Contact
from app.station.printing.routes import route_list
from app.words import Words


@pytest.fixture
def served(desk):
    """A desk with somebody to whom the library comes."""
    desk.patron("P1", birth_on=date(1940, 1, 2), contact=Contact(phone="26111111", village="Bērzi", house="4"))
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    desk.done(serve_at_home, patron="P1", note="Otrdienās, suns pagalmā")
    return desk


def stops(desk, **given):
    return home_service(desk.database, country="LV", **given)


def test_the_route_says_where_to_go_what_they_have_and_what_to_bring(served):
    served.item("I2", title="Straumēni")
    served.done(place_hold, patron="P1", item="I2")
    served.done(check_in, item="I2")

    [one] = stops(served)
    assert (one.name, one.phone, one.note) == ("Elīna Krūze", "26111111", "Otrdienās, suns pagalmā")
    assert "Bērzi" in one.address
    assert ([title for title, _ in one.loans], one.ready) == (["Mātes piens"], ("Straumēni",))
    assert stops(served, branch="RUJ") == []


def test_a_protected_address_stands_on_no_route(served):
    served.done(amend_patron, patron="P1", changes={"address_protected": "yes"})

    [one] = stops(served)
    assert (one.address, one.address_protected) == ("", True)


def test_nobody_goes_to_those_who_want_it_no_more_or_have_died(served):
    served.done(serve_at_home, patron="P1", served=False)
    assert stops(served) == []

    served.done(serve_at_home, patron="P1")
    served.done(note_death, patron="P1")
    assert stops(served) == []


def test_nobody_is_served_who_is_unknown_or_has_stopped(served):
    served.done(end_use, patron="P1")

    assert served.refused(serve_at_home, patron="P1") == ["DEREGISTERED"]
    assert served.refused(serve_at_home, patron="P9") == ["UNKNOWN_SCAN"]


def test_the_route_is_printed(served):
    made_at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    for found in (stops(served), []):
        assert route_list(found, library="Mazpils", words=Words("lv"), made_at=made_at).startswith(b"%PDF")
