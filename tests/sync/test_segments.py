"""Segments are believed whole or not at all."""

import pytest

from app.sync.changes import NO_HASH, link_after
from app.sync.envelope import FORMAT
from app.sync.errors import FormatTooNew, Malformed
from app.sync.positions import START, LogId, Position
from app.sync.segments import SegmentName, parse_name, read_segment, write_segment
from tests.sync.making import REPLICA, births, keys, sealing, some_changes, writing

LOG = LogId(REPLICA, 0x5EED)


def written():
    return write_segment([some_changes()], log=LOG, before=START, writing=writing())


def read(data, name, log=LOG, of=None):
    of = of or keys()
    return read_segment(data, name, log, verify_key=of.sign_key, network_keys=of.network_keys)


def test_a_segment_comes_back_as_it_was():
    name, data = written()

    segment = read(data, name)

    assert [one.changes for one in segment.sealings] == [some_changes()]
    assert (segment.before, segment.end) == (START, Position(6, link_after(NO_HASH, some_changes())))


def test_several_sealings_in_one_segment_keep_their_positions():
    """A reader that has read some of them from smaller segments goes on after those."""
    sealings, end, ends = [sealing(births(1)), some_changes(), sealing(births(9, 10))], START, []
    for changes in sealings:
        name, _ = write_segment([changes], log=LOG, before=end, writing=writing())
        ends.append(end := name.end)

    name, data = write_segment(sealings, log=LOG, before=START, writing=writing())
    segment = read(data, name)

    assert [one.end for one in segment.sealings] == ends
    assert (name.first, name.end) == (1, ends[-1])
    assert [one.changes for one in segment.after(ends[0])] == sealings[1:]
    assert segment.after(ends[-1]) == ()
    assert segment.after(Position(1, b"x" * 16)) is None
    assert segment.after(Position(3, ends[1].link)) is None


def test_segments_follow_each_other_by_their_links():
    first, _ = written()
    name, data = write_segment([sealing(births(9))], log=LOG, before=first.end, writing=writing())

    assert read(data, name).before == first.end
    assert name.first == 7


def test_a_name_says_what_the_file_must_prove():
    name, _ = written()

    assert parse_name(name.file) == name
    assert name.file == f"000000000001-000000000006-{name.link.hex()}.seg"
    assert name.covers(1)
    assert not name.covers(7)


@pytest.mark.parametrize(
    "file",
    [
        "000000000001-000000000006.seg",
        "000000000000-000000000006-" + "0" * 32 + ".seg",
        "000000000007-000000000006-" + "0" * 32 + ".seg",
        "000000000001-000000000006-" + "0" * 32 + ".seg.7f.tmp",
        "000000000001-000000000006-" + "0" * 32 + " (conflicted copy).seg",
        "desktop.ini",
    ],
)
def test_a_strangers_file_is_passed_over(file):
    assert parse_name(file) is None


def test_every_torn_segment_is_refused():
    name, data = written()

    for length in range(len(data)):
        with pytest.raises(Malformed):
            read(data[:length], name)


def test_every_flipped_bit_is_seen():
    name, data = written()

    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 0x10
        with pytest.raises((Malformed, FormatTooNew)):
            read(bytes(flipped), name)


def test_a_segment_in_anothers_folder_is_refused():
    name, data = written()

    for log in (LogId(REPLICA, 1), LogId(REPLICA + 1, LOG.incarnation)):
        with pytest.raises(Malformed):
            read(data, name, log)


def test_a_segment_under_another_name_is_refused():
    name, data = written()

    for other in (SegmentName(1, 7, name.link), SegmentName(2, 6, name.link), SegmentName(1, 6, b"x" * 16)):
        with pytest.raises(Malformed):
            read(data, other)


def test_a_segment_signed_by_another_is_refused():
    name, data = write_segment([some_changes()], log=LOG, before=START, writing=writing(keys(b"q")))

    with pytest.raises(Malformed):
        read(data, name)


def test_a_segment_of_an_unknown_epoch_is_refused():
    later = keys(epochs=(1, 2))
    name, data = write_segment([some_changes()], log=LOG, before=START, writing=writing(later))

    with pytest.raises(Malformed):
        read(data, name)
    assert [one.changes for one in read(data, name, of=later).sealings] == [some_changes()]


def test_a_newer_format_is_named():
    name, data = written()
    newer = data[:4] + (FORMAT + 1).to_bytes(2, "big") + data[6:]

    with pytest.raises(FormatTooNew):
        read(newer, name)


def test_a_segment_of_one_deed_is_small():
    _, data = write_segment([sealing(births(1))], log=LOG, before=START, writing=writing())

    assert len(data) <= 400
