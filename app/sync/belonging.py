"""Does this desk belong to the network, as the roster has it now? Asked at the beginning of every round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.sync.errors import DeskExpelled, KeysMissing, NotAdmitted
from app.sync.heads import Head
from app.sync.keys import Keys
from app.sync.layout import ROSTER
from app.sync.ports import Folder, Random, Store
from app.sync.problems import RETIRED, ROSTER_BEHIND, Problem
from app.sync.roster import Roster
from app.sync.roster_reading import Looked, look_at_roster, restore_entries

LAG_MS = 600_000
"""A head may arrive before the entry of the roster that its writer has read; for so long it says nothing."""


def look_as_member(
    known: Looked | None, store: Store, folder: Folder, keys: Keys, random: Random, *, once: bool, writes: bool
) -> Looked:
    """Look at the roster as `look_at_roster` does, and make sure that this desk may take part.

    Raises:
        NotAdmitted: The roster does not have this desk, or has it with other keys.
        DeskExpelled: The roster has expelled it.
        KeysMissing: A new epoch began, and its key was not sealed for this desk.
    """
    looked = look_at_roster(known, store, folder, keys, random, once=once, writes=writes)
    own = store.standing().log.replica
    check_membership(looked.roster, own, keys)
    return restore_entries(looked, folder, own)


def check_membership(roster: Roster, own: int, keys: Keys) -> None:
    """Refuse to take part where the roster does not have this desk; raises as `look_as_member` does."""
    if own not in roster.members:
        raise NotAdmitted
    if own in roster.expelled:
        raise DeskExpelled
    if roster.members[own].sign_key != keys.sign_key:
        raise NotAdmitted
    if own in roster.remaining and roster.epoch not in roster.network_keys:
        raise KeysMissing


def roster_problems(
    looked: Looked, own: int, heard: Iterable[tuple[int, Head, int]], now_ms: int, *, once: bool
) -> Iterator[Problem]:
    """Yield what a person is to know of the roster.

    Args:
        heard: The heads of the other desks: whose, what it says, and since when this desk has seen it.
        now_ms: The clock that only goes forward.
    """
    yield from looked.problems
    roster = looked.roster
    if own in roster.retired:
        yield Problem(code=RETIRED, replica=own)
    for replica, head, since_ms in heard:
        is_ahead = head.roster[0] > roster.length and replica in roster.remaining
        if is_ahead and (once or now_ms - since_ms >= LAG_MS):
            yield Problem(code=ROSTER_BEHIND, replica=replica, detail=ROSTER)
            return
