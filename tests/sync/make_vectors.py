"""`python -m tests.sync.make_vectors`: write tests/sync/vectors anew, with fixed keys, fixed nonces, invented contents.

Run it after a change of the format, never to make a test pass: what lies in folders today must be read for ever.
"""

import hashlib
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from unittest import mock

import msgspec
from nacl import bindings

from app.db import digest
from app.db.declaration import Table, Unit, text
from app.sync import checkpoints, heads, invitations, layout, roster, segments, verified
from app.sync import entries as entry_kinds
from app.sync.changes import Changes, Group, Kind, encode_sealings, link_after
from app.sync.columns import encode_column
from app.sync.envelope import close
from app.sync.keys import Keys, Secrets, fingerprint, key_name, roster_key
from app.sync.positions import START, LogId
from app.sync.ranges import Key, told
from app.sync.ticks import make_tick, next_tick

HERE = Path(__file__).parent / "vectors"
NOW = 1_790_000_000_000
FOUNDER, NEWCOMER = 34, 7
LOG, OTHER_LOG = LogId(FOUNDER, 0x5EED_0001), LogId(NEWCOMER, 0x7FFF_FFFF_FFFF_FFFF)
NETWORK_KEYS = {1: b"\x01" * 32, 2: b"\x02" * 32}
PASSPHRASE = "bako-rilu-fezo-tagi-mune"
TOKEN = b"\x09" * 32
TABLES = {
    "patron": {"name": ["given", "family"], "phone": ["phone"], "email": ["email"]},
    "loan": {"who": ["patron"], "what": ["item", "due_on"], "act": ["staff", "branch", "at_ms"]},
}


def keys(seed):
    return Keys(Secrets(sign_seed=bytes([seed]) * 32, box_seed=bytes([seed + 1]) * 32, network_keys=NETWORK_KEYS))


KEYS = {FOUNDER: keys(0x10), NEWCOMER: keys(0x20)}


class Nonces:
    """Stand for chance: the same in every run, never the same twice in one."""

    def __init__(self):
        self.drawn = 0

    def __call__(self, count):
        self.drawn += 1
        return hashlib.blake2b(self.drawn.to_bytes(4, "big"), digest_size=count).digest()


NONCE = Nonces()


def writing(number, epoch=1):
    return replace(KEYS[number].writing(number, NONCE), epoch=epoch, network_key=NETWORK_KEYS[epoch])


def tick(number, replica=FOUNDER):
    return make_tick(NOW + number, replica)


def group(kind, table, unit, columns, *rows):
    ids, ticks, *values = map(list, zip(*rows, strict=True))
    return Group(kind=kind, table=table, unit=unit, columns=columns, ids=ids, ticks=ticks, values=values)


def born(table, columns, *rows):
    return group(Kind.BIRTH, table, "", columns, *((id_, id_, *values) for id_, *values in rows))


PATRON, LOAN = ("given", "family", "phone", "email"), ("patron", "item", "due_on", "staff", "branch", "at_ms")


def sealed(*groups):
    return Changes(schema=1, groups=groups)


def founders_sealings():
    people = born("patron", PATRON, *((tick(n), f"G{n}", "Krūze", None, f"{n}@example.org") for n in range(1, 7)))
    phones = group(Kind.WRITE, "patron", "phone", ("phone",), (tick(1), tick(20), "20000020"),
                   (tick(2), tick(21), "20000021"), (tick(1, NEWCOMER), tick(22), "20000022"))  # fmt: skip
    gone = group(Kind.TOMBSTONE, "patron", "", (), (tick(6), tick(23)))
    loans = born("loan", LOAN, *((tick(n), tick(1 + n % 2), 900 + n, f"2026-12-{n:02}", 5, 6, NOW + n - 3)
                                 for n in range(30, 31)))  # fmt: skip
    later = group(Kind.WRITE, "patron", "email", ("email",), (tick(3), tick(40), "č@example.org"))
    unknown = born("constellation", ("stars", "picture"), (tick(41), 7, b"\x00\xff"))
    return [sealed(people, phones, gone), sealed(loans), sealed(later, unknown), sealed(loans_of_a_day())]


