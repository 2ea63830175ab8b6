"""Why a file cannot be read as a registration form. Each has one sentence and one hint in the catalogues."""

from __future__ import annotations

from app.errors import Rejected


class FormRefused(Rejected):
    """The file is not a form we can read; it stays where it was."""

    code = "form.refused"
