"""The slip that goes with a copy: where it goes, and as little of anybody as serves."""

import io
from functools import partial

import pytest
from pypdf import PdfReader

from app.desk.checkin import check_in
from app.desk.holds import place_hold
from app.desk.items import add_item
from app.desk.network import Place, change_setting, seat_workstation
from app.desk.outcome import Refused
from app.desk.patrons import register_patron
from app.rules.blocks import Why
from app.rules.holds import slip_name
from app.station.route_slips import print_route_slip
from app.words import LANGUAGES, Words
from tests.station.making import founded, make_world, opened


@pytest.fixture
def station(tmp_path):
    world = make_world()
    made = opened(founded(tmp_path, world), world)
    try:
        seat = Place(branch_code="RUJ", branch_name="Rūjiena", workstation="2", time_zone="Europe/Riga")
        made.do(partial(seat_workstation, place=seat, replica=77))
        made.do(partial(register_patron, given="Elīna", family="Krūze", card="2008 7126"))
        made.do(partial(add_item, barcode="I1", title="Mātes piens"))
        yield made
    finally:
        made.close()


def text(station, path, language="lv"):
    assert print_route_slip(station, "I1", path, Words(language)) == path
    return PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()


def test_a_slip_for_the_hold_shelf_tells_the_end_of_a_number_and_no_name(station, tmp_path):
    station.do(partial(place_hold, patron="2008 7126", item="I1"))
    station.do(partial(check_in, item="I1"))

    for language in LANGUAGES:
        said = text(station, tmp_path / "slip.pdf", language)
        assert "7126" in said
        assert "Mātes piens" in said
        assert "Elīna" not in said
        assert "2008" not in said.replace("I1", "")


def test_initials_may_be_said_instead(station, tmp_path):
    station.do(partial(change_setting, key="hold_slip_names", value="initials"))
    station.do(partial(place_hold, patron="2008 7126", item="I1"))
    station.do(partial(check_in, item="I1"))

    assert "E.K. 26" in text(station, tmp_path / "slip.pdf")
    assert slip_name("number", name="Elīna Krūze", number="20087126") == "… 7126"


def test_a_slip_for_the_way_says_where_to_and_nothing_of_anybody(station, tmp_path):
    station.do(partial(place_hold, patron="2008 7126", item="I1", pickup="RUJ"))
    station.do(partial(check_in, item="I1"))

    said = text(station, tmp_path / "slip.pdf")

    assert "Rūjiena" in said
    assert "7126" not in said


def test_a_copy_that_goes_nowhere_has_no_slip(station, tmp_path):
    refused = print_route_slip(station, "I1", tmp_path / "slip.pdf", Words("lv"))

    assert isinstance(refused, Refused)
    assert refused.blocks[0].why is Why.NO_SLIP
    assert print_route_slip(station, "I9", tmp_path / "x.pdf", Words("lv")).blocks[0].why is Why.UNKNOWN_SCAN