def loans_of_a_day():
    return born("loan", LOAN, *((tick(100 + n), tick(1 + n % 3), (n * 7919) % 70_000 + (n % 2 << 40), "2026-12-20", 5,
                                 6, NOW - n) for n in range(40)))  # fmt: skip


def newcomers_sealings():
    early = group(Kind.WRITE, "patron", "phone", ("phone",), (tick(1), tick(10, NEWCOMER), "20000010"),
                  (tick(2), tick(50, NEWCOMER), "20000050"), (tick(6), tick(51, NEWCOMER), "20000051"))  # fmt: skip
    person = born("patron", PATRON, (tick(1, NEWCOMER), "Ā", "Ozols", "20000001", None))
    return [sealed(early), sealed(person)]


def entries():
    founder = KEYS[FOUNDER]
    first = roster.Founded(
        name="Paraugs",
        profile="valmiera",
        training=True,
        registrar=roster.Member(number=FOUNDER, sign_key=founder.sign_key, box_key=founder.box_key),
        recovery_sign=keys(0x40).sign_key,
        recovery_box=keys(0x40).box_key,
        sealed_keys={1: sealed_box(keys(0x40).box_key, NETWORK_KEYS[1])},
    )
    written = [roster.write_entry(first, after=None, writing=writing(FOUNDER))]
    member = roster.Member(number=NEWCOMER, sign_key=KEYS[NEWCOMER].sign_key, box_key=KEYS[NEWCOMER].box_key)
    after = roster.read_roster(written, KEYS[FOUNDER])
    admitted = roster.Admitted(member=member, invitation=b"\x05" * 16)
    return [*written, roster.write_entry(admitted, after=after, writing=writing(FOUNDER))]


THIRD, RECOVERY = 9, keys(0x40)
EPOCH_KEYS = {1: NETWORK_KEYS[1], 2: b"\x0a" * 32, 3: b"\x0b" * 32}


def full_roster():
    """Return a roster of its own with an entry of every kind, and how it stands after each."""
    third, fresh = keys(0x50), keys(0x60)
    written, states = entries()[:1], []

    def member(number, of):
        return roster.Member(number=number, sign_key=of.sign_key, box_key=of.box_key)

    def after():
        return roster.read_roster(written, KEYS[FOUNDER].knowing({1: NETWORK_KEYS[1]}, {}))

    def new_key(without=0, announced=()):
        now = after()
        box_keys = {n: now.members[n].box_key for n in sorted(now.remaining - {without})}
        for number, of in announced:
            box_keys[number] = of.box_key_after(box_keys[number])
        key = EPOCH_KEYS[now.epoch + 1]
        return entry_kinds.NewKey(
            epoch=now.epoch + 1,
            name=key_name(roster_key(key)),
            members={n: sealed_box(box_key, key) for n, box_key in box_keys.items()},
            box_keys=box_keys,
            recovery=sealed_box(RECOVERY.box_key, key),
        )

    steps = (
        lambda: (FOUNDER, KEYS[FOUNDER], roster.Admitted(member=member(NEWCOMER, KEYS[NEWCOMER]), invitation=b"\x05" * 16)),
        lambda: (FOUNDER, KEYS[FOUNDER], roster.Admitted(member=member(THIRD, third), invitation=b"\x06" * 16)),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Keeping(number=NEWCOMER, keeper=True)),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Retired(number=THIRD)),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Rejoined(member=member(THIRD, fresh), invitation=b"\x07" * 16)),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Rekeyed(
            key=new_key(announced=((FOUNDER, KEYS[FOUNDER]), (NEWCOMER, KEYS[NEWCOMER]))))),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Renamed(name="Cits paraugs")),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.HandedOver(registrar=NEWCOMER)),
        lambda: (NEWCOMER, KEYS[NEWCOMER], entry_kinds.Expelled(number=THIRD, key=new_key(THIRD))),
        lambda: (0, RECOVERY, entry_kinds.Recovered(registrar=after().members[FOUNDER])),
        lambda: (FOUNDER, KEYS[FOUNDER], entry_kinds.Keeping(number=NEWCOMER, keeper=False)),
    )  # fmt: skip
    states.append(described_roster(after()))
    for step in steps:
        number, of, entry = step()
        under = replace(of.writing(number, NONCE), epoch=after().epoch, network_key=EPOCH_KEYS[after().epoch])
        written.append(roster.write_entry(entry, after=after(), writing=under))
        states.append(described_roster(after()))
    return written, states


