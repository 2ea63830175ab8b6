"""What a desk does for the network now and then: checkpoints written, verified, loaded, and files that leave.

Written weekly by the keeper (the registrar, unless somebody else is asked to be it), by any other when the newest that
counts is ten days old; at once after an erasure or when a person asks. Others verify it one after another, spread over
the hours, until one has. Two keepers at once do no harm: of two checkpoints the one that holds more stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.sync.backoff import NAMED_AFTER, Backoff
from app.sync.checkpoints import Vector, write_checkpoint
from app.sync.dating import age_ms, next_name
from app.sync.errors import FormatTooNew, Malformed
from app.sync.heads import Head, newest_heads
from app.sync.images import Images
from app.sync.justified import TOLERANCE_MS, Justified
from app.sync.keys import Keys
from app.sync.layout import CHECKPOINTS
from app.sync.loading import Loading, best_for, held_by, lacked
from app.sync.membership import take_welcomes_away
from app.sync.ports import Clock, Folder, Heard, Merged, Random, Store, Vault
from app.sync.positions import BEGINNING, Cursor, LogId
from app.sync.problems import CHECKPOINT_DIFFERS, UNREADABLE_CHECKPOINT, Problem
from app.sync.rereading import READ_AGAIN
from app.sync.retention import Retention, retired_before
from app.sync.roster import Roster
from app.sync.survey import Survey
from app.sync.ticks import replica_of, unix_ms_of
from app.sync.tidying import Tidying
from app.sync.turning import WANTED, Turning
from app.sync.unreadable import Unreadable
from app.sync.verified import OkName, Verified, checkpoint_file, covers, write_ok
from app.sync.verifying import NotNow, Verifying
from app.sync.witnessing import Witnessing

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

WITHOUT = "checkpoint-missing"
REPACKED = "repacked"
EPOCH = "epoch"
"""With its number, noted when this desk first goes by it."""

WITNESSED_FROM = 3
"""In a network of so many members, who hears of fewer than two others takes nothing away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often; the simulated town lives faster.

    Attributes:
        write_ms: The keeper writes when the newest that counts is so old.
        others_ms: Any other does when it is so old, each so much later than the one before it (`spread_ms`).
        again_ms: As long as one that nobody has verified yet is younger, no further one is written.
        verify_spread_ms: So much later each member verifies than the one before it.
        repack_ms: So often own segments are laid together.
        active_ms: A replica not heard of for longer is not waited for.
        renew_ms: So long after an epoch began, own segments that no checkpoint holds are written anew under its key.
        destroy_ms: So often it is looked whether keys of former epochs are needed still.
    """

    write_ms: int = 7 * DAY_MS
    others_ms: int = 10 * DAY_MS
    spread_ms: int = HOUR_MS
    again_ms: int = DAY_MS
    verify_spread_ms: int = 10 * 60_000
    repack_ms: int = DAY_MS
    active_ms: int = 30 * DAY_MS
    renew_ms: int = DAY_MS
    destroy_ms: int = DAY_MS


def registrar_keeps(roster: Roster, number: int) -> bool:
    """Tell whether a member has the role of a keeper, where nobody was given it: the registrar has."""
    return number in (roster.keepers or {roster.registrar})


@dataclass(slots=True, kw_only=True)
class Keeping:
    """Keeps the folder for one desk.

    Attributes:
        vault: Where this desk's keys are kept; None where they cannot be changed, and nothing is destroyed.
        left: What is left of this desk's keys, where this round has destroyed some.
        is_keeper: Tells whether a member has the role.
        rows_max: How many changes one transaction may merge just now.
        changed: Whether this round has changed the roster or this desk's keys: both are to be read anew.
        written, loaded: The file of the checkpoint that this round wrote, and of the one that it loaded; "" for none.
    """

    store: Store
    images: Images
    folder: Folder
    keys: Keys
    clock: Clock
    random: Random
    rows_max: Callable[[], int]
    vault: Vault | None = None
    is_keeper: Callable[[Roster, int], bool] = registrar_keeps
    cadence: Cadence = field(default_factory=Cadence)
    survey: Survey = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    written: str = ""
    loaded: str = ""
    changed: bool = False
    left: Keys | None = None
    _failing: Backoff = field(default_factory=Backoff)
    _stuck: frozenset[LogId] = frozenset()
    _waited: dict[LogId, int] = field(default_factory=dict)
    _witnessing: Witnessing = field(default_factory=Witnessing)

    def __post_init__(self) -> None:
        self.survey = Survey(self.folder)

    def look(self, roster: Roster) -> None:
        """See what stands in the folder."""
        self.problems, self.written, self.loaded, self.changed, self.left = [], "", "", False, None
        self.survey.look(roster, self.keys)

    # Gaps.

    def fill_gaps(
        self, roster: Roster, heads: Mapping[LogId, Head], stuck: Collection[LogId], time: Justified, *, once: bool
    ) -> Merged | None:
        """Load a checkpoint where something is lacking that logs no longer bring; None where nothing was loaded.

        Args:
            stuck: Logs whose next segment was looked for in vain for long enough.
        """
        cursors, verified = self.store.cursors(), self.survey.verified()
        self._stuck = frozenset(stuck)
        gaps = {log for log, head in heads.items() if retired_before(cursors.get(log, BEGINNING), head)}
        gaps |= set(stuck) | self._beyond_heads(heads, cursors, verified, once=once)
        if not cursors and verified:
            gaps |= lacked(verified[-1].manifest.positions(), cursors).keys()
        best = best_for(gaps - {self.store.standing().log}, verified, cursors)
        return None if best is None else self._load(best, roster, time, once=once)

    def _beyond_heads(
        self,
        heads: Mapping[LogId, Head],
        cursors: Mapping[LogId, Cursor],
        verified: Sequence[Verified],
        *,
        once: bool,
    ) -> set[LogId]:
        """Return the logs that the newest checkpoint holds further than the heads in the folder tell, for a while now.

        Such a folder was rolled back, and the desk that wrote the log with it.
        """
        newest: Vector = verified[-1].manifest.positions() if verified else {}
        beyond = [
            log for log in lacked(newest, cursors) if log not in heads or heads[log].sequence < newest[log].sequence
        ]
        self._waited = {log: self._waited.get(log, 0) + 1 for log in beyond}
        return {log for log, looks in self._waited.items() if once or looks >= NAMED_AFTER}

    def read_again(self, roster: Roster, time: Justified, *, once: bool) -> Vector:
        """Merge the checkpoints once more, but for those that newer ones hold whole; return what they hold together.

        The newest by its tick may hold less than others do: the clock of its author was ahead.
        """
        covered: dict[LogId, Cursor] = {}
        for one in reversed(self.survey.verified()):
            further = lacked(one.manifest.positions(), covered)
            if further and self._load(one, roster, time, once=once, again=True) is not None:
                covered |= further
        return {log: cursor.at for log, cursor in covered.items()}

    def _load(
        self, best: Verified, roster: Roster, time: Justified, *, once: bool, again: bool = False
    ) -> Merged | None:
        path = f"{CHECKPOINTS}/{checkpoint_file(best.tick)}"
        if not once and not self._failing.is_due(path, self.clock.monotonic_ms()):
            return None
        try:
            merged = self._loading(time).load(best, roster, again=again)
        except (Malformed, FormatTooNew):
            self._failed(path, best.author)
            return None
        self._failing.succeeded(path)
        self.loaded = path
        return merged

    def _failed(self, path: str, author: int) -> None:
        self._failing.failed(path, self.clock.monotonic_ms())
        if path in self._failing.named():
            self.problems.append(Problem(code=UNREADABLE_CHECKPOINT, replica=author, detail=path))

    def _loading(self, time: Justified) -> Loading:
        return Loading(
            store=self.store,
            images=self.images,
            folder=self.folder,
            keys=self.keys,
            rows_max=self.rows_max,
            limit=time.arriving_limit,
        )

    # Writing.

    def keep(self, roster: Roster, heads: Mapping[LogId, Head], time: Justified, *, once: bool) -> None:
        """Do what is due, after this desk has published.

        A desk whose clock disagrees with the others, or that hardly hears of them, takes nothing away; one that is to
        read again does nothing of all this.
        """
        own = self.store.standing().log.replica
        if self.store.is_noted(READ_AGAIN):
            return  # Some row may lack what others have in it.
        vectors = filter(None, (self.survey.vector(tick, roster, self.keys) for tick in self.survey.standing))
        alone = self._witnessing.is_due(self.store, roster, heads, vectors, once=once)
        if alone or self._is_writing_due(roster, own, time):
            self._write(own, time.now_ms)
        for tick in self.survey.unverified():
            if self._is_verifying_due(tick, roster, own, time.now_ms, once=once):
                self._verify(tick, roster, own, time)
        if own == roster.registrar:
            take_welcomes_away(self.folder, roster, heads)
        if not time.disagrees and (time.is_witnessed or len(roster.members) < WITNESSED_FROM):
            self._look_after_segments(roster, heads, time.now_ms)
            for path in self.survey.superfluous(roster, self.keys) if self.is_keeper(roster, own) else ():
                self.folder.delete(path)
            for path in self._unreadable(roster, own, time.now_ms).files():
                self.folder.delete(path)
            self._turn_epochs(roster, heads, time.now_ms)

    def _is_writing_due(self, roster: Roster, own: int, time: Justified) -> bool:
        if self.store.is_noted(WANTED):
            return True
        cadence = self.cadence
        present = [tick for tick in self.survey.unverified() if self.survey.epoch(tick) == roster.epoch]
        if any(self._is_young(tick, roster, time) and not self._is_superfluous(tick, roster) for tick in present):
            return False
        is_keeper = self.is_keeper(roster, own)
        dated, mine = self._dated(roster, time), held_by(self.store)
        if any(age < -TOLERANCE_MS and covers(one.manifest.positions(), mine) for age, one in dated):
            return False  # Of two that hold the same, the one dated ahead would stay.
        newest_ms = min((age for age, _ in dated if age >= -TOLERANCE_MS), default=None)
        if newest_ms is None:
            newest_ms = time.now_ms - (0 if is_keeper else self.store.noted_ms(WITHOUT, time.now_ms))
        place = sorted(roster.members).index(own)
        return newest_ms >= (cadence.write_ms if is_keeper else cadence.others_ms + place * cadence.spread_ms)

    def _is_superfluous(self, tick: int, roster: Roster) -> bool:
        """Tell whether nobody will verify a checkpoint any more, for one that counts holds all that it does."""
        vector = self.survey.vector(tick, roster, self.keys)
        return vector is not None and any(one.dominates(tick, vector) for one in self.survey.verified())

    def _dated(self, roster: Roster, time: Justified) -> list[tuple[int, Verified]]:
        """Return the checkpoints that count, with their ages. What a clock ahead has dated is of none: below 0.

        Those of a former epoch are to go, so they are not among them: the keeper writes one in the present epoch.
        """
        verified = [one for one in self.survey.verified() if self.survey.epoch(one.tick) == roster.epoch]
        return [(age_ms(one.tick, one.manifest, time), one) for one in verified]

    def _is_young(self, tick: int, roster: Roster, time: Justified) -> bool:
        """Tell whether a checkpoint may yet be verified; what cannot be read may."""
        manifest = self.survey.manifest(tick, roster, self.keys) if time.disagrees else None
        return 0 <= age_ms(tick, manifest, time) < self.cadence.again_ms

    def _write(self, own: int, now_ms: int) -> None:
        try:
            taken = self.images.take(self.clock.wall_ms())
            if taken is None:
                return
            tick = next_name(self.survey.standing, own, now_ms)
            path = f"{CHECKPOINTS}/{checkpoint_file(tick)}"
            writing = self.keys.writing(own, self.random)
            parts = write_checkpoint(
                taken.manifest, taken.pieces, tick=tick, image_bytes=taken.image_bytes, writing=writing
            )
            self.folder.write_stream(path, parts)
        finally:
            self.images.discard()
        self.store.forget_note(WANTED)
        self.written = path
        self.survey.standing.add(tick)
        self.survey.epochs[checkpoint_file(tick)] = self.keys.epoch

    # Verifying.

    def _is_verifying_due(self, tick: int, roster: Roster, own: int, now_ms: int, *, once: bool) -> bool:
        path = f"{CHECKPOINTS}/{checkpoint_file(tick)}"
        if replica_of(tick) == own:
            return False
        if not once and not self._failing.is_due(path, self.clock.monotonic_ms()):
            return False
        vector = self.survey.vector(tick, roster, self.keys)
        if vector is None:
            self._failed(path, replica_of(tick))
            return False
        if self._is_superfluous(tick, roster):
            return False
        lacks = self._lacked(vector)
        if lacks and not (roster.registrar in {own, replica_of(tick)} and lacks <= self._stuck):
            return False
        waits_ms = _place(own, tick, roster) * self.cadence.verify_spread_ms
        return once or not 0 <= now_ms - unix_ms_of(tick) < waits_ms

    def _lacked(self, vector: Vector) -> frozenset[LogId]:
        """Return the logs that a checkpoint holds further than this desk.

        Of those whose files are gone for good, the registrar may take the checkpoint's word, and others may take the
        registrar's: that closes them at the last position that any member holds.
        """
        mine = held_by(self.store)
        return frozenset(log for log, position in vector.items() if not covers(mine, {log: position}))

    def _verify(self, tick: int, roster: Roster, own: int, time: Justified) -> None:
        path = f"{CHECKPOINTS}/{checkpoint_file(tick)}"
        beyond = self._lacked(self.survey.vector(tick, roster, self.keys) or {})
        try:
            verifying = Verifying(loading=self._loading(time), roster=roster, beyond=beyond)
            verified, differences = verifying.verify(tick)
        except (Malformed, FormatTooNew, NotNow):
            self._failing.failed(path, self.clock.monotonic_ms())
            return
        if differences:
            self._failing.failed(path, self.clock.monotonic_ms())
            detail = f"{path} ({', '.join(differences)})"
            self.problems.append(Problem(code=CHECKPOINT_DIFFERS, replica=replica_of(tick), detail=detail))
            return
        name = OkName(tick, own)
        data = write_ok(verified, self.keys.writing(own, self.random))
        self.folder.write_new(f"{CHECKPOINTS}/{name.file}", data)
        self.survey.oks[name] = verified

    def _unreadable(self, roster: Roster, own: int, now_ms: int) -> Unreadable:
        heard = self.store.heard() if self.is_keeper(roster, own) else ()
        present = {one.log.replica for one in heard if self.is_active(roster, one, now_ms)}
        return Unreadable(
            survey=self.survey,
            roster=roster,
            keys=self.keys,
            own=own,
            is_left=lambda author: bool(heard) and author not in present,
            apart_ms=self.cadence.active_ms,
        )

    # Epochs.

    def _turn_epochs(self, roster: Roster, heads: Mapping[LogId, Head], now_ms: int) -> None:
        own = self.store.standing().log.replica
        waited_for = [heard for heard in self.store.heard() if self.is_active(roster, heard, now_ms)]
        turning = Turning(
            store=self.store,
            folder=self.folder,
            keys=self.keys,
            random=self.random,
            vault=self.vault,
            survey=self.survey,
            roster=roster,
            present=newest_heads([heard.log for heard in waited_for if heard.log.replica != own], heads),
        )
        forked = {LogId(*fork) for head in heads.values() for fork in head.forks}
        begun = turning.begin(forked, now_ms)
        self.left = turning.end(now_ms, self.cadence.destroy_ms)
        self.changed = begun or self.left is not None

    def is_active(self, roster: Roster, heard: Heard, now_ms: int) -> bool:
        """Tell whether a log is one of a member that is there, and is waited for."""
        return heard.log.replica in roster.remaining and now_ms - heard.seen_ms < self.cadence.active_ms

    # Segments.

    def _look_after_segments(self, roster: Roster, heads: Mapping[LogId, Head], now_ms: int) -> None:
        retention = Retention(
            store=self.store,
            folder=self.folder,
            keys=self.keys,
            random=self.random,
            is_active=lambda heard: self.is_active(roster, heard, now_ms),
        )
        if now_ms - self.store.noted_ms(REPACKED, now_ms) >= self.cadence.repack_ms:
            retention.repack()
            self.store.forget_note(REPACKED)
        verified = self.survey.verified()
        retention.retire(verified, heads)
        retention.clear()
        since_ms = now_ms - self.store.noted_ms(f"{EPOCH}-{roster.epoch}", now_ms)
        if since_ms >= self.cadence.renew_ms:
            retention.renew(verified, covered_too=since_ms >= self.cadence.active_ms)
        tidying = Tidying(retention=retention, roster=roster, heads=heads, verified=verified)
        tidying.tidy(is_keeper=self.is_keeper(roster, self.store.standing().log.replica))


def _place(own: int, tick: int, roster: Roster) -> int:
    """Return the place of a member among those that verify a checkpoint: another order for each."""
    others = [number for number in roster.members if number != replica_of(tick)]
    return sorted(others, key=lambda number: hashlib.blake2b(b"%d %d" % (tick, number)).digest()).index(own)
