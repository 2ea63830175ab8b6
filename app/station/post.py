"""Sending the letters that this workstation is to send: each at most once, whatever breaks off.

Of each letter it is written down, durably, that it is being sent; only then anything of it leaves. Whoever finds such a
letter later, with nothing written after, knows that the program stopped in between: then a person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import takewhile

from filelock import FileLock, Timeout

from app.db.notices import addressee, open_notices
from app.db.queries.settings import settings_in_force
from app.desk.found import HeldNotice
from app.desk.outcome import Refused
from app.desk.sending import begin_sending, end_sending, note_interrupted
from app.errors import EnvironmentTrouble, LibraryError, Rejected
from app.notices.letter import Letter, letter_bytes, wire_address
from app.notices.lines import check_security
from app.notices.smtp import Delivery, SmtpLine, smtp_line
from app.rules.blocks import Block, Why, block
from app.rules.letters import ACCOUNT
from app.rules.notices import NoticeStanding, may_try
from app.settings import Sender, Server
from app.station.home import Home
from app.station.letters import written_letter
from app.station.passwords import verifier_of
from app.station.station import Station
from app.station.syncing import AnotherPublishes, sync_once
from app.sync.invitations import new_passphrase

SMTP, IMAP = "smtp", "imap"
"""What passwords of mail servers are for, where the keys are kept."""

OpenLine = Callable[[Sender, str], AbstractContextManager[SmtpLine]]


class MailNotSet(Rejected):
    """This PC does not know the server that takes letters."""

    code = "mail.not-set"


class MailPasswordMissing(EnvironmentTrouble):
    """The password of the mail server is not where the keys are."""

    code = "mail.password-missing"


class NotTheMailDesk(Rejected):
    """Another workstation sends the letters, or none does."""

    code = "mail.not-this-desk"


class MailBusy(EnvironmentTrouble):
    """Another program on this PC is sending or fetching letters."""

    code = "mail.busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRound:
    """What came of a round.

    Attributes:
        by_standing: How many letters stand how after it, of those that were looked at.
        waiting: How many of this desk's still wait.
        trouble: Why it ended early; None where it did not.
    """

    by_standing: Counter[NoticeStanding]
    waiting: int
    trouble: LibraryError | None = None


@contextmanager
def posting(home: Home) -> Iterator[None]:
    """Hold the right to send and fetch letters for this home.

    Raises:
        MailBusy: Another program holds it.
    """
    lock = FileLock(home.mail_lock, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise MailBusy from error
    try:
        yield
    finally:
        lock.release()


def mail_password(station: Station, what: str) -> str:
    return station.world.vault(station.home).password(*station.identity(), what)


def sender_of(station: Station) -> tuple[Sender, str]:
    """Return the server that takes letters, and its password.

    Raises:
        MailNotSet: None is set on this PC.
        MailPasswordMissing: There is a user, and no password.
    """
    server = station.home.settings.load().sender
    if server is None:
        raise MailNotSet
    password = mail_password(station, SMTP) if server.user else ""
    if server.user and not password:
        raise MailPasswordMissing(user=server.user, host=server.host)
    return server, password


def check_sender(station: Station, open_line: OpenLine = smtp_line) -> Sender:
    """Open a line and close it again; return the server.

    Raises:
        LibraryError: What is wrong with it.
    """
    server, password = sender_of(station)
    with open_line(server, password):
        return server


def post_round(station: Station, open_line: OpenLine = smtp_line) -> PostRound:
    """Read what the others did, send what is due, and tell them.

    What a desk wrote before it was restored from a backup lies in the folder: nothing is sent before that is read.

    Raises:
        FolderUnreachable: The shared folder cannot be read; nothing is sent.
        LibraryError: As `send_waiting`.
    """
    _exchange(station)
    done = send_waiting(station, open_line)
    if done.by_standing:
        _exchange(station)
    return done


def _exchange(station: Station) -> None:
    try:
        sync_once(station)
    except AnotherPublishes:
        return  # The open desk does.


def send_waiting(
    station: Station, open_line: OpenLine = smtp_line, *, may_go_on: Callable[[], bool] = lambda: True
) -> PostRound:
    """Send the letters that wait for this workstation and whose time has come.

    Args:
        may_go_on: Asked before each letter; from the first no on they wait for another round.

    Raises:
        NotTheMailDesk: There are none, and there will be none.
        MailNotSet: There are some, and no server.
        MailPasswordMissing: Its password is not there.
        MailBusy: Another program of this home is sending.
    """
    with posting(station.home):
        round_ = _Round(station=station, by_standing=Counter())
        round_.note_interrupted()
        due = round_.due()
        if not due:
            round_.check_desk()
            return round_.done()
        server, password = sender_of(station)
        try:
            with open_line(server, password) as line:
                return round_.send(takewhile(lambda _: may_go_on(), due), server, line)
        except EnvironmentTrouble as trouble:
            return round_.done(trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    station: Station
    by_standing: Counter[NoticeStanding]

    def own(self) -> list[HeldNotice]:
        _, replica = self.station.identity()
        return list(open_notices(self.station.reading.connection, replica))

    def note_interrupted(self) -> None:
        """Ask a person about what was being sent when the program stopped: nobody else sends for this home now."""
        for one in self.own():
            if one.standing is NoticeStanding.SENDING:
                self.station.do(note_interrupted, notice=one.notice)
                self.by_standing[NoticeStanding.UNCERTAIN] += 1

    def due(self) -> list[HeldNotice]:
        now_ms = self.station.world.clock.wall_ms()
        waiting = [one for one in self.own() if one.standing is NoticeStanding.WAITING]
        return [one for one in waiting if may_try(one.steps, one.last_ms, now_ms)]

    def check_desk(self) -> None:
        station = self.station
        rules = settings_in_force(station.reading, station.today(), station.place().branch)
        if not self.own() and rules.get("mail_desk") != str(station.identity()[1]):
            raise NotTheMailDesk

    def send(self, due: Iterable[HeldNotice], server: Sender, line: SmtpLine) -> PostRound:
        for one in due:
            delivery = self._send_one(one, server, line)
            if delivery is not None and delivery.trouble is not None:
                return self.done(delivery.trouble)
        return self.done()

    def _send_one(self, one: HeldNotice, server: Sender, line: SmtpLine) -> Delivery | None:
        """Send one letter; return what became of it, None where it did not go."""
        station = self.station
        password = new_passphrase(station.world.random) if one.kind == ACCOUNT else ""
        reached = addressee(station.reading.connection, one.patron or 0)
        address = wire_address(reached.email) if reached else ""
        # Written before anything is noted: a letter that cannot be written has certainly not left.
        letter = self._letter(one, server, address, password) if address else b""
        begun = station.do(
            begin_sending,
            notice=one.notice,
            address_is_good=bool(address),
            verifier=verifier_of(password) if password else "",
        )
        if isinstance(begun, Refused):
            return None
        if not begun.record.goes:
            self.by_standing[begun.record.noticed.standing] += 1
            return None
        delivery = line.send(address, letter)
        ended = station.do(
            end_sending,
            notice=one.notice,
            step=delivery.step,
            cause=delivery.cause,
            of_address=delivery.of_address,
        )
        assert not isinstance(ended, Refused)  # Nobody else writes about it.
        self.by_standing[ended.record.standing] += 1
        return delivery

    def _letter(self, one: HeldNotice, server: Sender, address: str, password: str) -> bytes:
        station, network = self.station, self.station.identity()[0]
        library = station.roster().name
        written = written_letter(station, one, library=library, password=password)
        return letter_bytes(
            Letter(
                number=str(one.notice),
                network=network.hex()[:16],
                language=written.language,
                library=library,
                sender=server.address,
                address=address,
                name=written.name,
                subject=written.subject,
                body=written.body,
                at_ms=station.world.clock.wall_ms(),
            )
        )

    def done(self, trouble: LibraryError | None = None) -> PostRound:
        waiting = sum(one.standing is NoticeStanding.WAITING for one in self.own())
        return PostRound(by_standing=self.by_standing, waiting=waiting, trouble=trouble)


def set_sender(station: Station, server: Sender, password: str) -> Sender | Refused:
    """Keep which server takes letters from this PC; its password goes where the keys are.

    Raises:
        PasswordInTheOpen: The line is to be open, and there is a password.
    """
    blocks = (*station.not_permitted("settings"), *unusable(server))
    if not wire_address(server.address):
        blocks = (*blocks, block(Why.FIELD_INVALID, field="email"))
    if blocks:
        return Refused(blocks=blocks)
    check_security(server)
    if server.user:
        station.world.vault(station.home).keep_password(*station.identity(), SMTP, password)
    station.home.settings.change(sender=server)
    return server


def let_sender_go(station: Station) -> Sender | Refused:
    """Send letters through no server any more, and forget its password; what waits stays waiting.

    Raises:
        MailNotSet: None is set on this PC.
    """
    if blocks := station.not_permitted("settings"):
        return Refused(blocks=blocks)
    server = station.home.settings.load().sender
    if server is None:
        raise MailNotSet
    station.home.settings.change(sender=None)
    station.world.vault(station.home).forget_password(*station.identity(), SMTP)
    return server


def unusable(server: Server) -> Iterator[Block]:
    """Yield what is wrong with a server as it was typed."""
    if not server.host.strip():
        yield block(Why.FIELD_MISSING, field="host")
    if not 0 < server.port < 1 << 16:
        yield block(Why.FIELD_INVALID, field="port")
