"""The zip that a Word file is, opened with suspicion: limits first, bounded reads, only the parts of the sheet."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.forms import compound, markup
from app.forms.errors import Damaged, Macros, NotWord, OwnerFile, PasswordProtected, TooLarge

FILE_BYTES_MAX = 32 * 1024 * 1024
PART_BYTES_MAX = 16 * 1024 * 1024
TOTAL_BYTES_MAX = 64 * 1024 * 1024
PARTS_MAX = 200
RATIO_MAX = 150
RATIO_FROM_BYTES = 256 * 1024  # A small part may be very repetitive without harm.
OWNER_FILE_BYTES = 162
OWNER_NAME_BYTES_MAX = 54

MAIN = "officeDocument"
USUAL_MAIN = "word/document.xml"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a Word file that a person sees as the sheet, still as bytes."""

    document: bytes
    headers: tuple[bytes, ...]
    footers: tuple[bytes, ...]


def open_parts(data: bytes) -> Parts:
    """Take the sheet's parts out of the bytes of a file.

    Raises:
        FormRefused: One of its leaves, for anything that is not a plain, whole Word file of decent size.
    """
    _refuse_other_files(data)
    with _zip_trouble_is_damage():
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        return _sheet(_Container(archive))


def _refuse_other_files(data: bytes) -> None:
    # First: an old .doc may carry a whole zip inside it, and a zip reader would happily open that one.
    if data.startswith(compound.MAGIC):
        raise compound.refusal_for(data)
    if len(data) > FILE_BYTES_MAX:
        raise TooLarge
    if not data:
        raise Damaged
    if not data.startswith(b"PK"):
        raise OwnerFile if _is_owner_file(data) else NotWord


def _is_owner_file(data: bytes) -> bool:
    """Word's note beside an open document: always 162 bytes, the length of the user's name first."""
    return len(data) == OWNER_FILE_BYTES and 0 < data[0] <= OWNER_NAME_BYTES_MAX


@contextmanager
def _zip_trouble_is_damage() -> Iterator[None]:
    """Translate what a broken zip makes its readers say; only calls into them may stand inside."""
    try:
        yield
    except ZIP_TROUBLE as trouble:
        raise Damaged from trouble


def _sheet(container: _Container) -> Parts:
    container.refuse_macros()
    main = next(container.related("", MAIN), USUAL_MAIN)
    if main not in container:
        raise NotWord
    return Parts(
        document=container.read(main),
        headers=tuple(container.read(part) for part in container.related(main, "header")),
        footers=tuple(container.read(part) for part in container.related(main, "footer")),
    )


class _Container:
    """An open zip whose list of parts has passed the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = _listed(archive.infolist())

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def read(self, part: str) -> bytes:
        """Read a part, and never more than the limit: the size a zip declares may be a lie."""
        with _zip_trouble_is_damage(), self._archive.open(self._entries[part.lower()]) as stream:
            data = stream.read(PART_BYTES_MAX + 1)
        if len(data) > PART_BYTES_MAX:
            raise TooLarge
        return data

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that `part` names as its own of this kind, in order; "" is the package itself."""
        folder, leaf = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if listing in self:
            for relation in markup.children(markup.parse(self.read(listing)), "pr:Relationship"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                if relation.get("Type", "").endswith(f"/{kind}") and target in self:
                    yield target

    def refuse_macros(self) -> None:
        types = self.read("[Content_Types].xml") if "[Content_Types].xml" in self else b""
        named = any(entry.endswith("vbaproject.bin") for entry in self._entries)
        if named or b"macroenabled" in types.replace(b"\0", b"").lower():
            raise Macros


def _listed(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, once they have passed every limit that needs no reading."""
    if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > TOTAL_BYTES_MAX:
        raise TooLarge
    for info in infos:
        _refuse_entry(info)
    entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
    if len(entries) < len(infos):
        raise Damaged  # Two parts of one name: which of them Word shows is anybody's guess.
    return entries


def _refuse_entry(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise PasswordProtected
    bomb = info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO_MAX * max(1, info.compress_size)
    if bomb or info.file_size > PART_BYTES_MAX:
        raise TooLarge
