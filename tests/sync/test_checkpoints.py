"""The files of a checkpoint: whole, torn, forged, too large, somebody else's; in the memory of a few chunks."""

import struct
import tracemalloc

import pytest

from app.sync import checkpoints
from app.sync.checkpoints import CheckpointReading, Manifest, read_front, write_checkpoint
from app.sync.errors import FormatTooNew, Malformed
from app.sync.heads import Received
from app.sync.positions import LogId, Position
from app.sync.verified import OkName, Verified, covers, parse_checkpoint, parse_ok, read_ok, write_ok
from tests.sync.making import REPLICA, keys, same_bytes, tick, writing

TICK = tick(1)
MANIFEST = Manifest(vector=(Received(7, 5, 12, b"l" * 16),), wall_ms=1, schema=1)
OTHER = 7
VERIFY_KEYS = {REPLICA: keys().sign_key, OTHER: keys(b"o").sign_key}
NETWORK_KEYS = keys().network_keys


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(checkpoints, "CHUNK_BYTES", 1_000)


IMAGE = bytes(range(256)) * 9 + b"end"


def pieces(image, size=1_000):
    return [image[start : start + size] for start in range(0, len(image), size)]


def made(image=IMAGE, at=TICK, by=None):
    parts = write_checkpoint(MANIFEST, pieces(image), tick=at, image_bytes=len(image), writing=by or writing())
    return b"".join(parts)


def opened(data, at=TICK, part_bytes=77):
    reading = CheckpointReading.begin(pieces(data, part_bytes), at, VERIFY_KEYS, NETWORK_KEYS)
    return b"".join(reading.image()), reading


@pytest.mark.parametrize("part_bytes", [1, 77, 1_000, 1 << 20])
def test_what_was_written_is_read(part_bytes):
    image, reading = opened(made(), part_bytes=part_bytes)

    assert image == IMAGE
    assert (reading.front.author, reading.front.manifest) == (REPLICA, MANIFEST)
    assert len(reading.hash) == 32


def test_the_front_alone_tells_what_it_stands_for():
    front = read_front([made()[:600]], TICK, VERIFY_KEYS, NETWORK_KEYS)

    assert front.manifest.positions() == {LogId(7, 5): Position(12, b"l" * 16)}


def test_no_torn_file_is_believed():
    data = made()

    for length in [*range(0, len(data), 97), len(data) - 1]:
        with pytest.raises(Malformed):
            opened(data[:length])


def test_nothing_may_follow():
    with pytest.raises(Malformed):
        opened(made() + b"x")


