"""Registration forms at a workstation: imported, looked at by a person, confirmed, destroyed.

The order is that of the paper: the person is registered and the form received, then the file is destroyed with its
copies, then its destruction is recorded. A power cut between two of these leaves a draft that says what is still to be
done.

One file may hold several forms: a message with two of them, the list of a class. Then each is a draft of its own, and
the file stays until the last of them is confirmed or put aside.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.drafts import Draft, drafts, forget_draft, mark_registered
from app.desk.applications import FormReader
from app.desk.form_life import ReceivedForm, end_entered
from app.desk.forms import confirm_application
from app.desk.ids import PatronId
from app.desk.known_forms import Difference, KnownForm, compare_form, enter_for_known
from app.desk.outcome import Done, Outcome, Refused
from app.desk.patrons import Registered
from app.errors import EnvironmentTrouble, LibraryError, Rejected
from app.rules.forms import GUARANTEES
from app.station.letter_copies import note_gone
from app.station.shredding import digest_of, other_copies, shred
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
            digest = digest_of_form(path)
        except Rejected as error:
            refused.append(RefusedFile(path=path, error=error))
            continue
        kept |= station.keep_forms(path.absolute(), digest, applications)
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
        found += sorted(filter(is_form, path.iterdir())) if path.is_dir() else [path]
    return found


def is_form(path: Path) -> bool:
    """Word's owner files (`~$…`) lie beside an open document: in a folder they are passed over in silence."""
    return path.suffix.lower() in FORM_SUFFIXES and not path.name.startswith("~$")


