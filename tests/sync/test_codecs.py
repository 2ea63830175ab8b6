"""Whatever is written comes back, and both readers take and refuse the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sync.changes import NO_HASH, Changes, Group, Kind, decode_sealings, encode_sealings, link_after
from app.sync.columns import decode_column, encode_column
from app.sync.errors import Malformed
from app.sync.ticks import REPLICA_MAX, SEQUENCE_MAX, make_tick, next_tick
from tests.sync import independent_reader as stranger
from tests.sync.making import NOW, REPLICA
from tests.sync.making import tick as tick_at

int64 = st.integers(-(2**63), 2**63 - 1)
value = st.one_of(
    st.none(), st.text(max_size=4), int64, st.integers(0, 3), st.binary(max_size=3), st.just("2026-12-01")
)
columns = st.one_of(st.lists(value, max_size=30), st.lists(st.integers(0, 4), max_size=30), st.lists(int64, max_size=9))
moments = st.integers(NOW, NOW + 50)
ticks = st.builds(make_tick, moments, st.integers(1, REPLICA_MAX), st.sampled_from([0, 1, SEQUENCE_MAX]))


@given(last=st.one_of(st.just(0), ticks), replica=st.integers(1, REPLICA_MAX), wall=moments)
def test_both_draw_the_same_tick(last, replica, wall):
    assert stranger.draw(last, replica, wall) == next_tick(last, replica=replica, wall_unix_ms=wall)


@given(columns)
def test_both_read_every_column_that_is_written(values):
    coded = stranger.unpack(stranger.pack(encode_column(values)), "column")

    assert decode_column(coded, len(values)) == stranger.column(coded, len(values)) == values


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 4), int64, st.floats(allow_nan=False), st.text(max_size=2)),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)
codes = st.one_of(
    anything, st.builds(lambda code, rest: [code, *rest], st.integers(0, 4), st.lists(anything, max_size=3))
)


@settings(max_examples=500)
@given(coded=codes, rows=st.integers(0, 4))
def test_both_refuse_the_same_columns(coded, rows):
    assert outcome(lambda: decode_column(coded, rows)) == outcome(lambda: stranger.column(coded, rows))


def outcome(read):
    try:
        return read()
    except (Malformed, stranger.Refused):
        return "refused"


@st.composite
def groups(draw):
    kind = draw(st.sampled_from(Kind))
    names = () if kind is Kind.TOMBSTONE else draw(st.sampled_from([("a",), ("a", "ā"), ("b", "a"), ()]))
    rows = draw(st.integers(1, 4))
    drawn = [tick_at(number) for number in draw(st.lists(st.integers(0, 40), min_size=rows, max_size=rows))]
    ids = drawn if kind is Kind.BIRTH else [draw(st.integers(1, 2**63 - 1)) for _ in drawn]
    values = [[draw(value) for _ in drawn] for _ in names]
    unit = draw(st.sampled_from(["u", "ū"])) if kind is Kind.WRITE else ""
    table = draw(st.sampled_from(["t", "table", "Ž"]))
    return Group(kind=kind, table=table, unit=unit, columns=names, ids=ids, ticks=drawn, values=values)


def key(group):
    return group.kind, group.table, group.unit, group.columns


sealings = st.lists(
    st.lists(groups(), min_size=1, max_size=3, unique_by=key).map(
        lambda made: Changes(schema=1, groups=tuple(sorted(made, key=key)))
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(sealings)
def test_both_read_every_sealing_that_is_written_and_link_it_alike(made):
    body = encode_sealings(made)
    count = sum(map(len, made))

    ours = decode_sealings(body, count=count, replica=REPLICA)
    theirs = stranger.sealings_of(body, count, REPLICA)

    assert ours == made
    link = other = NO_HASH
    for one, of_stranger in zip(ours, theirs, strict=True):
        link, other = link_after(link, one), stranger.link_after(other, of_stranger)
        assert link == other


@settings(deadline=None)
@given(made=sealings, cut=st.integers(0, 3))
def test_links_do_not_depend_on_how_a_log_is_cut_into_files(made, cut):
    parts = [part for part in (made[:cut], made[cut:]) if part]

    apart = [one for part in parts for one in decoded(part)]

    assert apart == decoded(made)


def decoded(part):
    return decode_sealings(encode_sealings(part), count=sum(map(len, part)), replica=REPLICA)