def described_roster(read):
    return {
        "length": read.length, "last": read.link, "term": read.term, "epoch": read.epoch, "name": read.name,
        "registrar": read.registrar, "keepers": sorted(read.keepers), "retired": sorted(read.retired),
        "expelled": sorted(read.expelled),
        "members": {n: {"sign_key": m.sign_key, "box_key": m.box_key} for n, m in read.members.items()},
    }  # fmt: skip


def sealed_box(box_key, contents):
    """Return a sealed box whose key of one use is the same in every run."""
    public, private = bindings.crypto_box_seed_keypair(b"\x77" * 32)
    nonce = hashlib.blake2b(public + box_key, digest_size=24).digest()
    return public + bindings.crypto_box(contents, nonce, box_key, private)


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    files = {}
    rosters = entries()
    files |= {roster.entry_file(n): data for n, data in enumerate(rosters, start=1)}
    one, two, three, four = founders_sealings()
    segment_files = [segment(LOG, [one], START)]
    segment_files.append(segment(LOG, [two, three], segment_files[-1][0].end))
    segment_files.append(segment(LOG, [four], segment_files[-1][0].end, epoch=2))
    theirs = [segment(OTHER_LOG, newcomers_sealings(), START)]
    for log, made in ((LOG, segment_files), (OTHER_LOG, theirs)):
        files |= {f"{layout.log_folder(log)}/{name.file}": data for name, data in made}
    said = [head(LOG, 2, segment_files[:2], theirs[:0]), head(LOG, 3, segment_files, theirs)]
    said.append(head(OTHER_LOG, 1, theirs, segment_files[:1]))
    files |= {f"{layout.log_folder(log)}/{heads.slot_of(one.counter)}": heads.write_head(one, writing(log.replica))
              for log, one in zip((LOG, LOG, OTHER_LOG), said, strict=True)}  # fmt: skip
    files |= checkpoint_files(segment_files, theirs)
    for path, data in files.items():
        write(Path("lete-1") / path, data)
    full, states = full_roster()
    for number, data in enumerate(full, start=1):
        write(Path("every-kind") / f"{number:06d}.bin", data)
    described = {
        "keys": {"network": NETWORK_KEYS, "sign_seeds": {n: k.secrets.sign_seed for n, k in KEYS.items()},
                 "box_seeds": {n: k.secrets.box_seed for n, k in KEYS.items()}},
        "tables": TABLES,
        "ticks": ticks(),
        "columns": columns(),
        "links": links(),
        "roster": {"network": roster.entry_hash(rosters[0]), "name": "Paraugs", "members": [NEWCOMER, FOUNDER],
                   "last": roster.entry_hash(rosters[-1])},
        "every_kind": {"states": states, "network_keys": EPOCH_KEYS,
                       "roster_keys": {epoch: roster_key(key) for epoch, key in EPOCH_KEYS.items()},
                       "third": THIRD, "third_box_seed": keys(0x60).secrets.box_seed,
                       "recovery_box_seed": RECOVERY.secrets.box_seed},
        "segments": [described_segment(log, name) for log, made in ((LOG, segment_files), (OTHER_LOG, theirs))
                     for name, _ in made],
        "changes": {f"{log.replica}/{log.incarnation:016x}": [described_sealing(one) for one in sealings]
                    for log, sealings in ((LOG, founders_sealings()), (OTHER_LOG, newcomers_sealings()))},
        "heads": {f"{log.replica}/{log.incarnation:016x}": msgspec.to_builtins(one, builtin_types=(bytes,))
                  for log, one in ((LOG, said[1]), (OTHER_LOG, said[2]))},
        "rows": rows(),
        "digests": {"ranges": [[*key, one] for key, one in sorted(digests().items())],
                    "whole": digest.whole(digests())},
        "checkpoint": {"tick": CHECKPOINT, "author": FOUNDER, "verifier": NEWCOMER, "image": IMAGE,
                       "manifest": msgspec.to_builtins(manifest(segment_files, theirs), builtin_types=(bytes,))},
        "joining": joining(rosters),
        "refused": refused(files, segment_files),
    }  # fmt: skip
    text = json.dumps(described, default=in_json, ensure_ascii=False, indent=1)
    (HERE / "vectors.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def in_json(value):
    if isinstance(value, bytes):
        return f"hex:{value.hex()}"
    raise TypeError(value)


def write(path, data):
    (HERE / path).parent.mkdir(parents=True, exist_ok=True)
    (HERE / path).write_bytes(data)


def segment(log, sealings, before, epoch=1):
    return segments.write_segment(sealings, log=log, before=before, writing=writing(log.replica, epoch))


def head(log, counter, made, received):
    end = made[-1][0].end
    received_log = OTHER_LOG if log == LOG else LOG
    return heads.Head(
        incarnation=log.incarnation,
        counter=counter,
        wall_ms=NOW + counter,
        sequence=end.sequence,
        link=end.link,
        segments=tuple(heads.Listed(*name) for name, _ in made),
        received=tuple(heads.Received(*received_log, *name.end) for name, _ in received[-1:]),
        damaged=(heads.Damaged(9, 5, 1, 3),) if counter == 3 else (),
        forks=((9, 5),) if counter == 3 else (),
        digest=digest.whole(digests()) if counter == 3 else None,
        digests=told({Key(*key): one for key, one in digests().items()}) if counter == 3 else (),
        schema=1,
        version="0.1.0",
        roster=(2, b"\x0e" * 16),
        box_key=KEYS[log.replica].box_key_after(KEYS[log.replica].box_key) if counter == 3 else None,
    )


CHECKPOINT, IMAGE = tick(200), b"No database: an image is any bytes to whoever reads the file. " * 9


def manifest(made, received):
    return checkpoints.Manifest(
        vector=(heads.Received(*OTHER_LOG, *received[-1][0].end), heads.Received(*LOG, *made[-1][0].end)),
        wall_ms=NOW + 200,
        schema=1,
        version="0.1.0",
        units=(("patron", "name", ("given", "family")),),
    )


def checkpoint_files(made, received):
    said = manifest(made, received)
    parts = checkpoints.write_checkpoint(
        said, [IMAGE], tick=CHECKPOINT, image_bytes=len(IMAGE), writing=writing(FOUNDER)
    )
    whole = b"".join(parts)
    digest = hashlib.blake2b(whole[:-64], digest_size=32).digest()
    ok = verified.write_ok(verified.Verified(tick=CHECKPOINT, hash=digest, manifest=said), writing(NEWCOMER))
    return {
        f"checkpoints/{verified.checkpoint_file(CHECKPOINT)}": whole,
        f"checkpoints/{verified.OkName(CHECKPOINT, NEWCOMER).file}": ok,
    }


def described_segment(log, name):
    return {"file": f"{layout.log_folder(log)}/{name.file}", "log": list(log), "first": name.first, "last": name.last,
            "link": name.link}  # fmt: skip


def described_sealing(changes):
    return [[int(group.kind), group.table, group.unit, list(group.columns), [list(row) for row in group.rows()]]
            for group in sorted(changes.groups, key=lambda g: (g.kind, g.table, g.unit, g.columns))]  # fmt: skip


def ticks():
    drawn = [(0, NOW), (tick(5, 7), NOW + 1), (tick(5, 50), NOW + 1), (tick(5) + 1023, NOW + 5), (tick(5) + 4, NOW),
             (tick(5, 33) + 1023, NOW), (tick(5), 1_580_000_000_000), (tick(5), 3_950_000_000_000)]  # fmt: skip
    return {
        "parts": [[tick(0), NOW, 34, 0], [tick(5, 4095) + 1023, NOW + 5, 4095, 1023]],
        "not_ticks": [0, -1, tick(0, 0), make_tick(1_580_000_000_000, 34), 1 << 63],
        "drawn": [[last, 34, wall, next_tick(last, replica=34, wall_unix_ms=wall)] for last, wall in drawn],
    }


def columns():
    samples = [[], [7, 7, 7], [None, None], [1 << 40, (1 << 40) + 3, (1 << 40) + 3], [9, 2, 7],
               [1 << 50, 1 << 40, 1 << 50, 1 << 40], ["a", "b", "a", "a"], ["a", None, "a", None], [-5, -5, 0],
               [b"\x00", "\x00", None, 0], [-(1 << 63), (1 << 63) - 1], ["Rūjiena", "Hjørring"]]  # fmt: skip
    good = [{"rows": len(one), "msgpack": msgspec.msgpack.encode(encode_column(one)), "values": one} for one in samples]
    bad = [[0, [1, 2]], [0, [1.5, 2, 3]], [1, True], [2, ["a", 1, 2]], [2, [1 << 62, 1 << 62, 1 << 62]],
           [3, [0, [1]], [0, 1, 0]], [3, [0, [1]], [0, -1, 0]], [3, [1, 1], [0, 0, 0]],
           [3, [3, [0, [1]], [0]], [0, 0, 0]], [9, []], 7, [0, [[], [], []]]]  # fmt: skip
    return good + [{"rows": 3, "msgpack": msgspec.msgpack.encode(one), "refused": True} for one in bad]


def links():
    found, link = [], START.link
    for sealing in founders_sealings():
        link = link_after(link, sealing)
        found.append(link)
    return found


def rows():
    """Say what must stand after merging, by hand and not by the program."""
    people = {tick(n): {"given": f"G{n}", "family": "Krūze", "phone": None, "email": f"{n}@example.org"}
              for n in range(1, 6)}  # fmt: skip
    people[tick(1)]["phone"] = "20000020"  # 20 is later than the newcomer's 10
    people[tick(2)]["phone"] = "20000050"  # the newcomer's 50 is later than 21
    people[tick(3)]["email"] = "č@example.org"
    people[tick(1, NEWCOMER)] = {"given": "Ā", "family": "Ozols", "phone": "20000022", "email": None}
    loans = {}
    for one in (founders_sealings()[1].groups[0], loans_of_a_day()):
        loans |= {id_: dict(zip(LOAN, values, strict=True)) for id_, _, *values in one.rows()}
    return {"patron": people, "loan": loans}


def clocks():
    """Say when units were written last, by hand."""
    phones = {tick(1): tick(20), tick(2): tick(50, NEWCOMER), tick(1, NEWCOMER): tick(22)}
    return [("patron", row, "phone", at) for row, at in phones.items()] + [("patron", tick(3), "email", tick(40))]


def digests():
    """Let the program digest the rows as they must stand, in tables of the vectors' own."""
    tables = tuple(
        Table(name, "description", tuple(Unit(unit, text(*columns)) for unit, columns in units.items()))
        for name, units in TABLES.items()
    )
    connection = sqlite3.connect(":memory:")
    for table in tables:
        connection.execute(f"CREATE TABLE {table.name} (id INTEGER PRIMARY KEY, {', '.join(table.column_names)})")
        marks = ", ".join("?" * (1 + len(table.column_names)))
        for id_, row in rows()[table.name].items():
            values = (id_, *(row[name] for name in table.column_names))
            connection.execute(f"INSERT INTO {table.name} VALUES ({marks})", values)
    connection.execute("CREATE TABLE clock (tbl, row, unit, tick)")
    connection.executemany("INSERT INTO clock VALUES (?, ?, ?, ?)", clocks())
    connection.execute("CREATE TABLE tombstone (tbl, row, tick)")
    connection.execute("INSERT INTO tombstone VALUES ('patron', ?, ?)", (tick(6), tick(23)))
    connection.execute("CREATE TABLE parked (tbl, row, unit, tick, why, contents)")
    with mock.patch.object(digest, "TABLES", tables):
        return digest.digests(connection)


def joining(rosters):
    newcomer, founder = KEYS[NEWCOMER], KEYS[FOUNDER]
    invitation = invitations.Invitation(
        id=b"\x05" * 16, network=roster.entry_hash(rosters[0]), name="Paraugs", profile="valmiera", training=True,
        branch="B2", branch_name="Otra", workstation="1", number=NEWCOMER, registrar=FOUNDER,
        registrar_key=founder.sign_key, roster=roster.entry_hash(rosters[0]), expires_ms=NOW + 86_400_000,
    )  # fmt: skip
    cost = invitations.Cost(ops=1, memory_bytes=8192)
    request = invitations.Request(
        invitation=invitation.id, number=NEWCOMER, sign_key=newcomer.sign_key, box_key=newcomer.box_key
    )
    welcome = invitations.Welcome(
        network=invitation.network, number=NEWCOMER, registrar=FOUNDER, network_keys=NETWORK_KEYS, roster_length=2
    )
    sealed = invitations.WELCOME_MAGIC + sealed_box(newcomer.box_key, msgspec.msgpack.encode(welcome))
    print_ = fingerprint(newcomer.sign_key, newcomer.box_key)
    write("invitation.bin", invitations.write_invitation(invitation, TOKEN, PASSPHRASE, NONCE, cost))
    write(f"lete-1/requests/{invitation.id.hex()}-{print_}.bin", invitations.write_request(request, TOKEN))
    write(f"lete-1/welcome/{print_}.bin", sealed + founder.signing.sign(sealed).signature)
    return {"passphrase": PASSPHRASE, "token": TOKEN, "fingerprint": print_, "newcomer": NEWCOMER,
            "invitation": msgspec.to_builtins(invitation, builtin_types=(bytes,)),
            "request": msgspec.to_builtins(request, builtin_types=(bytes,)),
            "welcome": msgspec.to_builtins(welcome, builtin_types=(bytes,))}  # fmt: skip


def refused(files, made):
    """Write files that nobody may believe; each is a segment of the founder's log, under the name given."""
    (name, good), *_ = made
    fields = segments._FIELDS.pack(LOG.incarnation, 1, len(founders_sealings()[0]), bytes(16))
    body = encode_sealings(founders_sealings()[:1])
    foreign = sealed(born("loan", LOAN, (tick(30, 9), 1, 2, "2026-12-01", 5, 6, NOW)))
    foreign_name, foreign_data = segments.write_segment([foreign], log=LOG, before=START, writing=writing(FOUNDER))
    stranger = replace(writing(FOUNDER), signing_key=keys(0x66).signing)
    long = msgspec.msgpack.encode([1, 1, [0, [1]], [[0, "loan", "", ["due_on"], [0, [1]], [0, [tick(1)]], None,
                                                     [[1, "x" * (16 * (1 << 20) + 1)]]]]])  # fmt: skip
    cases = {
        "torn": (good[:-40], name),
        "bit-in-the-header": (flipped(good, 25), name),
        "bit-in-the-body": (flipped(good, 120), name),
        "bit-in-the-signature": (flipped(good, -1), name),
        "newer-format": (good[:4] + b"\x00\x02" + good[6:], name),
        "anothers-signature": (close(b"LSEG", fields, body, stranger), name),
        "anothers-tick": (foreign_data, foreign_name),
        "another-name": (good, name._replace(link=b"\x0f" * 16)),
        "unknown-epoch": (close(b"LSEG", fields, body, replace(writing(FOUNDER), epoch=3)), name),
        "unfolds-too-far": (close(b"LSEG", segments._FIELDS.pack(LOG.incarnation, 1, 1, bytes(16)), long,
                                  writing(FOUNDER)), name._replace(last=1)),
        "a-head-as-segment": (files[f"{layout.log_folder(LOG)}/head-b.bin"], name),
    }  # fmt: skip
    for case, (data, _) in cases.items():
        write(f"refused/{case}.bin", data)
    return {case: as_.file for case, (_, as_) in cases.items()}


def flipped(data, place):
    changed = bytearray(data)
    changed[place] ^= 0x10
    return bytes(changed)


if __name__ == "__main__":
    main()
