"""Difficult PDF files, mails and workbooks, on machines that have them: the LETE_MATERIAL folder."""

import json
import os
from pathlib import Path

import pytest

from app.forms import errors
from app.forms.errors import FormRefused
from app.forms.reading import read_form

ROOT = Path(os.environ["LETE_MATERIAL"]) if "LETE_MATERIAL" in os.environ else None
VALUES = json.loads((ROOT / "pdf" / "values.json").read_text(encoding="utf-8")) if ROOT else {}

pytestmark = pytest.mark.skipif(ROOT is None, reason="LETE_MATERIAL names no folder")

SHOWN_OTHERWISE = {"aComboBox", "aListBox", "databases"}
"""Choices whose list shows other words than are sent: the words of the list are what a person sees."""
TWO_OF_ONE_NAME = {"issue15096.pdf": 1, "basic-fields.pdf": 1}
"""Boxes beyond those in values.json, which has one field for each name."""

WITHOUT_A_FORM = {
    "57893-many-merges.xlsx": errors.NoForm,
    "DateFormatTests.xlsx": errors.NoColumns,
    "ExcelWithHyperlinks.xlsx": errors.NoColumns,
    "InlineStrings.xlsx": errors.NoColumns,
    "NewlineInFormulas.xlsx": errors.NoColumns,
    "SampleSS.strict.xlsx": errors.NoColumns,
    "TablesWithDifferentHeaders.xlsx": errors.NoColumns,
    "TwoSheetsOneHidden.xlsx": errors.HiddenSheet,
    "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": errors.Damaged,
    "noSharedStringTable.xlsx": errors.NoColumns,
    "poc-shared-strings.xlsx": errors.TooLarge,
    "poc-xmlbomb-empty.xlsx": errors.Unsafe,
    "poc-xmlbomb.xlsx": errors.Unsafe,
    "protected_passtika.xlsx": errors.PasswordProtected,
    "unicodeSheetName.xlsx": errors.NoColumns,
    "8bit-in-7bit.eml": errors.NoForm,
    "attachment-only.eml": errors.NoForm,
    "attachments-and-inline.eml": errors.NoFields,
    "cyrillic.msg": errors.NoForm,
    "delivery-failure-malformed.eml": errors.NoForm,
    "doc-attachment-accents.eml": errors.OldWord,
    "encoding-madness.eml": errors.NoForm,
    "encrypted-zip.eml": errors.PasswordProtected,
    "forwarded-with-pdf.eml": errors.Damaged,
    "groupwise.eml": errors.NoFields,
    "must-supply-encoding.eml": errors.NoForm,
    "nested.eml": errors.NoForm,
    "outlook-attachments.msg": errors.NoForm,
    "outlook-pdf.msg": errors.NoFields,
    "outlook-two-attachments.msg": errors.OldWord,
    "pdf-attachment-N-degree.eml": errors.NoFields,
    "pdf-name-with-newline.eml": errors.Damaged,
    "raw-nonascii-name.eml": errors.NoFields,
    "signed-smime-pdf.eml": errors.NoFields,
    "tnef-garbage.tnef": errors.NoForm,
    "umlaut.tnef": errors.NoFields,
    "unicode-names.eml": errors.NoFields,
    "uuencoded-doc.eml": errors.Damaged,
    "windows-1255.eml": errors.NoForm,
    "windows1252-fields.eml": errors.NoForm,
    "winmail-simple.dat": errors.NoForm,
    "winmail-with-attachments.dat": errors.NoFields,
    "winmail.tnef": errors.NoForm,
}
NAMES = {
    "doc-attachment-accents.eml": "Biodiversité de semaine en semaine.doc",
    "outlook-two-attachments.msg": "test-unicode.doc",
    "pdf-name-with-newline.eml": "Kontoutskrift for 1506.14.90466 Bedriftskonto.pdf",
    "pdf-attachment-N-degree.eml": "50032266 CAR 11_MNPA00A01_9PTX_H00 ATT N° 1467829.pdf",
    "raw-nonascii-name.eml": "ciële.txt",
    "umlaut.tnef": "UmlautAnhang-äüö.txt",
}


@pytest.mark.parametrize("name", WITHOUT_A_FORM)
def test_what_holds_no_form_says_why_and_names_the_part(name):
    folder = ROOT / ("xlsx" if name.endswith(".xlsx") else "eml")

    with pytest.raises(FormRefused) as refused:
        read_form(folder / name)

    assert type(refused.value) is WITHOUT_A_FORM[name]
    assert refused.value.figures["name"].startswith(name)
    assert refused.value.figures["name"].endswith(NAMES.get(name, ""))


def test_every_file_is_told_of():
    found = {path.name for kind in ("eml", "xlsx") for path in (ROOT / kind).iterdir()}

    assert found - set(WITHOUT_A_FORM) == {"MANIFEST.md", "measured.json"}


def bare(text):
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", VALUES)
def test_every_value_of_a_pdf_is_shown(name):
    [one] = read_form(ROOT / "pdf" / name)
    seen = [bare(value) for value in (*one.fields.values(), *(unread.value for unread in one.unread))]
    fields = VALUES[name]["values"].items()

    texts = {key: bare(each["value"])[:60] for key, each in fields if each["type"] != "/Btn"}
    ticked = [key for key, each in fields if each["type"] == "/Btn" and each["value"] not in {"/Off", "", "None"}]

    missing = {key for key, value in texts.items() if value and not any(value in each for each in seen)}
    assert missing <= SHOWN_OTHERWISE
    assert sum(unread.value == "☒" for unread in one.unread) == len(ticked) + TWO_OF_ONE_NAME.get(name, 0)
