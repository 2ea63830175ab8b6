"""What keepers take away of logs whose owner does not do it: of members that are gone, or away for too long.

A segment goes as it would at its owner's: when a verified checkpoint holds it and every active replica has
acknowledged it. The heads of a member that no longer remains go last, when nothing else of its log is left. A desk
clears the folders of its own former logs in the same way, those as well that a restored backup has forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.sync.heads import SLOTS, Head
from app.sync.layout import REPLICAS, log_folder, parse_incarnation, replica_folder
from app.sync.positions import BEGINNING, LogId
from app.sync.retention import Retention
from app.sync.roster import Roster
from app.sync.segments import parse_name
from app.sync.verified import Verified, covered_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidying:
    """Tidies the folder.

    Attributes:
        retention: Looks after this desk's own segments, and knows who is waited for.
        heads: The heads of the others, as far as they can be read.
    """

    retention: Retention
    roster: Roster
    heads: Mapping[LogId, Head]
    verified: list[Verified]

    def tidy(self, *, is_keeper: bool) -> None:
        """Take away what nobody needs any more of logs that their owners do not look after."""
        store = self.retention.store
        cursors, needed = store.cursors(), self.retention.needed(self.heads)
        forked = {LogId(*fork) for head in self.heads.values() for fork in head.forks}
        for log in self._left(is_keeper=is_keeper):
            covered = covered_until(log, self.verified)
            read = cursors.get(log, BEGINNING).at.sequence
            if log not in forked:
                self._clear(log, min(covered, read, self.retention.acknowledged(log, needed)))

    def _left(self, *, is_keeper: bool) -> Iterator[LogId]:
        """Yield logs that nobody writes: former ones of this desk; and to a keeper, those of who is gone or away."""
        store = self.retention.store
        own, heard = store.standing().log, store.heard()
        living = {one.log for one in heard if self.retention.is_active(one)}
        active, known = {log.replica for log in living}, {one.log.replica for one in heard}
        for name in self.retention.folder.names(REPLICAS) if self.verified else ():
            number = int(name) if name.isdecimal() else 0
            if number == own.replica:
                yield from (log for log in self._logs(number) if log != own and log not in living)
            elif is_keeper and (self._is_gone(number) or number in known - active):
                yield from self._logs(number)

    def _is_gone(self, number: int) -> bool:
        return number in self.roster.retired | self.roster.expelled

    def _logs(self, number: int) -> Iterator[LogId]:
        for name in self.retention.folder.names(replica_folder(number)):
            if (incarnation := parse_incarnation(name)) is not None:
                yield LogId(number, incarnation)

    def _clear(self, log: LogId, end: int) -> None:
        folder = self.retention.folder
        files = folder.names(log_folder(log))
        names = [name for file in files if (name := parse_name(file))]
        going = [name for name in names if name.last <= end]
        for name in going:
            folder.delete(f"{log_folder(log)}/{name.file}")
        if len(going) == len(names) and self._has_ended(log):
            for slot in set(SLOTS).intersection(files):
                folder.delete(f"{log_folder(log)}/{slot}")

    def _has_ended(self, log: LogId) -> bool:
        """Tell whether a log is one to which nothing will be added, and a checkpoint holds all that its head tells."""
        own = self.retention.store.standing().log.replica
        if log.replica in self.roster.expelled:
            return True
        head = self.heads.get(log)
        return (
            (self._is_gone(log.replica) or log.replica == own)
            and head is not None
            and covered_until(log, self.verified) >= head.sequence
        )
