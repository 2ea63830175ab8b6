"""A town in which persons are erased: makers, and what a thief can open with all that desks have left."""

from dataclasses import replace

from app.desk.erasures import UNUSED
from app.desk.outcome import Done
from app.desk.relations import Erasure
from app.sync.checkpoints import _FIELDS as CHECKPOINT_FIELDS
from app.sync.checkpoints import MAGIC as CHECKPOINT
from app.sync.envelope import decrypt, epoch_of, read_outside, whole_bytes
from app.sync.errors import Malformed
from app.sync.heads import _FIELDS as HEAD_FIELDS
from app.sync.heads import MAGIC as HEAD
from app.sync.keys import Keys
from app.sync.roster import read_roster
from app.sync.segments import _FIELDS as SEGMENT_FIELDS
from app.sync.segments import MAGIC as SEGMENT
from app.sync.verified import _FIELDS as OK_FIELDS
from app.sync.verified import MAGIC as OK
from tests.sim.world import HOUR_MS
from tests.sync.test_keeping import SELDOM, calm
from tests.sync.test_replica import register

CADENCE = replace(SELDOM, write_ms=1_000 * HOUR_MS, again_ms=HOUR_MS, renew_ms=HOUR_MS, destroy_ms=0)
KINDS = {b"LSEG": (SEGMENT, SEGMENT_FIELDS), b"LHED": (HEAD, HEAD_FIELDS), b"LCKP": (CHECKPOINT, CHECKPOINT_FIELDS),
         b"LCOK": (OK, OK_FIELDS)}  # fmt: skip


def dressed(branch):
    calm(branch)
    branch.replica.keeping.cadence = CADENCE


def erase(town, branch, patron):
    """Erase a person at once; how desks agree to it first is told elsewhere."""

    def proposal(work):
        return Done(record=work.add(Erasure(patron=patron, cause=UNUSED)), touched=frozenset())

    branch.store.erase([branch.do(town.acting, proposal).record], town.now_ms)


def rounds(town, count=1, without=()):
    for _ in range(count):
        for branch in town.branches:
            if all(branch is not one for one in without):
                branch.replica.round(once=True)


def hours(town, count, without=()):
    """Let hours pass in which everybody is seen to be there."""
    for _ in range(count):
        town.now_ms += HOUR_MS
        for branch in town.branches:
            if all(branch is not one for one in without):
                register(town, branch, "There")
        rounds(town, without=without)


def kept_copy(town):
    """Copy the folder, as a synchroniser's bin or a backup of the server may have it."""
    return {path: written[-1].data for path, written in town.share.files.items() if written[-1].data is not None}


def network_keys_of(vault_keys, entries):
    """Return every network key that somebody with these secrets can come by, with a copy of the roster as well."""
    found = set(vault_keys.network_keys.items())
    for length in range(1, len(entries) + 1):
        try:
            found |= set(read_roster(entries[:length], vault_keys).network_keys.items())
        except Malformed:
            break
    return found


def opened(copy, network_keys):
    """Return the files of a copy, but for the roster, that one of these keys opens."""
    found = []
    for path, data in sorted(copy.items()):
        magic, fields = KINDS.get(data[:4], (None, None))
        if magic is not None:
            front = data[: whole_bytes(data, fields.size)]
            for epoch, key in network_keys:
                try:
                    decrypt(front, read_outside(front, magic, fields.size), {epoch: key})
                    found.append(path)
                except Malformed:
                    continue
    return found


def secrets_of(town):
    """Return the keys in every desk's vault."""
    return [Keys(branch.vault.kept) if branch.vault.kept else branch.keys for branch in town.branches]


def thiefs_keys(town, copy):
    """Return the network keys that all vaults together open, with the rosters of today and of the copy."""
    entries = list(town.branches[0].store.roster())
    then = [data for path, data in sorted(copy.items()) if path.startswith("roster/")]
    found = set()
    for keys in secrets_of(town):
        found |= network_keys_of(keys, entries) | network_keys_of(keys, then)
    return found


def epochs_lying(town):
    """Return the epochs of what lies in the folder, but for the roster."""
    return {epoch_of(data) for data in kept_copy(town).values() if data[:4] in KINDS}
