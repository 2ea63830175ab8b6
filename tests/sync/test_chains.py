"""Two rosters in one folder, a roster that goes back, and what a desk keeps of it."""

from dataclasses import dataclass, field

import pytest

from app.sync.belonging import LAG_MS, check_membership, roster_problems
from app.sync.chains import lost_members
from app.sync.entries import Admitted, Expelled, HandedOver, Renamed, Retired
from app.sync.errors import DeskExpelled, FolderUnreachable, FormatTooNew, KeysMissing, NotAdmitted, OtherNetwork
from app.sync.heads import Head
from app.sync.ports import Standing
from app.sync.positions import START, LogId
from app.sync.problems import RETIRED, ROSTER_BEHIND, ROSTER_ROLLED_BACK, ROSTERS_DIFFER
from app.sync.roster import entry_file, entry_hash
from app.sync.roster_reading import MISSED_LOOKS, file_for, look_at_roster, prove_network, restore_entries
from tests.contracts.memory_folder import MemoryFolder
from tests.sync.making import keys, same_bytes
from tests.sync.rosters import (
    FOUNDER,
    KEYS,
    NORTH,
    SOUTH,
    STRANGER,
    founding,
    member,
    new_key,
    read,
    recovered,
    then,
    town,
)
from tests.sync.test_roster_members import entry_saying


@dataclass
class Kept:
    """As much of a store as looking at the roster needs."""

    entries: list = field(default_factory=list)
    replica: int = FOUNDER

    def standing(self):
        network = entry_hash(founding())
        return Standing(network=network, log=LogId(self.replica, 1), end=START, heads=0, schema=1)

    def roster(self):
        return self.entries

    def add_to_roster(self, entries):
        self.entries += entries

    def replace_roster(self, entries):
        self.entries = list(entries)

    def own_logs(self):
        return []


@pytest.fixture
def folder():
    return MemoryFolder()


def put(folder, entries):
    for data in entries:
        folder.write_new(file_for(folder, data), data)


def look(folder, kept, known=None, *, by=FOUNDER, once=False):
    return look_at_roster(known, kept, folder, KEYS[by], same_bytes, once=once)


def codes(looked):
    return [problem.code for problem in looked.problems]


def test_a_desk_keeps_what_it_reads(folder):
    put(folder, town())
    kept = Kept(town()[:1])

    looked = look(folder, kept)

    assert kept.entries == town()
    assert (looked.roster.length, codes(looked)) == (3, [])


def test_a_desk_that_has_none_yet_reads_all_of_it(folder):
    put(folder, town())
    kept = Kept()

    assert look(folder, kept).roster.links == read(*town()).links
    assert kept.entries == town()


def test_nothing_new_is_nothing_to_read(folder):
    put(folder, town())
    kept = Kept(town())
    known = look(folder, kept)
    folder.read = None  # Whoever reads now fails.

    assert look(folder, kept, known) is known


def test_a_torn_entry_is_not_there_yet(folder):
    put(folder, town())
    whole = folder.files[entry_file(3)]
    folder.files[entry_file(3)] = whole[:40]
    kept = Kept(town()[:2])
    known = look(folder, kept)
    assert known.roster.length == 2

    folder.files[entry_file(3)] = whole

    assert look(folder, kept, known).roster.length == 3


def test_the_higher_term_wins_over_the_longer_chain(folder):
    longer = then(town(), Renamed(name="A"), Renamed(name="B"))
    recovery = recovered(town(), SOUTH)
    put(folder, longer)
    put(folder, recovery)
    kept = Kept(list(longer))

    looked = look(folder, kept)

    assert (looked.roster.registrar, looked.roster.name) == (SOUTH, "Town")
    assert kept.entries == recovery
    assert codes(looked) == [ROSTERS_DIFFER, ROSTERS_DIFFER]


def test_what_lost_under_a_usual_name_is_told_after_a_restart_too(folder):
    longer = then(town(), Renamed(name="A"))
    recovery = then(recovered(town(), SOUTH), Renamed(name="C"), by=SOUTH)
    put(folder, longer)
    put(folder, recovery)
    kept = Kept(list(town()))

    looks = [look(folder, kept), look(folder, kept), look(folder, kept)]

    assert kept.entries == recovery
    assert [codes(looked) for looked in looks] == [[ROSTERS_DIFFER]] * 3


def test_both_orders_of_arrival_end_the_same(folder):
    one, other = then(town(), Renamed(name="A")), then(town(), Renamed(name="B"))
    put(folder, one)
    put(folder, other)

    ends = {look(folder, Kept(list(entries))).roster.link for entries in (one, other, town(), [])}

    assert ends == {min(entry_hash(one[-1]), entry_hash(other[-1]))}