def test_no_changed_byte_is_believed():
    data = made()

    for place in range(0, len(data), 41):
        with pytest.raises((Malformed, FormatTooNew)):
            opened(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def parts_of(data):
    """Return the front, each chunk and the end of a checkpoint."""
    front = checkpoints.whole_bytes(data[:600], 20)
    parts, place = [data[:front]], front
    while len(data) - place > 64:
        (length,) = struct.unpack_from(">I", data, place)
        parts.append(data[place : place + 4 + length])
        place += 4 + length
    return [*parts, data[place:]]


def test_chunks_stay_in_their_place():
    front, first, second, *rest = parts_of(made())

    for order in ([front, second, first, *rest], [front, first, first, *rest], [front, first, *rest]):
        with pytest.raises(Malformed):
            opened(b"".join(order))


def test_a_chunk_of_another_checkpoint_is_refused():
    front, _, *rest = parts_of(made())
    _, foreign, *_ = parts_of(made(at=tick(2)))

    with pytest.raises(Malformed):
        opened(b"".join([front, foreign, *rest]))


def test_a_holder_of_the_network_key_alone_cannot_exchange_chunks(monkeypatch):
    """Another member encrypts other contents under the same front: the signature at the end does not fit."""
    front, _, *rest = parts_of(made())
    ours = checkpoints.close
    monkeypatch.setattr(checkpoints, "close", lambda *given: front)
    _, forged, *_ = parts_of(made(IMAGE[::-1], by=keys(b"o").writing(REPLICA, same_bytes)))
    monkeypatch.setattr(checkpoints, "close", ours)

    with pytest.raises(Malformed, match="signature"):
        opened(b"".join([front, forged, *rest]))


@pytest.mark.parametrize(
    ("at", "by"),
    [
        (tick(1, OTHER), writing()),
        (TICK, keys(b"x").writing(REPLICA, same_bytes)),
        (tick(1, 99), keys(b"x").writing(99, same_bytes)),
    ],
)
def test_only_a_member_writes_under_its_own_number(at, by):
    with pytest.raises(Malformed):
        opened(made(at=at, by=by), at=at)


def test_a_file_under_another_name_is_refused():
    with pytest.raises(Malformed):
        opened(made(), at=tick(2))


def test_a_bomb_is_refused_before_it_bursts():
    """The front promises a little, a chunk holds much more: no more than was promised is ever unpacked."""
    bomb = bytes(200 << 20)
    parts = write_checkpoint(MANIFEST, [bomb], tick=TICK, image_bytes=1_000, writing=writing())
    data = b"".join(parts)
    tracemalloc.start()

    with pytest.raises(Malformed):
        opened(data, part_bytes=1 << 16)

    assert tracemalloc.get_traced_memory()[1] < 5 << 20
    tracemalloc.stop()


def test_a_front_that_promises_too_much_is_refused():
    data = b"".join(write_checkpoint(MANIFEST, [], tick=TICK, image_bytes=checkpoints.IMAGE_MAX + 1, writing=writing()))

    with pytest.raises(Malformed):
        opened(data)


@pytest.mark.parametrize("data", [b"", b"LCKP", bytes(4_000), b"LSEG" + made()[4:]])
def test_what_is_no_checkpoint_is_refused(data):
    with pytest.raises((Malformed, FormatTooNew)):
        opened(data)


# Verifications.

VERIFIED = Verified(tick=TICK, hash=b"h" * 32, manifest=MANIFEST)


def ok(number=OTHER, by=None, of=VERIFIED):
    return write_ok(of, (by or keys(b"o")).writing(number, same_bytes))


def test_a_verification_is_read():
    assert read_ok(ok(), OkName(TICK, OTHER), VERIFY_KEYS, NETWORK_KEYS) == VERIFIED


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ok(), OkName(tick(2), OTHER)),
        (ok(), OkName(TICK, 8)),
        (ok(by=keys(b"x")), OkName(TICK, OTHER)),
        (ok(99), OkName(TICK, 99)),
        (ok(REPLICA, keys()), OkName(TICK, REPLICA)),
        (ok()[:-1], OkName(TICK, OTHER)),
    ],
    ids=["another tick", "another verifier", "forged", "a stranger", "the author itself", "torn"],
)
def test_no_other_word_counts(data, name):
    with pytest.raises(Malformed):
        read_ok(data, name, VERIFY_KEYS, NETWORK_KEYS)


def test_names_are_read_and_strangers_passed_over():
    assert parse_checkpoint(f"{TICK:019d}.ckpt") == TICK
    assert parse_ok(f"{TICK:019d}.0007.ok") == (TICK, 7)
    for name in ("desktop.ini", "1.ckpt", f"{TICK:019d} (1).ckpt", f"{TICK:019d}.ckpt.tmp", f"{TICK:019d}.7.ok"):
        assert parse_checkpoint(name) is None
        assert parse_ok(name) is None


def at(**sequences):
    return {LogId(1, int(log[1:])): Position(n, b"%016d" % n) for log, n in sequences.items()}


def test_one_vector_covers_another():
    assert covers(at(a1=5, a2=1), at(a1=5))
    assert covers(at(a1=5), at(a1=4, a2=0))
    assert not covers(at(a1=5), at(a1=5, a2=1))
    assert not covers(at(a1=5), {LogId(1, 1): Position(5, b"another")})


def test_of_two_equal_checkpoints_the_later_dominates():
    later = Verified(tick=tick(2), hash=b"", manifest=MANIFEST)

    assert later.dominates(TICK, MANIFEST.positions())
    assert not VERIFIED.dominates(tick(2), MANIFEST.positions())
    assert not VERIFIED.dominates(TICK, MANIFEST.positions())
