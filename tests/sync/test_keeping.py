"""Checkpoints written, verified and loaded; segments laid together and let go: in particular situations."""

from dataclasses import replace

import pytest

from app.db.state.keeping import compare_state
from app.desk.outcome import Done
from app.desk.records import Title
from app.sync import keeping
from app.sync.dating import next_name
from app.sync.images import Images
from app.sync.keeping import WANTED, Cadence, Keeping
from app.sync.layout import log_folder
from app.sync.problems import CHECKPOINT_DIFFERS, UNREADABLE_CHECKPOINT
from app.sync.registrar import retirement
from app.sync.verified import parse_checkpoint, parse_ok
from tests.sim.branch import FAST, HOUR_MS, Crash
from tests.sim.files import Written
from tests.sim.membership import MembershipTown
from tests.sim.world import World
from tests.sync.test_replica import knows, register

SELDOM = Cadence(
    write_ms=1 << 60, others_ms=1 << 60, again_ms=0, verify_spread_ms=0, repack_ms=1 << 60, active_ms=4 * HOUR_MS
)


@pytest.fixture
def town(tmp_path):
    """Four branches that have read everything, one more to come; checkpoints only where a test asks for one."""
    world = World(3, tmp_path, branches=4, newcomers=1, clocks_lie=False, replica=calm)
    world.share.calm = True
    for n in range(3):  # Whoever has not seen others' clocks go takes nothing away.
        for branch in world.branches:
            register(world, branch, f"N{n}")
            branch.replica.round(once=True)
    rounds(world, 1)
    yield world
    world.close()


def calm(branch):
    branch.clock.offset_ms = 0  # A desk whose clock is too far from the others' takes nothing away.
    branch.replica.rows_max = branch.replica.keeping.rows_max = lambda: 20_000
    branch.replica.keeping.cadence = SELDOM


def newcomer(town):
    town.newcomer()
    return town.branches[-1]


def names(town, suffix):
    return sorted(path for path in town.share.sizes() if path.endswith(suffix))


def write(branch):
    branch.store.noted_ms(WANTED, 0)
    return branch.replica.round(once=True).checkpoint


def verified_checkpoint(town, by=0, verifier=1):
    """Have one branch write a checkpoint and another verify it; nobody else has looked since."""
    path = write(town.branches[by])
    assert path in names(town, ".ckpt")
    town.branches[verifier].replica.round(once=True)
    assert [parse_ok(name.rpartition("/")[2]).verifier for name in names(town, ".ok")] == [
        town.branches[verifier].number
    ]
    return path


def rounds(town, count=2, without=None):
    for _ in range(count):
        for branch in town.branches:
            if branch is not without:
                branch.replica.round(once=True)


def test_a_checkpoint_counts_when_a_second_member_has_verified_it(town):
    north, south, *_ = town.branches
    write(north)
    north.replica.round(once=True)
    assert north.replica.keeping.survey.verified() == []

    south.replica.round(once=True)
    north.replica.round(once=True)

    assert len(north.replica.keeping.survey.verified()) == 1


def test_it_is_verified_while_everybody_goes_on(town):
    """A deed at every branch before and after every round: nobody is ever at the positions of anybody else."""
    write(town.branches[0])
    for n in range(3):
        for branch in town.branches:
            register(town, branch, f"N{n}")
            branch.replica.round(once=True)
            register(town, branch, f"M{n}")

    assert names(town, ".ok")


def test_a_deed_at_the_moment_of_comparing_only_delays(town):
    north, south, *_ = town.branches
    path = write(north)
    compare = south.replica.keeping.images.compare

    def busy(*given):
        register(town, south, "Kalns")
        return compare(*given)

    south.replica.keeping.images.compare = busy
    south.replica.round(once=True)
    assert names(town, ".ok") == []

    del south.replica.keeping.images.compare
    south.replica.round(once=True)
    assert names(town, ".ok") != []
    assert path in names(town, ".ckpt")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE patron SET phone = 'x' WHERE id = (SELECT min(id) FROM patron)",
        "DELETE FROM item WHERE id = (SELECT min(id) FROM item)",
        "INSERT INTO tombstone VALUES ('patron', 1, 1)",
        "INSERT INTO clock VALUES ('patron', 1, 'phone', 5)",
        "INSERT INTO parked VALUES ('comet', 1, 'tail', 5, 'unknown', x'93019090')",
        "INSERT INTO verdict VALUES ('lent_twice', '1', '[]')",
    ],
)
def test_a_checkpoint_of_other_rows_is_named_and_counts_for_nothing(town, damage):
    north, south, *_ = town.branches
    with north.database.writing() as connection:
        connection.execute("UPDATE capture SET off = 1")
        connection.execute(damage)
        connection.execute("UPDATE capture SET off = 0")
    write(north)

    done = south.replica.round(once=True)

    assert [problem.code for problem in done.problems] == [CHECKPOINT_DIFFERS]
    assert names(town, ".ok") == []


