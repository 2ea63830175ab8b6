"""A reader of the shared folder written from docs/replication.md alone. It imports nothing of the program.

It takes the side of a stranger: whatever it needs to know must stand in that document. Where both disagree, one of
them is wrong, and a test says so.
"""

import hashlib
import re
import struct
from pathlib import Path

import msgspec
import zstandard
from nacl import bindings, exceptions, pwhash

MIB = 1 << 20
EPOCH_MS = 1_577_836_800_000
TICK_MS_MIN, TICK_MS_MAX = 126_230_400_000, (1 << 41) - 1
INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1
NO_LINK = bytes(16)


class Refused(Exception):
    """Not there yet."""


def demand(holds, what):
    if not holds:
        raise Refused(what)


def unpack(data, what):
    try:
        return msgspec.msgpack.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(what) from error


def pack(value):
    return msgspec.msgpack.encode(value)


def blake(size, data, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


# Ticks.


def parts_of(tick):
    """Return Unix milliseconds, replica and sequence of a tick."""
    return (tick >> 22) + EPOCH_MS, tick >> 10 & 4095, tick & 1023


def is_tick(value):
    return type(value) is int and TICK_MS_MIN <= value >> 22 <= TICK_MS_MAX and value >> 10 & 4095 > 0


def draw(last, replica, wall_ms):
    """Return the tick after `last`."""
    wall = wall_ms - EPOCH_MS
    if TICK_MS_MIN <= wall <= TICK_MS_MAX and (now := wall << 22 | replica << 10) > last:
        return now
    demand(last, "clock")
    least = last + 1
    ms, number = least >> 22, least >> 10 & 4095
    if number == replica:
        return least
    return (ms + (number > replica)) << 22 | replica << 10


# The envelope.

FIELDS = {b"LSEG": ">QQQ16s", b"LHED": ">QQ", b"LROS": ">II16s", b"LCKP": ">QQI", b"LCOK": ">Q32s"}
FILE_MAX = {b"LSEG": 2 * MIB, b"LHED": MIB, b"LROS": 512 << 10, b"LCKP": MIB, b"LCOK": MIB}


def outside(data, magic):
    """Return replica, epoch, plain length, nonce and the fields of a file."""
    size = struct.calcsize(FIELDS[magic])
    demand(len(data) >= 44 + size + 16 + 64 and data[:4] == magic, "header")
    _, version, replica, epoch, plain, body, nonce = struct.unpack(">4sHHIII24s", data[:44])
    demand(version <= 1, "too new")
    demand(version == 1 and 1 <= plain <= 8 * MIB and len(data) == 44 + size + body + 64, "header")
    return replica, epoch, plain, nonce, struct.unpack(FIELDS[magic], data[44 : 44 + size])


def verify(data, sign_key):
    try:
        bindings.crypto_sign_open(data[-64:] + data[:-64], sign_key)
    except (exceptions.BadSignatureError, exceptions.ValueError, ValueError, TypeError) as error:
        raise Refused("signature") from error


def contents(data, magic, network_keys):
    _, epoch, plain, nonce, _ = outside(data, magic)
    start = 44 + struct.calcsize(FIELDS[magic])
    demand(epoch in network_keys, "epoch")
    try:
        packed = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            data[start:-64], data[:start], nonce, network_keys[epoch]
        )
        found = zstandard.ZstdDecompressor().stream_reader(packed).read(plain + 1)
    except (exceptions.CryptoError, zstandard.ZstdError) as error:
        raise Refused("contents") from error
    demand(len(found) == plain, "contents")
    return found


# Columns.


def column(coded, rows):
    match coded:
        case [0, [*values]]:
            pass
        case [1, value]:
            values = [value] * rows
        case [2, [*deltas]]:
            demand(all(type(delta) is int for delta in deltas), "column")
            values, total = [], 0
            for delta in deltas:
                values.append(total := total + delta)
        case [3, [0 | 2, [*uniques]] as inner, [*indexes]]:
            known = column(inner, len(uniques))
            demand(all(type(place) is int and 0 <= place < len(known) for place in indexes), "column")
            values = [known[place] for place in indexes]
        case _:
            raise Refused("column")
    demand(len(values) == rows, "column")
    for value in values:
        demand(type(value) in {int, str, bytes, type(None)}, "column")
        demand(type(value) is not int or INT_MIN <= value <= INT_MAX, "column")
    return values


