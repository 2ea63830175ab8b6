"""Commands about the server that takes letters, and the one workstation that sends them."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, optional, required
from app.cli.context import Context
from app.cli.telling import lines, refused_answer
from app.db.queries.network import desk_names
from app.db.queries.settings import settings_in_force
from app.desk.notices import choose_mail_desk
from app.desk.outcome import Refused
from app.notices.lines import SECURITIES, SENDER_PORTS
from app.settings import Sender, Server
from app.station.post import SMTP, check_sender, let_sender_go, mail_password, set_sender
from app.station.station import Station


def _set(context: Context, given: Namespace) -> Answer:
    server = Sender(
        host=given.host.strip(),
        port=given.port or SENDER_PORTS[given.security],
        security=given.security,
        user=given.user,
        authority=given.authority,
        address=given.address.strip(),
    )
    with context.staffed() as station:
        password = context.secret("LETE_MAIL_PASSWORD") if server.user else ""
        kept = set_sender(station, server, password)
    if isinstance(kept, Refused):
        return refused(context, kept)
    said = context.words("cli.mail.set.done", host=kept.host, port=kept.port, address=kept.address)
    return Answer(keys=server_keys(kept), text=said)


def refused(context: Context, found: Refused) -> Answer:
    return refused_answer(found, context.words)


def server_keys(server: Server) -> dict[str, Any]:
    """Return a server as answers have it, without its password."""
    return {name: getattr(server, name) for name in server.__struct_fields__}


def _remove(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        gone = let_sender_go(station)
        desk = mail_desk(station)
        name = desk_names(station.reading).get(desk, "")
    if isinstance(gone, Refused):
        return refused(context, gone)
    said = context.words("cli.mail.remove.done", host=gone.host)
    return Answer(keys={**server_keys(gone), "mail_desk": desk}, text=lines(said, _desk(context, desk, name)))


def _show(context: Context, _: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        server, desk = station.home.settings.load().sender, mail_desk(station)
        kept = bool(mail_password(station, SMTP))
        name = desk_names(station.reading).get(desk, "")
    if server is None:
        said = words("cli.mail.show.none")
        return Answer(keys={"server": None, "mail_desk": desk}, text=lines(said, _desk(context, desk, name)))
    said = words("cli.mail.show.server", host=server.host, port=server.port, address=server.address)
    password = words("mail.password.kept" if kept else "mail.password.missing") if server.user else ""
    return Answer(
        keys={"server": {**server_keys(server), "password_kept": kept}, "mail_desk": desk},
        text=lines(said, words(f"mail.security.{server.security}"), password, _desk(context, desk, name)),
    )


def mail_desk(station: Station) -> int:
    rules = settings_in_force(station.reading, station.today(), station.place().branch)
    return int(rules.get("mail_desk", "0"))


def _desk(context: Context, desk: int, name: str) -> str:
    return context.words("cli.mail.desk.done", desk=name or desk) if desk else context.words("cli.mail.desk.none")


def _choose(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        replica = station.identity()[1] if given.replica is None else given.replica
        outcome = station.do(choose_mail_desk, replica=replica)
        name = desk_names(station.reading).get(replica, "")
    if isinstance(outcome, Refused):
        return refused(context, outcome)
    return Answer(keys={"mail_desk": replica}, text=_desk(context, replica, name))


def _check(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        server = check_sender(station)
    return Answer(keys=server_keys(server), text=context.words("cli.mail.check.done", host=server.host))


SERVER = (
    required("--host"),
    Argument("--port", {"type": int, "default": 0}),
    Argument("--security", {"choices": list(SECURITIES), "default": "starttls"}),
    optional("--user"),
    optional("--authority", metavar="FILE"),
)
_KEYS = "host, port, security, user, authority, address"

COMMANDS = (
    Command(words=("mail", "set"), run=_set, arguments=(*SERVER, required("--address")), keys=_KEYS),
    Command(words=("mail", "remove"), run=_remove, keys=f"{_KEYS}, mail_desk"),
    Command(words=("mail", "show"), run=_show, keys=f"server: {{{_KEYS}, password_kept}} or null, mail_desk"),
    Command(words=("mail", "desk"), run=_choose, arguments=(Argument("--replica", {"type": int}),), keys="mail_desk"),
    Command(words=("mail", "check"), run=_check, keys=_KEYS),
)
"""`mail desk` chooses this workstation, another, or with 0 none."""
