"""What can go wrong between a desk and the shared folder. Each code has a sentence and a hint in the catalogues."""

from __future__ import annotations

from app.errors import EnvironmentTrouble, Rejected


class SyncTrouble(EnvironmentTrouble):
    """The folder, the keys or another desk's files."""


class Malformed(SyncTrouble):
    """Bytes that no desk of ours can have written, or not whole yet: a reader treats them as not there."""

    code = "sync.malformed"


class FormerEpoch(Malformed):
    """A file under a network key that this desk has destroyed: its owner writes it anew when it comes back."""


class FolderUnreachable(SyncTrouble):
    """The shared folder is missing, empty or does not answer; never a sign that anything was deleted."""

    code = "sync.folder-unreachable"


class FolderReadOnly(SyncTrouble):
    """The shared folder may be read but not written."""

    code = "sync.folder-read-only"


class FolderFull(SyncTrouble):
    """The disk behind the shared folder has no room."""

    code = "sync.folder-full"


class OtherNetwork(SyncTrouble):
    """The shared folder belongs to another network than this desk."""

    code = "sync.other-network"


class NotAdmitted(SyncTrouble):
    """This desk has asked to join and nobody has admitted it yet."""

    code = "sync.not-admitted"


class DeskExpelled(SyncTrouble):
    """The registrar has expelled this desk: it publishes nothing and reads nothing new."""

    code = "sync.desk-expelled"


class RebuildIncomplete(SyncTrouble):
    """The folder lacks something that this desk holds: rebuilt from it, the desk would hold less."""

    code = "sync.rebuild-incomplete"


class KeysMissing(SyncTrouble):
    """The keys of this desk are not where they were kept."""

    code = "sync.keys-missing"


class KeysLocked(SyncTrouble):
    """The file with the keys does not open with this passphrase."""

    code = "sync.keys-locked"


class FormatTooNew(SyncTrouble):
    """A file in the folder was written by a newer version of the program."""

    code = "sync.format-too-new"


class AlreadyFounded(Rejected):
    """There is a network in this folder, or this desk belongs to one."""

    code = "network.already-founded"


class InvitationUnusable(Rejected):
    """The invitation has expired, was used, or is not whole."""

    code = "network.invitation-unusable"


class PassphraseWrong(Rejected):
    """The passphrase does not open the invitation."""

    code = "network.passphrase-wrong"


class NotRegistrar(Rejected):
    """Only the registrar may change who is a member."""

    code = "network.not-registrar"


class NoSuchMember(Rejected):
    """The roster has no such workstation, or has it no longer."""

    code = "network.no-such-member"


class RegistrarStays(Rejected):
    """The registrar cannot go before it has handed over."""

    code = "network.registrar-stays"


class AlreadyExpelled(Rejected):
    """A workstation that was expelled does not come back under its number."""

    code = "network.already-expelled"


class RecoveryUnusable(Rejected):
    """The recovery sheet was not typed in whole, or is another network's."""

    code = "network.recovery-unusable"


class NumbersExhausted(Rejected):
    """All 4,095 numbers of workstations have been given."""

    code = "network.numbers-exhausted"
