"""Writes the pages that follow from the tables of this package: `python -m tests.circulation`."""

from __future__ import annotations

from pathlib import Path

from tests.circulation.document import cases, lending

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"cases.md": cases, "lending.md": lending}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
