"""The self-check in a town: one altered cell is told with its table and its days, by its desk and by the others."""

import msgspec
import pytest

from app.db.log.capture import capture_off
from app.db.migrations import SCHEMA
from app.desk.checkout import check_out
from app.desk.patrons import register_patron
from app.sync.heads import Head, Received
from app.sync.pace import ROWS_AT_EASE
from app.sync.ports import Standing
from app.sync.positions import LogId, Position
from app.sync.problems import ROWS_ALTERED, ROWS_DIFFER, ROWS_DIFFER_HERE, ROWS_DIFFER_THERE
from app.sync.ranges import RANGE_BITS, Key, told
from app.sync.rowcheck import Kept, Ranged
from app.sync.selfcheck import PAST_MAX, SelfCheck, vector_of
from tests.sim.branch import HOUR_MS
from tests.sim.world import World
from tests.sync.making import tick


@pytest.fixture(params=[3])
def town(tmp_path, request):
    world = World(3, tmp_path, branches=request.param, clocks_lie=False)
    world.share.calm = True
    for branch in world.branches:
        branch.replica.rows_max = branch.replica.selfcheck.rows_max = lambda: ROWS_AT_EASE
    world.settle()
    yield world
    world.close()


def flip(branch, sql="UPDATE patron SET phone = '666' WHERE id = (SELECT min(id) FROM patron)"):
    with branch.database.writing() as connection, capture_off(connection):
        connection.execute(sql)


def rounds(town, *, once=False):
    """Let everybody read everything; return what each is told of rows."""
    for _ in range(2):
        town.now_ms += 20_000
        done = [branch.replica.round(once=once) for branch in town.branches]
    return [
        {(problem.code, problem.replica, problem.table) for problem in one.problems if problem.table} for one in done
    ]


def days_of_the_oldest_patron(branch):
    (first,) = branch.database.connection.execute("SELECT min(id) FROM patron").fetchone()
    return first >> RANGE_BITS


def test_a_sound_town_is_told_nothing(town):
    assert rounds(town, once=True) == [set()] * 3


def test_the_scrub_of_the_desk_finds_it_and_the_others_see_it(town):
    north, *_ = town.branches
    flip(north)
    town.now_ms += 2 * HOUR_MS

    first, second, third = rounds(town, once=True)

    assert first == {(ROWS_ALTERED, north.number, "patron")}
    assert second == third == {(ROWS_DIFFER_THERE, north.number, "patron")}


@pytest.mark.parametrize("town", [2], indirect=True)
def test_of_two_nobody_knows_which_is_wrong_but_the_one_that_found_it(town):
    north, _ = town.branches
    flip(north)
    town.now_ms += 2 * HOUR_MS

    first, second = rounds(town, once=True)

    assert first == {(ROWS_ALTERED, north.number, "patron")}
    assert second == {(ROWS_DIFFER, north.number, "patron")}


def test_what_no_scrub_could_know_the_others_know(town):
    """A cell altered where rows change just now is digested as it is; the others still hold what it was."""
    north, *_ = town.branches
    flip(north)
    north.row_check.write(lambda connection: connection.execute("UPDATE leaf SET digest = NULL"))
    north.restart()

    first, second, third = rounds(town, once=True)

    assert first == {(ROWS_DIFFER_HERE, north.number, "patron")}
    assert second == third == {(ROWS_DIFFER_THERE, north.number, "patron")}


def test_a_difference_stands_until_the_rows_agree_again(town):
    north, south, _ = town.branches
    flip(north)
    town.now_ms += 2 * HOUR_MS
    rounds(town, once=True)
    south.restart()
    assert {(one.replica, one.wrong) for one in south.row_check.differences()} == {(north.number, north.number)}

    flip(north, "UPDATE patron SET phone = '' WHERE phone = '666'")
    town.now_ms += 2 * HOUR_MS

    assert rounds(town, once=True) == [set()] * 3
    assert all(branch.row_check.differences() == [] for branch in town.branches)


def test_old_rows_are_compared_while_the_network_is_at_work(town):
    """Vectors are hardly ever equal then; ranges that nothing has touched in between are compared all the same."""
    north, south, _ = town.branches
    for day in range(30):  # So long that what is new lies in ranges of its own.
        town.now_ms += 24 * HOUR_MS
        work(town, f"D{day}")
    flip(north)
    north.row_check.write(lambda connection: connection.execute("UPDATE leaf SET digest = NULL WHERE tbl = 'patron'"))

    seen = set()
    for n in range(8):
        town.now_ms += 20_000
        work(town, f"N{n}")
        assert len({frozenset(vector(branch).items()) for branch in town.branches}) == 3
        seen |= {(problem.code, problem.table) for problem in south.replica.selfcheck.problems}

    assert (ROWS_DIFFER_THERE, "patron") in seen
    (first,) = {one.first for one in south.row_check.differences()}
    assert first >> RANGE_BITS == days_of_the_oldest_patron(north)


def work(town, name):
    """Let somebody register at each desk; none has heard of the next one's when its round ends."""
    for branch in town.branches:
        branch.do(town.acting, lambda work: register_patron(work, given="Ā", family=name))
        branch.replica.round(thorough=False)


