"""Digests by range as heads carry them."""

from datetime import date

from app.sync.ranges import NOTHING, RANGE_BITS, SHORT_BYTES, UNSAID, Key, ToldRanges, days_of, read_told, short, told
from tests.sync.making import tick

LOAN = Key("loan", 88)


def test_what_is_told_comes_back_short():
    digests = {LOAN: b"a" * 16, Key("loan", 90): None, Key("patron", 3): NOTHING}

    said = read_told(told(digests))

    assert said == {
        LOAN: b"aaaa",
        Key("loan", 89): short(NOTHING),
        Key("loan", 90): UNSAID,
        Key("patron", 3): short(NOTHING),
    }


def test_a_head_grows_by_four_bytes_a_range():
    hundred = told({Key("loan", number): b"a" * 16 for number in range(100)})

    assert hundred == (ToldRanges("loan", 0, b"aaaa" * 100),)
    assert SHORT_BYTES == 4


def test_no_more_ranges_are_read_than_there_are():
    assert read_told((ToldRanges("loan", 1022, b"aaaabbbbcccc"), ToldRanges("x", 1 << 62, b"aaaa"))) == {
        Key("loan", 1022): b"aaaa",
        Key("loan", 1023): b"bbbb",
    }


def test_a_range_is_told_in_days():
    first, last = days_of(*Key("loan", tick(1) >> RANGE_BITS).ids)

    assert first <= date(2026, 9, 21) <= last
    assert (last - first).days in {24, 25}
