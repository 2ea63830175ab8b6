"""The stock book adds up: what stood there, what came, what left, and what stands there now."""

from datetime import date

from app.rules.stock_book import BookCopy, BookLine, Sum, book, may_stand_on, next_number

MARCH, MAY, JUNE = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)
YEAR = (date(2026, 4, 1), date(2026, 12, 31))


def copy(item, since=MARCH, value=100):
    return BookCopy(item=item, since=since, value_minor=value)


def line(act, item, kind="accession", on_day=MAY, value=200):
    return BookLine(act=act, item=item, kind=kind, on_day=on_day, value_minor=value)


def test_what_was_taken_in_without_an_act_is_in_the_stock_from_that_day():
    found = book([copy(1), copy(2, since=MAY)], [], *YEAR)

    assert found.start == Sum(count=1, value_minor=100)
    assert found.without_act == Sum(count=1, value_minor=100)
    assert found.end == Sum(count=2, value_minor=200)


def test_a_copy_on_an_act_came_on_the_day_of_the_act_for_what_it_says():
    found = book([copy(1)], [line(7, 1)], *YEAR)

    assert found.start == Sum()
    assert found.acts == {7: Sum(count=1, value_minor=200)}
    assert found.end == Sum(count=1, value_minor=200)


def test_what_leaves_leaves_for_what_it_came_for():
    found = book([copy(1)], [line(7, 1), line(8, 1, "withdrawal", JUNE, value=50)], *YEAR)

    assert found.acts == {7: Sum(count=1, value_minor=200), 8: Sum(count=-1, value_minor=-200)}
    assert found.end == Sum()


def test_a_copy_that_left_without_ever_having_come_by_an_act_had_been_there():
    found = book([copy(1, since=JUNE)], [line(8, 1, "withdrawal", MAY)], *YEAR)

    assert found.without_act == Sum(count=1, value_minor=100)
    assert found.end == Sum()


def test_a_copy_that_two_desks_put_on_two_acts_counts_once():
    found = book([copy(1)], [line(7, 1), line(9, 1, on_day=JUNE)], *YEAR)

    assert found.acts == {7: Sum(count=1, value_minor=200)}


def test_what_happens_after_the_last_day_does_not_count_yet():
    found = book([copy(1)], [line(7, 1, on_day=date(2027, 1, 1))], *YEAR)

    assert (found.start, found.end) == (Sum(), Sum())


def test_a_copy_that_has_left_may_come_again_and_not_leave_twice():
    assert may_stand_on("accession", ["accession", "withdrawal"])
    assert not may_stand_on("withdrawal", ["withdrawal"])
    assert may_stand_on("withdrawal", [])


def test_acts_are_numbered_by_branch_and_year():
    assert next_number("MAZ", 2026, ["MAZ-2026-1", "MAZ-2025-2", "RUJ-2026-2"]) == "MAZ-2026-2"
