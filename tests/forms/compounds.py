"""Write small files of Microsoft's older container: streams in storages, as an Outlook message has them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    start: int = 0
    right: int = FREE
    kids: list[int] = field(default_factory=list)


def compound(tree: Tree) -> bytes:
    """The container with these streams; a storage is a dictionary of its own."""
    entries = [_Entry("Root Entry", 5)]
    _list(tree, entries[0], entries)
    sectors: list[bytes] = []
    chain: list[int] = []
    small, small_chain = b"", []

    def store(data: bytes) -> int:
        count = -(-len(data) // SECTOR)
        first = len(sectors)
        for at in range(count):
            sectors.append(data[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0"))
            chain.append(END if at == count - 1 else first + at + 1)
        return first if count else END

    for entry in entries[1:]:
        if entry.kind == 2 and 0 < len(entry.data) < CUTOFF:
            count = -(-len(entry.data) // SMALL)
            entry.start = len(small_chain)
            small_chain += [*range(entry.start + 1, entry.start + count), END]
            small += entry.data.ljust(count * SMALL, b"\0")
        else:
            entry.start = store(entry.data)
    entries[0].data, entries[0].start = small, store(small)
    small_fat = store(
        struct.pack(f"<{len(small_chain)}I", *small_chain).ljust(-(-len(small_chain) // 128) * SECTOR, b"\xff")
    )
    directory = store(b"".join(_written(entry) for entry in entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0"))
    fats = 1
    while len(chain) + fats > fats * 128:
        fats += 1
    first_fat = len(sectors)
    chain += [FAT] * fats
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * SECTOR, b"\xff")
    sectors += [table[at * SECTOR : (at + 1) * SECTOR] for at in range(fats)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory, 0, CUTOFF, small_fat, -(-len(small_chain) // 128), END, 0,
        first_fat,
    )  # fmt: skip
    header += struct.pack(f"<{fats - 1}I", *range(first_fat + 1, first_fat + fats))
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors)


def _list(tree: Tree, parent: _Entry, entries: list[_Entry]) -> None:
    for name, inside in tree.items():
        entry = _Entry(name, 2 if isinstance(inside, bytes) else 1)
        parent.kids.append(len(entries))
        entries.append(entry)
        if isinstance(inside, bytes):
            entry.data = inside
        else:
            _list(inside, entry, entries)
    for one, two in pairwise(parent.kids):
        entries[one].right = two


def _written(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    child = entry.kids[0] if entry.kids else FREE
    return struct.pack(
        "<64sHBBIII16xI8x8xIII",
        name,
        len(name),
        entry.kind,
        1,
        FREE,
        entry.right,
        child,
        0,
        entry.start,
        len(entry.data),
        0,
    )


# An Outlook message.


def message(*attached: Tree, header: int = 32, **said: str | bytes) -> Tree:
    """A message with its properties by their numbers: `p1000="text"` is the body."""
    made: Tree = {"__properties_version1.0": bytes(header)}
    for number, value in said.items():
        kind, data = ("001F", value.encode("utf-16-le")) if isinstance(value, str) else ("0102", value)
        made[f"__substg1.0_{number[1:]}{kind}"] = data
    return made | {f"__attach_version1.0_#{at:08X}": one for at, one in enumerate(attached)}


def attachment(name: str, data: bytes | Tree) -> Tree:
    kind = "0102" if isinstance(data, bytes) else "000D"
    return {
        "__properties_version1.0": bytes(8),
        "__substg1.0_3707001F": name.encode("utf-16-le"),
        f"__substg1.0_3701{kind}": data,
    }
