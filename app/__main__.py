"""The program: `python -m app` or `lete`; `lete-desk` opens the window at once."""

from __future__ import annotations

import sys

from app.cli.main import main as run


def main() -> int:
    """Run the command line."""
    return run()


def desk() -> int:
    """Open the window."""
    return run(["desk", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
