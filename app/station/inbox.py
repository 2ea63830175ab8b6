"""Registration forms at a workstation: imported, looked at by a person, confirmed, destroyed.

The order is that of the paper: the person is registered, then the file is destroyed, then its destruction is
recorded. A power cut between two of these leaves a draft that says what is still to be done.

One file may hold several forms: a message with two of them, the list of a class. Then each is a draft of its own, and
the file stays until the last of them is confirmed or put aside.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.db.drafts import Draft, drafts, forget_draft, keep_drafts, mark_registered
from app.desk.applications import FormReader
from app.desk.forms import confirm_application, record_destruction
from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused
from app.desk.patrons import Registered
from app.errors import EnvironmentTrouble, LibraryError, Rejected
from app.station.station import Station


class DraftUnknown(Rejected):
    """There is no draft with this number."""

    code = "form.draft-unknown"


class DraftRegistered(Rejected):
    """The draft's patron is registered already, so it cannot be put aside."""

    code = "form.draft-registered"


class FormChanged(Rejected):
    """The file was changed after it was imported: it is not what was looked at."""

    code = "form.changed"


class FormGone(Rejected):
    """The file is not where it was imported from, so it cannot be destroyed."""

    code = "form.gone"


class FormNotDestroyed(EnvironmentTrouble):
    """The person is registered, but the file could not be destroyed."""

    code = "form.not-destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file that is no form we can read; it stays where it was."""

    path: Path
    error: LibraryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    drafts: tuple[Draft, ...]
    refused: tuple[RefusedFile, ...]


def import_forms(station: Station, paths: Sequence[Path], read: FormReader) -> Imported:
    """Read files, and every file in the folders among them, as drafts; nobody is registered yet."""
    kept: set[int] = set()
    refused = []
    for path in _files(paths):
        try:
            applications = read(path)
            digest = _digest(path)
        except Rejected as error:
            refused.append(RefusedFile(path=path, error=error))
            continue
        now_ms = station.world.clock.wall_ms()
        kept |= keep_drafts(station.database, path.absolute(), digest, now_ms, applications)
    found = tuple(draft for draft in drafts(station.reading) if draft.id in kept)
    return Imported(drafts=found, refused=tuple(refused))


FORM_SUFFIXES = {
    ".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".odt", ".ott", ".pdf",
    ".xlsx", ".xltx", ".xlsm", ".xls", ".csv", ".tsv", ".eml", ".msg", ".dat", ".tnef",
    ".edoc", ".asice", ".asics", ".bdoc",
}  # fmt: skip
"""What is taken for a form where a whole folder is imported; a file that is named is always tried."""


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(filter(_is_form, path.iterdir())) if path.is_dir() else [path]
    return found


def _is_form(path: Path) -> bool:
    """Word's owner files (`~$…`) lie beside an open document: in a folder they are passed over in silence."""
    return path.suffix.lower() in FORM_SUFFIXES and not path.name.startswith("~$")


def _digest(path: Path) -> bytes:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
    except OSError as error:
        raise FormGone(file=path.name) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A form that has become a patron.

    Attributes:
        destroyed: Whether the file is gone and that is recorded.
        kept: Whether it was to be kept.
        beside: How many other forms of the file are still to be done before it is destroyed.
    """

    registered: Registered
    destroyed: bool
    kept: bool
    beside: int


def confirm_form(
    station: Station,
    draft_id: int,
    *,
    changes: Mapping[str, str],
    card_number: str = "",
    document: str = "",
    accepted: str = "",
    keep: bool = False,
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Confirmed]:
    """Register the person of a draft with the fields as corrected, then destroy the form and record that.

    Raises:
        DraftUnknown: There is no such draft.
        FormChanged: The file is not the one that was imported.
        FormNotDestroyed: The person is registered, the file still there; confirming again goes on from there.
    """
    draft = _draft(station, draft_id)
    if draft.patron is not None:
        destroyed = _destroy(station, draft, keep=keep)
        return _done(_registered_before(draft.patron), draft, destroyed=destroyed, kept=keep)
    if not keep:
        _check_unchanged(draft)
    outcome = station.do(
        confirm_application,
        fields={**draft.application.fields, **changes},
        card_number=card_number,
        document=document,
        accepted=accepted,
        override=override,
        reason=reason,
    )
    if isinstance(outcome, Refused):
        return outcome
    patron = outcome.record.patron
    mark_registered(station.database, draft.id, patron)
    destroyed = _destroy(station, draft, keep=keep)
    return Done(
        record=Confirmed(registered=outcome.record, destroyed=destroyed, kept=keep, beside=draft.beside),
        touched=outcome.touched,
        notices=outcome.notices,
        tasks=outcome.tasks,
    )


def _registered_before(patron: int) -> Registered:
    return Registered(patron=PatronId(patron), number=f"#{patron}", name="")


def _done(registered: Registered, draft: Draft, *, destroyed: bool, kept: bool) -> Done[Confirmed]:
    record = Confirmed(registered=registered, destroyed=destroyed, kept=kept, beside=draft.beside)
    return Done(record=record, touched=frozenset())


def set_aside_form(station: Station, draft_id: int) -> bool:
    """Forget a draft that is to become nobody; return whether its file was destroyed with it.

    That is so where it was the last form of a file that others have come from. A file nobody came from stays.

    Raises:
        DraftUnknown: There is no such draft.
        DraftRegistered: Its patron is registered; its file is left to destroy, by confirming it again.
        FormChanged: Others have come from the file, and it is not the one that was imported.
        FormNotDestroyed: The draft is forgotten, the file still there; confirming another form of it goes on.
    """
    draft = _draft(station, draft_id)
    if draft.patron is not None:
        raise DraftRegistered(draft=draft_id)
    registered = _registered_of(station, draft.path)
    if registered and draft.path.exists():
        _check_unchanged(draft)
    forget_draft(station.database, draft.id)
    return bool(registered) and _destroy(station, registered[0], keep=False)


def _draft(station: Station, draft_id: int) -> Draft:
    draft = next((one for one in drafts(station.reading) if one.id == draft_id), None)
    if draft is None:
        raise DraftUnknown(draft=draft_id)
    return draft


def _registered_of(station: Station, path: Path) -> list[Draft]:
    return [one for one in drafts(station.reading) if one.path == path and one.patron is not None]


def _check_unchanged(draft: Draft) -> None:
    if _digest(draft.path) != draft.digest:
        raise FormChanged(file=draft.path.name)


def _destroy(station: Station, draft: Draft, *, keep: bool) -> bool:
    """Destroy the file once all its forms are done, and record that for each, unless the library keeps it."""
    if keep:
        forget_draft(station.database, draft.id)
        return False
    registered = _registered_of(station, draft.path)
    if any(one.beside for one in registered):
        return False
    _shred(draft.path)
    for one in registered:
        kinds = {"form_kind": one.application.kind, "file_kind": one.path.suffix.lstrip(".").lower()}
        station.do(record_destruction, patron=PatronId(one.patron or 0), **kinds)
        forget_draft(station.database, one.id)
    return True


def _shred(path: Path) -> None:
    """Overwrite a file and remove it; one that is gone already is destroyed.

    Raises:
        FormNotDestroyed: Another program holds it, or it may not be removed.
    """
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FormNotDestroyed(file=path.name) from error
