"""Changes in columns, and the chain over them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.changes import NO_HASH, UNFOLDED_MAX, Changes, TooLong, decode_sealings, encode_sealings, link_after
from app.sync.envelope import PLAIN_MAX
from app.sync.errors import Malformed
from tests.sync.making import REPLICA, births, sealing, some_changes, tick, tombstones, writings


def decoded(sealings):
    count = sum(map(len, sealings))
    return decode_sealings(encode_sealings(sealings), count=count, replica=REPLICA)


def test_changes_come_back_as_they_were():
    assert decoded([some_changes()]) == [some_changes()]


def test_sealings_that_are_laid_together_come_apart_again():
    """Repacking puts small segments together; each sealing keeps its changes and its link."""
    sealings = [
        some_changes(),
        sealing(births(11)),
        sealing(births(12, table="renewal"), writings(13)),
        sealing(tombstones(14)),
    ]

    apart = decoded(sealings)

    assert apart == sealings
    assert [link_after(NO_HASH, one) for one in apart] == [link_after(NO_HASH, one) for one in sealings]


def test_sealings_that_are_laid_together_weigh_less():
    sealings = [sealing(births(number)) for number in range(1, 200)]

    assert len(encode_sealings(sealings)) < sum(len(encode_sealings([one])) for one in sealings) / 4


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_sealing_can_be_cut_anywhere(one, other):
    first, second = sorted((one, other))
    changes = some_changes()

    parts = [changes.part(0, first), changes.part(first, second), changes.part(second, 6)]

    rows = [row for part in parts for group in part.groups for row in group.rows()]
    assert rows == [row for group in changes.groups for row in group.rows()]
    assert [len(part) for part in parts] == [first, second - first, 6 - second]


def test_the_link_tells_every_value_apart():
    changes = sealing(births(1, 2))
    others = [
        sealing(births(1, 3)),
        sealing(births(1, 2, table="renewal")),
        sealing(births(1)),
        sealing(births(1, 2), writings(3)),
    ]

    links = {link_after(NO_HASH, one) for one in [changes, *others]}

    assert len(links) == 5
    assert link_after(b"x" * 16, changes) not in links


def test_the_link_does_not_depend_on_the_order_of_groups():
    one, other = births(1, 2), writings(3)

    assert link_after(NO_HASH, sealing(one, other)) == link_after(NO_HASH, sealing(other, one))


def with_body(**changed):
    schema, number, lengths, groups = msgspec.msgpack.decode(encode_sealings([some_changes()]))
    body = {"schema": schema, "number": number, "lengths": lengths, "groups": groups, **changed}
    return msgspec.msgpack.encode(list(body.values()))


def group(**changed):
    kind, table, unit, columns, shares, ids, ticks, values = msgspec.msgpack.decode(
        encode_sealings([sealing(births(1))])
    )[3][0]
    parts = {
        "kind": kind, "table": table, "unit": unit, "columns": columns, "shares": shares, "ids": ids, "ticks": ticks,
        "values": values, **changed,
    }  # fmt: skip
    return msgspec.msgpack.encode([1, 1, [1, 1], [list(parts.values())]])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode(7),
        msgspec.msgpack.encode([1, 2]),
        with_body(schema="1"),
        with_body(number=0),
        with_body(number=7),
        with_body(number=2),
        with_body(lengths=[1, 5]),
        with_body(lengths=[0, [6, 0]]),
        with_body(lengths=[1, "6"]),
        with_body(groups=[]),
        with_body(groups=7),
    ],
)
def test_what_is_no_body_is_refused(body):
    with pytest.raises(Malformed):
        decode_sealings(body, count=6, replica=REPLICA)


def test_groups_out_of_order_or_twice_are_refused():
    schema, number, lengths, groups = msgspec.msgpack.decode(encode_sealings([some_changes()]))

    for wrong in (list(reversed(groups)), [groups[0], groups[0], *groups[1:]]):
        with pytest.raises(Malformed):
            decode_sealings(msgspec.msgpack.encode([schema, number, lengths, wrong]), count=6, replica=REPLICA)


@pytest.mark.parametrize(
    "body",
    [
        group(kind=9),
        group(table=7),
        group(columns=["item"]),
        group(columns=["item", "item"]),
        group(columns=["item", 5]),
        group(shares=[1, -1]),
        group(shares=[1, 2]),
        group(shares=[1, "1"]),
        group(ids=[1, 0]),
        group(ids=[1, -4]),
        group(ids=[1, "x"]),
        group(ids=[1, tick(1, REPLICA + 1)]),
        group(values=[[1, 7], [1, 1.5]]),
    ],
)
def test_a_group_that_nobody_of_ours_wrote_is_refused(body):
    with pytest.raises(Malformed):
        decode_sealings(body, count=1, replica=REPLICA)


@pytest.mark.parametrize("count", [0, -1, 5_001, 7])
def test_a_count_that_does_not_fit_is_refused(count):
    with pytest.raises(Malformed):
        decode_sealings(encode_sealings([some_changes()]), count=count, replica=REPLICA)


def test_a_part_of_nothing_is_empty():
    assert len(Changes(schema=1, groups=()).part(0, 5)) == 0


def test_one_long_text_does_not_grow_without_limit():
    """A text said once may stand in every row; a few bytes must not become gigabytes."""
    long = sealing(births(1, 2, 3, 4))
    long.groups[0].values[1][:] = ["x" * (UNFOLDED_MAX // 4 + 1)] * 4

    with pytest.raises(TooLong):
        encode_sealings([long])
    schema, number, lengths, [[*group, _]] = msgspec.msgpack.decode(encode_sealings([sealing(births(1, 2, 3, 4))]))
    for column in ([1, "x" * (UNFOLDED_MAX // 4 + 1)], [3, [0, ["x" * (UNFOLDED_MAX // 4 + 1), "y"]], [0, 1, 0, 1]]):
        body = msgspec.msgpack.encode([schema, number, lengths, [[*group, [[1, 7], column]]]])
        with pytest.raises(Malformed):
            decode_sealings(body, count=4, replica=REPLICA)


def test_a_segment_that_no_reader_would_take_is_not_written():
    long = sealing(births(1, 2))
    long.groups[0].values[1][:] = ["x" * PLAIN_MAX, "y"]

    with pytest.raises(TooLong):
        encode_sealings([long])