def test_a_newcomer_begins_with_the_checkpoint(town):
    """Not one segment stands in the folder any more; it becomes one of them all the same."""
    patron = register(town, town.branches[2], "Kalns")
    rounds(town)
    verified_checkpoint(town)
    rounds(town)
    assert names(town, ".seg") == []
    after = register(town, town.branches[1], "Liepa")
    town.branches[1].replica.round(once=True)

    came = newcomer(town)
    came.replica.round(once=True)

    assert knows(came, patron)
    assert knows(came, after)
    assert came.store.standing().log.replica == came.number
    mine = register(town, came, "Ozols")
    rounds(town)
    assert all(knows(branch, mine) for branch in town.branches)
    check_equal(town)


def check_equal(town):
    assert len({branch.digest() for branch in town.branches}) == 1
    for branch in town.branches:
        with branch.database.writing() as connection:
            assert compare_state(connection) == []


def test_a_newcomer_that_has_begun_to_work_loses_nothing(town):
    """It registered somebody before it ever reached the folder: its rows and the checkpoint's become one."""
    verified_checkpoint(town)
    rounds(town)

    came = newcomer(town)
    own = came.do(town.acting, a_title).record
    came.replica.round(once=True)
    rounds(town)

    find = "SELECT 1 FROM title WHERE id = ?"
    assert all(branch.database.connection.execute(find, (own,)).fetchone() for branch in town.branches)
    check_equal(town)


def a_title(work):
    row = work.add(Title(title="Kalns", author="", isbn="", publisher="", year="", language=""))
    return Done(record=row, touched=frozenset())


def away(town, branch):
    """Let a branch be away until nobody waits for it; it goes on working."""
    own = register(town, branch, "Away")
    branch.folder.reachable, town.share.calm = False, False
    others = [other for other in town.branches if other is not branch]
    town.now_ms += 5 * HOUR_MS
    for other in others:
        register(town, other, "There")
    town.now_ms += HOUR_MS
    for _ in range(3):
        for other in others:
            town.share.calm = True
            other.replica.round(once=True)
    write(others[0])
    for _ in range(2):
        for other in others:
            other.replica.round(once=True)
    branch.folder.reachable = True
    return own


def test_who_was_away_for_long_merges_the_checkpoint_and_its_own_work_competes(town):
    east = town.branches[3]
    [(patron,)] = east.database.connection.execute("SELECT min(id) FROM patron").fetchall()
    amend(town, east, patron, "1")
    own = away(town, east)
    assert not any(log_folder(branch.store.standing().log) in path
                   for path in names(town, ".seg") for branch in town.branches[:3])  # fmt: skip
    town.now_ms += HOUR_MS
    amend(town, east, patron, "later")

    done = east.replica.round(once=True)
    rounds(town)

    assert done.loaded
    assert all(knows(branch, own) for branch in town.branches)
    phones = {b.database.connection.execute("SELECT phone FROM patron WHERE id = ?", (patron,)).fetchone() for b in
              town.branches}  # fmt: skip
    assert phones == {("later",)}
    check_equal(town)


def amend(town, branch, patron, phone):
    def deed(work):
        work.amend("patron", patron, phone=phone)
        return Done(record=0, touched=frozenset())

    branch.do(town.acting, deed)


def test_a_power_cut_at_any_write_of_loading_loses_and_repeats_nothing(town):
    east = town.branches[3]
    away(town, east)
    east.replica.keeping.rows_max = lambda: 2
    crashes = 0
    for writes in range(2, 60, 2):
        east.crash_in = writes
        try:
            east.replica.round(once=True)
        except Crash:
            crashes += 1
            east.restart()
            calm(east)
            east.replica.keeping.rows_max = lambda: 2
    east.crash_in = None
    rounds(town)

    assert crashes >= 4
    check_equal(town)


