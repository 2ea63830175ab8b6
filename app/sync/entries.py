"""What the entries of the roster say. Each is a msgpack map whose `kind` tells what happened.

A reader passes over names that it does not know; a kind that it does not know it must not pass over, for it may be
an expulsion: the program is to be updated first.
"""

from __future__ import annotations

import msgspec

from app.sync.errors import FormatTooNew, Malformed
from app.sync.packing import NOT_UNPACKED, Count, KeyName, PublicBytes


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A workstation as the roster knows it: its number for good, and its public keys."""

    number: int
    sign_key: PublicBytes
    box_key: PublicBytes


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """The network key of a new epoch, sealed for everybody who is to have it.

    Attributes:
        epoch: One more than the epoch before.
        name: The name of the key: two rosters that disagree may each have a key for one epoch.
        members: The key, sealed for a box key of each remaining member, by number.
        box_keys: Which box key that is: it is the member's from then on.
        recovery: The same, sealed for the recovery key.
        erased: How many persons were erased, and nothing of them was left to be written, when the epoch began.
    """

    epoch: Count
    name: KeyName
    members: dict[int, bytes]
    box_keys: dict[int, PublicBytes]
    recovery: bytes
    erased: Count = 0


class Founded(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="found"):
    """The network begins.

    Attributes:
        name: Its name for people.
        profile: Which house rules it began with.
        training: A network for practice is marked on every screen and never joins a real one.
        registrar: The founder.
        recovery_sign: Public key whose holder may appoint another registrar.
        recovery_box: Public key that the network keys are sealed to.
        sealed_keys: The network key of each epoch, sealed for the recovery key.
    """

    name: str
    profile: str
    training: bool
    registrar: Member
    recovery_sign: bytes
    recovery_box: bytes
    sealed_keys: dict[int, bytes]


class Admitted(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="admit"):
    """A workstation becomes a member, on this invitation."""

    member: Member
    invitation: bytes


class Rejoined(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="rejoin"):
    """A member that lost its keys has new ones, under its number; what its former key signed stays readable."""

    member: Member
    invitation: bytes


class Expelled(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="expel"):
    """A stolen workstation: a new epoch starts for the rest."""

    number: int
    key: NewKey


class Rekeyed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="epoch"):
    """A new epoch starts, for all that remain."""

    key: NewKey


class Retired(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="retire"):
    """A workstation is taken out of use: its log stays readable, and nobody waits for it any more."""

    number: int


class HandedOver(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="hand-over"):
    """The registrar names another member in its place."""

    registrar: int


class Recovered(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="recover"):
    """The holder of the recovery key appoints a registrar: a member, perhaps with new keys. A new term begins."""

    registrar: Member


class Renamed(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="rename"):
    """The network has another name for people."""

    name: str


class Keeping(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="keep"):
    """A workstation writes checkpoints and tidies the folder, or does so no longer."""

    number: int
    keeper: bool


Entry = (
    Founded
    | Admitted
    | Rejoined
    | Expelled
    | Rekeyed
    | Retired
    | HandedOver
    | Recovered
    | Renamed
    | Keeping
)  # fmt: skip

_KINDS = frozenset(kind.__struct_config__.tag for kind in Entry.__args__)


class _Kind(msgspec.Struct):
    kind: str


encode_entry = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Entry).decode
_decode_kind = msgspec.msgpack.Decoder(_Kind).decode


def decode_entry(contents: bytes) -> Entry:
    """Return what the contents of an entry say.

    Raises:
        Malformed: They say nothing.
        FormatTooNew: Their kind is one of a newer version of the program.
    """
    try:
        entry: Entry = _decode(contents)
    except NOT_UNPACKED as error:
        if _is_of_unknown_kind(contents):
            raise FormatTooNew(part="roster") from error
        raise Malformed(part="roster") from error
    return entry


def _is_of_unknown_kind(contents: bytes) -> bool:
    try:
        return _decode_kind(contents).kind not in _KINDS
    except NOT_UNPACKED:
        return False
