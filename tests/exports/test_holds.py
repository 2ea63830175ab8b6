"""R-4 to R-7: what is to be fetched, what lies ready, what is on its way, and what nobody can fill."""

import pytest
from openpyxl import load_workbook

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.holds import place_hold
from app.desk.network import Place, seat_workstation
from app.words import Words
from exports.registry import write_report
from tests.making import DAY_MS, NOON, TODAY


@pytest.fixture
def house(desk):
    """One copy on the shelf and one at home, for both of which somebody waits."""
    place = Place(branch_code="RUJ", branch_name="Rūjiena", workstation="2", time_zone="Europe/Riga")
    desk.done(seat_workstation, place=place, replica=35)
    for card in ("P1", "P2", "P3"):
        desk.patron(card, given=card)
    desk.item("I1", call_number="L 5")
    desk.item("I2", title="Gadi")
    desk.done(check_out, patron="P3", item="I2")
    desk.done(place_hold, patron="P1", item="I1")
    desk.done(place_hold, patron="P2", item="I2", pickup="RUJ")
    return desk


def rows(desk, name, folder, *, later=0, branch=""):
    path = folder / f"{name}.xlsx"
    today = TODAY.fromordinal(TODAY.toordinal() + later)
    write_report(name, path, database=desk.database, words=Words("en"), first=today, last=today, today=today,
                 now_ms=NOON + later * DAY_MS, zone="Europe/Riga", branch=branch)  # fmt: skip
    sheet = load_workbook(path).worksheets[0]
    tables = list(sheet.tables.values())
    if not tables:
        return []
    [table] = tables
    found = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def test_the_pick_list_says_what_stands_where_and_for_which_hold(house, tmp_path):
    [pick] = rows(house, "pick-list", tmp_path, branch="MAZ")

    assert (pick["Call number"], pick["Barcode"], pick["In queue"]) == ("L 5", "I1", 1)
    assert "P1" not in map(str, pick.values())


def test_the_hold_shelf_says_what_is_to_be_cleared(house, tmp_path):
    house.done(check_in, item="I1")

    [ready] = rows(house, "hold-shelf", tmp_path)
    assert (ready["Patron no."], ready["To do"]) == ("P1", "Waits for the patron")
    [left] = rows(house, "hold-shelf", tmp_path, later=40)
    assert left["To do"] == "Take off the shelf"


def test_copies_on_their_way_are_late_in_the_end(house, tmp_path):
    house.done(check_in, item="I2")

    [sent] = rows(house, "transit", tmp_path)
    assert (sent["To"], sent["Days"], sent["Status"]) == ("Rūjiena", 0, "In transit")
    [late] = rows(house, "transit", tmp_path, later=8)
    assert late["Status"] == "Late"


def test_who_waits_for_long_is_listed_with_the_reason(house, tmp_path):
    assert rows(house, "stale-holds", tmp_path) == []

    picked, out = rows(house, "stale-holds", tmp_path, later=31)
    assert (picked["Why it waits"], out["Why it waits"]) == ("On a shelf, not fetched", "All copies are out")
    assert out["Place"] == 1
