"""One's own past, case by case: put back from a backup, copied, rolled back, emptied, replaced.

Each case ends with every desk holding the same, or stops publishing with one sentence; and whatever was ever written to
the folder uses no nonce, no position and no tick for two contents.
"""

from collections import defaultdict
from types import SimpleNamespace

import pytest

from app.db.log.capture import capture_off
from app.sync.errors import FolderUnreachable, Malformed, OtherNetwork
from app.sync.heads import Damaged, Head
from app.sync.justified import DAY_MS
from app.sync.layout import log_folder
from app.sync.past import forget_log
from app.sync.positions import LogId
from app.sync.problems import CLONE, NEW_INCARNATION
from app.sync.segments import parse_name, read_segment
from tests.sim.branch import FAST, HOUR_MS
from tests.sim.files import Files
from tests.sim.world import World
from tests.sync.test_replica import register

NONCE = slice(20, 44)


@pytest.fixture
def town(tmp_path):
    """Three branches, all files ever written to their folder, and what the first had done when it was backed up."""
    world = World(3, tmp_path, branches=3, clocks_lie=False, copies=True, replica=calm)
    world.share.calm = True
    world.settle()
    written, write = [], world.share.write
    world.share.write = lambda path, data, writer: (written.append((path, data)), write(path, data, writer))
    north, south, west = world.branches
    town = SimpleNamespace(world=world, written=written, north=north, south=south, west=west, done=[])
    work(town, north, "Ahead of the backup")
    rounds(world)
    yield town
    world.close()


def calm(branch):
    branch.replica.rows_max = branch.replica.keeping.rows_max = lambda: 20_000


def rounds(world, count=2):
    for _ in range(count):
        world.now_ms += 60_000
        for branch in world.branches:
            branch.replica.round(once=True)


def used_once(town, *, positions=True):
    """Hold everything ever written to: one content a nonce, a position, a tick."""
    nonces, links, changes = defaultdict(set), defaultdict(set), defaultdict(set)
    for path, data in town.written:
        if data is None:
            continue
        nonces[data[NONCE]].add(data)
        if (name := parse_name(path.rpartition("/")[2])) is not None:
            for sealing in sealings(town.world, path, name, data):
                links[path.split("/")[1], path.split("/")[2], sealing.end.sequence].add(sealing.end.link)
                for group in sealing.changes.groups:
                    for row, tick, *values in group.rows():
                        changes[tick].add((group.kind, group.table, group.unit, row, *values))
    assert len(nonces) > 5
    assert [contents for contents in nonces.values() if len(contents) > 1] == []
    assert len(links) > 1
    if positions:
        assert [contents for contents in links.values() if len(contents) > 1] == []
    assert [contents for contents in changes.values() if len(contents) > 1] == []


def sealings(world, path, name, data):
    _, number, incarnation, _ = path.split("/")
    keys = world.keys[int(number)]
    log = LogId(int(number), int(incarnation, 16))
    return read_segment(data, name, log, verify_key=keys.sign_key, network_keys=keys.network_keys).sealings


def work(town, branch, name):
    """Do what nobody may lose."""
    register(town.world, branch, name)
    town.done.append(name)


def knows(branch, name):
    """A tick may be drawn anew before anybody has seen it, so a patron is known by name."""
    return branch.database.connection.execute("SELECT 1 FROM patron WHERE family = ?", (name,)).fetchone() is not None


def lacking(town):
    """Return what was done and some desk does not know."""
    return [(branch.number, name) for branch in town.world.branches for name in town.done if not knows(branch, name)]


def own_files(town, branch):
    return {
        path: list(writings)
        for path, writings in town.world.share.files.items()
        if path.startswith(f"replicas/{branch.number:04d}/")
    }


# Put back from a backup.


def the_database(town, backup):
    town.north.restore(backup.database)


def the_home(town, backup):
    """A disk image that is rolled back is the same: nothing on the disk remembers."""
    town.north.restore(backup.database)
    town.north.mark.kept = backup.mark


