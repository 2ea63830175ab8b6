"""Amounts of money as people type them, in whole minor units: nothing is ever rounded."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")


def parse_amount(text: str) -> int | None:
    """Read 12, 12.5 or 12,50; None for anything else."""
    found = _AMOUNT.fullmatch(text.strip().replace("\xa0", "").replace(" ", ""))
    return None if found is None else int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def plain_amount(minor: int) -> str:
    """Return an amount as a file or a field has it: 12.50."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"
