"""What msgpack of a stranger may answer with, and the kinds of values that every reader can hold."""

from __future__ import annotations

from typing import Annotated

import msgspec

NOT_UNPACKED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What unpacking raises for bytes that are no msgpack, text that is no UTF-8, and arrays nested without end."""

INT_MAX = (1 << 63) - 1
"""SQLite holds no more."""

PublicBytes = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
"""A public key of either kind."""

Count = Annotated[int, msgspec.Meta(ge=0, le=INT_MAX)]
Link = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
KeyName = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
