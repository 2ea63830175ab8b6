"""What proves one rule of lending: its tests, what they assert, and a fault of one line that they find."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One line of the program that is wrong.

    Attributes:
        file: Where it stands.
        right: A part of that line as it is; it stands once in its file.
        wrong: The same part as it is planted.
    """

    file: str
    right: str
    wrong: str


class Proof(NamedTuple):
    """What proves a rule.

    Attributes:
        row: The rule's number in docs/rules.md.
        asserts: What its tests assert, in a line.
        tests: Each as `path::name`, below `tests`.
        fault: What these tests find.
        lacking: What of the rule is not there; "" where all is.
    """

    row: str
    asserts: str
    tests: tuple[str, ...] = ()
    fault: Fault | None = None
    lacking: str = ""
