"""The document, the program and a reader written from the document alone say the same of the same bytes."""

import ast
import json
from pathlib import Path

import msgspec
import pytest

from app.db.declaration import TABLES
from app.sync import heads, invitations, roster, segments
from app.sync.changes import CHANGES_MAX, UNFOLDED_MAX
from app.sync.checkpoints import CheckpointReading
from app.sync.columns import decode_column
from app.sync.entries import decode_entry
from app.sync.envelope import PLAIN_MAX
from app.sync.errors import FormatTooNew, Malformed
from app.sync.keys import Keys, Secrets, fingerprint
from app.sync.positions import LogId
from app.sync.ticks import REPLICA_MAX, SEQUENCE_MAX, is_tick, next_tick
from app.sync.verified import OkName, checkpoint_file, read_ok
from tests.sim.world import World
from tests.sync import independent_reader as stranger
from tests.sync.make_vectors import described_roster, described_sealing

VECTORS = Path(__file__).parent / "vectors"


def from_json(value):
    """Put byte strings and numbers as keys back, which JSON does not have."""
    if isinstance(value, dict):
        return {int(k) if k.isdecimal() else k: from_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [from_json(one) for one in value]
    if isinstance(value, str) and value.startswith("hex:"):
        return bytes.fromhex(value.removeprefix("hex:"))
    return value


SAID = from_json(json.loads((VECTORS / "vectors.json").read_text(encoding="utf-8")))
NETWORK_KEYS = SAID["keys"]["network"]
LOGS = {name: LogId(int(name.split("/")[0]), int(name.split("/")[1], 16)) for name in SAID["heads"]}
KEYS = {
    number: Keys(Secrets(sign_seed=seed, box_seed=SAID["keys"]["box_seeds"][number], network_keys=NETWORK_KEYS))
    for number, seed in SAID["keys"]["sign_seeds"].items()
}


def file(path):
    return (VECTORS / path).read_bytes()


def data_of(segment):
    return file(f"lete-1/{segment['file']}"), segment["file"].rpartition("/")[2]


def lists(value):
    """Return a value with lists where Python has tuples, as JSON has."""
    if isinstance(value, dict):
        return {name: lists(one) for name, one in value.items()}
    return [lists(one) for one in value] if isinstance(value, list | tuple) else value


def test_the_independent_reader_imports_nothing_of_the_program():
    tree = ast.parse(Path(stranger.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} <= {"hashlib", "re", "struct", "pathlib", "msgspec", "nacl",
                                                     "zstandard"}  # fmt: skip


# Ticks and columns.


def test_ticks_tell_when_and_where():
    for tick, *parts in SAID["ticks"]["parts"]:
        assert list(stranger.parts_of(tick)) == parts
        assert stranger.is_tick(tick)
        assert is_tick(tick)
    for value in SAID["ticks"]["not_ticks"]:
        assert not stranger.is_tick(value)
        assert not is_tick(value)


@pytest.mark.parametrize(("last", "replica", "wall", "tick"), SAID["ticks"]["drawn"])
def test_the_next_tick_is_the_same_for_both(last, replica, wall, tick):
    assert stranger.draw(last, replica, wall) == tick
    assert next_tick(last, replica=replica, wall_unix_ms=wall) == tick


@pytest.mark.parametrize("column", SAID["columns"], ids=lambda column: column["msgpack"].hex()[:24])
def test_a_column_is_read_or_refused_alike(column):
    coded = stranger.unpack(column["msgpack"], "column")
    if "refused" in column:
        with pytest.raises(stranger.Refused):
            stranger.column(coded, column["rows"])
        with pytest.raises(Malformed):
            decode_column(coded, column["rows"])
    else:
        assert stranger.column(coded, column["rows"]) == column["values"]
        assert decode_column(coded, column["rows"]) == column["values"]


# Files.


def test_both_read_the_same_roster():
    entries = [file(f"lete-1/roster/{number:06d}.bin") for number in (1, 2)]

    theirs, ours = stranger.read_roster(entries, NETWORK_KEYS), roster.read_roster(entries, KEYS[34])

    said = SAID["roster"]
    for read in (theirs, vars_of(ours)):
        assert (read["network"], sorted(read["members"]), read["last"]) == (
            said["network"], said["members"], said["last"])  # fmt: skip
    assert theirs["founding"]["name"] == ours.founding.name == said["name"]


def vars_of(read):
    return {"network": read.network, "members": read.members, "last": read.link}


def test_an_entry_that_does_not_follow_is_refused():
    one, two = (file(f"lete-1/roster/{number:06d}.bin") for number in (1, 2))
    for wrong in ([two], [one, one], [one, two, two], []):
        with pytest.raises(stranger.Refused):
            stranger.read_roster(wrong, NETWORK_KEYS)
        with pytest.raises(Malformed):
            roster.read_roster(wrong, KEYS[34])


EVERY_KIND = SAID["every_kind"]
EVERY_ENTRY = [path.read_bytes() for path in sorted((VECTORS / "every-kind").iterdir())]


def test_both_read_every_kind_of_entry():
    """With the key of the first epoch alone: the others come with the entries, for box keys that move on."""
    first = {1: EVERY_KIND["network_keys"][1]}

    for length, said in enumerate(EVERY_KIND["states"], start=1):
        theirs = stranger.read_roster(EVERY_ENTRY[:length], first, box_seed=KEYS[34].secrets.box_seed)
        ours = roster.read_roster(EVERY_ENTRY[:length], KEYS[34].knowing(first, {}))

        assert described_roster(ours) == said
        assert as_described(theirs) == said
        assert theirs["network_keys"] == ours.network_keys
    kinds = {decode_entry(stranger_opens(data)).__struct_config__.tag for data in EVERY_ENTRY}
    assert kinds == set(stranger.ENTRIES)
    assert ours.network_keys == EVERY_KIND["network_keys"]


def stranger_opens(data):
    return stranger.contents(data, b"LROS", EVERY_KIND["roster_keys"])


def as_described(read):
    members = {
        number: {"sign_key": one["sign_key"], "box_key": one["box_key"]} for number, one in read["members"].items()
    }
    named = {name: read[name] for name in ("length", "last", "term", "epoch", "name", "registrar")}
    return {**named, **{name: sorted(read[name]) for name in ("keepers", "retired", "expelled")}, "members": members}


def test_both_read_a_roster_whose_former_network_keys_are_gone():
    last = {3: EVERY_KIND["network_keys"][3]}
    former = {epoch: EVERY_KIND["roster_keys"][epoch] for epoch in (1, 2)}

    theirs = stranger.read_roster(EVERY_ENTRY, last, roster_keys=former)
    secrets = Secrets(sign_seed=b"?" * 32, box_seed=b"?" * 32, network_keys=last, roster_keys=former)
    ours = roster.read_roster(EVERY_ENTRY, Keys(secrets))

    assert as_described(theirs) == described_roster(ours) == EVERY_KIND["states"][-1]
    assert theirs["network_keys"] == ours.network_keys == last


def test_who_was_expelled_reads_that_and_nothing_after_it():
    seed, first = EVERY_KIND["third_box_seed"], {1: EVERY_KIND["network_keys"][1]}
    third = Keys(Secrets(sign_seed=b"?" * 32, box_seed=seed, network_keys=first))
    [end] = [place for place, said in enumerate(EVERY_KIND["states"], start=1)
             if said["expelled"] and not EVERY_KIND["states"][place - 2]["expelled"]]  # fmt: skip

    assert stranger.read_roster(EVERY_ENTRY[:end], first, box_seed=seed)["expelled"] == {EVERY_KIND["third"]}
    assert roster.read_roster(EVERY_ENTRY[:end], third).expelled == {EVERY_KIND["third"]}
    with pytest.raises(stranger.Refused):
        stranger.read_roster(EVERY_ENTRY[: end + 1], first, box_seed=seed)
    with pytest.raises(Malformed):
        roster.read_roster(EVERY_ENTRY[: end + 1], third)


def test_the_sheet_opens_the_keys_of_all_epochs():
    seed, first = EVERY_KIND["recovery_box_seed"], {1: EVERY_KIND["roster_keys"][1]}
    sheet = Keys(Secrets(sign_seed=b"?" * 32, box_seed=seed, network_keys={}, roster_keys=first))

    ours = roster.read_roster(EVERY_ENTRY, sheet)
    theirs = stranger.read_roster(EVERY_ENTRY, {}, roster_keys=first, box_seed=seed)

    assert ours.network_keys == EVERY_KIND["network_keys"]
    assert theirs["network_keys"] == {epoch: ours.network_keys[epoch] for epoch in (2, 3)}


def test_every_entry_changed_in_one_bit_is_refused():
    first, seed = {1: EVERY_KIND["network_keys"][1]}, KEYS[34].secrets.box_seed
    for place, data in enumerate(EVERY_ENTRY):
        changed = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
        with pytest.raises(stranger.Refused):
            stranger.read_roster([*EVERY_ENTRY[:place], changed], first, box_seed=seed)
        with pytest.raises(Malformed):
            roster.read_roster([*EVERY_ENTRY[:place], changed], KEYS[34].knowing(first, {}))


@pytest.mark.parametrize("segment", SAID["segments"], ids=lambda segment: str(segment["first"]))
def test_both_read_the_same_segment(segment):
    (data, name), log = data_of(segment), LogId(*segment["log"])
    key = KEYS[log.replica].sign_key

    before, theirs = stranger.read_segment(data, name, log, key, NETWORK_KEYS)
    ours = segments.read_segment(data, segments.parse_name(name), log, verify_key=key, network_keys=NETWORK_KEYS)

    assert [lists(sealing) for sealing, _ in theirs] == [described_sealing(one.changes) for one in ours.sealings]
    assert [end for _, end in theirs] == [tuple(one.end) for one in ours.sealings]
    assert before == tuple(ours.before)
    assert theirs[-1][1] == (segment["last"], segment["link"])


@pytest.mark.parametrize("name", LOGS)
def test_what_a_log_holds(name):
    read = stranger.read_folder(VECTORS, NETWORK_KEYS, SAID["tables"])["logs"][LOGS[name]]

    assert lists([sealing for sealing, _ in read["sealings"]]) == SAID["changes"][name]
    assert read["head"] == SAID["heads"][name]


def test_links_are_over_rows_and_not_over_bytes():
    link, found = bytes(16), []
    for sealing in SAID["changes"]["34/000000005eed0001"]:
        link = stranger.link_after(link, sealing)
        found.append(link)

    assert found == SAID["links"]


@pytest.mark.parametrize("name", LOGS)
def test_both_read_the_same_head(name):
    said, log = SAID["heads"][name], LOGS[name]
    data = file(f"lete-1/replicas/{log.replica:04d}/{log.incarnation:016x}/{heads.slot_of(said['counter'])}")

    ours = heads.read_head(data, log, verify_key=KEYS[log.replica].sign_key, network_keys=NETWORK_KEYS)

    assert lists(msgspec.to_builtins(ours, builtin_types=(bytes,))) == {"kept_from": 1, **said}
    assert stranger.read_head(data, log, KEYS[log.replica].sign_key, NETWORK_KEYS) == said


@pytest.mark.parametrize("case", SAID["refused"])
def test_what_must_be_refused(case):
    data, name, log = file(f"refused/{case}.bin"), SAID["refused"][case], LOGS["34/000000005eed0001"]
    key = KEYS[34].sign_key

    with pytest.raises(stranger.Refused):
        stranger.read_segment(data, name, log, key, NETWORK_KEYS)
    with pytest.raises((Malformed, FormatTooNew)):
        segments.read_segment(data, segments.parse_name(name), log, verify_key=key, network_keys=NETWORK_KEYS)


def test_both_read_the_same_checkpoint():
    said, author = SAID["checkpoint"], KEYS[SAID["checkpoint"]["author"]]
    data = file(f"lete-1/checkpoints/{checkpoint_file(said['tick'])}")

    manifest, image, whole = stranger.read_checkpoint(data, said["tick"], author.sign_key, NETWORK_KEYS)
    reading = CheckpointReading.begin([data], said["tick"], {said["author"]: author.sign_key}, NETWORK_KEYS)

    assert manifest == lists(plain(reading.front.manifest)) == said["manifest"]
    assert image == b"".join(reading.image()) == said["image"]
    assert whole == reading.hash
    for place in range(0, len(data), 7):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(stranger.Refused):
            stranger.read_checkpoint(bytes(changed), said["tick"], author.sign_key, NETWORK_KEYS)


def test_both_read_the_same_verification():
    said, by = SAID["checkpoint"], SAID["checkpoint"]["verifier"]
    name = OkName(said["tick"], by)
    data, key = file(f"lete-1/checkpoints/{name.file}"), KEYS[by].sign_key
    checkpoint = file(f"lete-1/checkpoints/{checkpoint_file(said['tick'])}")

    ours = read_ok(data, name, {by: key}, NETWORK_KEYS)

    assert stranger.read_verification(data, said["tick"], by, key, NETWORK_KEYS) == (ours.hash, said["manifest"])
    assert stranger.blake(32, checkpoint[:-64]) == ours.hash


def test_a_stranger_can_follow_a_newcomer():
    said, registrar = SAID["joining"], KEYS[34]
    newcomer = KEYS[said["newcomer"]]
    carried, print_ = file("invitation.bin"), said["fingerprint"]
    asked = file(f"lete-1/requests/{said['invitation']['id'].hex()}-{print_}.bin")
    answered = file(f"lete-1/welcome/{print_}.bin")

    invitation, token = stranger.read_invitation(carried, said["passphrase"].upper().replace("-", " "))

    assert (invitation, token) == (said["invitation"], said["token"])
    assert stranger.read_request(asked, token) == said["request"]
    assert stranger.read_welcome(answered, newcomer.secrets.box_seed, registrar.sign_key) == said["welcome"]
    for seen in (stranger.fingerprint(newcomer.sign_key, newcomer.box_key),
                 fingerprint(newcomer.sign_key, newcomer.box_key)):  # fmt: skip
        assert seen == print_
    with pytest.raises(stranger.Refused):
        stranger.read_invitation(carried, "another")
    with pytest.raises(stranger.Refused):
        stranger.read_request(asked, b"x" * 32)


def test_the_program_sees_the_same_newcomer():
    said, newcomer = SAID["joining"], KEYS[SAID["joining"]["newcomer"]]
    print_ = said["fingerprint"]

    invitation, token = invitations.unlock_invitation(file("invitation.bin"), said["passphrase"])
    asked = file(f"lete-1/requests/{invitation.id.hex()}-{print_}.bin")
    welcome = invitations.read_welcome(file(f"lete-1/welcome/{print_}.bin"), newcomer, KEYS[34].sign_key)

    assert plain(invitation) == said["invitation"]
    assert plain(invitations.read_request(asked, token)) == said["request"]
    assert plain(welcome) == said["welcome"]


def plain(struct):
    return msgspec.to_builtins(struct, builtin_types=(bytes,))


def test_the_rows_after_merging():
    assert stranger.read_folder(VECTORS, NETWORK_KEYS, SAID["tables"])["rows"] == SAID["rows"]


def test_a_stranger_digests_the_rows_alike():
    logs = stranger.read_folder(VECTORS, NETWORK_KEYS, SAID["tables"])["logs"]
    sealings = [sealing for log in logs.values() for sealing, _ in log["sealings"]]

    ranges, whole = stranger.digests(sealings, SAID["tables"])

    assert [[*where, digest] for where, digest in sorted(ranges.items())] == SAID["digests"]["ranges"]
    assert whole == SAID["digests"]["whole"]
    head = SAID["heads"]["34/000000005eed0001"]
    assert (head["digest"], lists(head["digests"])) == (whole, stranger.told(ranges))


LIMITS = {
    "replicas of a network, ever": REPLICA_MAX,
    "ticks of a replica a millisecond": SEQUENCE_MAX + 1,
    "changes in a segment": CHANGES_MAX,
    "segment file, written · read": (segments.CONTENTS_MAX, segments.FILE_MAX),
    "contents of a file": PLAIN_MAX,
    "growth of a segment by unfolding": UNFOLDED_MAX,
    "head file": heads.FILE_MAX,
    "segments listed in a head": heads.SEGMENTS_MAX,
    "roster entry": roster.FILE_MAX,
    "invitation, request, welcome": invitations.FILE_MAX,
}


@pytest.mark.parametrize("what", LIMITS)
def test_the_page_says_the_limits_that_are_kept(what):
    page = (Path(__file__).parents[2] / "docs" / "replication.md").read_text(encoding="utf-8")
    limits = LIMITS[what] if isinstance(LIMITS[what], tuple) else (LIMITS[what],)

    assert f"| {what} | {' · '.join(map(as_said, limits))} |" in page


def as_said(limit):
    if limit % (1 << 20) == 0:
        return f"{limit >> 20} MiB"
    return f"{limit >> 10} KiB" if limit % (1 << 10) == 0 and limit > 1 << 10 else f"{limit:,}"


# What the program writes today.


def test_the_independent_reader_reads_what_the_program_writes_today(tmp_path):
    """Three desks, a few hundred deeds with power cuts and restored backups; then a stranger looks into the folder."""
    world = World(24, tmp_path, branches=3, keeps=False)
    for _ in range(500):
        world.step()
    world.settle()
    for path, written in world.share.files.items():
        data = [one.data for one in written if one.data is not None][-1]  # What was let go lies there, too.
        (tmp_path / "lete-1" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lete-1" / path).write_bytes(data)
    tables = {table.name: {unit.name: [column.name for column in unit.columns] for unit in table.units}
              for table in TABLES}  # fmt: skip

    read = stranger.read_folder(tmp_path, world.branches[0].keys.network_keys, tables)

    north = world.branches[0].database.connection
    for table in tables:
        cursor = north.execute(f"SELECT * FROM {table}")
        names = [name for name, *_ in cursor.description]
        rows = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor}
        assert read["rows"].get(table, {}) == rows, table
    sealings = [sealing for log in read["logs"].values() for sealing, _ in log["sealings"]]
    ranges, whole = stranger.digests(sealings, tables)
    assert whole == world.branches[0].digest()
    told = [log["head"] for log in read["logs"].values() if log["head"].get("digest") == whole]
    assert len(told) == len(world.branches)
    assert all(head["digests"] == stranger.told(ranges) for head in told)
    assert sum(len(log["sealings"]) for log in read["logs"].values()) > 10
    assert len(read["logs"]) > len(world.branches)
    world.close()
