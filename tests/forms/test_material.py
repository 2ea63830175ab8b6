"""The collection of difficult Word files, on machines that have it: the LETE_MATERIAL folder."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from app.desk.applications import Application
from app.forms import errors
from app.forms.errors import FormRefused
from app.forms.reading import read_form

FOLDER = Path(os.environ["LETE_MATERIAL"]) / "docx" if "LETE_MATERIAL" in os.environ else None
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix.startswith(".do")) if FOLDER else []
MEASURED = json.loads((FOLDER / "measured.json").read_text(encoding="utf-8")) if FOLDER else {}
REFUSED = {
    "fuzz-bad-central-dir.docx": errors.Damaged,
    "fuzz-crash.docx": errors.Damaged,
    "fuzz-not-zip.docx": errors.Damaged,
    "old-word97.doc": errors.OldWord,
    "password-agile.docx": errors.PasswordProtected,
    "password-pass.docx": errors.PasswordProtected,
    "password-solrcell.docx": errors.PasswordProtected,
    "password-tika.docx": errors.PasswordProtected,
    "truncated-763b.docx": errors.Damaged,
    "~$lock-file.docx": errors.OwnerFile,
}
PLACEHOLDERS_ONLY = ("sdt-cv-22-dates.dotx", "sdt-fax-labels.dotx", "sdt-timesheet.dotx")
CONTAINERS = ("docPartObj", "picture")

pytestmark = pytest.mark.skipif(FOLDER is None, reason="LETE_MATERIAL names no folder")
READABLE = [path for path in FILES if path.name not in REFUSED]


def bare(text: str) -> str:
    return "".join(text.split())


def shown(seen: Application) -> list[str]:
    return [bare(value) for value in (*seen.fields.values(), *(unread.value for unread in seen.unread))]


def only_form(path) -> Application:
    [one] = read_form(path)
    return one


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_or_refused(path):
    outcome: type = Application

    try:
        [_] = read_form(path)
    except FormRefused as refused:
        outcome = type(refused)

    assert outcome is REFUSED.get(path.name, Application)


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_control_with_a_value_is_shown_with_that_value(path):
    controls = [each for each in MEASURED[path.name]["control_list"] if each["kind"] not in CONTAINERS]
    held = [
        bare(each["text"])
        for each in controls
        if not each["placeholder"] and each.get("text") and "checked" not in each
    ]

    seen = shown(only_form(path))

    around_others = [text for text in held if not any(text in value for value in seen)]
    assert all(any(value in text for value in seen) for text in around_others)
    assert [
        each
        for each in controls
        if each["kind"] in {"text", "date", "dropDownList", "comboBox"} and bare(each["text"]) in around_others
    ] == []


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_box_is_shown_with_its_state(path):
    facts = MEASURED[path.name]
    boxes = Counter(
        "☒" if each["checked"] else "☐" for each in (*facts["control_list"], *facts["legacy_list"]) if "checked" in each
    )

    seen = only_form(path)

    assert not {"card", "consent"} & set(seen.fields)
    assert Counter(unread.value for unread in seen.unread if unread.value in {"☒", "☐"}) == boxes


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_form_field_with_a_text_is_shown_with_it(path):
    held = [bare(each["text"]) for each in MEASURED[path.name]["legacy_list"] if each.get("text")]

    seen = shown(only_form(path))

    assert [text for text in held if text not in seen] == []


@pytest.mark.parametrize("name", PLACEHOLDERS_ONLY)
def test_a_file_of_placeholders_reads_as_empty(name):
    seen = only_form(FOLDER / name)

    assert (seen.fields, seen.unread, seen.problems) == ({}, (), ())


def test_the_name_in_a_table_is_found():
    seen = only_form(FOLDER / "label-table-name-month-year.docx")

    assert {"given", "family"} <= set(seen.fields)
    assert {("MONTH", "January"), ("YEAR", "2014")} <= {(unread.label, unread.value) for unread in seen.unread}
