"""Signed containers: .edoc, .asice, .asics, .bdoc (ETSI ASiC), opened with suspicion.

A container is a zip: a `mimetype`, the files that people sent, and their signatures in `META-INF`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from app.desk.applications import SignatureSeen
from app.forms.container import FILE_BYTES_MAX, PART_BYTES_MAX, read_entry, refuse_list, zip_trouble_is_damage
from app.forms.errors import Damaged, NotContainer, TooLarge, Unsafe
from app.forms.signatures.anchors import NO_ANCHORS, Anchors
from app.forms.signatures.cades import Manifest, binary_signature, manifests, timestamp
from app.forms.signatures.xades import SIGNATURES_MAX, signatures_in
from app.forms.signatures.xmldsig import Files, Reference

MIMETYPES = ("application/vnd.etsi.asic-e+zip", "application/vnd.etsi.asic-s+zip")
MIMETYPE_BYTES_MAX = 100
META = "META-INF/"
XADES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.IGNORECASE)
CADES = re.compile(r"META-INF/[^/]*signature[^/]*\.p7[sm]", re.IGNORECASE)
TIMESTAMP = re.compile(r"META-INF/[^/]*timestamp[^/]*\.tst", re.IGNORECASE)
MANIFEST = re.compile(r"META-INF/[^/]*ASiCManifest[^/]*\.xml", re.IGNORECASE)
KINDS = (XADES, CADES, TIMESTAMP, MANIFEST)
ENCRYPTED, UTF8 = 0x1, 0x800
RATIO_FROM_BYTES = 4 * 1024 * 1024  # People send repetitive text too; a form inside is asked again by itself.


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One file that was sent in a container."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What is in a container.

    Attributes:
        payloads: The files that were sent, in their order.
    """

    payloads: tuple[Payload, ...]
    signatures: tuple[SignatureSeen, ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The files that no signature is over."""
        covered = {name for one in self.signatures for name in one.covers}
        return tuple(one.name for one in self.payloads if one.name not in covered)


def open_signed(data: bytes, anchors: Anchors = NO_ANCHORS) -> Signed:
    """Open a container and judge its signatures; nothing of it is ever written to the disk.

    Raises:
        NotContainer: It is none.
        FormRefused: Another of its leaves, for one that is broken, too large or built to deceive.
    """
    if len(data) > FILE_BYTES_MAX:
        raise TooLarge
    if not data.startswith(b"PK"):
        raise NotContainer
    with zip_trouble_is_damage():
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        entries = _entries(archive)
        if not _is_container(archive, entries):
            raise NotContainer
        return _signed(archive, entries, anchors)


def is_container(data: bytes) -> bool:
    """Tell whether these bytes are such a container; a broken or hostile one may be none."""
    try:
        with zip_trouble_is_damage(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _is_container(archive, {_name(info): info for info in archive.infolist()})
    except Damaged:
        return False


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files by name.

    Raises:
        Unsafe: A name leads out of the container, or nowhere.
        Damaged: Two files have one name: which of them was signed is anybody's guess.
    """
    infos = archive.infolist()
    refuse_list(infos, RATIO_FROM_BYTES)
    files = [info for info in infos if not info.filename.endswith("/")]
    entries = {_name(info): info for info in files}
    if any(map(_is_hostile, entries)):
        raise Unsafe
    if len(entries) < len(files):
        raise Damaged
    return entries


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry; many programs write it in UTF-8 and forget to say so."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _is_hostile(name: str) -> bool:
    return (
        any(part in {"", ".", ".."} for part in name.split("/"))
        or not name.isprintable()
        or any(char in name for char in '\\:*?"<>|')
    )


def _is_container(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> bool:
    """Tell by the `mimetype`; where that is lacking, by signatures in their place."""
    told = entries.get("mimetype")
    if told is None:
        return any(kind.fullmatch(name) for name in entries for kind in (XADES, CADES))
    if told.file_size > MIMETYPE_BYTES_MAX or told.flag_bits & ENCRYPTED:
        return False
    return read_entry(archive, told).decode("utf-8", "replace").strip() in MIMETYPES


def _signed(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], anchors: Anchors) -> Signed:
    payloads = tuple(
        Payload(name=name, data=read_entry(archive, info)) for name, info in entries.items() if _is_payload(name)
    )
    meta = dict(_signature_files(archive, entries))
    files = Files({one.name: one.data for one in payloads} | meta)
    seen = list(_seen(meta, payloads, files, anchors))
    if len(seen) > SIGNATURES_MAX:
        raise TooLarge
    return Signed(payloads=payloads, signatures=tuple(seen))


def _seen(
    meta: dict[str, bytes], payloads: tuple[Payload, ...], files: Files, anchors: Anchors
) -> Iterator[SignatureSeen]:
    listed = {one.signed_by: one for one in manifests(_of_kind(meta, MANIFEST), files)}
    for data in _of_kind(meta, XADES).values():
        yield from signatures_in(data, files, _is_payload, anchors)
    for name, data in _of_kind(meta, CADES).items():
        yield binary_signature(data, listed.get(name) or _alone(name, payloads), _is_payload, anchors)
    for name, data in _of_kind(meta, TIMESTAMP).items():
        yield timestamp(data, listed.get(name) or _alone(name, payloads), _is_payload)


def _of_kind(meta: dict[str, bytes], kind: re.Pattern[str]) -> dict[str, bytes]:
    return {name: data for name, data in meta.items() if kind.fullmatch(name)}


def _alone(name: str, payloads: tuple[Payload, ...]) -> Manifest | None:
    """Return what a signature without a list is over: the only file there is."""
    if len(payloads) != 1:
        return None
    over = (Reference(finding="same", file=payloads[0].name),)
    return Manifest(signed_by=name, content=payloads[0].data, over=over)


def _is_payload(name: str) -> bool:
    return bool(name) and name != "mimetype" and not name.startswith(META)


def _signature_files(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """The signatures with their bytes; what else lies beside them nobody signs, and one may be broken."""
    left = PART_BYTES_MAX
    for name, info in entries.items():
        if any(kind.fullmatch(name) for kind in KINDS):
            left -= info.file_size
            if left < 0:
                raise TooLarge
            yield name, read_entry(archive, info)
