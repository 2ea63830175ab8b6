"""Writes `docs/cases.md` out of the table of cases, and `docs/lending.md` out of the proofs."""

from __future__ import annotations

from collections.abc import Iterator

from tests.circulation.mutations import PROOFS
from tests.circulation.proof import Proof
from tests.circulation.table import AREAS, ROWS

HEAD = """# Cases of circulation

Other libraries' systems are tested with cases of lending. These are {all} of them in our words: {played} fit our rules
and are played on a real desk by `tests/circulation/test_rows.py`; what must come of them stands in bold. Each of the
others says which rule of ours is another one. No setting was added so that a case would fit.

Made by `python -m tests.circulation`, from the table in `tests/circulation`.
"""


def cases() -> str:
    """Return the page."""
    played = sum(row.drive is not None for row in ROWS)
    return "\n".join([HEAD.format(all=len(ROWS), played=played), *_areas()])


def _areas() -> Iterator[str]:
    for area, title in AREAS.items():
        yield f"## {title}\n\n| id | what | played | how we do it |\n|---|---|---|---|"
        for row in ROWS:
            if row.area == area:
                yield f"| {row.id} | {row.title} | {'yes' if row.drive else 'no'} | {row.how} |"
        yield ""


LENDING = """# What proves the rules of lending

Each rule of [the rules](rules.md) about lending, fees, damage and the account, and about what met without knowing of
each other, with its tests, what they assert, and a fault of one line that they find. `python -m
tests.circulation.mutations` plants one fault after another in a copy of the sources and sees its tests fail.

Made by `python -m tests.circulation`.

| rule | what is asserted | tests | a fault that they find |
|---|---|---|---|
"""


def lending() -> str:
    """Return the page."""
    return LENDING + "".join(f"| {_line(proof)} |\n" for proof in PROOFS)


def _line(proof: Proof) -> str:
    said = "; ".join(part for part in (proof.asserts, proof.lacking and f"not yet: {proof.lacking}") if part)
    tests = ", ".join(f"`{test}`" for test in proof.tests)
    return " | ".join((proof.row, said, tests, _fault(proof)))


def _fault(proof: Proof) -> str:
    if proof.fault is None:
        return ""
    file, right, wrong = proof.fault
    return f"`{file}`: {_code(right)} → {_code(wrong)}"


def _code(text: str) -> str:
    return f"`{' '.join(text.split())}`".replace("|", "\\|") if text.strip() else "nothing"
