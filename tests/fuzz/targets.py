"""What is fuzzed: each target takes any bytes and must end well, or in a refusal of ours.

A target named `…-file` gets the file as it lies in the folder. Behind a signature nothing would ever be reached, so the
others wrap what they get in a correct envelope: they stand for a member whose program has gone mad.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
from sqlite_utils import Database as Tables

from app.db.declaration import TABLES
from app.db.log.capture import capture_off
from app.db.log.merging import merge_changes
from app.db.migrations import migrations
from app.db.triggers import install_triggers
from app.sync import checkpoints, columns, heads, invitations, roster, segments, verified
from app.sync.changes import NO_HASH, Changes, decode_sealings, encode_sealings, link_after
from app.sync.entries import (
    Entry,
    Expelled,
    HandedOver,
    Keeping,
    Recovered,
    Rejoined,
    Rekeyed,
    Renamed,
    Retired,
    decode_entry,
)
from app.sync.envelope import SIGNATURE_BYTES, close, open_contents
from app.sync.errors import FormatTooNew, InvitationUnusable, Malformed, PassphraseWrong
from app.sync.keys import Keys
from app.sync.packing import NOT_UNPACKED
from app.sync.positions import START, LogId
from app.sync.ticks import TICK_MAX
from tests.fuzz import forms, signatures
from tests.sync.making import (
    REPLICA,
    births,
    keys,
    same_bytes,
    sealing,
    some_changes,
    tick,
    tombstones,
    writing,
    writings,
)

REFUSALS = (Malformed, FormatTooNew, InvitationUnusable, PassphraseWrong)

LOG = LogId(REPLICA, 0x5EED)
KEYS = keys()
NEWCOMER = keys(b"n")
TOKEN = b"t" * 32

HEAD = heads.Head(
    incarnation=LOG.incarnation,
    counter=8,
    wall_ms=1_790_000_000_000,
    sequence=6,
    link=b"l" * 16,
    segments=(heads.Listed(1, 6, b"l" * 16),),
    received=(heads.Received(7, 5, 40, b"r" * 16),),
    damaged=(heads.Damaged(7, 5, 41, 44),),
    forks=((9, 2),),
    schema=1,
    version="0.1.0",
    roster=(3, b"h" * 16),
)
INVITATION = invitations.Invitation(
    id=b"i" * 16,
    network=b"n" * 16,
    name="Town",
    profile="valmiera",
    training=True,
    branch="B",
    branch_name="Branch",
    workstation="1",
    number=7,
    registrar=REPLICA,
    registrar_key=KEYS.sign_key,
    roster=b"r" * 16,
    expires_ms=1_790_000_000_000,
)
REQUEST = invitations.Request(invitation=INVITATION.id, number=7, sign_key=NEWCOMER.sign_key, box_key=NEWCOMER.box_key)
WELCOME = invitations.Welcome(
    network=INVITATION.network, number=7, registrar=REPLICA, network_keys={1: b"k" * 32}, roster_length=2
)


def refused(read: Callable[[], object]) -> object:
    """Return what `read` returns, or None where it refuses in our own words; anything else is a crash."""
    with suppress(*REFUSALS):
        return read()
    return None


def column(data: bytes) -> None:
    """A column by itself: what is accepted can be coded again and says the same."""
    coded = unpacked(data[1:])
    values = refused(lambda: columns.decode_column(coded, data[0] if data else 0))
    if values is not None:
        assert columns.decode_column(columns.encode_column(values), len(values)) == values


def unpacked(data: bytes) -> object:
    with suppress(*NOT_UNPACKED):
        return msgspec.msgpack.decode(data)
    return None


def body(data: bytes, counts: tuple[int, ...] = (1, 6)) -> None:
    """The body of a segment: what is accepted can be linked, and written again with the same links."""
    for count in counts:
        sealings = refused(lambda c=count: decode_sealings(data, count=c, replica=REPLICA))
        if sealings:
            links = [link_after(NO_HASH, one) for one in sealings]
            again = decode_sealings(encode_sealings(sealings), count=count, replica=REPLICA)
            assert [link_after(NO_HASH, one) for one in again] == links


def merge(data: bytes, counts: tuple[int, ...] = (1, 6)) -> None:
    """The body of a segment on its way into the tables: what is accepted is merged, and merged twice is no more."""
    for count in counts:
        sealings: list[Changes] | None = refused(lambda c=count: decode_sealings(data, count=c, replica=REPLICA))
        if sealings:
            connection = desk()
            connection.execute("BEGIN")
            try:
                with capture_off(connection):
                    merge_changes(connection, sealings, TICK_MAX)
                    merge_changes(connection, sealings, TICK_MAX)
            finally:
                connection.execute("ROLLBACK")


class Choices:
    """Turns bytes into choices, so that a mutation changes what is made and not whether it is msgpack."""

    def __init__(self, data: bytes) -> None:
        self._left = iter(data)

    def number(self, below: int) -> int:
        return next(self._left, 0) % below

    def of(self, options: Sequence[Any]) -> Any:
        return options[self.number(len(options))]

    def integer(self) -> int:
        near = (0, 1, 5, 1 << 16, 1 << 40, tick(1), tick(2), (1 << 63) - 1, -(1 << 63), 1 << 63, -1)
        return max(-(1 << 63), int(self.of(near)) + self.number(3) - 1)


def made(data: bytes) -> None:
    """A body made of choices, most of them sensible: it comes further in than any mutation of bytes."""
    choices = Choices(data)
    count = choices.of((1, 2, 5, 200, 5_000))
    groups = [made_group(choices, count) for _ in range(choices.number(3) + 1)]
    total = choices.of((count * len(groups), count, 1))
    packed = msgspec.msgpack.encode([choices.number(3), 1, [0, [total]], sorted(groups, key=lambda g: g[:4])])
    merge(packed, (total,))
    body(packed, (total,))


def made_group(choices: Choices, count: int) -> list[Any]:
    kind, table = choices.number(4), choices.of(TABLES)
    unit = choices.of(table.units)
    columns = table.columns if kind == 0 else unit.columns if kind == 1 else ()
    names = [column.name for column in columns[: choices.of((99, 99, 1))]] + ["strange"] * (choices.number(4) == 3)
    ids = [2, [tick(1)] + [1] * (count - 1)] if choices.number(4) else made_column(choices, count)
    ticks = None if kind == 0 else ids if choices.number(4) else made_column(choices, count)
    values = [made_column(choices, count) for _ in names]
    name = choices.of((table.name, table.name, table.name, "constellation"))
    return [kind, name, unit.name if kind == 1 else "", names, [0, [count]], ids, ticks, values]


def made_column(choices: Choices, count: int) -> list[Any]:
    pool = ("", "a", "Rūjiena", "2026-12-01", None, 7, 2.5, True, b"x", [], "long" * 20_000, choices.integer())
    match choices.number(4):
        case 0:
            return [0, [choices.of(pool[:10])] * count]
        case 1:
            return [1, choices.of(pool)]
        case 2:
            return [2, [choices.integer(), *([choices.number(3)] * (count - 1))]]
        case _:
            uniques = [choices.of(pool) for _ in range(3)]
            return [3, [0, uniques], [choices.number(4) for _ in range(count)]]


@cache
def desk() -> sqlite3.Connection:
    """Return an empty database with our tables, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(Tables(connection, execute_plugins=False, recursive_triggers=False))
    install_triggers(connection)
    return connection


