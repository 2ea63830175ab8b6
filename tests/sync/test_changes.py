"""Changes in columns, and the chain over them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.changes import NO_HASH, Kind, chain, decode_changes, encode_changes, in_order_of_ticks
from app.sync.errors import Malformed
from tests.sync.making import REPLICA, births, some_changes, tick, writings


def test_changes_stand_in_the_order_of_their_ticks():
    changes = some_changes()

    kinds = [changes.groups[index].kind for index in changes.order]

    assert kinds == [Kind.BIRTH, Kind.WRITE, Kind.TOMBSTONE, Kind.BIRTH, Kind.BIRTH, Kind.WRITE]


def test_changes_come_back_as_they_were():
    changes = some_changes()

    assert decode_changes(encode_changes(changes), count=6, replica=REPLICA) == changes


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_chain_does_not_depend_on_how_a_log_is_cut(one, other):
    first, second = sorted((one, other))
    changes = some_changes()

    link = NO_HASH
    for start, stop in ((0, first), (first, second), (second, 6)):
        link = chain(link, changes.part(start, stop))

    assert link == chain(NO_HASH, changes)


def test_the_chain_tells_every_value_apart():
    changes = in_order_of_ticks(1, [births(1, 2)])
    others = [
        in_order_of_ticks(1, [births(1, 3)]),
        in_order_of_ticks(1, [births(1, 2, table="renewal")]),
        in_order_of_ticks(1, [births(1)]),
        in_order_of_ticks(1, [births(1, 2), writings(3)]),
    ]

    links = {chain(NO_HASH, one) for one in [changes, *others]}

    assert len(links) == 5
    assert chain(b"x" * 16, changes) not in links


def with_body(**changed):
    schema, groups, order = msgspec.msgpack.decode(encode_changes(some_changes()))
    body = {"schema": schema, "groups": groups, "order": order, **changed}
    return msgspec.msgpack.encode([body["schema"], body["groups"], body["order"]])


def group(**changed):
    kind, table, unit, columns, rows, ids, ticks, values = msgspec.msgpack.decode(
        encode_changes(in_order_of_ticks(1, [births(1)]))
    )[1][0]
    parts = {
        "kind": kind, "table": table, "unit": unit, "columns": columns, "rows": rows, "ids": ids, "ticks": ticks,
        "values": values, **changed,
    }  # fmt: skip
    return msgspec.msgpack.encode([1, [list(parts.values())], [1, 0]])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode(7),
        msgspec.msgpack.encode([1, 2]),
        msgspec.msgpack.encode(["1", [], [0, []]]),
        with_body(order=[0, [0, 0, 0, 0, 0, 0]]),
        with_body(order=[0, [9, 0, 0, 0, 1, 2]]),
        with_body(groups=[]),
    ],
)
def test_what_is_no_body_is_refused(body):
    with pytest.raises(Malformed):
        decode_changes(body, count=6, replica=REPLICA)


@pytest.mark.parametrize(
    "body",
    [
        group(kind=9),
        group(table=7),
        group(columns=["item"]),
        group(columns=["item", "item"]),
        group(columns=["item", 5]),
        group(rows=-1),
        group(rows=2),
        group(ids=[1, 0]),
        group(ids=[1, -4]),
        group(ids=[1, "x"]),
        group(ids=[1, tick(1, REPLICA + 1)]),
        group(values=[[1, 7], [1, 1.5]]),
    ],
)
def test_a_group_that_nobody_of_ours_wrote_is_refused(body):
    with pytest.raises(Malformed):
        decode_changes(body, count=1, replica=REPLICA)


@pytest.mark.parametrize("count", [0, -1, 5_001, 7])
def test_a_count_that_does_not_fit_is_refused(count):
    with pytest.raises(Malformed):
        decode_changes(encode_changes(some_changes()), count=count, replica=REPLICA)
