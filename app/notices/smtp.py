"""Handing letters to a mail server, so that it is known of each whether the server has taken it.

Between the last byte of a letter and the server's answer nobody can know. That moment has a name of its own, and
whoever asked is told it: such a letter is never sent again by itself.
"""

from __future__ import annotations

import logging
import re
import smtplib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ssl import SSLContext

from app.errors import LibraryError
from app.notices.errors import NotEncrypted, SenderRefused, ServerUnreachable, SignInRefused
from app.notices.lines import TIMEOUT_S, check_security, reaching, tls
from app.rules.notices import FAILED, RETURNED, SENT, UNCERTAIN
from app.settings import Sender

LOG = logging.getLogger(__name__)

GO_AHEAD = 354
TAKEN = 250
WILL_TRY = (250, 251, 252)
SIGNED_IN = 235
ENHANCED = re.compile(rb"\s*([245])\.(\d{1,3})\.(\d{1,3})")
LINE_BEGIN = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one letter.

    Attributes:
        step: "sent", "failed", "returned" or "uncertain".
        cause: Why, in words by their code; "" where it was sent.
        of_address: It is the address that is not good.
        trouble: Why no further letter can be handed over on this line.
    """

    step: str
    cause: str = ""
    of_address: bool = False
    trouble: LibraryError | None = None


@contextmanager
def smtp_line(server: Sender, password: str, timeout_s: float = TIMEOUT_S) -> Iterator[SmtpLine]:
    """Open a line to the server, encrypted and signed in.

    Raises:
        ServerUnreachable: The server does not answer as one.
        ServerUntrusted: Its certificate is not to be trusted.
        NotEncrypted: It offers no encryption.
        SignInRefused: It does not take user and password.
        PasswordInTheOpen: The line is to be open, and there is a password.
    """
    check_security(server)
    trust = tls(server)
    with reaching(server):
        smtp = _connected(server, trust, timeout_s)
    try:
        with reaching(server):
            _secured(smtp, server, trust, password)
        yield SmtpLine(smtp=smtp, server=server)
    finally:
        with suppress(OSError):  # The letters are gone or not by now; a farewell changes nothing.
            smtp.quit()
        smtp.close()


def _connected(server: Sender, trust: SSLContext, timeout_s: float) -> smtplib.SMTP:
    name = server.address.rpartition("@")[2] or None
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout_s, context=trust)
    return smtplib.SMTP(server.host, server.port, name, timeout=timeout_s)


def _secured(smtp: smtplib.SMTP, server: Sender, trust: SSLContext, password: str) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not smtp.has_extn("starttls"):
            raise NotEncrypted(host=server.host)
        smtp.starttls(context=trust)
        smtp.ehlo()
    if server.user:
        try:
            _sign_in(smtp, server.user, password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            raise SignInRefused(host=server.host, user=server.user) from error


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in; `smtplib` knows passwords in ASCII alone, so others go the one way that is defined for UTF-8."""
    if user.isascii() and password.isascii():
        smtp.login(user, password)
        return
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    code, said = smtp.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode())
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpLine:
    """An open line."""

    smtp: smtplib.SMTP
    server: Sender

    def send(self, address: str, letter: bytes) -> Delivery:
        """Hand over one letter, with lines that end as on the wire, to one address."""
        try:
            refused = self._offered(address)
        except OSError:
            return Delivery(step=RETURNED, cause="server-busy", trouble=self._unreachable)
        if refused is not None:
            return self._made_ready(refused)
        try:
            self.smtp.send(LINE_BEGIN.sub(b"..", letter).removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, said = self.smtp.getreply()
        except OSError:  # The server may have the letter, or may not.
            return Delivery(step=UNCERTAIN, cause="connection-lost", trouble=self._unreachable)
        return Delivery(step=SENT) if code == TAKEN else self._made_ready(_refusal(code, said, of_address=False))

    def _offered(self, address: str) -> Delivery | None:
        """Name sender and addressee and ask to go on; return why not. Nothing of the letter has left yet."""
        code, said = self.smtp.mail(self.server.address)
        if code != TAKEN:
            LOG.info("sender refused: %s", code)
            return Delivery(step=RETURNED, cause="server-busy", trouble=SenderRefused(address=self.server.address))
        code, said = self.smtp.rcpt(address)
        if code not in WILL_TRY:
            return _refusal(code, said, of_address=True)
        code, said = self.smtp.docmd("DATA")
        return None if code == GO_AHEAD else _refusal(code, said, of_address=False)

    def _made_ready(self, refused: Delivery) -> Delivery:
        """Make the line ready for the next letter, where it still can be."""
        if refused.trouble is None:
            try:
                self.smtp.rset()
            except OSError:
                return Delivery(
                    step=refused.step,
                    cause=refused.cause,
                    of_address=refused.of_address,
                    trouble=self._unreachable,
                )
        return refused

    @property
    def _unreachable(self) -> LibraryError:
        return ServerUnreachable(host=self.server.host, port=self.server.port)


def _refusal(code: int, said: bytes, *, of_address: bool) -> Delivery:
    """Return what an answer means: 4xx is to be tried again, 5xx is not; the second number tells what it is about."""
    LOG.info("letter refused: %s", code)  # Never what the server said: it may name the person.
    enhanced = ENHANCED.match(said)
    subject, detail = (int(enhanced[2]), int(enhanced[3])) if enhanced else (0, 0)
    full = (subject, detail) == (2, 2) or code in {452, 552}
    if code < 500:
        return Delivery(step=RETURNED, cause="mailbox-full" if full else "server-busy")
    if full:
        return Delivery(step=FAILED, cause="mailbox-full")
    if not of_address:
        return Delivery(step=FAILED, cause="message-refused")
    if subject == 1 or (not subject and code in {550, 551, 553}):
        return Delivery(step=FAILED, cause="address-unknown", of_address=True)
    return Delivery(step=FAILED, cause="address-refused", of_address=subject not in {3, 4, 7})
