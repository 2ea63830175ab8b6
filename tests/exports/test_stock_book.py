"""The stock book in Excel: start, acts, end, in copies and in money."""

from datetime import date

from openpyxl import load_workbook

from app.desk.stock_book import open_act, put_on_act
from tests.exports.test_reports import rows, write
from tests.making import TODAY


def test_the_stock_book_tells_what_came_and_what_stands_there(desk, tmp_path):
    desk.item("I1", price_minor=1250)
    desk.item("I2", price_minor=300)
    act = desk.done(open_act, kind="accession", source="Jānis Roze").number
    desk.done(put_on_act, act=act, item="I1")
    write(desk, tmp_path / "stock.xlsx", "stock-book")

    told = rows(load_workbook(tmp_path / "stock.xlsx").worksheets[0])
    assert [(row[1], row[2], row[7], row[8]) for row in told if row[1]] == [
        ("Krājums perioda sākumā", None, 0, 0),
        ("Pieņemšanas akts", "MAZ-2026-1", 1, 12.5),
        ("Pieņemts bez akta", None, 1, 3),
        ("Krājums perioda beigās", None, 2, 15.5),
    ]
    assert told[0][0].date() <= TODAY < date(2027, 1, 1)
