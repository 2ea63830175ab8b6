"""One desk in the network, in particular situations; the simulated town has the others."""

import pytest

from app.db.log.outbox import stamp
from app.db.log.standing import Ticks
from app.desk.outcome import Done
from app.desk.patrons import register_patron
from app.sync.backoff import NAMED_AFTER
from app.sync.errors import FolderUnreachable, FormatTooNew, NotAdmitted, OtherNetwork
from app.sync.heads import slot_of
from app.sync.layout import log_folder
from app.sync.pace import ROWS_AT_EASE
from app.sync.problems import FORK, MISSING_SEGMENT, NEW_INCARNATION, UNREADABLE_SEGMENT
from app.sync.roster import entry_file
from app.sync.ticks import unix_ms_of
from tests.db.versions import NEW_TABLES, as_newer
from tests.sim.disasters import NOBODY
from tests.sim.files import Files, Written
from tests.sim.world import World


@pytest.fixture
def town(tmp_path):
    world = World(3, tmp_path, branches=4)
    world.share.calm = True
    for branch in world.branches:
        branch.replica.rows_max = lambda: ROWS_AT_EASE
    world.settle()
    yield world
    world.close()


def register(town, branch, name):
    return branch.do(town.acting, lambda work: register_patron(work, given="Ā", family=name)).record.patron


def knows(branch, patron):
    return branch.database.connection.execute("SELECT 1 FROM patron WHERE id = ?", (patron,)).fetchone() is not None


def files_of(town, branch, suffix=".seg"):
    return [path for path in town.share.files if f"/{branch.number:04d}/" in path and path.endswith(suffix)]


def counting(branch):
    reads = []
    read = branch.folder.read

    def counted(path, *, bytes_max):
        reads.append(path)
        return read(path, bytes_max=bytes_max)

    branch.folder.read = counted
    return reads


def test_an_idle_round_reads_one_small_file_a_replica(town):
    north = town.branches[0]
    for n in range(30):
        register(town, town.branches[1], f"N{n}")
        town.branches[1].replica.round()
    north.replica.round()
    reads = counting(north)

    done = north.replica.round(thorough=False)

    assert (done.merged, done.published) == (0, 0)
    assert len(reads) == len(town.branches) - 1


def test_what_one_desk_does_the_others_see(town):
    north, south, *_ = town.branches
    patron = register(town, north, "Kalns")

    north.replica.round()
    done = south.replica.round()

    assert knows(south, patron)
    assert "patron" in done.tables


def test_an_idle_round_finds_a_change_too(town):
    north, south, *_ = town.branches
    patron = register(town, north, "Kalns")
    north.replica.round()

    south.replica.round(thorough=False)

    assert knows(south, patron)


def test_deeds_wait_while_the_folder_is_away_and_nothing_is_lost(town):
    north, south, *_ = town.branches
    town.share.calm, north.folder.reachable = False, False
    patron = register(town, north, "Kalns")
    with pytest.raises(FolderUnreachable):
        north.replica.round()
    assert north.store.waiting() > 0

    north.folder.reachable = True
    town.settle()

    assert knows(south, patron)


def test_an_emptied_folder_is_unreachable_and_deletes_nothing(town):
    north = town.branches[0]
    patron = register(town, north, "Kalns")
    town.share.files.clear()

    with pytest.raises(FolderUnreachable):
        north.replica.round()

    assert knows(north, patron)


def test_another_networks_folder_is_refused(town, tmp_path):
    (tmp_path / "other").mkdir()
    other = World(4, tmp_path / "other", branches=3)
    other.close()
    town.share.files.clear()
    town.share.files.update(other.share.files)

    with pytest.raises(OtherNetwork):
        town.branches[0].replica.round(once=True)


def test_a_desk_that_the_roster_does_not_have_does_nothing(town):
    north = town.branches[0]
    standing = north.store.standing()
    north.replica.store = Foreign(north.store, standing)

    with pytest.raises(NotAdmitted):
        north.replica.round()