def the_home_and_its_synced_folder(town, backup):
    the_home(town, backup)
    for path in own_files(town, town.north):
        del town.world.share.files[path]
    town.world.share.files.update(backup.files)


@pytest.mark.parametrize("contact", [True, False], ids=["with contact", "without contact"])
@pytest.mark.parametrize("put_back", [the_database, the_home, the_home_and_its_synced_folder])
def test_a_desk_put_back_from_a_backup_goes_on_in_a_log_of_its_own(town, put_back, contact):
    world, north = town.world, town.north
    backup = SimpleNamespace(database=north.back_up(), mark=north.mark.kept, files=own_files(town, north))
    work(town, north, "Published after it")
    rounds(world)
    world.now_ms += 2 * FAST.others_ms  # By now a checkpoint holds it, whatever else is lost.
    rounds(world)
    register(world, north, "Never published")
    incarnations = len(north.store.own_logs())
    world.now_ms += 60_000

    put_back(town, backup)
    calm(north)
    north.folder.reachable, world.share.calm = contact, contact
    work(town, north, "Before the first contact")
    if not contact:
        with pytest.raises(FolderUnreachable):
            north.replica.round()
    north.folder.reachable = world.share.calm = True
    done = north.replica.round()

    assert NEW_INCARNATION in {problem.code for problem in done.problems}
    rounds(world, 3)
    assert len(north.store.own_logs()) == incarnations + 1
    assert lacking(town) == []
    assert not knows(north, "Never published")  # With its database it is gone.
    world.settle()
    world.check()
    used_once(town)


def test_a_desk_put_back_and_left_on_for_days_draws_no_tick_again(town):
    """Its clock drives the ticks when it starts, and is left out eleven days later, in the same session."""
    world, north = town.world, town.north
    north.clock.offset_ms -= 300_000  # Behind the others', so the last tick known drives the next one.
    backup = SimpleNamespace(database=north.back_up(), mark=north.mark.kept)
    work(town, north, "Published after it")
    rounds(world)

    north.clock.offset_ms += 300_000
    the_home(town, backup)
    calm(north)
    north.folder.reachable = False
    world.now_ms += 11 * DAY_MS
    work(town, north, "After eleven days, before the first contact")
    north.folder.reachable = True
    rounds(world, 3)

    world.settle()
    assert lacking(town) == []
    world.check()
    used_once(town)


def test_the_first_round_of_a_session_looks_at_ones_own_past_however_little_it_does(town):
    """A head is published, too: one that says less than the last would hide what others have read."""
    north = town.north
    backup = SimpleNamespace(database=north.back_up(), mark=north.mark.kept)
    work(town, north, "Published after it")
    rounds(town.world)

    the_home(town, backup)
    calm(north)
    done = north.replica.round(thorough=False)

    assert NEW_INCARNATION in {problem.code for problem in done.problems}
    rounds(town.world)
    assert lacking(town) == []
    used_once(town)


def test_a_cell_that_was_altered_is_not_published_again_as_ones_own(town):
    """The desk opens a new log before anybody has rebuilt it, and one of the others has not read the former yet."""
    world, north, west = town.world, town.north, town.west
    world.branches.remove(west)
    work(town, north, "Before the disk failed")
    rounds(world)
    with north.database.writing() as connection, capture_off(connection):
        connection.execute("UPDATE patron SET given = 'X' WHERE family = 'Before the disk failed'")
    world.now_ms += HOUR_MS
    rounds(world)
    assert {one.table for one in north.row_check.differences()} == {"patron"}

    forget_log(north.mark, north.number)
    assert NEW_INCARNATION in {problem.code for problem in north.replica.round(once=True).problems}
    world.branches.append(west)
    rounds(world, 3)

    assert lacking(town) == []
    for branch in world.branches:
        assert branch.database.connection.execute("SELECT 1 FROM patron WHERE given = 'X'").fetchone() is None
    world.settle()
    world.check()
    used_once(town)
    assert north.row_check.differences() == []