def segment(data: bytes) -> None:
    """A segment of a member gone mad: correct outside, anything inside; the first byte says how many changes."""
    count = data[0] % 8 + 1 if data else 1
    fields = segments._FIELDS.pack(LOG.incarnation, 1, count, NO_HASH)
    segment_file(close(segments.MAGIC, fields, data[1:] or b"\0", writing()), count)


def segment_file(data: bytes, count: int = 6) -> None:
    name = segments.SegmentName(1, count, NO_HASH)
    refused(lambda: segments.read_segment(data, name, LOG, **reading(KEYS)))


def head(data: bytes) -> None:
    head_file(close(heads.MAGIC, heads._FIELDS.pack(LOG.incarnation, 8), data or b"\0", writing()))


def head_file(data: bytes) -> None:
    read = refused(lambda: heads.read_head(data, LOG, **reading(KEYS)))
    if read is not None:
        desk().execute("SELECT ?, ?, ?, ?", (read.sequence, read.wall_ms, read.schema, read.version)).fetchall()


def roster_entry(data: bytes) -> None:
    first = close(roster.MAGIC, roster._FIELDS.pack(1, 1, NO_HASH), data or b"\0", roster.in_roster(writing()))
    refused(lambda: roster.read_roster([first], KEYS))
    known = refused(lambda: roster.read_roster([founding()], KEYS))
    second = close(roster.MAGIC, roster._FIELDS.pack(2, 1, known.link), data or b"\0", roster.in_roster(writing()))
    refused(lambda: roster.read_roster([founding(), second], KEYS))


