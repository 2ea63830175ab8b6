"""What is read by many is opened once: all desks of a town stand in one process, and hold the same keys.

Verifying and decoding a head is a function of its bytes and of keys. In a town of a thousand each head would be opened
a thousand times, and kept as often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

from app.sync import envelope, reader
from app.sync.heads import Head, read_head
from app.sync.positions import LogId

HEADS_MAX = 4096
SIGNATURES_MAX = 16_384


@contextmanager
def remembered() -> Iterator[None]:
    """Let desks share what they have opened."""
    opened = lru_cache(HEADS_MAX)(_opened)

    def read(data: bytes, log: LogId, *, verify_key: bytes, network_keys: Mapping[int, bytes]) -> Head:
        return opened(data, log, verify_key, tuple(network_keys.items()))

    is_signed = lru_cache(SIGNATURES_MAX)(envelope._is_signed)
    with patch.object(reader, "read_head", read), patch.object(envelope, "_is_signed", is_signed):
        yield


def _opened(data: bytes, log: LogId, verify_key: bytes, network_keys: tuple[tuple[int, bytes], ...]) -> Head:
    return read_head(data, log, verify_key=verify_key, network_keys=dict(network_keys))