def test_a_segment_of_its_own_that_stands_without_a_head_shows_it_too(town):
    north, world = town.north, town.world
    backup = SimpleNamespace(database=north.back_up(), mark=north.mark.kept)
    heads = {path: list(writings) for path, writings in own_files(town, north).items() if path.endswith(".bin")}
    register(world, north, "Published, and the power failed before the head")
    north.replica.round()
    world.share.files.update(heads)
    world.now_ms += 60_000

    the_home(town, backup)
    calm(north)
    work(town, north, "Afterwards")
    done = north.replica.round()

    assert NEW_INCARNATION in {problem.code for problem in done.problems}
    rounds(world)
    assert lacking(town) == []
    used_once(town)


def test_a_desk_put_back_before_it_published_anything_new_goes_on_as_it_was(town):
    backup, incarnations = town.north.back_up(), len(town.north.store.own_logs())
    register(town.world, town.north, "Never published")
    town.world.now_ms += 60_000

    town.north.restore(backup)
    calm(town.north)
    work(town, town.north, "Afterwards")
    rounds(town.world)

    assert len(town.north.store.own_logs()) == incarnations
    assert lacking(town) == []
    used_once(town)


# Copied.


def test_a_copied_disk_is_told_at_both_and_loses_nothing_when_one_gets_another_number(town):
    world, north = town.world, town.north
    twin = world.copies.copy(north)
    calm(twin)
    told = set()
    for turn in range(4):
        world.now_ms += HOUR_MS // 4
        for branch in (north, twin):
            work(town, branch, f"Turn {turn}")
            world.now_ms += 1000
            problems = branch.replica.round(once=True).problems
            told |= {branch is twin for problem in problems if problem.code == CLONE}
        rounds(world, 1)
    assert told == {False, True}

    world.copies.end()
    calm(twin)
    work(town, twin, "Under its own number")
    for _ in range(6):  # It lays its segments together, and lets go of them, like anybody else.
        world.now_ms += FAST.repack_ms
        rounds(world, 1)

    assert twin.number != north.number
    assert lacking(town) == []
    world.settle()
    world.check()
    used_once(town, positions=False)  # What both wrote at one position is a fork, and both sides are read.


# What happens to the folder.


def test_a_share_rolled_back_is_filled_again(town):
    world = town.world
    earlier = {path: list(writings) for path, writings in world.share.files.items()}
    for branch in world.branches:
        work(town, branch, "Since the copy")
    rounds(world, 1)
    logs = [branch.store.own_logs() for branch in world.branches]

    world.share.files = Files(earlier)
    rounds(world)

    assert [branch.store.own_logs() for branch in world.branches] == logs
    assert lacking(town) == []
    for branch in world.branches:  # Whoever comes later finds all of it again.
        for name in branch.store.own_names(branch.store.standing().log):
            assert f"{log_folder(branch.store.standing().log)}/{name.file}" in world.share.sizes()
    world.settle()
    world.check()
    used_once(town)


@pytest.mark.parametrize("what", ["emptied", "another network's"])
def test_a_share_emptied_or_replaced_stops_publishing_with_one_sentence(town, tmp_path, what):
    world, north = town.world, town.north
    instead, error = {}, FolderUnreachable
    if what != "emptied":
        (tmp_path / "other").mkdir()
        other = World(4, tmp_path / "other", branches=3)
        other.close()
        instead, error = other.share.files, OtherNetwork
    own, world.share.files = world.share.files, Files(instead)
    work(town, north, "Meanwhile")
    for branch in world.branches:
        with pytest.raises(error):
            branch.replica.round(once=True)
        with pytest.raises(error):
            branch.replica.round()
    assert world.share.files == instead
    assert north.store.waiting() > 0

    world.share.files = own
    rounds(world)

    assert lacking(town) == []
    world.settle()
    world.check()
    used_once(town)