def test_a_damaged_checkpoint_is_named_and_the_next_one_is_loaded(town):
    path = verified_checkpoint(town)
    rounds(town)
    whole = town.share.files[path][-1].data
    town.share.files[path] = [Written(whole[:-70] + bytes(6) + whole[-64:], town.branches[0].number, {}, {})]
    came = newcomer(town)

    problems = {problem.code for _ in range(6) for problem in came.replica.round(once=True).problems}
    assert UNREADABLE_CHECKPOINT in problems

    write(town.branches[0])
    rounds(town, 3)
    check_equal(town)


def test_a_checkpoint_is_not_the_one_that_was_verified(town, monkeypatch):
    """Its author writes another under the same tick: nobody vouched for that."""
    north = town.branches[0]
    path = verified_checkpoint(town)
    rounds(town)
    tick = parse_checkpoint(path.rpartition("/")[2])
    monkeypatch.setattr(keeping, "next_name", lambda *_: tick)
    register(town, north, "Kalns")
    write(north)
    came = newcomer(town)

    came.replica.round(once=True)

    assert came.digest() != north.digest()


def test_segments_are_laid_together_and_read_from_any_position(town):
    north, south, *_ = town.branches
    ids = []
    for n in range(8):
        ids.append(register(town, north, f"N{n}"))
        north.replica.round(once=True)
        if n == 4:
            south.replica.round(once=True)
    log = north.store.standing().log
    before = len(north.store.own_names(log))
    end = north.store.standing().end

    north.replica.keeping.cadence = replace(SELDOM, repack_ms=0)
    north.replica.round(once=True)
    rounds(town)

    assert len(north.store.own_names(log)) < before / 2
    assert [path for path in names(town, ".seg") if log_folder(log) in path] == [
        f"{log_folder(log)}/{name.file}" for name in north.store.own_names(log)
    ]
    assert north.store.standing().end == end
    assert all(knows(branch, patron) for branch in town.branches for patron in ids)


def test_a_power_cut_while_laying_together_leaves_every_change_in_the_folder(town):
    north, south, *_ = town.branches
    north.replica.keeping.cadence = replace(SELDOM, repack_ms=0)
    patrons = []
    for writes in range(30):
        for n in range(5):
            north.crash_in = None
            patrons.append(register(town, north, f"N{writes}-{n}"))
            try:
                north.crash_in = writes if n == 4 else None
                north.replica.round(once=True)
            except Crash:
                north.restart()
                calm(north)
                north.replica.keeping.cadence = replace(SELDOM, repack_ms=0)
    north.crash_in = None
    rounds(town)

    assert all(knows(south, patron) for patron in patrons)
    standing = {f"{log_folder(log)}/{name.file}" for log in north.store.own_logs()
                for name in north.store.own_names(log)}  # fmt: skip
    assert {path for path in names(town, ".seg") if f"/{north.number:04d}/" in path} == standing
    assert north.store.leaving() == []


def test_a_segment_stays_while_someone_active_has_not_acknowledged_it(town):
    north, *_, west = town.branches
    register(town, north, "Kalns")
    rounds(town, without=west)
    verified_checkpoint(town)
    rounds(town, without=west)
    log = north.store.standing().log
    assert north.store.own_names(log)

    rounds(town)
    assert north.store.own_names(log) == []
    assert north.store.standing().retired == north.store.standing().end


def test_nobody_waits_for_a_desk_that_is_no_member_any_more(tmp_path):
    town = MembershipTown(3, tmp_path, branches=4, newcomers=0, clocks_lie=False, replica=calm, members_change=False)
    town.share.calm = True
    founder, north, _, west = town.branches
    rounds(town)
    for branch in town.branches:
        register(town, branch, "Kalns")
    rounds(town, without=west)
    town.sign_at(founder, lambda roster: retirement(roster, west.number))
    rounds(town, without=west)
    verified_checkpoint(town)
    rounds(town, without=west)

    assert north.store.own_names(north.store.standing().log) == []
    town.close()


def test_no_segment_goes_without_a_verified_checkpoint(town, monkeypatch):
    monkeypatch.setattr(Keeping, "_is_verifying_due", lambda *_, **__: False)
    register(town, town.branches[0], "Kalns")
    write(town.branches[0])
    rounds(town)

    assert names(town, ".ckpt") != []
    assert all(branch.store.standing().retired.sequence == 0 for branch in town.branches)


