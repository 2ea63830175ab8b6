"""The number of a receipt: its id in letters and digits that can be read over a telephone and typed in again."""

from __future__ import annotations

LOAN, RETURN, PAYMENT = "loan", "return", "payment"
KINDS = (LOAN, RETURN, PAYMENT)
"""What a receipt may be for."""

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are read as others."""
_READ_AS = str.maketrans("ILO", "110")
_LENGTH, _GROUP = 13, 5


def receipt_number(receipt: int) -> str:
    """Return the number of a receipt: unique in the network, for an id is."""
    digits = ""
    for _ in range(_LENGTH):
        receipt, digit = divmod(receipt, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    digits = digits.lstrip("0")
    return "-".join(digits[place : place + _GROUP] for place in range(0, len(digits), _GROUP))


def receipt_of(number: str) -> int | None:
    """Return the id in a number, however it is written; None for what is no number of ours."""
    plain = "".join(number.upper().split()).replace("-", "").translate(_READ_AS)
    if not plain or len(plain) > _LENGTH or not set(plain) <= set(_DIGITS):
        return None
    found = 0
    for digit in plain:
        found = found * len(_DIGITS) + _DIGITS.index(digit)
    return found if found < 1 << 63 else None