class Foreign:
    def __init__(self, store, standing):
        self._store, self._standing = store, standing

    def standing(self):
        from dataclasses import replace

        return replace(self._standing, log=self._standing.log._replace(replica=4095))

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_a_damaged_segment_is_named_repaired_by_its_owner_and_then_read(town):
    north, south, *_ = town.branches
    patron = register(town, north, "Kalns")
    north.replica.round()
    [*_, path] = files_of(town, north)
    whole = town.share.files[path][-1].data
    town.share.files[path] = [Written(whole[:-9] + b"123456789", north.number, {}, {})]

    problems = {problem.code for _ in range(6) for problem in south.replica.round(once=True).problems}
    assert problems == {UNREADABLE_SEGMENT}
    assert not knows(south, patron)

    north.replica.round(once=True)
    south.replica.round(once=True)

    assert town.share.files[path][-1].data == whole
    assert knows(south, patron)


def test_a_segment_that_vanishes_again_is_written_again(town):
    north, south, *_ = town.branches
    register(town, north, "Kalns")
    north.replica.round()
    [*_, path] = files_of(town, north)

    for _ in range(2):
        town.share.files.pop(path)
        for _ in range(6):
            south.replica.round(once=True)
        north.replica.round(once=True)
        assert path in town.share.files


def test_a_segment_of_a_newer_format_is_named_at_once_and_nobody_is_asked_to_write_it_again(town):
    north, south, *_ = town.branches
    patron = register(town, north, "Kalns")
    north.replica.round()
    [*_, path] = files_of(town, north)
    whole = town.share.files[path][-1].data
    town.share.files[path] = [Written(whole[:4] + b"\x00\x02" + whole[6:], north.number, {}, {})]

    told = [[problem.code for problem in south.replica.round(once=True).problems] for _ in range(6)]

    assert told == [["sync.format-too-new"]] * 6
    assert south.replica.reader.damaged() == ()
    assert not knows(south, patron)


def test_a_missing_segment_stops_its_log_alone(town):
    north, south, east, *_ = town.branches
    hidden, seen = register(town, north, "Kalns"), register(town, east, "Liepa")
    north.replica.round()
    [*_, path] = files_of(town, north)
    kept = town.share.files.pop(path)
    east.replica.round()

    done = south.replica.round(once=True)
    assert [problem.code for problem in done.problems] == [MISSING_SEGMENT]
    assert (knows(south, hidden), knows(south, seen)) == (False, True)

    town.share.files[path] = kept
    south.replica.round(once=True)
    assert knows(south, hidden)


def test_a_restored_desk_opens_a_new_incarnation_and_takes_its_own_past_back(town):
    north, south, *_ = town.branches
    backup = north.back_up()
    lost_and_found = register(town, north, "Kalns")
    north.replica.round()
    south.replica.round()
    incarnations = len(north.store.own_logs())

    town.now_ms += 60_000  # Nobody restores a backup within the millisecond.
    north.restore(backup)
    after = register(town, north, "Liepa")
    done = north.replica.round()
    town.settle()

    assert [problem.code for problem in done.problems] == [NEW_INCARNATION]
    assert len(north.store.own_logs()) == incarnations + 1
    assert all(knows(branch, lost_and_found) and knows(branch, after) for branch in town.branches)
    assert after > lost_and_found
    town.check()


def test_a_restored_desk_that_sees_only_its_mark_opens_one_too(town):
    north = town.branches[0]
    backup = north.back_up()
    register(town, north, "Kalns")
    north.replica.round()
    for path in files_of(town, north, ".bin"):
        del town.share.files[path]

    north.restore(backup)
    done = north.replica.round()

    assert NEW_INCARNATION in {problem.code for problem in done.problems}


def test_a_restored_desk_that_sees_only_an_acknowledgement_opens_one_too(town):
    north, south, *_ = town.branches
    backup = north.back_up()
    register(town, north, "Kalns")
    north.replica.round()
    south.replica.round(once=True)
    for path in files_of(town, north, ".bin"):
        del town.share.files[path]
    north.mark.kept = None

    north.restore(backup)
    done = north.replica.round()

    assert NEW_INCARNATION in {problem.code for problem in done.problems}