def growth(coded, rows):
    match coded:
        case [1, str() | bytes() as value]:
            return len(value) * rows
        case [3, [0, [*uniques]], _]:
            return rows * max([len(value) for value in uniques if isinstance(value, str | bytes)], default=0)
    return 0


# Segments. A sealing is a list of groups (kind, table, unit, columns, rows), a row (id, tick, value, …).


def link_after(link, sealing):
    said = link
    for kind, table, unit, columns, rows in sealing:
        said += pack([kind, table, unit, list(columns), [list(row) for row in rows]])
    return blake(16, said)


def sealings_of(body, count, replica):
    match unpack(body, "body"):
        case [int(), int() as number, lengths, [*groups]] if 1 <= number <= count <= 5_000:
            lengths = column(lengths, number)
        case _:
            raise Refused("body")
    demand(all(type(length) is int and length > 0 for length in lengths) and sum(lengths) == count, "body")
    coded = [one for group in groups if isinstance(group, list) and group and isinstance(group[-1], list)
             for one in group[-1]]  # fmt: skip
    demand(sum(growth(one, count) for one in coded) <= 16 * MIB, "body")
    sealings, keys = [[] for _ in lengths], []
    for group in groups:
        key, shares = one_group(group, number, replica)
        keys.append(key)
        for sealing, rows in zip(sealings, shares, strict=True):
            if rows:
                sealing.append((*key, rows))
    demand(keys == sorted(set(keys)), "body")
    demand([sum(len(group[4]) for group in sealing) for sealing in sealings] == lengths, "body")
    return sealings


def one_group(group, number, replica):
    match group:
        case [0 | 1 | 2 as kind, str() as table, str() as unit, [*columns], shares, ids, ticks, [*values]]:
            pass
        case _:
            raise Refused("group")
    demand(all(isinstance(name, str) for name in columns), "group")
    demand(len(set(columns)) == len(columns) == len(values), "group")
    shares = column(shares, number)
    demand(all(type(share) is int and share >= 0 for share in shares) and sum(shares) <= 5_000, "group")
    total = sum(shares)
    ids = column(ids, total)
    ticks = ids if kind == 0 else column(ticks, total)
    demand(all(type(id_) is int and id_ > 0 for id_ in ids), "tick")
    demand(all(is_tick(tick) and parts_of(tick)[1] == replica for tick in ticks), "tick")
    rows = list(zip(ids, ticks, *(column(one, total) for one in values), strict=True))
    apart = []
    for share in shares:
        apart.append(rows[:share])
        rows = rows[share:]
    return (kind, table, unit, tuple(columns)), apart


SEGMENT = re.compile(r"([0-9]{12})-([0-9]{12})-([0-9a-f]{32})\.seg")


def read_segment(data, name, log, sign_key, network_keys):
    """Return the position before and, of each sealing, its groups and the position after it."""
    demand((said := SEGMENT.fullmatch(name)) is not None and len(data) <= FILE_MAX[b"LSEG"], "name")
    replica, *_, (incarnation, first, last, link) = outside(data, b"LSEG")
    demand((replica, incarnation) == tuple(log) and (first, last) == (int(said[1]), int(said[2])), "name")
    verify(data, sign_key)
    found, before, sequence = [], (first - 1, link), first - 1
    for sealing in sealings_of(contents(data, b"LSEG", network_keys), last - first + 1, replica):
        link = link_after(link, sealing)
        sequence += sum(len(group[4]) for group in sealing)
        found.append((sealing, (sequence, link)))
    demand(link.hex() == said[3], "chain")
    return before, found


# Heads.


def read_head(data, log, sign_key, network_keys):
    replica, *_, (incarnation, counter) = outside(data, b"LHED")
    demand((replica, incarnation) == tuple(log) and len(data) <= FILE_MAX[b"LHED"], "name")
    verify(data, sign_key)
    head = unpack(contents(data, b"LHED", network_keys), "head")
    demand(isinstance(head, dict), "head")
    demand({"incarnation", "counter", "wall_ms", "sequence", "link"} <= set(head), "head")
    demand((head["incarnation"], head["counter"]) == (incarnation, counter), "head")
    numbers = [head["wall_ms"], head["sequence"], head.get("kept_from", 1)]
    links = [head["link"]]
    for entry in head.get("segments", []):
        numbers, links = numbers + entry[:2], links + entry[2:]
    for entry in head.get("received", []):
        numbers, links = numbers + entry[:3], links + entry[3:]
    for entry in [*head.get("damaged", []), *head.get("forks", [])]:
        numbers = numbers + entry
    demand(all(type(number) is int and 0 <= number <= INT_MAX for number in numbers), "head")
    demand(all(isinstance(link, bytes) and len(link) == 16 for link in links), "head")
    return head