def vector(branch):
    return branch.replica.selfcheck.rows.kept().vector


def test_at_work_nothing_is_digested(town):
    north, *_ = town.branches
    before = north.row_check.kept()
    north.replica.selfcheck.rows_max = lambda: 60
    north.do(town.acting, lambda work: check_out(work, patron="C1", item="I1"))

    for _ in range(3):
        north.replica.round(thorough=False)

    assert before.whole is not None
    assert north.row_check.kept().whole is None


def test_a_desk_that_was_compared_is_noted(town):
    north, *_ = town.branches

    compared = {replica for (replica,) in north.database.connection.execute("SELECT replica FROM compared")}

    assert compared == {branch.number for branch in town.branches}


# One desk, alone with the heads of others.

OWN, THEIRS = LogId(34, 5), LogId(7, 9)
THEIR_END = Position(6, b"t" * 16)
KEY = Key("loan", tick(1) >> RANGE_BITS)
STANDING = Standing(network=b"n", log=OWN, end=Position(4, b"o" * 16), heads=1, schema=SCHEMA)


class Rows:
    """Stands for digests that a test sets."""

    def __init__(self):
        self.vector, self.marks, self.mark = {OWN: STANDING.end, THEIRS: Position(6, b"t" * 16)}, 5, 5
        self.digest, self.is_clear, self.noted = b"m" * 16, True, set()

    def refresh(self, _):
        return True

    def scrub(self, *_):
        return True

    def kept(self):
        return Kept(
            vector=self.vector, marks=self.marks, is_clear=self.is_clear, is_complete=True, scrubbed_ms=0,
            ranges={KEY: Ranged(self.digest, self.mark)}, whole=self.digest,
        )  # fmt: skip

    def differences(self):
        return sorted(self.noted)

    def note(self, found, gone, compared, now_ms):
        self.noted = (self.noted | set(found)) - set(gone)


def head(digest=b"x" * 16, own=STANDING.end, theirs=THEIR_END, **given):
    made = Head(
        incarnation=THEIRS.incarnation, counter=1, wall_ms=1, sequence=theirs.sequence, link=theirs.link,
        schema=SCHEMA, digests=told({KEY: digest}), received=(Received(*OWN, *own),),
    )  # fmt: skip
    return msgspec.structs.replace(made, **given)


@pytest.fixture
def check():
    return SelfCheck(rows=Rows(), rows_max=lambda: ROWS_AT_EASE)


def look(check, *, level=True, **given):
    check.look(STANDING, {THEIRS: head(**given)}, 1, level=level, news=True, once=False)
    return [problem.code for problem in check.problems]


def test_at_equal_vectors_all_is_compared(check):
    assert look(check) == [ROWS_DIFFER]


@pytest.mark.parametrize(
    "given",
    [
        {"digest": b"m" * 16},
        {"digest": None},
        {"digests": ()},
        {"schema": SCHEMA + 1},
        {"forks": ((9, 2),)},
        {"level": False},
        {"theirs": Position(7, b"u" * 16)},
        {"theirs": Position(6, b"u" * 16)},
    ],
    ids=["alike", "not known", "nothing said", "other tables", "fork", "something to merge", "further", "other link"],
)
def test_what_cannot_be_compared_is_not(check, given):
    assert look(check, **given) == []


def test_a_desk_that_holds_something_back_compares_nothing(check):
    check.rows.is_clear = False

    assert look(check) == []
    assert check.told(check.rows.vector) == (None, ())


def test_a_head_behind_is_compared_where_nothing_was_touched_since(check):
    check.rows.vector = {OWN: Position(3, b"p" * 16)}
    look(check, digest=None)
    check.rows.vector, check.rows.marks = {OWN: STANDING.end, THEIRS: Position(6, b"t" * 16)}, 9

    assert look(check, own=Position(3, b"p" * 16)) == [ROWS_DIFFER]


def test_a_head_behind_is_not_compared_where_something_was_touched_since(check):
    check.rows.vector = {OWN: Position(3, b"p" * 16)}
    look(check, digest=None)
    check.rows.vector, check.rows.marks, check.rows.mark = {OWN: STANDING.end, THEIRS: Position(6, b"t" * 16)}, 9, 7

    assert look(check, own=Position(3, b"p" * 16)) == []


def test_a_head_from_before_all_that_is_remembered_is_not_compared(check):
    assert look(check, own=Position(3, b"p" * 16)) == []


def test_only_so_much_of_the_past_is_remembered(check):
    for n in range(PAST_MAX + 9):
        check.rows.vector = {OWN: Position(n + 1, b"p" * 16)}
        look(check, digest=None)

    assert len(check._past) == PAST_MAX


def test_digests_are_told_with_the_positions_they_stand_for_alone(check):
    look(check, digest=None)

    assert check.told(check.rows.vector) == (b"m" * 16, told({KEY: b"m" * 16}))
    assert check.told({**check.rows.vector, OWN: Position(5, b"q" * 16)}) == (None, ())


def test_the_vector_of_a_head_is_what_it_acknowledges_and_its_own(check):
    assert vector_of(THEIRS, head()) == check.rows.vector
