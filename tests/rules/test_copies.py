"""What reports do to a copy, as one table."""

from datetime import date

import pytest

from app.rules.blocks import Severity
from app.rules.copies import (
    GOOD,
    REPORTS,
    CopyEvent,
    CopyStanding,
    Fitness,
    Place,
    lending_blocks,
    price_of,
    renewing_blocks,
    report_blocks,
    return_todos,
    standing_of,
)

DAY = date(2026, 3, 2)


def after(*kinds):
    return standing_of(CopyEvent(kind=kind, on_day=DAY, note="vāks") for kind in kinds)


@pytest.mark.parametrize(
    ("kinds", "place", "fitness"),
    [
        ((), "", ""),
        (("loan", "claimed"), "claimed", ""),
        (("loan", "claimed", "found"), "", ""),
        (("loan", "claimed", "lost"), "lost", ""),
        (("loan", "lost", "closing"), "", ""),
        (("missing", "found"), "", ""),
        (("missing", "loan"), "", ""),
        (("missing", "lost"), "lost", ""),
        (("damaged", "loan", "closing"), "", "damaged"),
        (("unusable", "closing"), "", "unusable"),
        (("unusable", "repaired"), "", ""),
        (("damaged", "missing", "found"), "", "damaged"),
        (("withdrawn", "found"), "", ""),
        (("withdrawn", "closing"), "", "withdrawn"),
        (("withdrawn", "damaged"), "", "withdrawn"),
        (("withdrawn", "unusable", "repaired"), "", "withdrawn"),
        (("lost", "withdrawn"), "lost", "withdrawn"),
        (("lost", "something-later"), "lost", ""),
    ],
)
def test_the_events_of_a_copy_tell_how_it_stands(kinds, place, fitness):
    standing = after(*kinds)

    assert (standing.place, standing.fitness) == (place, fitness)


def test_the_day_and_the_words_of_a_report_are_kept():
    assert after("damaged", "missing") == CopyStanding(
        place=Place.MISSING, place_on=DAY, fitness=Fitness.DAMAGED, fitness_note="vāks"
    )
    assert after("damaged", "missing", "closing", "repaired") == GOOD


@pytest.mark.parametrize(
    ("kind", "before", "on_loan", "codes"),
    [
        ("claimed", (), True, []),
        ("claimed", (), False, ["NOT_ON_LOAN"]),
        ("missing", (), True, ["COPY_IS_LENT"]),
        ("missing", ("missing",), False, ["ALREADY_REPORTED"]),
        ("lost", ("lost",), True, ["ALREADY_REPORTED"]),
        ("lost", ("claimed",), True, []),
        ("found", (), False, ["NOT_REPORTED"]),
        ("found", ("lost",), True, []),
        ("repaired", (), False, ["NOT_REPORTED"]),
        ("repaired", ("damaged",), False, []),
        ("damaged", ("damaged",), False, []),
        ("withdrawn", ("withdrawn",), False, ["ALREADY_REPORTED"]),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(kind, before, on_loan, codes):
    assert [found.why.value for found in report_blocks(kind, after(*before), on_loan=on_loan)] == codes


@pytest.mark.parametrize(
    ("kind", "lending", "renewing", "todos"),
    [
        ("claimed", [], ["CLAIMED_RETURNED"], ["WAS_CLAIMED"]),
        ("lost", ["LOST"], ["LOST"], ["WAS_LOST"]),
        ("missing", ["MISSING"], [], ["WAS_MISSING"]),
        ("damaged", ["COPY_DAMAGED"], [], []),
        ("unusable", ["COPY_UNFIT"], [], ["IS_UNUSABLE"]),
        ("withdrawn", ["COPY_UNFIT"], [], ["IS_WITHDRAWN"]),
        ("found", [], [], []),
        ("repaired", [], [], []),
    ],
)
def test_each_report_says_what_it_stops_and_what_it_asks_for(kind, lending, renewing, todos):
    standing = after(kind)

    assert [found.why.value for found in lending_blocks(standing)] == lending
    assert [found.why.value for found in renewing_blocks(standing)] == renewing
    assert [one.code for one in return_todos(standing)] == todos


def test_every_kind_of_report_is_in_the_table_above():
    assert set(REPORTS) == {"claimed", "lost", "missing", "damaged", "unusable", "withdrawn", "found", "repaired"}


def test_damage_is_told_and_stops_nothing():
    [told] = lending_blocks(after("damaged"))

    assert (told.severity, dict(told.figures)) == (Severity.INFORMATION, {"standing": "noted", "note": "vāks"})


@pytest.mark.parametrize(
    ("asked", "bought", "usual", "price"),
    [(100, 200, 300, 100), (None, 200, 300, 200), (None, None, 300, 300), (None, None, 0, None), (0, 200, 300, 0)],
)
def test_a_price_is_asked_for_or_bought_at_or_usual(asked, bought, usual, price):
    assert price_of(asked, bought, usual) == price
