"""A blank form is one page, and comes back without loss: whatever is filled in is read as that field."""

import io
from datetime import datetime
from random import Random

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from app.db.defaults import profile_names, read_profile
from app.desk.applications import FIELDS
from app.errors import Misuse
from app.forms.reading import read_form
from app.station.blank_plans import sheets
from app.station.blanks import BlankUnknown, write_blank
from app.station.printing.blanks import blank_form
from app.words import LANGUAGES, Words
from tests.forms.generated.values import Somebody

MADE = datetime(2026, 3, 2, 12, 0)
COUNTRIES = sorted({read_profile(name)["network"]["country"] for name in profile_names()})
FORMS = [(country, kind, language) for country in COUNTRIES for kind in sheets(country) for language in LANGUAGES]
SPECIAL = {
    "birth": "24.03.2009.",
    "guarantor_birth": "24.03.1980.",
    "code": "240309-20007",
    "guarantor_code": "240380-11111",
    "flat": "12",
    "postcode": "LV-4201",
    "email": "ilze@example.org",
    "guarantor_email": "vecaks@example.org",
    "phone": "+371 26 123 456",
    "guarantor_phone": "29 999 999",
}


def printed(country, kind, language):
    return blank_form(sheets(country)[kind], library="Brīvzemes bibliotēka", words=Words(language), made_at=MADE)


def places(country, kind):
    return [place.field for part in sheets(country)[kind].parts for row in part.rows for place in row]


def filled(data, values, ticked):
    """Fill the form in as a reader program does: the values alone."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for one in writer.root_object["/AcroForm"]["/Fields"]:
        field = one.get_object()
        if field["/FT"] == "/Tx":
            field[NameObject("/V")] = TextStringObject(values[field["/T"]])
        elif field["/T"] in ticked:
            field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def read(tmp_path, data):
    path = tmp_path / "anketa.pdf"
    path.write_bytes(data)
    [one] = read_form(path)
    return one


@pytest.mark.parametrize(("country", "kind", "language"), FORMS)
def test_a_form_that_was_filled_in_is_read_without_loss(tmp_path, country, kind, language):
    dice = Random(kind + language)
    values = {name: SPECIAL.get(name, Somebody(dice, "lv", child=True).family) for name in places(country, kind)}

    seen = read(tmp_path, filled(printed(country, kind, language), values, {"card", "consent"}))

    wanted = {**values, "birth": "2009-03-24", "card": "yes", "consent": "yes"}
    assert dict(seen.fields) == {name: wanted[name] for name in FIELDS if name in wanted}
    assert (seen.kind, seen.unread, seen.problems) == (kind, (), ())


@pytest.mark.parametrize(("country", "kind", "language"), FORMS)
def test_a_form_is_one_page_of_a4_that_says_whose_it_is(country, kind, language):
    reader = PdfReader(io.BytesIO(printed(country, kind, language)))

    [page] = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert "Brīvzemes bibliotēka" in page.extract_text()
    assert reader.trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize(("country", "kind", "language"), FORMS)
def test_no_two_places_lie_on_each_other_and_none_beside_the_page(country, kind, language):
    reader = PdfReader(io.BytesIO(printed(country, kind, language)))

    found = [[float(side) for side in one.get_object()["/Rect"]] for one in reader.pages[0]["/Annots"]]
    assert all(0 < left < right < 595 and 0 < low < high < 842 for left, low, right, high in found)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_a_form_nobody_has_filled_in_says_nothing(tmp_path):
    seen = read(tmp_path, printed("LV", "guarantee", "lv"))

    assert dict(seen.fields) == {"card": "no", "consent": "no"}
    assert seen.unread == ()


def test_every_country_of_a_profile_has_a_form_for_adults_and_one_for_minors():
    kinds = {country: set(sheets(country)) for country in COUNTRIES}

    assert kinds == {"DK": {"adult", "consent"}, "LV": {"adult", "guarantee"}}


def test_a_network_writes_its_own_forms_and_names_those_it_has(station, tmp_path):
    path = write_blank(station, "guarantee", tmp_path / "galvojums.pdf", Words("lv"))

    assert PdfReader(path).get_fields().keys() >= {"given", "guarantor_given", "consent"}
    with pytest.raises(BlankUnknown) as refused:
        write_blank(station, "consent", tmp_path / "x.pdf", Words("lv"))
    assert isinstance(refused.value, Misuse)
    assert refused.value.figures == {"form": "consent", "forms": "adult, guarantee"}
