"""Write small winmail.dat files, attribute by attribute."""

from __future__ import annotations

import struct

from app.forms import tnef


def filled(data):
    return data + bytes(-len(data) % 4)


def prop(pid, value, *, kind=None):
    if isinstance(value, int):
        return struct.pack("<HHI", 0x0003, pid, value)
    data = value.encode("utf-16-le") + b"\0\0" if isinstance(value, str) else value
    return struct.pack("<HHII", kind or (0x001F if isinstance(value, str) else 0x0102), pid, 1, len(data)) + filled(
        data
    )


def props(*made):
    return struct.pack("<I", len(made)) + b"".join(made)


def attribute(level, kind, data):
    return struct.pack("<BII", level, 0x60000 | kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def attached(name, data, *, wide=""):
    made = attribute(2, tnef.RENDERING, bytes(14)) + attribute(2, tnef.TITLE, name.encode("cp1257") + b"\0")
    made += attribute(2, tnef.DATA, data)
    return made + (attribute(2, tnef.ATTACHMENT_PROPERTIES, props(prop(tnef.P_LONG_NAME, wide))) if wide else b"")


def inner(data):
    kept = props(prop(tnef.P_SHOWN_NAME, "Fwd"), prop(tnef.P_DATA, bytes(16) + data, kind=0x000D))
    return attribute(2, tnef.RENDERING, bytes(14)) + attribute(2, tnef.ATTACHMENT_PROPERTIES, kept)


def winmail(*attributes):
    return tnef.MAGIC + b"\1\0" + b"".join(attributes)


def said(*made):
    return attribute(1, tnef.MESSAGE_PROPERTIES, props(*made))
