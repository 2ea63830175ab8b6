"""Commands about the mailbox that forms come to."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Command, Exit, optional
from app.cli.context import Context
from app.cli.forms_commands import draft_keys, draft_text
from app.cli.mail_commands import SERVER, refused, server_keys
from app.cli.telling import lines
from app.desk.outcome import Refused
from app.notices.lines import MAILBOX_PORTS
from app.settings import Mailbox
from app.station.letter_copies import letters_left, letters_of_forms
from app.station.mailbox import Fetched, fetch_forms, let_mailbox_go, set_mailbox
from app.station.post import IMAP, mail_password
from app.station.station import Station


def _set(context: Context, given: Namespace) -> Answer:
    server = Mailbox(
        host=given.host.strip(),
        port=given.port or MAILBOX_PORTS[given.security],
        security=given.security,
        user=given.user,
        authority=given.authority,
        folder=given.mail_folder,
        taken=given.taken,
    )
    with context.staffed() as station:
        kept = set_mailbox(station, server, context.secret("LETE_MAILBOX_PASSWORD"))
    if isinstance(kept, Refused):
        return refused(context, kept)
    said = context.words("cli.mailbox.set.done", user=kept.user, host=kept.host, port=kept.port)
    return Answer(keys=server_keys(kept), text=said)


def _remove(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        gone, left = let_mailbox_go(station), letters_of_forms(station.home)
    if isinstance(gone, Refused):
        return refused(context, gone)
    words = context.words
    said = words("cli.mailbox.remove.done", user=gone.user, host=gone.host)
    return Answer(
        keys={**server_keys(gone), "left": left},
        text=lines(said, words("mailbox.remove.left", count=left) if left else ""),
    )


def _show(context: Context, _: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        server, left = station.home.settings.load().mailbox, letters_left(station.home)
        kept = bool(mail_password(station, IMAP))
    if server is None:
        return Answer(keys={"server": None, "left": left}, text=words("cli.mailbox.show.none"))
    said = words(
        "cli.mailbox.show.server", user=server.user, host=server.host, folder=server.folder, taken=server.taken
    )
    return Answer(
        keys={"server": {**server_keys(server), "password_kept": kept}, "left": left},
        text=lines(
            said,
            words(f"mail.security.{server.security}"),
            words("mail.password.kept" if kept else "mail.password.missing"),
            words("cli.mailbox.left", count=left) if left else "",
        ),
    )


def _fetch(context: Context, _: Namespace) -> Answer:
    from app.forms.reading import form_reader  # noqa: PLC0415  # lxml is needed for this alone.

    with context.staffed() as station:
        done = fetch_forms(station, form_reader(context.home.trust))
        if isinstance(done, Refused):
            return refused(context, done)
        return _fetched(context, station, done)


def _fetched(context: Context, station: Station, done: Fetched) -> Answer:
    words = context.words
    passed = [
        {
            "subject": one.subject,
            "code": one.error.code,
            "sentence": words(f"error.{one.error.code}", **one.error.figures),
        }
        for one in done.passed_over
    ]
    said = [draft_text(draft, context, station) for draft in done.drafts]
    said += [words("cli.mailbox.passed", subject=one["subject"], why=one["sentence"]) for one in passed]
    said += [words("cli.mailbox.came-back", count=done.came_back)] if done.came_back else []
    said += [words("cli.mailbox.removed", count=done.removed)] if done.removed else []
    return Answer(
        keys={
            "drafts": [draft_keys(draft, words) for draft in done.drafts],
            "passed_over": passed,
            "came_back": done.came_back,
            "removed": done.removed,
            "left": done.left,
        },
        text=lines(*said) or words("cli.mailbox.nothing"),
        exit=Exit.DONE,
    )


_KEYS = "host, port, security, user, authority, folder, taken"

COMMANDS = (
    Command(
        words=("mailbox", "set"),
        run=_set,
        arguments=(*SERVER, optional("--mail-folder", default="INBOX"), optional("--taken", default="Lete")),
        keys=_KEYS,
    ),
    Command(words=("mailbox", "remove"), run=_remove, keys=f"{_KEYS}, left"),
    Command(words=("mailbox", "show"), run=_show, keys=f"server: {{{_KEYS}, password_kept}} or null, left"),
    Command(
        words=("mailbox", "fetch"),
        run=_fetch,
        keys=(
            "drafts: [as of forms import], passed_over: [{subject, code, sentence}] of letters that stay, came_back,"
            " removed, left"
        ),
    ),
)