def test_what_a_newer_verified_one_holds_goes_whoever_keeps(town):
    """Two keepers at once: each takes away the same, and neither the last."""
    north, south, *_ = town.branches
    for branch in (north, south):
        branch.replica.keeping.is_keeper = lambda *_: True
    first = verified_checkpoint(town)
    second = write(south)
    rounds(town, 3)

    assert names(town, ".ckpt") == [second] != [first]
    assert len(names(town, ".ok")) >= 1


def test_the_keeper_writes_every_week_and_anyone_when_it_does_not(town):
    week = replace(FAST, write_ms=7 * HOUR_MS, others_ms=10 * HOUR_MS, spread_ms=HOUR_MS, again_ms=HOUR_MS)
    for branch in town.branches:
        branch.replica.keeping.cadence = week
    rounds(town, 1)
    assert len(names(town, ".ckpt")) == 1
    town.now_ms += 6 * HOUR_MS
    rounds(town, 1)
    assert len(names(town, ".ckpt")) == 1

    town.now_ms += 2 * HOUR_MS
    register(town, town.branches[1], "Kalns")
    rounds(town, 3)
    [newest] = names(town, ".ckpt")
    town.now_ms += 15 * HOUR_MS
    register(town, town.branches[1], "Liepa")
    rounds(town, without=town.branches[0])

    assert names(town, ".ckpt") != [newest]


def test_a_checkpoint_dated_ten_years_ahead_does_not_keep_others_from_writing(town):
    """It was written by a clock that lied, and verified: what it holds is right, but it is of no age."""
    for branch in town.branches:
        branch.replica.keeping.cadence = replace(FAST, write_ms=7 * HOUR_MS, again_ms=HOUR_MS)
    east = town.branches[3]
    east.store.noted_ms(WANTED, 0)
    ahead = next_name((), east.number, town.now_ms + 87_600 * HOUR_MS)
    with pytest.MonkeyPatch.context() as lying:
        lying.setattr(keeping, "next_name", lambda *_: ahead)
        east.replica.round(once=True)
    rounds(town, 1)
    assert [parse_checkpoint(path.rpartition("/")[2]) for path in names(town, ".ckpt")] == [ahead]

    for _ in range(3):
        town.now_ms += 3 * HOUR_MS
        for branch in town.branches:
            register(town, branch, "Kalns")
        rounds(town, 1)

    assert ahead not in [parse_checkpoint(path.rpartition("/")[2]) for path in names(town, ".ckpt")]


@pytest.mark.parametrize("ahead_ms", [240 * HOUR_MS, 87_600 * HOUR_MS])
def test_nobody_writes_another_beside_one_dated_ahead_while_nothing_happens(town, ahead_ms):
    """One dated ahead is of no age, and of two that hold the same it is the one that stays."""
    for branch in town.branches:
        branch.replica.keeping.cadence = replace(FAST, write_ms=HOUR_MS, others_ms=2 * HOUR_MS, again_ms=HOUR_MS)
    name = next_name((), town.branches[0].number, town.now_ms + ahead_ms)
    with pytest.MonkeyPatch.context() as lying:
        lying.setattr(keeping, "next_name", lambda *_: name)
        write(town.branches[0])
    rounds(town, 2)

    for _ in range(3):
        town.now_ms += 30 * HOUR_MS
        rounds(town, 1)

    assert [parse_checkpoint(path.rpartition("/")[2]) for path in names(town, ".ckpt")] == [name]


def test_a_restored_desk_is_told_by_a_checkpoint_alone(town):
    north = town.branches[0]
    backup = north.back_up()
    register(town, north, "Kalns")
    rounds(town)
    verified_checkpoint(town)
    for path in [path for path in names(town, ".bin") if path.startswith("replicas")]:
        del town.share.files[path]
    north.mark.kept = None
    incarnations = len(north.store.own_logs())

    town.now_ms += 60_000
    north.restore(backup)
    calm(north)
    north.replica.round(once=True)

    assert len(north.store.own_logs()) == incarnations + 1


def test_the_ports_of_the_engine_are_filled(town):
    images = town.branches[0].replica.keeping.images._store

    for name in (name for name in vars(Images) if not name.startswith("_")):
        assert callable(getattr(images, name))