def test_a_conflict_copy_shows_the_other_chain(folder):
    one, other = then(town(), Renamed(name="A")), then(town(), Renamed(name="B"))
    put(folder, one)
    folder.files["roster/000004.sync-conflict-20261121-101500-ABCDEFG.bin"] = other[-1]

    assert codes(look(folder, Kept(list(town())))) == [ROSTERS_DIFFER]


def test_foreign_files_are_nothing(folder):
    put(folder, town())
    for name in ("desktop.ini", "~$000004.bin", "000004.tmp", "000004.bin.crdownload"):
        folder.files[f"roster/{name}"] = b"?"

    assert codes(look(folder, Kept(list(town())))) == []


def test_an_admission_that_the_winning_chain_lacks_is_told_until_it_is_signed_again(folder):
    admission = Admitted(member=member(STRANGER), invitation=b"")
    put(folder, then(town(), admission))
    recovery = recovered(town(), SOUTH)
    put(folder, recovery)
    kept = Kept(list(town()))

    looked = look(folder, kept)
    assert lost_members(looked.lost, looked.roster) == [member(STRANGER)]

    put(folder, then(recovery, admission, by=SOUTH))
    after = look(folder, kept, looked)
    assert (after.lost, codes(after)) == ((), [])
    assert after.roster.members[STRANGER] == member(STRANGER)


def test_a_roster_that_went_back_is_an_alarm_and_the_newer_one_holds(folder):
    put(folder, town()[:2])
    kept, known = Kept(list(town())), None

    for _ in range(MISSED_LOOKS - 1):
        known = look(folder, kept, known)
        assert codes(known) == []  # A listing may leave a file out for once.
    known = look(folder, kept, known)

    assert codes(known) == [ROSTER_ROLLED_BACK]
    assert known.roster.length == 3
    assert codes(look(folder, kept, once=True)) == [ROSTER_ROLLED_BACK]


def test_the_registrar_writes_again_what_the_folder_lost(folder):
    put(folder, [town()[0], town()[2]])
    del folder.files[entry_file(3)]
    kept = Kept(list(town()))

    restored = restore_entries(look(folder, kept, once=True), folder, FOUNDER)

    assert folder.names("roster") == ["000001.bin", "000002.bin", "000003.bin"]
    assert codes(look(folder, kept, restored)) == []


@pytest.mark.parametrize(("own", "writes"), [(FOUNDER, True), (SOUTH, True), (STRANGER, False)])
def test_every_member_writes_an_entry_again(folder, own, writes):
    """A registrar that has not read yet that it is one can write nothing."""
    put(folder, town())
    kept = Kept(then(town(), HandedOver(registrar=NORTH)))

    restore_entries(look(folder, kept, once=True), folder, own)

    assert (entry_file(4).rpartition("/")[2] in folder.names("roster")) is writes


def test_an_entry_that_is_missing_in_the_middle_is_written_again(folder):
    """The folder went back, and the registrar signed another entry before it saw that."""
    entries = then(town(), Renamed(name="A"))
    put(folder, entries)
    kept = Kept(list(entries))
    del folder.files[entry_file(2)]

    restored = restore_entries(look(folder, kept, once=True), folder, FOUNDER)

    assert folder.files[entry_file(2)] == entries[1]
    assert codes(look(folder, kept, restored)) == []


def test_an_entry_is_missing_where_another_chain_has_its_number(folder):
    """The folder went back, and a recovery key appointed somebody from what was left; this desk's chain is longer."""
    before = then(town(), HandedOver(registrar=NORTH))
    entries = then(before, Renamed(name="A"), by=NORTH)
    put(folder, entries)
    kept = Kept(list(entries))
    del folder.files[entry_file(4)]
    other = then(town(), Renamed(name="B"))
    folder.files[entry_file(4).replace(".bin", "-0123456789abcdef.bin")] = other[-1]

    restored = restore_entries(look(folder, kept, once=True), folder, FOUNDER)

    assert folder.files[entry_file(4)] == before[-1]
    assert ROSTER_ROLLED_BACK not in codes(look(folder, kept, restored))


def test_an_entry_is_missing_where_its_name_was_taken_meanwhile(folder):
    before = then(town(), HandedOver(registrar=NORTH))
    entries = then(before, Renamed(name="A"), by=NORTH)
    put(folder, entries)
    kept = Kept(list(entries))
    del folder.files[entry_file(4)]
    seen = look(folder, kept)
    folder.files[entry_file(4)] = then(town(), Renamed(name="B"))[-1]

    for _ in range(MISSED_LOOKS):
        seen = look(folder, kept, seen)
    restore_entries(seen, folder, FOUNDER)

    assert before[-1] in folder.files.values()


