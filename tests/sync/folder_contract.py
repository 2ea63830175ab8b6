"""What every shared folder keeps, and what desks make of one that behaves as folders do in life.

One suite: a subclass says what the folder is (`share`), and every case is tried on it. A share is what a desk sees
(`port`), and what somebody else does to it, past the program: `put`, `drop`, `bytes_of`, `paths`, `make_folder`.
"""

import pytest

from app.desk.patrons import register_patron
from app.sync.errors import FolderFull, FolderReadOnly, FolderUnreachable
from app.sync.pace import ROWS_AT_EASE
from app.sync.problems import MISSING_SEGMENT, UNREADABLE_HEAD, UNREADABLE_SEGMENT
from tests.sim.world import World

STRANGE_NAMES = (
    "~$%s", "._%s", ".%s.swp", "%s.tmp", "%s.0011223344556677.tmp", "%s~", "Copy of %s", "~syncthing~%s.tmp",
    ".syncthing.%s.tmp", "%s.!sync", "desktop.ini", "Thumbs.db", ".DS_Store", ".stfolder",
    "{stem}.sync-conflict-20260101-120000-ABCDEFG{suffix}", "{stem} (conflicted copy 2026-01-01){suffix}",
    "{stem} (Anna's conflicted copy){suffix}", "{stem}-DESKTOP-7{suffix}", "{stem} - Copy{suffix}", "{stem} (1){suffix}",
    "{stem}_conflict-20260101{suffix}",
)  # fmt: skip
"""What Office, Windows, macOS, Syncthing, Dropbox, OneDrive and Nextcloud leave beside a file."""


def strange_names(name):
    stem, dot, suffix = name.rpartition(".")
    for pattern in STRANGE_NAMES:
        yield pattern.replace("%s", name).replace("{stem}", stem or name).replace("{suffix}", f"{dot}{suffix}" if stem else "")  # fmt: skip


class Meddled:
    """A port with somebody between it and the folder: each hook may answer in its place."""

    def __init__(self, port):
        self.port = port
        self.before_write = self.before_any = lambda path: None
        self.names_of = lambda names, path: names
        self.read_of = lambda data, path: data

    def names(self, path):
        self.before_any(path)
        return self.names_of(self.port.names(path), path)

    def read(self, path, *, bytes_max):
        self.before_any(path)
        return self.read_of(self.port.read(path, bytes_max=bytes_max), path)

    def read_start(self, path, count):
        self.before_any(path)
        return self.port.read_start(path, count)

    def write_new(self, path, data):
        self.before_any(path)
        self.before_write(path)
        self.port.write_new(path, data)

    def replace(self, path, data):
        self.before_any(path)
        self.before_write(path)
        self.port.replace(path, data)


