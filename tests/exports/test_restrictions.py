"""R-21: who may not borrow, or come in, as it is opened in Excel; never why."""

from datetime import datetime

from openpyxl import load_workbook

from app.desk.bans import ban
from app.desk.exclusion import restrict
from tests.exports.test_reports import LATE, rows, write


def test_exclusions_and_bans_in_force_stand_with_their_days_and_places_and_never_why(desk, tmp_path):
    desk.patron("P1")
    desk.done(restrict, patron="P1", kind="misuse", reason="svītro grāmatās", until=LATE)
    desk.done(ban, patron="P1", reason="troksnis", until=LATE)
    desk.patron("P2", given="Toms", family="Kalns")
    desk.done(ban, patron="P2", reason="troksnis", until=desk.do(ban, patron="P2", reason="x").record.from_on)
    write(desk, tmp_path / "report.xlsx", "restrictions", language="en")
    found = rows(load_workbook(tmp_path / "report.xlsx").worksheets[0])

    until = datetime(LATE.year, LATE.month, LATE.day)
    assert [row[:2] for row in found] == [("P2", "Toms Kalns"), ("P1", "Elīna Krūze"), ("P1", "Elīna Krūze")]
    assert [(row[2], row[4], row[5]) for row in found] == [
        ("Ban from the premises", None, "Mazpils"),
        ("Exclusion for misuse", until, "in all libraries"),
        ("Ban from the premises", until, "Mazpils"),
    ]
    assert "troksnis" not in str(found)
