"""Heads: what a desk says of itself."""

import msgspec
import pytest

from app.sync.envelope import close
from app.sync.errors import Malformed
from app.sync.heads import _FIELDS, MAGIC, Damaged, Head, Listed, Received, read_head, slot_of, write_head
from app.sync.positions import LogId
from app.sync.ranges import ToldRanges
from tests.sync.making import REPLICA, keys, writing

LOG = LogId(REPLICA, 0x5EED)
HEAD = Head(
    incarnation=LOG.incarnation,
    counter=8,
    wall_ms=1_790_000_000_000,
    sequence=6,
    link=b"l" * 16,
    segments=(Listed(1, 6, b"l" * 16),),
    received=(Received(7, 5, 40, b"r" * 16),),
    damaged=(Damaged(7, 5, 41, 44),),
    forks=((9, 2),),
    digest=b"d" * 16,
    digests=(ToldRanges("loan", 88, b"abcdefgh"),),
    schema=1,
    version="0.1.0",
    roster=(3, b"h" * 16),
)


def read(data, log=LOG):
    return read_head(data, log, verify_key=keys().sign_key, network_keys=keys().network_keys)


def test_a_head_comes_back_as_it_was():
    assert read(write_head(HEAD, writing())) == HEAD


def test_the_older_slot_is_replaced():
    assert [slot_of(counter) for counter in (1, 2, 3)] == ["head-b.bin", "head-a.bin", "head-b.bin"]


def test_every_torn_or_changed_head_is_refused():
    data = write_head(HEAD, writing())

    for place in range(0, len(data), 3):
        with pytest.raises(Malformed):
            read(data[:place])
    for place in range(6, len(data), 5):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(Malformed):
            read(bytes(changed))


def test_a_head_in_anothers_folder_is_refused():
    data = write_head(HEAD, writing())

    for log in (LogId(REPLICA, 1), LogId(REPLICA + 1, LOG.incarnation)):
        with pytest.raises(Malformed):
            read(data, log)


def test_a_reader_passes_over_what_it_does_not_know():
    contents = {**msgspec.to_builtins(HEAD, builtin_types=(bytes,)), "mood": "glad"}
    data = close(MAGIC, _FIELDS.pack(HEAD.incarnation, HEAD.counter), msgspec.msgpack.encode(contents), writing())

    assert read(data) == HEAD


@pytest.mark.parametrize(
    "mad",
    [
        {"sequence": 1 << 63},
        {"wall_ms": -1},
        {"link": b"short"},
        {"received": [[7, 5, 1 << 63, b"r" * 16]]},
        {"segments": [[1, 6, b"short"]]},
        {"damaged": [[7, 5, -1, 4]]},
        {"forks": [[9, 1 << 63]]},
    ],
    ids=lambda mad: next(iter(mad)),
)
def test_a_head_with_what_no_desk_can_hold_is_refused(mad):
    """A position goes into everybody's database; one mad desk must not stop the others."""
    contents = {**msgspec.to_builtins(HEAD, builtin_types=(bytes,)), **mad}
    data = close(MAGIC, _FIELDS.pack(HEAD.incarnation, HEAD.counter), msgspec.msgpack.encode(contents), writing())

    with pytest.raises(Malformed):
        read(data)


def test_a_head_whose_inside_and_outside_differ_is_refused():
    data = close(MAGIC, _FIELDS.pack(HEAD.incarnation, 9), msgspec.msgpack.encode(HEAD), writing())

    with pytest.raises(Malformed):
        read(data)
