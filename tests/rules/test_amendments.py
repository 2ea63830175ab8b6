"""What gave way to another writing: leaves of which nobody who wrote knew all."""

from datetime import date

import pytest

from app.db.declaration import BY_NAME
from app.rules.amendments import HIDDEN, UNITS, Leaf, given_up, given_up_blocks, read_written, written

RECORD, DAY = 7, date(2026, 11, 20)


def leaf(fact, phone, *, unit="phone", record=RECORD, seen=False):
    said = {UNITS[unit][0]: phone} if phone else {}
    return Leaf(fact=fact, record=record, unit=unit, said=said, branch="Rūjiena", on=DAY, seen=seen)


def gave_way(*leaves, **now):
    return [one.leaf.fact for one in given_up(leaves, {RECORD: now})]


def test_the_units_are_those_that_are_written_together():
    units = {unit.name: tuple(column.name for column in unit.columns) for unit in BY_NAME["patron"].units}

    assert {name: units[name] for name in UNITS} == dict(UNITS)


def test_what_was_written_over_unknowingly_gave_way():
    assert gave_way(leaf(1, "20000001"), leaf(2, "20000002"), phone="20000002") == [1]


def test_of_one_writing_nothing_gave_way_whatever_stands():
    assert gave_way(leaf(1, "20000001"), phone="20000002") == []


def test_the_same_written_twice_is_no_question():
    assert gave_way(leaf(1, "20000001"), leaf(2, "20000001"), phone="20000001") == []


def test_what_was_seen_is_asked_no_more():
    assert gave_way(leaf(1, "20000001", seen=True), leaf(2, "20000002"), phone="20000002") == []


def test_other_data_and_other_records_are_questions_of_their_own():
    other = leaf(1, "20000001"), leaf(2, "n@lasa.example", unit="email"), leaf(3, "20000003", record=8)

    assert gave_way(*other, phone="20000001", email="n@lasa.example") == []


def test_a_phone_that_was_taken_away_gave_way_too():
    [block] = given_up_blocks(list(given_up([leaf(1, ""), leaf(2, "2")], {RECORD: {"phone": "2"}})), protected=False)

    assert dict(block.figures) == {"field": "phone", "stands": "2", "given_up": "–", "branch": "Rūjiena", "on": DAY}


def test_a_protected_address_is_not_told():
    found = list(
        given_up([leaf(1, "A 1", unit="address"), leaf(2, "B 2", unit="address")], {RECORD: {"street": "B 2"}})
    )

    [block] = given_up_blocks(found, protected=True)

    assert {dict(block.figures)[name] for name in ("stands", "given_up")} == {HIDDEN}


@pytest.mark.parametrize("text", ["", "[1]", "{"])
def test_what_no_desk_wrote_is_not_read(text):
    assert read_written(text) is None


def test_what_was_kept_is_read_again():
    values = {"street": "Rīgas iela", "house": "3", "flat": None, "phone": "2"}

    assert read_written(written(values, "address")) == {"street": "Rīgas iela", "house": "3"}
