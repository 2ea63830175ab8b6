"""Cards as they leave the printer: measured, and their bars read again."""

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from app.desk.cards import make_card, order_card
from app.desk.outcome import Refused
from app.desk.patrons import register_patron
from app.files import FileNotWritten
from app.station.cards import print_cards
from app.station.printing.barcode import QUIET_MODULES, NotForBarcode
from app.station.printing.cards import HEIGHT_MM, WIDTH_MM, Card, cards_pdf, in_groups, in_two
from app.words import LANGUAGES, Words
from tests.station.code128 import bars_of, read_bars
from tests.station.making import opened

MM = 72 / 25.4
ELINA = Card(name="Elīna Krūze", number="2008712645304344", kind="library_card")


def pages(cards, *, sheets=False, language="lv"):
    data = cards_pdf(cards, library="Tīkls", words=Words(language), made_at=datetime(2026, 3, 2), sheets=sheets)
    return PdfReader(io.BytesIO(data)).pages


def bars(page):
    return bars_of(page.get_contents().get_data().decode("latin-1"))


@pytest.mark.parametrize("number", ["2008712645304344", "B-77", "K 0017", "4711", "12345", "R7/00000000000054"])
def test_a_scanner_reads_the_number_that_stands_on_the_card(number):
    [page] = pages([Card(name="Elīna Krūze", number=number, kind="library_card")])

    said, module = read_bars(bars(page))

    assert said == number
    assert module / MM >= 0.19


def test_there_is_white_beside_the_bars():
    [page] = pages([ELINA])
    found = sorted(bars(page))
    _, module = read_bars(found)

    assert found[0][0] >= QUIET_MODULES * module
    assert found[-1][0] + found[-1][2] <= WIDTH_MM * MM - QUIET_MODULES * module


def test_a_single_card_is_as_large_as_a_bank_card():
    found = pages([ELINA] * 3)

    assert len(found) == 3
    assert {
        (round(float(page.mediabox.width) / MM, 1), round(float(page.mediabox.height) / MM, 1)) for page in found
    } == {(round(WIDTH_MM, 1), round(HEIGHT_MM, 1))}


def test_ten_cards_are_on_a_sheet_with_marks_outside_of_them():
    found = pages(
        [Card(name=f"N{n}", number=f"20087126453043{n:02}", kind="library_card") for n in range(12)], sheets=True
    )

    assert len(found) == 2
    assert [round(float(found[0].mediabox.width) / MM), round(float(found[0].mediabox.height) / MM)] == [210, 297]
    rows = {}
    for bar in bars(found[0]):
        rows.setdefault((round(bar[1]), bar[0] > 105 * MM), []).append(bar)
    assert sorted(read_bars(row)[0] for row in rows.values()) == [f"20087126453043{n:02}" for n in range(10)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_whose_it_is_and_nothing_else_of_the_person(language):
    [page] = pages([ELINA], language=language)

    said = page.extract_text().split("\n")

    assert [line.strip() for line in said] == [
        "Tīkls", Words(language)("number.library_card"), "Elīna Krūze", "2008 7126 4530 4344",
    ]  # fmt: skip


def test_a_long_name_stands_in_two_lines():
    assert in_two("Karlīna Anna Šķērstiņa-Žagariņa") == ("Karlīna Anna", "Šķērstiņa-Žagariņa")
    assert in_two("Oh") == ("Oh",)
    [page] = pages([Card(name="Karlīna Anna Šķērstiņa-Žagariņa von Brandenburg", number="1", kind="library_card")])
    assert "Brandenburg" in page.extract_text()


def test_a_number_without_bars_is_told():
    for number in ("Ā1", "x" * 60):
        with pytest.raises(NotForBarcode):
            pages([Card(name="N", number=number, kind="library_card")])


def test_only_long_numbers_of_digits_are_parted():
    assert in_groups("2008712645304344") == "2008 7126 4530 4344"
    assert (in_groups("12345678"), in_groups("B-7700000000")) == ("12345678", "B-7700000000")


@pytest.fixture
def station(home, world):
    found = opened(home, world)
    yield found
    found.close()


def ordered(station, name):
    patron = station.do(register_patron, given=name, family="Krūze").record.number
    return station.do(order_card, patron=patron).record


def test_the_cards_to_be_made_are_printed(station, tmp_path):
    first, second = ordered(station, "Elīna"), ordered(station, "Toms")
    station.do(make_card, card=first.number)

    printed = print_cards(station, [], path=tmp_path / "c.pdf", sheets=False, words=Words("lv"))

    assert printed.orders == (second.order,)
    [page] = PdfReader(tmp_path / "c.pdf").pages
    assert read_bars(bars(page))[0] == second.number
    assert (tmp_path / "c.pdf").stat().st_mode & 0o077 == 0


def test_a_card_may_be_printed_again(station, tmp_path):
    first = ordered(station, "Elīna")
    station.do(make_card, card=first.number)

    assert isinstance(print_cards(station, [], path=tmp_path / "c.pdf", sheets=False, words=Words("lv")), Refused)
    assert not (tmp_path / "c.pdf").exists()
    again = print_cards(station, [first.number], path=tmp_path / "c.pdf", sheets=True, words=Words("lv"))
    assert again.orders == (first.order,)


def test_an_order_that_is_none_prints_nothing(station, tmp_path):
    first = ordered(station, "Elīna")

    refused = print_cards(station, [first.number, "x"], path=tmp_path / "c.pdf", sheets=False, words=Words("lv"))

    assert [block.why for block in refused.blocks] == ["ORDER_UNKNOWN"]
    assert not (tmp_path / "c.pdf").exists()


def test_a_folder_that_is_not_there_is_told(station, tmp_path):
    ordered(station, "Elīna")

    with pytest.raises(FileNotWritten):
        print_cards(station, [], path=tmp_path / "none" / "c.pdf", sheets=False, words=Words("lv"))