class FolderContract:
    """The port by itself, then three desks around it."""

    @pytest.fixture
    def share(self):
        raise NotImplementedError

    # The port.

    def test_a_file_that_is_written_can_be_read_and_is_listed(self, share):
        share.port.write_new("replicas/0034/aa/one.seg", b"whole")

        assert share.port.read("replicas/0034/aa/one.seg", bytes_max=5) == b"whole"
        assert share.port.names("replicas") == ["0034"]
        assert share.port.names("replicas/0034/aa") == ["one.seg"]

    def test_a_file_that_is_not_there_is_none(self, share):
        assert share.port.read("replicas/0034/aa/one.seg", bytes_max=5) is None

    def test_a_folder_that_is_not_there_has_no_names(self, share):
        assert share.port.names("replicas/0034") == []

    def test_a_file_that_is_too_long_is_not_read(self, share):
        share.port.write_new("roster/000001.bin", b"too long")

        assert share.port.read("roster/000001.bin", bytes_max=7) is None

    def test_of_any_file_the_first_bytes_can_be_read(self, share):
        share.port.write_new("replicas/0034/aa/one.seg", b"LSEG and more")

        assert share.port.read_start("replicas/0034/aa/one.seg", 4) == b"LSEG"
        assert share.port.read_start("replicas/0034/aa/one.seg", 99) == b"LSEG and more"
        assert share.port.read_start("replicas/0034/aa/two.seg", 4) == b""

    def test_a_slot_is_replaced_and_leaves_nothing_beside_it(self, share):
        share.port.replace("replicas/0034/aa/head-a.bin", b"first, and longer")
        share.port.replace("replicas/0034/aa/head-a.bin", b"second")

        assert share.port.read("replicas/0034/aa/head-a.bin", bytes_max=99) == b"second"
        assert share.port.names("replicas/0034/aa") == ["head-a.bin"]

    def test_a_file_that_is_written_again_is_the_same(self, share):
        for _ in range(2):
            share.port.write_new("replicas/0034/aa/one.seg", b"whole")

        assert share.port.names("replicas/0034/aa") == ["one.seg"]

    def test_names_are_sorted(self, share):
        for name in ("b.bin", "a.bin", "c.bin"):
            share.port.write_new(f"requests/{name}", b"x")

        assert share.port.names("requests") == ["a.bin", "b.bin", "c.bin"]

    def test_an_empty_file_is_a_file(self, share):
        share.port.write_new("requests/empty.bin", b"")

        assert share.port.read("requests/empty.bin", bytes_max=9) == b""

    def test_every_byte_comes_back(self, share):
        data = bytes(range(256)) * 4_096

        share.port.write_new("requests/long.bin", data)

        assert share.port.read("requests/long.bin", bytes_max=len(data)) == data

    def test_a_folder_where_a_file_should_be_is_no_file(self, share):
        share.make_folder("roster/000001.bin")

        assert share.port.read("roster/000001.bin", bytes_max=9) is None

    def test_a_file_where_a_folder_should_be_has_no_names(self, share):
        share.put("replicas/0034", b"somebody's notes")

        assert share.port.names("replicas/0034") == []
        assert share.port.read("replicas/0034/aa/head-a.bin", bytes_max=9) is None

    def test_what_others_write_is_seen(self, share):
        share.put("requests/one.bin", b"one")
        assert share.port.read("requests/one.bin", bytes_max=9) == b"one"

        share.put("requests/one.bin", b"other")
        assert share.port.read("requests/one.bin", bytes_max=9) == b"other"

        share.drop("requests/one.bin")
        assert share.port.read("requests/one.bin", bytes_max=9) is None

    # Three desks around it.

    @pytest.fixture
    def town(self, share, tmp_path):
        (tmp_path / "town").mkdir()
        world = World(5, tmp_path / "town", branches=3)
        world.share.calm = True
        for path, written in world.share.files.items():
            share.put(path, written[-1].data)
        for branch in world.branches:
            branch.folder = branch.replica.folder = branch.replica.reader.folder = Meddled(share.port)
            branch.replica.rows_max = lambda: ROWS_AT_EASE
            branch.clock.offset_ms = 0  # An id that is drawn anew could not be looked for.
        settle(world)
        yield world
        world.close()

    def test_a_deed_at_each_desk_is_soon_at_all(self, town):
        patrons = [register(town, branch, f"N{branch.number}") for branch in town.branches]

        settle(town)

        assert all(knows(branch, patron) for branch in town.branches for patron in patrons)

    def test_a_partial_file_is_not_there_yet(self, share, town):
        north, south, _ = town.branches
        patron, path = published(town, share, north)
        whole = share.bytes_of(path)

        for length in (0, 1, 60, len(whole) // 2, len(whole) - 1):
            share.put(path, whole[:length])
            assert problems(south) <= {UNREADABLE_SEGMENT}
            assert not knows(south, patron)
        share.put(path, whole)
        settle(town)

        assert knows(south, patron)

    def test_a_partial_head_leaves_the_other_slot(self, share, town):
        north, south, _ = town.branches
        first, _ = published(town, share, north)
        slots = {path: share.bytes_of(path) for path in files_of(share, north, ".bin")}
        second, _ = published(town, share, north)
        [torn] = [path for path in files_of(share, north, ".bin") if share.bytes_of(path) != slots.get(path)]
        whole = share.bytes_of(torn)

        share.put(torn, whole[:100])
        assert problems(south) <= {UNREADABLE_HEAD}
        assert (knows(south, first), knows(south, second)) == (True, False)
        share.put(torn, whole)
        settle(town)

        assert knows(south, second)

    def test_a_late_file_is_waited_for_and_named(self, share, town):
        north, south, east = town.branches
        patron, path = published(town, share, north)
        whole = share.bytes_of(path)
        share.drop(path)
        other, _ = published(town, share, east)

        assert problems(south) == {MISSING_SEGMENT}
        assert (knows(south, patron), knows(south, other)) == (False, True)
        share.put(path, whole)
        settle(town)

        assert knows(south, patron)

    def test_files_that_come_in_another_order_wait_for_the_first(self, share, town):
        north, south, _ = town.branches
        made = [published(town, share, north) for _ in range(3)]
        kept = {path: share.bytes_of(path) for _, path in made}
        for path in kept:
            share.drop(path)

        seen = []
        for path in reversed(kept):
            share.put(path, kept[path])
            problems(south)
            seen.append([knows(south, patron) for patron, _ in made])

        assert seen == [[False] * 3, [False] * 3, [True] * 3]

    def test_an_older_copy_of_a_head_takes_nothing_back(self, share, town):
        north, south, _ = town.branches
        published(town, share, north)
        old = {path: share.bytes_of(path) for path in files_of(share, north, ".bin")}
        patron, _ = published(town, share, north)
        problems(south)
        new = {path: share.bytes_of(path) for path in files_of(share, north, ".bin")}

        for path, data in old.items():
            share.put(path, data)
        problems(south)
        assert knows(south, patron)
        for path, data in new.items():
            share.put(path, data)
        after, _ = published(town, share, north)
        settle(town)

        assert knows(south, after)

    def test_a_file_that_comes_twice_is_merged_once(self, share, town):
        north, south, _ = town.branches
        patron, path = published(town, share, north)
        problems(south)
        share.put(path, share.bytes_of(path))

        assert south.replica.round(once=True).merged == 0
        assert knows(south, patron)

    def test_a_listing_that_omits_hides_nothing_that_a_head_names(self, share, town):
        north, south, _ = town.branches
        south.folder.names_of = lambda names, path: [name for name in names if not name.endswith(".seg")]

        patron, _ = published(town, share, north)

        assert problems(south) == set()
        assert knows(south, patron)

    def test_a_listing_that_omits_a_desk_only_delays_it(self, share, town):
        north, south, _ = town.branches
        patron, _ = published(town, share, north)
        south.restart()
        south.folder = south.replica.folder = south.replica.reader.folder = Meddled(share.port)
        south.folder.names_of = lambda names, path: [] if path.startswith("replicas") else names
        problems(south)
        assert not knows(south, patron)

        south.folder.names_of = lambda names, path: names
        problems(south)

        assert knows(south, patron)

    def test_a_listing_that_lags_shows_the_roster_late_and_loses_no_member(self, share, town):
        north, south, _ = town.branches
        south.folder.names_of = lambda names, path: names[:1] if path == "roster" else names

        patron, _ = published(town, share, north)
        problems(south)

        assert knows(south, patron)

    def test_conflict_copies_and_strangers_files_change_nothing(self, share, town):
        north, south, _ = town.branches
        patron, path = published(town, share, north)
        problems(south)
        for known in share.paths():
            parent, _, name = known.rpartition("/")
            for strange in strange_names(name):
                share.put(f"{parent}/{strange}", share.bytes_of(known)[::-1])

        other, _ = published(town, share, north)
        settle(town)

        assert problems(south) == set()
        assert all(knows(branch, one) for branch in town.branches for one in (patron, other))
        assert share.bytes_of(path)

    def test_strangers_folders_change_nothing(self, share, town):
        north, south, _ = town.branches
        for name in ("9999", "0034 (conflicted copy)", "0000", "abcd", ".stversions", f"{north.number:04d}~"):
            share.make_folder(f"replicas/{name}/000000000000000a")
            share.put(f"replicas/{name}/000000000000000a/head-a.bin", b"x")
        share.make_folder(f"replicas/{north.number:04d}/New folder")
        share.make_folder(f"replicas/{north.number:04d}/ffffffffffffffff")
        share.make_folder("roster/000009.bin")

        patron, _ = published(town, share, north)
        settle(town)

        assert knows(south, patron)

    def test_a_file_where_a_desks_folder_should_be_stops_nobody(self, share, town):
        north, south, _ = town.branches
        share.put(f"replicas/{north.number:04d}/000000000000000b", b"notes")
        share.make_folder(f"{files_of(share, north)[0].rpartition('/')[0]}/000000000999-000000000999-{'a' * 32}.seg")

        patron, _ = published(town, share, north)
        settle(town)

        assert knows(south, patron)

    def test_no_two_names_differ_in_case_alone(self, share, town):
        for branch in town.branches:
            published(town, share, branch)
        settle(town)
        ours = [path for path in share.paths() if not path.startswith(("requests", "welcome"))]

        assert all(path == path.lower() for path in ours)
        assert len({path.casefold() for path in ours}) == len(ours)

    def test_a_folder_that_may_only_be_read_is_read_and_deeds_wait(self, share, town):
        north, south, _ = town.branches
        patron, _ = published(town, share, north)
        own = register(town, south, "Waits")
        south.folder.before_write = raising(FolderReadOnly)

        with pytest.raises(FolderReadOnly):
            south.replica.round()
        assert knows(south, patron)
        assert south.store.waiting() > 0
        south.folder.before_write = lambda path: None
        settle(town)

        assert knows(north, own)

    def test_a_full_disk_loses_nothing_and_repeats_nothing(self, share, town):
        north, south, _ = town.branches
        for fails_at in range(3):
            own = register(town, north, f"Full{fails_at}")
            writes = iter(range(99))
            north.folder.before_write = lambda path, n=fails_at, w=writes: raising(FolderFull)(path) if next(w) >= n else None  # fmt: skip
            if fails_at < 2:
                with pytest.raises(FolderFull):
                    north.replica.round()
            north.folder.before_write = lambda path: None
            settle(town)
            assert knows(south, own)

    def test_a_folder_that_vanishes_while_it_is_written_comes_back_to_the_same(self, share, town):
        north, south, _ = town.branches
        for fails_at in range(6):
            patron = register(town, north, f"Gone{fails_at}")
            calls = iter(range(99))
            north.folder.before_any = lambda path, n=fails_at, c=calls: raising(FolderUnreachable)(path) if next(c) >= n else None  # fmt: skip
            with pytest.raises(FolderUnreachable):
                north.replica.round()
            north.folder.before_any = lambda path: None
            settle(town)
            assert knows(south, patron)

    def test_stalls_of_ten_seconds_delay_and_do_no_more(self, share, town):
        north, south, _ = town.branches
        stalls = []

        def stall(path):
            stalls.append(path)
            town.now_ms += 10_000

        for branch in town.branches:
            branch.folder.before_any = stall
        patron = register(town, north, "Slow")
        settle(town)

        assert knows(south, patron)
        assert len(stalls) > 10

    def test_a_share_that_is_not_mounted_is_unreachable_and_what_comes_back_is_the_same(self, share, town):
        north, south, _ = town.branches
        patron = register(town, north, "Away")
        kept = {path: share.bytes_of(path) for path in share.paths()}
        rows = [branch.digest() for branch in town.branches]

        for path in kept:
            share.drop(path)
        for branch in town.branches:
            with pytest.raises(FolderUnreachable):
                branch.replica.round(once=True)
        assert [branch.digest() for branch in town.branches] == rows
        for path, data in kept.items():
            share.put(path, data)
        settle(town)

        assert knows(south, patron)


def raising(error):
    def fail(path):
        raise error(folder="")

    return fail


def settle(town):
    """Let everybody read and write, a minute apart; then all hold the same."""
    for _ in range(3):
        town.now_ms += 60_000
        for branch in town.branches:
            branch.replica.round(once=True)
    assert len({branch.digest() for branch in town.branches}) == 1


def register(town, branch, name):
    return branch.do(town.acting, lambda work: register_patron(work, given="Ā", family=name)).record.patron


def published(town, share, branch):
    """Register somebody and publish; return the patron and the path of the new segment."""
    before = set(files_of(share, branch))
    patron = register(town, branch, "Kalns")
    branch.replica.round(once=True)
    [path] = set(files_of(share, branch)) - before
    return patron, path


def files_of(share, branch, suffix=".seg"):
    ours = (f"replicas/{branch.number:04d}/{name:016x}/" for _, name in branch.store.own_logs())
    inside = tuple(ours)
    return [path for path in share.paths() if path.startswith(inside) and path.endswith(suffix) and path.count(".") == 1]  # fmt: skip


def problems(branch):
    """Look at everything, often enough for what is wrong to be named."""
    return {problem.code for _ in range(5) for problem in branch.replica.round(once=True).problems}


def knows(branch, patron):
    return branch.database.connection.execute("SELECT 1 FROM patron WHERE id = ?", (patron,)).fetchone() is not None