def newer(heads):
    return max(heads, key=lambda head: (head["counter"], head["sequence"]))


# Checkpoints. They are read as a whole here; a desk reads them as a stream.


def read_checkpoint(data, tick, sign_key, network_keys):
    """Return the manifest, the image, and the hash that a verification bears."""
    demand(len(data) > 44 + 20, "header")
    front = data[: 44 + 20 + struct.unpack(">I", data[16:20])[0] + 64]
    replica, epoch, _, _, (said, image_bytes, chunks) = outside(front, b"LCKP")
    demand(said == tick and is_tick(tick) and parts_of(tick)[1] == replica and len(front) <= MIB, "name")
    demand(1 <= image_bytes <= 1 << 36 and chunks == -(-image_bytes // (4 * MIB)), "header")
    verify(front, sign_key)
    manifest = unpack(contents(front, b"LCKP", network_keys), "manifest")
    place, image = len(front), b""
    for number in range(chunks):
        demand(place + 4 <= len(data), "chunk")
        end = place + 4 + struct.unpack(">I", data[place : place + 4])[0]
        coded, place = data[place + 4 : end], end
        plain = min(4 * MIB, image_bytes - len(image))
        try:
            packed = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                coded[24:], blake(32, front) + struct.pack(">I", number), coded[:24], network_keys[epoch]
            )
            piece = zstandard.ZstdDecompressor().stream_reader(packed).read(plain + 1)
        except (exceptions.CryptoError, exceptions.ValueError, zstandard.ZstdError, ValueError) as error:
            raise Refused("chunk") from error
        demand(len(piece) == plain, "chunk")
        image += piece
    whole = blake(32, data[:place])
    demand(len(data) == place + 64, "length")
    verify(whole + data[place:], sign_key)
    return manifest, image, whole


def read_verification(data, tick, verifier, sign_key, network_keys):
    """Return the hash that a member vouches for, and the manifest."""
    replica, *_, (said, whole) = outside(data, b"LCOK")
    demand((said, replica) == (tick, verifier) and parts_of(tick)[1] != verifier, "name")
    verify(data, sign_key)
    return whole, unpack(contents(data, b"LCOK", network_keys), "manifest")


# The roster.


def roster_key(network_key):
    return hashlib.blake2b(key=network_key, person=b"lete roster", digest_size=32).digest()


def key_name(of_roster):
    return hashlib.blake2b(key=of_roster, person=b"lete key name", digest_size=16).digest()


def next_box_seed(box_seed):
    return hashlib.blake2b(key=box_seed, person=b"lete next box", digest_size=32).digest()


def open_box(data, box_key, box_seed):
    """Open a sealed box with a seed or one of those that follow from it."""
    for _ in range(256):
        if bindings.crypto_scalarmult_base(box_seed) == box_key:
            try:
                return bindings.crypto_box_seal_open(data, box_key, box_seed)
            except (exceptions.CryptoError, exceptions.ValueError, exceptions.TypeError) as error:
                raise Refused("box") from error
        box_seed = next_box_seed(box_seed)
    return None


def read_roster(entries, network_keys, *, roster_keys=None, box_seed=None):
    """Return what a chain of entries says; with a box seed, also the network keys that were sealed for it."""
    keys = {**(roster_keys or {}), **{epoch: roster_key(key) for epoch, key in network_keys.items()}}
    state = {"network": None, "founding": None, "members": {}, "former": {}, "keepers": set(), "retired": set(),
             "expelled": set(), "term": 1, "epoch": 1, "last": NO_LINK, "length": 0, "name": None, "registrar": None,
             "network_keys": {1: network_keys[1]} if 1 in network_keys else {}}  # fmt: skip
    for data in entries:
        replica, epoch, _, _, (number, term, before) = outside(data, b"LROS")
        demand(number == state["length"] + 1 and before == state["last"] and len(data) <= FILE_MAX[b"LROS"], "roster")
        demand(epoch == state["epoch"], "epoch")
        entry = unpack(contents(data, b"LROS", keys), "roster")
        demand(isinstance(entry, dict) and (entry.get("kind") == "found") == (number == 1), "roster")
        recovering = entry["kind"] == "recover"
        demand(term == state["term"] + recovering and (replica == 0) == recovering, "roster")
        if number == 1:
            state |= {"founding": entry, "network": blake(16, data), "registrar": entry["registrar"]["number"]}
            sign_key = entry["registrar"]["sign_key"]
        else:
            sign_key = state["members"][state["registrar"]]["sign_key"]
        demand(recovering or replica == state["registrar"], "roster")
        verify(data, state["founding"]["recovery_sign"] if recovering else sign_key)
        state |= {"last": blake(16, data), "length": number, "term": term}
        ENTRIES[entry["kind"]](state, entry)
        if "key" in entry:
            begin_epoch(state, entry, keys, network_keys, box_seed)
    demand(state["founding"] is not None, "roster")
    return state


def remaining(state):
    return set(state["members"]) - state["retired"] - state["expelled"]


def with_member(state, member):
    number = member["number"]
    demand(1 <= number <= 4_095 and len(member["sign_key"]) == len(member["box_key"]) == 32, "member")
    before = state["members"].get(number)
    if before and before["sign_key"] != member["sign_key"]:
        state["former"][number] = [before["sign_key"], *state["former"].get(number, [])]
    state["members"][number] = member
    state["retired"].discard(number)


def found(state, entry):
    with_member(state, entry["registrar"])
    state["keepers"], state["name"] = {state["registrar"]}, entry["name"]


def admit(state, entry):
    demand(entry["member"]["number"] not in state["members"], "roster")
    with_member(state, entry["member"])


def rejoin(state, entry):
    number = entry["member"]["number"]
    demand(number in state["members"] and number not in state["expelled"] | {state["registrar"]}, "roster")
    with_member(state, entry["member"])


def expel(state, entry):
    demand(entry["number"] in set(state["members"]) - state["expelled"] - {state["registrar"]}, "roster")
    state["expelled"].add(entry["number"])
    state["keepers"].discard(entry["number"])


def retire(state, entry):
    demand(entry["number"] in remaining(state) - {state["registrar"]}, "roster")
    state["retired"].add(entry["number"])
    state["keepers"].discard(entry["number"])


def hand_over(state, entry):
    demand(entry["registrar"] in remaining(state), "roster")
    state["registrar"] = entry["registrar"]


def recover(state, entry):
    demand(entry["registrar"]["number"] not in state["expelled"], "roster")
    with_member(state, entry["registrar"])
    state["registrar"] = entry["registrar"]["number"]


def rename(state, entry):
    state["name"] = entry["name"]


def keep(state, entry):
    demand(entry["number"] in remaining(state), "roster")
    (set.add if entry["keeper"] else set.discard)(state["keepers"], entry["number"])


ENTRIES = {"found": found, "admit": admit, "rejoin": rejoin, "expel": expel, "epoch": lambda state, entry: None,
           "retire": retire, "hand-over": hand_over, "recover": recover, "rename": rename, "keep": keep}  # fmt: skip


def begin_epoch(state, entry, keys, network_keys, box_seed):
    """Move members on to the box keys that the new key is sealed for, and open it where it is for the reader."""
    new, members = entry["key"], state["members"]
    epoch = state["epoch"] = state["epoch"] + 1
    demand(new["epoch"] == epoch and set(new["members"]) == set(new["box_keys"]) == remaining(state), "roster")
    for number, box_key in new["box_keys"].items():
        members[number] = {**members[number], "box_key": box_key}
    boxes = [(new["members"][number], box_key) for number, box_key in new["box_keys"].items()]
    boxes.append((new["recovery"], state["founding"]["recovery_box"]))
    opened = [key for box in boxes if box_seed and (key := open_box(*box, box_seed)) is not None]
    opened += [network_keys[epoch]] if epoch in network_keys else []
    for key in opened:
        if key_name(roster_key(key)) == new["name"]:
            state["network_keys"][epoch], keys[epoch] = key, roster_key(key)
    if epoch in keys and key_name(keys[epoch]) != new["name"]:
        del keys[epoch]  # Another roster's.


# Joining.


def fingerprint(sign_key, box_key):
    digits = blake(8, sign_key + box_key).hex().upper()
    return "-".join(digits[place : place + 4] for place in (0, 4, 8, 12))


def read_invitation(data, passphrase):
    demand(len(data) <= 64 << 10 and data[:6] == b"LINV\0\1", "invitation")
    locked = unpack(data[6:], "invitation")
    cost = locked["cost"]
    demand(1 <= cost["ops"] <= 16 and 8 << 10 <= cost["memory_bytes"] <= 1 << 30, "invitation")
    spoken = "-".join(passphrase.casefold().replace("-", " ").split())
    key = pwhash.argon2id.kdf(32, spoken.encode(), locked["salt"], opslimit=cost["ops"], memlimit=cost["memory_bytes"])
    try:
        token = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            locked["token"], locked["invitation"], locked["nonce"], key
        )
    except exceptions.CryptoError as error:
        raise Refused("passphrase") from error
    return unpack(locked["invitation"], "invitation"), token