def digest_of_form(path: Path) -> bytes:
    """Return the digest of a form's file.

    Raises:
        FormGone: It cannot be read.
    """
    try:
        return digest_of(path)
    except OSError as error:
        raise FormGone(file=path.name) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A form that has become a patron, or was entered for one.

    Attributes:
        destroyed: Whether the file is gone and that is recorded.
        kept: Whether it was to be kept.
        beside: How many other forms of the file are still to be done before it is destroyed.
        copies: How many copies of the file on this PC went with it.
        left: Copies that another program holds: a person destroys them.
        differences: Where somebody was known already, what the form said otherwise.
    """

    registered: Registered
    destroyed: bool
    kept: bool
    beside: int
    copies: int = 0
    left: tuple[Path, ...] = ()
    differences: tuple[Difference, ...] = ()


def compare_draft(station: Station, draft_id: int, *, known: str, changes: Mapping[str, str]) -> Outcome[KnownForm]:
    """Say what entering a draft for somebody who is registered would change.

    Args:
        known: Any number that finds the person.

    Raises:
        DraftUnknown: There is no such draft.
    """
    draft = _draft(station, draft_id)
    return station.do(compare_form, patron=known, fields={**draft.application.fields, **changes})


def confirm_form(
    station: Station,
    draft_id: int,
    *,
    changes: Mapping[str, str],
    card_number: str = "",
    document: str = "",
    accepted: str = "",
    keep: bool | None = None,
    known: str = "",
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Confirmed]:
    """Register the person of a draft with the fields as corrected, then destroy the form and record that.

    Args:
        known: A number of somebody who is registered already, for whom the form is entered (L-41); "" for nobody.
        keep: Whether the library keeps the form; None for what its rules say of this kind (O-1).

    Raises:
        DraftUnknown: There is no such draft.
        FormChanged: The file is not the one that was imported.
        FormNotDestroyed: The person is registered, the file still there; confirming again goes on from there.
    """
    draft = _draft(station, draft_id)
    keep = _is_kept(station, draft.application.kind) if keep is None else keep
    if draft.patron is not None:
        registered = Registered(patron=PatronId(draft.patron), number=f"#{draft.patron}", name="")
        mark_registered(station.database, draft.id, draft.patron, kept=keep or draft.kept)
        return Done(record=_confirmed(station, draft, registered), touched=frozenset())
    if not keep:
        _check_unchanged(draft)
    form: _Form = {
        "fields": {**draft.application.fields, **changes},
        "card_number": card_number,
        "document": document,
        "accepted": accepted,
        "received": _received(station, draft),
    }
    outcome: Outcome[Registered] | Outcome[KnownForm]
    if known:
        outcome = station.do(enter_for_known, patron=known, **form)
    else:
        outcome = station.do(confirm_application, **form, override=override, reason=reason)
    if isinstance(outcome, Refused):
        return outcome
    mark_registered(station.database, draft.id, outcome.record.patron, kept=keep)
    return Done(
        record=_confirmed(station, draft, outcome.record),
        touched=outcome.touched,
        notices=outcome.notices,
        tasks=outcome.tasks,
    )


class _Form(TypedDict):
    """What both deeds take that a form is entered by."""

    fields: Mapping[str, str]
    card_number: str
    document: str
    accepted: str
    received: ReceivedForm


def _is_kept(station: Station, kind: str) -> bool:
    """Tell whether the rules of the library keep forms of a kind: guarantees, until they say otherwise (O-1)."""
    policy = finding.policy(station.reading.connection, station.today(), station.acting.branch)
    return kind in GUARANTEES and not policy.number("destroy_guarantees")


MAILS = frozenset({"eml", "msg", "dat", "tnef"})
"""Kinds of files that a form comes in by e-mail."""


def _received(station: Station, draft: Draft) -> ReceivedForm:
    """Return how a form came, and what could be told of its signatures."""
    signed = [one for one in draft.application.signatures if one.state == draft.application.signature_state]
    first = signed[0] if signed else None
    at_ms = (first.stamped_ms or first.claimed_ms) if first else None
    return ReceivedForm(
        kind=draft.application.kind,
        file_kind=_file_kind(draft),
        channel="e-mail" if _file_kind(draft) in MAILS else "file",
        received_on=finding.day_of(draft.imported_ms, station.place().time_zone),
        signature=draft.application.signature_state,
        signer=first.signer if first else "",
        signed_at="" if at_ms is None else _moment(at_ms, station),
    )


def _moment(unix_ms: int, station: Station) -> str:
    """Return an instant as ISO text, as the clocks of the branch showed it."""
    zone = ZoneInfo(station.place().time_zone)
    return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(zone).isoformat(timespec="seconds")


def _file_kind(draft: Draft) -> str:
    return draft.path.suffix.lstrip(".").lower()


def _confirmed(station: Station, draft: Draft, entered: Registered | KnownForm) -> Confirmed:
    """Do with the file what is due now that one more of its forms is done; return what came of it."""
    ended = _end(station, draft.path)
    return Confirmed(
        registered=Registered(patron=entered.patron, number=entered.number, name=entered.name),
        differences=entered.differences if isinstance(entered, KnownForm) else (),
        destroyed=ended is not None and not ended.kept,
        kept=ended is not None and ended.kept,
        beside=draft.beside,
        copies=ended.copies if ended else 0,
        left=ended.left if ended else (),
    )


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
    ended = _end(station, draft.path)
    return ended is not None and not ended.kept


def _draft(station: Station, draft_id: int) -> Draft:
    draft = next((one for one in drafts(station.reading) if one.id == draft_id), None)
    if draft is None:
        raise DraftUnknown(draft=draft_id)
    return draft


def _registered_of(station: Station, path: Path) -> list[Draft]:
    return [one for one in drafts(station.reading) if one.path == path and one.patron is not None]


def _check_unchanged(draft: Draft) -> None:
    if digest_of_form(draft.path) != draft.digest:
        raise FormChanged(file=draft.path.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A file all of whose forms are done: kept, or destroyed with copies, and those that could not be."""

    kept: bool
    copies: int = 0
    left: tuple[Path, ...] = ()


def _end(station: Station, path: Path) -> _Ended | None:
    """Once all forms of a file are done, destroy it with its copies and record that for each; None before that.

    A file that holds one form that the library keeps is kept.

    Raises:
        FormNotDestroyed: Another program holds the file, or it may not be removed.
    """
    registered = _registered_of(station, path)
    if not registered or any(one.beside for one in registered):
        return None
    kept = any(one.kept for one in registered)
    ended = _Ended(kept=True) if kept else _destroyed(station, path, registered[0].digest)
    for one in registered:
        kinds = {"kind": one.application.kind, "file_kind": _file_kind(one)}
        station.do(end_entered, patron=PatronId(one.patron or 0), kept=kept, **kinds)
        forget_draft(station.database, one.id)
    return ended


def _destroyed(station: Station, path: Path, digest: bytes) -> _Ended:
    """Destroy a file, and what else on this PC is the same form, but for what waits as a draft of its own."""
    note_gone(station.home, path)
    try:
        shred(path)
    except OSError as error:
        raise FormNotDestroyed(file=path.name) from error
    waiting = {one.path for one in drafts(station.reading)}
    copies = [one for one in other_copies(path, digest, station.world.scratch) if one not in waiting]
    left = tuple(one for one in copies if not _is_shredded(one))
    return _Ended(kept=False, copies=len(copies) - len(left), left=left)


def _is_shredded(path: Path) -> bool:
    try:
        shred(path)
    except OSError:
        return False
    return True