def roster_file(data: bytes) -> None:
    refused(lambda: roster.read_roster([data], KEYS))
    refused(lambda: roster.read_roster([founding(), data], KEYS))


@cache
def founding() -> bytes:
    founded = roster.Founded(
        name="Town",
        profile="valmiera",
        training=True,
        registrar=roster.Member(number=REPLICA, sign_key=KEYS.sign_key, box_key=KEYS.box_key),
        recovery_sign=b"",
        recovery_box=b"",
        sealed_keys={},
    )
    return roster.write_entry(founded, after=None, writing=writing())


def invitation_file(data: bytes) -> None:
    refused(lambda: invitations.read_invitation(data))
    locked = refused(lambda: invitations._locked(data))
    if locked is not None and locked.cost.memory_bytes <= 1 << 20 and locked.cost.ops <= 2:
        refused(lambda: invitations.unlock_invitation(data, "bako-rilu"))


def request(data: bytes) -> None:
    refused(lambda: invitations.read_request(data, TOKEN))
    proven = invitations.REQUEST_MAGIC + invitations._proof(TOKEN, data) + data
    refused(lambda: invitations.read_request(proven, TOKEN))


def welcome(data: bytes) -> None:
    refused(lambda: invitations.read_welcome(data, NEWCOMER, KEYS.sign_key))
    sealed = invitations.WELCOME_MAGIC + data
    signed = sealed + KEYS.signing.sign(sealed).signature
    refused(lambda: invitations.read_welcome(signed, NEWCOMER, KEYS.sign_key))
    refused(lambda: invitations._decode(invitations.Welcome, data))


CHECKPOINT_TICK = tick(1)
MANIFEST = checkpoints.Manifest(vector=(heads.Received(7, 5, 12, b"l" * 16),), wall_ms=1, schema=1)
IMAGE = b"image" * 50


def checkpoint_file(data: bytes) -> None:
    """A checkpoint as it lies in the folder, in small parts."""

    def read() -> None:
        parts = (data[start : start + 100] for start in range(0, len(data), 100))
        begun = checkpoints.CheckpointReading.begin(parts, CHECKPOINT_TICK, {REPLICA: KEYS.sign_key}, KEYS.network_keys)
        for _ in begun.image():
            pass

    refused(read)


def checkpoint(data: bytes) -> None:
    """The manifest of a member gone mad, and the chunks after a front that is right."""
    for image_bytes in (1, 1 << 36, 1 << 40):
        count = checkpoints.chunks_of(image_bytes)
        fields = checkpoints._FIELDS.pack(CHECKPOINT_TICK, image_bytes, count & 0xFFFF_FFFF)
        checkpoint_file(close(checkpoints.MAGIC, fields, data or b"\0", writing()))
    checkpoint_file(whole_checkpoint()[:-150] + data)


@cache
def whole_checkpoint() -> bytes:
    return b"".join(
        checkpoints.write_checkpoint(MANIFEST, [IMAGE], tick=CHECKPOINT_TICK, image_bytes=len(IMAGE), writing=writing())
    )


