"""The town finds what we break on purpose; one that found nothing would prove nothing."""

import itertools

import pytest

from app.db.log import images, merging
from app.db.log.store import LogStore, _move_cursor
from app.sync import loading, retention, survey
from app.sync import replica as engine
from app.sync.checkpoints import CheckpointReading
from app.sync.errors import Malformed
from app.sync.layout import log_folder
from app.sync.ports import Merged, Slice
from app.sync.positions import Cursor
from app.sync.segments import SegmentName
from app.sync.verified import OkName, Verified, checkpoint_file
from tests.sim.world import World, play

pytestmark = pytest.mark.timeout(400)
"""A town takes seconds, and some faults are found in the tenth only."""

SEEDS = range(40)
"""So many towns are played at most before a fault counts as not found."""


def found(tmp_path, **options):
    """Return whether some town goes wrong."""
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            play(seed, folder, **options)
        except AssertionError:  # Two desks differ, a deed is lost, something was acknowledged too early.
            return True
    return False


def test_a_replace_in_a_merge_is_found(tmp_path, monkeypatch):
    def replace_births(connection, table, group):
        names = ", ".join(["id", *group.columns])
        marks = ", ".join("?" * (len(group.columns) + 1))
        rows = zip(group.ids, *group.values, strict=True)
        connection.executemany(f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({marks})", rows)
        merging._fill_the_born(connection, table, group.ids)

    monkeypatch.setitem(merging._MERGE, merging.Kind.BIRTH, replace_births)

    assert found(tmp_path)


class PowerFails(Exception):
    """Between two transactions that should have been one."""


def test_a_cursor_moved_before_its_rows_is_found(tmp_path):
    fails = itertools.cycle([False] * 20 + [True])

    class Hasty(LogStore):
        def merge(self, slices, *, limit):
            with self.database.writing() as connection:
                for piece in slices:
                    _move_cursor(connection, piece.log, piece.end)
            if next(fails):
                raise PowerFails
            return super().merge(slices, limit=limit)

    with pytest.raises(AssertionError, match=r"differ|parked|lost"):
        play_many_through_power_cuts(tmp_path, Hasty)


def play_many_through_power_cuts(tmp_path, make_store):
    for seed in SEEDS:
        (tmp_path / str(seed)).mkdir()
        play_through_power_cuts(seed, tmp_path / str(seed), make_store)


def play_through_power_cuts(seed, folder, make_store):
    world = World(seed, folder, make_store=make_store)
    for _ in range(300):
        try:
            world.step()
        except PowerFails:
            for branch in world.branches:
                branch.restart()
    for _ in range(20):
        try:
            world.settle()
            break
        except PowerFails:
            continue
    world.check()


def test_an_acknowledgement_before_the_commit_is_found(tmp_path, monkeypatch):
    write_head = engine.Replica._write_head

    def hasty(self, roster, _, *, acknowledge):
        announced = {log: Cursor(head.position) for log, head in self._heads().items() if head.sequence}
        write_head(self, roster, announced, acknowledge=acknowledge)

    monkeypatch.setattr(engine.Replica, "_write_head", hasty)

    assert found(tmp_path)


def test_the_faults_are_planted_in_what_really_runs(tmp_path):
    """The same towns without a fault go well, so what is found is the fault."""
    for seed in itertools.islice(SEEDS, 3):
        (tmp_path / str(seed)).mkdir()
        play(seed, tmp_path / str(seed))


def test_a_checkpoint_that_counts_unverified_is_found(tmp_path, monkeypatch):
    look = survey.Survey.look

    def credulous(self, roster, keys):
        look(self, roster, keys)
        for tick in self.unverified():
            parts = self.folder.read_stream(f"checkpoints/{checkpoint_file(tick)}")
            try:
                reading = CheckpointReading.begin(parts, tick, survey.verify_keys(roster), keys.network_keys)
                list(reading.image())
            except Malformed:
                continue
            said = Verified(tick=tick, hash=reading.hash, manifest=reading.front.manifest)
            self.oks[OkName(tick, 1)] = said

    monkeypatch.setattr(survey.Survey, "look", credulous)

    assert found(tmp_path)


def test_a_cursor_moved_before_the_rows_of_a_checkpoint_is_found(tmp_path, monkeypatch):
    """The power fails between the cursors and the rows, every other time."""
    merge, cuts = loading.Loading._merge, itertools.cycle([True, False])

    def hasty(self, verified, *, again):
        own, cursors = self.store.standing().log, self.store.cursors()
        ends = loading.lacked(verified.manifest.positions(), cursors)
        self.store.merge(
            [Slice(log, loading.NOTHING, end) for log, end in ends.items() if log != own], limit=self.limit
        )
        return Merged(tables=frozenset(), changes=0) if next(cuts) else merge(self, verified, again=again)

    monkeypatch.setattr(loading.Loading, "_merge", hasty)

    assert found(tmp_path)


def test_a_checkpoint_without_its_clocks_is_found(tmp_path, monkeypatch):
    strip = images._strip

    def forgetful(image):
        strip(image)
        image.execute("DELETE FROM clock")

    monkeypatch.setattr(images, "_strip", forgetful)

    assert found(tmp_path, steps=120)


def test_small_segments_that_leave_before_the_large_one_stands_are_found(tmp_path, monkeypatch):
    large = retention.Retention._large

    def hasty(self, log, segments):
        made = large(self, log, segments)
        if made is not None:
            for segment in segments:
                name = SegmentName(segment.before.sequence + 1, *segment.end)
                self.folder.delete(f"{log_folder(log)}/{name.file}")
        return made

    monkeypatch.setattr(retention.Retention, "_large", hasty)

    assert found(tmp_path)
