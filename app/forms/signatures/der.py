"""Just enough ASN.1 to look into a signature or a timestamp: tags, lengths and what they enclose.

DER, and the lengths without a definite size that BER allows and many signing programs write around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

INTEGER, BITS, OCTETS, OID, UTC_TIME, TIME, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x17, 0x18, 0x30, 0x31
TAGGED_0, TAGGED_1 = 0xA0, 0xA1

NODES_MAX = 1_000
DEPTH_MAX = 20
LENGTH_BYTES_MAX = 4

_CONSTRUCTED = 0x20
_OPEN = 0x80
_END = b"\0\0"


class NotDer(ValueError):
    """These bytes are not DER, or not of the shape that was expected."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its tag, what it encloses, and all of its bytes."""

    tag: int
    body: bytes
    whole: bytes

    def inside(self) -> list[Node]:
        """Return what a constructed value is made of."""
        found = list(_nodes(self.body))
        if len(found) > NODES_MAX:
            raise NotDer
        return found


def read(data: bytes, tag: int | None = None) -> Node:
    """Read the value that `data` begins with; what follows it is left alone.

    Raises:
        NotDer: There is none, or none with this tag.
    """
    node = next(_nodes(data), None)
    if node is None:
        raise NotDer
    return expected(node, tag) if tag is not None else node


def expected(node: Node, tag: int) -> Node:
    if node.tag != tag:
        raise NotDer
    return node


def octets(node: Node) -> bytes:
    """Return a string of octets, which BER may cut into pieces."""
    if node.tag == OCTETS | _CONSTRUCTED:
        return b"".join(expected(piece, OCTETS).body for piece in node.inside())
    return expected(node, OCTETS).body


def _nodes(data: bytes) -> Iterator[Node]:
    at = 0
    while at < len(data):
        node, at = _node(data, at, DEPTH_MAX)
        yield node


def _node(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    """Return the value that begins at `at`, and where the next begins."""
    length, begins = _length(data, at + 1)
    if length is None:
        ends = _end(data, begins, depth) if data[at] & _CONSTRUCTED else len(data)
        after = ends + len(_END)
    else:
        ends = after = begins + length
    if after > len(data):
        raise NotDer
    return Node(data[at], data[begins:ends], data[at:after]), after


def _end(data: bytes, at: int, depth: int) -> int:
    """Return where the value of no definite size ends that encloses what begins at `at`."""
    if depth == 0:
        raise NotDer
    while data[at : at + 2] != _END:
        _, at = _node(data, at, depth - 1)
    return at


def _length(data: bytes, at: int) -> tuple[int | None, int]:
    """Return the length that stands at `at`, None for no definite one, and where the value begins."""
    if at >= len(data):
        raise NotDer
    first = data[at]
    if first < _OPEN:
        return first, at + 1
    if first == _OPEN:
        return None, at + 1
    size = first & 0x7F
    if size > LENGTH_BYTES_MAX or at + size >= len(data):
        raise NotDer
    return int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def oid(node: Node) -> str:
    """Return an object identifier in its dotted form."""
    body = expected(node, OID).body
    if not body or body[-1] & 0x80:
        raise NotDer
    arcs, value = [], 0
    for byte in body:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def moment(node: Node) -> datetime:
    """Return an instant, written as UTCTime or as GeneralizedTime."""
    form = {UTC_TIME: "%y%m%d%H%M%S", TIME: "%Y%m%d%H%M%S"}.get(node.tag, "")
    text, ends, _ = node.body.decode("ascii", "replace").partition("Z")
    if not form or not ends:
        raise NotDer
    try:
        return datetime.strptime(text.partition(".")[0], form).replace(tzinfo=UTC)
    except ValueError as trouble:
        raise NotDer from trouble
