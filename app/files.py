"""Files that are handed to somebody else: whole or not there, and read by nobody else where they name people."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from app.errors import EnvironmentTrouble


class FileNotWritten(EnvironmentTrouble):
    """The file cannot be written: open in another program, a folder that is not there, no rights."""

    code = "file.not-written"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file aside, for its owner alone, and rename it, so nobody meets half of it.

    Raises:
        FileNotWritten: It cannot be written; what was there before is as it was.
    """
    aside = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise FileNotWritten(file=str(path)) from error
    finally:
        with suppress(OSError):  # A program that holds it has been told of already.
            aside.unlink(missing_ok=True)
