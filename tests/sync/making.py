"""Makers of the engine's values: valid unless a test says otherwise."""

from app.sync.changes import Changes, Group, Kind
from app.sync.keys import Keys, Secrets
from app.sync.ticks import make_tick

NOW = 1_790_000_000_000
REPLICA = 34


def tick(number, replica=REPLICA):
    return make_tick(NOW + number, replica)


def births(*numbers, table="loan", replica=REPLICA):
    ids = [tick(number, replica) for number in numbers]
    values = [[number * 7 for number in numbers], [f"2026-12-{number % 28 + 1:02}" for number in numbers]]
    return Group(kind=Kind.BIRTH, table=table, unit="", columns=("item", "due_on"), ids=ids, ticks=ids, values=values)


def writings(*numbers, replica=REPLICA):
    return Group(
        kind=Kind.WRITE,
        table="patron",
        unit="phone",
        columns=("phone",),
        ids=[tick(number, 7) for number in numbers],
        ticks=[tick(number, replica) for number in numbers],
        values=[[f"2{number:07}" for number in numbers]],
    )


def tombstones(*numbers):
    return Group(
        kind=Kind.TOMBSTONE,
        table="patron",
        unit="",
        columns=(),
        ids=[tick(number, 8) for number in numbers],
        ticks=[tick(number) for number in numbers],
        values=[],
    )


def sealing(*groups):
    return Changes(schema=1, groups=groups)


def some_changes():
    return sealing(births(1, 4, 5), writings(2, 6), tombstones(3))


def keys(seed=b"k", epochs=(1,)):
    return Keys(
        Secrets(
            sign_seed=seed * 32,
            box_seed=seed.upper() * 32,
            network_keys={epoch: bytes([epoch]) * 32 for epoch in epochs},
        )
    )


def same_bytes(count):
    """Stand for chance."""
    return b"\x07" * count


def writing(of=None, replica=REPLICA):
    return (of or keys()).writing(replica, same_bytes)
