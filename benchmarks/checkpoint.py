"""A new workstation from a checkpoint, beside decrypting and copying a file of the database's size."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)

from app.db.database import Database, open_database
from app.db.log.beginning import begin
from app.db.log.images import DatabaseImages
from app.db.log.store import LogStore
from app.db.state.keeping import keep_state
from app.sync.checkpoints import CHUNK_BYTES, CheckpointReading, Manifest, write_checkpoint
from app.sync.folder import DirectoryFolder
from app.sync.keys import Keys, Secrets
from app.sync.layout import CHECKPOINTS
from app.sync.loading import Loading
from app.sync.positions import LogId
from app.sync.roster import Founded, Member, Roster, read_roster, write_entry
from app.sync.ticks import TICK_MAX, make_tick
from app.sync.verified import Verified, checkpoint_file
from benchmarks.measuring import Result, in_turn, timed
from benchmarks.merging import LATER_MS
from benchmarks.town import OWN, THEIRS, Size, copied

KEY = b"k" * 32
TICK = make_tick(LATER_MS, OWN)
KEYS = Keys(Secrets(sign_seed=b"s" * 32, box_seed=b"b" * 32, network_keys={1: KEY}))


def measure(size: Size, folder: Path) -> Iterator[Result]:
    """Write one checkpoint, then begin new workstations with it."""
    share = DirectoryFolder.in_share(folder, random=os.urandom, pause=lambda _: None)
    share.found()
    source = open_database(copied(size, folder, "source"))
    manifest: list[Manifest] = []
    writing_s = timed(lambda: manifest.append(write(source, share)))
    source.close()
    path = share.root / CHECKPOINTS / checkpoint_file(TICK)
    whole = folder / "source.db"
    coded = _encrypted(whole, folder)
    roster, numbers = _roster(), iter(range(1_000))
    verified = _vouched(folder / "vouching.db", share, manifest[0], roster)
    ours, limit = in_turn(
        lambda: _begin(folder / f"new{next(numbers)}.db", share, verified, roster),
        lambda: timed(lambda: _copied(coded, folder / "copy.db")),
        size.rounds,
    )
    text = f"{size}; file {path.stat().st_size / 1e6:,.0f} of {whole.stat().st_size / 1e6:,.0f} MB"
    yield Result(work="a new workstation from a checkpoint", size=text, ours=ours, limit=limit, aim=2.0)
    yield Result(work="writing the checkpoint", size=str(size), ours=writing_s, limit=limit, aim=10.0)


def write(source: Database, share: DirectoryFolder) -> Manifest:
    """Write a checkpoint of a database; return its manifest."""
    images = DatabaseImages(database=source, version="bench")
    taken = images.take(LATER_MS)
    assert taken is not None
    writing = KEYS.writing(OWN, os.urandom)
    parts = write_checkpoint(taken.manifest, taken.pieces, tick=TICK, image_bytes=taken.image_bytes, writing=writing)
    share.write_stream(f"{CHECKPOINTS}/{checkpoint_file(TICK)}", parts)
    images.discard()
    return taken.manifest


def _roster() -> Roster:
    member = Member(number=OWN, sign_key=KEYS.sign_key, box_key=KEYS.box_key)
    founded = Founded(
        name="T", profile="valmiera", training=True, registrar=member, recovery_sign=b"", recovery_box=b"",
        sealed_keys={},
    )  # fmt: skip
    return read_roster([write_entry(founded, after=None, writing=KEYS.writing(OWN, os.urandom))], KEYS)


def _vouched(path: Path, share: DirectoryFolder, manifest: Manifest, roster: Roster) -> Verified:
    """Return what a second member would have vouched for."""
    database = _newcomer(path)
    loaded = _loading(database, share).receive(TICK, roster)
    database.close()
    return Verified(tick=TICK, hash=loaded.hash, manifest=manifest)


def begin_once(path: Path, share: DirectoryFolder) -> None:
    """Let a new workstation begin with the checkpoint that stands in the share."""
    parts = share.read_stream(f"{CHECKPOINTS}/{checkpoint_file(TICK)}")
    reading = CheckpointReading.begin(parts, TICK, {OWN: KEYS.sign_key}, KEYS.network_keys)
    for _ in reading.image():
        pass
    _begin(path, share, Verified(tick=TICK, hash=reading.hash, manifest=reading.front.manifest), _roster())


def _begin(path: Path, share: DirectoryFolder, verified: Verified, roster: Roster) -> float:
    database = _newcomer(path)
    taken = timed(lambda: _loading(database, share).load(verified, roster))
    (loans,) = database.connection.execute("SELECT count(*) FROM loan").fetchone()
    assert loans
    database.close()
    path.unlink()
    return taken


def _newcomer(path: Path) -> Database:
    database = open_database(path)
    begin(database, network=b"n" * 16, log=LogId(THEIRS, 5))
    return database


def _loading(database: Database, share: DirectoryFolder) -> Loading:
    return Loading(
        store=LogStore(database=database, keep_state=keep_state),
        images=DatabaseImages(database=database, version="bench"),
        folder=share,
        keys=KEYS,
        rows_max=lambda: 100_000,
        limit=TICK_MAX,
    )


_LENGTH = struct.Struct(">I")


def _encrypted(whole: Path, folder: Path) -> Path:
    path = folder / "whole.bin"
    with whole.open("rb") as source, path.open("wb") as target:
        while piece := source.read(CHUNK_BYTES):
            nonce = os.urandom(24)
            body = crypto_aead_xchacha20poly1305_ietf_encrypt(piece, b"", nonce, KEY)
            target.write(_LENGTH.pack(len(body)) + nonce + body)
    return path


def _copied(coded: Path, target: Path) -> None:
    """Decrypt and copy: the limit."""
    with coded.open("rb") as source, target.open("wb") as copy:
        while head := source.read(_LENGTH.size):
            nonce = source.read(24)
            body = source.read(_LENGTH.unpack(head)[0])
            copy.write(crypto_aead_xchacha20poly1305_ietf_decrypt(body, b"", nonce, KEY))
        copy.flush()
        os.fsync(copy.fileno())
