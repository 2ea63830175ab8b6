"""A log of this desk's own number that somebody else writes, and logs of its own past, which lie still."""

import pytest

from app.sync.clones import QUIET_MS, clones
from app.sync.heads import Head
from app.sync.justified import Sighting
from app.sync.positions import LogId
from app.sync.problems import CLONE
from app.sync.reader import Watched

OWN, OTHER = LogId(7, 1), LogId(7, 2)
FIRST_SEEN, NOW = 5_000_000, 9_000_000


def watched(*, wall_ms=FIRST_SEEN + 1, changed=True, log=OTHER, seen_ms=NOW):
    head = Head(incarnation=log.incarnation, counter=3, wall_ms=wall_ms, sequence=0, link=bytes(16))
    sighting = Sighting(wall_ms, seen_ms) if changed else None
    return {log: Watched(head=head, sighting=sighting, seen_ms=seen_ms, since_ms=FIRST_SEEN)}


def told(seen, now_ms=NOW):
    return [(problem.code, problem.replica) for problem in clones(seen, OWN, now_ms)]


def test_a_log_of_the_own_number_that_grows_is_a_clone():
    assert told(watched()) == [(CLONE, 7)]


@pytest.mark.parametrize(
    "still",
    [
        watched(changed=False),
        watched(wall_ms=FIRST_SEEN - 1),
        watched(log=LogId(8, 2)),
        {OTHER: Watched()},
    ],
    ids=["never changed", "files that came late", "another desk", "no head"],
)
def test_what_lies_still_is_none(still):
    assert told(still) == []


def test_a_clone_that_stopped_is_told_no_longer():
    assert told(watched(), NOW + QUIET_MS) == []
