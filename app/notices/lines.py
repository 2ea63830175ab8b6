"""Encryption between this PC and a mail server: required, unless somebody has said otherwise for a server."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from app.notices.errors import AuthorityUnreadable, PasswordInTheOpen, ServerUnreachable, ServerUntrusted
from app.settings import Server

SECURITIES = ("starttls", "tls", "none")
SENDER_PORTS = {"starttls": 587, "tls": 465, "none": 25}
MAILBOX_PORTS = {"starttls": 143, "tls": 993, "none": 143}
"""Where servers usually listen, by how the line is encrypted."""
TIMEOUT_S = 60.0
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def check_security(server: Server) -> None:
    """Refuse to send a password over an open line to another machine.

    Raises:
        PasswordInTheOpen: That would happen.
    """
    if server.security == "none" and server.user and server.host not in THIS_MACHINE:
        raise PasswordInTheOpen(host=server.host)


def tls(server: Server) -> ssl.SSLContext:
    """Return what checks the server's certificate and name.

    Raises:
        AuthorityUnreadable: The certificate that is to be trusted cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=server.authority or None)
    except (OSError, ssl.SSLError) as error:
        raise AuthorityUnreadable(file=server.authority) from error


@contextmanager
def reaching(server: Server) -> Iterator[None]:
    """Say of what goes wrong with the line itself what it is.

    Raises:
        ServerUntrusted: The certificate is not to be trusted.
        ServerUnreachable: Nobody answers, or what answers speaks otherwise.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise ServerUntrusted(host=server.host, why=error.verify_message) from error
    except OSError as error:
        raise ServerUnreachable(host=server.host, port=server.port) from error
