"""Columns survive the journey, and strangers' columns are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.columns import CONST, PLAIN, RISING, SHARED, decode_column, encode_column
from app.sync.errors import Malformed

int64 = st.integers(-(2**63), 2**63 - 1)
values = st.one_of(
    st.lists(int64, max_size=40),
    st.lists(st.integers(0, 5), max_size=40),
    st.lists(st.one_of(st.none(), st.text(max_size=5), int64, st.binary(max_size=4)), max_size=40),
    st.lists(st.sampled_from(["2026-12-01", "2026-12-02", None]), max_size=40),
)


@given(values)
def test_a_column_comes_back_as_it_was(column):
    assert decode_column(encode_column(column), len(column)) == column


@pytest.mark.parametrize(
    ("column", "coding"),
    [
        ([], PLAIN),
        ([7, 7, 7], CONST),
        ([None, None], CONST),
        ([1 << 40, (1 << 40) + 3, (1 << 40) + 3], RISING),
        ([1 << 50, 1 << 40, 1 << 50, 1 << 40], SHARED),
        (["a", "b", "a", "a"], SHARED),
        (["a", "b"], PLAIN),
        ([9, 2, 7], PLAIN),
    ],
)
def test_each_kind_of_column_has_its_coding(column, coding):
    assert encode_column(column)[0] == coding


@pytest.mark.parametrize(
    "coded",
    [
        None,
        [],
        [9, []],
        [PLAIN],
        [PLAIN, [1, 2]],
        [PLAIN, [1.5, 2, 3]],
        [PLAIN, [[], 2, 3]],
        [RISING, ["a", 1, 2]],
        [RISING, [2**62, 2**62, 2**62]],
        [PLAIN, [2**63, 1, 2]],
        [PLAIN, [2**63, None, "a"]],
        [RISING, [1, 2, True]],
        [SHARED, [PLAIN, [1]], [0, 1, 0]],
        [SHARED, [PLAIN, [1]], [0, -1, 0]],
        [SHARED, [SHARED, [PLAIN, [1]], [0]], [0, 0, 0]],
        [SHARED, [CONST, 1], [0, 0, 0]],
        [SHARED, 7, [0, 0, 0]],
        [SHARED, [PLAIN, [1, 2]], ["0", 0, 0]],
        [PLAIN, [2**63, 0, 0]],
    ],
)
def test_what_is_no_column_of_three_rows_is_refused(coded):
    with pytest.raises(Malformed):
        decode_column(coded, 3)
