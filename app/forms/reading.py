"""Read a file that somebody sent: the forms in it, each as an application that a person will confirm."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.desk.applications import Application, FormReader, joined
from app.forms.container import FILE_BYTES_MAX
from app.forms.door import read_bytes
from app.forms.errors import FormRefused, MissingFile, OwnerFile, Unreadable
from app.forms.signatures.anchors import NO_ANCHORS, Anchors, load_anchors

OWNER_FILE_NAMES = ("~$", ".~lock.")


def form_reader(trust: Path) -> FormReader:
    """Return a reader that knows the trust anchors in a folder."""
    return partial(read_form, anchors=load_anchors(trust))


def read_form(path: Path, anchors: Anchors = NO_ANCHORS) -> tuple[Application, ...]:
    """Read the forms in the file at `path`, one or more; the file is only read, never changed.

    Raises:
        FormRefused: Nothing in the file can be read as a form; the error's code says why, its figures name the file.
    """
    try:
        return read_bytes(_bytes(path), anchors)
    except FormRefused as refusal:
        refusal.figures["name"] = joined(path.name, str(refusal.figures.get("name", "")))
        raise


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than allowed at most; never from a pipe or a device, which might not end."""
    try:
        if not path.is_file():
            raise Unreadable if path.exists() else MissingFile
        if path.name.startswith(OWNER_FILE_NAMES):
            raise OwnerFile
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError as trouble:
        raise MissingFile from trouble
    except OSError as trouble:
        raise Unreadable from trouble
