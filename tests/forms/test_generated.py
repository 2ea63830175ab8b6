"""Forms made up from seeds: nearly every field is right, what is not is told, and nothing is wrong without a word.

`LETE_FORMS` plays more of them, `LETE_FORMS_FIRST` others; the table at the end shows with `-s` or on a failure.
"""

import os
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

import pytest

from app.desk.applications import Application
from app.forms.errors import FormRefused
from app.forms.reading import read_form
from app.forms.wording import tables
from tests.forms.generated.forms import PRODUCERS, form
from tests.forms.generated.judging import judged, summed, table
from tests.forms.generated.labels import printed
from tests.forms.generated.layouts import LAYOUTS
from tests.forms.generated.plans import Written

FIRST = int(os.environ.get("LETE_FORMS_FIRST", "0"))
COUNT = int(os.environ.get("LETE_FORMS", "500"))
RIGHT_MIN = 0.98
EMPTY = Application(kind="adult", language="lv", fields={}, sources={}, unread=(), problems=())


def seen(path, data) -> Application | None:
    path.write_bytes(data)
    try:
        [one] = read_form(path)
    except FormRefused:
        return None
    return one


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Every form with what was found in it."""
    folder = tmp_path_factory.mktemp("forms")
    forms = [form(seed) for seed in range(FIRST, FIRST + COUNT)]
    return [(one, list(judged(one.truth, seen(folder / one.name, one.data)))) for one in forms]


def counted(played, key):
    counts = defaultdict(Counter)
    for one, found in played:
        counts[key(one)].update(each.verdict for each in found)
    return counts


def test_of_all_fields_nearly_all_are_right_and_the_rest_is_told(played):
    counts = counted(played, lambda one: (one.plan.kind, one.plan.language, one.layout, one.producer))
    total = summed(counts.values())

    for key in (lambda one: (one.layout,), lambda one: (one.producer,), lambda one: (one.plan.kind, one.plan.language)):
        sys.stdout.write(f"{table(counted(played, key))}\n\n")

    assert total["right"] / total.total() >= RIGHT_MIN, table(counts)


def test_nothing_is_wrong_without_a_word(played):
    silent = [
        (one.name, one.layout, one.producer, each)
        for one, found in played
        for each in found
        if each.verdict == "silent"
    ]

    assert silent == []


def test_nothing_that_was_written_is_neither_filed_nor_shown(played):
    missing = [(one.name, one.layout, each) for one, found in played for each in found if each.verdict == "missing"]

    assert len(missing) <= COUNT // 100, missing


def test_every_layout_and_every_producer_is_among_them(played):
    assert {one.layout for one, _ in played} == {*LAYOUTS, "fields"}
    assert {one.producer for one, _ in played} == set(PRODUCERS)


def test_every_label_the_program_knows_can_be_printed():
    """The generator draws from the table itself, so a label that is taught is also tried."""
    drawn = {printed(Random(seed), "lv", "phone", "").casefold() for seed in range(3_000)}

    assert {label.casefold() for label in tables()["lv"]["labels"]["phone"]} <= drawn


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"phone": "26123456"}, "right"),
        ({"phone": "26 123 456"}, "right"),
        ({"phone": "26123457"}, "silent"),
        ({}, "missing"),
    ],
)
def test_the_judge_tells_right_from_wrong(fields, verdict):
    [found] = judged({"phone": Written("26123456", "26123456")}, replace(EMPTY, fields=fields))

    assert found.verdict == verdict


def test_the_judge_calls_a_value_that_nobody_wrote_silently_wrong():
    [found] = judged({}, replace(EMPTY, fields={"email": "biblioteka@example.org"}))

    assert found.verdict == "silent"
