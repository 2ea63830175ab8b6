"""One desk in the network: reads what the others wrote, publishes what it wrote itself, and says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.sync.belonging import look_as_member, roster_problems
from app.sync.changes import Changes
from app.sync.clones import clones
from app.sync.epochs import in_present_epoch
from app.sync.erasing import Erasing
from app.sync.errors import FormatTooNew, Malformed
from app.sync.heads import (
    FILE_MAX,
    SEGMENTS_MAX,
    SLOTS,
    Head,
    Listed,
    Received,
    read_head,
    slot_of,
    write_head,
)
from app.sync.justified import Justified
from app.sync.keeping import Cadence, Keeping
from app.sync.keys import Keys
from app.sync.layout import log_folder
from app.sync.pace import ROWS_IN_BULK
from app.sync.past import LEAP_MS_MAX, is_restored, unacknowledged
from app.sync.ports import Answer, Clock, Folder, Heard, Mark, Merged, Random, Store
from app.sync.positions import Cursor, LogId, Position
from app.sync.problems import MISSING_SEGMENT, NEW_INCARNATION, Problem
from app.sync.reader import Published, Reader
from app.sync.repairing import Repairing
from app.sync.rereading import READ_AGAIN, Rereading
from app.sync.roster import Roster
from app.sync.roster_reading import Looked, prove_network
from app.sync.segments import SegmentName, write_segment
from app.sync.selfcheck import SelfCheck
from app.sync.telling import Told
from app.sync.timekeeping import Judged, Timekeeper

LOADS_MAX = 3
"""So many checkpoints are loaded in one round at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round did.

    Attributes:
        published: Changes that went into the folder.
        merged: Changes that came from it.
        waiting: Changes that are not in the folder yet.
        held: Writings by clocks ahead of all others, which wait for their time or for a manager.
        tables: Tables that the merge touched, for screens to look again.
        problems: What a person may want to know.
        checkpoint: The file of the checkpoint that was written; "" where none was.
        loaded: The file of the checkpoint that was loaded over a gap; "" where none was.
    """

    published: int
    merged: int
    waiting: int
    held: int
    tables: frozenset[str]
    problems: tuple[Problem, ...]
    checkpoint: str = ""
    loaded: str = ""


@dataclass(slots=True, kw_only=True)
class Replica:
    """The engine of one desk. It runs at its own pace, a round at a time, and keeps nothing that a restart would miss.

    Attributes:
        rows_max: How many changes one transaction may merge just now.
        version: The program's, for others to see.
        keeping: What it does for the network now and then; None for a desk that only reads and writes its log.
        selfcheck: Compares its rows with digests, its own and others'; None for a desk that does not.
    """

    store: Store
    folder: Folder
    keys: Keys
    clock: Clock
    random: Random
    mark: Mark
    version: str
    rows_max: Callable[[], int] = lambda: ROWS_IN_BULK
    keeping: Keeping | None = None
    selfcheck: SelfCheck | None = None
    reader: Reader = field(init=False)
    erasing: Erasing = field(init=False)
    repairing: Repairing = field(init=False)
    _secret: Keys = field(init=False)
    _looked: Looked | None = field(default=None, init=False)
    _told: Told | None = field(default=None, init=False)
    _told_ms: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.reader = Reader(self.folder, self.clock)
        cadence = self.keeping.cadence if self.keeping else Cadence()
        self.erasing = Erasing(active_ms=cadence.active_ms)
        self.repairing = Repairing(folder=self.folder, random=self.random)
        self._secret = self.keys  # With what an older copy of the roster than the last one does not know.

    @property
    def timekeeper(self) -> Timekeeper:
        return Timekeeper(self.store, self.reader, self.clock)

    def round(self, *, thorough: bool = True, once: bool = False) -> Round:
        """Read roster, own past and the other logs; merge; publish; acknowledge.

        Args:
            thorough: List the folders, too, instead of reading only the heads already known.
            once: Leave nothing for later: try every file and acknowledge at the end.

        Raises:
            FolderUnreachable: And nothing was lost: the next round goes on where this one stopped.
            OtherNetwork: The folder holds another network.
            NotAdmitted: The roster does not have this desk yet.
            DeskExpelled: It has it no longer.
        """
        known = None if once else self._looked
        writes = thorough or once or self._told is None or self.store.waiting() > 0
        self._looked = looked = look_as_member(
            known, self.store, self.folder, self._secret, self.random, once=once, writes=writes
        )
        roster, own = looked.roster, self.store.standing().log
        self._know(roster, own)
        if once and not self.reader.watched:
            self.reader.recalled = self.timekeeper.recalled()
        self.reader.look(roster, self.keys, own=own, thorough=thorough or once)
        if self.keeping is not None and (thorough or once):
            self.keeping.look(roster)
        shown = self._own_head(own) if writes else None
        restored = self._open_incarnation_if_restored(roster, shown, vouched=writes)
        judged = self.timekeeper.judge()
        merged, tables = self._merge_all(roster, judged, thorough=thorough or once, once=once)
        if (thorough or once) and self.store.is_noted(READ_AGAIN):
            tables |= self._read_again(roster, judged, once=once)
        if tables:
            judged = self.timekeeper.judge()
        if merged or self.reader.fresh:
            self.store.note_heard(list(self._heard(self.store.cursors(), judged.time.now_ms)))
        heard = bool(self.reader.fresh)
        self.reader.fresh.clear()
        published = 0
        if judged.may_publish:
            tables |= self.timekeeper.put_right(judged).tables
            tables |= self.erasing.complete(self.store, roster, judged.time).tables
            published = self._publish()
            self.repairing.repair(self.store, self.keys, self._heads().values())
            if writes and not restored and (shown.counter if shown else 0) < self.store.standing().heads:
                self.repairing.fill(self.store, self.keys)
                self._told = None
        cursors = self.store.cursors()
        self.check_rows(cursors, judged.time, news=bool(published or tables or heard), once=once)
        if judged.may_publish:
            self._write_head(roster, cursors, acknowledge=once)
        if once:
            self.store.note_round(self.clock.wall_ms(), self.clock.monotonic_ms())
        kept = self._keep(roster, judged.time, once=once) if judged.may_publish and (thorough or once) else ()
        return Round(
            published=published,
            merged=merged,
            waiting=self.store.waiting(),
            held=judged.times.held,
            tables=tables,
            problems=(
                *self._membership_problems(looked, once=once),
                *restored,
                *(one for one in self.reader.problems if not _is_of_the_retired(one, roster)),
                *kept,
                *judged.problems,
                *(self.selfcheck.problems if self.selfcheck else ()),
            ),
            checkpoint=self.keeping.written if self.keeping else "",
            loaded=self.keeping.loaded if self.keeping else "",
        )

    def _keep(self, roster: Roster, time: Justified, *, once: bool) -> tuple[Problem, ...]:
        """Do for the network what is due; what has left since is told in another head."""
        if self.keeping is None:
            return ()
        self.keeping.keep(roster, self._heads(), time, once=once)
        self._write_head(roster, self.store.cursors(), acknowledge=False)
        if self.keeping.changed:
            self._looked = None
            self._secret = self.keeping.left or self._secret
        return tuple(self.keeping.problems)

    def check_rows(self, cursors: Mapping[LogId, Cursor], time: Justified, *, news: bool, once: bool) -> None:
        """Compare this desk's rows with their digests, and those with the others' as far as they are merged."""
        if self.selfcheck is not None:
            heads = self._heads()
            level = not self.reader.forks and all(_is_merged(head, cursors.get(log)) for log, head in heads.items())
            self.selfcheck.look(self.store.standing(), heads, time.own_ms, level=level, news=news, once=once)

    def _know(self, roster: Roster, own: LogId) -> None:
        """Go on with the network keys that the roster has brought; what was told under another is told again."""
        told = roster.network_keys, roster.roster_keys, roster.former.get(own.replica, b"")
        self._secret, keys = self._secret.and_knowing(*told), self.keys.knowing(*told)
        if keys != self.keys:
            self.keys, self._told = keys, None
        if self.keeping is not None:
            self.keeping.keys = keys

    def _membership_problems(self, looked: Looked, *, once: bool) -> tuple[Problem, ...]:
        heard = [(log.replica, seen.head, seen.seen_ms) for log, seen in self.reader.watched.items() if seen.head]
        own = self.store.standing().log
        found = roster_problems(looked, own.replica, heard, self.clock.monotonic_ms(), once=once)
        return (*found, *clones(self.reader.watched, own, self.clock.monotonic_ms()))

    def _heads(self) -> dict[LogId, Head]:
        return {log: watched.head for log, watched in self.reader.watched.items() if watched.head is not None}

    def _open_incarnation_if_restored(
        self, roster: Roster, shown: Head | None, *, vouched: bool
    ) -> tuple[Problem, ...]:
        """Look at one's own past; own head and checkpoints are asked only before something is published."""
        own = self.store.standing().log
        vectors = self.keeping.survey.vectors() if self.keeping and vouched else ()
        standing = self.reader.names(own) if vouched and self._told is None else ()
        others = self.reader.fresh.values()
        if not is_restored(self.store, self.keys, self.mark, shown, others, vouched=vectors, standing=standing):
            return ()
        again = unacknowledged(self.store, self.keys, roster.remaining, self._heads())
        incarnation = int.from_bytes(self.random(8), "big") >> 1 or 1
        leap_ms = int.from_bytes(self.random(4), "big") % LEAP_MS_MAX
        now_ms = self.timekeeper.judge().time.now_ms
        self.store.open_incarnation(incarnation, now_ms=now_ms, leap_ms=leap_ms, again=again)
        self._told = None
        self.reader.look(roster, self.keys, own=self.store.standing().log, thorough=True)
        return (Problem(code=NEW_INCARNATION, replica=own.replica, detail=log_folder(own)),)

    def _own_head(self, own: LogId) -> Head | None:
        """Return the newer of this desk's own heads in the folder."""
        heads = []
        for slot in SLOTS:
            data = self.folder.read(f"{log_folder(own)}/{slot}", bytes_max=FILE_MAX)
            try:
                heads += [
                    read_head(data or b"", own, verify_key=self.keys.sign_key, network_keys=self.keys.network_keys)
                ]
            except (Malformed, FormatTooNew):
                continue  # Torn while it was written, or not there: the other slot stands.
        return max(heads, key=lambda head: head.counter, default=None)

    def _merge_all(self, roster: Roster, judged: Judged, *, thorough: bool, once: bool) -> tuple[int, frozenset[str]]:
        """Merge what logs and, over a gap, checkpoints bring."""
        if self.keeping is None or not thorough:
            return self._merge(roster, judged, once=once)
        loaded = [self._fill_gaps(roster, judged, once=once)]
        count, tables = self._merge(roster, judged, once=once)
        while loaded[-1] is not None or self.reader.stuck:
            loaded.append(self._fill_gaps(roster, judged, once=once) if len(loaded) < LOADS_MAX else None)
            if loaded[-1] is None:
                break
            merged, touched = self._merge(roster, judged, once=once)
            count, tables = count + merged, tables | touched
        for one in filter(None, loaded):
            count, tables = count + one.changes, tables | one.tables
        return count, tables

    def _read_again(self, roster: Roster, judged: Judged, *, once: bool) -> frozenset[str]:
        """Bring back what lost against a writing that a manager's decision has voided since."""
        covered = self.keeping.read_again(roster, judged.time, once=once) if self.keeping else {}
        rereading = Rereading(store=self.store, reader=self.reader, keys=self.keys, limit=judged.time.arriving_limit)
        return rereading.read(roster, covered, impatient=once)

    def _fill_gaps(self, roster: Roster, judged: Judged, *, once: bool) -> Merged | None:
        if self.keeping is None:
            return None
        stuck = self.reader.out_of_patience(impatient=once)
        return self.keeping.fill_gaps(roster, self._heads(), stuck, judged.time, once=once)

    def _merge(self, roster: Roster, judged: Judged, *, once: bool) -> tuple[int, frozenset[str]]:
        limit = judged.time.arriving_limit
        count, tables = 0, self.timekeeper.release(judged).tables
        cursors = self.store.cursors()
        pieces = self.reader.slices(roster, self.keys, cursors, rows_max=self.rows_max, impatient=once)
        for piece in pieces:
            merged = self.store.merge(piece, limit=limit)
            count, tables = count + merged.changes, tables | merged.tables
        return count, tables

    def _publish(self) -> int:
        """Seal what waits, then write what is sealed: a crash between any two steps loses and repeats nothing."""
        while self.store.seal(self._write_segment) is not None:
            pass
        standing = self.store.standing()
        self.mark.save(standing.log, standing.end)
        published, unwritten = 0, self.store.unwritten()
        if unwritten:  # The round may have begun with nothing to write.
            prove_network(self.folder, self.store)
        for kept in unwritten:
            sealed = in_present_epoch(kept, store=self.store, keys=self.keys, random=self.random)
            self.folder.write_new(f"{log_folder(sealed.log)}/{sealed.name.file}", sealed.data)
            self.store.mark_written(sealed.log, sealed.name)
            self.reader.published.append(Published(sealed.log, sealed.name.last, self.clock.monotonic_ms()))
            published += sealed.name.last - sealed.name.first + 1
        return published

    def _write_segment(self, changes: Changes, log: LogId, before: Position) -> tuple[SegmentName, bytes]:
        writing = self.keys.writing(log.replica, self.random)
        return write_segment([changes], log=log, before=before, writing=writing)

    def _write_head(self, roster: Roster, cursors: Mapping[LogId, Cursor], *, acknowledge: bool) -> None:
        standing = self.store.standing()
        written = self.store.last_written(SEGMENTS_MAX)
        told = Told(
            end=written[-1].end if written else standing.retired,
            received=(*_received(cursors), *self.reader.acceptance.acknowledged()),
            segments=tuple(Listed(*name) for name in written),
            kept_from=standing.retired.sequence + 1,
            damaged=self.reader.damaged(),
            forks=tuple(sorted(self.reader.forks)),
            erasures=self.erasing.answers(self.store),
        )
        if self.selfcheck is not None:
            told = told.with_digests(*self.selfcheck.told(told.vector(standing.log)))
        if not told.is_worth_telling(self._told, self.clock.monotonic_ms() - self._told_ms, acknowledge=acknowledge):
            return
        prove_network(self.folder, self.store)
        own_head = self._own_head(standing.log)
        counter = max(standing.heads, own_head.counter if own_head else 0) + 1
        head = told.head(
            counter,
            standing,
            wall_ms=self.clock.wall_ms(),
            version=self.version,
            roster=(roster.length, roster.link),
            box_key=self.keys.box_key_after(roster.members[standing.log.replica].box_key),
        )
        data = write_head(head, self.keys.writing(standing.log.replica, self.random))
        self.folder.replace(f"{log_folder(standing.log)}/{slot_of(counter)}", data)
        self.store.mark_head(counter)
        self._told, self._told_ms = told, self.clock.monotonic_ms()

    def _heard(self, cursors: Mapping[LogId, Cursor], now_ms: int) -> Iterator[Heard]:
        for log, head in self._heads().items():
            cursor = cursors.get(log)
            yield Heard(
                log=log,
                counter=head.counter,
                wall_ms=head.wall_ms,
                seen_ms=now_ms,
                sequence=head.sequence,
                schema=head.schema,
                version=head.version,
                complete=_is_merged(head, cursor),
                answers=tuple(Answer(one.proposal, one.sequence, one.held) for one in head.erasures),
            )


def _is_of_the_retired(problem: Problem, roster: Roster) -> bool:
    """Tell whether a problem is that files of a PC which was taken out of use are gone: nobody waits for them."""
    return problem.code == MISSING_SEGMENT and problem.replica in roster.retired


def _is_merged(head: Head, cursor: Cursor | None) -> bool:
    """Tell whether all that a head announces is merged."""
    return head.sequence == 0 or (cursor is not None and cursor.at.sequence >= head.sequence)


def _received(cursors: Mapping[LogId, Cursor]) -> tuple[Received, ...]:
    """Return what this desk acknowledges: what its database has committed, never what it has only read."""
    return tuple(Received(*log, *cursor.at) for log, cursor in sorted(cursors.items()))