def test_nothing_is_written_again_where_the_founding_cannot_be_read(folder):
    put(folder, town()[:2])
    looked = look(folder, Kept(list(town())), once=True)
    folder.files[entry_file(1)] = b"held by a virus scanner"
    before = dict(folder.files)

    restore_entries(looked, folder, FOUNDER)

    assert folder.files == before


def test_a_new_term_never_takes_a_name_that_the_old_registrar_may_use(folder):
    put(folder, recovered(town(), SOUTH))
    put(folder, then(town(), Renamed(name="A")))

    assert entry_file(4).rpartition("/")[2] in folder.names("roster")
    assert len(folder.names("roster")) == 5
    assert look(folder, Kept()).roster.registrar == SOUTH


def test_an_entry_of_a_newer_version_stops_the_desk(folder):
    put(folder, [*town(), entry_saying({"kind": "merge-networks"})])

    with pytest.raises(FormatTooNew):
        look(folder, Kept(list(town())))


def test_another_networks_roster_is_refused(folder):
    stranger = keys(b"y")
    from tests.sync import rosters

    other = rosters.write_entry(
        rosters.Founded(
            name="Other", profile="", training=True, registrar=member(FOUNDER, stranger), recovery_sign=b"",
            recovery_box=b"", sealed_keys={},
        ), after=None, writing=stranger.writing(FOUNDER, same_bytes))  # fmt: skip
    put(folder, [other])

    with pytest.raises(OtherNetwork):
        look(folder, Kept(list(town())))


def test_nothing_is_written_where_no_entry_of_ours_can_be_read(folder):
    """The first entry is held by another program: the folder may be anybody's, unless another one is ours."""
    put(folder, town())
    held, kept = folder.files.pop(entry_file(1)), Kept(list(town()))
    prove_network(folder, kept)

    for path in list(folder.files):
        folder.files[path] = b"somebody's"
    with pytest.raises(FolderUnreachable):
        prove_network(folder, kept)
    folder.files[entry_file(1)] = held

    prove_network(folder, kept)


def test_an_empty_folder_is_unreachable(folder):
    with pytest.raises(FolderUnreachable):
        look(folder, Kept(list(town())))


def test_a_folder_without_a_readable_chain_admits_nobody(folder):
    folder.files[entry_file(1)] = b"torn"

    with pytest.raises(NotAdmitted):
        look(folder, Kept())


def test_a_desk_that_does_not_belong_is_told_so():
    roster = read(*then(town(), Expelled(number=NORTH, key=new_key(town(), without=NORTH))))
    without_key = read(*then(town(), Expelled(number=NORTH, key=new_key(town(), without=NORTH))), by=STRANGER)

    check_membership(roster, SOUTH, KEYS[SOUTH])
    with pytest.raises(DeskExpelled):
        check_membership(roster, NORTH, KEYS[NORTH])
    with pytest.raises(NotAdmitted):
        check_membership(roster, STRANGER, KEYS[STRANGER])
    with pytest.raises(NotAdmitted):
        check_membership(roster, SOUTH, keys(b"y"))
    with pytest.raises(KeysMissing):
        check_membership(without_key, SOUTH, KEYS[SOUTH])


def head(length):
    return Head(incarnation=1, counter=1, wall_ms=0, sequence=0, link=bytes(16), roster=(length, b""))


def test_a_roster_older_than_any_member_has_seen_is_an_alarm_after_a_while(folder):
    put(folder, town())
    looked = look(folder, Kept(list(town())))

    def told(now_ms, *, length=9, replica=NORTH, once=False):
        found = roster_problems(looked, FOUNDER, [(replica, head(length), 1_000)], now_ms, once=once)
        return [problem.code for problem in found]

    assert told(1_000) == []
    assert told(1_000 + LAG_MS) == [ROSTER_BEHIND]
    assert told(1_000, once=True) == [ROSTER_BEHIND]
    assert told(1_000 + LAG_MS, length=3) == told(1_000 + LAG_MS, replica=STRANGER) == []


def test_a_desk_that_was_retired_is_told_and_goes_on(folder):
    put(folder, then(town(), Retired(number=NORTH)))
    looked = look(folder, Kept(list(town()), NORTH), by=NORTH)

    check_membership(looked.roster, NORTH, KEYS[NORTH])
    assert [problem.code for problem in roster_problems(looked, NORTH, [], 0, once=True)] == [RETIRED]


def test_a_superseded_registrar_signs_nothing_that_counts(folder):
    entries = then(town(), HandedOver(registrar=NORTH))
    put(folder, entries)
    forged = then(town(), Renamed(name="Mine"))
    folder.files[f"roster/000005-{0:016x}.bin"] = forged[-1]

    looked = look(folder, Kept(list(entries)))

    assert looked.roster.registrar in {NORTH, FOUNDER}
    assert codes(looked) == [ROSTERS_DIFFER]
