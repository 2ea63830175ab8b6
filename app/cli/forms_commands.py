"""Commands about registration forms."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional
from app.cli.context import Context
from app.cli.telling import lines, notices_keys, refused_answer
from app.db.drafts import Draft, drafts
from app.desk.applications import FIELDS, SignatureSeen
from app.desk.known_forms import Difference
from app.desk.outcome import Refused
from app.errors import Misuse
from app.station.forms_folder import (
    STILL_MS,
    FolderWatcher,
    FormsFolder,
    choose_folder,
    chosen_folder,
    let_folder_go,
)
from app.station.inbox import (
    Confirmed,
    Imported,
    RefusedFile,
    compare_draft,
    confirm_form,
    import_forms,
    set_aside_form,
)
from app.station.signatures import signature_lines
from app.station.station import Station
from app.words import Words

NOTHING = "–"


class FieldUnknown(Misuse):
    """`--set` names no field, or no value."""

    code = "cli.field-unknown"


def _import(context: Context, given: Namespace) -> Answer:
    from app.forms.reading import form_reader  # noqa: PLC0415  # lxml is needed for this alone.

    with context.staffed() as station:
        imported = import_forms(station, [Path(path) for path in given.paths], form_reader(context.home.trust))
        return _imported(context, station, imported)


def _folder(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted("forms"):
            return refused_answer(Refused(blocks=blocks), context.words)
        folder = choose_folder(station, Path(given.path)) if given.path else chosen_folder(station)
    return Answer(keys={"folder": str(folder)}, text=context.words("cli.forms.folder.done", folder=folder))


def _unwatch(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted("forms"):
            return refused_answer(Refused(blocks=blocks), context.words)
        folder = let_folder_go(station)
    return Answer(keys={"folder": str(folder)}, text=context.words("cli.forms.unwatch.done", folder=folder))


def _watch(context: Context, given: Namespace) -> Answer:
    """Go on until interrupted, one answer for whatever comes; or, once, until what lies there stands still."""
    from app.forms.reading import form_reader  # noqa: PLC0415  # As above.

    with context.staffed() as station:
        folder = FormsFolder(station=station, root=chosen_folder(station), read=form_reader(context.home.trust))
        if given.once:
            folder.look()
            context.world.pause((STILL_MS + 100) / 1000)
            return _imported(context, station, folder.look())

        def tell(found: Imported) -> None:
            answer = _imported(context, station, found)
            context.say(answer.keys, answer.text)

        watcher = FolderWatcher(folder=folder, tell=tell)
        try:
            while True:
                watcher.step()
        except KeyboardInterrupt:
            return Answer(keys={"stopped": True}, text=context.words("cli.sync.stopped"))
        finally:
            watcher.stop()


def _imported(context: Context, station: Station, imported: Imported) -> Answer:
    said = [draft_text(draft, context, station) for draft in imported.drafts]
    refused = [_refused_keys(one, context.words) for one in imported.refused]
    said += [f"{one['file']}: {one['sentence']}" for one in refused]
    return Answer(
        keys={"drafts": [draft_keys(draft, context.words) for draft in imported.drafts], "refused": refused},
        text=lines(*said) or context.words("cli.forms.none"),
        exit=Exit.REFUSED if refused else Exit.DONE,
    )


def _refused_keys(refused: RefusedFile, words: Words) -> dict[str, Any]:
    code = refused.error.code
    return {
        "file": str(refused.path),
        "code": code,
        "sentence": words(f"error.{code}", **refused.error.figures),
        "hint": words(f"error.{code}.hint", **refused.error.figures),
    }


def draft_keys(draft: Draft, words: Words) -> dict[str, Any]:
    application = draft.application
    return {
        "draft": draft.id,
        "file": str(draft.path),
        "part": application.part,
        "kind": application.kind,
        "language": application.language,
        "fields": dict(application.fields),
        "sources": dict(application.sources),
        "written": dict(application.written),
        "unread": [{"label": one.label, "value": one.value} for one in application.unread],
        "problems": [
            {
                "field": one.field,
                "code": one.code,
                "value": one.value,
                "sentence": words.form_problem(one.field, one.code, one.value),
            }
            for one in application.problems
        ],
        "signature": application.signature_state,
        "signatures": [_signature_keys(one, words) for one in application.signatures],
        "uncovered": list(application.uncovered),
        "state": _state(draft),
    }


def _state(draft: Draft) -> str:
    if draft.patron is None:
        return "draft"
    return "waiting" if draft.beside else "to_destroy"


def _signature_keys(seen: SignatureSeen, words: Words) -> dict[str, Any]:
    reason = words(f"signature.reason.{seen.reason}", files=", ".join(seen.files)) if seen.reason else ""
    return {**asdict(seen), "sentence": " ".join(filter(None, (words(f"signature.state.{seen.state}") + ".", reason)))}


def draft_text(draft: Draft, context: Context, station: Station) -> str:
    application, words = draft.application, context.words
    fields = [f"  {words(f'field.{name}')}: {value}" for name, value in application.fields.items()]
    problems = [f"  ! {words.form_problem(one.field, one.code, one.value)}" for one in application.problems]
    unread = [f"  ? {one.label}: {one.value}" for one in application.unread]
    told = signature_lines(application, words, lambda unix_ms: context.local(unix_ms, station))
    signatures = [f"  § {line}" for line in told] if draft.patron is None else []
    title = f"{draft.id}  {application.place_in(draft.path.name)}  {words(f'form.kind.{application.kind}')}"
    return lines(title, *fields, *problems, *unread, *signatures)


def _list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        found = drafts(station.reading)
        said = [draft_text(draft, context, station) for draft in found]
    return Answer(
        keys={"drafts": [draft_keys(draft, context.words) for draft in found]},
        text=lines(*said) or context.words("cli.forms.none"),
    )


def _confirm(context: Context, given: Namespace) -> Answer:
    changes = dict(map(_change, given.set))
    with context.staffed() as station:
        outcome = confirm_form(
            station,
            given.draft,
            changes=changes,
            card_number=given.card,
            document=given.document,
            accepted=given.accepted,
            keep=True if given.keep else False if given.destroy else None,
            override=set(given.override),
            known=given.known,
            reason=given.reason,
        )
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    confirmed = outcome.record
    registered = confirmed.registered
    return Answer(
        keys={
            "patron": registered.number,
            "patron_id": str(registered.patron),
            "destroyed": confirmed.destroyed,
            "kept": confirmed.kept,
            "copies_destroyed": confirmed.copies,
            "copies_left": [str(path) for path in confirmed.left],
            "beside": confirmed.beside,
            "differences": [asdict(one) for one in confirmed.differences],
            **notices_keys(outcome, words),
        },
        text=lines(
            words(
                "cli.forms.confirm.known" if given.known else "cli.patron.register.done",
                name=registered.name,
                number=registered.number,
            ),
            *(_difference_line(one, words) for one in confirmed.differences),
            *(words.block(notice) for notice in outcome.notices),
            _file_sentence(confirmed, words),
            words("cli.forms.confirm.copies", count=confirmed.copies) if confirmed.copies else "",
            *(words("cli.forms.confirm.left", file=path) for path in confirmed.left),
        ),
    )


def _compare(context: Context, given: Namespace) -> Answer:
    changes = dict(map(_change, given.set))
    with context.staffed() as station:
        outcome = compare_draft(station, given.draft, known=given.scan, changes=changes)
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    compared = outcome.record
    said = [_difference_line(one, words) for one in compared.differences] or [words("forms.known.same")]
    return Answer(
        keys={
            "patron": compared.number,
            "patron_id": str(compared.patron),
            "differences": [asdict(one) for one in compared.differences],
        },
        text=lines(f"{compared.name} ({compared.number})", *said),
    )


def _difference_line(one: Difference, words: Words) -> str:
    said = f"  {words(f'field.{one.field}')}: {one.known or NOTHING} → {one.said or NOTHING}"
    return said if one.taken else f"{said} ({words('forms.known.to-settle')})"


def _file_sentence(confirmed: Confirmed, words: Words) -> str:
    if confirmed.destroyed:
        return words("cli.forms.confirm.destroyed")
    if confirmed.kept:
        return words("cli.forms.confirm.kept")
    return words("cli.forms.confirm.beside", count=confirmed.beside)


def _set_aside(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        destroyed = set_aside_form(station, given.draft)
    words = context.words
    said = [words("cli.forms.set-aside.done", draft=given.draft)]
    said += [words("cli.forms.confirm.destroyed")] if destroyed else []
    return Answer(keys={"draft": given.draft, "destroyed": destroyed}, text=lines(*said))


def _change(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or name not in FIELDS:
        raise FieldUnknown(field=text, fields=", ".join(FIELDS))
    return name, value.strip()


COMMANDS = (
    Command(
        words=("forms", "import"),
        run=_import,
        arguments=(Argument("paths", {"nargs": "+", "metavar": "PATH"}),),
        keys=(
            "drafts: [{draft, file, part, kind, language, fields, sources, written, unread: [{label, value}],"
            " problems: [{field, code, value, sentence}], signature, signatures: [{state, reason, files, signer,"
            " code, claimed_ms, stamped_ms, covers, anchor, sentence}], uncovered, state}],"
            " refused: [{file, code, sentence, hint}]"
        ),
    ),
    Command(
        words=("forms", "folder"),
        run=_folder,
        arguments=(Argument("path", {"nargs": "?", "default": ""}),),
        keys="folder",
    ),
    Command(words=("forms", "unwatch"), run=_unwatch, keys="folder"),
    Command(words=("forms", "watch"), run=_watch, arguments=(flag("--once"),), keys="as forms import, one a find"),
    Command(words=("forms", "list"), run=_list, keys="drafts: [as above]"),
    Command(
        words=("forms", "confirm"),
        run=_confirm,
        arguments=(
            Argument("draft", {"type": int}),
            Argument("--set", {"nargs": "+", "default": [], "metavar": "FIELD=VALUE"}),
            optional("--known"),
            optional("--card"),
            optional("--document"),
            optional("--accepted"),
            flag("--keep"),
            flag("--destroy"),
            Argument("--override", {"nargs": "+", "default": []}),
            optional("--reason"),
        ),
        keys=(
            "patron, patron_id, destroyed, kept, copies_destroyed, copies_left, beside,"
            " differences: [{field, known, said, taken}]; notices"
        ),
    ),
    Command(
        words=("forms", "compare"),
        run=_compare,
        arguments=(
            Argument("draft", {"type": int}),
            Argument("scan"),
            Argument("--set", {"nargs": "+", "default": [], "metavar": "FIELD=VALUE"}),
        ),
        keys="patron, patron_id, differences: [{field, known, said, taken}]",
    ),
    Command(
        words=("forms", "set-aside"),
        run=_set_aside,
        arguments=(Argument("draft", {"type": int}),),
        keys="draft, destroyed",
    ),
)