def read_request(data, token):
    demand(data[:6] == b"LREQ\0\1" and data[6:38] == blake(32, data[:6] + data[38:], key=token), "request")
    return unpack(data[38:], "request")


def read_welcome(data, box_seed, registrar_key):
    demand(data[:6] == b"LWEL\0\1", "welcome")
    verify(data, registrar_key)
    public = bindings.crypto_scalarmult_base(box_seed)
    try:
        return unpack(bindings.crypto_box_seal_open(data[6:-64], public, box_seed), "welcome")
    except exceptions.CryptoError as error:
        raise Refused("welcome") from error


# Merging.


PERSONAL = {
    "identifier": (("patron",), ("patron", "kind", "value")),
    "registration": (("patron",), ("patron", "overrides", "reason")),
    "guarantee": (
        ("patron",), ("patron", "guarantor", "given", "family", "code", "birth_on", "phone", "email"),
    ),
    "form_destruction": (("patron",), ("patron",)),
    "identity_check": (("patron",), ("patron",)),
    "rules_acceptance": (("patron",), ("patron",)),
    "contact_confirmation": (("patron",), ("patron",)),
    "visit": (("patron",), ("patron",)),
    "viewing": (("patron",), ("patron", "why")),
    "end_of_use": (("patron",), ("patron",)),
    "card_order": (("patron",), ("patron", "number")),
    "notice": (("patron",), ("patron",)),
    "form_receipt": (("patron",), ("patron", "signature", "signer", "signed_at")),
    "contact_person": (("patron",), ("patron", "given", "family", "duty", "phone", "email")),
    "remark": (("patron",), ("patron", "body")),
    "erasure": (("patron",), ("reason",)),
    "loan": (("patron",), ("patron", "overrides", "reason", "identifier")),
    "renewal": (("loan", "patron"), ("overrides", "reason")),
    "copy_report": (("loan", "patron"), ("note",)),
    "receipt": (("patron",), ("patron",)),
    "hold": (("patron",), ("patron", "overrides", "reason")),
    "charge": (("patron",), ("patron", "note")),
    "settlement": (("patron",), ("patron", "reference", "reason")),
    "restriction": (("patron",), ("patron", "reason")),
    "proxy": (("patron",), ("patron",)),
    "proxy_holder": (("patron",), ("patron",)),
    "taking": (("loan", "patron"), ("proxy_holder", "contact_person")),
    "amendment": (("patron",), ("patron", "said")),
    "name_change": (("patron",), ("patron", "given", "family")),
    "interlibrary_request": (("patron",), ("patron", "note")),
}  # fmt: skip
"""For each table the path to a patron, and the columns that are emptied when the patron is erased."""


