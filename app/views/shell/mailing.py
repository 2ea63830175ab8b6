"""Where letters leave and forms come in: kept on the data worker's thread, tried on one where nobody waits."""

from __future__ import annotations

from pathlib import Path

from app.desk.outcome import Done, Outcome, Refused, Touched
from app.rules.blocks import Why, block
from app.settings import Mailbox, Sender, Server
from app.station.beside import StationBeside
from app.station.home import Home
from app.station.station import Station
from app.station.worker import DataWorker
from app.station.world import World

CHANGED = frozenset({Touched.SETTING})


def keep_sender(station: Station, server: Sender, password: str) -> Outcome[Server]:
    """Keep the server that takes letters; an empty password leaves the one of the same user at the same server."""
    from app.station.post import SMTP, set_sender  # noqa: PLC0415  # Mail is heavy, and rarely set.

    known = _known(station, station.home.settings.load().sender, server, SMTP)
    if refused := _without_password(station, server, password or known):
        return refused
    return _kept(set_sender(station, server, password or known))


def keep_mailbox(station: Station, server: Mailbox, password: str) -> Outcome[Server]:
    """Keep the mailbox that forms come to; as above."""
    from app.station.mailbox import set_mailbox  # noqa: PLC0415  # As above.
    from app.station.post import IMAP  # noqa: PLC0415  # As above.

    known = _known(station, station.home.settings.load().mailbox, server, IMAP)
    if refused := _without_password(station, server, password or known):
        return refused
    return _kept(set_mailbox(station, server, password or known))


def drop_sender(station: Station) -> Outcome[Server]:
    """Keep no server that takes letters.

    Raises:
        MailNotSet: None is set.
    """
    from app.station.post import let_sender_go  # noqa: PLC0415  # As above.

    return _kept(let_sender_go(station))


def drop_mailbox(station: Station) -> Outcome[Server]:
    """Keep no mailbox that forms come to.

    Raises:
        MailboxNotSet: None is set.
    """
    from app.station.mailbox import let_mailbox_go  # noqa: PLC0415  # As above.

    return _kept(let_mailbox_go(station))


def _known(station: Station, before: Server | None, now: Server, what: str) -> str:
    """Return the password that is kept: it goes to nobody but whom it was typed for."""
    from app.station.post import mail_password  # noqa: PLC0415  # As above.

    same = before is not None and (before.host, before.user) == (now.host, now.user)
    return mail_password(station, what) if same else ""


def _without_password(station: Station, server: Server, password: str) -> Refused | None:
    if not server.user or password:
        return None
    return Refused(blocks=(*station.not_permitted("settings"), block(Why.FIELD_MISSING, field="mail_password")))


def _kept(kept: Server | Refused) -> Outcome[Server]:
    return kept if isinstance(kept, Refused) else Done(record=kept, touched=CHANGED)


def keep_folder(station: Station, folder: Path | None) -> Outcome[str]:
    """Keep which folder is watched for forms; None for none.

    Raises:
        FormsFolderMissing: There is no such folder.
    """
    from app.station.forms_folder import choose_folder  # noqa: PLC0415  # As above.

    if blocks := station.not_permitted("forms"):
        return Refused(blocks=blocks)
    if folder is None:
        station.home.settings.change(forms_folder="")
        return Done(record="", touched=CHANGED)
    return Done(record=str(choose_folder(station, folder)), touched=CHANGED)


def try_sender(home: Home, world: World, worker: DataWorker) -> None:
    """Open a line to the server that takes letters, and close it again.

    Raises:
        LibraryError: What is wrong with it.
    """
    from app.station.post import check_sender  # noqa: PLC0415  # As above.

    station = StationBeside.beside(home, world, worker)
    try:
        check_sender(station)
    finally:
        station.reading.close()


def try_mailbox(home: Home, world: World, worker: DataWorker) -> None:
    """Look into the mailbox without touching a letter.

    Raises:
        LibraryError: What is wrong with it.
    """
    from app.notices.imap import imap_line  # noqa: PLC0415  # As above.
    from app.station.mailbox import mailbox_of  # noqa: PLC0415  # As above.

    station = StationBeside.beside(home, world, worker)
    try:
        with imap_line(*mailbox_of(station)):
            return
    finally:
        station.reading.close()
