"""Known errors as a librarian reads them; apart from other outcomes, for the door tells of nothing else."""

from __future__ import annotations

from app.errors import LibraryError
from app.views.presenters.line import Line, Tone
from app.words import Words


def error_line(words: Words, error: LibraryError) -> Line:
    """Tell of a known error, with what to do next."""
    return Line(
        tone=Tone.REFUSED,
        text=words(f"error.{error.code}", **error.figures),
        todo=words(f"error.{error.code}.hint", **error.figures),
    )