def emptied(table, row, erased, loans):
    """Return a row, or the columns of one writing, without what it says about an erased person."""
    path, personal = PERSONAL.get(table, ((), ()))
    step = row.get(path[0]) if path else None
    if (len(path) == 1 and ("patron", step) in erased) or (len(path) == 2 and step in loans and loans[step] is None):
        return {name: None if name in personal else value for name, value in row.items()}
    return row


def merge(sealings, tables):
    """Return the rows of `tables` ({table: {unit: [column, …]}}) after sealings that came in any order.

    Everything is gathered first, so that nothing can depend on the order.
    """
    erased, born, written = set(), {}, {}
    for kind, table, unit, columns, rows in (group for sealing in sealings for group in sealing):
        for id_, tick, *values in rows:
            if kind == 2:
                erased.add((table, id_))
            elif kind == 0:
                born[table, id_] = dict(zip(columns, values, strict=True))
            elif list(columns) == tables.get(table, {}).get(unit):
                key = (table, id_, unit)
                written[key] = max(written.get(key, (0, ())), (tick, tuple(zip(columns, values, strict=True))))
    for (table, id_, _), (_, values) in written.items():
        if (table, id_) in born:
            born[table, id_].update(values)
    for (table, id_), row in born.items():
        born[table, id_] = emptied(table, row, erased, {})
    loans = {id_: row.get("patron") for (table, id_), row in born.items() if table == "loan"}
    found = {}
    for table, id_ in sorted(set(born) - erased):
        born[table, id_] = emptied(table, born[table, id_], erased, loans)
        if table in tables:
            names = [name for unit in tables[table].values() for name in unit]
            found.setdefault(table, {})[id_] = {name: born[table, id_].get(name) for name in names}
    return found


