"""What may leave the folder, and when: asked with every file that goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.sync.checkpoints import Manifest, read_front
from app.sync.errors import Malformed
from app.sync.layout import log_folder
from app.sync.positions import START, LogId, Position
from app.sync.roster import read_roster
from app.sync.segments import parse_name
from app.sync.ticks import replica_of
from app.sync.timekeeping import Timekeeper
from app.sync.verified import checkpoint_file, parse_ok
from tests.sim.branch import FAST, HOUR_MS, Branch

if TYPE_CHECKING:
    from tests.sim.world import World


def check_deletion(world: World, path: str) -> None:
    """A segment leaves only where a larger one has its changes, or when nobody needs it any more."""
    if not path.endswith(".seg"):
        return
    _, number, incarnation, file = path.split("/")
    log, name = LogId(int(number), int(incarnation, 16)), parse_name(file)
    assert name is not None
    standing = [parse_name(other.rpartition("/")[2]) for other in world.share.sizes() if log_folder(log) in other]
    still = {n for other in standing if other and other != name for n in range(other.first, other.last + 1)}
    if still.issuperset(range(name.first, name.last + 1)):
        world.deeds["segments laid together"] += 1
        return
    world.deeds["segment retired"] += 1
    assert any(one.positions().get(log, START).sequence >= name.last for one in vouched(world)), (
        "retired and in no checkpoint"
    )


def check_retiring(world: World, owner: Branch, log: LogId, end: Position) -> None:
    """Nobody is passed over who was heard of lately, by the time that this desk takes it to be."""
    now_ms = Timekeeper(owner.store, owner.replica.reader, owner.clock).judge().time.now_ms
    remaining = read_roster(owner.store.roster(), owner.replica.keys).remaining
    for heard in owner.store.heard():
        if heard.log.replica not in remaining:
            continue
        if heard.log.replica != owner.number and now_ms - heard.seen_ms < FAST.active_ms - HOUR_MS // 60:
            told = max((branch.told.get(heard.log, {}).get(log, 0) for branch in world.everybody), default=0)
            assert told >= end.sequence, "retired before it was acknowledged"


def vouched(world: World) -> list[Manifest]:
    """Return what stands in the checkpoints that a second member has vouched for."""
    sizes = world.share.sizes()
    verify_keys = {number: of.sign_key for number, of in world.keys.items()}
    oks = [ok for path in sizes if (ok := parse_ok(path.rpartition("/")[2]))]
    manifests = [
        _manifest(world, path, ok.tick, verify_keys)
        for ok in oks
        if (path := f"checkpoints/{checkpoint_file(ok.tick)}") in sizes and ok.verifier != replica_of(ok.tick)
    ]
    return [manifest for manifest in manifests if manifest is not None]


def _manifest(world: World, path: str, tick: int, verify_keys: Mapping[int, bytes]) -> Manifest | None:
    """Return what a checkpoint stands for; None where nobody who remains has the key that it was written under."""
    known = {tuple(branch.replica.keys.network_keys.items()) for branch in world.branches}
    for network_keys in map(dict, sorted(known)):
        try:
            return read_front([world.share.files[path][-1].data], tick, verify_keys, network_keys).manifest
        except Malformed:
            continue
    return None
