"""What can go wrong and be told: one root error, small leaves, each with a code.

The sentence for a code, and the hint what to do next, stand in the catalogues (`app/locale`), never here;
a test walks the leaves and demands both in three languages.
"""

from __future__ import annotations

from typing import ClassVar


class LibraryError(Exception):
    """Something a person can be told in one sentence.

    Attributes:
        code: Names the sentence and the hint, `sync.folder-unreachable` for example.
        exit_code: What the command line answers: 1 refused, 2 usage, 3 environment.
        figures: What the sentence needs: names, numbers, days; never a secret.
    """

    code: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1

    def __init__(self, **figures: object) -> None:
        super().__init__(self.code, figures)
        self.figures = figures


class Rejected(LibraryError):
    """What was asked cannot be done as asked; nothing was changed."""


class Misuse(LibraryError):
    """The command or the entry is malformed."""

    exit_code = 2


class EnvironmentTrouble(LibraryError):
    """Folder, disk or keys: not the librarian's doing."""

    exit_code = 3
