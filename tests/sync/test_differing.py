"""Which rows differ, at whom, and how a person is told."""

from datetime import date

import pytest

from app.sync.differing import TOLD_MAX, Compared, alike, differing, key_of, problems
from app.sync.problems import ROWS_ALTERED, ROWS_DIFFER, ROWS_DIFFER_HERE, ROWS_DIFFER_THERE
from app.sync.ranges import NOTHING, Key, short
from app.sync.rowcheck import Difference

OWN, NORTH, SOUTH, VAN = 34, 7, 8, 9
KEY = Key("loan", 88)
GOOD, BAD, UGLY = b"good", b"bad.", b"ugly"


def wrong_ones(mine, altered=(), **theirs):
    numbers = {"north": NORTH, "south": SOUTH, "van": VAN}
    compared = [Compared(numbers[name], {KEY: digest}) for name, digest in theirs.items()]
    return {one.replica: one.wrong for one in differing(OWN, {KEY: mine}, compared, altered)}


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (GOOD, {"north": GOOD}, {}),
        (GOOD, {"north": BAD}, {NORTH: 0}),
        (GOOD, {"north": GOOD, "south": BAD}, {SOUTH: SOUTH}),
        (BAD, {"north": GOOD, "south": GOOD}, {NORTH: OWN, SOUTH: OWN}),
        (UGLY, {"north": GOOD, "south": BAD}, {NORTH: 0, SOUTH: 0}),
        (BAD, {"north": GOOD, "south": GOOD, "van": BAD}, {NORTH: 0, SOUTH: 0}),
        (GOOD, {"north": GOOD, "south": BAD, "van": UGLY}, {SOUTH: SOUTH, VAN: VAN}),
    ],
    ids=["all alike", "two", "they are wrong", "we are wrong", "each another", "two against two", "two are wrong"],
)
def test_the_minority_is_wrong(mine, theirs, expected):
    assert wrong_ones(mine, **theirs) == expected


def test_a_desk_that_has_found_its_rows_altered_is_wrong():
    assert wrong_ones(BAD, altered={KEY}, north=GOOD) == {NORTH: OWN}


def test_rows_that_one_has_and_another_has_not_differ():
    [one] = differing(OWN, {}, [Compared(NORTH, {KEY: GOOD})], ())

    assert (one.replica, key_of(one)) == (NORTH, KEY)
    assert alike({}, [Compared(NORTH, {KEY: short(NOTHING)})]) == {KEY}


def test_alike_is_what_nobody_contradicts():
    assert alike({KEY: GOOD}, [Compared(NORTH, {KEY: GOOD})]) == {KEY}
    assert alike({KEY: GOOD}, [Compared(NORTH, {KEY: GOOD}), Compared(SOUTH, {KEY: BAD})]) == set()


def difference(number, replica, wrong, table="loan"):
    return Difference(replica, table, *Key(table, number).ids, wrong)


def test_each_finding_has_its_sentence():
    found = [difference(1, NORTH, 0), difference(3, SOUTH, SOUTH), difference(5, NORTH, OWN), difference(7, OWN, OWN)]

    told = {problem.code: problem for problem in problems(found, OWN)}

    assert {code: problem.replica for code, problem in told.items()} == {
        ROWS_DIFFER: NORTH,
        ROWS_DIFFER_THERE: SOUTH,
        ROWS_DIFFER_HERE: OWN,
        ROWS_ALTERED: OWN,
    }
    assert all(problem.table == "loan" for problem in told.values())


def test_ranges_that_follow_each_other_are_told_as_one():
    [problem] = problems([difference(number, NORTH, 0) for number in (5, 4, 6)], OWN)

    assert problem.days == (date(2020, 4, 9), date(2020, 6, 22))
    assert problem.detail == "loan 2020-04-09/2020-06-22"


def test_what_this_desks_scrub_has_found_is_told_once():
    found = [difference(5, OWN, OWN), difference(5, NORTH, OWN), difference(5, SOUTH, OWN)]

    assert [problem.code for problem in problems(found, OWN)] == [ROWS_ALTERED]


def test_a_person_is_not_told_of_hundreds():
    found = [difference(number * 2, NORTH, 0) for number in range(100)]

    assert len(list(problems(found, OWN))) == TOLD_MAX