def test_a_new_incarnation_leaps_ahead(town):
    north = town.branches[0]
    backup = north.back_up()
    register(town, north, "Kalns")
    north.replica.round()

    north.restore(backup)
    north.replica.round()
    after = register(town, north, "Liepa")

    assert unix_ms_of(after) >= north.clock.wall_ms()


def test_two_machines_that_write_as_one_are_named_and_neither_is_lost(town):
    """A copied database goes on beside the original, and neither sees the other until both have published."""
    north, south, *_ = town.branches
    copy = north.back_up()
    ours = register(town, north, "Kalns")
    north.replica.round()
    south.replica.round(once=True)

    for path in files_of(town, north, ".bin"):
        del town.share.files[path]
    town.now_ms += 60_000
    north.restore(copy)
    north.mark.kept = None
    hidden_from_itself(north)
    for name in ("Liepa", "Ozols", "Priede"):
        theirs = register(town, north, name)
        north.replica.round()
    done = south.replica.round(once=True)

    assert FORK in {problem.code for problem in done.problems}
    assert knows(south, ours)
    assert knows(south, theirs)


def test_a_side_of_a_fork_is_waited_for_until_all_of_it_is_there(town):
    """Synchronisers bring files in any order: the last of a side may be there before one in the middle."""
    north, south, *_ = town.branches
    copy = north.back_up()
    register(town, north, "Kalns")
    north.replica.round()
    south.replica.round(once=True)
    for path in files_of(town, north, ".bin"):
        del town.share.files[path]
    town.now_ms += 60_000
    north.restore(copy)
    north.mark.kept = None
    hidden_from_itself(north)
    theirs = []
    for name in ("Liepa", "Ozols", "Priede", "Egle"):
        theirs.append(register(town, north, name))
        north.replica.round()
    log = north.store.standing().log
    *_, late, _ = north.store.own_names(log)
    path = f"{log_folder(log)}/{late.file}"
    aside = town.share.files.pop(path)

    rounds = [south.replica.round(once=True) for _ in range(NAMED_AFTER)]
    assert [knows(south, patron) for patron in theirs] == [True, True, False, True]
    assert south.store.cursors()[log].at.sequence < late.first
    assert {problem.code for problem in rounds[-1].problems} == {FORK, MISSING_SEGMENT}
    assert {damaged.last for damaged in south.replica.reader.damaged()} == {late.last}

    town.share.files[path] = aside
    south.replica.round(once=True)

    assert all(knows(south, patron) for patron in theirs)
    assert south.store.cursors()[log].at == north.store.standing().end
    assert south.replica.reader.damaged() == ()


def hidden_from_itself(branch):
    """Keep a desk from seeing what would tell it that it was restored."""
    seen = branch.folder.names
    branch.folder.names = lambda path: [] if path.startswith("replicas") else seen(path)


def test_the_first_entry_of_the_roster_is_not_read_in_an_idle_round(town):
    north = town.branches[0]
    north.replica.round(once=True)
    reads = counting(north)

    for _ in range(5):
        north.replica.round(thorough=False)

    assert entry_file(1) not in reads


@pytest.mark.parametrize("names", ["the same", "others"])
def test_another_networks_folder_mounted_while_the_program_runs_is_refused(town, tmp_path, names):
    (tmp_path / "other").mkdir()
    other = World(4, tmp_path / "other", branches=3 if names == "the same" else 4)
    other.close()
    north = town.branches[0]
    north.replica.round(once=True)
    own, town.share.files = town.share.files, Files(other.share.files)
    patron = register(town, north, "Kalns")

    with pytest.raises(OtherNetwork):
        north.replica.round(thorough=False)
    assert town.share.files == other.share.files
    town.share.files = own
    north.replica.round(thorough=False)

    town.branches[1].replica.round(once=True)
    assert knows(town.branches[1], patron)


