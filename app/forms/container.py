"""The zip that a document is, opened with suspicion: limits first, bounded reads, only the parts that are asked for."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from app.forms import markup
from app.forms.errors import Damaged, Macros, PasswordProtected, TooLarge

FILE_BYTES_MAX = 32 * 1024 * 1024
"""Of any file, whatever it is."""
PART_BYTES_MAX = 16 * 1024 * 1024
TOTAL_BYTES_MAX = 64 * 1024 * 1024
PARTS_MAX = 200
RATIO_MAX = 150
RATIO_FROM_BYTES = 256 * 1024  # A small part may be very repetitive without harm.

ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


@contextmanager
def opened(data: bytes) -> Iterator[Container]:
    """Open the bytes of a zip, once its list of parts has passed every limit.

    Raises:
        FormRefused: One of its leaves, for anything that is not a plain, whole zip of decent size.
    """
    with zip_trouble_is_damage():
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        yield Container(archive)


@contextmanager
def zip_trouble_is_damage() -> Iterator[None]:
    """Translate what a broken zip makes its readers say; only calls into them may stand inside."""
    try:
        yield
    except ZIP_TROUBLE as trouble:
        raise Damaged from trouble


class Container:
    """An open zip whose list of parts has passed the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = _listed(archive.infolist())

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    @property
    def parts(self) -> Collection[str]:
        """The names of all parts, in small letters."""
        return self._entries

    def read(self, part: str) -> bytes:
        return read_entry(self._archive, self._entries[part.lower()])

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that `part` names as its own of this kind, in order; "" is the package itself."""
        return (target for _, said, target in self._relations(part) if said.endswith(f"/{kind}") and target in self)

    def target(self, part: str, relation: str) -> str:
        """The part that `part` means by the name of a relation; "" if it means none."""
        return next((target for named, _, target in self._relations(part) if named == relation), "")

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Every relation that `part` has: its name, its kind, and the part at its other end."""
        folder, leaf = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if listing in self:
            for relation in markup.children(markup.parse(self.read(listing)), "pr:Relationship"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield relation.get("Id", ""), relation.get("Type", ""), target

    def refuse_macros(self) -> None:
        types = self.read("[Content_Types].xml") if "[Content_Types].xml" in self else b""
        named = any(entry.endswith("vbaproject.bin") for entry in self._entries)
        if named or b"macroenabled" in types.replace(b"\0", b"").lower():
            raise Macros


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read an entry, and never more than the limit: the size a zip declares may be a lie."""
    with zip_trouble_is_damage(), archive.open(info) as stream:
        data = stream.read(PART_BYTES_MAX + 1)
    if len(data) > PART_BYTES_MAX:
        raise TooLarge
    return data


def _listed(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, once they have passed every limit that needs no reading."""
    refuse_list(infos)
    entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
    if len(entries) < len(infos):
        raise Damaged  # Two parts of one name: which of them Word shows is anybody's guess.
    return entries


def refuse_list(infos: list[zipfile.ZipInfo], ratio_from_bytes: int = RATIO_FROM_BYTES) -> None:
    """Refuse a zip by its list alone: too many entries, too much in all, or one that is a bomb or encrypted."""
    if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > TOTAL_BYTES_MAX:
        raise TooLarge
    for info in infos:
        refuse_entry(info, ratio_from_bytes)


def refuse_entry(info: zipfile.ZipInfo, ratio_from_bytes: int) -> None:
    if info.flag_bits & 1:
        raise PasswordProtected
    bomb = info.file_size > ratio_from_bytes and info.file_size > RATIO_MAX * max(1, info.compress_size)
    if bomb or info.file_size > PART_BYTES_MAX:
        raise TooLarge
