"""Commands about forms on their way to the shredder: received on paper, looked at again, destroyed, and the record."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.forms import FormShown, forms_not_destroyed
from app.desk.form_life import (
    CHANNELS,
    KINDS,
    PERMISSION,
    FormMoved,
    ReceivedForm,
    check_forms,
    destroy_forms,
    keep_forms,
    receive_form,
    validate_forms,
)
from app.desk.outcome import Outcome, Refused
from app.words import Words


def _refused(context: Context, refused: Refused) -> Answer:
    return refused_answer(refused, context.words)


def _receive(context: Context, given: Namespace) -> Answer:
    form = ReceivedForm(kind=given.form, channel=given.channel, received_on=given.on)
    with context.staffed() as station:
        outcome = station.do(receive_form, patron=given.scan, form=form)
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    return Answer(
        keys=_moved_keys(outcome.record),
        text=context.words("cli.forms.receive.done", form=str(outcome.record.receipt)),
    )


def _moved_keys(moved: FormMoved) -> dict[str, Any]:
    return {
        "form": str(moved.receipt),
        "patron_id": str(moved.patron or ""),
        "kind": moved.kind,
        "standing": moved.standing.value,
    }


def _step(deed: Callable[..., Outcome[tuple[FormMoved, ...]]], code: str) -> Callable[[Context, Namespace], Answer]:
    """Return the command that takes some forms a step further."""

    def run(context: Context, given: Namespace) -> Answer:
        with context.staffed() as station:
            outcome = station.do(deed, receipts=given.forms)
        if isinstance(outcome, Refused):
            return _refused(context, outcome)
        return Answer(
            keys={"forms": [_moved_keys(one) for one in outcome.record]},
            text=context.words(code, count=len(outcome.record)),
        )

    return run


def _open(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return _refused(context, Refused(blocks=blocks))
        found = forms_not_destroyed(station.reading, station.today(), given.branch, kept=given.kept)
    return Answer(
        keys={"forms": [form_keys(one) for one in found]},
        text=lines(*(_line(one, context.words) for one in found)) or context.words("cli.forms.open.none"),
    )


def form_keys(form: FormShown) -> dict[str, Any]:
    """Return a form as answers have it."""
    return {
        "form": str(form.receipt or ""),
        "kind": form.kind,
        "file_kind": form.file_kind,
        "channel": form.channel,
        "patron": form.number,
        "patron_id": str(form.patron or ""),
        "name": form.name,
        "received_on": plain(form.received_on),
        "entered_by": form.entered_by,
        "checked_on": plain(form.checked_on),
        "checked_by": form.checked_by,
        "signature": form.signature,
        "validated": form.validated,
        "standing": form.standing,
        "branch": form.branch,
        "days": form.days,
    }


def _line(form: FormShown, words: Words) -> str:
    parts = (
        str(form.receipt or "–"),
        words(f"form.standing.{form.standing}"),
        words(f"form.kind.{form.kind}"),
        form.number,
        form.name,
        words.day(form.received_on),
        words("form.days", count=form.days),
    )
    return "  ".join(filter(None, parts))


def _act(context: Context, given: Namespace) -> Answer:
    from app.station.forms import print_act  # noqa: PLC0415  # The pages are heavy, and needed for this alone.

    with context.staffed() as station:
        today = station.today()
        first = given.first or given.last or today
        printed = print_act(
            station,
            first=first,
            last=given.last or today,
            branch=given.branch,
            path=Path(given.out),
            words=context.words,
        )
    if isinstance(printed, Refused):
        return _refused(context, printed)
    count = sum(one.count for one in printed.destroyed)
    rows = [
        {
            "on": plain(one.on),
            "branch": one.branch,
            "kind": one.kind,
            "file_kind": one.file_kind,
            "by": one.by,
            "count": one.count,
        }
        for one in printed.destroyed
    ]
    return Answer(
        keys={"file": str(printed.path), "count": count, "destroyed": rows},
        text=context.words("cli.forms.act.done", count=count, file=printed.path),
    )


_SOME = (Argument("forms", {"nargs": "+", "type": int, "metavar": "FORM"}),)
_MOVED = "form, patron_id, kind, standing"
_FORM = (
    "{form, kind, file_kind, channel, patron, patron_id, name, received_on, entered_by, checked_on, checked_by,"
    " signature, validated, standing, branch, days}"
)

COMMANDS = (
    Command(
        words=("forms", "receive"),
        run=_receive,
        arguments=(
            Argument("scan"),
            required("--form", choices=list(KINDS)),
            Argument("--channel", {"choices": list(CHANNELS), "default": "desk"}),
            Argument("--on", {"type": day}),
        ),
        keys=_MOVED,
    ),
    *(
        Command(words=("forms", verb), run=_step(deed, f"cli.forms.{verb}.done"), arguments=_SOME,
                keys=f"forms: [{{{_MOVED}}}]")
        for verb, deed in (
            ("check", check_forms), ("validated", validate_forms), ("keep", keep_forms), ("destroy", destroy_forms)
        )
    ),
    Command(
        words=("forms", "open"), run=_open, arguments=(optional("--branch"), flag("--kept")), keys=f"forms: [{_FORM}]"
    ),
    Command(
        words=("forms", "act"),
        run=_act,
        arguments=(
            Argument("--from", {"type": day, "dest": "first"}),
            Argument("--to", {"type": day, "dest": "last"}),
            optional("--branch"),
            required("--out"),
        ),
        keys="file, count, destroyed: [{on, branch, kind, file_kind, by, count}]",
    ),
)  # fmt: skip