ROUNDS = ({}, {"thorough": False}, {"once": True})


def unreadable(branch):
    """Another program holds every entry, or the disk behind the share fails."""
    read = branch.folder.read
    branch.folder.read = lambda path, **limit: None if path.startswith("roster/") else read(path, **limit)


def torn(branch):
    read = branch.folder.read
    branch.folder.read = lambda path, **limit: (
        (read(path, **limit) or b"")[:40] if path.startswith("roster/") else read(path, **limit)
    )


def omitted(branch):
    names = branch.folder.names
    branch.folder.names = lambda path: [] if path == "roster" else names(path)
    unreadable(branch)


def all_but_a_stranger_omitted(branch):
    omitted(branch)
    names = branch.folder.names
    branch.folder.names = lambda path: ["000002 (conflict).bin"] if path == "roster" else names(path)


@pytest.mark.parametrize("spoil", [unreadable, torn, omitted, all_but_a_stranger_omitted])
def test_nothing_is_written_to_a_folder_that_cannot_be_proved(town, spoil):
    world = town.world
    for branch in world.branches:
        work(town, branch, "Meanwhile")
        spoil(branch)
    before = dict(world.share.files)

    for kind in ROUNDS * 4:
        world.now_ms += HOUR_MS
        for branch in world.branches:
            with pytest.raises(FolderUnreachable):
                branch.replica.round(**kind)

    assert world.share.files == before
    assert all(branch.store.waiting() > 0 for branch in world.branches)
    for branch in world.branches:
        branch.folder.__dict__.pop("read")
        branch.folder.__dict__.pop("names", None)
    rounds(world)
    assert lacking(town) == []
    assert [branch.store.waiting() for branch in world.branches] == [0, 0, 0]
    used_once(town)


def test_a_deed_in_the_midst_of_an_idle_round_waits_for_a_folder_that_is_proved(town):
    """The round has begun with nothing to publish, so it has proved nothing yet."""
    north, world = town.north, town.world
    read = north.folder.read

    def at_work(path, **limit):
        if path.startswith("replicas/") and "In the midst" not in town.done:
            work(town, north, "In the midst")
        return read(path, **limit)

    north.folder.read = at_work
    unreadable(north)
    before = dict(world.share.files)

    with pytest.raises(FolderUnreachable):
        north.replica.round(thorough=False)

    assert world.share.files == before
    assert north.store.waiting() > 0


def test_no_segment_is_written_again_to_a_folder_that_is_not_proved(town):
    north, files = town.north, town.world.share.files
    log = north.store.standing().log
    first, last, _ = north.store.own_names(log)[-1]
    head = Head(incarnation=1, counter=1, wall_ms=0, sequence=0, link=bytes(16), damaged=(Damaged(*log, first, last),))
    unreadable(north)
    before = dict(files)

    with pytest.raises(FolderUnreachable):
        north.replica.repairing.repair(north.store, north.replica.keys, [head])

    assert files == before


def test_no_entry_is_written_again_to_a_folder_that_is_not_proved(town, tmp_path):
    """An idle round writes nothing else; the first entry of the other network is not there for a moment."""
    world = town.world
    (tmp_path / "other").mkdir()
    other = World(4, tmp_path / "other", branches=3)
    other.close()
    instead = {path: written for path, written in other.share.files.items() if path != "roster/000001.bin"}
    rounds(world)
    world.share.files = Files(instead)

    for _ in range(5):
        for branch in world.branches:
            branch.replica.round(thorough=False)

    assert world.share.files == instead


def test_what_is_used_twice_would_be_found(town):
    """The check of this page sees what it looks for."""
    path, data = next((path, data) for path, data in town.written if path.endswith(".seg"))
    town.written.append((path, data[:-1] + bytes([data[-1] ^ 1])))

    with pytest.raises((AssertionError, Malformed)):
        used_once(town)
