"""Asking for files: with the system's own dialog on Windows, with a themed one elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ttkbootstrap as ttk

from app.words import Words

FORMS = "*.docx *.dotx *.odt *.pdf *.xlsx *.csv *.eml *.msg *.dat *.edoc *.asice *.asics *.bdoc"


def ask_files(root: ttk.App, words: Words) -> Sequence[Path]:
    """Ask which forms to read."""
    found = ttk.Querybox.get_open_filenames(
        parent=root,
        title=words("forms.ask"),
        filetypes=[(words("forms.word"), FORMS), (words("tk.all-files"), "*")],
    )
    return [Path(name) for name in found or ()]


def ask_save(root: ttk.App, words: Words, name: str) -> Path | None:
    """Ask where to save a workbook."""
    found = ttk.Querybox.get_save_filename(
        parent=root,
        title=words("reports.ask"),
        initialfile=name,
        defaultextension=".xlsx",
        filetypes=[("Excel", "*.xlsx")],
    )
    return Path(found) if found else None
