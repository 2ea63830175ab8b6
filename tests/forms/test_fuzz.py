"""Whatever happens to a file on its way, reading it ends in an application or in a refusal."""

import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.desk.applications import Application
from app.forms import container, markup
from app.forms.errors import FormRefused
from app.forms.filling import application
from app.forms.layout import Layout
from app.forms.reading import read_form
from app.forms.sheet import Line
from app.forms.wording import vocabulary
from tests.forms.sheets import (
    box_control,
    box_field,
    control,
    date_control,
    document,
    inserted,
    line,
    parts,
    saved,
    table,
    text_box,
    text_field,
    word_file,
    zipped,
)

SHEET = document(
    line("Lietotāja reģistrācijas anketa"),
    line("Vārds, uzvārds: ", control("Ilze Kalnlapa", tag="x"), inserted(" un vēl")),
    line("Dzimšanas datums ", date_control("24.03.2009", "2009-03-24"), " tālrunis ____26123456____"),
    table(("Adrese", "Zvaigžņu iela 4-12, Ogre, LV-5001"), ("Karte", line("jā ", box_control(checked=True)))),
    line(text_field("Ogre", name="Text1"), box_field(checked=False, name="Check1"), text_box(line("Skola: 2."))),
)
WHOLE = zipped(parts(SHEET))


def outcome(tmp_path, data: bytes) -> Application | FormRefused:
    """What reading gives; anything but these two rises and fails the test."""
    try:
        [form] = read_form(saved(tmp_path, data))
        return form
    except FormRefused as refused:
        return refused


def test_the_whole_file_reads(tmp_path):
    assert isinstance(outcome(tmp_path, WHOLE), Application)


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    for length in range(0, len(WHOLE), 7):
        assert isinstance(outcome(tmp_path, WHOLE[:length]), FormRefused)


@pytest.mark.parametrize("seed", range(300))
def test_a_file_with_flipped_bytes_is_read_or_refused(tmp_path, seed):
    dice = random.Random(seed)
    data = bytearray(WHOLE)
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)

    assert outcome(tmp_path, bytes(data)) is not None


@pytest.mark.parametrize("seed", range(300))
def test_markup_with_changed_signs_is_read_or_refused(tmp_path, seed):
    dice = random.Random(seed)
    data = bytearray(SHEET.encode())
    for _ in range(dice.randint(1, 4)):
        data[dice.randrange(len(data))] = ord(dice.choice('<>/ w:sdtrpc"=x0'))

    assert outcome(tmp_path, zipped(parts(bytes(data)))) is not None


@pytest.mark.parametrize("seed", range(100))
def test_markup_in_the_wrong_order_is_read(tmp_path, seed):
    dice = random.Random(seed)
    root = markup.parse(SHEET.encode())
    elements = [element for element in root.iter() if element.getparent() is not None]
    for _ in range(5):
        moved, home = dice.choice(elements), dice.choice(elements)
        if home not in moved.iter():
            home.append(moved)

    assert isinstance(outcome(tmp_path, zipped(parts(etree.tostring(root)))), Application)


SIGNS = st.sampled_from(
    [
        "_",
        "____",
        "\t",
        " ",
        "     ",
        ":",
        ",",
        ".",
        "(",
        ")",
        "☐",
        "☒",
        "vārds",
        "uzvārds",
        "Ilze",
        "jā",
        "nē",
        "barnets",
        "personas kods",
        "111111-11410",
        "24.03.2009",
        "galvotājs",
        "adrese",
        "LV-5001",
        "@",
        "/",
        "navn",
        "-",
        "es",
        "\n",
    ]
)


@given(st.lists(st.lists(SIGNS, max_size=14).map("".join), max_size=8))
@settings(max_examples=300, deadline=None)
def test_any_lines_at_all_can_be_read(texts):
    sheet = [Line(pieces=(text,)) for text in texts]

    read = application(tuple(Layout(vocabulary()).read(sheet)), vocabulary())

    assert set(read.fields) == set(read.sources)


LONG = {
    "one endless line": line("vārds, uzvārds " * 60_000),
    "one endless value": line("Vārds: " + "Ilze " * 60_000),
    "many lines": "".join(line(f"Vārds: Ilze {number}") for number in range(8_000)),
    "many boxes": line(*(box_control(checked=False) for _ in range(5_000))),
    "many answers": "".join(line("☐ jā") for _ in range(5_000)),
    "many rows": table(*(("Vārds", "Ilze", "Uzvārds", "") for _ in range(3_000))),
    "many heads": table(*(("a", "b", "c") for _ in range(3_000))),
    "one wide row": table(tuple("abcd" * 5_000)),
    "blanks without end": line("____ , " * 50_000),
    "spaces without end": line(" " * 1_000_000 + "x"),
    "brackets without end": line("vārds (" * 280),
    "many fields": line(*(text_field("x", name="Text1") for _ in range(5_000))),
    "many fields that never end": line(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + "<w:r><w:t>x</w:t></w:r>"
    ),
}


@pytest.mark.parametrize("block", LONG.values(), ids=LONG.keys())
def test_no_sheet_takes_for_ever(tmp_path, monkeypatch, block):
    """What took a square of its length would not end before the test run gives it up."""
    monkeypatch.setattr(container, "RATIO_MAX", 100_000)

    assert outcome(tmp_path, word_file(block)) is not None


def test_a_sheet_in_a_sheet_in_a_sheet_is_read(tmp_path):
    block = line("Vārds: Ilze")
    for _ in range(30):
        block = table((f"<w:tc>{block}<w:p/></w:tc>",))

    assert outcome(tmp_path, word_file(block)).fields == {"given": "Ilze"}


def test_the_zip_reader_is_never_left_open(tmp_path):
    path = saved(tmp_path, WHOLE)
    read_form(path)

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("free.txt", "")
