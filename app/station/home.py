"""The home of a workstation: every file that it keeps on its own disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import EnvironmentTrouble, Rejected
from app.settings import SettingsFile


class HomeUnusable(EnvironmentTrouble):
    """The home cannot be made or written."""

    code = "home.unusable"


class NoNetwork(Rejected):
    """This home belongs to no network yet."""

    code = "home.no-network"


@dataclass(frozen=True, slots=True)
class Home:
    """Names of the files of one workstation.

    The database must never lie on the shared folder: its write-ahead log does not work over a network.
    """

    path: Path

    def make(self) -> None:
        """Make the folder.

        Raises:
            HomeUnusable: It cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.backups.mkdir(exist_ok=True)
        except OSError as error:
            raise HomeUnusable(folder=str(self.path)) from error

    def check_network(self) -> None:
        """Refuse a home without a database, before anything heavy is imported or opened.

        Raises:
            NoNetwork: It belongs to no network yet.
        """
        if not self.database.exists():
            raise NoNetwork(home=str(self.path))

    @property
    def database(self) -> Path:
        return self.path / "lete.db"

    @property
    def settings(self) -> SettingsFile:
        return SettingsFile(self.path / "settings.json")

    @property
    def keys(self) -> Path:
        """The file with the keys, where the system has no keyring."""
        return self.path / "keys.bin"

    @property
    def mark(self) -> Path:
        """How far this desk has written, beside the database: a restored database is behind it."""
        return self.path / "mark.json"

    @property
    def trust(self) -> Path:
        """Certificates of authorities that this library trusts to say who has signed; there need be none."""
        return self.path / "trust"

    @property
    def joining(self) -> Path:
        """The invitation that was answered, until this desk is admitted."""
        return self.path / "joining.bin"

    @property
    def publish_lock(self) -> Path:
        """Held by the one process of this home that publishes."""
        return self.path / "publish.lock"

    @property
    def mail_lock(self) -> Path:
        """Held by the one process of this home that sends letters, or fetches them."""
        return self.path / "mail.lock"

    @property
    def letters(self) -> Path:
        """Letters with forms that were fetched from the mailbox, until their forms are destroyed."""
        return self.path / "letters"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def proof(self) -> Path:
        """A checkpoint, opened for a moment to prove that it says nothing of somebody."""
        return self.path / "proof.db"

    @property
    def log(self) -> Path:
        return self.path / "lete.log"

    @property
    def recovery(self) -> Path:
        """The recovery key as founded, to be printed, locked away and deleted from the disk."""
        return self.path / "recovery-key.txt"

    @property
    def recovery_sheet(self) -> Path:
        """The same as a page to print."""
        return self.path / "recovery-key.pdf"