def test_a_head_that_was_counted_twice_is_taken_where_it_says_more(town):
    """A power cut after writing a head, and a share that shows an old copy of it: the counter is used again."""
    north, south, *_ = town.branches
    register(town, north, "Kalns")
    north.replica.round()
    south.replica.round(once=True)
    [path] = [path for path in files_of(town, north, ".bin") if is_newest(town, path, north)]
    patron = register(town, north, "Liepa")
    with north.database.writing() as connection:
        connection.execute("UPDATE own_log SET heads = heads - 1")
    town.share.files[path] = town.share.files[path][:-1] or [Written(b"", north.number, {}, {})]

    north.replica.round()
    south.replica.round(once=True)

    assert knows(south, patron)


def is_newest(town, path, branch):
    return path.endswith(slot_of(branch.store.standing().heads))


def test_what_weighs_too_much_for_one_segment_goes_out_in_several(town):
    """Long texts compress well, and a reader refuses to unfold more than it would ever hold."""
    north, south, *_ = town.branches
    note = "x" * (1 << 20)
    patrons = [register(town, north, f"N{n}") for n in range(24)]
    with north.database.writing() as connection:
        connection.executemany("UPDATE patron SET note = ? WHERE id = ?", [(note, patron) for patron in patrons])
        stamp(connection, ticks := Ticks.of(connection, north.clock.wall_ms()))
        ticks.keep(connection)

    north.replica.round()
    south.replica.round(once=True)

    notes = south.database.connection.execute("SELECT count(*) FROM patron WHERE note = ?", (note,)).fetchone()
    assert notes == (24,)
    assert len(files_of(town, north)) > 1


def newer(data):
    return data[:4] + b"\x00\x02" + data[6:]


def test_a_head_of_a_newer_format_is_named_and_the_others_are_read(town):
    north, south, east, *_ = town.branches
    north.replica.round(once=True)
    for path in files_of(town, north, ".bin"):
        town.share.files[path] = [Written(newer(town.share.files[path][-1].data), north.number, {}, {})]
    patron = register(town, east, "Liepa")
    east.replica.round()

    done = south.replica.round(once=True)

    assert {(problem.code, problem.replica) for problem in done.problems} == {("sync.format-too-new", north.number)}
    assert knows(south, patron)


def test_a_roster_of_a_newer_format_stops_the_round_with_a_sentence_and_loses_nothing(town):
    north, south, *_ = town.branches
    patron = register(town, north, "Kalns")
    town.share.write(entry_file(5), newer(town.share.files[entry_file(1)][-1].data), NOBODY)

    with pytest.raises(FormatTooNew):
        north.replica.round(once=True)
    assert north.store.waiting() > 0
    del town.share.files[entry_file(5)]
    town.settle()

    assert knows(south, patron)


def test_an_older_desk_amid_newer_ones_is_upgraded_and_holds_the_same(town, monkeypatch):
    """One desk is upgraded, knows a new table, and is read by those that do not; then they follow."""
    north, *others = town.branches
    with as_newer(monkeypatch, NEW_TABLES):
        north.restart()
        north.do(town.acting, lambda work: Done(record=star(work), touched=frozenset()))
        known = register(town, north, "Kalns")
        north.replica.round(once=True)
    for branch in others:
        branch.replica.round(once=True)
        register(town, branch, "Liepa")
        branch.replica.round(once=True)
    assert all(knows(branch, known) for branch in others)
    assert all(branch.database.connection.execute("SELECT tbl FROM parked").fetchall() for branch in others)

    with as_newer(monkeypatch, NEW_TABLES):
        for branch in others:
            branch.restart()
        town.settle()

        town.check()
        for branch in town.branches:
            assert branch.database.connection.execute("SELECT title, stars FROM constellation").fetchall() == [
                ("Bear", 7)
            ]


def star(work):
    row = work.ticks.draw()
    work.connection.execute("INSERT INTO constellation (id, title) VALUES (?, 'Bear')", (row,))
    work.connection.execute("UPDATE constellation SET stars = 7")
    return row
