"""What can be wrong between this PC and a mail server."""

from __future__ import annotations

from app.errors import EnvironmentTrouble, Misuse


class ServerUnreachable(EnvironmentTrouble):
    """The server does not answer, or broke off."""

    code = "mail.server-unreachable"


class ServerUntrusted(EnvironmentTrouble):
    """The server's certificate leads to nobody whom this PC trusts, or is another server's."""

    code = "mail.server-untrusted"


class NotEncrypted(EnvironmentTrouble):
    """The server offers no encryption, and it is asked for."""

    code = "mail.not-encrypted"


class SignInRefused(EnvironmentTrouble):
    """The server does not take user and password."""

    code = "mail.sign-in-refused"


class SenderRefused(EnvironmentTrouble):
    """The server takes nothing from the library's address."""

    code = "mail.sender-refused"


class FolderMissing(EnvironmentTrouble):
    """The mailbox has no such folder, or does not let it be used."""

    code = "mail.folder-missing"


class AuthorityUnreadable(EnvironmentTrouble):
    """The file with the certificate to trust cannot be read as one."""

    code = "mail.authority-unreadable"


class PasswordInTheOpen(Misuse):
    """A password would be sent to another machine without encryption."""

    code = "mail.password-in-the-open"