def verification(data: bytes) -> None:
    """A verification as it lies in the folder, and one of a member gone mad."""
    of, sign_keys = tick(1, 7), {REPLICA: KEYS.sign_key}
    inside = close(verified.MAGIC, verified._FIELDS.pack(of, b"h" * 32), data or b"\0", writing())
    for ok in (data, inside):
        refused(lambda ok=ok: verified.read_ok(ok, verified.OkName(of, REPLICA), sign_keys, KEYS.network_keys))


def reading(of: Keys) -> dict:
    return {"verify_key": of.sign_key, "network_keys": of.network_keys}


TARGETS: dict[str, Callable[[bytes], None]] = {
    "column": column,
    "body": body,
    "merge": merge,
    "made": made,
    "segment": segment,
    "segment-file": segment_file,
    "head": head,
    "head-file": head_file,
    "roster": roster_entry,
    "roster-file": roster_file,
    "checkpoint": checkpoint,
    "checkpoint-file": checkpoint_file,
    "verification": verification,
    "invitation-file": invitation_file,
    "request": request,
    "welcome": welcome,
    **forms.TARGETS,
    **signatures.TARGETS,
}


def later_entries() -> list[Entry]:
    """Return an entry of each kind that follows a founding."""
    first = roster.read_roster([founding()], KEYS)
    member = roster.Member(number=7, sign_key=NEWCOMER.sign_key, box_key=NEWCOMER.box_key)
    key = roster.new_key_for(first, b"k" * 32)
    return [
        Expelled(number=7, key=key), Rekeyed(key=key), Retired(number=7), HandedOver(registrar=REPLICA), Renamed(name="Ā"),
        Keeping(number=REPLICA, keeper=False), Recovered(registrar=member), Rejoined(member=member, invitation=b"i"),
    ]  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Return whole and correct inputs of every target, to begin from."""
    pack = msgspec.msgpack.encode
    several = encode_sealings([sealing(births(1)), sealing(births(2), writings(3, 4)), sealing(tombstones(5, 6))])
    bodies = [encode_sealings([some_changes()]), encode_sealings([sealing(births(1))]), several]
    samples = ([7] * 6, [1, 2, 9, 9, 10, 10], ["a", "b", "a", "a", None, "b"], [1 << 40, 5, 1 << 40, 5, 5, 5])
    entries = [
        pack(roster.Admitted(member=roster.Member(number=7, sign_key=NEWCOMER.sign_key, box_key=NEWCOMER.box_key),
                             invitation=b"i")),
        pack(decode_entry(open_entry())),
        *(pack(entry) for entry in later_entries()),
    ]  # fmt: skip
    invited = invitations.write_invitation(
        INVITATION, TOKEN, "bako-rilu", same_bytes, invitations.Cost(ops=1, memory_bytes=8192)
    )
    welcomed = invitations.write_welcome(WELCOME, NEWCOMER.box_key, KEYS)
    segment_data = segments.write_segment([some_changes()], log=LOG, before=START, writing=writing())[1]
    return {
        "column": [b"\x06" + pack(columns.encode_column(sample)) for sample in samples],
        "body": bodies,
        "merge": bodies,
        "made": [bytes([0, 0, 1] + [1] * 40), bytes(range(64)), bytes([3, 2, 1, 0] * 30)],
        "segment": [b"\x05" + bodies[0], b"\x00" + bodies[1], b"\x05" + bodies[2]],
        "segment-file": [segment_data],
        "head": [pack(HEAD)],
        "head-file": [heads.write_head(HEAD, writing())],
        "roster": entries,
        "roster-file": [founding()],
        "checkpoint": [pack(MANIFEST), whole_checkpoint()[-150:]],
        "checkpoint-file": [whole_checkpoint()],
        "verification": [pack(MANIFEST)],
        "invitation-file": [invited],
        "request": [invitations.write_request(REQUEST, TOKEN), pack(REQUEST)],
        **forms.seeds(),
        **signatures.seeds(),
        "welcome": [welcomed, welcomed[len(invitations.WELCOME_MAGIC) : -SIGNATURE_BYTES], pack(WELCOME)],
    }


def open_entry() -> bytes:
    outside = roster.outside_of_entry(founding())
    return open_contents(founding(), outside, verify_key=KEYS.sign_key, network_keys=KEYS.roster_keys)
