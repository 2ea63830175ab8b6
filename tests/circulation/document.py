"""Writes `docs/cases.md` out of the table of cases."""

from __future__ import annotations

from collections.abc import Iterator

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