# Digests.


def entries_of(sealings, tables):
    """Return for each table what digests are over, in their order: rows, clocks, tombstones, what waits for its birth.

    A network in which everything is known and nothing is held.
    """
    erased, clocks, waiting, rows = {}, {}, {}, merge(sealings, tables)
    for kind, table, unit, columns, found in (group for sealing in sealings for group in sealing):
        for id_, tick, *values in found:
            if kind == 2:
                erased[table, id_] = min(tick, erased.get((table, id_), tick))
            elif kind == 1 and list(columns) == tables.get(table, {}).get(unit):
                where = clocks if id_ in rows.get(table, {}) else waiting
                where[table, id_, unit] = max((tick, (columns, values)), where.get((table, id_, unit), (0, ())))
    return {
        table: [
            *([id_, *row.values()] for id_, row in sorted(rows.get(table, {}).items())),
            *(["clock", id_, unit, tick] for (of, id_, unit), (tick, _) in sorted(clocks.items()) if of == table),
            *(["tombstone", id_, tick] for (of, id_), tick in sorted(erased.items()) if of == table),
            *(
                ["parked", id_, unit, tick, pack(list(emptied(of, dict(zip(*said, strict=True)), erased, {}).values()))]
                for (of, id_, unit), (tick, said) in sorted(waiting.items())
                if of == table and (of, id_) not in erased
            ),
        ]
        for table in tables
    }


def digests(sealings, tables):
    """Return the digest of every range, {(table, number): digest}, and the whole one."""
    leaves = {}
    for table, entries in entries_of(sealings, tables).items():
        for entry in entries:
            id_ = entry[0] if isinstance(entry[0], int) else entry[1]
            leaves.setdefault((table, id_ >> 50), []).append(pack(entry))
    ranges = {}
    for (table, leaf), entries in sorted(leaves.items()):
        ranges.setdefault((table, leaf >> 3), []).append(pack([leaf, blake(16, b"".join(entries))]))
    found = {where: blake(16, b"".join(parts)) for where, parts in ranges.items()}
    return found, blake(16, b"".join(pack([*where, digest]) for where, digest in sorted(found.items())))


def told(ranges):
    """Return digests as a head tells them."""
    by_table = {}
    for (table, number), digest in ranges.items():
        by_table.setdefault(table, {})[number] = digest
    return [
        [
            table,
            min(found),
            b"".join(found.get(number, blake(16, b""))[:4] for number in range(min(found), max(found) + 1)),
        ]
        for table, found in sorted(by_table.items())
    ]


# The whole folder.


def read_folder(share, network_keys, tables):
    """Read everything in a folder: its roster, the newer head of each log, every segment, and the rows they make."""
    root = Path(share) / "lete-1"
    entries = [path.read_bytes() for path in sorted((root / "roster").iterdir()) if re.fullmatch(r"[0-9]{6}\.bin", path.name)]  # fmt: skip
    roster = read_roster(entries, network_keys)
    logs = {}
    for number, member in sorted(roster["members"].items()):
        for folder in sorted((root / "replicas" / f"{number:04d}").glob("*")):
            if re.fullmatch("[0-9a-f]{16}", folder.name):
                logs[number, int(folder.name, 16)] = read_log(
                    folder, (number, int(folder.name, 16)), member["sign_key"], network_keys
                )
    sealings = [sealing for log in logs.values() for sealing, _ in log["sealings"]]
    return {"roster": roster, "logs": logs, "rows": merge(sealings, tables)}


def read_log(folder, log, sign_key, network_keys):
    slots = [path for name in ("head-a.bin", "head-b.bin") if (path := folder / name).exists()]
    head = newer([read_head(path.read_bytes(), log, sign_key, network_keys) for path in slots])
    position, sealings = (0, NO_LINK), []
    for path in sorted(folder.iterdir()):
        said = SEGMENT.fullmatch(path.name)
        if said and int(said[2]) > position[0]:
            before, found = read_segment(path.read_bytes(), path.name, log, sign_key, network_keys)
            ends = [before, *(end for _, end in found)]
            demand(position in ends, "chain")
            new = found[ends.index(position) :]
            sealings += new
            position = new[-1][1]
    demand(position == (head["sequence"], head["link"]), "head")
    return {"head": head, "sealings": sealings}
